"""Scenarios side by side with all that a reader of them needs, kept in a folder as a run is.

    results/<id>/{manifest.json, scenario-<label>.resolved.yaml, replications.csv, differences.csv, gains.csv,
                  ledger.csv, orders.csv, charges.parquet, worlds.parquet, monthly.csv, recovery.csv, figures/, run.log}

Reading order: Plan, carry_out, Outcome.
"""

import shlex
import time
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from takarusim.errors import ExperimentError, StoreError
from takarusim.experiments import accounts, compare, provenance, recovery, stakes, summary
from takarusim.experiments.accounts import Account
from takarusim.experiments.asked import Asked, comparison_id
from takarusim.experiments.compare import Comparison
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.execution import Execution
from takarusim.experiments.measuring import Measured
from takarusim.experiments.recovery import Monthly
from takarusim.registers.kpis import HEADLINE
from takarusim.results import spreads, tables
from takarusim.results.folder import ResultsFolder, titled
from takarusim.scenario import reading
from takarusim.scenario.files import is_file
from takarusim.scenario.scenario import Scenario
from takarusim.statistics.responses import Responses

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Outcome", "Plan", "carry_out", "command", "label_of", "opened"]

TABLES = ("replications.csv", "differences.csv", "gains.csv", "ledger.csv", "orders.csv", "charges.parquet")
WORLDS = "worlds.parquet"
MONTHLY, RECOVERY = "monthly.csv", "recovery.csv"  # where a recovery is asked for
TYPES: dict[Hashable, Any] = {"scenario": str, "partner": str, "kind": str, "late": bool}  # in orders.csv, empty or not
Watch = Callable[[int, int], None]  # replications done, of how many


@dataclass(frozen=True)
class Plan:
    """What is to be compared, and where the results go."""

    scenarios: Mapping[str, Scenario]  # by label, the base first
    seed: int
    replications: int = 30  # asked for: the first ones where there is a precision
    precision: Mapping[str, float] = field(default_factory=dict)  # {KPI: half-width}
    headline: str = HEADLINE
    confidence: float = 0.95
    engine: str = "auto"
    out: Path = Path("results")
    jobs: int | None = 1  # as in Execution
    worlds: str = ""  # the id of the ensemble in whose worlds they are compared too; "": none
    recovery: Mapping[str, float] = field(default_factory=dict)  # {KPI: band}
    where: str = ""  # the requirement of which is told in which worlds it is met; "": none

    @cached_property
    def texts(self) -> dict[str, str]:
        """The resolved scenarios as texts of files, by their names in the folder."""
        return {_file(label): reading.text_of(scenario) for label, scenario in self.scenarios.items()}

    @cached_property
    def id(self) -> str:
        """The comparison's name: the same inputs, in the same order, have the same."""
        return comparison_id(self.scenarios, self.execution, self.asked)

    @property
    def execution(self) -> Execution:
        """How it is run; of a precision, the first replications."""
        return Execution(self.seed, self.replications, self.engine, self.jobs)

    @property
    def asked(self) -> Asked:
        """What it is to tell."""
        asked = Asked(self.headline, self.confidence, self.precision, worlds=self.worlds)
        return asked._replace(recovery=self.recovery, where=self.where)

    @property
    def base(self) -> Scenario:
        """What the others are compared with."""
        return next(iter(self.scenarios.values()))

    @property
    def folder(self) -> Path:
        """Where the results are, or will be."""
        return self.out / self.id

    @property
    def files(self) -> list[str]:
        """What the folder has besides figures."""
        return [
            *self.texts,
            *TABLES,
            *([WORLDS] if self.worlds else []),
            *((MONTHLY, RECOVERY) if self.recovery else ()),
        ]


@dataclass(frozen=True)
class Outcome:
    """What a comparison came to."""

    plan: Plan
    comparison: Comparison
    warm_up: int = 0  # ms  found, and left out at the beginning of long runs

    @cached_property
    def holds(self) -> dict[str, list[summary.Hold]]:
        """What late orders of each scenario wait for, the longest first."""
        accounts = {label: self._account(label) for label in self.comparison.scenarios}
        return {label: summary.holds(each.charges, each.orders) for label, each in accounts.items()}

    @cached_property
    def shifts(self) -> dict[str, list[accounts.Shift]]:
        """How the time of a mean order moves between the states, in each other scenario."""
        base, *others = self.comparison.scenarios
        return {label: accounts.shifts(self._account(base), self._account(label)) for label in others}

    def _account(self, label: str) -> Account:
        return Account(*(frame[frame["scenario"] == label] for frame in self.comparison.account))


