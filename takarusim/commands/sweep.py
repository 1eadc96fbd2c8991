"""`takarusim sweep`: runs a scenario over a design of its values."""

import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from takarusim.commands.console import announce, console, progress
from takarusim.commands.endings import mistakes_told, stop, warn
from takarusim.commands.options import EngineOption, File, Jobs, Lang, Pairs, Quiet, Seed, Values
from takarusim.errors import ExperimentError
from takarusim.language.numerals import Language
from takarusim.language.words import kpi, level, measure, say, unit

if TYPE_CHECKING:
    from takarusim.experiments.sweep import Sweep

__all__ = ["sweep"]

SWEPT, ROWS = ("otif", "lead_time_mean"), 30  # KPIs, and points, whose means a sweep shows


def sweep(
    file: File,
    vary: Annotated[
        list[str], typer.Option(metavar="PATH=LOW:HIGH[:N]", help="A factor: a range, or levels a,b,c; repeatable.")
    ],
    design: Annotated[Literal["grid", "lhs", "sobol"], typer.Option(help="How the points are chosen.")] = "grid",
    points: Annotated[int, typer.Option(min=1, help="Of lhs and sobol; levels of a range in a grid.")] = 5,
    replications: Pairs = 30,
    seed: Seed = None,
    values: Values = None,
    store: Annotated[Path | None, typer.Option(help="Where it is kept, to go on from; results/ID by default.")] = None,
    jobs: Jobs = None,
    lang: Lang = None,
    engine: EngineOption = "auto",
    quiet: Quiet = False,
) -> None:
    """Run a scenario over a design of its values and keep every response, in Parquet."""
    with mistakes_told(lang):
        from takarusim.experiments import design as designs
        from takarusim.experiments import run
        from takarusim.experiments.sweep import is_count, sweep_id
        from takarusim.results import sweeps
        from takarusim.scenario import reading

        scenario = reading.read_scenario(file, values or ())
        language, chosen = lang or scenario.language, scenario.seed if seed is None else seed
        try:
            factors = [designs.Factor.parsed(text, partial(is_count, scenario)) for text in vary]
            made = {
                "grid": lambda: designs.grid(factors, points),
                "lhs": lambda: designs.latin_hypercube(factors, points, seed=chosen),
                "sobol": lambda: designs.sobol(factors, points, seed=chosen),
            }[design]()
        except ValueError as error:
            raise ExperimentError(str(error)) from None
        folder = store or Path("results") / sweep_id(scenario, made, replications, chosen)
        announce(engine, language, shown=not quiet)
        with run.workers(engine, jobs) as pool, progress(language, shown=not quiet) as watch:
            found = sweeps.sweep(
                scenario,
                made,
                replications,
                seed=chosen,
                engine=engine,
                executor=pool,
                store=folder,
                progress=partial(watch, "sweeping"),
            )
        for failed in found.failed:
            warn(say("message.failed_point", language, point=failed.point, message=failed.message))
        if quiet:
            typer.echo(str(folder / "responses.parquet"))
        else:
            _tell_sweep(found, folder, language, is_grid=design == "grid")
        if found.failed:
            stop(1)


def _tell_sweep(found: "Sweep", folder: Path, language: Language, *, is_grid: bool) -> None:
    """Prints the means at the first points, where all responses are, and how to draw them."""
    from rich.table import Table

    from takarusim.kpis.kpis import KPIS

    table = Table(box=None, pad_edge=False)
    for factor in found.design.factors:
        table.add_column(factor.path, justify="right", overflow="fold")
    columns = []
    for name in SWEPT:
        unit_of, means = KPIS[name].unit, found.of(name).mean(axis=1)
        columns.append([_shown(mean, unit_of, language, mean) for mean in means[:ROWS].tolist()])
        end = "" if unit_of == "share" else f" ({unit(unit_of, language)})"
        table.add_column(f"{kpi(name, language)}{end}", justify="right")
    for point, cells in zip(found.design.points[:ROWS], zip(*columns, strict=True), strict=True):
        table.add_row(*(level(value, language) for value in point), *cells)
    terminal = console()
    terminal.print(say("sweep.means", language, n=found.replications), table, sep="\n")
    if len(found.design) > ROWS:
        terminal.print(say("sweep.more", language, n=len(found.design) - ROWS))
    typer.echo(say("message.results", language, path=str(folder / "responses.parquet")))
    if is_grid:
        typer.echo(say("message.next", language, command=f"takarusim plot {folder}"))


def _shown(value: float, of: str, language: Language, like: float) -> str:
    return measure(value, of, language, like) if math.isfinite(value) else "-"
