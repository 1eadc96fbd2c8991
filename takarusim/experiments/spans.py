"""One span for all scenarios that are compared: the same days, and of long runs the same warm-up and length."""

from collections.abc import Mapping
from dataclasses import replace

from takarusim.errors import ExperimentError
from takarusim.experiments import run
from takarusim.experiments.execution import Execution
from takarusim.scenario import reading
from takarusim.scenario.prepared import seed_of
from takarusim.scenario.scenario import Scenario

__all__ = ["check", "warmed_up"]


def check(scenarios: Mapping[str, Scenario]) -> None:
    """Refuses no scenarios, and scenarios of different days."""
    for scenario in scenarios.values() if isinstance(scenarios, Mapping) else (scenarios,):
        seed_of(scenario)  # refuses what is none
    if not scenarios:
        raise ExperimentError("no scenario, got {}; at least the base")
    spans = {(s.time.first_day, s.time.last_day, s.time.run_in, s.time.long_run) for s in scenarios.values()}
    if len(spans) > 1:
        raise ExperimentError(
            "scenarios compared must cover the same days, got different first_day, last_day, run_in or long_run; "
            "--set time.last_day=... for all of them"
        )


def warmed_up(scenarios: Mapping[str, Scenario], execution: Execution) -> Mapping[str, Scenario]:
    """Returns long runs with one warm-up and length for all, the largest that is stated or found; plans as they are."""
    times = [s.time for s in scenarios.values()]
    stated = {time.warm_up and time.warm_up.value for time in times}
    if times[0].long_run is None or (len(stated) == 1 and None not in stated):
        return scenarios
    pilot = replace(execution, replications=run.PILOT)
    spans = {label: run.span(s, pilot) for label, s in scenarios.items()}
    for label, span in spans.items():
        if span.problem:
            raise ExperimentError(f"{label}: {span.problem}")
    warm_up = max(span.window.start for span in spans.values())  # ms  a long run begins at 0
    asked, length = times[0].long_run.value, max(span.window.end for span in spans.values())
    longer = {} if length <= asked else {run.LONG_RUN: f"{length} ms"}
    return {
        label: reading.with_values(s, {**longer, "time.warm_up": f"{warm_up} ms"}) for label, s in scenarios.items()
    }
