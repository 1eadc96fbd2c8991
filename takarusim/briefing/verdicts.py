"""What a comparison says, in words: what each scenario does, and no ranking that the intervals do not bear.

Nothing is computed here. Reading order: lead, sentences, ranking, rows.
"""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from takarusim.language import words
from takarusim.language.numerals import UNDEFINED, Language, day, number, percent, rupiah, span
from takarusim.language.words import say, unit
from takarusim.registers.kpis import HEADLINE, Name, about, beside, is_whole, whole

if TYPE_CHECKING:
    from takarusim.experiments.compare import Comparison
    from takarusim.experiments.difference import Difference
    from takarusim.experiments.recovery import Recovery
    from takarusim.results.comparisons import Outcome

__all__ = [
    "MAIN",
    "Row",
    "alternatives",
    "apart",
    "is_untold",
    "lead",
    "listed",
    "names",
    "needed_for",
    "ranking",
    "row",
    "rows",
    "sentences",
    "shown",
    "signed",
    "small",
    "spread",
    "times",
    "word",
]

MAIN = (  # KPIs that are shown, the most important first
    *(HEADLINE, "lead_time_mean", "revenue", "jobs_fte", "lead_time_p95", "tardiness_mean", "orders_delivered", "wip"),
    *("utilisation", "crew_load", "sme_revenue_mean", "sme_revenue_gini", "material_wait_mean", "reject_ppm"),
)
BESIDE = MAIN[:4]  # those told of in a sentence
TWINS = {"served": "otif", "otif": "served"}  # the same where no partner withholds orders
MOST = 10_000  # replications that a reader may be told of
GREAT = 1000  # times: a gain above is told as more than that


class Row(NamedTuple):
    """A KPI of the base and of another scenario, as a table shows it."""

    kpi: str
    base: str
    other: str
    difference: str
    interval: str
    unit: str  # of the difference
    verdict: str
    is_better: bool | None  # None: neither, or it cannot be told


def names(outcome: "Outcome", language: Language) -> dict[str, str]:
    """Returns what each scenario is called: its title, or its label where it has none of its own."""
    return words.names({label: scenario.title for label, scenario in outcome.plan.scenarios.items()}, language)


def lead(outcome: "Outcome", language: Language) -> str:
    """Returns the answer in a sentence: the scenario that is best, or that none is proven to be."""
    found, called = outcome.comparison, names(outcome, language)
    if len(found.differences) == 1 or not about(found.headline).better:
        return sentences(outcome, language)[0]
    if len(alternatives(found)) == 1:
        return sentences(outcome, language)[0]
    kpi, leaders = small(words.kpi(found.headline, language)), found.leaders
    if len(leaders) == 1:
        return say("versus.best", language, kpi=kpi, best=called[leaders[0]])
    return say("versus.no_best", language, kpi=kpi, names=listed([called[label] for label in leaders], language))


def alternatives(comparison: "Comparison") -> list[str]:
    """Returns the base and the scenarios in which partners ask for the same."""
    return [label for label in comparison.scenarios if comparison.are_alternatives(comparison.base, label)]


def apart(outcome: "Outcome", language: Language) -> list[str]:
    """Returns which scenarios are none to choose, as partners ask for something else in them."""
    found, called = outcome.comparison, names(outcome, language)
    others = [called[label] for label in found.scenarios if label not in alternatives(found)]
    return [say("versus.apart", language, names=listed(others, language))] if others else []


def sentences(outcome: "Outcome", language: Language) -> list[str]:
    """Returns what each other scenario does to the headline, for whom most, and to a few more KPIs."""
    found, called = outcome.comparison, names(outcome, language)
    of_each = []
    for label, differences in found.differences.items():
        said = [_told(differences[found.headline], called[label], language)]
        if (moved := found.moved(label)) and not is_trifle(moved):
            said.append(_most_moved(moved, language))
        added = [differences[kpi] for kpi in _members(found, label) if differences[kpi].verdict == "new"]
        said += [_added(one, language) for one in added]
        parts = [_part(differences[kpi], language) for kpi in BESIDE if kpi != found.headline]
        if any(parts):
            said.append(say("versus.beside", language, parts="; ".join(part for part in parts if part)))
        felt = [one for one in found.recoveries.get(label, {}).values() if any(shift.n for shift in one.differences)]
        said += [_recovery(one, language) for one in felt]
        of_each.append(said)
    return of_each[0] if len(of_each) == 1 else [" ".join(said) for said in of_each]


