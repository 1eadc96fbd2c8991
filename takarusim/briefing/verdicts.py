"""What a comparison says, in words: what each scenario does, and no ranking that the intervals do not bear.

Nothing is computed here. Reading order: lead, sentences, ranking, rows.
"""

import math
from typing import TYPE_CHECKING, NamedTuple

from takarusim.kpis.kpis import KPIS
from takarusim.language import words
from takarusim.language.numerals import UNDEFINED, Language, number, percent, rupiah
from takarusim.language.words import say, unit

if TYPE_CHECKING:
    from takarusim.experiments.comparing import Comparison, Difference
    from takarusim.experiments.versus import Outcome
    from takarusim.statistics.estimates import Estimate

__all__ = ["MAIN", "Row", "lead", "names", "ranking", "row", "rows", "sentences", "shown"]

MAIN = (  # KPIs that are shown, the most important first
    *("otif", "lead_time_mean", "revenue", "jobs_fte", "lead_time_p95", "tardiness_mean", "orders_delivered", "wip"),
    *("utilisation", "crew_load", "sme_revenue_mean", "sme_revenue_gini", "material_wait_mean", "reject_ppm"),
)
BESIDE = MAIN[:4]  # those told of in a sentence
FINEST, EXACT = 4, 1e-9  # digits behind the point; half-width to mean of an interval that is but rounding
MOST = 10_000  # replications that a reader may be told of


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
    titles = {label: words.of(scenario.title, language) for label, scenario in outcome.plan.scenarios.items()}
    known = list(titles.values())
    return {label: title if title and known.count(title) == 1 else label for label, title in titles.items()}


def lead(outcome: "Outcome", language: Language) -> str:
    """Returns the answer in a sentence: the scenario that is best, or that none is proven to be."""
    found, called = outcome.comparison, names(outcome, language)
    if len(found.differences) == 1 or not KPIS[_base_name(found.headline)].better:
        return sentences(outcome, language)[0]
    kpi, leaders = _small(words.kpi(found.headline, language)), found.leaders
    if len(leaders) == 1:
        return say("versus.best", language, kpi=kpi, best=called[leaders[0]])
    return say("versus.no_best", language, kpi=kpi, names=_listed([called[label] for label in leaders], language))


def sentences(outcome: "Outcome", language: Language) -> list[str]:
    """Returns what each other scenario does to the headline, for whom most, and to a few more KPIs."""
    found, called = outcome.comparison, names(outcome, language)
    of_each = []
    for label, differences in found.differences.items():
        said = [_told(differences[found.headline], called[label], language)]
        if moved := found.moved(label):
            said.append(_most_moved(moved, language))
        added = [differences[kpi] for kpi in _members(found, label) if differences[kpi].verdict == "new"]
        said += [_added(one, language) for one in added]
        parts = [_part(differences[kpi], language) for kpi in BESIDE if kpi != found.headline]
        if any(parts):
            said.append(say("versus.beside", language, parts="; ".join(part for part in parts if part)))
        of_each.append(said)
    return of_each[0] if len(of_each) == 1 else [" ".join(said) for said in of_each]


def _members(found: "Comparison", label: str) -> list[str]:
    """Returns the KPIs by group that a reader must not miss: on time in full by kind of partner and of new ones."""
    of = _base_name(found.headline) if "partner" in KPIS[_base_name(found.headline)].groups else MAIN[0]
    kinds = [kpi for kpi in found.kpis if kpi.startswith(f"{of}[kind=")]
    partners = [kpi for kpi in found.kpis if kpi.startswith(f"{of}[partner=")]
    new = [kpi for kpi in partners if found.differences[label][kpi].verdict == "new"]
    return [*(kinds if len(kinds) > 1 else []), *new]


def _most_moved(one: "Difference", language: Language) -> str:
    """Returns for whom a KPI changes most."""
    return say("versus.most", language, **_changed(one, language), who=_who(one, language)).strip()


