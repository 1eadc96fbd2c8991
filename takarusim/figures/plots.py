"""Figures for a briefing: one function a figure, a tidy frame in, Axes out; `canvas.picture` makes the file.

Nothing is computed here: means, intervals and quantiles come from `summary`.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import colors
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, MultipleLocator

from takarusim.experiments import summary
from takarusim.figures.canvas import (
    BLACK,
    BLUE,
    FAINT,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    SKY,
    SMALL,
    TINY,
    VERMILLION,
    YELLOW,
    Stamp,
    framed,
    in_dates,
    in_numbers,
    in_percent,
    ink_on,
    legend_above,
    list_rows,
    styled,
)
from takarusim.language.numerals import Language, day, number, percent
from takarusim.language.words import called, cause, kpi, say
from takarusim.language.words import unit as unit_words
from takarusim.registers import causes
from takarusim.registers.kpis import about

__all__ = [
    "flow",
    "gantt",
    "lead_time",
    "ledger",
    "months",
    "otif",
    "stack",
    "utilisation",
    "warm_up",
]

Days = tuple[pd.Timestamp, pd.Timestamp]
PARTS = {"processing": BLUE, "setup": SKY, "down": VERMILLION, "idle": FAINT}
TYPES = (BLUE, SKY, "#003f66", "#7f9fc4", "#5b4a9e")  # workshop types, by id; none as pale as closed hours
KINDS = (BLUE, ORANGE, GREEN, PURPLE, SKY, YELLOW, "#8a8a8a")  # kinds of partner, likewise


@styled
def flow(frame: pd.DataFrame, *, language: Language, stamp: Stamp, period: str = "month") -> Axes:
    """Draws orders placed and delivered over time, with intervals of the means.

    Parameters
    ----------
    frame : columns start (datetime64), series ("placed", "delivered"), mean, low, high, in orders a period
    language : {"id", "en"}
    stamp : Stamp
    period : {"month", "week"}
    """
    note = say("figure.flow.note", language, confidence=percent(stamp.confidence, language, 0))
    axes = framed(2.5, say("figure.flow", language), note, language, stamp)
    looks = {"placed": (ORANGE, "-"), "delivered": (BLUE, "-")}
    last: list[tuple[float, str]] = []
    for series, rows in frame.groupby("series", sort=False):
        colour, dash = looks[str(series)]
        axes.fill_between(rows["start"], rows["low"], rows["high"], color=colour, alpha=0.25, linewidth=0)
        axes.plot(rows["start"], rows["mean"], dash, color=colour, linewidth=1.4)
        last.append((float(rows["mean"].iloc[-1]), str(series)))
    top = 1.12 * float(np.nanmax(frame[["mean", "high"]].to_numpy()))
    axes.set_ylim(0, top)
    last.sort()
    apart = 0.075 * top
    middle, half = (last[0][0] + last[-1][0]) / 2, max(last[-1][0] - last[0][0], apart) / 2
    heights = [middle - half, middle + half] if len(last) > 1 else [middle]
    for (_, series), height in zip(last, heights, strict=True):
        at, colour = (frame["start"].max(), height), {"placed": "#a06d00"}.get(series, looks[series][0])
        label = say(f"word.{series}", language)
        axes.annotate(label, at, (5, 0), textcoords="offset points", va="center", color=colour, annotation_clip=False)
    in_dates(axes, language)
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(in_numbers(language))
    axes.grid(axis="y")
    axes.set_ylabel(say("figure.flow.y", language, period=say(f"period.{period}", language)))
    axes.set_xmargin(0.01)
    return axes


@styled
def months(frame: pd.DataFrame, *, language: Language, stamp: Stamp) -> Axes:
    """Draws some KPIs month by month, one above the other, with intervals of the means.

    Parameters
    ----------
    frame : columns month (datetime64), kpi, mean, low, high; KPIs in the order in which they are drawn
    language : {"id", "en"}
    stamp : Stamp
    """
    count = frame["kpi"].nunique()
    note = say("figure.months.note", language, confidence=percent(stamp.confidence, language, 0))
    figure = framed(0.35 + 1.05 * count, say("figure.months", language), note, language, stamp).figure
    figure.axes[0].remove()
    panels = figure.subplots(count, 1, sharex=True, squeeze=False)[:, 0]
    for axes, (name, rows) in zip(panels, frame.groupby("kpi", sort=False), strict=True):
        axes.fill_between(rows["month"], rows["low"], rows["high"], color=BLUE, alpha=0.25, linewidth=0)
        axes.plot(rows["month"], rows["mean"], color=BLUE, linewidth=1.4)
        axes.set_title(_headed(str(name), language), loc="left", size=SMALL, color=GREY, pad=3)
        is_share = about(str(name)).unit == "share"
        top = np.nanmax(rows[["mean", "high"]].to_numpy(float))
        axes.set_ylim(0, max(1, top) if is_share else 1.12 * top or 1)
        axes.yaxis.set_major_locator(MultipleLocator(0.5) if is_share and top <= 1 else MaxNLocator(3))
        axes.yaxis.set_major_formatter(in_percent(language) if is_share else in_numbers(language))
        axes.grid(axis="y")
        axes.set_xmargin(0.01)
    in_dates(axes, language)
    return axes


def _headed(name: str, language: Language) -> str:
    """Returns what stands above a KPI's panel: its words, and its unit where it is no share."""
    unit = about(name).unit
    return kpi(name, language) if unit == "share" else f"{kpi(name, language)}, {unit_words(unit, language)}"


