"""What a comparison is to tell, and how it is called by that."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from takarusim.experiments import provenance
from takarusim.experiments.execution import Execution
from takarusim.registers.kpis import HEADLINE
from takarusim.scenario import reading
from takarusim.scenario.scenario import Scenario

__all__ = ["Asked", "comparison_id"]


class Asked(NamedTuple):
    """What a comparison is to tell, and how exactly."""

    headline: str = HEADLINE  # the KPI whose intervals are simultaneous over all pairs of scenarios
    confidence: float = 0.95
    precision: Mapping[str, float] = MappingProxyType({})  # {KPI: half-width} until which replications are added
    limit: int = 1000  # of replications, where there is a precision
    worlds: str = ""  # the id of the ensemble in whose worlds they are run too; "": none
    recovery: Mapping[str, float] = MappingProxyType({})  # {KPI: band} of which is told when it is back there
    where: str = ""  # the requirement of which is told in which worlds it is met; "": none


def comparison_id(scenarios: Mapping[str, Scenario], execution: Execution, asked: Asked) -> str:
    """Returns the name of a comparison: a hash of its scenarios, in order, the seed, what is asked and the sources."""
    texts = [
        (label, json.dumps(reading.tree_of(scenario))) for label, scenario in scenarios.items()
    ]  # YAML takes a second
    told = [execution.replications, sorted(asked.precision.items()), asked.headline, asked.confidence]
    told += [asked.limit] if asked.precision else []
    told += [asked.worlds] if asked.worlds else []
    told += [sorted(execution.own)] if execution.own else []
    told += [sorted(asked.recovery.items())] if asked.recovery else []
    told += [asked.where] if asked.where else []
    return provenance.comparison_id(texts, execution.seed, told)
