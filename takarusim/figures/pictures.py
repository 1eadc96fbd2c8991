"""The pictures of each kind of result: what of it a figure shows, and whether there is anything to show.

Reading order: Drawing, then by kind of result, as `gallery` lists them.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from takarusim.errors import ExperimentError
from takarusim.experiments import accounts, run, summary
from takarusim.experiments.compare import Comparison
from takarusim.experiments.credit import Credit
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.headroom import Headroom
from takarusim.experiments.sweep import Sweep
from takarusim.experiments.why import Why
from takarusim.figures import charts, ensembles, factors, gainers, gantt, life, packages, plots
from takarusim.figures.canvas import Axes
from takarusim.lowering import estate, lowering
from takarusim.outcome.replication import window_of
from takarusim.registers.kpis import HEADLINE, about
from takarusim.results import runs
from takarusim.scenario import calendars
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import warmup

__all__ = [
    "Asked",
    "Drawing",
    "before_and_after",
    "flow",
    "forests",
    "gains",
    "has_a_surface",
    "headroom",
    "is_long",
    "is_short",
    "lead_time",
    "ledger",
    "ledgers",
    "months",
    "on_time",
    "only",
    "order_life",
    "parts",
    "pinned",
    "swept",
    "units_by_type",
    "utilisation",
    "warm_up",
    "weeks",
    "where",
    "years",
]

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


def only(draw: Callable[..., Axes | None]) -> Callable[[Any, Asked], list[Drawing]]:
    """Returns the only picture of a figure, of a function that takes the result."""
    return lambda result, _: [Drawing("", partial(draw, result))]


# ---- of a run


def flow(outcome: runs.Outcome, **look: Any) -> Axes | None:
    """Draws the orders placed and delivered by week, month or year."""
    plan = outcome.plan
    first, last = (_date(plan, moment) for moment in window_of(plan.scenario))
    frame, period = summary.flow(outcome.orders, first, last, plan.replications)
    return plots.flow(frame, period=period, **look) if len(frame) else None


def utilisation(outcome: runs.Outcome, **look: Any) -> Axes | None:
    """Draws how long units of each type work."""
    frame = summary.utilisation(outcome.estimates, units_by_type(outcome.plan.scenario))
    return plots.utilisation(frame, **look) if len(frame) else None


def units_by_type(scenario: Scenario) -> dict[str, int]:
    """Returns how many units of each workshop type are ever let; an id does not tell: C-big-001 is none of type C."""
    counts = Counter(unit.type for unit in estate.units(scenario))
    return {kind: counts[kind] for kind in lowering.names(scenario).types}


def ledger(outcome: runs.Outcome, **look: Any) -> Axes | None:
    """Draws where orders' time went."""
    return plots.ledger(summary.ledger(outcome.ledger, outcome.counted), **look)


def lead_time(outcome: runs.Outcome, **look: Any) -> Axes | None:
    """Draws how long orders took."""
    frame = summary.lead_time(outcome.counted)
    return plots.lead_time(frame, **look) if len(frame) else None


def on_time(outcome: runs.Outcome, **look: Any) -> Axes | None:
    """Draws what is on time in full, by partner."""
    scenario = outcome.plan.scenario
    kinds = {name: partner.kind for name, partner in sorted(scenario.partners.items())}
    frame = summary.otif(outcome.estimates, scenario.targets, kinds)
    return plots.otif(frame, **look) if len(frame) else None


def weeks(outcome: runs.Outcome, asked: Asked) -> list[Drawing]:
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


def months(outcome: runs.Outcome, **look: Any) -> Axes | None:
    """Draws what is served, the load of crews, or of units where no crew is limited, and the work in hand."""
    frame = outcome.months
    if frame is None:
        return None
    estate = frame[frame["group"] == ""]
    known = [name for name in MONTHLY if name in set(estate["kpi"])]
    shown = [name for name in known if not (name == "utilisation" and "crew_load" in known)]
    rows = pd.concat([estate[estate["kpi"] == name] for name in shown]) if shown else estate[:0]
    return plots.months(rows, **look) if rows["month"].nunique() > 1 else None


def warm_up(outcome: runs.Outcome, **look: Any) -> Axes | None:
    """Draws what a long run leaves out at its beginning."""
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


