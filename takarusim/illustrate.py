"""The figures of a run, kept in its folder: which frame each one shows."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

import pandas as pd

from takarusim import calendars, gantt, lowering, plots, runs, store, summary
from takarusim.numerals import Language
from takarusim.plots import Axes
from takarusim.replication import window_of
from takarusim.study import Outcome, Plan

__all__ = ["FIGURES", "draw"]

KINDS: tuple[Literal["png", "svg"], ...] = ("png", "svg")
WEEKS = 2  # of a Gantt chart
DAY = 86_400_000  # ms


def draw(outcome: Outcome, language: Language) -> Iterator[str]:
    """Draws the figures that a run's folder has not yet in a language, and yields the name of each when it is done."""
    plan = outcome.plan
    for name, figure in FIGURES.items():
        files = [f"figures/{name}-{language}.{kind}" for kind in KINDS]
        if store.missing(plan.folder, files):
            stamp = plots.Stamp(plan.id, plan.seed, plan.replications)
            axes = figure(outcome, {"language": language, "stamp": stamp})
            if axes is not None:
                pictures = {file: plots.picture(axes, kind) for file, kind in zip(files, KINDS, strict=True)}
                store.keep(plan.folder, pictures, {})
        yield name


def _flow(outcome: Outcome, look: dict[str, Any]) -> Axes | None:
    plan = outcome.plan
    first, last = (_date(plan, moment) for moment in window_of(plan.scenario))
    frame, period = summary.flow(outcome.orders, first, last, plan.replications)
    return plots.flow(frame, period=period, **look) if len(frame) else None


def _utilisation(outcome: Outcome, look: dict[str, Any]) -> Axes | None:
    names = lowering.names(outcome.plan.scenario)
    units = {kind: sum(unit.startswith(f"{kind}-") for unit in names.units) for kind in names.types}
    frame = summary.utilisation(outcome.estimates, units)
    return plots.utilisation(frame, **look) if len(frame) else None


def _ledger(outcome: Outcome, look: dict[str, Any]) -> Axes | None:
    return plots.ledger(summary.ledger(outcome.ledger, outcome.counted), **look)


def _lead_time(outcome: Outcome, look: dict[str, Any]) -> Axes | None:
    frame = summary.lead_time(outcome.counted)
    return plots.lead_time(frame, **look) if len(frame) else None


def _on_time(outcome: Outcome, look: dict[str, Any]) -> Axes | None:
    scenario = outcome.plan.scenario
    kinds = {name: partner.kind for name, partner in sorted(scenario.partners.items())}
    frame = summary.otif(outcome.estimates, scenario.targets, kinds)
    return plots.otif(frame, **look) if len(frame) else None


def _gantt(outcome: Outcome, look: dict[str, Any]) -> Axes | None:
    """Draws the first weeks that count; by law 5 a run that ends with them has the same log up to there."""
    plan = outcome.plan
    scenario = plan.scenario
    first = window_of(scenario).start
    last = min(first + WEEKS * 7 * DAY, calendars.horizon(scenario))
    if scenario.time.last_day is not None:
        until = _date(plan, last - 1).date()
        scenario = scenario.model_copy(update={"time": scenario.time.model_copy(update={"last_day": until})})
    one = runs.simulate(scenario, seed=plan.seed, replication=0, engine=plan.engine)
    spans = gantt.spans(one.instance, one.log, first, last)
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
    return plots.gantt(frame, one.names.units, **look) if len(frame) else None


def _date(plan: Plan, moment: int) -> pd.Timestamp:
    return pd.Timestamp(calendars.origin(plan.scenario)) + pd.Timedelta(milliseconds=int(moment))


FIGURES: dict[str, Callable[[Outcome, dict[str, Any]], Axes | None]] = {
    "flow": _flow,
    "utilisation": _utilisation,
    "ledger": _ledger,
    "lead-time": _lead_time,
    "on-time": _on_time,
    "gantt": _gantt,
}
