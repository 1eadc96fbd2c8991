"""takarusim: what a small-industry estate and its partnerships can carry.

    import takarusim as tk

    scenario = tk.read_scenario("scenarios/lik-takaru.yaml")
    one = tk.simulate(scenario, seed=1)  # one Replication: its log, tables and ledger
    responses = tk.replicate(scenario, 30, seed=1)  # KPIs of every replication: .to_frame() .estimates()

Names are imported when they are first used, so that `import takarusim` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from takarusim.comparing import Comparison, compare
    from takarusim.design import Design, Factor, grid, latin_hypercube, sobol
    from takarusim.drawing import Picture, plot
    from takarusim.errors import EngineError, ExperimentError, Problem, ScenarioError, TakarusimError
    from takarusim.estimates import Estimate
    from takarusim.kpis import KPIS, Kpi
    from takarusim.limits import Headroom, fewest, headroom
    from takarusim.reading import read_scenario, scenario_from, schema, with_value, with_values
    from takarusim.runs import Replication, Responses, replicate, simulate
    from takarusim.scenario import Scenario
    from takarusim.sweeping import Sweep, sweep
    from takarusim.units import Quantity

__all__ = [
    "KPIS",
    "Comparison",
    "Design",
    "EngineError",
    "Estimate",
    "ExperimentError",
    "Factor",
    "Headroom",
    "Kpi",
    "Picture",
    "Problem",
    "Quantity",
    "Replication",
    "Responses",
    "Scenario",
    "ScenarioError",
    "Sweep",
    "TakarusimError",
    "compare",
    "fewest",
    "grid",
    "headroom",
    "latin_hypercube",
    "plot",
    "read_scenario",
    "replicate",
    "scenario_from",
    "schema",
    "simulate",
    "sobol",
    "sweep",
    "with_value",
    "with_values",
]

__version__ = "0.1.0"

_HOMES = {  # module: the public names that live there
    "comparing": ("Comparison", "compare"),
    "design": ("Design", "Factor", "grid", "latin_hypercube", "sobol"),
    "limits": ("Headroom", "fewest", "headroom"),
    "drawing": ("Picture", "plot"),
    "sweeping": ("Sweep", "sweep"),
    "errors": ("EngineError", "ExperimentError", "Problem", "ScenarioError", "TakarusimError"),
    "estimates": ("Estimate",),
    "kpis": ("KPIS", "Kpi"),
    "reading": ("read_scenario", "scenario_from", "schema", "with_value", "with_values"),
    "runs": ("Replication", "Responses", "replicate", "simulate"),
    "scenario": ("Scenario",),
    "units": ("Quantity",),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"takarusim.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'takarusim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
