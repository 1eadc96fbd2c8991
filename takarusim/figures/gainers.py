"""The figure of who gains by a scenario and who loses. Nothing is computed here."""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from takarusim.figures.canvas import (
    BLUE,
    GREY,
    INK,
    PALE,
    VERMILLION,
    Axes,
    Stamp,
    framed,
    in_unit,
    list_rows,
    styled,
)
from takarusim.language import words
from takarusim.language.numerals import Language, percent
from takarusim.language.words import difference, kpi, names, say, unit
from takarusim.registers.kpis import Name, whole

if TYPE_CHECKING:
    from takarusim.experiments.compare import Comparison
    from takarusim.experiments.stakes import Stake

__all__ = ["shown", "who_gains"]

COLUMNS = (  # that are drawn
    *(("partners", "served"), ("smes", "surplus"), ("workers", "jobs_fte"), ("workers", "wage_bill")),
    *(("regency", "rent"), ("regency", "public_cost")),
)
INKS = {"better": BLUE, "worse": VERMILLION}
MOST = 0.5  # of the base: what is more is not drawn to scale


def shown(comparison: "Comparison", label: str) -> list["Stake"]:
    """Returns the members of parties that are drawn: those that something can be told of, or cannot be told apart."""
    return [
        one
        for one in comparison.stakes[label]
        if (one.party, whole(one.difference.kpi)) in COLUMNS and one.difference.verdict not in ("same", "gone", "new")
    ]


@styled
def who_gains(comparison: "Comparison", label: str, *, language: Language, stamp: Stamp) -> Axes:
    """Draws by how much of what there was each member of a party gains or loses, losers first.

    Parameters
    ----------
    comparison : Comparison
    label : str
        The other scenario's.
    """
    called = names({k: scenario.title for k, scenario in comparison.scenarios.items()}, language)
    stakes = shown(comparison, label)
    rows = list(_rows(stakes, language))
    confidence = percent(comparison.confidence, language, 0)
    told = {"name": called[label], "base": called[comparison.base], "confidence": confidence}
    note = say("figure.who_gains.note", language, **told)
    axes = framed(0.4 + 0.17 * len(rows), say("figure.who_gains", language), note, language, stamp)
    for place, (_, _, one) in enumerate(rows):
        if one is not None:
            _row(axes, place, one, language)
    axes.axvline(0, color=PALE, linewidth=1)
    axes.set_xlim(*_limits(stakes))
    list_rows(axes, ["" if is_head else text for text, is_head, _ in rows], say("figure.who_gains.x", language))
    for place, (text, is_head, _) in enumerate(rows):
        if is_head:  # over the plot: beside it, a head would leave no room
            at = {"xycoords": ("axes fraction", "data"), "va": "center", "weight": "bold"}
            axes.annotate(text, (0, place), color=INK, backgroundcolor="white", **at)
    for text in axes.get_yticklabels():
        text.set_color(GREY)
    in_unit(axes.xaxis, "share", language)
    return axes


def _rows(stakes: Sequence["Stake"], language: Language) -> Iterator[tuple[str, bool, "Stake | None"]]:
    """Yields label, whether it is a head, and what is drawn: a head for each column that has members, then these."""
    heads: list[str] = []
    for one in stakes:
        name = Name.parsed(one.difference.kpi) or Name(one.difference.kpi)
        head = f"{say(f'party.{one.party}', language)}: {kpi(str(name.whole), language)}{_measured(one, language)}"
        if one.party == "regency":
            yield head, True, one
            continue
        if head not in heads:
            heads.append(head)
            yield head, True, None
        member = words.member(name.group, name.member, language) if name.group else say("gains.all", language)
        yield words.called("partner", name.member, language) if name.group == "partner" else member, False, one


def _measured(stake: "Stake", language: Language) -> str:
    """Returns the unit of a head's differences, where its KPI does not say it."""
    of, parts = stake.difference.unit, list[str]()
    if of == "share":
        parts.append(say("unit.points", language))
    if of.startswith("Rp/"):
        parts.append(unit(of, language))
    if stake.party == "smes" and of != "share":
        parts.append(say("gains.each", language))
    return "".join(f", {part}" for part in parts)


def _row(axes: Axes, place: int, stake: "Stake", language: Language) -> None:
    """Draws a member's interval as shares of the base, and tells the difference beside it."""
    of, ink = stake.difference, INKS.get(stake.difference.verdict, GREY)
    base = abs(of.base.mean)
    if base > 0 and math.isfinite(stake.relative):
        low, mean, high = (
            max(-MOST, min(MOST, end / base)) for end in (of.difference.low, of.difference.mean, of.difference.high)
        )
        axes.plot([low, high], [place, place], color=ink, linewidth=1.8)
        is_beyond = abs(of.difference.mean) > MOST * base  # an arrow, where there is more than is drawn
        axes.plot(mean, place, (">" if mean > 0 else "<") if is_beyond else "o", color=ink, markersize=4)
    text = difference(of.difference.mean, of.unit, language)
    text = text if any(map(str.isdigit, text.replace("0", ""))) else text.lstrip("+")
    axes.annotate(text, (1.02, place), xycoords=("axes fraction", "data"), va="center", color=ink)


def _limits(stakes: Sequence["Stake"]) -> tuple[float, float]:
    """Returns the ends of the axis: alike on either side of 0, as wide as the widest interval that is drawn."""
    ends = [
        abs(end) / abs(one.difference.base.mean)
        for one in stakes
        if abs(one.difference.base.mean) > 0
        for end in (one.difference.difference.low, one.difference.difference.high)
    ]
    widest = max((end for end in ends if math.isfinite(end)), default=0.0)
    reach = 1.05 * min(MOST, widest) or 0.01
    return -reach, reach