def _added(one: "Difference", language: Language) -> str:
    """Returns how a member does that the base has not."""
    low, high = (_level(end, one.unit, language) for end in (one.other.low, one.other.high))
    known = {"who": _who(one, language), "kpi": _small(words.kpi(_base_name(one.kpi), language))}
    after = _level(one.other.mean, one.unit, language)
    confidence = percent(one.other.confidence, language, 0)
    return say("versus.added", language, **known, after=after, low=low, high=high, confidence=confidence)


def _who(one: "Difference", language: Language) -> str:
    """Returns the member of a group that a KPI is of."""
    group, _, member = one.kpi.partition("[")[2].rstrip("]").partition("=")
    return say(f"group.{group}", language, value=member)


def _told(one: "Difference", name: str, language: Language) -> str:
    """Returns what a scenario does to a KPI."""
    kpi, estimate = _small(words.kpi(one.kpi, language)), one.difference
    if one.verdict == "undefined":
        why = say(f"undefined.{KPIS[_base_name(one.kpi)].undefined.replace(' ', '_')}", language)
        return say("versus.undefined", language, name=name, kpi=kpi, why=why)
    if one.verdict in ("new", "gone"):
        only = _level((one.other if one.verdict == "new" else one.base).mean, one.unit, language)
        return say(f"versus.{one.verdict}", language, name=name, kpi=kpi, only=only)
    before, after = (_level(each.mean, one.unit, language) for each in (one.base, one.other))
    if one.verdict == "same":
        return say("versus.same", language, name=name, kpi=kpi, before=before)
    if one.verdict == "unclear":
        told = {"name": name, "kpi": kpi, "before": before, "after": after}
        low, high = (_signed(end, estimate, one.unit, language) for end in (estimate.low, estimate.high))
        return say("versus.unclear", language, **told, low=low, high=high, more=_more(one, language))
    return say("versus.changed", language, **_changed(one, language), name=name).strip()


def _changed(one: "Difference", language: Language) -> dict[str, str]:
    """Returns the parts of a sentence on a change that is told apart from none."""
    before, after = (_level(each.mean, one.unit, language) for each in (one.base, one.other))
    return {
        "kpi": _small(words.kpi(_base_name(one.kpi), language)),
        "before": before,
        "after": after,
        **_spread(one, language),
        "direction": say("versus.up" if one.difference.mean > 0 else "versus.down", language),
        "verdict": say(f"versus.{one.verdict}", language) if one.better else "",
    }


def _spread(one: "Difference", language: Language) -> dict[str, str]:
    """Returns the size of a difference that is told apart from none, without its sign, and its interval."""
    estimate = one.difference
    low, high = sorted((abs(estimate.low), abs(estimate.high)))
    return {
        "size": shift(abs(estimate.mean), estimate, one.unit, language),
        "low": _bare(low, estimate, one.unit, language),
        "high": _bare(high, estimate, one.unit, language),
        "confidence": percent(estimate.confidence, language, 0),
    }


def _part(one: "Difference", language: Language) -> str:
    """Returns what a scenario does to a KPI in a few words; nothing where there is nothing to tell."""
    if one.verdict in ("undefined", "same", "new", "gone"):
        return ""
    size = _signed(one.difference.mean, one.difference, one.unit, language)
    verdict = say(f"verdict.{one.verdict}", language)
    return say("versus.part", language, kpi=_small(words.kpi(one.kpi, language)), size=size, verdict=verdict)


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
        if one.verdict in ("better", "higher"):
            said.append(_ranked(one, b, a, language))
        elif one.verdict in ("worse", "lower"):
            said.append(_ranked(one, a, b, language))
        elif one.verdict == "same":
            said.append(say("versus.alike", language, first=a, second=b))
        elif one.verdict == "unclear":
            low, high = (
                _signed(end, one.difference, one.unit, language) for end in (one.difference.low, one.difference.high)
            )
            told = {"first": a, "second": b, "low": low, "high": high, "more": _more(one, language)}
            said.append(say("versus.untold", language, **told))
    return said


def _ranked(one: "Difference", upper: str, lower: str, language: Language) -> str:
    key = "versus.better_than" if one.better else "versus.higher_than"
    return say(key, language, upper=upper, lower=lower, **_spread(one, language))


