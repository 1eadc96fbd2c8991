"""The figure of one order's life: what it was in when, in open and in closed hours, and when it was wanted."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib import colors

from takarusim.experiments.why import Why
from takarusim.figures.canvas import (
    FAINT,
    INK,
    Axes,
    Stamp,
    framed,
    in_dates,
    legend_above,
    list_rows,
    styled,
)
from takarusim.figures.gantt import opened
from takarusim.language.numerals import Language, number
from takarusim.language.words import called, say
from takarusim.outcome.life import Stage
from takarusim.outcome.tables import AT_WORK, STATES
from takarusim.registers import causes

__all__ = ["life"]

DAY = 86_400_000  # ms
DATES = 5  # most of them on the axis, beside long names of rows
MARGIN = 0.02  # of the time shown, at each end
LEAST = 0.6  # points: how wide a bar is at least
PALENESS = 0.22  # of closed hours


@styled
def life(why: Why, *, language: Language, stamp: Stamp) -> Axes:
    """Draws the stages of an order, a row for each state and operation, its delivery window and when it came.

    Parameters
    ----------
    why : Why
        With one stage at least.
    language : {"id", "en"}
    stamp : Stamp
    """
    order = why.order
    whose = {
        "order": str(order["order"]),
        "partner": called("partner", order["partner"], language),
        "replication": str(why.replication),
    }
    labels = [say(_key(each), language, **why.called(each, language)) for each in why.stages]
    row = {label: k for k, label in enumerate(dict.fromkeys(labels))}
    note = say("figure.life.note", language, **whose)
    axes = framed(0.7 + 0.24 * len(row), say("figure.life", language), note, language, stamp)
    for label, each in zip(labels, why.stages, strict=True):
        colour = causes.STATES[STATES[each.state]].colour
        bars = opened(why.one.instance, each.clock, each.start, each.end)
        _bars(axes, why, [(each.start, each.end)], row[label], color=colors.to_rgba(colour, PALENESS))
        _bars(axes, why, bars, row[label], color=colour)
    if not pd.isna(order["latest"]):
        first = max(order["earliest"], order["placed"])
        axes.axvspan(first, order["latest"], color=FAINT, linewidth=0, zorder=0, label=say("life.window", language))
    if not pd.isna(order["delivered"]):
        axes.axvline(order["delivered"], color=INK, linewidth=1, label=say("life.delivered", language))
    days = [f"{label}, {number(_days(why, labels, label), language, 1)}" for label in row]
    list_rows(axes, days, "")
    _limit(axes, why, language)
    legend_above(axes, 2)
    return axes


def _key(stage: Stage) -> str:
    """Returns the words of a row: whichever unit an operation is at work on, it has one."""
    return "figure.life.work" if stage.state == AT_WORK else f"life.{STATES[stage.state]}"


def _bars(axes: Axes, why: Why, spans: Iterable[tuple[int, int]], row: int, **look: object) -> None:
    """Draws spans of a replication, in ms, in a row."""
    rows = np.array(list(spans), np.int64).reshape(-1, 2)
    axes.barh(row, (rows[:, 1] - rows[:, 0]) / DAY, 0.62, why.one.dates(rows[:, 0]), linewidth=LEAST, **look)


def _days(why: Why, labels: list[str], label: str) -> float:
    """Returns for how many days an order was in what a row shows."""
    ms = [each.end - each.start for each, its in zip(why.stages, labels, strict=True) if its == label]
    return sum(ms) / DAY


def _limit(axes: Axes, why: Why, language: Language) -> None:
    """Makes the axis of dates as long as the order's life and its delivery window."""
    known = [why.order["latest"], why.date(why.stages[0].start), why.date(why.stages[-1].end)]
    known = [moment for moment in known if not pd.isna(moment)]
    first, last = min(known), max(known)
    axes.set_xlim(first - MARGIN * (last - first), last + MARGIN * (last - first))
    in_dates(axes, language, *axes.get_xlim(), most=DATES)