def carry_out(
    plan: Plan,
    *,
    ensemble: Ensemble | None = None,
    executor: Executor | None = None,
    watch: Watch | None = None,
    known: Measured | None = None,
) -> Outcome:
    """Returns what a comparison came to: from its folder where that is whole, else by simulating and keeping it there.

    Parameters
    ----------
    plan : Plan
    ensemble : Ensemble, optional
        That of the plan, where it has one.
    executor : concurrent.futures.Executor, optional
        The result does not depend on it.
    watch : callable, optional
        Called with (replications done, of how many).
    known : {label: what replications came to}, optional
        As in `compare.compared`.

    Raises
    ------
    ExperimentError
        As `compare.compare` does, or if a label is no name of a file.
    StoreError
        If the folder is not what its manifest says.
    """
    if unfit := [label for label in plan.scenarios if not label or {"/", "\\"} & set(label)]:
        raise ExperimentError(f"a label names a file, got {unfit[0]!r}; letters, digits and hyphens would do")
    if ResultsFolder(plan.folder).lacks(plan.files):
        begun = time.monotonic()
        execution = replace(plan.execution, executor=executor, progress=watch)
        found = compare.compared(plan.scenarios, execution, plan.asked, ensemble, known)
        ResultsFolder(plan.folder).keep(_tables(plan, found), _facts(plan, found))
        ResultsFolder(plan.folder).note(f"simulated, engine {plan.engine},", begun)
    return _read(plan)


def opened(folder: Path) -> Outcome:
    """Returns what the comparison of a folder came to.

    Raises
    ------
    StoreError
        If the folder is none of a comparison, is not what its manifest says, or was made by other source files.
    """
    folder = folder.resolve()
    facts = ResultsFolder(folder).manifest()
    if facts.get("kind") != "comparison" or ResultsFolder(folder).lacks(TABLES):
        raise StoreError(f"{folder}: no folder of results of `takarusim compare`")
    scenarios = {label: reading.read_scenario(folder / _file(label)) for label in facts["scenarios"]}
    asked = (facts["asked"], facts["precision"], facts["headline"], facts["confidence"])
    more = {"worlds": facts.get("worlds", ""), "recovery": facts.get("recovery", {}), "where": facts.get("where", "")}
    plan = Plan(scenarios, facts["seed"], *asked, facts["engine"], folder.parent, **more)
    if plan.folder != folder:
        raise StoreError(
            f"{folder}: made by another version of takarusim, or renamed; "
            f"compare them again: {shlex.join(command(plan, folder))}"
        )
    return _read(plan)


def label_of(file: str) -> str:
    """Returns the label of a scenario's file: its name, of several put together all; also of one in a folder."""
    stems = (Path(each.strip()).stem for each in ([file] if is_file(Path(file)) else file.split("+")))
    return "+".join(stem.removeprefix("scenario-").removesuffix(".resolved") for stem in stems)


def _file(label: str) -> str:
    """Returns the name of a scenario's file in the folder."""
    return f"scenario-{label}.resolved.yaml"


# ---- keeping


def _tables(plan: Plan, comparison: Comparison) -> dict[str, bytes]:
    """Returns the files of a comparison."""
    contents = (
        tables.csv(comparison.responses.to_frame()),
        tables.csv(comparison.to_frame()),
        tables.csv(stakes.frame(comparison.stakes)),
        tables.csv(_ledger(comparison)),
        tables.csv(comparison.account.orders),
        tables.parquet(comparison.account.charges),
    )
    texts = {name: text.encode() for name, text in plan.texts.items()}
    texts |= {WORLDS: spreads.table(comparison.worlds)} if comparison.worlds else {}
    texts |= _by_month(comparison)
    return texts | dict(zip(TABLES, contents, strict=True))


def _by_month(comparison: Comparison) -> dict[str, bytes]:
    """Returns the files of recoveries: KPIs by month, and what they say; none where no recovery is asked for."""
    import pandas as pd

    if comparison.monthly is None:
        return {}
    kpis, firsts, values = comparison.monthly
    axes = [list(comparison.scenarios), comparison.responses.replications, [str(first) for first in firsts], kpis]
    index = pd.MultiIndex.from_product(axes, names=["scenario", "replication", "month", "kpi"])
    rows = [recovery.row(label, one) for label, of in comparison.recoveries.items() for one in of.values()]
    told = pd.DataFrame(rows, columns=recovery.COLUMNS).astype({"months": "Int64"})
    return {
        MONTHLY: tables.csv(pd.DataFrame({"value": values.ravel()}, index).reset_index()),
        RECOVERY: tables.csv(told),
    }


