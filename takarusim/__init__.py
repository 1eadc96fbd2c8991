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
    from takarusim.briefing.objects import to_dict
    from takarusim.errors import EngineError, ExperimentError, Problem, ScenarioError, StoreError, TakarusimError
    from takarusim.experiments.compare import Comparison, compare
    from takarusim.experiments.credit import Credit
    from takarusim.experiments.design import Design, Factor, grid, latin_hypercube, sobol
    from takarusim.experiments.ensemble import Ensemble
    from takarusim.experiments.fit import Fit, fit
    from takarusim.experiments.headroom import Headroom, fewest, headroom
    from takarusim.experiments.monthly import months
    from takarusim.experiments.outlook import Outlook, outlook
    from takarusim.experiments.run import Replication, Responses, map_replications, replicate, simulate
    from takarusim.experiments.select import Selection
    from takarusim.experiments.sweep import Sweep
    from takarusim.experiments.why import Why, why
    from takarusim.figures.drawing import Picture, plot
    from takarusim.quantities.units import Quantity
    from takarusim.registers.kpis import KPIS, Kpi
    from takarusim.results.ensembles import worlds
    from takarusim.results.packages import credit
    from takarusim.results.selections import select
    from takarusim.results.sweeps import sweep
    from takarusim.scenario.prepared import Prepared, prepare
    from takarusim.scenario.reading import read_scenario, register, scenario_from, schema, with_value, with_values
    from takarusim.scenario.scenario import Scenario
    from takarusim.statistics.estimates import Estimate, is_skewed, replications_needed
    from takarusim.statistics.quantiles import quantile_interval, share_interval

__all__ = [
    "KPIS",
    "Comparison",
    "Credit",
    "Design",
    "EngineError",
    "Ensemble",
    "Estimate",
    "ExperimentError",
    "Factor",
    "Fit",
    "Headroom",
    "Kpi",
    "Outlook",
    "Picture",
    "Prepared",
    "Problem",
    "Quantity",
    "Replication",
    "Responses",
    "Scenario",
    "ScenarioError",
    "Selection",
    "StoreError",
    "Sweep",
    "TakarusimError",
    "Why",
    "compare",
    "credit",
    "fewest",
    "fit",
    "grid",
    "headroom",
    "is_skewed",
    "latin_hypercube",
    "map_replications",
    "months",
    "outlook",
    "plot",
    "prepare",
    "quantile_interval",
    "read_scenario",
    "register",
    "replicate",
    "replications_needed",
    "scenario_from",
    "schema",
    "select",
    "share_interval",
    "simulate",
    "sobol",
    "sweep",
    "titled",
    "to_dict",
    "why",
    "with_value",
    "with_values",
    "worlds",
]

__version__ = "0.1.0"

_HOMES = {  # module: the public names that live there
    "experiments.compare": ("Comparison", "compare"),
    "experiments.credit": ("Credit",),
    "experiments.design": ("Design", "Factor", "grid", "latin_hypercube", "sobol"),
    "experiments.monthly": ("months",),
    "experiments.outlook": ("Outlook", "outlook"),
    "experiments.ensemble": ("Ensemble",),
    "experiments.fit": ("Fit", "fit"),
    "experiments.headroom": ("Headroom", "fewest", "headroom"),
    "briefing.objects": ("to_dict",),
    "figures.drawing": ("Picture", "plot"),
    "experiments.select": ("Selection",),
    "experiments.sweep": ("Sweep",),
    "results.packages": ("credit",),
    "experiments.why": ("Why", "why"),
    "results.ensembles": ("worlds",),
    "results.selections": ("select",),
    "results.sweeps": ("sweep",),
    "errors": ("EngineError", "ExperimentError", "Problem", "ScenarioError", "StoreError", "TakarusimError"),
    "statistics.estimates": ("Estimate", "is_skewed", "replications_needed"),
    "statistics.quantiles": ("quantile_interval", "share_interval"),
    "registers.kpis": ("KPIS", "Kpi"),
    "scenario.reading": ("read_scenario", "register", "scenario_from", "schema", "with_value", "with_values"),
    "experiments.run": ("Replication", "Responses", "map_replications", "replicate", "simulate"),
    "scenario.scenario": ("Scenario",),
    "scenario.titles": ("titled",),
    "scenario.prepared": ("Prepared", "prepare"),
    "quantities.units": ("Quantity",),
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
