"""Figures of experiments, in the style of `plots`: paired differences, before and after, headroom, sweeps.

One function a figure: what the experiment found in, Axes out. Nothing is computed here but levels' means.
"""

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from takarusim.numerals import Language, number, percent, rupiah
from takarusim.plots import (
    BLUE,
    GREY,
    ORANGE,
    PALE,
    VERMILLION,
    Stamp,
    framed,
    legend_above,
    list_rows,
    styled,
)
from takarusim.words import kpi as kpi_words
from takarusim.words import say, unit

if TYPE_CHECKING:
    from takarusim.comparing import Comparison, Difference
    from takarusim.limits import Headroom
    from takarusim.sweeping import Sweep

__all__ = ["before_and_after", "forest", "headroom", "heat_map", "main_effects"]

INKS = {"better": BLUE, "worse": VERMILLION, "unclear": GREY}


def _figure(value: float, measure: str, language: Language) -> str:
    """Returns a number as it is shown on a figure."""
    return percent(value, language, 1) if measure == "share" else number(value, language)


def _scale(axes: Axes, which: str, measure: str, language: Language) -> None:
    """Writes numbers on an axis with the digits that tell its ticks apart; to be called last."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    low, high = axis.get_view_interval()
    if measure.partition("/")[0] == "Rp":
        axis.set_major_locator(MaxNLocator(4))
        axis.set_major_formatter(FuncFormatter(lambda value, _: rupiah(value, language)))
        return
    times = 100 if measure in ("share", "points") else 1
    step = (high - low) / 5 * times
    digits = max(0, math.ceil(-math.log10(step)) if step > 0 else 0)
    end = "%" if measure == "share" else ""
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(times * value, language, digits) + end))


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
    for label, differences in comparison.differences.items():
        kinds = sorted(name for name in differences if name.startswith(f"{kpi}[kind="))
        found += [(label, differences[kpi]), *((_member(name), differences[name]) for name in kinds)]
    measure = found[0][1].unit
    title = say("figure.forest", language, kpi=kpi_words(kpi, language), base=comparison.base)
    note = say("figure.forest.note", language, confidence=percent(comparison.confidence, language, 0))
    axes = framed(0.5 + 0.25 * len(found), title, note, language, stamp)
    for row, (_, one) in enumerate(found):
        ink = INKS.get(one.verdict, GREY)
        axes.plot([one.difference.low, one.difference.high], [row, row], color=ink, linewidth=1.8, clip_on=False)
        axes.plot(one.difference.mean, row, "o", color=ink, markersize=4, clip_on=False)
        text = f"{say(f'verdict.{one.verdict}', language)}"
        axes.annotate(text, (1.02, row), xycoords=("axes fraction", "data"), va="center", color=ink)
    axes.axvline(0, color=PALE, linewidth=1)
    shown = say("unit.points", language) if measure == "share" else unit(measure, language)
    list_rows(axes, [name for name, _ in found], say("figure.forest.x", language, unit=shown))
    for (_, one), name in zip(found, axes.get_yticklabels(), strict=True):
        name.set(**({"color": GREY} if "[" in one.kpi else {"weight": "bold"}))
    _scale(axes, "x", "points" if measure == "share" else measure, language)
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
    title = say("figure.before", language, kpi=kpi_words(kpi, language))
    note = say("figure.before.note", language, base=comparison.base, other=label)
    axes = framed(0.6 + 0.25 * len(found), title, note, language, stamp)
    for row, one in enumerate(found.values()):
        axes.plot([one.base.mean, one.other.mean], [row, row], color=PALE, linewidth=3, zorder=1)
        axes.plot(one.base.mean, row, "o", color=GREY, markersize=5, label=comparison.base if row == 0 else None)
        axes.plot(one.other.mean, row, "o", color=ORANGE, markersize=5, label=label if row == 0 else None)
    measure = next(iter(found.values())).unit
    list_rows(axes, [_member(name) for name in found], "" if measure == "share" else unit(measure, language))
    _scale(axes, "x", measure, language)
    legend_above(axes, 2)
    return axes


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
    note = say("figure.headroom.note", language, what=found.what, requirement=found.requirement)
    axes = framed(2.6, title, note, language, stamp)
    levels = [level.level for level in found.levels]
    estimates = [level.kpi for level in found.levels]
    axes.fill_between(
        levels, [e.low for e in estimates], [e.high for e in estimates], color=BLUE, alpha=0.2, linewidth=0
    )
    axes.plot(levels, [e.mean for e in estimates], "o-", color=BLUE, markersize=3, linewidth=1.4)
    margins = [e.mean - level.margin.mean for e, level in zip(estimates, found.levels, strict=True)]
    if max(margins) - min(margins) < 1e-9:  # at least: the asked value is the KPI less its margin
        axes.axhline(margins[0], color=VERMILLION, linewidth=1, linestyle="--")
    for x, style in ((found.surely, "-"), (found.at_most, ":")):
        if math.isfinite(x):
            axes.axvline(x, color=GREY, linewidth=1, linestyle=style)
            axes.annotate(number(x, language), (x, 1.01), xycoords=("data", "axes fraction"), ha="center", color=GREY)
    key = "figure.headroom.units" if found.is_upward else "figure.headroom.x"
    axes.set_xlabel(say(key, language), loc="left")
    axes.grid(axis="y")
    _scale(axes, "y", measure, language)
    _scale(axes, "x", "", language)
    return axes


def _level_means(sweep: "Sweep", kpi: str) -> list[dict[str, float]]:
    """Returns for each factor the mean of a KPI at each of its levels."""
    means, values = [], np.nanmean(sweep.of(kpi), axis=1)
    for k in range(len(sweep.design.factors)):
        levels: dict[str, list[float]] = {}
        for point, value in zip(sweep.design.points, values, strict=True):
            levels.setdefault(str(point[k]), []).append(value)
        means.append({level: float(np.nanmean(at)) for level, at in levels.items()})
    return means


@styled
def main_effects(sweep: "Sweep", kpi: str, measure: str, *, language: Language, stamp: Stamp) -> Axes:
    """Draws how the mean of a KPI moves over the levels of each factor of a grid: the widest on top, as a tornado."""
    means = _level_means(sweep, kpi)
    order = sorted(range(len(means)), key=lambda k: min(means[k].values()) - max(means[k].values()))
    title = say("figure.effects", language, kpi=kpi_words(kpi, language))
    axes = framed(0.5 + 0.4 * len(order), title, say("figure.effects.note", language), language, stamp)
    for row, k in enumerate(order):
        levels = list(means[k].items())
        low, high = min(means[k].values()), max(means[k].values())
        axes.barh(row, high - low, 0.5, low, color=BLUE, alpha=0.25)
        for name, value in (levels[0], levels[-1]):
            axes.plot(value, row, "o", color=BLUE, markersize=4)
            axes.annotate(name, (value, row), xytext=(0, 7), textcoords="offset points", ha="center", color=GREY)
    list_rows(axes, [sweep.design.factors[k].path for k in order], unit(measure, language))
    _scale(axes, "x", measure, language)
    return axes


@styled
def heat_map(sweep: "Sweep", kpi: str, measure: str, *, language: Language, stamp: Stamp) -> Axes:
    """Draws the mean of a KPI over the first two factors of a grid.

    Raises
    ------
    ValueError
        If the design is no grid of two factors or more.
    """
    if len(sweep.design.factors) < 2:
        raise ValueError(f"a heat map needs two factors, got {len(sweep.design.factors)}")
    columns, rows = (list(dict.fromkeys(point[k] for point in sweep.design.points)) for k in (0, 1))
    cells: dict[tuple[int, int], list[float]] = {}
    for point, value in zip(sweep.design.points, np.nanmean(sweep.of(kpi), axis=1), strict=True):
        cells.setdefault((rows.index(point[1]), columns.index(point[0])), []).append(float(value))
    if len(cells) < len(rows) * len(columns):
        raise ValueError("a heat map needs a grid, got a design without some combinations of the first two factors")
    grid = np.array([[np.mean(cells[i, j]) for j in range(len(columns))] for i in range(len(rows))])
    title = say("figure.heat", language, kpi=kpi_words(kpi, language))
    axes = framed(0.9 + 0.32 * len(rows), title, say("figure.heat.note", language), language, stamp)
    axes.imshow(grid, cmap="cividis", aspect="auto", origin="lower")
    middle = (grid.min() + grid.max()) / 2
    for (i, j), value in np.ndenumerate(grid):
        ink = "white" if value < middle else "black"
        axes.text(j, i, _figure(float(value), measure, language), ha="center", va="center", color=ink)
    axes.set_xticks(range(len(columns)), [str(c) for c in columns])
    axes.set_yticks(range(len(rows)), [str(r) for r in rows])
    axes.tick_params(length=0)
    axes.set_xlabel(sweep.design.factors[0].path, loc="left")
    axes.set_ylabel(sweep.design.factors[1].path, loc="bottom")
    return axes