@styled
def utilisation(frame: pd.DataFrame, *, language: Language, stamp: Stamp) -> Axes:
    """Draws how each workshop type spends the open time of its let units.

    Parameters
    ----------
    frame : columns workshop, units, processing, setup, down, idle (shares), low, high (interval of utilisation)
    language : {"id", "en"}
    stamp : Stamp
    """
    note = say("figure.utilisation.note", language, confidence=percent(stamp.confidence, language, 0))
    axes = framed(0.95 + 0.43 * len(frame), say("figure.utilisation", language), note, language, stamp)
    left = np.zeros(len(frame))
    rows = np.arange(len(frame))
    for part, colour in PARTS.items():
        width = frame[part].to_numpy(float)
        axes.barh(rows - 0.1, width, 0.56, left, color=colour, edgecolor="white", linewidth=0.5)
        axes.barh(0, 0, color=colour, label=say(f"figure.part.{part}", language))
        for row in rows[width >= 0.05]:
            text, middle = percent(width[row], language, 0), left[row] + width[row] / 2
            axes.text(middle, row - 0.1, text, ha="center", va="center", color=ink_on(colour))
        left = left + np.nan_to_num(width)
    busy = frame["processing"] + frame["setup"]
    for row, (mean, low, high) in enumerate(zip(busy, frame["low"], frame["high"], strict=True)):
        axes.plot([low, high], [row + 0.37] * 2, color=BLACK, linewidth=1.6, solid_capstyle="butt")
        right = np.nanmax([mean, high])
        axes.annotate(percent(mean, language), (right, row + 0.37), (3, 0), textcoords="offset points", va="center")
    names = [cause(f"workshop {name}", language) for name in frame["workshop"]]
    list_rows(axes, [f"{name} ({number(n, language)})" for name, n in zip(names, frame["units"], strict=True)], "")
    axes.set_xlabel(say("figure.utilisation.x", language), loc="left")
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(in_percent(language))
    legend_above(axes, len(PARTS))
    return axes


@styled
def ledger(frame: pd.DataFrame, *, language: Language, stamp: Stamp) -> Axes:
    """Draws where late orders spent their time, as bars stacked by cause.

    Parameters
    ----------
    frame : columns group (partner or kind), cause, days (mean a late order), late (share of the group's orders);
        a group has a row for every cause, groups and causes in the order in which they are drawn
    language : {"id", "en"}
    stamp : Stamp
    """
    table = frame.pivot(index="group", columns="cause", values="days").loc[frame["group"].unique()]
    note = say("figure.ledger.note" if len(table) else "figure.ledger.none", language)
    axes = framed(1.15 + 0.27 * len(table), say("figure.ledger", language), note, language, stamp)
    shown, total = list(frame["cause"].unique()), table.sum(axis=1).to_numpy(float)
    stack(axes, table[shown], language)
    late = frame.groupby("group")["late"].first()
    for place, group in enumerate(table.index):
        text = say("figure.ledger.late", language, late=percent(late[group], language, 0))
        axes.annotate(text, (total[place], place), (4, 0), textcoords="offset points", va="center", color=GREY)
    names = [called("partner", called("kind", name, language), language) for name in table.index]
    list_rows(axes, names, say("figure.ledger.x", language))
    axes.set_xlim(0, 1.2 * total.max(initial=0) or 1)
    axes.xaxis.set_major_formatter(in_numbers(language))
    if shown:
        legend_above(axes, 5)
    return axes


