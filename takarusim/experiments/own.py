"""KPIs of one's own: functions of a Replication, whose values stand beside those of the register.

They have no group and no unit, and neither way is better. No folder of results keeps them: what is in it is made again
by a command, which knows no function.
"""

import pickle
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from takarusim.errors import ExperimentError
from takarusim.kpis import kpis
from takarusim.outcome.replication import Replication, Window
from takarusim.registers.kpis import KPIS

__all__ = ["Own", "check", "evaluate", "said"]

Own = Mapping[str, Callable[[Any], float]]  # by name: a function of a Replication
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def check(own: Own, *, is_pickled: bool) -> None:
    """Refuses names that are none or taken, what is no function, and what cannot be sent to processes."""
    for name, function in own.items():
        if not _NAME.fullmatch(name):
            raise ExperimentError(f"kpis: not a name, got {name!r}; a small letter, then small letters, digits and _")
        if name in KPIS:
            raise ExperimentError(f"kpis: a KPI of the register, got {name!r}; another name")
        if not callable(function):
            raise ExperimentError(f"kpis: {name} is no function, got {function!r}; one of a Replication")
        if is_pickled and not _is_picklable(function):
            raise ExperimentError(
                f"kpis: {name} cannot be sent to processes, got {function!r}; "
                "a function of a module, with a name, or jobs=1"
            )


def _is_picklable(function: Any) -> bool:
    try:
        pickle.dumps(function)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True


def said(own: Own) -> dict[str, str]:
    """Returns what provenance says of them: their names."""
    return {"own_kpis": ", ".join(own)} if own else {}


def evaluate(replication: Replication, window: Window, own: Own) -> dict[str, float]:
    """Returns all KPIs of a replication over a span, by name: those of the register, then one's own.

    A function is given the replication with the span that counts as its `window`.
    """
    found = kpis.evaluate(replication, window)
    if not own:
        return found
    seen = replication if window == replication.window else replace(replication, window=window)
    return found | {name: _number(name, function, seen) for name, function in own.items()}


def _number(name: str, function: Callable[[Any], float], replication: Replication) -> float:
    """Returns what a function makes of a replication: a number, NaN where undefined."""
    try:
        value = float(function(replication))
    except Exception as error:
        raise ExperimentError(
            f"kpis: {name} failed in replication {replication.number}, got {type(error).__name__}: {error}; "
            "a number, NaN where it is undefined"
        ) from error
    if value in (float("inf"), -float("inf")):
        raise ExperimentError(f"kpis: {name} is not finite in replication {replication.number}, got {value}; or NaN")
    return value