def _recovery(recovery: "Recovery", language: Language) -> str:
    """Returns when a KPI leaves the band around the base, and when it is back there."""
    of = say("unit.points", language) if recovery.unit == "share" else unit(recovery.unit, language)
    band = f"{words.difference(recovery.band, recovery.unit, language).lstrip('+')} {of}".strip()
    ends = {"leaves": recovery.leaves, "recovers": recovery.recovers}
    key = "stays" if recovery.leaves is None else "lasts" if recovery.recovers is None else "recovers"
    told = {name: day(first, language, "month") for name, first in ends.items() if first}
    told["way"] = say("versus.upwards" if _is_above(recovery) else "versus.downwards", language)
    kpi = words.kpi(recovery.kpi, language)
    return say(f"versus.{key}", language, kpi=kpi, band=band, n=recovery.months or 0, **told)


def _is_above(recovery: "Recovery") -> bool:
    """Tells whether a KPI is higher than the base's where it is furthest from it."""
    means = [each.mean for each in recovery.differences if math.isfinite(each.mean)]
    return max(means, key=abs, default=0.0) > 0


def _members(comparison: "Comparison", label: str) -> list[str]:
    """Returns the KPIs by group that a reader must not miss: the headline by kind of partner and of new ones."""
    of = whole(comparison.headline) if "partner" in about(comparison.headline).groups else MAIN[0]
    kinds = [kpi for kpi in comparison.kpis if kpi.startswith(f"{of}[kind=")]
    partners = [kpi for kpi in comparison.kpis if kpi.startswith(f"{of}[partner=")]
    new = [kpi for kpi in partners if comparison.differences[label][kpi].verdict == "new"]
    return [*(kinds if len(kinds) > 1 else []), *new]


def _most_moved(one: "Difference", language: Language) -> str:
    """Returns for whom a KPI changes most."""
    return say("versus.most", language, **_changed(one, language), who=_who(one, language)).strip()


def _added(one: "Difference", language: Language) -> str:
    """Returns how a member does that the base has not."""
    low, high = (_level(end, one.unit, language) for end in (one.other.low, one.other.high))
    known = {"who": _who(one, language), "kpi": small(words.kpi(whole(one.kpi), language))}
    after = _level(one.other.mean, one.unit, language)
    confidence = percent(one.other.confidence, language, 0)
    return say("versus.added", language, **known, after=after, low=low, high=high, confidence=confidence)


def _who(one: "Difference", language: Language) -> str:
    """Returns the member of a group that a KPI is of."""
    name = Name.parsed(one.kpi)
    return words.member(name.group, name.member, language) if name else one.kpi


def _told(one: "Difference", name: str, language: Language) -> str:
    """Returns what a scenario does to a KPI."""
    kpi = small(words.kpi(one.kpi, language))
    if one.verdict == "undefined":
        why = say(f"undefined.{about(one.kpi).undefined.replace(' ', '_')}", language)
        return say("versus.undefined", language, name=name, kpi=kpi, why=why)
    if one.verdict in ("new", "gone"):
        only = _level((one.other if one.verdict == "new" else one.base).mean, one.unit, language)
        return say(f"versus.{one.verdict}", language, name=name, kpi=kpi, only=only)
    before, after = (_level(each.mean, one.unit, language) for each in (one.base, one.other))
    if one.verdict == "same":
        return say("versus.same", language, name=name, kpi=kpi, before=before)
    if is_trifle(one):
        return say("versus.hardly", language, name=name, kpi=kpi, after=after)
    if one.verdict == "unclear":
        told = {"name": name, "kpi": kpi, "before": before, "after": after}
        low, high = (signed(end, one, language) for end in (one.difference.low, one.difference.high))
        return say("versus.unclear", language, **told, low=low, high=high, more=_more(one, language))
    return say("versus.changed", language, **_changed(one, language), name=name).strip()


def _changed(one: "Difference", language: Language) -> dict[str, str]:
    """Returns the parts of a sentence on a change that is told apart from none."""
    before, after = (_level(each.mean, one.unit, language) for each in (one.base, one.other))
    return {
        "kpi": small(words.kpi(whole(one.kpi), language)),
        "before": before,
        "after": after,
        **spread(one, language),
        "direction": say("versus.up" if one.difference.mean > 0 else "versus.down", language),
        "verdict": say(f"versus.{one.verdict}", language) if one.better else "",
    }


