"""The figure of a selection: how far options are behind the best one. Nothing is computed here."""

from typing import TYPE_CHECKING

from takarusim.figures.canvas import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PALE,
    Axes,
    Stamp,
    framed,
    height_of,
    in_unit,
    legend_above,
    list_rows,
    styled,
)
from takarusim.language import words
from takarusim.language.numerals import Language, number, percent
from takarusim.language.words import names, say
from takarusim.registers.kpis import about

if TYPE_CHECKING:
    from takarusim.experiments.select import Selection

__all__ = ["select", "stamp_of"]

MOST = 30  # options that are drawn, the nearest to the best one
LONGEST = 44  # letters of an option's title in the label of a row
INKS = {"best": GREEN, "rivals": BLUE, "out": GREY, "missing": ORANGE}  # by verdict


def stamp_of(selection: "Selection") -> Stamp:
    """Returns what names a selection below its figure."""
    return Stamp(selection.id, selection.seed, max(selection.replications.values()), selection.asked.confidence)


@styled
def select(selection: "Selection", *, language: Language, stamp: Stamp) -> Axes:
    """Draws by how much each option that was run differs from the best one, with its interval.

    Parameters
    ----------
    selection : Selection
    """
    asked, behind = selection.asked, selection.behind
    drawn = sorted(behind, key=lambda label: (label != selection.best, abs(behind[label].mean)))[:MOST]
    measure, of = about(asked.kpi).unit, words.unit(about(asked.kpi).unit, language)
    if measure == "share":
        measure, of = "points", say("unit.points", language)
    called = names({label: one.title for label, one in selection.scenarios.items()}, language, LONGEST)
    listed = [called[label] for label in drawn]
    axes = framed(
        0.7 + height_of(listed, 0.26),
        say("figure.select", language, kpi=words.kpi(asked.kpi, language)),
        _note(selection, len(drawn), language),
        language,
        stamp,
    )
    axes.axvspan(-asked.indifference, asked.indifference, color=PALE, alpha=0.5, linewidth=0)
    for row, label in enumerate(drawn):
        one, verdict = behind[label], selection.verdict(label)
        is_first = verdict not in map(selection.verdict, drawn[:row])
        said = say(f"select.verdict.{verdict}", language) if is_first else None
        axes.plot([one.low, one.high], [row, row], color=INKS[verdict], linewidth=1.8)
        axes.plot(one.mean, row, "o", color=INKS[verdict], markersize=5, label=said)
    list_rows(axes, listed, say("figure.select.x", language, unit=of))
    axes.get_yticklabels()[0].set_weight("bold")
    in_unit(axes.xaxis, measure, language)
    legend_above(axes, len(INKS))
    return axes


def _note(selection: "Selection", drawn: int, language: Language) -> str:
    """Returns what the intervals and the band are, and what is not drawn."""
    confidence = percent(selection.asked.confidence, language, 0)
    said = [say("figure.select.note", language, confidence=confidence)]
    left = {"more": len(selection.behind) - drawn, "dear": len(selection.dear)}
    said += [say(f"figure.select.{what}", language, n=number(n, language, 0)) for what, n in left.items() if n]
    return " ".join(said)
