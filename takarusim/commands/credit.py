"""`takarusim credit`: tells what each measure of a package brings."""

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
    Pairs,
    Quiet,
    Seed,
    Values,
    Worlds,
    limited,
)
from takarusim.language.numerals import Language, percent
from takarusim.language.words import say
from takarusim.registers.kpis import HEADLINE

if TYPE_CHECKING:
    from takarusim.experiments.credit import Credit

__all__ = ["credit"]


def credit(
    base: File,
    measures: Annotated[
        list[str], typer.Argument(metavar="MEASURE...", help="One to six files that extend what the base does.")
    ],
    replications: Pairs = 30,
    seed: Seed = None,
    values: Values = None,
    limit: Limit = None,
    headline: Annotated[str, typer.Option(help="The KPI that is told first.")] = HEADLINE,
    kpi: Annotated[list[str] | None, typer.Option(help="A further KPI that is told; repeatable.")] = None,
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")] = 0.95,
    worlds: Worlds = "",
    jobs: Jobs = None,
    out: Out = Path("results"),
    name: Name = "",
    lang: Lang = None,
    engine: EngineOption = "auto",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Tell what each measure of a package brings: alone, last, and its part, by year and for each rupiah."""
    with mistakes_told(lang):
        from dataclasses import replace

        from takarusim.experiments.execution import Execution
        from takarusim.figures import keeping
        from takarusim.results import ensembles, packages
        from takarusim.results.folder import place
        from takarusim.scenario import titles

        plan = packages.planned(base, measures, limited(values, limit))
        ensemble = ensembles.opened(place(worlds)) if worlds else None
        language, seed = titles.spoken(lang, *plan.packages.values()), plan.seed if seed is None else seed
        plan = replace(plan, seed=seed, replications=replications, headline=headline, confidence=confidence)
        plan = replace(plan, worlds=ensemble.id if ensemble else "")
        shown, folder = not (as_json or quiet), out / plan.id
        announce(engine, language, shown=shown)
        with progress(language, shown=shown) as watch:
            execution = Execution(seed, replications, engine, jobs, progress=partial(watch, "crediting"))
            found = packages.carry_out(plan, execution, folder, ensemble)
        list(keeping.draw(folder, keeping.Wanted(language=language)))
        words = partial(_tell, found, [headline, *(kpi or ())], language)
        answer(found, folder, words, name=name, language=language, as_json=as_json, quiet=quiet)


def _tell(found: "Credit", kpis: list[str], language: Language) -> None:
    """Prints what the package brings, then a table of each KPI, of money and of worlds."""
    from rich.table import Table

    from takarusim.briefing import credited

    terminal = console()
    terminal.print(*credited.lead(found, language), sep="\n", markup=False)
    for sheet in credited.sheets(found, kpis, language):
        table = Table(title=sheet.title, title_justify="left", box=None, pad_edge=False, header_style="bold")
        for k, head in enumerate(sheet.heads):
            table.add_column(head, justify="right" if k else "left")
        for row in sheet.rows:
            table.add_row(*row)
        terminal.print("", table, sep="\n")
    confidence = percent(found.confidence, language, 0)
    terminal.print("", say("credit.note", language, confidence=confidence), sep="\n", markup=False)
