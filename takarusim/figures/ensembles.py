"""Figures of worlds: what is pinned down by what is known, and where among them something happens."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from takarusim.figures.canvas import (
    BLUE,
    COLUMN,
    GREY,
    INK,
    PALE,
    SKY,
    VERMILLION,
    Axes,
    Stamp,
    framed,
    in_unit,
    legend_above,
    list_rows,
    styled,
)
from takarusim.language.numerals import Language, number
from takarusim.language.words import names, say, unit
from takarusim.registers.kpis import about
from takarusim.scenario.titles import group as titled

if TYPE_CHECKING:
    from takarusim.experiments.compare import Comparison
    from takarusim.experiments.ensemble import Ensemble

__all__ = ["pinned", "where"]

Floats = NDArray[np.float64]
LONGEST = 36  # letters of a scenario's title

END = 1.644854  # a standard normal draw at the high end of a range that holds the middle 90 percent


@styled
def pinned(ensemble: "Ensemble", *, language: Language, stamp: Stamp) -> Axes:
    """Draws where the draws of each group lie, in all worlds and in those that agree with what is known.

    Parameters
    ----------
    ensemble : Ensemble
    """
    frame = ensemble.pinned()
    told = {"n": number(len(ensemble.survivors), language, 0), "of": number(len(ensemble.numbers), language, 0)}
    note = say("figure.pinned.note", language, **told)
    axes = framed(0.6 + 0.2 * len(frame), say("figure.pinned", language), note, language, stamp)
    for row, one in enumerate(frame.itertuples()):
        axes.hlines(row, -END, END, color=PALE, linewidth=7, label="" if row else say("figure.pinned.all", language))
        axes.hlines(
            row, one.low, one.high, color=BLUE, linewidth=3, label="" if row else say("figure.pinned.kept", language)
        )
        axes.plot(one.middle, row, "o", color="white", markeredgecolor=INK, markersize=5)
    axes.axvline(0, color=GREY, linewidth=0.8)
    list_rows(axes, [titled(name, language) for name in frame["group"]], "")
    axes.set_xticks([-END, 0, END], [say(f"figure.pinned.{end}", language) for end in ("less", "stated", "more")])
    legend_above(axes, 2)
    return axes


@styled
def where(comparison: "Comparison", label: str, *, language: Language, stamp: Stamp) -> Axes:
    """Draws in which worlds a scenario does what was asked for, over the two groups that tell most, and the box.

    Where one group tells alone, the margin by which it does is upright.

    Parameters
    ----------
    comparison : Comparison
    label : str
        The scenario's.
    """
    one = comparison.wheres[label]
    axes = framed(2.5, say("figure.where", language), _told(comparison, label, language), language, stamp, width=COLUMN)
    across, *upright = one.conditions[:2]
    x, y = _draws(comparison, across.group), _draws(comparison, upright[0].group) if upright else one.margins
    is_case, known = one.margins >= 0, np.isfinite(one.margins)
    axes.scatter(x[known & ~is_case], y[known & ~is_case], 14, "none", edgecolors=GREY, linewidths=0.8)
    axes.scatter(x[is_case], y[is_case], 16, VERMILLION, linewidths=0)
    axes.margins(0.06)
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    low, high = (max(upright[0].low, bottom), min(upright[0].high, top)) if upright else (bottom, top)
    ends = [max(across.low, left), min(across.high, right)]
    axes.fill_between(ends, low, high, color=SKY, alpha=0.3, linewidth=0, zorder=0)
    axes.set(xlim=(left, right), ylim=(bottom, top))
    name, marks = _named(comparison, across.group, language)
    axes.set_xticks([-END, 0, END], marks)
    axes.set_xlabel(name)
    if upright:
        name, marks = _named(comparison, upright[0].group, language)
        axes.set_yticks([-END, 0, END], marks, rotation=90, va="center")
        axes.set_ylabel(name)
    else:
        measure = about(one.asked.kpi).unit
        axes.axhline(0, color=GREY, linewidth=0.8)
        shown = say("unit.points", language) if measure == "share" else unit(measure, language)
        axes.set_ylabel(say("figure.where.margin", language, unit=shown))
        in_unit(axes.yaxis, "points" if measure == "share" else measure, language)
    return axes


def _named(comparison: "Comparison", group: str, language: Language) -> tuple[str, list[str]]:
    """Returns what a group's axis is called, and its ends and middle: of work, or of a number."""
    of = f"figure.where.{'work' if group in comparison.scenarios[comparison.base].assumptions else 'number'}"
    ends = (f"{of}.less", "figure.where.stated", f"{of}.more")
    return say(of, language, group=titled(group, language)), [say(key, language) for key in ends]


def _draws(comparison: "Comparison", group: str) -> Floats:
    """Returns the draws of a group in the worlds of a comparison."""
    return comparison.worlds.factors[:, comparison.worlds.groups.index(group)] if comparison.worlds else np.empty(0)


def _told(comparison: "Comparison", label: str, language: Language) -> str:
    """Returns what is asked, and how many worlds in the box and outside of it do it."""
    one = comparison.wheres[label]
    cases, others = one.outside
    told = {"inside": str(one.box.cases), "box": str(one.box.n)} if one.box else {}
    told |= {"outside": str(cases), "others": str(others), "what": one.asked.told(language)}
    called = names({name: each.title for name, each in comparison.scenarios.items()}, language, LONGEST)
    return say("figure.where.note", language, name=called[label], **told)
