"""The first page of a briefing, for who decides: question, answer, one picture, how sure it is, what to do next.

Nothing is computed here. Reading order: Page, of_run, of_comparison.
"""

import math
from typing import TYPE_CHECKING, NamedTuple

from takarusim.briefing import answer, gainers, inputs, passages, robust, verdicts
from takarusim.briefing.pages import Block, Columns, Heading, Items, Lead, Picture, Table
from takarusim.language import words
from takarusim.language.numerals import UNDEFINED, Language, number, percent, rupiah
from takarusim.language.words import cause, of, say
from takarusim.registers.kpis import HEADLINE

if TYPE_CHECKING:
    from takarusim.experiments.compare import Comparison
    from takarusim.results import comparisons, runs

__all__ = ["MOST", "of_comparison", "of_run"]

MOST = 3  # items of a list
PRICED = "orders_served"  # of which the public cost is told


class Page(NamedTuple):
    """What stands on the page; the last three parts side by side."""

    question: str
    answer: list[str]  # the sentence that is read first, then others
    shown: list[Block]
    sure: list[str]  # how sure it is
    steps: list[str]  # what to do
    asks: list[str]  # what to find out

    def blocks(self, language: Language) -> list[Block]:
        """Returns the page; what has nothing to say is left out."""
        first, *rest = self.answer
        asked: list[Block] = [Heading(say("brief.question", language)), Lead(self.question)] if self.question else []
        page = [*asked, Heading(say("brief.answer", language)), Lead(first)]
        page += [Items(tuple(rest))] if rest else []
        page += self.shown
        parts = {"brief.evidence": self.sure, "decide.do": self.steps, "decide.ask": self.asks}
        told = {say(key, language): tuple(texts) for key, texts in parts.items() if texts}
        return [*page, Columns(tuple(told), tuple(told.values()))]


def of_run(outcome: "runs.Outcome", pictures: list[Picture], language: Language) -> list[Block]:
    """Returns the first page of a run's briefing."""
    scenario = outcome.plan.scenario
    count = {
        "n": number(outcome.plan.replications, language),
        "confidence": percent(outcome.estimates[HEADLINE].confidence, language, 0),
    }
    sure = [say("brief.replications", language, **count)] if outcome.plan.replications > 1 else []
    sure += robust.uncounted(scenario, language)
    told = answer.sentences(outcome, language)[: 1 + MOST]
    return Page(
        of(scenario.question, language),
        told,
        _filling(pictures),
        sure,
        _lift(outcome, language),
        _widest(outcome, language),
    ).blocks(language)


def _filling(pictures: list[Picture]) -> list[Block]:
    return [picture._replace(fills=True) for picture in pictures]


def _lift(outcome: "runs.Outcome", language: Language) -> list[str]:
    """Returns which constraints to look at first: those whose lifting surely gains most."""
    sure = sorted(((gain.mean, name) for name, gain in outcome.gains.items() if gain.low > 0), reverse=True)
    points = say("unit.points", language)
    parts = [f"{cause(name, language, 'lift')} (+{number(100 * gain, language, 1)} {points})" for gain, name in sure]
    return [say("decide.lift", language, listed=verdicts.listed(parts[: MOST - 1], language))] if parts else []


def _widest(outcome: "runs.Outcome", language: Language) -> list[str]:
    """Returns the assumptions with the widest ranges, and what tells which of them matters."""
    scenario = outcome.plan.scenario
    rows = passages.widest(scenario, language)[:MOST]
    listed = "; ".join(f"{owner}, {what} ({ends})" for owner, what, _, ends, *_ in rows)
    return [say("decide.widest", language, listed=listed), say("decide.worlds", language)] if rows else []


def of_comparison(outcome: "comparisons.Outcome", pictures: list[Picture], language: Language) -> list[Block]:
    """Returns the first page of a comparison's briefing."""
    found = outcome.comparison
    n, confidence = number(found.replications, language), percent(found.confidence, language, 0)
    sure = [say("versus.paired", language, n=n, confidence=confidence)]
    sure += [] if found.worlds else robust.uncounted(outcome.plan.base, language)
    told = [verdicts.lead(outcome, language), *verdicts.apart(outcome, language), *robust.headlines(outcome, language)]
    if len(found.differences) == 1:
        told += verdicts.sentences(outcome, language)[1 : 1 + MOST]
    shown: list[Block] = [*_filling(pictures), _effects(outcome, language)]
    return Page(
        _question(outcome, language), told, shown, sure, _steps(outcome, language), _asks(outcome, language)
    ).blocks(language)


