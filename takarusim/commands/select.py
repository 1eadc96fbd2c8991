"""`takarusim select`: tells which of several options is best, with a stated probability of being right."""

import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from takarusim.commands.answering import answer
from takarusim.commands.console import announce, console, progress
from takarusim.commands.endings import mistakes_told
from takarusim.commands.options import (
    AsJson,
    EngineOption,
    File,
    Jobs,
    Lang,
    Limit,
    Name,
    Out,
    Quiet,
    Seed,
    Values,
    Worlds,
    limited,
)
from takarusim.language.numerals import Language
from takarusim.language.words import say
from takarusim.registers.kpis import HEADLINE

if TYPE_CHECKING:
    from takarusim.experiments.select import Selection

__all__ = ["select"]

COLUMNS = ("option", "cost", "n", "mean", "behind", "best_in", "verdict")


def select(
    base: File,
    options: Annotated[list[str], typer.Argument(metavar="OPTION...", help="Scenarios; the base is an option too.")],
    packages: Annotated[bool, typer.Option("--packages", help="Options are measures: select of all packages.")] = False,
    kpi: Annotated[str, typer.Option(help="By which is chosen.")] = HEADLINE,
    indifference: Annotated[
        str, typer.Option(metavar="NUMBER", help="The smallest difference worth telling; 0.5% of a share by default.")
    ] = "",
    budget: Annotated[str, typer.Option(metavar="AMOUNT", help="That options may cost: 'Rp 5 billion'.")] = "",
    require: Annotated[str, typer.Option(metavar="REQUIREMENT", help="'otif >= base - 0.02'.")] = "",
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999, help="Of being right.")] = 0.95,
    first: Annotated[int, typer.Option(min=5, help="Replications of each option.")] = 10,
    most: Annotated[int, typer.Option(min=5, help="Replications at which it ends without a promise.")] = 200,
    worlds: Worlds = "",
    seed: Seed = None,
    values: Values = None,
    limit: Limit = None,
    jobs: Jobs = None,
    out: Out = Path("results"),
    name: Name = "",
    lang: Lang = None,
    engine: EngineOption = "auto",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Select the best option, with a stated probability of being right, and name those that are as good."""
    with mistakes_told(lang):
        import sys

        from takarusim.experiments.execution import Execution
        from takarusim.experiments.select import Asked
        from takarusim.quantities.units import quantity
        from takarusim.results import ensembles, selections
        from takarusim.results.folder import place
        from takarusim.scenario import titles

        scenarios = selections.options(base, options, limited(values, limit), as_packages=packages)
        first_one = next(iter(scenarios.values()))
        language, chosen = titles.spoken(lang, *scenarios.values()), first_one.seed if seed is None else seed
        ensemble = ensembles.opened(place(worlds)) if worlds else None
        amount = quantity(budget, "money").value if budget else math.inf
        least = selections.indifference_of(kpi, indifference)
        asked = Asked(kpi, least, confidence, first, most, amount, require, ensemble.id if ensemble else "")
        folder, shown = selections.folder_of(out, scenarios, chosen, asked), not (as_json or quiet)
        announce(engine, language, shown=shown)
        with progress(language, shown=shown) as watch:
            execution = Execution(chosen, first, engine, jobs, progress=partial(watch, "selecting"))
            words = ("takarusim", *sys.argv[1:])
            found = selections.carry_out(scenarios, execution, asked, folder, ensemble, words)
        answer(
            found, folder, partial(_tell, found, language), name=name, language=language, as_json=as_json, quiet=quiet
        )


def _tell(selection: "Selection", language: Language) -> None:
    """Prints which option is selected and how surely, and a table of all of them."""
    from rich.table import Table

    from takarusim.briefing.selecting import rows, sentences

    terminal = console()
    terminal.print(*sentences(selection, language), sep="\n", markup=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    shown = [column for column in COLUMNS if column != "best_in" or selection.worlds]
    for column in shown:
        table.add_column(
            say(f"select.{column}", language), justify="left" if column in ("option", "verdict") else "right"
        )
    for row in rows(selection, language):
        table.add_row(*(row[column] for column in shown))
    terminal.print("", table, sep="\n")
