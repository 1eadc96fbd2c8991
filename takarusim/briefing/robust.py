"""What worlds say of scenarios side by side, in words: how far the guesses carry an answer.

Nothing is computed here. Reading order: sentences, row.
"""

import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import TYPE_CHECKING

from takarusim.briefing import verdicts
from takarusim.experiments.where import example
from takarusim.language import words
from takarusim.language.numerals import UNDEFINED, Language, number, percent
from takarusim.language.words import say, unit
from takarusim.scenario import sources
from takarusim.scenario.titles import group as titled
from takarusim.scenario.titles import level
from takarusim.scenario.titles import path as in_words
from takarusim.statistics.prim import FEWEST

if TYPE_CHECKING:
    from takarusim.experiments.across import Information, Question, Spread
    from takarusim.experiments.compare import Comparison
    from takarusim.experiments.difference import Difference
    from takarusim.experiments.where import Condition
    from takarusim.results.comparisons import Outcome
    from takarusim.scenario.scenario import Scenario

__all__ = [
    "COLUMNS",
    "CONDITIONS",
    "asked",
    "conditions",
    "headlines",
    "named",
    "row",
    "sentences",
    "size",
    "uncounted",
]

COLUMNS = ("stated", "across", "better", "worse", "luck", "unit")  # of a table, behind the KPI
LEAST = 0.001  # that a chance is told of
CONDITIONS = ("condition", "example", "chance")


def sentences(outcome: "Outcome", language: Language) -> list[str]:
    """Returns what each other scenario does to the headline over worlds, and which are better in most; [] without."""
    found, worlds = outcome.comparison, outcome.comparison.worlds
    if worlds is None or found.headline not in worlds.kpis:
        return []
    called, of = verdicts.names(outcome, language), len(worlds.numbers)
    said = []
    for label, spreads in worlds.spreads.items():
        one, stated = spreads[found.headline], found.differences[label][found.headline]
        said.append(_told(one, called[label], of, language))
        if one.n and not one.p5 <= stated.difference.mean <= one.p95:
            told = {"name": called[label], "size": size(stated.difference.mean, one.unit, language)}
            said.append(say("robust.outlier", language, **told))
        if failed := worlds.failures.get(label):
            why = next(iter(failed.values())).splitlines()[0]
            said.append(say("robust.failed", language, name=called[label], n=str(len(failed)), why=why))
    said += [_where(found, label, called[label], language) for label in found.wheres]
    said += _ranking(outcome, language) if len(worlds.labels) > 2 else []
    return said + asked(worlds.information(found.headline), called, language)


def headlines(outcome: "Outcome", language: Language) -> list[str]:
    """Returns what each other scenario does to the headline over worlds, without what is made of it."""
    found, worlds = outcome.comparison, outcome.comparison.worlds
    if worlds is None or found.headline not in worlds.kpis:
        return []
    called, of = verdicts.names(outcome, language), len(worlds.numbers)
    return [_told(each[found.headline], called[label], of, language) for label, each in worlds.spreads.items()]


def asked(found: "Information | None", called: Mapping[str, str], language: Language) -> list[str]:
    """Returns what it is worth to know more before a choice, and what to ask first; [] where it cannot be told."""
    if found is None:
        return []
    told = {"kpi": verdicts.small(words.kpi(found.kpi, language)), "best": called[found.best]}
    least, most = (words.difference(end, found.unit, language).lstrip("+") for end in (found.least, found.most))
    told |= {"least": least, "most": most, "unit": _unit(found.unit, language)}
    said = [say("robust.now", language, **told)]
    first = next((one for one in found.questions if one.worth.is_told), None)
    worth = words.difference(first.worth.value if first else 0.0, found.unit, language).lstrip("+")
    if first is None or not worth.strip("0,."):
        return [*said, say("robust.nothing", language)]
    key = "robust.ask" if first.is_group else "robust.measure"
    return [*said, say(key, language, name=named(first, language), worth=worth, unit=told["unit"])]


def named(question: "Question", language: Language) -> str:
    """Returns what could be asked or measured, in words."""
    return titled(question.name, language) if question.is_group else verdicts.small(words.kpi(question.name, language))


def uncounted(scenario: "Scenario", language: Language) -> list[str]:
    """Returns what no interval over replications counts: how many of a scenario's numbers are assumptions."""
    kinds = [entry.kind for entry in sources.register(scenario)]
    told = {"n": number(kinds.count("assumption"), language, 0), "of": number(len(kinds), language, 0)}
    return [say("robust.uncounted", language, **told)] if "assumption" in kinds else []