def is_long(outcome: runs.Outcome) -> bool:
    """Returns whether there is a warm-up to look at: a plan leaves nothing out of what it looks at."""
    return bool(outcome.plan.scenario.time.long_run)


def is_short(outcome: runs.Outcome) -> bool:
    """Returns whether there are months to look at."""
    return not is_long(outcome)


def order_life(why: Why, **look: Any) -> Axes | None:
    """Draws the life of one order."""
    return life.life(why, **look) if why.stages else None


# ---- of a comparison


def forests(comparison: Comparison, asked: Asked) -> Iterator[Drawing]:
    """Yields a forest of the KPI that is asked for; of the headline alone where a forest is asked for by name."""
    kpi = asked.kpi or (comparison.headline if asked.figure else "")
    for one in (kpi,) if kpi else dict.fromkeys((comparison.headline, *HEADLINES)):
        if any(math.isfinite(each[one].difference.mean) for each in comparison.differences.values()):
            yield Drawing(one, partial(charts.forest, comparison, one), one)


def before_and_after(comparison: Comparison, asked: Asked) -> Iterator[Drawing]:
    """Yields what each scenario does to each partner."""
    kpi = asked.kpi or HEADLINE
    for label, differences in comparison.differences.items():
        partners = [one for name, one in differences.items() if name.startswith(f"{kpi}[partner=")]
        if any(math.isfinite(one.other.mean) for one in partners):
            of = label if kpi == HEADLINE else f"{label}-{kpi}"
            yield Drawing(of, partial(charts.before_and_after, comparison, label, kpi), kpi)


def gains(comparison: Comparison, _: Asked) -> Iterator[Drawing]:
    """Yields who gains and who loses by each scenario."""
    for label in comparison.stakes:
        if gainers.shown(comparison, label):
            yield Drawing(label, partial(gainers.who_gains, comparison, label))


def where(comparison: Comparison, _: Asked) -> Iterator[Drawing]:
    """Yields in which worlds each scenario does what is asked."""
    for label, one in comparison.wheres.items():
        if one.conditions:
            yield Drawing(label, partial(ensembles.where, comparison, label))


def ledgers(comparison: Comparison, _: Asked, *, late: bool) -> Iterator[Drawing]:
    """Yields where the time of late orders, or of all, went by scenario."""
    frame = accounts.ledgers(comparison.account, late=late)
    if frame["days"].any():
        titles = {label: one.title for label, one in comparison.scenarios.items()}
        yield Drawing("", partial(charts.ledgers, frame, late=late, titles=titles))


# ---- of credit


def parts(credit: Credit, asked: Asked) -> list[Drawing]:
    """Returns what each measure brings."""
    kpi = asked.kpi or credit.headline
    return [Drawing(kpi, partial(packages.credit, credit, kpi), kpi)]


def years(credit: Credit, asked: Asked) -> list[Drawing]:
    """Returns what each measure brings by year, where there are several."""
    kpi = asked.kpi or credit.headline
    return [Drawing(kpi, partial(packages.years, credit, kpi), kpi)] if len(credit.years(kpi)) > 1 else []


# ---- of a sweep, and of headroom


def swept(draw: Callable[..., Axes]) -> Callable[[Sweep, Asked], list[Drawing]]:
    """Returns the only picture of a figure of a sweep, of a function that takes the sweep, a KPI and its unit."""

    def pictures(sweep: Sweep, asked: Asked) -> list[Drawing]:
        kpi = asked.kpi or HEADLINE
        more: dict[str, Any] = {"factors": asked.factors} if draw is factors.heat_map else {}
        of = "-".join((kpi, *more.get("factors", ())))
        if np.isnan(sweep.of(kpi)).all():
            return []
        return [Drawing(of, partial(draw, sweep, kpi, about(kpi).unit, **more), kpi)]

    return pictures


def has_a_surface(sweep: Sweep) -> bool:
    """Returns whether there are two factors for a heat map."""
    return len(sweep.design.factors) > 1


def headroom(found: Headroom, _: Asked) -> list[Drawing]:
    """Returns the levels that were tried."""
    kpi = found.asked.kpi
    return [Drawing("", partial(charts.headroom, found, kpi, about(kpi).unit), kpi)]


def pinned(ensemble: Ensemble, **look: Any) -> Axes | None:
    """Draws what is pinned down by what is known."""
    return ensembles.pinned(ensemble, **look) if len(ensemble.pinned()) else None
