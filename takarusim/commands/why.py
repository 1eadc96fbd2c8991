"""`takarusim why`: tells the life of an order, and what would have been enough to serve it."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from takarusim.commands.console import announce, console, progress
from takarusim.commands.endings import mistakes_told
from takarusim.commands.options import AsJson, Lang, Results
from takarusim.errors import ExperimentError
from takarusim.language.numerals import Language
from takarusim.language.words import say

if TYPE_CHECKING:
    from takarusim.experiments.why import Why
    from takarusim.figures.canvas import Stamp
    from takarusim.results.runs import Outcome

__all__ = ["why"]


def why(
    results: Results,
    order: Annotated[
        str, typer.Option(metavar="ORDER", help="Its number, or its name in an order book; the latest by default.")
    ] = "",
    replication: Annotated[int, typer.Option(min=0, help="In which the order has this number.")] = 0,
    partner: Annotated[str | None, typer.Option(help="Whose orders are looked at for the latest ones.")] = None,
    worst: Annotated[int, typer.Option(min=1, help="How many of the latest orders, of all replications.")] = 1,
    figure: Annotated[Path | None, typer.Option(help="Draw its life into this file: .png, .svg or .pdf.")] = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Tell why an order of a run was late: its life, who held what it waited for, what would have been enough."""
    with mistakes_told(lang):
        from takarusim.briefing import objects
        from takarusim.experiments.why import whys
        from takarusim.figures import canvas
        from takarusim.results import runs
        from takarusim.results.folder import place
        from takarusim.scenario import titles

        outcome = runs.opened(place(results))
        plan, language = outcome.plan, titles.spoken(lang, outcome.plan.scenario)
        asked = _asked(outcome, order, replication, partner, worst)
        if figure:
            canvas.format_of(figure)  # refuses a name of none before anything runs
            if len(asked) != 1:
                raise ExperimentError(f"one file for several orders, got {figure}; one order")
        announce("auto", language, shown=not as_json)
        with progress(language, shown=not as_json) as watch:
            watched = partial(watch, "retelling")
            found = whys(plan.scenario, asked, seed=plan.seed, engine=plan.engine, progress=watched)
        if figure:
            _draw(found[0], canvas.Stamp(plan.id, plan.seed, plan.replications), figure, language)
        if as_json:
            typer.echo(json.dumps([objects.to_dict(one) for one in found], ensure_ascii=False, allow_nan=False))
        elif not found:
            typer.echo(say("why.none", language))
        else:
            for one in found:
                _tell(one, language)


def _draw(one: "Why", stamp: "Stamp", figure: Path, language: Language) -> None:
    """Draws the life of an order of a run into a file."""
    from takarusim.figures.drawing import Picture
    from takarusim.figures.life import life

    if not one.stages:
        raise ExperimentError(
            f"nothing to show of a refused order, got {one.order['order']}; one that an SME has taken"
        )
    Picture(life(one, language=language, stamp=stamp)).save(figure)


def _asked(
    outcome: "Outcome", order: str, replication: int, partner: str | None, worst: int
) -> list[tuple[int, int | str]]:
    """Returns the orders that are asked for: replication, and number or name, of each."""
    from takarusim.experiments import outlook
    from takarusim.experiments.why import lates

    if not order:
        return [*lates(outcome.orders, outlook.ends(outcome.plan.scenario), partner, worst)]
    if partner is not None or worst > 1:
        raise ExperimentError("one of --order and --partner or --worst, got several")
    if replication >= outcome.plan.replications:
        last = outcome.plan.replications - 1
        raise ExperimentError(f"no such replication of the run, got {replication}; one of 0 to {last}")
    return [(replication, int(order) if order.isdecimal() else order)]


def _tell(one: "Why", language: Language) -> None:
    """Prints what became of an order, its life, and what became of it where a constraint is lifted."""
    from takarusim.briefing import story

    terminal = console()
    for line in (*story.sentences(one, language), ""):
        terminal.print(line, markup=False)
    heads = ("since", "state", "open", "closed", "held")
    _print(heads, story.stages(one, language), language)
    _print(("lifted", "sme", "came", "served"), story.lifted(one, language), language)


def _print(names: Sequence[str], rows: Sequence[Sequence[str]], language: Language) -> None:
    """Prints a table, and a line behind it; nothing where it has no row."""
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(say(f"column.why.{name}", language), justify="right" if name in ("open", "closed") else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    terminal = console()
    terminal.print(table)
    terminal.print()