def spread(one: "Difference", language: Language) -> dict[str, str]:
    """Returns the size of a difference that is told apart from none, without its sign, and its interval."""
    estimate = one.difference
    low, high = sorted((abs(estimate.low), abs(estimate.high)))
    return {
        "size": _shift(abs(estimate.mean), one, language),
        "low": _bare(low, one, language),
        "high": _bare(high, one, language),
        "confidence": percent(estimate.confidence, language, 0),
    }


def _part(one: "Difference", language: Language) -> str:
    """Returns what a scenario does to a KPI in a few words; nothing where there is nothing to tell."""
    if one.verdict in ("undefined", "same", "new", "gone") or is_trifle(one):
        return ""
    size = signed(one.difference.mean, one, language)
    verdict = say(f"verdict.{one.verdict}", language)
    return say("versus.part", language, kpi=small(words.kpi(one.kpi, language)), size=size, verdict=verdict)


def _more(one: "Difference", language: Language) -> str:
    """Returns how many more replications would tell, or that none within reach would."""
    if one.needed is None or one.needed > MOST:
        return say("versus.never", language)
    return say("versus.more", language, n=one.needed - one.difference.n)


def ranking(outcome: "Outcome", language: Language) -> list[str]:
    """Returns, for each two scenarios behind the base, which is better, or that the interval does not bear it."""
    found, called = outcome.comparison, names(outcome, language)
    said = []
    for (first, second), one in found.pairs.items():
        a, b = called[first], called[second]
        if is_trifle(one):
            said.append(say("versus.close", language, first=a, second=b))
        elif one.verdict in ("better", "higher"):
            said.append(_ranked(one, b, a, language))
        elif one.verdict in ("worse", "lower"):
            said.append(_ranked(one, a, b, language))
        elif one.verdict == "same":
            said.append(say("versus.alike", language, first=a, second=b))
        elif one.verdict == "unclear":
            low, high = (signed(end, one, language) for end in (one.difference.low, one.difference.high))
            told = {"first": a, "second": b, "low": low, "high": high, "more": _more(one, language)}
            said.append(say("versus.untold", language, **told))
    return said


def _ranked(one: "Difference", upper: str, lower: str, language: Language) -> str:
    key = "versus.better_than" if one.better else "versus.higher_than"
    return say(key, language, upper=upper, lower=lower, **spread(one, language))


def rows(outcome: "Outcome", label: str, most: int, language: Language) -> list[Row]:
    """Returns the most important KPIs of a scenario beside the base, the headline first, others with a range last."""
    found = outcome.comparison
    differences = found.differences[label]
    first = [kpi for kpi in shown(found, label) if not is_whole(kpi) or kpi == found.headline]
    wanted = dict.fromkeys((*first, *MAIN, *outcome.plan.base.targets))
    known = [kpi for kpi in wanted if kpi in differences and differences[kpi].verdict != "undefined"]
    told = [differences[kpi] for kpi in _once(found, label, known)]
    return [row(one, language) for one in told[:most]]


def shown(comparison: "Comparison", label: str) -> list[str]:
    """Returns the KPIs of the estate as a whole, behind the headline those by group that a reader must not miss."""
    moved = comparison.moved(label)
    estate = [kpi for kpi in comparison.kpis if is_whole(kpi)]
    first = (comparison.headline, *_members(comparison, label), *([moved.kpi] if moved else []))
    return _once(comparison, label, (*first, *estate))


def _once(comparison: "Comparison", label: str, kpis: Iterable[str]) -> list[str]:
    """Returns KPIs, each once: otif says what served does where no partner withholds orders."""
    kept: list[str] = []
    pair = comparison.values[[list(comparison.scenarios).index(each) for each in (comparison.base, label)]]
    for kpi in dict.fromkeys(kpis):
        twin = beside(kpi, TWINS[whole(kpi)]) if whole(kpi) in TWINS else ""
        mine = pair[..., comparison.kpis.index(kpi)]
        if twin not in kept or not np.array_equal(mine, pair[..., comparison.kpis.index(twin)], equal_nan=True):
            kept.append(kpi)
    return kept


def row(one: "Difference", language: Language) -> Row:
    """Returns a KPI beside the base."""
    estimate = one.difference
    low, high = (_bare(end, one, language) for end in (estimate.low, estimate.high))
    verdict, needed = word(one, language), needed_for(one)
    return Row(
        kpi=words.kpi(one.kpi, language),
        base=_level(one.base.mean, one.unit, language, with_unit=False),
        other=_level(one.other.mean, one.unit, language, with_unit=False),
        difference=_bare(estimate.mean, one, language),
        interval=span(low, high) if math.isfinite(estimate.low) else UNDEFINED,
        unit=_unit(one, language),
        verdict=f"{verdict} (~{number(needed, language)})" if needed else verdict,
        is_better=None if is_trifle(one) else {"better": True, "worse": False}.get(one.verdict),
    )


