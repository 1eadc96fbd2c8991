"""What of a folder of results is exported: tables of plain values in the words of a language, and where they are from.

Reading order: exported, Export, Table, Number.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from takarusim.briefing import answer, credited, gainers, inputs
from takarusim.errors import StoreError
from takarusim.language import words
from takarusim.language.numerals import Language, number
from takarusim.language.words import called, kpi, of, say, unit
from takarusim.quantities.spelling import spelled
from takarusim.registers.kpis import Name, about, whole
from takarusim.results import comparisons, ensembles, headrooms, packages, runs, sweeps
from takarusim.results.folder import ResultsFolder
from takarusim.scenario import shapes, sources, titles
from takarusim.statistics.responses import estimate

if TYPE_CHECKING:
    import pandas as pd

    from takarusim.experiments.compare import Comparison
    from takarusim.experiments.credit import Credit
    from takarusim.experiments.ensemble import Ensemble
    from takarusim.experiments.headroom import Headroom
    from takarusim.experiments.sweep import Sweep
    from takarusim.scenario.scenario import Scenario
    from takarusim.statistics.estimates import Estimate

__all__ = ["Cell", "Export", "Number", "Table", "exported"]

ORDERS = (  # columns of the orders
    *("order", "name", "partner", "kind", "channel", "component", "sme", "parts", "quantity", "placed", "due", "begun"),
    "ready",
    *("delivered", "earliest", "latest", "pieces", "escaped", "refused", "on_time", "in_full", "late", "counts"),
)
GAINS = ("scenario", "party", "who", "kpi", "unit", "base", "other", "difference", "low", "high", "verdict", "id")
ENDS = ("low", "high", "confidence", "replications")


class Number(NamedTuple):
    """A number of a table; a writer shows shares in percent and money with its Rp."""

    value: float
    unit: str = ""  # as KPIs have them; "points": a difference of shares


Cell = str | date | Number | None


class Table(NamedTuple):
    """A sheet of a workbook, or a CSV file."""

    name: str  # of its file
    title: str  # of its sheet
    says: str  # what it holds
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


class Export(NamedTuple):
    """The tables of a folder of results, and where they come from."""

    title: str
    facts: Sequence[tuple[str, str]]  # what it is and how to make it again: a head and its words
    tables: Sequence[Table]


def exported(folder: Path, language: Language | None) -> tuple[Export, Language]:
    """Returns what a folder of results holds as tables, in a language or that of its scenario.

    Raises
    ------
    StoreError
        If the folder is none of results, or is not what its manifest says.
    """
    scenarios, tell = _opened(folder)
    base = next(iter(scenarios.values()))
    language = titles.spoken(language, *scenarios.values())
    said, tables = tell(language)
    facts = _facts(folder, scenarios, said, language)
    title = " – ".join(of(scenario.title, language) or label for label, scenario in scenarios.items())
    return Export(title, facts, [*tables, _register(base, language)]), language


def _opened(folder: Path) -> tuple[Mapping[str, "Scenario"], Callable[[Language], tuple[list[str], list[Table]]]]:
    """Returns the scenarios of a folder of results, and what tells its answer and its tables in a language."""
    match ResultsFolder(folder).kind:
        case "sweep":
            swept = sweeps.opened(folder)
            return {swept.id: swept.scenario}, lambda language: ([], [_points(swept, language)])
        case "comparison":
            outcome = comparisons.opened(folder)
            return outcome.plan.scenarios, lambda language: ([], _compared(outcome.comparison, language))
        case "worlds":
            ensemble = ensembles.opened(folder)
            return {ensemble.id: ensemble.scenario}, lambda language: ([], _ensemble(ensemble, language))
        case "selection":
            raise StoreError(f"{folder}: no workbook of a selection, got one; of a comparison of its options")
        case "credit":
            credit = packages.opened(folder)
            return credit.scenarios, lambda language: (credited.lead(credit, language), [_parts(credit, language)])
        case "headroom":
            found = headrooms.opened(folder)
            one, asked = found.headroom, found.plan.search.scenario
            return {found.plan.id: asked}, lambda language: (_found(one, language), [_levels(one, language)])
        case _:
            ran = runs.opened(folder)
            made = {ran.plan.id: ran.plan.scenario}
            return made, lambda language: (answer.sentences(ran, language), _ran(ran, language))


def _facts(
    folder: Path, scenarios: Mapping[str, "Scenario"], said: Sequence[str], language: Language
) -> list[tuple[str, str]]:
    manifest, base = ResultsFolder(folder).manifest(), next(iter(scenarios.values()))
    named = [f"{label}: {of(scenario.title, language)}" for label, scenario in scenarios.items()]
    told = {
        "what": say(f"list.{manifest.get('kind', 'run')}", language),
        "scenarios": "\n".join(named) if len(named) > 1 else "",
        "question": of(base.question, language) if len(named) == 1 else "",
        "answer": "\n".join(said),
        "command": str(manifest["command"]),
        "where": say("export.folder", language, folder=folder.resolve().name),
        "version": f"takarusim {manifest['takarusim']}",
        "seed": str(manifest["seed"]),
        "replications": number(manifest["replications"], language),
        "sources": str(manifest["sources"]),
    }
    return [(say(f"export.{name}", language), text) for name, text in told.items() if text]


def _table(name: str, columns: Iterable[str], rows: Iterable[Sequence[Cell]], language: Language) -> Table:
    heads = [say(f"head.{column}", language) for column in columns]
    return Table(
        name, say(f"export.table.{name}", language), say(f"export.table.{name}.says", language), heads, list(rows)
    )


def _of(name: str, language: Language) -> tuple[str, str]:
    """Returns the words of a KPI, and of what: a partner, a workshop type, "" for all."""
    parsed = Name.parsed(name) or Name(name)
    whose = words.member(parsed.group, parsed.member, language) if parsed.group else ""
    return kpi(str(parsed.whole), language), whose


def _unit(name: str, language: Language) -> str:
    """Returns the words of a unit, with the Rp that other tables set before the number."""
    return f"Rp {unit(name, language)}".strip() if name.partition("/")[0] == "Rp" else unit(name, language)


def _ends(one: "Estimate", of_unit: str) -> tuple[Cell, ...]:
    return (*(_number(end, of_unit) for end in (one.low, one.high)), Number(one.confidence, "share"), Number(one.n))


def _number(value: Any, of_unit: str = "") -> Number | None:
    """Returns a number as a cell, nothing for one that is not there."""
    return None if value is None or not math.isfinite(value) else Number(float(value), of_unit)


# ---- a run


def _ran(outcome: runs.Outcome, language: Language) -> list[Table]:
    by_month = [] if outcome.months is None else [_months(outcome.months, language)]
    firms = [] if outcome.firms is None else [_firms(outcome.firms, language)]
    return [_kpis(outcome, language), *by_month, *firms, _orders(outcome, language)]


def _kpis(outcome: runs.Outcome, language: Language) -> Table:
    targets, rows = outcome.plan.scenario.targets, []
    for name, one in outcome.estimates.items():
        target = targets.get(name)
        asked = tuple(_number(target and getattr(target, end), one.unit) for end in ("low", "high"))
        better, verdict = say(f"better.{about(name).better}", language), ""
        if name in targets:
            verdict = say(f"verdict.{outcome.verdicts[name]}", language)
        cells = (_unit(one.unit, language), _number(one.mean, one.unit), *_ends(one, one.unit), better)
        rows.append((*_of(name, language), *cells, *asked, verdict, name))
    columns = ("kpi", "whose", "unit", "mean", *ENDS, "better", "target_low", "target_high", "verdict", "id")
    return _table("kpis", columns, rows, language)


def _months(months: "pd.DataFrame", language: Language) -> Table:
    rows = []
    for month, name, group, member, of_unit, mean, low, high, n in months.itertuples(index=False, name=None):
        whose = words.member(group, str(member), language) if group else ""
        numbers = (_number(value, of_unit) for value in (mean, low, high))
        rows.append((month.date(), kpi(name, language), whose, _unit(of_unit, language), *numbers, Number(n)))
    columns = ("month", "kpi", "whose", "unit", "mean", "low", "high", "replications")
    return _table("months", columns, rows, language)


def _firms(firms: "pd.DataFrame", language: Language) -> Table:
    rows = [
        (month.date(), called("sme", sme, language), *map(_number, numbers), _number(share, "share"))
        for month, sme, *numbers, share in firms.itertuples(index=False, name=None)
    ]
    columns = ("month", "sme", "orders", "late_orders", "q10", "q90", "many", "often_late")
    return _table("firms", columns, rows, language)


def _orders(outcome: runs.Outcome, language: Language) -> Table:
    """Returns the orders of the first replication."""
    orders = outcome.orders[outcome.orders["replication"] == 0]
    columns = [[_plain(_titled(name, value, language), language) for value in orders[name].tolist()] for name in ORDERS]
    return _table("orders", ORDERS, zip(*columns, strict=True), language)


def _titled(column: str, value: Any, language: Language) -> Any:
    """Returns what a value of a frame is called, if it is an id."""
    return called(column, value, language) if isinstance(value, str) and value else value


def _plain(value: Any, language: Language) -> Cell:
    """Returns a value of a frame as a cell: nothing for what is not there, moments to the second."""
    if value is None or value != value:  # noqa: PLR0124  NaT and NaN
        return None
    if isinstance(value, datetime):
        return datetime.fromisoformat(value.isoformat(timespec="seconds"))
    if isinstance(value, bool):
        return say("input.yes" if value else "input.no", language)
    return value if isinstance(value, str) else Number(value)


# ---- others


def _compared(comparison: "Comparison", language: Language) -> list[Table]:
    called_so, rows = words.names({label: one.title for label, one in comparison.scenarios.items()}, language), []
    for label, differences in comparison.differences.items():
        for name, one in differences.items():
            means = (_number(each.mean, one.unit) for each in (one.base, one.other))
            points = "points" if one.unit == "share" else one.unit
            cells = (_unit(one.unit, language), *means, _number(one.difference.mean, points))
            verdict, needed = say(f"verdict.{one.verdict}", language), _number(one.needed)
            told = (say(f"better.{one.better}", language), verdict, needed, name)
            rows.append((called_so[label], *_of(name, language), *cells, *_ends(one.difference, points), *told))
    columns = ("scenario", "kpi", "whose", "unit", "base", "other", "difference", *ENDS, "better", "verdict")
    base, changed = next(iter(comparison.scenarios.values())), []
    for label, scenario in list(comparison.scenarios.items())[1:]:
        changed += [(called_so[label], *change) for change in inputs.changes(base, scenario, language)]
    return [
        _table("differences", (*columns, "needed", "id"), rows, language),
        _table("gains", GAINS, _gains(comparison, language), language),
        _table("changes", ("scenario", "owner", "what", "before", "after"), changed, language),
    ]


def _gains(comparison: "Comparison", language: Language) -> Iterator[Sequence[Cell]]:
    """Yields who loses and who gains by each scenario, losers first."""
    called_so = words.names({label: one.title for label, one in comparison.scenarios.items()}, language)
    for label, stakes in comparison.stakes.items():
        for one in stakes:
            told, unit_ = one.difference, _unit(one.difference.unit, language)
            points = "points" if told.unit == "share" else told.unit
            means = (_number(each.mean, told.unit) for each in (told.base, told.other))
            ends = (_number(end, points) for end in (told.difference.mean, told.difference.low, told.difference.high))
            names = (gainers.party(one.party, language), gainers.who(one, language), kpi(whole(told.kpi), language))
            yield called_so[label], *names, unit_, *means, *ends, gainers.told(one, language), told.kpi


def _parts(credit: "Credit", language: Language) -> Table:
    called, rows = credited.names(credit, language), []
    for name in credit.kpis:
        if name != credit.headline and "=" in name and "[year=" not in name:
            continue
        of_unit = "points" if about(name).unit == "share" else about(name).unit
        told = [
            (called[label], kind, one)
            for label, part in credit.parts(name).items()
            for kind, one in part._asdict().items()
        ]
        for measure, kind, one in (*told, ("", "together", credit.whole(name))):
            cells = (_unit(about(name).unit, language), _number(one.mean, of_unit), *_ends(one, of_unit), name)
            rows.append((*_of(name, language), measure, say(f"credit.{kind}", language), *cells))
    return _table("credit", ("kpi", "whose", "measure", "part", "unit", "mean", *ENDS, "id"), rows, language)


def _points(swept: "Sweep", language: Language) -> Table:
    paths = [factor.path for factor in swept.design.factors]
    columns = {name: swept.of(name) for name in swept.kpis}
    rows = []
    for point, levels in enumerate(swept.design.points):
        shown = [
            Number(value) if _is_number(value) else titles.level(path, value, language)
            for path, value in zip(paths, levels, strict=True)
        ]
        for name, values in columns.items():
            one, of_unit = estimate(name, values[point]), about(name).unit
            cells = (*_of(name, language), _unit(of_unit, language), _number(one.mean, of_unit))
            rows.append((Number(point), *shown, *cells, *_ends(one, of_unit), name))
    table = _table("points", ("point", "kpi", "whose", "unit", "mean", *ENDS, "id"), rows, language)
    return table._replace(heads=[table.heads[0], *(titles.path(one, language) for one in paths), *table.heads[1:]])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _found(headroom: "Headroom", language: Language) -> list[str]:
    asked = headroom.asked.kpi
    ends = {name: getattr(headroom, name) for name in ("surely", "estimate", "at_most")}
    told = [say(f"export.{name}", language, value=number(value, language)) for name, value in ends.items()]
    return [f"{titles.varied(asked, headroom.what, language)}: {headroom.asked.told(language)}", *told]


def _levels(headroom: "Headroom", language: Language) -> Table:
    of_unit = about(headroom.asked.kpi).unit
    rows = [
        (
            Number(one.level),
            *_of(headroom.asked.kpi, language),
            _unit(of_unit, language),
            _number(one.kpi.mean, of_unit),
            *(_number(each, of_unit) for each in (one.margin.mean, one.margin.low, one.margin.high)),
            _number(one.open, "share"),
            Number(one.kpi.n),
        )
        for one in headroom.levels
    ]
    columns = ("level", "kpi", "whose", "unit", "mean", "margin", "low", "high", "open", "replications")
    return _table("levels", columns, rows, language)


def _ensemble(ensemble: "Ensemble", language: Language) -> list[Table]:
    """Returns what KPIs are in worlds that agree, and where the draws of each group lie in them."""
    rows: list[Sequence[Cell]] = []
    for name in ensemble.kpis:
        ends, of_unit = ensemble.quantiles(name), about(name).unit
        middle = [_number(end, of_unit) for end in ends] or [None] * 3
        worlds = sum(map(math.isfinite, ensemble.of(name)[ensemble.survives]))
        rows.append((*_of(name, language), _unit(of_unit, language), *middle, Number(worlds), name))
    drawn = ensemble.pinned()[["group", "low", "middle", "high", "spread"]].to_dict("split")["data"]
    groups: list[Sequence[Cell]] = [
        (titles.group(group, language), *map(Number, ends), Number(spread, "share")) for group, *ends, spread in drawn
    ]
    columns = ("kpi", "whose", "unit", "p5", "p50", "p95", "worlds", "id")
    return [
        _table("worlds", columns, rows, language),
        _table("pinned", ("group", "p5", "p50", "p95", "spread"), groups, language),
    ]


# ---- where the numbers come from


def _register(scenario: "Scenario", language: Language) -> Table:
    """Returns every number of a scenario with its source; what is no plain number is told in words."""
    rows = []
    stated = inputs.stated(scenario, language)
    for entry, (value, between) in zip(sources.register(scenario), stated, strict=True):
        known = scenario.sources.get(entry.source)
        from_where = (known.publisher, known.date, known.where, known.trust) if known else ("", "", "", "")
        kind = say(f"kind.{entry.kind}", language)
        name = entry.source if known else ""
        owner, what = titles.whose(shapes.steps(entry.path), language)
        stated_so = (owner, what, *_stated(entry, value, language), between, kind, name)
        rows.append((*stated_so, *from_where, entry.note, entry.path))
    columns = (
        "owner",
        "what",
        "value",
        "unit",
        "range",
        "kind_of_source",
        "source",
        "publisher",
        "date",
        "where",
        "trust",
        "note",
        "id",
    )
    return _table("register", columns, rows, language)


def _stated(entry: sources.Entry, told: str, language: Language) -> Iterator[Cell]:
    """Yields a number and its unit, or what is told of a distribution."""
    try:
        yield Number(float(entry.value))
        yield spelled(entry.unit, language)
    except ValueError:
        yield told
        yield ""
