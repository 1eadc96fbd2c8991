"""The commands of experiments and briefings. They ask the library and show what it answers."""

import json
import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from takarusim.cli import Engine, File, Files, Json, Lang, Set, _announce, _bar, _console, _echo, _mistakes, app
from takarusim.errors import ExperimentError
from takarusim.language.numerals import Language, number, percent
from takarusim.language.words import kpi, level, measure, say, unit, varied

if TYPE_CHECKING:
    from takarusim.experiments.comparing import Comparison
    from takarusim.experiments.limits import Headroom
    from takarusim.experiments.sweeping import Sweep
    from takarusim.experiments.versus import Outcome
    from takarusim.statistics.estimates import Estimate

__all__ = ["app"]

Replications = Annotated[int, typer.Option(min=2, help="Independent repetitions of each.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Of all random numbers; the scenario's by default.")]
Jobs = Annotated[int | None, typer.Option(min=1, help="Workers; the number of cores by default.")]
Run = Annotated[Engine, typer.Option("--engine", help="The same results from each; compiled is much faster.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress.")]


SWEPT, ROWS = ("otif", "lead_time_mean"), 30  # KPIs, and points, whose means a sweep shows


@app.command()
def compare(
    files: Files,
    replications: Replications = 30,
    precision: Annotated[
        list[str] | None, typer.Option(metavar="KPI=HALF-WIDTH", help="Add replications until so precise; repeatable.")
    ] = None,
    seed: Seed = None,
    values: Set = None,
    headline: Annotated[str, typer.Option(help="The KPI whose intervals hold for all scenarios at once.")] = "otif",
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")] = 0.95,
    groups: Annotated[bool, typer.Option("--groups", help="Show KPIs by group too.")] = False,
    jobs: Jobs = None,
    out: Annotated[Path, typer.Option(help="Where folders of results are kept.")] = Path("results"),
    lang: Lang = None,
    engine: Run = "auto",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare scenarios with the first one: the same draws, paired differences, verdicts, a folder of results."""
    with _mistakes(lang):
        from takarusim.experiments import runs, versus
        from takarusim.figures import illustrate
        from takarusim.scenario import reading

        labels = [versus.label_of(file) for file in files]
        if len(files) < 2 or len(set(labels)) < len(labels):
            raise ExperimentError(f"two scenarios or more of different names, got {', '.join(labels)}; BASE OTHER ...")
        scenarios = {
            label: reading.read_scenario(file, values or ()) for label, file in zip(labels, files, strict=True)
        }
        base = next(iter(scenarios.values()))
        language, chosen = lang or base.language, base.seed if seed is None else seed
        asked = _precisions(precision or ())
        plan = versus.Plan(scenarios, chosen, replications, asked, headline, confidence, engine, out)
        _announce(engine, language, shown=not (as_json or quiet))
        with (
            runs.workers(engine, jobs) as pool,
            _bar("message.comparing", language, shown=not (as_json or quiet)) as watch,
        ):
            outcome = versus.carry_out(plan, executor=pool, watch=watch)
        list(illustrate.draw_comparison(outcome, language))
        if as_json:
            answer = {**_comparison(outcome.comparison), "results": str(plan.folder)}
            typer.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False))
        else:
            _tell_comparison(outcome, language, groups=groups)
            typer.echo(say("message.results", language, path=str(plan.folder)))


def _precisions(texts: list[str] | tuple[()]) -> dict[str, float]:
    found = {}
    for text in texts:
        name, _, width = text.partition("=")
        try:
            found[name] = float(width)
        except ValueError:
            raise ExperimentError(f"not a precision, got {text!r}; KPI=HALF-WIDTH, such as otif=0.01") from None
    return found


def _comparison(found: "Comparison") -> dict[str, Any]:
    """Returns a comparison as a JSON object."""
    return {
        "base": found.base,
        "seed": found.seed,
        "replications": found.replications,
        "headline": found.headline,
        "inputs": {label: [change._asdict() for change in changes] for label, changes in found.inputs.items()},
        "differences": {
            label: {
                name: {
                    **_estimate(one.difference),
                    "unit": one.unit,
                    "base": _finite(one.base.mean),
                    "other": _finite(one.other.mean),
                    "verdict": one.verdict,
                    "adjusted": one.is_adjusted,
                    "replications_needed": one.needed,
                    "variance_ratio": _finite(one.gain),
                }
                for name, one in differences.items()
            }
            for label, differences in found.differences.items()
        },
    }


def _estimate(estimate: "Estimate") -> dict[str, Any]:
    numbers = {name: _finite(getattr(estimate, name)) for name in ("mean", "low", "high")}
    return {**numbers, "confidence": estimate.confidence, "n": estimate.n, "method": estimate.method}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _tell_comparison(outcome: "Outcome", language: Language, *, groups: bool) -> None:
    """Prints what differs between the inputs, then what that does: the answer, and tables of KPIs."""
    from rich.table import Table

    from takarusim.briefing import verdicts

    console, found = _console(), outcome.comparison
    for label, changes in found.inputs.items():
        key = "compare.inputs" if changes else "compare.no_inputs"
        console.print(say(key, language, other=label, base=found.base), markup=False)
        for change in changes:
            before = change.base or "-"
            console.print(f"  {change.path}: {before} -> {change.other or '-'}", markup=False, soft_wrap=True)
    answer = dict.fromkeys((verdicts.lead(outcome, language), *verdicts.sentences(outcome, language)))
    console.print("", *answer, sep="\n", markup=False)
    for label, differences in found.differences.items():
        title = say("compare.title", language, other=label, base=found.base, n=found.replications)
        table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
        table.add_column(say("column.kpi", language))
        for name in ("base", "other", "difference"):
            table.add_column(say(f"column.{name}", language), justify="right")
        interval = say("column.interval", language, confidence=percent(found.confidence, language, 0))
        table.add_column(interval, justify="right")
        table.add_column(say("column.unit", language))
        table.add_column(say("column.verdict", language), overflow="fold")
        for name in differences if groups else verdicts.shown(found, label):
            one = differences[name]
            needed = say("compare.needed", language, n=one.needed) if verdicts.is_untold(one) and one.needed else ""
            verdict = ", ".join(text for text in (verdicts.word(one, language), needed) if text)
            told = verdicts.row(one, language)
            table.add_row(told.kpi, told.base, told.other, told.difference, told.interval, told.unit, verdict)
        console.print("", table, sep="\n")
        gain = differences[found.headline].gain
        if math.isfinite(gain):
            text = say("compare.gain", language, kpi=kpi(found.headline, language), gain=verdicts.times(gain, language))
            console.print(text, markup=False)
    console.print(say("compare.adjusted", language, kpi=kpi(found.headline, language)), markup=False)


def _shown(value: float, of: str, language: Language, like: float) -> str:
    return measure(value, of, language, like) if math.isfinite(value) else "-"


@app.command()
def sweep(
    file: File,
    vary: Annotated[
        list[str], typer.Option(metavar="PATH=LOW:HIGH[:N]", help="A factor: a range, or levels a,b,c; repeatable.")
    ],
    design: Annotated[Literal["grid", "lhs", "sobol"], typer.Option(help="How the points are chosen.")] = "grid",
    points: Annotated[int, typer.Option(min=1, help="Of lhs and sobol; levels of a range in a grid.")] = 5,
    replications: Replications = 30,
    seed: Seed = None,
    values: Set = None,
    store: Annotated[Path | None, typer.Option(help="Where it is kept, to go on from; results/ID by default.")] = None,
    jobs: Jobs = None,
    lang: Lang = None,
    engine: Run = "auto",
    quiet: Quiet = False,
) -> None:
    """Run a scenario over a design of its values and keep every response, in Parquet."""
    with _mistakes(lang):
        from takarusim.experiments import design as designs
        from takarusim.experiments import runs, sweeping
        from takarusim.scenario import reading

        scenario = reading.read_scenario(file, values or ())
        language, chosen = lang or scenario.language, scenario.seed if seed is None else seed
        try:
            factors = [designs.Factor.parsed(text, partial(sweeping.is_count, scenario)) for text in vary]
            made = {
                "grid": lambda: designs.grid(factors, points),
                "lhs": lambda: designs.latin_hypercube(factors, points, seed=chosen),
                "sobol": lambda: designs.sobol(factors, points, seed=chosen),
            }[design]()
        except ValueError as error:
            raise ExperimentError(str(error)) from None
        folder = store or Path("results") / sweeping.sweep_id(scenario, made, replications, chosen)
        _announce(engine, language, shown=not quiet)
        with runs.workers(engine, jobs) as pool, _bar("message.sweeping", language, shown=not quiet) as watch:
            found = sweeping.sweep(
                scenario, made, replications, seed=chosen, engine=engine, executor=pool, store=folder, progress=watch
            )
        for failed in found.failed:
            _echo(say("message.failed_point", language, point=failed.point, message=failed.message))
        if quiet:
            typer.echo(str(folder / "responses.parquet"))
        else:
            _tell_sweep(found, folder, language, is_grid=design == "grid")
        if found.failed:
            raise typer.Exit(1)


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
    console = _console()
    console.print(say("sweep.means", language, n=found.replications), table, sep="\n")
    if len(found.design) > ROWS:
        console.print(say("sweep.more", language, n=len(found.design) - ROWS))
    typer.echo(say("message.results", language, path=str(folder / "responses.parquet")))
    if is_grid:
        typer.echo(say("message.next", language, command=f"takarusim plot {folder}"))


@app.command()
def headroom(
    file: File,
    require: Annotated[str, typer.Option(metavar="REQUIREMENT", help="'otif >= 0.95' or 'otif >= base - 0.02'.")],
    partner: Annotated[str | None, typer.Option(help="Whose demand is multiplied; all partners' by default.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="All partners' demand together (the default).")] = False,
    fewest: Annotated[
        str | None, typer.Option(metavar="PATH", help="The fewest instead, of workshops.TYPE.let or smes.ID.crews.")
    ] = None,
    replications: Replications = 30,
    seed: Seed = None,
    values: Set = None,
    jobs: Jobs = None,
    lang: Lang = None,
    engine: Run = "auto",
    figure: Annotated[Path | None, typer.Option(help="Draw it into this file: .png, .svg or .pdf.")] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find the largest demand that meets a requirement, or the fewest units or crews that do."""
    with _mistakes(lang):
        from takarusim.experiments import limits, runs
        from takarusim.scenario import reading

        if sum((partner is not None, everybody, fewest is not None)) > 1:
            raise ExperimentError("one of --partner, --all and --fewest, got several")
        scenario = reading.read_scenario(file, values or ())
        language = lang or scenario.language
        if figure:
            from takarusim.figures import plots

            plots.format_of(figure)  # refuses a name of none before anything runs
        how: dict[str, Any] = {"replications": replications, "seed": seed, "engine": engine}
        _announce(engine, language, shown=not (as_json or quiet))
        with (
            runs.workers(engine, jobs) as pool,
            _bar("message.trying", language, shown=not (as_json or quiet)) as watch,
        ):
            how |= {"executor": pool, "progress": watch}
            found = (
                limits.fewest(scenario, fewest, require, **how)
                if fewest
                else limits.headroom(scenario, require, partner=partner, **how)
            )
        if figure:
            _draw_headroom(found, figure, language, scenario.seed if seed is None else seed, replications)
        if as_json:
            typer.echo(json.dumps(_headroom(found), allow_nan=False))
        else:
            _tell_headroom(found, language)


def _headroom(found: "Headroom") -> dict[str, Any]:
    levels = [
        {"level": one.level, "kpi": _estimate(one.kpi), "margin": _estimate(one.margin), "problem": one.problem}
        for one in found.levels
    ]
    ends = {name: _finite(getattr(found, name)) for name in ("surely", "estimate", "at_most")}
    return {
        "what": found.what,
        "requirement": found.requirement,
        "confidence": found.confidence,
        **ends,
        "levels": levels,
    }


def _tell_headroom(found: "Headroom", language: Language) -> None:
    """Prints the levels tried, each column with its unit and its decimal places, and what they say."""
    from rich.table import Table

    from takarusim.experiments.limits import Requirement
    from takarusim.kpis.kpis import KPIS

    name = Requirement.parsed(found.requirement).kpi
    of, confidence = KPIS[name.partition("[")[0]].unit, percent(found.confidence, language, 0)
    like = max((abs(one.kpi.mean) for one in found.levels if not one.problem), default=0.0)
    table = Table(box=None, pad_edge=False)
    words = "" if of == "share" else unit(of, language)
    margin = say("unit.points", language) if of == "share" else words
    interval = say("column.interval", language, confidence=confidence)
    first = say("figure.headroom.units" if found.is_upward else "figure.headroom.x", language)
    heads = ((say("column.mean", language), words), (say("column.margin", language), margin), (interval, words))
    for head in (first, *(f"{head} ({end})" if end else head for head, end in heads)):
        table.add_column(head, justify="right")
    digits = _digits([one.level for one in found.levels])
    for one in found.levels:
        mean, low, high = (_shown(x, of, language, like) for x in (one.kpi.mean, one.kpi.low, one.kpi.high))
        ends = say("answer.unsteady", language) if one.problem else f"{low} – {high}"
        by = _shown(one.margin.mean, of, language, like).removesuffix("%")
        table.add_row(number(one.level, language, digits), mean, by, ends)
    console = _console()
    console.print(f"{found.requirement} ({varied(name, found.what, language)})", markup=False)
    console.print(table)
    key = "headroom.fewest" if found.is_upward else "headroom.surely" if found.surely >= 1.005 else "headroom.none"
    last = number(found.surely, language, digits)
    key = "headroom.never" if math.isnan(found.surely) else key
    console.print(say(key, language, confidence=confidence, level=last), markup=False)
    if not found.is_upward and math.isfinite(found.at_most):
        console.print(say("headroom.missed", language, level=number(found.at_most, language, digits)), markup=False)


def _digits(levels: list[float]) -> int:
    """Returns the decimal places with which levels can be told apart: none for counts, else two or more."""
    if all(level == int(level) for level in levels):
        return 0
    return next((n for n in (2, 3) if len({round(level, n) for level in levels}) == len(levels)), 4)


def _draw_headroom(found: "Headroom", file: Path, language: Language, seed: int, replications: int) -> None:
    from takarusim.experiments.limits import Requirement
    from takarusim.figures import charts, plots
    from takarusim.kpis.kpis import KPIS

    name = Requirement.parsed(found.requirement).kpi
    stamp = plots.Stamp("", seed, replications, found.confidence)
    axes = charts.headroom(found, name, KPIS[name.partition("[")[0]].unit, language=language, stamp=stamp)
    file.write_bytes(plots.picture(axes, plots.format_of(file)))


@app.command()
def brief(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="A folder that `takarusim run` or `compare` made.")
    ],
    lang: Lang = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where; the folder of results by default.")] = None,
) -> None:
    """Write a briefing of a run or a comparison for decision makers: a PDF to print and a docx to edit."""
    with _mistakes(lang):
        from takarusim.briefing import brief as briefing

        written, language = briefing.made(results, lang)
        for path in briefing.write(out or results, written, language):
            typer.echo(say("message.laid", language, path=str(path)))
