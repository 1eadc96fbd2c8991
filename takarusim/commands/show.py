"""`takarusim show`: prints a scenario with all that it extends, or the register of its numbers."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from takarusim.commands.console import console
from takarusim.commands.endings import mistakes_told
from takarusim.commands.options import AsJson, File, Lang, Values
from takarusim.language.numerals import Language, percent
from takarusim.language.words import say

if TYPE_CHECKING:
    from takarusim.scenario.scenario import Scenario

__all__ = ["show"]


def show(
    file: File,
    values: Values = None,
    register: Annotated[bool, typer.Option("--register", help="Every number with its source or range.")] = False,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Print a scenario with all that it extends and sets, or the register of its numbers."""
    with mistakes_told(lang):
        from takarusim.scenario import reading

        scenario = reading.read_scenario(file, values or ())
        if as_json:
            tree = _register(scenario) if register else reading.tree_of(scenario)
            typer.echo(json.dumps(tree, ensure_ascii=False, default=str))
        elif register:
            _show_register(scenario, lang or scenario.language)
        else:
            typer.echo(reading.text_of(scenario), nl=False)


def _register(scenario: "Scenario") -> dict[str, Any]:
    """Returns every number with its source, and every workshop type that might be another."""
    from takarusim.scenario import sources

    types = [dict(zip(("path", "value", "alternatives"), row, strict=True)) for row in sources.alternatives(scenario)]
    told = sources.Entry._fields[:-1]  # as text; the numbers themselves are for Python
    entries = [dict(zip(told, entry, strict=False)) for entry in sources.register(scenario)]
    return {"register": entries, "alternatives": types}


def _show_register(scenario: "Scenario", language: Language) -> None:
    """Prints every number with its source, then what share is assumed, then the widest assumptions."""
    from rich.table import Table

    from takarusim.briefing import inputs
    from takarusim.scenario import sources

    entries = sources.register(scenario)
    table = Table(title=say("register.title", language), title_justify="left", box=None, pad_edge=False)
    for name in ("path", "value", "range", "source", "note"):
        table.add_column(say(f"column.{name}", language), overflow="fold", no_wrap=name == "path")
    for entry, (value, between) in zip(entries, inputs.stated(scenario, language), strict=True):
        source = entry.source if entry.kind == "sourced" else say(f"kind.{entry.kind}", language)
        table.add_row(entry.path, value, between, source, entry.note)
    widest = Table(title=say("register.queue", language), title_justify="left", box=None, pad_edge=False)
    for name in ("path", "width"):
        widest.add_column(say(f"column.{name}", language), justify="right" if name == "width" else "left")
    for path, width in sources.widest(scenario)[:15]:
        widest.add_row(path, percent(width, language, 0))
    others = Table(title=say("register.alternatives", language), title_justify="left", box=None, pad_edge=False)
    for name in ("path", "value", "alternatives"):
        others.add_column(say(f"column.{name}", language))
    for path, value, types in sources.alternatives(scenario):
        others.add_row(path, value, ", ".join(types))
    kinds = [entry.kind for entry in entries]
    counts = {kind: kinds.count(kind) for kind in ("sourced", "assumption", "unsourced", "choice")}
    terminal = console()
    terminal.print(table, "", widest, "", *((others, "") if others.rows else ()), sep="\n")
    terminal.print(say("register.count", language, n=len(entries), **counts))
    terminal.print(say("register.share", language, share=percent(sources.assumed_share(scenario), language)))
