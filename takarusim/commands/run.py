"""`takarusim run`: simulates a scenario and answers."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from takarusim.commands.console import LEAST, WIDE, announce, console, kpi_in, progress
from takarusim.commands.endings import mistakes_told, stop, warn
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
    limited,
)
from takarusim.language.numerals import Language
from takarusim.language.words import kpi, say

if TYPE_CHECKING:
    from rich.table import Table

    from takarusim.results.runs import Outcome

__all__ = ["run"]


def run(
    file: File,
    replications: Annotated[int, typer.Option(min=1, help="Independent repetitions.")] = 30,
    seed: Seed = None,
    values: Values = None,
    limit: Limit = None,
    jobs: Jobs = None,
    out: Out = Path("results"),
    name: Name = "",
    keep: Annotated[
        Literal["all", "small"],
        typer.Option(help="small leaves orders, months and finished stock out, which are made again where needed."),
    ] = "all",
    lang: Lang = None,
    engine: EngineOption = "auto",
    relax: Annotated[bool, typer.Option("--relax", help="Also lift each constraint in turn: what binds?")] = False,
    order: Annotated[
        list[str] | None,
        typer.Option("--order", metavar="NAME", help="Of an order book: its date, chances; repeatable."),
    ] = None,
    unit: Annotated[
        list[str] | None, typer.Option("--unit", metavar="KPI=UNIT", help="Of time: lead_time_mean=hours; repeatable.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Simulate a scenario: the answer, KPIs with intervals, figures, a folder of results."""
    with mistakes_told(lang):
        from takarusim.briefing import answer, objects
        from takarusim.experiments import outlook
        from takarusim.figures import gallery, keeping
        from takarusim.results import runs
        from takarusim.results.folder import ResultsFolder
        from takarusim.scenario import reading, titles

        scenario = reading.read_scenario(file, limited(values, limit))
        units = answer.units(unit or ())
        orders = [outlook.located(scenario, one) for one in order or ()]
        language = titles.spoken(lang, scenario)
        announce(engine, language, shown=not (as_json or quiet))
        plan = runs.Plan(scenario, replications, scenario.seed if seed is None else seed, engine, jobs, out, keep)
        with progress(language, shown=not (as_json or quiet)) as watch:
            outcome = runs.carry_out(plan, relax=relax, watch=watch)
            for done, _ in enumerate(keeping.keep(outcome, language), 1):
                watch("drawing", done, len(gallery.figures(outcome)))
        if name:
            ResultsFolder(plan.folder).call(name)
        looks = [outlook.told(outcome.orders, *one, outlook.ends(scenario)) for one in orders]
        if as_json:
            told = objects.to_dict(outcome, units) | ({"orders": objects.outlooks(looks)} if looks else {})
            typer.echo(json.dumps(told, ensure_ascii=False, allow_nan=False))
        elif quiet:
            typer.echo(str(plan.folder))
        else:
            said = [line for one in looks for line in answer.outlook(one, language)]
            _tell(outcome, language, units, said)
        if outcome.failed:
            warn(
                say(
                    "message.failed_requirement",
                    language,
                    kpis="; ".join(kpi(name, language) for name in outcome.failed),
                )
            )
            stop(1)


def _tell(outcome: "Outcome", language: Language, units: dict[str, str], orders: list[str]) -> None:
    """Prints the answer and what is said of orders in sentences, then the table of KPIs, then where the results are."""
    from rich.table import Table
    from rich.text import Text

    from takarusim.briefing import answer

    rows, terminal = answer.rows(outcome, language, units), console()
    shown = answer.COLUMNS if any(row.target for row in rows) else answer.COLUMNS[:5]
    beside = ("unit", "better") if terminal.width < WIDE else ()
    table = Table(box=None, pad_edge=False, header_style="bold")
    names = [name for name in shown if name not in beside]
    for name in names:
        right = name in ("mean", "interval")
        justify: Literal["left", "right"] = "right" if right else "left"
        least = LEAST if name == "kpi" else None
        head = answer.head(name, outcome, language)
        table.add_column(head, justify=justify, no_wrap=right, overflow="fold", min_width=least)
    for each in rows:
        row = each._replace(kpi=kpi_in(terminal, each.kpi, each.unit))
        colour = {True: "green", False: "red", None: ""}[row.is_met]
        table.add_row(*(Text(getattr(row, name), colour if name == "verdict" else "") for name in names))
    for line in (*answer.sentences(outcome, language), *orders, ""):
        terminal.print(line, markup=False)
    terminal.print(table)
    terminal.print()
    if notes := answer.notes(outcome, language):
        terminal.print("\n".join(notes), markup=False)
        terminal.print()
    if outcome.gains:
        terminal.print(_gains(outcome, language))
        terminal.print()
    terminal.print(say("message.results", language, path=str(outcome.plan.folder)), markup=False, soft_wrap=True)


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
