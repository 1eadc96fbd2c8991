"""takarusim: what a small-industry estate and its partnerships can carry.

    import takarusim as tk

    scenario = tk.read_scenario("scenarios/lik-takaru.yaml")

Names are imported when they are first used, so that `import takarusim` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from takarusim.errors import EngineError, ExperimentError, Problem, ScenarioError, TakarusimError
    from takarusim.reading import read_scenario, scenario_from, schema
    from takarusim.scenario import Scenario
    from takarusim.units import Quantity

__all__ = [
    "EngineError",
    "ExperimentError",
    "Problem",
    "Quantity",
    "Scenario",
    "ScenarioError",
    "TakarusimError",
    "read_scenario",
    "scenario_from",
    "schema",
]

__version__ = "0.1.0"

_HOMES = {  # module: the public names that live there
    "errors": ("EngineError", "ExperimentError", "Problem", "ScenarioError", "TakarusimError"),
    "reading": ("read_scenario", "scenario_from", "schema"),
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
