"""Figures of worlds: what is pinned down by what is known, and what is not."""

from typing import TYPE_CHECKING

from takarusim.figures.canvas import BLUE, GREY, INK, PALE, Axes, Stamp, framed, legend_above, list_rows, styled
from takarusim.language.numerals import Language, number
from takarusim.language.words import say

if TYPE_CHECKING:
    from takarusim.experiments.ensemble import Ensemble

__all__ = ["pinned"]

END = 1.644854  # a standard normal draw at the high end of a range that holds the middle 90 percent


@styled
def pinned(found: "Ensemble", *, language: Language, stamp: Stamp) -> Axes:
    """Draws where the draws of each group lie, in all worlds and in those that agree with what is known.

    Parameters
    ----------
    found : Ensemble
    """
    frame = found.pinned()
    told = {"n": number(len(found.survivors), language, 0), "of": number(len(found.numbers), language, 0)}
    note = say("figure.pinned.note", language, **told)
    axes = framed(0.6 + 0.2 * len(frame), say("figure.pinned", language), note, language, stamp)
    for row, one in enumerate(frame.itertuples()):
        axes.hlines(row, -END, END, color=PALE, linewidth=7, label="" if row else say("figure.pinned.all", language))
        axes.hlines(
            row, one.low, one.high, color=BLUE, linewidth=3, label="" if row else say("figure.pinned.kept", language)
        )
        axes.plot(one.middle, row, "o", color="white", markeredgecolor=INK, markersize=5)
    axes.axvline(0, color=GREY, linewidth=0.8)
    list_rows(axes, list(frame["group"]), "")
    axes.set_xticks([-END, 0, END], [say(f"figure.pinned.{end}", language) for end in ("less", "stated", "more")])
    legend_above(axes, 2)
    return axes
