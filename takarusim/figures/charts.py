"""Figures of experiments, in the style of `plots`: paired differences, before and after, headroom, sweeps.

One function a figure: what the experiment found in, Axes out. Nothing is computed here: what factors do is in
`effects`, ledgers are in `summary`. Those of sweeps are as wide as a column where what they show is narrow enough.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from takarusim.experiments.effects import effects, surface
from takarusim.figures.canvas import (
    BLUE,
    COLUMN,
    GREY,
    INK,
    LINE,
    ORANGE,
    PALE,
    SMALL,
    TINY,
    VERMILLION,
    WIDTH,
    Stamp,
    framed,
    in_unit,
    legend_above,
    list_rows,
    styled,
)
from takarusim.figures.plots import stack
from takarusim.language.numerals import Language, number, percent
from takarusim.language.words import difference, level, names, say, unit, varied
from takarusim.language.words import kpi as kpi_words
from takarusim.language.words import measure as written
from takarusim.registers.kpis import about, is_whole

if TYPE_CHECKING:
    import pandas as pd

    from takarusim.experiments.compare import Comparison
    from takarusim.experiments.difference import Difference
    from takarusim.experiments.effects import Effect, Effects
    from takarusim.experiments.headroom import Headroom
    from takarusim.experiments.sweep import Sweep

__all__ = ["before_and_after", "forest", "headroom", "heat_map", "ledgers", "main_effects", "tornado"]

ENDS = (ORANGE, BLUE)  # of a factor: its lowest and its highest level
LONGEST = 36  # letters of a scenario's title in the label of a row
LETTERS, LETTER = 46, 0.062  # of a name that a column has room for; inches, of a tiny one
INKS = {"better": BLUE, "worse": VERMILLION, "unclear": GREY}


@styled
def forest(comparison: "Comparison", kpi: str, *, language: Language, stamp: Stamp) -> Axes:
    """Draws the paired difference that each scenario makes to a KPI and to its groups of partners, with intervals.

    Parameters
    ----------
    comparison : Comparison
    kpi : str
        Without a group; it must be one by kind of partner for the rows by kind.
    """
    found: list[tuple[str, Difference]] = []
    called = names({label: one.title for label, one in comparison.scenarios.items()}, language, LONGEST)
    for label, differences in comparison.differences.items():
        kinds = sorted(name for name in differences if name.startswith(f"{kpi}[kind="))
        found += [(called[label], differences[kpi]), *((_member(name), differences[name]) for name in kinds)]
    measure = found[0][1].unit
    title = say("figure.forest", language, kpi=kpi_words(kpi, language))
    confidence = percent(comparison.confidence, language, 0)
    note = say("figure.forest.note", language, base=called[comparison.base], confidence=confidence)
    axes = framed(0.5 + 0.21 * len(found), title, note, language, stamp)
    for row, (_, one) in enumerate(found):
        ink = INKS.get(one.verdict, GREY)
        axes.plot([one.difference.low, one.difference.high], [row, row], color=ink, linewidth=1.8, clip_on=False)
        axes.plot(one.difference.mean, row, "o", color=ink, markersize=4, clip_on=False)
        told = (difference(one.difference.mean, measure, language), say(f"verdict.{one.verdict}", language))
        text = ", ".join(part for part in told if part)
        axes.annotate(text, (1.02, row), xycoords=("axes fraction", "data"), va="center", color=ink)
    axes.axvline(0, color=PALE, linewidth=1)
    shown = say("unit.points", language) if measure == "share" else unit(measure, language)
    list_rows(axes, [name for name, _ in found], say("figure.forest.x", language, unit=shown))
    for (_, one), name in zip(found, axes.get_yticklabels(), strict=True):
        name.set(**({"color": GREY} if not is_whole(one.kpi) else {"weight": "bold"}))
    in_unit(axes.xaxis, "points" if measure == "share" else measure, language)
    return axes


def _member(name: str) -> str:
    """Returns whom a KPI by group is about."""
    return name.partition("=")[2].rstrip("]")


@styled
def before_and_after(comparison: "Comparison", label: str, kpi: str, *, language: Language, stamp: Stamp) -> Axes:
    """Draws a KPI by partner in the base and in another scenario.

    Parameters
    ----------
    comparison : Comparison
    label : str
        The other scenario's.
    kpi : str
        Without a group.
    """
    differences = comparison.differences[label].items()
    found = {n: d for n, d in differences if n.startswith(f"{kpi}[partner=") and _is_defined(d)}
    title = say("figure.before_and_after", language, kpi=kpi_words(kpi, language))
    called = names({label: one.title for label, one in comparison.scenarios.items()}, language, LONGEST)
    base, other = called[comparison.base], called[label]
    sure = percent(stamp.confidence, language, 0)
    note = say("figure.before_and_after.note", language, base=base, other=other, confidence=sure)
    axes = framed(0.6 + 0.2 * len(found), title, note, language, stamp)
    for row, one in enumerate(found.values()):
        axes.plot([one.base.mean, one.other.mean], [row, row], color=PALE, linewidth=3, zorder=1)
        if math.isfinite(one.difference.low):
            ends = [one.base.mean + one.difference.low, one.base.mean + one.difference.high]
            axes.plot(ends, [row, row], color=ORANGE, linewidth=1, zorder=2)
        axes.plot(one.base.mean, row, "o", color=GREY, markersize=5, label=base if row == 0 else None)
        axes.plot(one.other.mean, row, "o", color=ORANGE, markersize=5, label=other if row == 0 else None)
    measure = next(iter(found.values())).unit
    rows = [_alone(one, language) for one in found.values()]
    list_rows(axes, rows, "" if measure == "share" else unit(measure, language))
    in_unit(axes.xaxis, measure, language)
    legend_above(axes, 2)
    return axes


def _alone(one: "Difference", language: Language) -> str:
    """Returns whom a KPI by group is about, and that only one of the scenarios has him."""
    owner = _member(one.kpi)
    return say(f"input.{one.verdict}", language, owner=owner) if one.verdict in ("new", "gone") else owner


def _is_defined(one: "Difference") -> bool:
    return math.isfinite(one.base.mean) or math.isfinite(one.other.mean)


@styled
def headroom(found: "Headroom", kpi: str, measure: str, *, language: Language, stamp: Stamp) -> Axes:
    """Draws a required KPI over the levels tried, with intervals, the requirement, and where it ceases to be met.

    Parameters
    ----------
    found : Headroom
    kpi, measure : str
        The KPI's name and unit.
    """
    title = say("figure.headroom", language, kpi=kpi_words(kpi, language))
    note = say("figure.headroom.note", language, what=varied(kpi, found.what, language), requirement=found.requirement)
    axes = framed(2.6, title, note, language, stamp)
    lines = sorted((x, style) for x, style in ((found.surely, "-"), (found.at_most, ":")) if math.isfinite(x))
    last = 2 * max((x for x, _ in lines), default=math.inf)  # counts far above it were only tried to halve the range
    defined = [one for one in found.levels if not one.problem and one.level <= last]
    levels = [one.level for one in defined]
    estimates = [one.kpi for one in defined]
    axes.fill_between(
        levels, [e.low for e in estimates], [e.high for e in estimates], color=BLUE, alpha=0.2, linewidth=0
    )
    axes.plot(levels, [e.mean for e in estimates], "o-", color=BLUE, markersize=3, linewidth=1.4)
    if not found.asked.is_relative:
        axes.axhline(found.asked.number, color=VERMILLION, linewidth=1, linestyle="--")
    for (x, style), side in zip(lines, ("right", "left"), strict=False):  # away from each other
        axes.axvline(x, color=GREY, linewidth=1, linestyle=style)
        axes.annotate(number(x, language), (x, 1.01), xycoords=("data", "axes fraction"), ha=side, color=GREY)
    key = "figure.headroom.units" if found.is_upward else "figure.headroom.x"
    axes.set_xlabel(say(key, language), loc="left")
    axes.set_ylabel("" if measure == "share" else unit(measure, language))
    axes.grid(axis="y")
    in_unit(axes.yaxis, measure, language)
    in_unit(axes.xaxis, "", language)
    if found.is_upward:
        axes.xaxis.get_major_locator().set_params(integer=True)
    return axes


@styled
def ledgers(
    frame: "pd.DataFrame",
    *,
    late: bool,
    titles: Mapping[str, Mapping[Any, str] | str] | None = None,
    language: Language,
    stamp: Stamp,
) -> Axes:
    """Draws where the orders of several scenarios spent their time, side by side, in the colours of `plots.ledger`.

    Parameters
    ----------
    frame : columns group (scenario), cause, days (of a mean order), late (share of the scenario's orders)
        As `accounts.ledgers` returns it; a scenario has a row for every cause, in the order in which they are drawn.
    late : bool
        Whether the days are those of late orders only.
    titles : mapping of str to titles, optional
        What scenarios are called, by language; their labels when not given.
    """
    table = frame.pivot(index="group", columns="cause", values="days").loc[frame["group"].unique()]
    table = table[frame["cause"].unique()]
    lines = math.ceil(sum(not str(name).startswith("closed ") for name in table) / 2)
    title = say("figure.ledgers_late" if late else "figure.ledgers_all", language)
    height, note = (
        0.5 + 0.4 * len(table) + 0.17 * lines,
        say("figure.ledgers_late.note" if late else "figure.ledgers.note", language),
    )
    axes = framed(height, title, note, language, stamp, width=COLUMN)
    stack(axes, table, language, height=0.42, least=0.08)
    for row, total in enumerate(table.sum(axis=1)):
        text = number(total, language, 1)
        axes.annotate(text, (total, row), (3, 0), textcoords="offset points", va="center", size=TINY)
    shares = frame.groupby("group")["late"].first()
    notes = [say("figure.ledger.late", language, late=percent(shares[name], language, 0)) for name in table.index]
    called = names(titles or dict.fromkeys(table.index, ""), language)
    _rows_of_bars(axes, [called[label] for label in table.index], notes)
    axes.set_xlim(0, 1.13 * table.sum(axis=1).max() or 1)
    axes.set_xlabel(say("figure.ledger.x" if late else "figure.ledgers.x", language), loc="left")
    in_unit(axes.xaxis, "day", language)
    legend_above(axes, 2)
    return axes


def _cut(name: str, most: int) -> str:
    """Returns as much of a name as so many letters hold: the beginning of a title, the end of a path."""
    if len(name) <= most:
        return name
    dots = "\N{HORIZONTAL ELLIPSIS}"
    return f"{name[: most - 1].rstrip()}{dots}" if " " in name else f"{dots}{name[1 - most :]}"


def _rows_of_bars(axes: Axes, names: Sequence[str], notes: Sequence[str] = ()) -> None:
    """Writes each row's name, and a note, above it, where a column is too narrow to have them beside."""
    for row, name in enumerate(names):
        most = LETTERS - sum(2 + len(note) for note in notes[row : row + 1])
        look: dict[str, Any] = {"va": "bottom", "bbox": {"facecolor": "white", "linewidth": 0, "pad": 0.8}}
        look["xycoords"] = ("axes fraction", "data")
        axes.annotate(_cut(name, most), (0, row - 0.32), color=INK, **look)
        for note in notes[row : row + 1]:
            axes.annotate(note, (1, row - 0.32), color=GREY, ha="right", **look)
    axes.set_yticks([])
    axes.set_ylim(len(names) - 0.55, -0.85)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")


@styled
def tornado(sweep: "Sweep", kpi: str, measure: str, *, language: Language, stamp: Stamp) -> Axes:
    """Draws how far the mean of a KPI moves between the ends of each factor of a grid, the widest on top.

    Parameters
    ----------
    sweep : Sweep
        Of a grid; each factor is averaged over the others.
    kpi, measure : str
        The KPI's name and unit.
    """
    found = effects(sweep, kpi, stamp.confidence)
    rows = sorted(found.of, key=lambda one: -np.nan_to_num(abs(one.difference.mean), nan=-1.0))
    title = say("figure.tornado", language, kpi=kpi_words(kpi, language))
    told = {
        "overall": written(found.overall, measure, language, found.overall),
        "confidence": percent(stamp.confidence, language, 0),
    }
    note = _note("figure.tornado.note", found, language, **told)
    if not all(one.is_ordered for one in found.of):
        note += f" {say('figure.tornado.unordered', language)}"
    axes = framed(0.75 + 0.4 * len(rows), title, note, language, stamp, width=COLUMN)
    for row, one in enumerate(rows):
        _bar(axes, row, one, found.overall, language)
    axes.axvline(found.overall, color=INK, linewidth=0.9)
    for end, ink in zip(("lowest", "highest"), ENDS, strict=True):
        axes.barh(0, 0, left=found.overall, color=ink, label=say(f"figure.tornado.{end}", language))
    _rows_of_bars(axes, [one.path for one in rows])
    axes.set_xlabel(say("figure.main_effects.x", language, unit=unit(measure, language)), loc="left")
    low, high = _make_room(axes, rows, found.overall, language)
    in_unit(axes.xaxis, measure, language)
    ticks = MaxNLocator(2 if measure.startswith("Rp") else 5).tick_values(low, high)
    axes.set_xticks([tick for tick in ticks if low <= tick <= high and (tick <= 1 or measure != "share")])
    legend_above(axes, 2)
    return axes


def _bar(axes: Axes, row: int, one: "Effect", overall: float, language: Language) -> None:
    """Draws a factor's two bars from the overall mean, pale where they cannot be told apart, and names their levels."""
    ends = sorted(zip((one.means[end] for end in one.ends), ENDS, one.ends, strict=True), key=lambda end: end[0])
    if not math.isfinite(ends[0][0]):
        return
    for mean, ink, _ in sorted(ends, key=lambda end: -abs(end[0] - overall)):  # the shorter over the longer
        axes.barh(row, mean - overall, 0.42, overall, color=ink, alpha=1 if one.is_told else 0.35, linewidth=0)
    sides = ((min(ends[0][0], overall), -3, "right"), (max(ends[1][0], overall), 3, "left"))
    for (x, away, align), (_, _, end) in zip(sides, ends, strict=True):
        name = level(one.levels[end], language)
        axes.annotate(name, (x, row), (away, 0), textcoords="offset points", va="center", ha=align, size=TINY)


def _make_room(axes: Axes, rows: Sequence["Effect"], overall: float, language: Language) -> tuple[float, float]:
    """Widens the horizontal axis so that the levels' names beside the bars lie within it; returns where ticks lie."""
    inner = COLUMN - 0.3  # inches
    shown = [sorted((one.means[end], level(one.levels[end], language)) for end in one.ends) for one in rows]
    shown = [ends for ends in shown if math.isfinite(ends[0][0])]
    low, high = min([overall, *(ends[0][0] for ends in shown)]), max([overall, *(ends[1][0] for ends in shown)])
    span = high - low or max(abs(overall), 1) * 0.01
    left, right = (0.1 + LETTER * max([len(ends[k][1]) for ends in shown], default=0) for k in (0, 1))
    inch = span / max(inner - left - right, 0.8)
    axes.set_xlim(low - left * inch, high + right * inch)
    first, last = axes.get_xlim()
    return (0.0 if first < 0 <= low else first), last


@styled
def main_effects(sweep: "Sweep", kpi: str, measure: str, *, language: Language, stamp: Stamp) -> Axes:
    """Draws the mean of a KPI at every level of each factor of a grid, side by side on one scale.

    Parameters
    ----------
    sweep : Sweep
        Of a grid; each factor is averaged over the others.
    kpi, measure : str
        The KPI's name and unit.
    """
    found = effects(sweep, kpi, stamp.confidence)
    title = say("figure.main_effects", language, kpi=kpi_words(kpi, language))
    names = [one.path.replace(".", ".\n") for one in found.of]
    levels = [[level(one, language) for one in one.levels] for one in found.of]
    longest = max(len(name) for of in levels for name in of)
    slots = sum(map(len, levels)) + len(levels)
    shares = [max(map(len, name.split("\n"))) / (len(of) + 1) for name, of in zip(names, levels, strict=True)]
    width = COLUMN if LETTER * max(shares) < (COLUMN - 0.6) / slots else WIDTH
    is_upright = LETTER * longest > (width - 0.7) / slots
    height = 1.7 + LINE * (1 + max(name.count("\n") for name in names)) + (LETTER * longest if is_upright else 0)
    axes = framed(height, title, _note("figure.main_effects.note", found, language), language, stamp, width=width)
    ticks, start = [], 0
    for name, one in zip(names, found.of, strict=True):
        if start:
            axes.axvline(start - 1, color=PALE, linewidth=0.7)
        places = list(range(start, start + len(one.levels)))
        axes.plot(places, one.means, "o-" if one.is_ordered else "o", color=BLUE, markersize=4, linewidth=1.2)
        middle = (places[0] + places[-1]) / 2
        axes.annotate(name, (middle, 1.03), xycoords=("data", "axes fraction"), ha="center", va="bottom", size=TINY)
        ticks += places
        start = places[-1] + 2
    axes.axhline(found.overall, color=GREY, linewidth=0.9, linestyle="--", zorder=0)
    axes.set_xticks(ticks, [name for of in levels for name in of], rotation=90 if is_upright else 0, size=TINY)
    axes.set_xlim(-1, start - 1)
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="y")
    axes.set_ylabel("" if measure == "share" else unit(measure, language))
    in_unit(axes.yaxis, measure, language)
    return axes


