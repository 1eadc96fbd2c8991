"""`takarusim sweep`: runs a scenario over a design of its values."""

import json
import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from takarusim.commands.console import announce, console, progress
from takarusim.commands.endings import mistakes_told, stop, warn
from takarusim.commands.options import (
    AsJson,
    EngineOption,
    File,
    Jobs,
    Lang,
    Limit,
    Name,
    Pairs,
    Quiet,
    Seed,
    Values,
    Worlds,
    limited,
)
from takarusim.errors import ExperimentError
from takarusim.language.numerals import Language, span
from takarusim.language.words import kpi, measure, say, unit
from takarusim.registers.kpis import HEADLINE, about

if TYPE_CHECKING:
    from takarusim.experiments.design import Design
    from takarusim.experiments.sweep import Sweep
    from takarusim.scenario.scenario import Scenario

__all__ = ["sweep"]

DESIGNS = ("grid", "lhs", "sobol")
SWEPT, ROWS = (HEADLINE, "lead_time_mean"), 30  # KPIs, and points, whose means a sweep shows


def sweep(
    file: File,
    vary: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH=LOW:HIGH[:N]", help="A factor: a range, or levels a,b,c; repeatable."),
    ] = None,
    design: Annotated[
        str, typer.Option(metavar="grid|lhs|sobol|FILE", help="How points are chosen; that of a sweep.json again.")
    ] = "grid",
    points: Annotated[int, typer.Option(min=1, help="Of lhs and sobol; levels of a range in a grid.")] = 5,
    replications: Pairs = 30,
    seed: Seed = None,
    values: Values = None,
    limit: Limit = None,
    worlds: Worlds = "",
    store: Annotated[Path | None, typer.Option(help="Where it is kept, to go on from; results/ID by default.")] = None,
    name: Name = "",
    jobs: Jobs = None,
    lang: Lang = None,
    engine: EngineOption = "auto",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Run a scenario over a design of its values and keep every response, in Parquet."""
    with mistakes_told(lang):
        from takarusim.briefing import objects
        from takarusim.experiments.sweep import sweep_id
        from takarusim.results import ensembles, sweeps
        from takarusim.results.folder import ResultsFolder, place
        from takarusim.scenario import reading, titles

        scenario = reading.read_scenario(file, limited(values, limit))
        language, chosen = titles.spoken(lang, scenario), scenario.seed if seed is None else seed
        made = _design(scenario, vary or [], design, points, chosen)
        ensemble = ensembles.opened(place(worlds)) if worlds else None
        named = sweep_id(scenario, made, replications, chosen, ensemble.id if ensemble else "")
        folder = store or Path("results") / named
        shown = not (as_json or quiet)
        announce(engine, language, shown=shown)
        with progress(language, shown=shown) as watch:
            found = sweeps.sweep(
                scenario,
                made,
                replications,
                seed=chosen,
                engine=engine,
                jobs=jobs,
                worlds=ensemble,
                store=folder,
                progress=partial(watch, "sweeping"),
            )
        if name:
            ResultsFolder(folder).call(name)
        _warn(found, language)
        if as_json:
            answer = {**objects.to_dict(found), "results": str(folder)}
            typer.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False))
        elif quiet:
            typer.echo(str(folder / "responses.parquet"))
        else:
            _tell_sweep(found, folder, language, is_grid=design == "grid")
        if found.failed:
            stop(1)


def _warn(found: "Sweep", language: Language) -> None:
    """Says which points were damaged and done again, and which failed."""
    for part in found.damaged:
        warn(say("message.damaged_part", language, path=str(part)))
    for failed in found.failed:
        warn(say("message.failed_point", language, point=failed.point, message=failed.message))


def _design(scenario: "Scenario", vary: list[str], design: str, points: int, seed: int) -> "Design":
    """Returns the design that is asked for: of factors, or that of an earlier sweep."""
    from takarusim.experiments import design as designs
    from takarusim.experiments.sweep import is_count
    from takarusim.results import sweeps

    if design not in DESIGNS:
        if vary or not design.endswith(".json"):
            right = f"one of {', '.join(DESIGNS)} with --vary, or the sweep.json of a folder without"
            raise ExperimentError(f"no such design, got {design!r}; {right}")
        return sweeps.design_in(Path(design))
    if not vary:
        raise ExperimentError("nothing to vary, got no --vary; --vary PATH=LOW:HIGH")
    try:
        factors = [designs.Factor.parsed(text, partial(is_count, scenario)) for text in vary]
        if design == "grid":
            return designs.grid(factors, points)
        made = designs.latin_hypercube if design == "lhs" else designs.sobol
        return made(factors, points, seed=seed)
    except ValueError as error:
        raise ExperimentError(str(error)) from None


def _tell_sweep(found: "Sweep", folder: Path, language: Language, *, is_grid: bool) -> None:
    """Prints the means at the first points, where all responses are, and how to draw them."""
    from rich.table import Table

    from takarusim.scenario import titles

    table = Table(box=None, pad_edge=False)
    for factor in found.design.factors:
        table.add_column(titles.path(factor.path, language), justify="right", overflow="fold")
    columns = []
    for name in SWEPT:
        unit_of = about(name).unit
        end = "" if unit_of == "share" else f" ({unit(unit_of, language)})"
        table.add_column(f"{kpi(name, language)}{end}", justify="right")
        columns.append(_stated(found, name, language))
        if found.worlds:
            table.add_column(say("sweep.worlds", language), justify="right")
            columns.append(_over_worlds(found, name, language))
    for point, cells in zip(found.design.points[:ROWS], zip(*columns, strict=True), strict=True):
        levels = zip(found.design.factors, point, strict=True)
        table.add_row(*(titles.level(factor.path, value, language) for factor, value in levels), *cells)
    terminal = console()
    terminal.print(say("sweep.means", language, n=found.replications), table, sep="\n")
    if found.worlds:
        terminal.print(_of_worlds(found, language), markup=False)
    if len(found.design) > ROWS:
        terminal.print(say("sweep.more", language, n=len(found.design) - ROWS))
    typer.echo(say("message.results", language, path=str(folder / "responses.parquet")))
    if is_grid:
        typer.echo(say("message.next", language, command=f"takarusim plot {folder}"))


def _stated(found: "Sweep", name: str, language: Language) -> list[str]:
    """Returns the means of a KPI at the first points; with their intervals where worlds stand beside them."""
    from takarusim.statistics.responses import estimate

    of, shown = about(name).unit, []
    for values in found.of(name)[:ROWS]:
        one = estimate(name, values)
        ends = [_shown(end, of, language, one.mean) for end in (one.low, one.high)] if found.worlds else []
        interval = f" ({span(*ends)})" if ends else ""
        shown.append(_shown(one.mean, of, language, one.mean) + interval)
    return shown


def _over_worlds(found: "Sweep", name: str, language: Language) -> list[str]:
    """Returns 5, 50 and 95 percent of a KPI over worlds at the first points."""
    rows = found.middles(name)[:ROWS]
    return [" / ".join(_shown(end, about(name).unit, language, one.p50) for end in one[:3]) for one in rows]


def _of_worlds(found: "Sweep", language: Language) -> str:
    """Returns how many worlds there are, and in how many of them points have no value."""
    of = len(found.worlds.numbers) if found.worlds else 0
    least = min((one.n for one in found.middles(HEADLINE)), default=of)
    key = "sweep.in_worlds" if least == of else "sweep.in_some_worlds"
    return say(key, language, n=str(of), missing=str(of - least))


def _shown(value: float, of: str, language: Language, like: float) -> str:
    return measure(value, of, language, like) if math.isfinite(value) else "-"
