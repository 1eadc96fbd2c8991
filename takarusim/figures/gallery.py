"""The gallery: each figure is one record, which all that draws, lists, names or describes figures follows.

Reading order: Figure, GALLERY, figures, drawings.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from takarusim.errors import ExperimentError
from takarusim.experiments import accounts, run, summary
from takarusim.experiments.compare import Comparison
from takarusim.experiments.credit import Credit
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.fit import Fit
from takarusim.experiments.headroom import Headroom
from takarusim.experiments.select import Selection
from takarusim.experiments.sweep import Sweep
from takarusim.experiments.why import Why
from takarusim.figures import charts, ensembles, factors, fits, gainers, gantt, life, packages, plots, selections
from takarusim.figures.canvas import Axes, Stamp
from takarusim.language import words
from takarusim.language.numerals import Language
from takarusim.lowering import estate, lowering
from takarusim.outcome.replication import window_of
from takarusim.quantities.units import nearest
from takarusim.registers.kpis import HEADLINE, about
from takarusim.results import runs
from takarusim.scenario import calendars, titles
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import warmup

__all__ = [
    "GALLERY",
    "Asked",
    "Drawing",
    "Figure",
    "Kind",
    "Result",
    "Section",
    "drawings",
    "figures",
    "kind_of",
    "units_by_type",
]

Kind = Literal["run", "order", "comparison", "credit", "selection", "sweep", "headroom", "worlds", "log"]
Result = runs.Outcome | Why | Comparison | Credit | Selection | Sweep | Headroom | Ensemble | Fit
KINDS: dict[type, Kind] = {
    runs.Outcome: "run",
    Why: "order",
    Comparison: "comparison",
    Credit: "credit",
    Selection: "selection",
    Sweep: "sweep",
    Headroom: "headroom",
    Ensemble: "worlds",
    Fit: "log",
}
Section = Literal["", "kpis", "effects", "gains", "held", "course"]
HEADLINES = (HEADLINE, "lead_time_mean", "revenue")  # of which a comparison has a forest, besides its own headline
# KPIs by month, where known
MONTHLY = (HEADLINE, "crew_load", "utilisation", "wip", "score", "qualified", "suspended", "stock_fill_rate")
WEEKS = 2  # of a Gantt chart
DAY = 86_400_000  # ms


class Asked(NamedTuple):
    """What is asked of the figures of a result."""

    figure: str = ""  # its name; all that are usual when empty
    kpi: str = ""  # that figures of experiments show; the headline when not given
    factors: tuple[str, ...] = ()  # the two of a heat map
    first: date | None = None  # of the days of a Gantt chart
    last: date | None = None


class Drawing(NamedTuple):
    """One picture of a figure: a comparison has a forest for each of some KPIs."""

    of: str  # a KPI, a scenario, factors: what tells it from others of the figure
    draw: Callable[..., Axes | None]  # takes `language` and `stamp`; None: there is nothing to show
    kpi: str = ""  # in its title


class Figure(NamedTuple):
    """A figure that there is of one kind of result."""

    name: str
    of: Kind
    section: Section  # of the briefing in which it stands; "": none
    title: str  # its key in `words`; of the figure's other words the keys begin so
    pictures: Callable[[Any, Asked], Iterable[Drawing]]
    is_usual: Callable[[Any], bool] = lambda _: True  # whether it is drawn of a result without being named

    def titled(self, drawing: Drawing, language: Language) -> str:
        """Returns the title of a picture."""
        return words.say(self.title, language, kpi=words.kpi(drawing.kpi, language) if drawing.kpi else "")


def kind_of(result: Result) -> Kind:
    """Returns of which kind a result is."""
    return KINDS[type(result)]


def figures(result: Result, name: str = "") -> list[Figure]:
    """Returns the figures that are usual of a result, or the one of a name.

    Raises
    ------
    ExperimentError
        If results of this kind have no figure of the name.
    """
    mine = [figure for figure in GALLERY if figure.of == kind_of(result)]
    if not name:
        return [figure for figure in mine if figure.is_usual(result)]
    names = [figure.name for figure in mine]
    if name not in names:
        near, is_near, _ = nearest(name, names).partition("?")
        listed = f"one of {', '.join(names)}"
        raise ExperimentError(f"no such figure, got {name!r}; {f'{near}? {listed}' if is_near else listed}")
    return [figure for figure in mine if figure.name == name]


def drawings(result: Result, asked: Asked) -> Iterator[tuple[Figure, Drawing]]:
    """Yields each picture that is asked for of a result, with its figure.

    Raises
    ------
    ExperimentError
        If there is no such figure, or the result has no such KPI or factor.
    """
    kind = kind_of(result)
    if asked.kpi and kind in ("run", "order", "headroom", "worlds", "log"):
        raise ExperimentError(f"no KPI is chosen in figures of a {kind}, got {asked.kpi!r}; of a comparison or a sweep")
    if isinstance(result, Comparison) and asked.kpi not in ("", *result.kpis):
        raise ExperimentError(f"no such KPI in this comparison, got {asked.kpi!r}; {nearest(asked.kpi, result.kpis)}")
    if isinstance(result, Credit) and asked.kpi not in ("", *result.kpis):
        raise ExperimentError(f"no such KPI of these packages, got {asked.kpi!r}; {nearest(asked.kpi, result.kpis)}")
    if asked.factors and kind != "sweep":
        raise ExperimentError(f"no factors in a {kind}, got {', '.join(asked.factors)}; of the heat map of a sweep")
    if (asked.first or asked.last) and asked.figure != "gantt":
        raise ExperimentError(f"days of a figure that has none, got {asked.first or asked.last}; --figure gantt")
    for figure in figures(result, asked.figure):
        for drawing in figure.pictures(result, asked):
            yield figure, drawing._replace(draw=partial(_draw, drawing, _scenarios(result)))


def _scenarios(result: Result) -> list[Scenario]:
    """Returns the scenarios of a result, whose titles stand in its figures."""
    match result:
        case runs.Outcome():
            return [result.plan.scenario]
        case Comparison() | Credit() | Selection():
            return list(result.scenarios.values())
        case Why():
            return [result.one.scenario]
        case Sweep() | Ensemble():
            return [result.scenario]
        case Fit(base=Scenario() as base):
            return [base]
    return []  # whoever asks knows them


def _draw(drawing: Drawing, scenarios: Sequence[Scenario], *, language: Language, stamp: Stamp) -> Axes | None:
    return drawing.draw(language=titles.spoken(language, *scenarios) if scenarios else language, stamp=stamp)


def _one(draw: Callable[..., Axes | None]) -> Callable[[Any, Asked], list[Drawing]]:
    """Returns the only picture of a figure, of a function that takes the result."""
    return lambda result, _: [Drawing("", partial(draw, result))]


# ---- of a run


def _flow(outcome: runs.Outcome, **look: Any) -> Axes | None:
    plan = outcome.plan
    first, last = (_date(plan, moment) for moment in window_of(plan.scenario))
    frame, period = summary.flow(outcome.orders, first, last, plan.replications)
    return plots.flow(frame, period=period, **look) if len(frame) else None


def _utilisation(outcome: runs.Outcome, **look: Any) -> Axes | None:
    frame = summary.utilisation(outcome.estimates, units_by_type(outcome.plan.scenario))
    return plots.utilisation(frame, **look) if len(frame) else None


def units_by_type(scenario: Scenario) -> dict[str, int]:
    """Returns how many units of each workshop type are ever let; an id does not tell: C-big-001 is none of type C."""
    counts = Counter(unit.type for unit in estate.units(scenario))
    return {kind: counts[kind] for kind in lowering.names(scenario).types}


def _ledger(outcome: runs.Outcome, **look: Any) -> Axes | None:
    return plots.ledger(summary.ledger(outcome.ledger, outcome.counted), **look)


def _lead_time(outcome: runs.Outcome, **look: Any) -> Axes | None:
    frame = summary.lead_time(outcome.counted)
    return plots.lead_time(frame, **look) if len(frame) else None


def _on_time(outcome: runs.Outcome, **look: Any) -> Axes | None:
    scenario = outcome.plan.scenario
    kinds = {name: partner.kind for name, partner in sorted(scenario.partners.items())}
    frame = summary.otif(outcome.estimates, scenario.targets, kinds)
    return plots.otif(frame, **look) if len(frame) else None


def _weeks(outcome: runs.Outcome, asked: Asked) -> list[Drawing]:
    """Returns the Gantt chart of the days that are asked for, or of the first weeks that count."""
    scenario = outcome.plan.scenario
    end = calendars.horizon(scenario)
    first = window_of(scenario).start if asked.first is None else calendars.moment(scenario, asked.first)
    last = min(first + WEEKS * 7 * DAY, end) if asked.last is None else calendars.moment(scenario, asked.last) + DAY
    if not 0 <= first < last <= end:
        days = [_date(outcome.plan, at).date() for at in (first, last - 1, 0, end - 1)]
        raise ExperimentError(f"no days of the run, got {days[0]} to {days[1]}; from {days[2]} to {days[3]}, in order")
    days = [each for each in (asked.first, asked.last) if each]
    return [Drawing("-".join(map(str, days)), partial(_gantt, outcome, first, last))]


def _gantt(outcome: runs.Outcome, first: int, last: int, **look: Any) -> Axes | None:
    """Draws what units did; by law 5 a run that ends with these days has the same log up to there."""
    plan = outcome.plan
    scenario = plan.scenario
    if scenario.time.last_day is not None:
        until = _date(plan, last - 1).date()
        scenario = scenario.model_copy(update={"time": scenario.time.model_copy(update={"last_day": until})})
    one = run.simulate(scenario, seed=plan.seed, replication=0, engine=plan.engine)
    spans = gantt.spans(one.instance, one.tables, first, last)
    kinds = [plan.scenario.partners[name].kind for name in one.names.streams] + [""]
    frame = pd.DataFrame(
        {
            "unit": [one.names.units[unit] for unit in spans["unit"]],
            "start": [_date(plan, moment) for moment in spans["start"]],
            "end": [_date(plan, moment) for moment in spans["end"]],
            "part": spans["part"],
            "kind": [kinds[stream] for stream in spans["stream"]],
        }
    )
    units = {name: one.names.types[w] for name, w in zip(one.names.units, one.units.type.tolist(), strict=True)}
    days = _date(plan, first).floor("D"), _date(plan, last - 1).floor("D")
    return plots.gantt(frame, units, days, **look) if len(frame) else None


def _months(outcome: runs.Outcome, **look: Any) -> Axes | None:
    """Draws what is served, the load of crews, or of units where no crew is limited, and the work in hand."""
    frame = outcome.months
    if frame is None:
        return None
    estate = frame[frame["group"] == ""]
    known = [name for name in MONTHLY if name in set(estate["kpi"])]
    shown = [name for name in known if not (name == "utilisation" and "crew_load" in known)]
    rows = pd.concat([estate[estate["kpi"] == name] for name in shown]) if shown else estate[:0]
    return plots.months(rows, **look) if rows["month"].nunique() > 1 else None


def _warm_up(outcome: runs.Outcome, **look: Any) -> Axes | None:
    plan, course = outcome.plan, outcome.course
    if course is None or not len(course):
        return None
    stated, period = plan.scenario.time.warm_up, warmup.period_of(plan.scenario)
    left_out = None if outcome.problem else (stated.value if stated else outcome.warm_up) / period
    looked_at = min(run.PILOT, plan.replications) if stated else run.PILOT
    return plots.warm_up(
        summary.smoothed(course), left_out, looked_at, is_stated=stated is not None, weeks=period // warmup.WEEK, **look
    )


def _date(plan: runs.Plan, moment: int) -> pd.Timestamp:
    return pd.Timestamp(calendars.origin(plan.scenario)) + pd.Timedelta(milliseconds=int(moment))


def _is_long(outcome: runs.Outcome) -> bool:
    return bool(outcome.plan.scenario.time.long_run)  # a plan leaves nothing out of what it looks at


def _life(why: Why, **look: Any) -> Axes | None:
    return life.life(why, **look) if why.stages else None


# ---- of a comparison


def _forests(found: Comparison, asked: Asked) -> Iterator[Drawing]:
    """Yields a forest of the KPI that is asked for; of the headline alone where a forest is asked for by name."""
    kpi = asked.kpi or (found.headline if asked.figure else "")
    for one in (kpi,) if kpi else dict.fromkeys((found.headline, *HEADLINES)):
        if any(math.isfinite(each[one].difference.mean) for each in found.differences.values()):
            yield Drawing(one, partial(charts.forest, found, one), one)


def _before_and_after(found: Comparison, asked: Asked) -> Iterator[Drawing]:
    kpi = asked.kpi or HEADLINE
    for label, differences in found.differences.items():
        partners = [one for name, one in differences.items() if name.startswith(f"{kpi}[partner=")]
        if any(math.isfinite(one.other.mean) for one in partners):
            of = label if kpi == HEADLINE else f"{label}-{kpi}"
            yield Drawing(of, partial(charts.before_and_after, found, label, kpi), kpi)


def _gains(found: Comparison, _: Asked) -> Iterator[Drawing]:
    for label in found.stakes:
        if gainers.shown(found, label):
            yield Drawing(label, partial(gainers.who_gains, found, label))


def _where(found: Comparison, _: Asked) -> Iterator[Drawing]:
    for label, one in found.wheres.items():
        if one.conditions:
            yield Drawing(label, partial(ensembles.where, found, label))


def _ledgers(found: Comparison, _: Asked, *, late: bool) -> Iterator[Drawing]:
    frame = accounts.ledgers(found.account, late=late)
    if frame["days"].any():
        titles = {label: one.title for label, one in found.scenarios.items()}
        yield Drawing("", partial(charts.ledgers, frame, late=late, titles=titles))


# ---- of credit


def _parts(found: Credit, asked: Asked) -> list[Drawing]:
    kpi = asked.kpi or found.headline
    return [Drawing(kpi, partial(packages.credit, found, kpi), kpi)]


def _years(found: Credit, asked: Asked) -> list[Drawing]:
    kpi = asked.kpi or found.headline
    return [Drawing(kpi, partial(packages.years, found, kpi), kpi)] if len(found.years(kpi)) > 1 else []


# ---- of a sweep, and of headroom


def _swept(draw: Callable[..., Axes]) -> Callable[[Sweep, Asked], list[Drawing]]:
    """Returns the only picture of a figure of a sweep, of a function that takes the sweep, a KPI and its unit."""

    def pictures(found: Sweep, asked: Asked) -> list[Drawing]:
        kpi = asked.kpi or HEADLINE
        more: dict[str, Any] = {"factors": asked.factors} if draw is factors.heat_map else {}
        of = "-".join((kpi, *more.get("factors", ())))
        if np.isnan(found.of(kpi)).all():
            return []
        return [Drawing(of, partial(draw, found, kpi, about(kpi).unit, **more), kpi)]

    return pictures


def _has_a_surface(found: Sweep) -> bool:
    return len(found.design.factors) > 1


def _headroom(found: Headroom, _: Asked) -> list[Drawing]:
    kpi = found.asked.kpi
    return [Drawing("", partial(charts.headroom, found, kpi, about(kpi).unit), kpi)]


def _pinned(found: Ensemble, **look: Any) -> Axes | None:
    return ensembles.pinned(found, **look) if len(found.pinned()) else None


GALLERY = (
    Figure("on-time", "run", "kpis", "figure.on_time", _one(_on_time)),
    Figure("lead-time", "run", "kpis", "figure.lead_time", _one(_lead_time)),
    Figure("ledger", "run", "held", "figure.ledger", _one(_ledger)),
    Figure("utilisation", "run", "course", "figure.utilisation", _one(_utilisation)),
    Figure("gantt", "run", "course", "figure.gantt", _weeks),
    Figure("flow", "run", "course", "figure.flow", _one(_flow)),
    Figure("months", "run", "course", "figure.months", _one(_months), lambda outcome: not _is_long(outcome)),
    Figure("warm-up", "run", "course", "figure.warm_up", _one(_warm_up), _is_long),
    Figure("life", "order", "", "figure.life", _one(_life)),
    Figure("forest", "comparison", "effects", "figure.forest", _forests),
    Figure("before-and-after", "comparison", "effects", "figure.before_and_after", _before_and_after),
    Figure("who-gains", "comparison", "gains", "figure.who_gains", _gains),
    Figure("where", "comparison", "effects", "figure.where", _where),
    Figure("ledgers-late", "comparison", "held", "figure.ledgers_late", partial(_ledgers, late=True)),
    Figure("ledgers-all", "comparison", "held", "figure.ledgers_all", partial(_ledgers, late=False)),
    Figure("credit", "credit", "", "figure.credit", _parts),
    Figure("credit-years", "credit", "", "figure.credit_years", _years),
    Figure("select", "selection", "", "figure.select", _one(selections.select)),
    Figure("main-effects", "sweep", "", "figure.main_effects", _swept(factors.main_effects)),
    Figure("heat-map", "sweep", "", "figure.heat_map", _swept(factors.heat_map), _has_a_surface),
    Figure("tornado", "sweep", "", "figure.tornado", _swept(factors.tornado)),
    Figure("headroom", "headroom", "", "figure.headroom", _headroom),
    Figure("pinned", "worlds", "", "figure.pinned", _one(_pinned)),
    Figure("fit", "log", "", "figure.fit", _one(fits.fit)),
)
