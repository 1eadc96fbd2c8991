"""What the page shows of results, as plain tables in words of a language: no statistic is computed here."""

import base64
import html
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from takarusim.briefing import inputs, verdicts
from takarusim.experiments.compare import Comparison
from takarusim.figures.canvas import TINY, Axes, picture
from takarusim.language.numerals import LANGUAGES, Language, day, span
from takarusim.language.words import kpi, measure, say, unit
from takarusim.registers.kpis import HEADLINE, about
from takarusim.results.comparisons import Outcome
from takarusim.statistics.estimates import Estimate

__all__ = ["Headline", "differing", "headline", "image", "kpis", "months", "sentences", "sided"]

MOST = 16  # KPIs in a table
DOTS = 130  # an inch of a figure, where there is room
LETTERS = 10  # dots of the smallest letters of a figure, at least
MONTHLY = (HEADLINE, "orders_placed", "orders_delivered", "lead_time_mean", "wip", "crew_load", "utilisation")


class Headline(NamedTuple):
    """The KPI that is looked at first."""

    name: str
    before: str
    after: str  # "" where nothing is compared
    verdict: str  # "" where nothing is compared


def headline(outcome: Outcome, language: Language) -> Headline:
    """Returns the headline before and after."""
    found = outcome.comparison
    name = kpi(found.headline, language)
    for differences in found.differences.values():
        one = differences[found.headline]
        before, after = (_level(each, one.unit, language) for each in (one.base, one.other))
        return Headline(name, before, after, verdicts.word(one, language))
    mean = found.responses.estimate(found.headline, found.base, found.confidence)
    return Headline(name, _level(mean, about(found.headline).unit, language), "", "")


def sentences(outcome: Outcome, language: Language) -> list[str]:
    """Returns the verdicts, which refuse to rank what cannot be told apart; nothing where nothing is compared."""
    if not outcome.comparison.differences:
        return []
    return list(dict.fromkeys((verdicts.lead(outcome, language), *verdicts.sentences(outcome, language))))


def kpis(outcome: Outcome, language: Language) -> pd.DataFrame:
    """Returns the most important KPIs before and after; of the base alone, with their intervals."""
    found = outcome.comparison
    for label in found.differences:
        rows = verdicts.rows(outcome, label, MOST, language)
        heads = [_head(name, found, language) for name in ("kpi", "before", "after", "difference", "verdict")]
        cells = [(one.kpi, one.base, one.other, _shift(one), one.verdict) for one in rows]
        return pd.DataFrame(cells, columns=heads)
    told = [(name, found.responses.estimate(name, found.base, found.confidence)) for name in verdicts.MAIN]
    alone = [
        (
            kpi(name, language),
            _level(one, one.unit, language, bare=True),
            _ends(one, language),
            "" if one.unit == "share" else unit(one.unit, language),
        )
        for name, one in told
        if one.n
    ]
    return pd.DataFrame(alone, columns=[_head(name, found, language) for name in ("kpi", "mean", "interval", "unit")])


def differing(outcome: Outcome, language: Language) -> pd.DataFrame:
    """Returns what differs between the inputs."""
    before, *others = outcome.plan.scenarios.values()
    rows = [change for other in others for change in inputs.changes(before, other, language)]
    cells = [(f"{one.owner}: {one.what}", one.base, one.other) for one in rows]
    return pd.DataFrame(cells, columns=[say(f"app.column.{name}", language) for name in ("input", "before", "after")])


def months(frame: pd.DataFrame | None, language: Language) -> pd.DataFrame:
    """Returns KPIs of the whole estate month by month."""
    if frame is None:
        return pd.DataFrame()
    estate = frame[(frame["group"] == "") & frame["kpi"].isin(MONTHLY)]
    known = [name for name in MONTHLY if (estate["kpi"] == name).any()]
    table = {
        say("app.month", language): [
            day(pd.Timestamp(each), language, "month") for each in sorted(set(estate["month"]))
        ]
    }
    for name in known:
        mine = estate[estate["kpi"] == name].set_index("month")
        rows = [mine.loc[month] if month in mine.index else None for month in sorted(set(estate["month"]))]
        words = unit(about(name).unit, language) if about(name).unit != "share" else ""
        head = f"{kpi(name, language)} ({words})" if words else kpi(name, language)
        table[head] = [
            "" if row is None else measure(row["mean"], row["unit"], language, like=row["mean"]) for row in rows
        ]
    return pd.DataFrame(table)


def sided(comparison: Comparison) -> Comparison:
    """Returns a comparison whose scenarios are called before and after, as figures have little room for more."""
    titles = [{language: say(f"app.side.{side}", language) for language in LANGUAGES} for side in ("before", "after")]
    pairs = zip(comparison.scenarios.items(), titles, strict=False)
    named = {label: scenario.model_copy(update={"title": title}) for (label, scenario), title in pairs}
    return replace(comparison, scenarios=named)


def image(axes: Axes) -> str:
    """Returns a figure as a part of a page: as wide as there is room for, and letters of `LETTERS` dots at least."""
    file, wide = base64.b64encode(picture(axes, "png")).decode(), axes.figure.get_figwidth()
    title = html.escape(" ".join(axes.figure.texts[0].get_text().split()))
    most, least = round(DOTS * wide), round(72 * LETTERS / TINY * wide)
    style = f"display: block; width: {most}px; max-width: max(100%, {least}px)"
    return f'<div style="overflow-x: auto"><img alt="{title}" style="{style}" src="data:image/png;base64,{file}"></div>'


def _shift(row: verdicts.Row) -> str:
    """Returns a difference with its unit and its interval."""
    return f"{row.difference} {row.unit} ({row.interval})".replace(" (–)", "").replace("  ", " ")


def _head(name: str, comparison: Comparison, language: Language) -> str:
    if name in ("before", "after"):
        return say(f"app.column.{name}", language)
    interval = say("column.interval", language, confidence=measure(comparison.confidence, "share", language))
    if name == "difference":
        return f"{say('column.difference', language)} ({interval})"
    return interval if name == "interval" else say(f"column.{name}", language)


def _level(estimate: Estimate, name: str, language: Language, *, bare: bool = False) -> str:
    shown = measure(estimate.mean, name, language, like=estimate.mean)
    return shown if bare or name == "share" else f"{shown} {unit(name, language)}".strip()


def _ends(estimate: Estimate, language: Language) -> str:
    return span(*(measure(end, estimate.unit, language, like=estimate.mean) for end in (estimate.low, estimate.high)))
