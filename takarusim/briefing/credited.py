"""What each measure of a package brings, in words and rows of tables.

Nothing is computed here. Reading order: lead, parts, years, prices, worlds.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from takarusim.briefing import verdicts
from takarusim.language import words
from takarusim.language.numerals import UNDEFINED, Language, number, percent, rupiah, span
from takarusim.language.words import say, unit
from takarusim.registers.kpis import about

if TYPE_CHECKING:
    from takarusim.experiments.credit import Credit, Part
    from takarusim.statistics.estimates import Estimate

__all__ = ["Sheet", "lead", "names", "sheets"]


class Sheet(NamedTuple):
    """A table: what it is of, its heads, and its rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def names(credit: "Credit", language: Language) -> dict[str, str]:
    """Returns what the base and each measure are called."""
    return words.names({label: scenario.title for label, scenario in credit.scenarios.items()}, language)


def lead(credit: "Credit", language: Language) -> list[str]:
    """Returns what the package brings to the headline, which measure most of it, and whose part cannot be told."""
    called, of = names(credit, language), about(credit.headline).unit
    whole, parts = credit.whole(), credit.parts()
    kpi = verdicts.small(words.kpi(credit.headline, language))
    if math.isnan(whole.mean):
        return [say("credit.undefined", language, kpi=kpi)]
    like = _largest(whole)
    told = {
        "kpi": kpi,
        "base": called[credit.base],
        "size": _told(whole, of, language, like),
        "unit": _unit(of, language),
    }
    key = "whole" if _is_sure(whole) else "same" if whole.low == whole.high == 0 else "untold"
    said = [say(f"credit.{key}", language, **told)]
    sure = {label: part.share for label, part in parts.items() if _is_sure(part.share)}
    if sure:
        most = max(sure, key=lambda label: abs(sure[label].mean))
        size = _told(sure[most], of, language, like)
        said.append(say("credit.most", language, name=called[most], size=size, unit=_unit(of, language)))
    if open_ := [called[label] for label in parts if label not in sure]:
        said.append(say("credit.open", language, names=", ".join(open_)))
    apart = max(parts, key=lambda label: _interplay(parts[label]))
    if _interplay(parts[apart]) >= 0.05 * max(abs(part.share.mean) for part in parts.values()) > 0:
        ends = {
            "alone": _told(parts[apart].alone, of, language, like),
            "last": _told(parts[apart].last, of, language, like),
        }
        said.append(say("credit.interplay", language, name=called[apart], unit=_unit(of, language), **ends))
    return said


def _is_sure(estimate: "Estimate") -> bool:
    """Tells whether a change is told apart from none."""
    return estimate.low > 0 or estimate.high < 0


def _interplay(part: "Part") -> float:
    """Returns how much more or less a measure surely brings last than alone; 0 where that cannot be told."""
    is_told = part.last.low > part.alone.high or part.last.high < part.alone.low
    return abs(part.last.mean - part.alone.mean) if is_told else 0.0


def sheets(credit: "Credit", kpis: Sequence[str], language: Language) -> list[Sheet]:
    """Returns the tables of some KPIs: parts, and by year; then of money, and of worlds, where there are any."""
    of_each = [sheet for kpi in kpis for sheet in (_parts(credit, kpi, language), *_years(credit, kpi, language))]
    return [*of_each, *_prices(credit, language), *(sheet for kpi in kpis for sheet in _worlds(credit, kpi, language))]


def _parts(credit: "Credit", kpi: str, language: Language) -> Sheet:
    called, of, whole = names(credit, language), about(kpi).unit, credit.whole(kpi)
    parts = credit.parts(kpi)
    like = max(_largest(whole), *(_largest(one) for part in parts.values() for one in part))
    rows = [(called[label], *(_told(one, of, language, like) for one in part)) for label, part in parts.items()]
    rows.append((say("credit.together", language), "", "", _told(whole, of, language, like)))
    heads = tuple(say(f"credit.{name}", language) for name in ("measure", "alone", "last", "share"))
    return Sheet(_titled(credit, kpi, language), heads, tuple(rows))


