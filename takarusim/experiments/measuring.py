"""What a comparison measures of each replication of its scenarios, and how that is put side by side."""

import math
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError
from takarusim.experiments import own, recovery, run
from takarusim.experiments.execution import Execution
from takarusim.experiments.own import Own
from takarusim.experiments.run import Failure, Task
from takarusim.outcome.replication import Replication, Window
from takarusim.scenario.prepared import Prepared
from takarusim.statistics.responses import Responses

if TYPE_CHECKING:
    from takarusim.experiments.accounts import Account

__all__ = ["Accounted", "Measured", "accounted", "add", "stacked"]


class Accounted(NamedTuple):
    """What a replication came to, and where its orders' time went."""

    kpis: dict[str, float]
    account: "Account"
    by_month: NDArray[np.float64]  # (months, kpis asked by month)


Measured = dict[str, list[Accounted]]  # what the first replications of each scenario came to, by label


def accounted(replication: Replication, window: Window, functions: Own, by_month: tuple[str, ...]) -> Accounted:
    """Returns what is measured of a replication over a span: KPIs, one's own too, the account, and some by month."""
    from takarusim.experiments import accounts

    months = recovery.of_months(replication, window, by_month)
    return Accounted(own.evaluate(replication, window, functions), accounts.account(replication, window), months)


def add(
    measured: Measured,
    scenarios: Mapping[str, Prepared],
    at_work: Execution,
    numbers: range,
    by_month: tuple[str, ...],
) -> None:
    """Adds some replications of each scenario to those that are there."""
    missing = [(label, r) for r in numbers for label in scenarios if r >= len(measured[label])]
    tasks = [Task(scenarios[label], at_work.seed, (r,), at_work.engine) for label, r in missing]
    measure = partial(run.attempt, partial(accounted, functions=at_work.own, by_month=by_month))
    done = numbers.stop * len(scenarios) - len(missing)
    for (label, _), answer in zip(missing, at_work.map(measure, tasks), strict=True):
        if isinstance(answer, Failure):
            raise ExperimentError(answer.message)
        measured[label] += answer
        done += 1
        at_work.told(done, numbers.stop * len(scenarios))


def stacked(measured: Mapping[str, list[dict[str, float]]]) -> Responses:
    """Returns the values of all KPIs, those of the base first."""
    names = tuple(dict.fromkeys(name for rows in measured.values() for name in rows[0]))
    values = [[[row.get(name, math.nan) for name in names] for row in rows] for rows in measured.values()]
    numbers = tuple(range(len(values[0])))
    return Responses(tuple(measured), numbers, names, np.array(values, np.float64), axis="scenario")
