"""`takarusim headroom`: finds the largest demand that meets a requirement."""

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
    Pairs,
    Quiet,
    Seed,
    Values,
    Worlds,
    limited,
)
from takarusim.errors import ExperimentError
from takarusim.language.numerals import Language, number, percent, span
from takarusim.language.words import measure, say, unit

if TYPE_CHECKING:
    from takarusim.experiments.headroom import Headroom

__all__ = ["headroom"]


def headroom(
    file: File,
    require: Annotated[str, typer.Option(metavar="REQUIREMENT", help="'otif >= 0.95' or 'otif >= base - 0.02'.")],
    partner: Annotated[str | None, typer.Option(help="Whose demand is multiplied; all partners' by default.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="All partners' demand together (the default).")] = False,
    fewest: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="The fewest instead, of workshops.TYPE.let, smes.ID.crews or smes.ID.stock.COMPONENT.boxes.",
        ),
    ] = None,
    worlds: Worlds = "",
    replications: Pairs = 30,
    seed: Seed = None,
    values: Values = None,
    limit: Limit = None,
    jobs: Jobs = None,
    lang: Lang = None,
    engine: EngineOption = "auto",
    out: Out = Path("results"),
    name: Name = "",
    figure: Annotated[Path | None, typer.Option(help="Draw it into this file: .png, .svg or .pdf.")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Find the largest demand that meets a requirement, or the fewest units, crews or boxes that do."""
    with mistakes_told(lang):
        from takarusim.experiments.search import Search
        from takarusim.figures import canvas, keeping
        from takarusim.results import ensembles, headrooms
        from takarusim.results.folder import place
        from takarusim.scenario import reading, titles

        if sum((partner is not None, everybody, fewest is not None)) > 1:
            raise ExperimentError("one of --partner, --all and --fewest, got several")
        scenario = reading.read_scenario(file, limited(values, limit))
        language = titles.spoken(lang, scenario)
        if figure:
            canvas.format_of(figure)  # refuses a name of none before anything runs
        search = Search(scenario, require, partner, fewest or "")
        ensemble, chosen = ensembles.opened(place(worlds)) if worlds else None, scenario.seed if seed is None else seed
        in_worlds = ensemble.id if ensemble else ""
        plan = headrooms.Plan(search, chosen, replications, engine, jobs, out, in_worlds)
        announce(engine, language, shown=not (as_json or quiet))
        with progress(language, shown=not (as_json or quiet)) as watch:
            outcome = headrooms.carry_out(plan, partial(watch, "trying"), ensemble)
        if figure:
            list(keeping.draw(plan.folder, keeping.Wanted(language=language, out=figure)))
        words = partial(_tell_headroom, outcome.headroom, language)
        answer(outcome.headroom, plan.folder, words, name=name, language=language, as_json=as_json, quiet=quiet)


def _tell_headroom(found: "Headroom", language: Language) -> None:
    """Prints the levels tried, each column with its unit and its decimal places, and what they say."""
    from rich.table import Table

    from takarusim.briefing.answer import digits_of, of_headroom, unsteady
    from takarusim.registers.kpis import about
    from takarusim.scenario.titles import varied

    name = found.asked.kpi
    of, confidence = about(name).unit, percent(found.confidence, language, 0)
    like = max((abs(one.kpi.mean) for one in found.levels if not one.problem), default=0.0)
    table = Table(box=None, pad_edge=False)
    words = "" if of == "share" else unit(of, language)
    margin = say("unit.points", language) if of == "share" else words
    interval = say("column.interval", language, confidence=confidence)
    first = say("figure.headroom.units" if found.is_upward else "figure.headroom.x", language)
    heads = ((say("column.mean", language), words), (say("column.margin", language), margin), (interval, words))
    has_open = any(math.isfinite(one.open) for one in found.levels)
    last_head = [say("column.open", language)] if has_open else []
    for head in (first, *(f"{head} ({end})" if end else head for head, end in heads), *last_head):
        table.add_column(head, justify="right")
    digits = digits_of([one.level for one in found.levels])
    for one in found.levels:
        mean, low, high = (_shown(x, of, language, like) for x in (one.kpi.mean, one.kpi.low, one.kpi.high))
        ends = unsteady(one.problem, language) if one.problem else span(low, high)
        by = _shown(one.margin.mean, of, language, like).removesuffix("%")
        undelivered = [percent(one.open, language, 1) if math.isfinite(one.open) else "-"] if has_open else []
        table.add_row(number(one.level, language, digits), mean, by, ends, *undelivered)
    terminal = console()
    told = found.asked.told(language)
    terminal.print(f"{told[:1].upper()}{told[1:]} ({varied(name, found.what, language)})", markup=False)
    terminal.print(table)
    for line in of_headroom(found, language):
        terminal.print(line, markup=False)


def _shown(value: float, of: str, language: Language, like: float) -> str:
    return measure(value, of, language, like) if math.isfinite(value) else "-"
