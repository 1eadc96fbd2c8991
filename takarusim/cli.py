"""The command line: reads scenarios, asks the library, shows what it answers. The commands of `verbs` join it.

Exit codes: 0 done; 1 a result that misses a required target, an engine that fails, a sweep with points that failed;
2 a mistake in the input, all of them at once.
What is heavy is imported by the command that needs it, so that `--help` is quick.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from takarusim import __version__
from takarusim.errors import EngineError, ScenarioError, TakarusimError
from takarusim.language import mistakes
from takarusim.language.numerals import Language
from takarusim.language.words import cause, say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from takarusim.experiments.study import Outcome
    from takarusim.scenario.scenario import Scenario

__all__ = ["app"]

app = typer.Typer(
    name="takarusim",
    help="What can a small-industry estate deliver on time, what holds it back first, and what would help most?",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

File = Annotated[
    str, typer.Argument(metavar="FILE", help="A scenario, or several on each other: base.yaml+change.yaml")
]
Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenarios.")]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="A value of the scenario; repeatable.")
]
Lang = Annotated[
    Language | None, typer.Option("--lang", help="Of words, numbers and figures; the scenario's own by default.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, nothing else.")]
Engine = Literal["auto", "simpy", "compiled"]


@app.callback(invoke_without_command=True)
def _takarusim(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if version:
        typer.echo(f"takarusim {__version__}")
        raise typer.Exit


@app.command()
def run(
    file: File,
    replications: Annotated[int, typer.Option(min=1, help="Independent repetitions.")] = 30,
    seed: Annotated[int | None, typer.Option(min=0, help="Of all random numbers; the scenario's by default.")] = None,
    values: Set = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Workers; the number of cores by default.")] = None,
    out: Annotated[Path, typer.Option(help="Where folders of results are kept.")] = Path("results"),
    lang: Lang = None,
    engine: Annotated[Engine, typer.Option(help="The same results from each; compiled is much faster.")] = "auto",
    relax: Annotated[bool, typer.Option("--relax", help="Also lift each constraint in turn: what binds?")] = False,
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show only where the results are.")] = False,
) -> None:
    """Simulate a scenario: the answer, KPIs with intervals, figures, a folder of results."""
    with _mistakes(lang):
        from takarusim.briefing import answer
        from takarusim.experiments import study
        from takarusim.figures import illustrate
        from takarusim.scenario import reading

        scenario = reading.read_scenario(file, values or ())
        language = lang or scenario.language
        _announce(engine, language, shown=not (as_json or quiet))
        plan = study.Plan(scenario, replications, scenario.seed if seed is None else seed, engine, jobs, out)
        with _progress(language, shown=not (as_json or quiet)) as watch:
            outcome = study.carry_out(plan, relax=relax, watch=watch)
            for done, _ in enumerate(illustrate.draw(outcome, language), 1):
                watch("drawing", done, len(illustrate.names(scenario)))
        if as_json:
            typer.echo(json.dumps(answer.as_json(outcome), ensure_ascii=False, allow_nan=False))
        elif quiet:
            typer.echo(str(plan.folder))
        else:
            _tell(outcome, language)
        if outcome.failed:
            _echo(say("message.failed_requirement", language, kpis=", ".join(outcome.failed)))
            _stop(1)


@app.command()
def plot(
    results: Annotated[
        Path, typer.Argument(metavar="RESULTS", help="A folder that `takarusim run`, `compare` or `sweep` made.")
    ],
    figure: Annotated[str, typer.Option(metavar="NAME", help="Its name; all that the folder has by default.")] = "",
    format: Annotated[  # noqa: A002  the option's name
        Literal["png", "svg", "pdf"] | None, typer.Option(help="png by default; pdf stands beside the folder.")
    ] = None,
    lang: Lang = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where; in the folder by default.")] = None,
    kpi: Annotated[str, typer.Option(help="That figures of sweeps and comparisons show; otif or the headline.")] = "",
    factors: Annotated[
        list[str] | None, typer.Option(metavar="PATH", help="Of a heat map: across, then upwards; given twice.")
    ] = None,
) -> None:
    """Draw figures of a folder of results: of a run, of scenarios compared, or of the factors of a sweep."""
    with _mistakes(lang):
        from takarusim.figures import figures

        wanted = figures.Wanted(figure, format, lang, out, kpi, tuple(factors or ()))
        found = 0
        for drawn in figures.draw(results, wanted):
            if drawn.path is None:
                _echo(say("message.nothing_to_draw", lang or "en", figure=drawn.figure))
            else:
                typer.echo(str(drawn.path))
                found += 1
    if not found:
        _stop(2)


@app.command()
def validate(files: Files, values: Set = None, lang: Lang = None) -> None:
    """Check scenarios and name every mistake with its file, line and path."""
    from takarusim.scenario import reading

    mistaken = False
    for file in files:
        try:
            _, remarks = reading.reviewed(file, values or ())
        except ScenarioError as error:
            _echo_mistakes(error, lang)
            mistaken = True
        else:
            for remark in remarks:
                typer.echo(mistakes.said(remark, lang or "en"))
            typer.echo(say("message.valid", lang or "en", file=file))
    if mistaken:
        raise typer.Exit(2)


@app.command()
def show(
    file: File,
    values: Set = None,
    register: Annotated[bool, typer.Option("--register", help="Every number with its source or range.")] = False,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Print a scenario with all that it extends and sets, or the register of its numbers."""
    with _mistakes(lang):
        from takarusim.scenario import reading

        scenario = reading.read_scenario(file, values or ())
        if as_json:
            numbers = {"register": [entry._asdict() for entry in reading.register(scenario)]}
            tree = numbers if register else reading.tree_of(scenario)
            typer.echo(json.dumps(tree, ensure_ascii=False, default=str))
        elif register:
            _show_register(scenario, lang or scenario.language)
        else:
            typer.echo(reading.text_of(scenario), nl=False)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from takarusim.scenario import reading

    typer.echo(json.dumps(reading.schema(), indent=2, ensure_ascii=False))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where; what is there already is left alone.")],
    lang: Lang = None,
) -> None:
    """Lay out the scenarios (and notebooks) that come with takarusim, to start from."""
    with _mistakes(lang):
        language = lang or "en"
        for source in _shipped():
            for path in sorted(p for p in source.rglob("*") if p.is_file() and not p.name.startswith(".")):
                target = folder / source.name / path.relative_to(source)
                try:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with target.open("xb") as file:
                        file.write(path.read_bytes())
                except FileExistsError:
                    typer.echo(say("message.kept", language, path=str(target)))
                else:
                    typer.echo(say("message.laid", language, path=str(target)))
        start = folder / "scenarios" / "lik-takaru.yaml"
        typer.echo(say("message.next", language, command=f"takarusim run {start}"))