def _question(outcome: "comparisons.Outcome", language: Language) -> str:
    """Returns the question of the only other scenario, or what all of them are compared for."""
    others = list(outcome.plan.scenarios.values())[1:]
    if len(others) == 1:
        return of(others[0].question, language)
    kpi = verdicts.small(words.kpi(outcome.comparison.headline, language))
    return say(
        "decide.question",
        language,
        n=len(others),
        kpi=kpi,
        base=verdicts.names(outcome, language)[outcome.comparison.base],
    )


def _effects(outcome: "comparisons.Outcome", language: Language) -> Table:
    """Returns what each scenario does to the headline, and for whom most."""
    found, called = outcome.comparison, verdicts.names(outcome, language)
    rows = []
    for label, differences in found.differences.items():
        one = differences[found.headline]
        row = verdicts.row(one, language)
        ends = (gainers.short(found.stakes[label], verdict, language) for verdict in ("worse", "better"))
        cost = rupiah(_price(found, label), language)
        change = f"{row.base} → {row.other}; {row.difference} ({row.interval})"
        rows.append((called[label], change, *ends, cost))
    names = ("scenario", "change", "loses", "gains", "price")
    heads = tuple(say(f"decide.{name}", language) for name in names)
    return Table(heads, tuple(rows), widths=(2.6, 2.6, 3.4, 3.4, 2))


def _price(comparison: "Comparison", label: str) -> float:
    """Returns what a further order served costs the public; NaN where no cost is stated, or none is told."""
    if PRICED not in comparison.kpis or "public_cost" not in comparison.kpis:
        return math.nan
    price = comparison.price(label, PRICED)
    is_told = comparison.differences[label]["public_cost"].other.mean > 0 and math.isfinite(price.low + price.high)
    return price.mean if is_told and price.low > 0 else math.nan


def _steps(outcome: "comparisons.Outcome", language: Language) -> list[str]:
    """Returns what to do: which alternative to choose, and what to do about demands on the estate."""
    found, called = outcome.comparison, verdicts.names(outcome, language)
    options, said = verdicts.alternatives(found), list[str]()
    if len(options) > 1 and found.leaders:
        names = [called[label] for label in found.leaders]
        key = "either" if len(names) > 1 else "stay" if found.leaders[0] == found.base else "choose"
        said.append(say(f"decide.{key}", language, names=verdicts.listed(names, language)))
    for label in found.differences:
        if label not in options:
            key = "strain" if _is_worse(found, label) else "carried"
            said.append(say(f"decide.{key}", language, name=called[label]))
    return said


def _is_worse(comparison: "Comparison", label: str) -> bool:
    """Tells whether the headline is worse, of the estate or of the kind of partner for which it changes most."""
    moved = comparison.moved(label)
    told = (comparison.differences[label][comparison.headline], *([moved] if moved else []))
    return any(one.verdict == "worse" for one in told)


def _asks(outcome: "comparisons.Outcome", language: Language) -> list[str]:
    """Returns what to find out: what worlds tell is worth most, else an assumption of what was changed."""
    found = outcome.comparison
    if found.worlds:
        called = verdicts.names(outcome, language)
        return robust.asked(found.worlds.information(found.headline), called, language)
    said, (_, *others) = list[str](), outcome.plan.scenarios.items()
    for label, scenario in others if len(others) == 1 else ():  # of several, the annex has a table each
        if rows := inputs.assumed(outcome.plan.base, scenario, language):
            owner, what, _, ends = rows[0]
            name = verdicts.names(outcome, language)[label]
            said.append(say("decide.assumed", language, name=name, what=f"{owner}, {what}", ends=ends or UNDEFINED))
    return [*said, say("decide.worlds", language)]