def word(one: "Difference", language: Language) -> str:
    """Returns the word of a verdict; of a difference that is too small to be shown, that there is hardly any."""
    return say(f"verdict.{'hardly' if is_trifle(one) else one.verdict}", language)


def needed_for(one: "Difference") -> int:
    """Returns how many replications would tell a difference; 0 where nothing is to be told, or none within reach do."""
    return one.needed if is_untold(one) and one.needed is not None and one.needed <= MOST else 0


def is_untold(one: "Difference") -> bool:
    """Tells whether more replications might tell something that matters."""
    return one.verdict == "unclear" and not is_trifle(one)


def is_trifle(one: "Difference") -> bool:
    """Tells whether a difference surely is none that is shown: certain but too small, or small at either end."""
    if one.verdict in ("undefined", "new", "gone", "same"):
        return False
    least, shift = _step(one) / 2, one.difference
    if one.verdict == "unclear":
        return max(abs(shift.low), abs(shift.high)) < least
    return abs(shift.mean) < least


def times(gain: float, language: Language) -> str:
    """Returns how many times as many replications, none too many to be read."""
    return say("versus.over", language, n=GREAT) if gain > GREAT else number(gain, language, 1)


def _unit(one: "Difference", language: Language) -> str:
    """Returns the unit of a difference; of shares there is one only where there is a difference."""
    if one.unit != "share":
        return unit(one.unit, language)
    return say("unit.points", language) if math.isfinite(one.difference.mean) else ""


# ---- numbers with their units


def _shift(value: float, one: "Difference", language: Language) -> str:
    """Returns a difference with its unit; of shares, in percentage points."""
    words_of_unit = say("unit.points", language) if one.unit == "share" else unit(one.unit, language)
    return f"{_bare(value, one, language)} {words_of_unit}".strip()


def signed(value: float, one: "Difference", language: Language) -> str:
    """Returns a difference with its sign and unit."""
    return ("+" if value > 0 else "") + _shift(value, one, language)


def _bare(value: float, one: "Difference", language: Language) -> str:
    """Returns a difference without its unit, to the last place that is shown of what it is between."""
    if one.unit.partition("/")[0] == "Rp":
        shift, width = one.difference, one.difference.half_width
        digits = 1 - math.floor(math.log10(width)) if math.isfinite(width) and width > 1 else 0
        largest = max(map(abs, filter(math.isfinite, (shift.low, shift.mean, shift.high))), default=0.0)
        return rupiah(round(value, digits) if math.isfinite(value) else value, language, like=largest)
    return number(100 * value if one.unit == "share" else value, language, _places(one) + _is_blurred(one))


def _is_blurred(one: "Difference") -> bool:
    """Tells whether an end of the interval would be shown as 0, which says nothing of the side on which it is."""
    nearer = min(abs(one.difference.low), abs(one.difference.high))
    return 0 < nearer * (100 if one.unit == "share" else 1) < 0.5 * 10 ** -_places(one) and not is_trifle(one)


def _places(one: "Difference") -> int:
    """Returns how many decimal places are shown of a KPI in either scenario."""
    if one.unit == "share":
        return 1
    return max((words.places(each.mean) for each in (one.base, one.other) if math.isfinite(each.mean)), default=0)


def _step(one: "Difference") -> float:
    """Returns by how much two values must differ to be shown as different, in the KPI's unit."""
    if one.unit == "share":
        return 0.001
    if one.unit.partition("/")[0] == "Rp":
        largest = max(abs(one.base.mean), abs(one.other.mean), 1)
        return float(10 ** (math.floor(math.log10(largest)) - 2))  # three significant figures are shown
    return float(10 ** -_places(one))


def _level(value: float, name: str, language: Language, *, with_unit: bool = True) -> str:
    """Returns a KPI's mean in a scenario."""
    shown = words.measure(value, name, language, like=value if math.isfinite(value) else 0.0)
    return f"{shown} {unit(name, language)}".strip() if with_unit and name != "share" else shown


def small(text: str) -> str:
    """Returns words as they stand within a sentence."""
    return text[:1].lower() + text[1:]


def listed(texts: list[str], language: Language) -> str:
    """Returns a list of names."""
    *most, last = texts
    return say("versus.and", language, most=", ".join(most), last=last) if most else last