def _shipped() -> list[Path]:
    """Returns the folders of scenarios and notebooks: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    places = ((package / name, package.parent / name) for name in ("scenarios", "notebooks"))
    return [next(place for place in both if place.is_dir()) for both in places if any(place.is_dir() for place in both)]


def _announce(engine: Engine, language: Language, *, shown: bool) -> None:
    """Says that the engine is compiled, where that has not been done before: the user would wait without a word."""
    if shown:
        from takarusim.engine import kernel
        from takarusim.outcome import chronicle

        if not (chronicle.is_compiled() and (engine == "simpy" or kernel.is_compiled())):
            _echo(say("message.compiling", language))


@contextmanager
def _mistakes(lang: Language | None) -> Iterator[None]:
    """Ends the command with the right code and no traceback where the user, not the program, went wrong."""
    try:
        yield
    except ScenarioError as error:
        _echo_mistakes(error, lang)
        _stop(2)
    except EngineError as error:
        _echo(str(error))
        _stop(1)
    except TakarusimError as error:
        _echo(str(error))
        _stop(2)
    except OSError as error:
        _echo(f"{error.filename}: {error.strerror}")
        _stop(2)


def _echo_mistakes(error: ScenarioError, lang: Language | None) -> None:
    for problem in error.problems:
        _echo(mistakes.said(problem, lang or "en"))
    _echo(say("message.mistakes", lang or "en", n=len(error.problems)))


def _stop(code: int) -> NoReturn:
    raise typer.Exit(code)


def _echo(line: str) -> None:
    typer.echo(line, err=True)


def _tell(outcome: "Outcome", language: Language) -> None:
    """Prints the answer in sentences, then the table of KPIs, then where the results are."""
    from rich.table import Table
    from rich.text import Text

    from takarusim.briefing import answer

    rows = answer.rows(outcome, language)
    shown = answer.COLUMNS if any(row.target for row in rows) else answer.COLUMNS[:5]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in shown:
        right = name in ("mean", "interval")
        justify: Literal["left", "right"] = "right" if right else "left"
        table.add_column(answer.head(name, outcome, language), justify=justify, no_wrap=name != "kpi")
    for row in rows:
        colour = {True: "green", False: "red", None: ""}[row.is_met]
        table.add_row(*(Text(getattr(row, name), colour if name == "verdict" else "") for name in shown))
    console = _console()
    for line in (*answer.sentences(outcome, language), ""):
        console.print(line, markup=False)
    console.print(table)
    console.print()
    if notes := answer.notes(outcome, language):
        console.print("\n".join(notes), markup=False)
        console.print()
    if outcome.gains:
        console.print(_gains(outcome, language))
        console.print()
    console.print(say("message.results", language, path=str(outcome.plan.folder)), markup=False, soft_wrap=True)


def _gains(outcome: "Outcome", language: Language) -> "Table":
    """Returns what lifting each constraint gains, the most first."""
    from rich.table import Table

    from takarusim.briefing import answer

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("lifted", "gain", "together"):
        table.add_column(answer.head(name, outcome, language), justify="left" if name == "lifted" else "right")
    for row in answer.gains(outcome, language):
        table.add_row(*row)
    return table


@contextmanager
def _progress(language: Language, shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Yields what shows, on standard error, how much is done of each thing that takes long, and the time left."""
    if not shown:
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    tasks: dict[str, Any] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def watch(what: str, done: int, of: int) -> None:
            if what not in tasks:
                known = {"simulating": "message.simulating", "drawing": "message.drawing"}
                lifted = cause(what, language, "lift") if what not in known else ""
                tasks[what] = bars.add_task(say(known.get(what, "message.lifting"), language, lifted=lifted), total=of)
            bars.update(tasks[what], completed=done)

        yield watch


@contextmanager
def _bar(key: str, language: Language, *, shown: bool) -> Iterator[Any]:
    """Yields what shows on standard error how much is done, and the time left."""
    if not shown:
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(say(key, language), total=None)
        yield lambda done, of: bars.update(task, completed=done, total=of)


def _console() -> "Console":
    """Returns where tables are printed: as wide as the terminal, or wide enough for a file."""
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=160)


def _show_register(scenario: "Scenario", language: Language) -> None:
    """Prints every number with its source, then what share is assumed, then the widest assumptions."""
    from rich.table import Table

    from takarusim.briefing import inputs
    from takarusim.language.numerals import percent
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
    kinds = [entry.kind for entry in entries]
    counts = {kind: kinds.count(kind) for kind in ("sourced", "assumption", "unsourced", "choice")}
    console = _console()
    console.print(table, "", widest, "", sep="\n")
    console.print(say("register.count", language, n=len(entries), **counts))
    console.print(say("register.share", language, share=percent(sources.assumed_share(scenario), language)))