def stack(axes: Axes, table: pd.DataFrame, language: Language, *, height: float = 0.68, least: float = 0.055) -> None:
    """Draws a table's rows as bars stacked by its columns, the ledger's causes, and gives each its line in the legend.

    Parts below a share of the longest bar have no number.
    """
    longest, left = table.sum(axis=1).max(), np.zeros(len(table))
    names = [str(name) for name in table]
    types = [name for name in names if name.startswith("workshop ")]
    for name in names:
        colour = TYPES[types.index(name) % len(TYPES)] if name in types else _colour(name)
        width = table[name].to_numpy(float)
        axes.barh(range(len(table)), width, height, left, color=colour, edgecolor="white", linewidth=0.5)
        if not name.startswith("closed "):
            axes.barh(0, 0, color=colour, label=cause(name, language))
        for row in np.flatnonzero(width >= least * longest) if longest > 0 else ():
            text = number(width[row], language, 1 if width[row] < 9.95 else 0)
            axes.text(left[row] + width[row] / 2, row, text, ha="center", va="center", color=ink_on(colour), size=TINY)
        left = left + width


def _colour(name: str) -> Any:
    """Returns the colour of a cause; of closed hours, a pale one of the state in which they fall."""
    cause, _, state = name.partition(" ")
    if cause != "closed":
        return causes.CAUSES[cause].colour
    return tuple(0.3 * part + 0.7 for part in colors.to_rgb(causes.STATES[state].colour))


@styled
def lead_time(frame: pd.DataFrame, *, language: Language, stamp: Stamp) -> Axes:
    """Draws the spread of lead times by partner, with the delivery window of the contract.

    Parameters
    ----------
    frame : columns partner, q05, q25, q50, q75, q95, early, late (window; NaN where there is none), in days
    language : {"id", "en"}
    stamp : Stamp
    """
    note = say("figure.lead_time.note", language)
    axes = framed(0.5 + 0.25 * len(frame), say("figure.lead_time", language), note, language, stamp)
    for row, one in enumerate(frame.to_dict("records")):
        axes.plot([one["q05"], one["q95"]], [row, row], color=SKY, linewidth=1.5, solid_capstyle="butt")
        axes.plot([one["q25"], one["q75"]], [row, row], color=BLUE, linewidth=6, solid_capstyle="butt")
        axes.plot(one["q50"], row, "o", color="white", markersize=3.5, markeredgecolor=BLUE)
        for end, inward in ((one["early"], 1), (one["late"], -1)):
            if np.isfinite(end):
                lip = inward * 0.012 * frame["q95"].max()
                x, y = [end + lip, end, end, end + lip], [row - 0.33, row - 0.33, row + 0.33, row + 0.33]
                axes.plot(x, y, color=INK, linewidth=1.1, solid_capstyle="butt")
    names = [called("partner", name, language) for name in frame["partner"]]
    list_rows(axes, names, say("figure.lead_time.x", language))
    axes.set_xlim(0, 1.04 * np.nanmax(frame[["q95", "late"]].to_numpy()))
    axes.xaxis.set_major_formatter(in_numbers(language))
    return axes


@styled
def otif(frame: pd.DataFrame, *, language: Language, stamp: Stamp) -> Axes:
    """Draws the share of each partner's orders that arrive on time and in full, with intervals, targets and ranges.

    Parameters
    ----------
    frame : columns partner, mean, low, high (shares), target_low, target_high (NaN where there is none), required
    language : {"id", "en"}
    stamp : Stamp
    """
    is_held = np.isfinite(frame[["target_low", "target_high"]].to_numpy(float)).any(axis=1)
    key = "figure.on_time.note" if is_held.any() else "figure.on_time.plain"
    band = say(f"band.{summary.band(frame.loc[is_held, 'required'])}", language)
    note = say(key, language, confidence=percent(stamp.confidence, language, 0), band=band)
    axes = framed(0.5 + 0.25 * len(frame), say("figure.on_time", language), note, language, stamp)
    for row, one in enumerate(frame.to_dict("records")):
        if np.isfinite([one["target_low"], one["target_high"]]).any():
            low, high = one["target_low"], one["target_high"]
            low, high = (low if np.isfinite(low) else 0), (high if np.isfinite(high) else 1)
            axes.barh(row, high - low, 0.72, low, color=FAINT)
        ends = np.clip([one["low"], one["high"]], 0, 1)
        axes.plot(ends, [row, row], color=BLUE, linewidth=1.8, solid_capstyle="butt")
        axes.plot(one["mean"], row, "o", color=BLUE, markersize=4, clip_on=False)
        axes.text(1.02, row, percent(one["mean"], language, 0), va="center", ha="left")
    names = [called("partner", name, language) for name in frame["partner"]]
    list_rows(axes, names, say("figure.on_time.x", language))
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(in_percent(language))
    return axes