def rows(outcome: "Outcome", label: str, most: int, language: Language) -> list[Row]:
    """Returns the most important KPIs of a scenario beside the base, the headline first, others with a range last."""
    found = outcome.comparison
    differences = found.differences[label]
    first = [kpi for kpi in shown(found, label) if "[" in kpi or kpi == found.headline]
    wanted = dict.fromkeys((*first, *MAIN, *outcome.plan.base.targets))
    told = [differences[kpi] for kpi in wanted if kpi in differences and differences[kpi].verdict != "undefined"]
    return [row(one, language) for one in told[:most]]


def shown(found: "Comparison", label: str) -> list[str]:
    """Returns the KPIs of the estate as a whole, behind the headline those by group that a reader must not miss."""
    moved = found.moved(label)
    whole = [kpi for kpi in found.kpis if "[" not in kpi]
    return list(dict.fromkeys((found.headline, *_members(found, label), *([moved.kpi] if moved else []), *whole)))


def row(one: "Difference", language: Language) -> Row:
    """Returns a KPI beside the base, with as many digits as its interval bears."""
    estimate = one.difference
    low, high = (_bare(end, estimate, one.unit, language) for end in (estimate.low, estimate.high))
    needed = number(one.needed, language) if one.needed is not None and one.needed <= MOST else UNDEFINED
    verdict = say(f"verdict.{one.verdict}", language)
    return Row(
        kpi=words.kpi(one.kpi, language),
        base=_level(one.base.mean, one.unit, language, with_unit=False),
        other=_level(one.other.mean, one.unit, language, with_unit=False),
        difference=_bare(estimate.mean, estimate, one.unit, language),
        interval=f"{low} – {high}" if math.isfinite(estimate.low) else UNDEFINED,
        unit=_unit(one, language),
        verdict=f"{verdict} (~{needed})" if one.verdict == "unclear" and needed != UNDEFINED else verdict,
        is_better={"better": True, "worse": False}.get(one.verdict),
    )


def _unit(one: "Difference", language: Language) -> str:
    """Returns the unit of a difference; of shares there is one only where there is a difference."""
    if one.unit != "share":
        return unit(one.unit, language)
    return say("unit.points", language) if math.isfinite(one.difference.mean) else ""


# ---- numbers with their units


def shift(value: float, of: "Estimate", name: str, language: Language) -> str:
    """Returns a difference with its unit and as many digits as its interval bears; of shares, in percentage points."""
    words_of_unit = say("unit.points", language) if name == "share" else unit(name, language)
    return f"{_bare(value, of, name, language)} {words_of_unit}".strip()


def _signed(value: float, of: "Estimate", name: str, language: Language) -> str:
    return ("+" if value > 0 else "") + shift(value, of, name, language)


def _bare(value: float, of: "Estimate", name: str, language: Language) -> str:
    """Returns a difference without its unit."""
    times = 100 if name == "share" else 1
    width = times * (of.half_width if of.half_width > EXACT * abs(of.mean) else abs(of.mean))
    digits = min(FINEST, 1 - math.floor(math.log10(width))) if math.isfinite(width) and width > 0 else 0
    if name.partition("/")[0] == "Rp":
        return rupiah(round(value, digits) if math.isfinite(value) else value, language)
    return number(times * value, language, max(0, digits))


def _level(value: float, name: str, language: Language, *, with_unit: bool = True) -> str:
    """Returns a KPI's mean in a scenario."""
    shown = words.measure(value, name, language, like=value if math.isfinite(value) else 0.0)
    return f"{shown} {unit(name, language)}".strip() if with_unit and name != "share" else shown


def _small(text: str) -> str:
    """Returns words as they stand within a sentence."""
    return text[:1].lower() + text[1:]


def _listed(texts: list[str], language: Language) -> str:
    """Returns a list of names."""
    *most, last = texts
    return say("versus.and", language, most=", ".join(most), last=last) if most else last


def _base_name(kpi: str) -> str:
    return kpi.partition("[")[0]