def _note(key: str, found: "Effects", language: Language, **values: str) -> str:
    """Returns a note that says at how many points the KPI is undefined, where it is at some."""
    missing = [say("figure.main_effects.missing", language, n=found.missing)] if found.missing else []
    return " ".join([say(key, language, **values), *missing])


@styled
def heat_map(
    sweep: "Sweep", kpi: str, measure: str, *, language: Language, stamp: Stamp, factors: Sequence[str] = ()
) -> Axes:
    """Draws the mean of a KPI over two factors of a grid.

    Parameters
    ----------
    sweep : Sweep
        Of a grid; the cells are averaged over all further factors.
    kpi, measure : str
        The KPI's name and unit.
    factors : paths, optional
        Across and upwards; the first two when not given.
    """
    found = surface(sweep, kpi, factors)
    title = say("figure.heat_map", language, kpi=kpi_words(kpi, language))
    others = ", ".join(one.path for one in sweep.design.factors if one.path not in found.paths)
    key = "figure.heat_map.averaged" if others else "figure.heat_map.note"
    cells = [[written(value, measure, language, value) for value in row] for row in found.means]
    across, upwards = ([level(one, language) for one in levels] for levels in (found.across, found.upwards))
    cell = 0.1 + 1.15 * LETTER * max(len(text) for text in (*across, *chain(*cells)))  # inches
    needed = 0.3 + 1.15 * LETTER * max(map(len, upwards)) + cell * len(across)
    look = say(f"figure.heat_map.{about(kpi).better}", language)
    height, note = 0.7 + 0.3 * len(upwards), f"{say(key, language, others=others)}; {look}"
    axes = framed(height, title, note, language, stamp, width=COLUMN if needed <= COLUMN else WIDTH)
    image = axes.imshow(found.means, cmap="cividis", aspect="auto", origin="lower")
    for (i, j), value in np.ndenumerate(found.means) if needed <= WIDTH else ():
        axes.text(j, i, cells[i][j], ha="center", va="center", color="white" if image.norm(value) < 0.5 else "black")
    if needed > WIDTH:  # too narrow for numbers
        in_unit(axes.figure.colorbar(image, ax=axes, pad=0.02).ax.yaxis, measure, language)
    every = math.ceil(cell * len(across) / (WIDTH - 1)) if needed > WIDTH else 1
    axes.set_xticks(range(0, len(across), every), across[::every])
    axes.set_yticks(range(len(upwards)), upwards)
    axes.tick_params(length=0)
    axes.set_xlabel(found.paths[0], loc="left")
    axes.set_title(found.paths[1], loc="left", fontsize=SMALL, color=GREY, pad=4)
    return axes