def _ledger(comparison: Comparison) -> "pd.DataFrame":
    """Returns the days that a mean order of each scenario spends in each state, to each cause."""
    import pandas as pd

    frames = []
    for label in comparison.scenarios:
        orders, charges = (frame[frame["scenario"] == label] for frame in comparison.account)
        mine = accounts.days(charges, orders)
        mine.insert(0, "scenario", label)
        frames.append(mine)
    return pd.concat(frames, ignore_index=True)


def _facts(plan: Plan, comparison: Comparison) -> dict[str, Any]:
    """Returns what the manifest says of a comparison: all that is needed to make it again."""
    return {
        "kind": "comparison",
        "run": plan.id,
        "title": titled(plan.scenarios),
        "scenarios": {label: provenance.titled(scenario) for label, scenario in plan.scenarios.items()},
        "base": comparison.base,
        "headline": plan.headline,
        "confidence": plan.confidence,
        "seed": plan.seed,
        "replications": comparison.replications,
        "asked": plan.replications,
        "precision": dict(plan.precision),
        "warm_up_ms": _warm_up(plan, comparison),
        "months": list(comparison.responses.months.values()),
        "engine": plan.engine,
        **({"worlds": plan.worlds} if plan.worlds else {}),
        **({"recovery": dict(plan.recovery)} if plan.recovery else {}),
        **({"where": plan.where} if plan.where else {}),
        "command": shlex.join(command(plan)),
        **provenance.made_with(),
    }


def _warm_up(plan: Plan, comparison: Comparison) -> int:
    """Returns what was found and left out at the beginning of long runs, in ms; 0 where nothing had to be found."""
    before, after = (next(iter(each.values())).time.warm_up for each in (plan.scenarios, comparison.scenarios))
    return 0 if after is None or before == after else round(after.value)


def command(plan: Plan, folder: Path = Path()) -> list[str]:
    """Returns the words of the command that makes a comparison again from the files of its folder."""
    words = ["takarusim", "compare", *(str(folder / name) for name in plan.texts)]
    words += [f"--replications={plan.replications}", f"--seed={plan.seed}"]
    words += [f"--precision={kpi}={width!r}" for kpi, width in plan.precision.items()]
    words += [f"--worlds={plan.worlds}"] if plan.worlds else []
    words += [f"--recovery={kpi}={band!r}" for kpi, band in plan.recovery.items()]
    words += [f"--where={plan.where}"] if plan.where else []
    words += [f"--headline={plan.headline}"] if plan.headline != Plan.headline else []
    return words + ([f"--confidence={plan.confidence!r}"] if plan.confidence != Plan.confidence else [])


# ---- reading back


def _read(plan: Plan) -> Outcome:
    """Returns what a comparison came to, out of its folder; the values to the last bit."""
    import pandas as pd

    facts = ResultsFolder(plan.folder).manifest()
    made_of = {**provenance.of(plan.seed), "run": plan.id}
    file = plan.folder / "replications.csv"
    responses = tables.responses_in(file, "scenario", made_of, months=facts["months"])
    account = Account(
        pd.read_csv(plan.folder / "orders.csv", keep_default_na=False, dtype=TYPES),
        pd.read_parquet(BytesIO((plan.folder / "charges.parquet").read_bytes())),
    )
    worlds = spreads.read(plan.folder / WORLDS, plan.worlds) if plan.worlds else None
    found = Comparison(dict(plan.scenarios), responses, plan.asked, account, worlds, _monthly(plan, responses))
    return Outcome(plan, found, facts["warm_up_ms"])


def _monthly(plan: Plan, responses: Responses) -> Monthly | None:
    """Returns the KPIs by month out of the folder; None where no recovery was asked for."""
    import pandas as pd

    if not plan.recovery:
        return None
    frame = pd.read_csv(plan.folder / MONTHLY, parse_dates=["month"])
    firsts, kpis = tuple(frame["month"].dt.date.unique()), tuple(plan.recovery)
    shape = (len(plan.scenarios), len(responses.replications), len(firsts), len(kpis))
    return Monthly(kpis, firsts, frame["value"].to_numpy(np.float64).reshape(shape))
