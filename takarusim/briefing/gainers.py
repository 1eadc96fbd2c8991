"""Who gains by a scenario and who loses, in words and in rows of tables.

Nothing is computed here. Reading order: sentences, rows.
"""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from takarusim.briefing import verdicts
from takarusim.language import words
from takarusim.language.numerals import UNDEFINED, Language, number
from takarusim.language.words import say
from takarusim.registers.kpis import Name, whole

if TYPE_CHECKING:
    from takarusim.briefing.verdicts import Row
    from takarusim.experiments.stakes import Stake
    from takarusim.results.comparisons import Outcome

__all__ = ["Line", "party", "rows", "sentences", "short", "told", "who"]

SURE = ("worse", "better", "lower", "higher")  # verdicts that a short table shows
PARTS = {"share": 1.0, "ppm": 1e-6}  # of 1
BY_ONE = "each"  # the party of firms one by one, which only a whole table has


class Line(NamedTuple):
    """A row of a table of who gains and who loses."""

    party: str
    who: str
    row: "Row"


def party(name: str, language: Language) -> str:
    """Returns the words of a party."""
    return say(f"party.{name}", language)


def who(stake: "Stake", language: Language) -> str:
    """Returns who a member of a party is: a partner, a size of firms; the party itself where it has no members."""
    name = Name.parsed(stake.difference.kpi)
    if name is None or not name.group:
        return party(stake.party, language)
    member = words.member(name.group, name.member, language)
    return say("gains.workers_of", language, who=member) if stake.party == "workers" else member


def sentences(outcome: "Outcome", language: Language) -> list[str]:
    """Returns who loses and who gains most by each other scenario, and how many firms surely do; [] of nobody."""
    called, said = verdicts.names(outcome, language), []
    for label, of in outcome.comparison.stakes.items():
        largest = {verdict: _largest(of, verdict) for verdict in SURE[:2]}
        of_each = [
            say(f"gains.{verdict}", language, most=_most(one, language))
            for verdict, one in largest.items()
            if one is not None
        ]
        counts = _firms([one for one in of if one.party == BY_ONE], language)
        if of_each or counts:
            said.append(" ".join([f"{called[label]}.", *of_each, *counts]))
    return said


def short(stakes: Sequence["Stake"], verdict: str, language: Language) -> str:
    """Returns in a few words for whom something is surely worse, or better, by most; UNDEFINED for nobody."""
    one = _largest(stakes, verdict)
    if one is None:
        return UNDEFINED
    kpi = _named(one, language)
    return f"{who(one, language)}: {kpi} {verdicts.signed(one.difference.difference.mean, one.difference, language)}"


def _named(stake: "Stake", language: Language) -> str:
    """Returns the words of a KPI within a sentence; of firms, that it is for each of them."""
    kpi = verdicts.small(words.kpi(whole(stake.difference.kpi), language))
    is_each = stake.party == "smes" and stake.difference.unit != "share"
    return f"{kpi} {say('gains.each', language)}" if is_each else kpi


def _largest(stakes: Sequence["Stake"], verdict: str) -> "Stake | None":
    """Returns the member, but for firms one by one, whose change of a verdict is largest; None where there is none."""
    sure = [one for one in stakes if one.party != BY_ONE and one.difference.verdict == verdict]
    return max(sure, key=lambda one: _size(one, stakes), default=None)


def _size(stake: "Stake", stakes: Sequence["Stake"]) -> float:
    """Returns how large a change is: of a share in parts of 1, of all else beside what there was.

    What there was counts as a tenth of the most that any member of the party has, at least: next to nothing that
    doubles is still next to nothing.
    """
    of = stake.difference
    if of.unit in PARTS:
        return abs(of.difference.mean) * PARTS[of.unit]
    alike = (each for each in stakes if (each.party, whole(each.difference.kpi)) == (stake.party, whole(of.kpi)))
    bases = [abs(each.difference.base.mean) for each in alike if math.isfinite(each.difference.base.mean)]
    base = max(abs(of.base.mean), max(bases) / 10)
    return abs(of.difference.mean) / base if base > 0 else 0.0


def _most(stake: "Stake", language: Language) -> str:
    """Returns for whom a change is largest."""
    kpi = _named(stake, language)
    sign = say("versus.up" if stake.difference.difference.mean > 0 else "versus.down", language)
    told = verdicts.spread(stake.difference, language)
    return say("gains.most", language, who=who(stake, language), kpi=kpi, direction=sign, **told)


def _firms(stakes: Sequence["Stake"], language: Language) -> list[str]:
    found = [one.difference.verdict for one in stakes]
    counts = {"lose": found.count("worse"), "gain": found.count("better"), "n": len(found) - found.count("new")}
    if not counts["lose"] + counts["gain"]:
        return []
    return [say("gains.firms", language, **{name: number(count, language, 0) for name, count in counts.items()})]


def rows(stakes: Iterable["Stake"], language: Language, *, short: bool) -> list[Line]:
    """Returns the rows of a table; a short one has those of no firm, and of members that something surely changes."""
    return [
        Line(party(one.party, language), who(one, language), _row(one, language))
        for one in stakes
        if not short
        or (one.party != BY_ONE and one.difference.verdict in SURE and not verdicts.is_trifle(one.difference))
    ]


def _row(stake: "Stake", language: Language) -> "Row":
    found = verdicts.row(stake.difference, language)
    return found._replace(kpi=words.kpi(whole(stake.difference.kpi), language), verdict=told(stake, language))


def told(stake: "Stake", language: Language) -> str:
    """Returns the word of a verdict on a member of a party: loses, gains, or what it is of what is neither."""
    verdict = stake.difference.verdict
    if verdict in SURE[:2] and not verdicts.is_trifle(stake.difference):
        return say(f"stake.{verdict}", language)
    return verdicts.word(stake.difference, language)
