"""Figures of experiments, in the style of `plots`: paired differences, before and after, headroom, ledgers.

One function a figure: what the experiment found in, Axes out. Nothing is computed here: ledgers are in `summary`.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes

from takarusim.figures.canvas import (
    BLUE,
    COLUMN,
    GREY,
    INK,
    ORANGE,
    PALE,
    TINY,
    VERMILLION,
    Stamp,
    columns_of,
    framed,
    height_of,
    in_unit,
    legend_above,
    list_rows,
    styled,
)
from takarusim.figures.plots import stack
from takarusim.language.numerals import Language, number, percent
from takarusim.language.words import called, cause, difference, names, say, unit
from takarusim.language.words import kpi as kpi_words
from takarusim.registers.kpis import Name, is_whole
from takarusim.scenario.titles import varied

if TYPE_CHECKING:
    import pandas as pd

    from takarusim.experiments.compare import Comparison
    from takarusim.experiments.difference import Difference
    from takarusim.experiments.headroom import Headroom

__all__ = ["before_and_after", "forest", "headroom", "ledgers", "rows_of_bars"]

LONGEST = 36  # letters of a scenario's title in the label of a row
LETTERS = 46  # of a name that a column has room for
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
    titles = names({label: one.title for label, one in comparison.scenarios.items()}, language, LONGEST)
    for label, differences in comparison.differences.items():
        kinds = sorted(name for name in differences if name.startswith(f"{kpi}[kind="))
        found += [(titles[label], differences[kpi]), *((_member(name, language), differences[name]) for name in kinds)]
    measure = found[0][1].unit
    title = say("figure.forest", language, kpi=kpi_words(kpi, language))
    confidence = percent(comparison.confidence, language, 0)
    note = say("figure.forest.note", language, base=titles[comparison.base], confidence=confidence)
    axes = framed(0.5 + height_of([name for name, _ in found], 0.21), title, note, language, stamp)
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


def _member(name: str, language: Language) -> str:
    """Returns whom a KPI by group is about."""
    of = Name.parsed(name) or Name(name)
    return called(of.group, of.member, language)


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
    titles = names({label: one.title for label, one in comparison.scenarios.items()}, language, LONGEST)
    base, other = titles[comparison.base], titles[label]
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
    owner = _member(one.kpi, language)
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
    note = say(
        "figure.headroom.note", language, what=varied(kpi, found.what, language), requirement=found.asked.told(language)
    )
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
    shown = [cause(name, language) for name in map(str, table) if not name.startswith("closed ")]
    lines = math.ceil(len(shown) / columns_of(shown, 2, COLUMN))
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
    known = names(titles or dict.fromkeys(table.index, ""), language)
    rows_of_bars(axes, [known[label] for label in table.index], notes)
    axes.set_xlim(0, 1.13 * table.sum(axis=1).max() or 1)
    axes.set_xlabel(say("figure.ledger.x" if late else "figure.ledgers.x", language), loc="left")
    in_unit(axes.xaxis, "day", language)
    legend_above(axes, 2)
    return axes


def _cut(name: str, most: int) -> str:
    """Returns as much of a name as so many letters hold: a title's beginning, a path's end, both of several titles."""
    if len(name) <= most:
        return name
    dots, half = "\N{HORIZONTAL ELLIPSIS}", (most - 1) // 2
    if " + " in name:
        return f"{name[:half].rstrip()}{dots}{name[-half:].lstrip()}"
    return f"{name[: most - 1].rstrip()}{dots}" if " " in name else f"{dots}{name[1 - most :]}"


def rows_of_bars(axes: Axes, names: Sequence[str], notes: Sequence[str] = ()) -> None:
    """Writes each row's name, and a note, above it, where a column is too narrow to have them beside."""
    room = int(LETTERS * axes.figure.get_figwidth() / COLUMN)
    for row, name in enumerate(names):
        most = room - sum(2 + len(note) for note in notes[row : row + 1])
        look: dict[str, Any] = {"va": "bottom", "bbox": {"facecolor": "white", "linewidth": 0, "pad": 0.8}}
        look["xycoords"] = ("axes fraction", "data")
        axes.annotate(_cut(name, most), (0, row - 0.32), color=INK, **look)
        for note in notes[row : row + 1]:
            axes.annotate(note, (1, row - 0.32), color=GREY, ha="right", **look)
    axes.set_yticks([])
    axes.set_ylim(len(names) - 0.55, -0.85)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