def _years(credit: "Credit", kpi: str, language: Language) -> list[Sheet]:
    years = credit.years(kpi)
    if len(years) < 2:
        return []
    called, of = names(credit, language), about(kpi).unit
    columns = [[part.share for part in credit.parts(name).values()] + [credit.whole(name)] for name in years.values()]
    like = max(_largest(one) for column in columns for one in column)
    labels = [*(called[label] for label in credit.measures), say("credit.together", language)]
    rows = [
        (label, *(_told(one, of, language, like) for one in row))
        for label, row in zip(labels, zip(*columns, strict=True), strict=True)
    ]
    title = say("credit.by_year", language, kpi=words.kpi(kpi, language), unit=_unit(of, language))
    return [Sheet(title, (say("credit.measure", language), *years), tuple(rows))]


def _prices(credit: "Credit", language: Language) -> list[Sheet]:
    """Returns what measures cost the public; nothing where none states its cost."""
    if not credit.whole("public_cost").mean > 0:
        return []
    called, cost, more = names(credit, language), credit.parts("public_cost"), credit.parts("orders_served")
    like, rows = max(_largest(part.share) for part in more.values()), []
    for label in credit.measures:
        paid, price = cost[label].share.mean, credit.price(label)
        ends = [rupiah(end, language, like=price.mean) for end in (price.mean, price.low, price.high)]
        text = say("compare.untold", language) if math.isnan(price.mean) else f"{ends[0]} ({span(*ends[1:])})"
        orders = _told(more[label].share, about("orders_served").unit, language, like)
        rows.append(
            (called[label], rupiah(paid, language) if paid > 0 else UNDEFINED, orders, text if paid > 0 else UNDEFINED)
        )
    heads = tuple(say(f"credit.{name}", language) for name in ("measure", "cost", "orders", "price"))
    return [Sheet(say("credit.prices", language), heads, tuple(rows))]


def _worlds(credit: "Credit", kpi: str, language: Language) -> list[Sheet]:
    ranges, parts = credit.ranges(kpi), credit.parts(kpi)
    if not ranges:
        return []
    called, of = names(credit, language), about(kpi).unit
    like = max(_largest(part.share) for part in parts.values())
    rows = []
    for label, one in ranges.items():
        ends = " / ".join(_shown(end, of, language, like) for end in (one.p5, one.p50, one.p95))
        counts = (say("credit.of", language, n=str(k), of=str(one.n)) for k in (one.positive, one.negative))
        rows.append((called[label], _told(parts[label].share, of, language, like), ends, *counts))
    heads = tuple(say(f"credit.{name}", language) for name in ("measure", "stated", "across", "up", "down"))
    title = say("credit.worlds", language, kpi=words.kpi(kpi, language), unit=_unit(of, language))
    return [Sheet(title, heads, tuple(rows))]


def _titled(credit: "Credit", kpi: str, language: Language) -> str:
    told = {
        "packages": number(len(credit.responses.points), language, 0),
        "n": number(credit.replications, language, 0),
    }
    told |= {"confidence": percent(credit.confidence, language, 0), "unit": _unit(about(kpi).unit, language)}
    return say(
        "credit.title", language, kpi=words.kpi(kpi, language), base=names(credit, language)[credit.base], **told
    )


def _unit(of: str, language: Language) -> str:
    if of.partition("/")[0] == "Rp":
        return f"Rp {unit(of, language)}".strip()
    return say("unit.points", language) if of == "share" else unit(of, language)


def _largest(estimate: "Estimate") -> float:
    return abs(estimate.mean) if math.isfinite(estimate.mean) else 0.0


def _told(estimate: "Estimate", of: str, language: Language, like: float) -> str:
    """Returns a mean with its interval, with as many places as the largest number of the table needs."""
    if math.isnan(estimate.mean):
        return UNDEFINED
    mean, low, high = (_shown(end, of, language, like) for end in (estimate.mean, estimate.low, estimate.high))
    return mean if estimate.low == estimate.mean == estimate.high else f"{mean} ({span(low, high)})"


def _shown(value: float, of: str, language: Language, like: float) -> str:
    if of == "share":
        return number(100 * value, language, 1 if like >= 0.01 else 2)
    if of.partition("/")[0] == "Rp" and math.isfinite(value) and like >= 1:
        value = round(value, 1 - math.floor(math.log10(like)))  # to two digits of the largest
    return words.measure(value, of, language, like) if math.isfinite(value) else UNDEFINED
