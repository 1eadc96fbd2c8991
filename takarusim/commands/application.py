"""The command line: its commands, in the order in which `--help` lists them.

What is heavy is imported by the command that needs it, so that `--help` is quick.
"""

from typing import Annotated

import typer

from takarusim import __version__
from takarusim.commands.app import app as page
from takarusim.commands.brief import brief
from takarusim.commands.compare import compare
from takarusim.commands.credit import credit
from takarusim.commands.export import export
from takarusim.commands.fit import fit
from takarusim.commands.headroom import headroom
from takarusim.commands.init import init
from takarusim.commands.list import list_results
from takarusim.commands.plot import plot
from takarusim.commands.run import run
from takarusim.commands.schema import schema
from takarusim.commands.select import select
from takarusim.commands.show import show
from takarusim.commands.sweep import sweep
from takarusim.commands.template import template
from takarusim.commands.validate import validate
from takarusim.commands.why import why
from takarusim.commands.worlds import worlds

__all__ = ["app"]

app = typer.Typer(
    name="takarusim",
    help="What can a small-industry estate deliver on time, what holds it back first, and what would help most?",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def _takarusim(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if version:
        typer.echo(f"takarusim {__version__}")
        raise typer.Exit


_ANSWERS = (run, why, compare, credit, select, sweep, headroom, worlds)
for command in (*_ANSWERS, page, plot, brief, export, validate, show, schema, init, template, fit):
    app.command()(command)
app.command("list")(list_results)