@styled
def gantt(frame: pd.DataFrame, units: Mapping[str, str], days: Days, *, language: Language, stamp: Stamp) -> Axes:
    """Draws which units worked when on some days, and for which kind of partner, in the first replication.

    Parameters
    ----------
    frame : columns unit, start, end (datetime64), part ("processing", "setup", "down"), kind (of partner)
    units : names of all let units, each with its workshop type, in order of type
    days : the first and the last one
    language : {"id", "en"}
    stamp : Stamp
    """
    start, end = (day(each, language) for each in days)
    kinds = sorted(set(frame.loc[frame["part"] == "processing", "kind"]))
    note = say("figure.gantt.note" if any(kinds) else "figure.gantt.plain", language, start=start, end=end)
    axes = framed(0.75 + max(0.085 * len(units), 1.2), say("figure.gantt", language), note, language, stamp)
    row = {unit: k for k, unit in enumerate(units)}
    looks = {("processing", kind): KINDS[k % len(KINDS)] for k, kind in enumerate(kinds)}
    labels = {
        ("processing", kind): called("kind", kind, language) if kind else say("figure.part.processing", language)
        for kind in kinds
    }
    for part, colour in (("setup", "#8a8a8a"), ("down", BLACK)):
        looks[part, ""], labels[part, ""] = colour, say(f"figure.part.{part}", language)
    named = frame.assign(kind=frame["kind"].where(frame["part"] == "processing", ""))
    for look, colour in looks.items():
        rows = named[(named["part"] == look[0]) & (named["kind"] == look[1])]
        span = mdates.date2num(rows["end"]) - mdates.date2num(rows["start"])
        axes.barh([row[u] for u in rows["unit"]], span, 0.74, rows["start"], color=colour, linewidth=0)
        axes.barh(0, 0, left=frame["start"].min(), color=colour, label=labels[look])
    types = list(units.values())
    starts = [k for k in range(len(units)) if k == 0 or types[k] != types[k - 1]]
    for k in starts[1:]:
        axes.axhline(k - 0.5, color=GREY, linewidth=0.7)
    middles = [(a + b - 1) / 2 for a, b in zip(starts, [*starts[1:], len(units)], strict=True)]
    list_rows(axes, [""] * len(units), "")
    axes.set_yticks(
        middles, [say("figure.gantt.type", language, type=called("workshop", types[k], language)) for k in starts]
    )
    axes.set_xlim(days[0], days[1] + pd.Timedelta(days=1))
    in_dates(axes, language, *axes.get_xlim())
    legend_above(axes, 5)
    return axes


@styled
def warm_up(
    frame: pd.DataFrame,
    left_out: float | None,
    looked_at: int,
    *,
    is_stated: bool,
    weeks: int,
    language: Language,
    stamp: Stamp,
) -> Axes:
    """Draws the series in which MSER-5 looks for a warm-up, one above the other, and what is left out of them.

    Parameters
    ----------
    frame : columns series, period (0, 1, ...), mean, moving (NaN where there is none)
    left_out : periods; None where there is no steady state
    looked_at : replications of which it is the mean
    is_stated : whether the scenario says what is left out
    weeks : of a period: 1, or 52
    language : {"id", "en"}
    stamp : Stamp
    """
    every, source = ("week" if weeks == 1 else "year"), "stated" if is_stated else "found" if left_out else "nothing"
    told = say("answer.unsteady", language)
    if left_out is not None:
        told = say(f"figure.warm_up.{source}", language, weeks=number(left_out * weeks, language))
    note = f"{say('figure.warm_up.note', language, n=looked_at)}. {told}"
    count, end = frame["series"].nunique(), 1 + frame["period"].max()
    figure = framed(0.4 + 0.85 * count, say("figure.warm_up", language), note, language, stamp).figure
    figure.axes[0].remove()
    panels = figure.subplots(count, 1, sharex=True, squeeze=False)[:, 0]
    for axes, (series, rows) in zip(panels, frame.groupby("series", sort=False), strict=True):
        axes.axvspan(0, end if left_out is None else left_out, color=FAINT, linewidth=0)
        _course(axes, rows, language)
        name, _, workshop = str(series).partition("[workshop=")
        words = {"type": called("workshop", workshop.rstrip("]"), language), "period": say(f"period.{every}", language)}
        axes.set_title(say(f"figure.warm_up.{name}", language, **words), loc="left", size=SMALL, color=GREY, pad=3)
    axes.set_xlim(0, end)
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    axes.xaxis.set_major_formatter(in_numbers(language))
    axes.set_xlabel(say("figure.warm_up.x", language, periods=say(f"unit.{every}", language)), loc="left")
    return axes


def _course(axes: Axes, rows: pd.DataFrame, language: Language) -> None:
    """Draws one series and its moving average."""
    axes.plot(rows["period"] + 0.5, rows["mean"], color=SKY, linewidth=0.7)
    axes.plot(rows["period"] + 0.5, rows["moving"], color=BLUE, linewidth=1.4)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(3))
    axes.yaxis.set_major_formatter(in_numbers(language))