def _where(comparison: "Comparison", label: str, name: str, language: Language) -> str:
    """Returns in which worlds a scenario does what was asked for, or that nothing tells."""
    one = comparison.wheres[label]
    told = {"name": name, "what": one.asked.told(language), "cases": str(one.cases), "n": str(one.n)}
    if one.box is None:
        return say("where.nothing" if min(one.cases, one.n - one.cases) >= FEWEST else "where.few", language, **told)
    cases, others = one.outside
    held = percent(one.box.held_cases / one.box.held_n, language, 0) if one.box.held_n else UNDEFINED
    told |= {"inside": str(one.box.cases), "box": str(one.box.n), "outside": str(cases), "others": str(others)}
    listed = verdicts.listed([_condition(comparison, each, language) for each in one.conditions], language)
    return say("where.told", language, conditions=listed, held=held, **told)


def _condition(comparison: "Comparison", condition: "Condition", language: Language) -> str:
    """Returns where the draws of a group lie, in words."""
    low, high = (number(100 * NormalDist().cdf(end), language, 0) for end in (condition.low, condition.high))
    less = number(100 * NormalDist().cdf(-condition.high), language, 0)
    key = "more" if math.isinf(condition.high) else "less" if math.isinf(condition.low) else "between"
    of = "work" if condition.group in comparison.scenarios[comparison.base].assumptions else "number"
    return say(f"where.{of}.{key}", language, group=titled(condition.group, language), low=low, high=high, less=less)


def conditions(comparison: "Comparison", label: str, language: Language) -> list[tuple[str, ...]]:
    """Returns the conditions of a scenario as rows of a table, each with a number that shows what it means."""
    base, rows = comparison.scenarios[comparison.base], list[tuple[str, ...]]()
    for one in comparison.wheres[label].conditions:
        shown = []
        for end, is_low in ((one.low, True), (one.high, False)):
            if math.isfinite(end) and (told := example(base, one.group, end)):
                path, value, is_larger = told
                sign = "≥" if is_larger == is_low else "≤"
                shown.append(f"{in_words(path, language)} {sign} {level(path, value, language)}")
        chance = number(one.chance, language, 3) if one.chance >= LEAST else f"< {number(LEAST, language, 3)}"
        rows.append((_condition(comparison, one, language), ", ".join(shown), chance))
    return rows


def _told(spread: "Spread", name: str, of: int, language: Language) -> str:
    kpi = verdicts.small(words.kpi(spread.kpi, language))
    if not spread.n:
        return say("robust.undefined", language, name=name, kpi=kpi, of=str(of))
    told = {"name": name, "kpi": kpi, "n": number(spread.n, language, 0)}
    low, middle, high = (size(value, spread.unit, language) for value in (spread.p5, spread.p50, spread.p95))
    text = say("robust.told", language, low=low, middle=middle, high=high, **told)
    if spread.better is not None:
        text += " " + say("robust.better_in", language, better=str(spread.better), worse=str(spread.worse), n=told["n"])
    if spread.n < of:
        text += " " + say("robust.few", language, missing=str(of - spread.n), of=str(of))
    return text


def _ranking(outcome: "Outcome", language: Language) -> list[str]:
    """Returns which scenarios are better than which in most worlds, and which two are not told apart."""
    found, worlds = outcome.comparison, outcome.comparison.worlds
    if worlds is None:
        return []
    called, beats = verdicts.names(outcome, language), worlds.beats(found.headline)
    ranked, said = worlds.ranked(found.headline), []
    for (a, b), (better, n) in beats.items():
        told = {"first": called[a], "second": called[b], "better": str(better), "n": str(n)}
        if (a, b) in ranked:
            said.append(say("robust.beats", language, **told))
        elif (b, a) not in ranked and worlds.labels.index(a) < worlds.labels.index(b):
            said.append(say("robust.open", language, other=str(beats[b, a][0]), **told))
    return said


def row(spread: "Spread", stated: "Difference | None", language: Language) -> tuple[str, ...]:
    """Returns a KPI as a row of a table: what the stated numbers say, then what worlds do."""
    mine = verdicts.row(stated, language) if stated and math.isfinite(stated.difference.mean) else None
    ends = (spread.p5, spread.p50, spread.p95)
    counts = (UNDEFINED if count is None or not spread.n else str(count) for count in (spread.better, spread.worse))
    return (
        words.kpi(spread.kpi, language),
        f"{mine.difference} ({mine.interval})" if mine else UNDEFINED,
        " / ".join(_bare(end, spread, language) for end in ends) if spread.n else UNDEFINED,
        *counts,
        percent(spread.luck, language, 0) if math.isfinite(spread.luck) else UNDEFINED,
        _unit(spread.unit, language),
    )


def _bare(value: float, spread: "Spread", language: Language) -> str:
    """Returns a difference without its unit, with as many places as the largest end needs."""
    if spread.unit == "share":
        return number(100 * value, language, 1)
    like = max(abs(spread.p5), abs(spread.p50), abs(spread.p95))
    return words.measure(value, spread.unit, language, like)


def size(value: float, of: str, language: Language) -> str:
    """Returns a difference with its sign and unit; of shares, in percentage points."""
    return f"{words.difference(value, of, language)} {_unit(of, language)}".strip()


def _unit(of: str, language: Language) -> str:
    return say("unit.points", language) if of == "share" else unit(of, language)
