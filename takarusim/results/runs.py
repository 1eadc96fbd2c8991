"""One scenario's run with all that a reader of it needs: every replication's KPIs, orders and ledger, kept in a folder.

Reading order: Plan, carry_out, Outcome.
"""

import csv
import math
import os
import shlex
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from takarusim.errors import StoreError
from takarusim.experiments import provenance, relax, run, summary
from takarusim.kpis import kpis
from takarusim.outcome.replication import Replication, Window, window_of
from takarusim.results import store
from takarusim.scenario import reading
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import warmup
from takarusim.statistics.estimates import Estimate, is_skewed
from takarusim.statistics.responses import estimate

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Outcome", "Plan", "carry_out", "command", "opened", "titled"]

TABLES = ("scenario.resolved.yaml", "replications.csv", "kpis.csv", "orders.parquet", "ledger.csv")
COURSE, RELAXED = "warm-up.csv", "relax.csv"
T = TypeVar("T")
Watch = Callable[[str, int, int], None]  # what is done ("simulating", or a cause that is lifted), done, of how many


@dataclass(frozen=True)
class Plan:
    """What is to be run, and where its results go."""

    scenario: Scenario
    replications: int
    seed: int
    engine: str = "auto"
    jobs: int | None = None  # processes for SimPy, threads for other engines; one for each core when None
    out: Path = Path("results")

    @property
    def title(self) -> str:
        """The scenario's line for people, in English where it is in both languages."""
        return titled(self.scenario)

    @cached_property
    def text(self) -> str:
        """The resolved scenario as the text of a file."""
        return reading.text_of(self.scenario)

    @cached_property
    def id(self) -> str:
        """The run's name: the same inputs have the same."""
        return provenance.run_id(self.text, self.seed, self.replications)

    @property
    def folder(self) -> Path:
        """Where the results are, or will be."""
        return self.out / self.id

    @property
    def tables(self) -> list[str]:
        """The names of the files that hold its results."""
        return [*TABLES, COURSE] if self.scenario.time.long_run else list(TABLES)


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    plan: Plan
    values: dict[str, list[float]]  # KPI: a value for each replication, in the KPI's unit; NaN where undefined
    orders: "pd.DataFrame"  # Replication.orders of all replications, with columns replication and counts
    ledger: "pd.DataFrame"  # columns replication, partner, kind, late, state, cause, ms; of the orders that count
    lifted: dict[str, list[float]] = field(default_factory=dict)  # cause: on time in full without it, likewise
    problem: str = ""  # why nothing is defined: "no steady state: ..."
    warm_up: int = 0  # ms  found, and left out at the beginning of a long run
    course: "pd.DataFrame | None" = None  # of a long run: columns series, unit, period, mean; what MSER-5 looks at

    @cached_property
    def estimates(self) -> dict[str, Estimate]:
        """The mean of each KPI over the replications, with its interval."""
        return {name: estimate(name, values) for name, values in self.values.items()}

    @cached_property
    def skewed(self) -> list[str]:
        """The KPIs so skewed over ten replications or more that their intervals may cover less than they say."""
        return [name for name, one in self.estimates.items() if one.n >= 10 and is_skewed(self.values[name])]

    @cached_property
    def verdicts(self) -> dict[str, summary.Verdict]:
        """Whether each KPI that has a target lies where it should."""
        targets = self.plan.scenario.targets
        return {name: summary.verdict(self.estimates[name], target) for name, target in targets.items()}

    @property
    def failed(self) -> list[str]:
        """The KPIs that miss a required target, or are undefined where one is required."""
        required = (name for name, target in self.plan.scenario.targets.items() if target.required)
        return [name for name in required if self.verdicts[name] in ("not_met", "undefined")]

    @cached_property
    def counted(self) -> "pd.DataFrame":
        """The orders due, or placed where they have no due date, within the span that counts."""
        return self.orders[self.orders["counts"]]

    @cached_property
    def holds(self) -> list[summary.Hold]:
        """What late orders wait for, the longest first."""
        return summary.holds(self.ledger, self.counted)

    @cached_property
    def gains(self) -> dict[str, Estimate]:
        """On time in full gained by lifting each constraint, paired, with simultaneous intervals."""
        return summary.gains(self.values["otif"], self.lifted, self.plan.seed)


def titled(scenario: Scenario) -> str:
    """Returns a scenario's line for people, in English where it is in both languages."""
    title = scenario.title
    return title if isinstance(title, str) else title.get("en") or next(iter(title.values()), "")


class _One(NamedTuple):
    """What is kept of one replication."""

    kpis: dict[str, float]
    orders: "pd.DataFrame"
    ledger: "pd.DataFrame"
    series: warmup.Series | None  # of the replications of a long run that MSER-5 looks at


def carry_out(plan: Plan, *, relax: bool = False, watch: Watch | None = None) -> Outcome:
    """Returns what a run came to: from its folder where that is whole, else by simulating and keeping it there.

    Parameters
    ----------
    plan : Plan
    relax : bool
        Also lift each constraint in turn, with the same draws.
    watch : callable, optional
        Called with (what is being done, replications done, of how many).

    Raises
    ------
    StoreError
        If the folder is not what its manifest says.
    """
    watch = watch or (lambda *_: None)
    if store.missing(plan.folder, plan.tables):
        begun = time.monotonic()
        outcome = _simulated(plan, watch)
        store.keep(plan.folder, _tables(outcome), _facts(outcome))
        _log(plan, "simulated", begun)
    if relax and store.missing(plan.folder, [RELAXED]):
        begun = time.monotonic()
        store.keep(plan.folder, {RELAXED: store.csv(_long(plan, _lifted(plan, watch), "lifted"))}, {})
        _log(plan, "relaxed", begun)
    return _read(plan)


def opened(folder: Path) -> Outcome:
    """Returns what the run of a folder came to.

    Raises
    ------
    StoreError
        If the folder is none of a run, is not what its manifest says, or was made by other source files.
    """
    folder = folder.resolve()
    facts = store.about(folder)
    if TABLES[0] not in facts.get("files", {}) or store.missing(folder, TABLES):
        raise StoreError(f"{folder}: no folder of results of `takarusim run`; give results/RUN with its manifest")
    scenario = reading.read_scenario(str(folder / TABLES[0]))
    plan = Plan(scenario, facts["replications"], facts["seed"], facts["engine"], out=folder.parent)
    if plan.folder != folder or store.missing(folder, plan.tables):
        again = shlex.join(command(plan, folder))
        raise StoreError(f"{folder}: made by another version of takarusim, or changed; run it again: {again}")
    return _read(plan)


# ---- simulating


def _simulated(plan: Plan, watch: Watch) -> Outcome:
    import pandas as pd

    scenario = plan.scenario
    span = _span(plan)
    done = _each(partial(_one, span.window), scenario, plan, watch, "simulating")
    values = {name: [one.kpis[name] for one in done] for name in done[0].kpis}
    if span.problem:
        values = {name: [math.nan] * plan.replications for name in values}
    orders = pd.concat([one.orders for one in done], ignore_index=True)
    charges = pd.concat([one.ledger for one in done], ignore_index=True)
    warm_up = 0 if span.problem else span.window.start - window_of(scenario).start
    looked_at = [one.series for one in done if one.series]
    course = warmup.course(scenario, looked_at) if looked_at else None
    return Outcome(plan, values, orders, charges, problem=span.problem, warm_up=warm_up, course=course)


def _span(plan: Plan) -> run.Span:
    """Returns the span that counts; of a long run it is looked for."""
    return run.span(plan.scenario, plan.replications, seed=plan.seed, engine=plan.engine, jobs=plan.jobs)


def _each(what: Callable[[Replication], T], scenario: Scenario, plan: Plan, watch: Watch, name: str) -> list[T]:
    how: dict[str, Any] = {
        "seed": plan.seed,
        "engine": plan.engine,
        "jobs": plan.jobs,
        "progress": partial(watch, name),
    }
    watch(name, 0, plan.replications)
    return run.each(what, scenario, plan.replications, **how)


def _one(window: Window, one: Replication) -> _One:
    """Returns what is kept of one replication."""
    from takarusim.experiments import accounts

    orders, ledger = one.orders.assign(counts=accounts.counted(one, window)), accounts.account(one, window).charges
    for frame in (orders, ledger):
        frame.insert(0, "replication", one.number)
    is_looked_at = one.scenario.time.long_run is not None and one.number < run.PILOT
    return _One(kpis.evaluate(one, window), orders, ledger, warmup.series(one) if is_looked_at else None)


def _lifted(plan: Plan, watch: Watch) -> dict[str, list[float]]:
    """Returns on time in full in each replication, without each constraint in turn."""
    otif = partial(_otif, _span(plan).window)
    lifted = relax.lifted(plan.scenario)
    return {name: _each(otif, scenario, plan, watch, name) for name, scenario in lifted.items()}


def _otif(window: Window, one: Replication) -> float:
    return kpis.evaluate(one, window)["otif"]


# ---- keeping


def _tables(outcome: Outcome) -> dict[str, bytes]:
    """Returns the files of a run."""
    plan = outcome.plan
    contents = [
        plan.text.encode(),
        store.csv(_long(plan, outcome.values, "kpi")),
        store.csv(_kpi_table(outcome)),
        store.parquet(outcome.orders),
        store.csv(outcome.ledger),
        *([] if outcome.course is None else [store.csv(outcome.course)]),
    ]
    return dict(zip(plan.tables, contents, strict=True))


def _long(plan: Plan, values: dict[str, list[float]], key: str) -> "pd.DataFrame":
    """Returns values by replication as a long table."""
    import pandas as pd

    rows = [
        (number, plan.seed, name, _unit(name) if key == "kpi" else "share", value)
        for name, column in values.items()
        for number, value in enumerate(column)
    ]
    return pd.DataFrame(rows, columns=["replication", "seed", key, "unit", "value"])


def _kpi_table(outcome: Outcome) -> "pd.DataFrame":
    import pandas as pd

    targets = outcome.plan.scenario.targets
    rows = []
    for name, one in outcome.estimates.items():
        target = targets.get(name)
        ends = (target.low, target.high, outcome.verdicts[name]) if target else (None, None, None)
        better = kpis.KPIS[name.partition("[")[0]].better
        rows.append((name, one.unit, better, one.mean, one.low, one.high, one.confidence, one.n, *ends))
    columns = [
        "kpi",
        "unit",
        "better",
        "mean",
        "low",
        "high",
        "confidence",
        "n",
        "target_low",
        "target_high",
        "verdict",
    ]
    return pd.DataFrame(rows, columns=columns)


def _facts(outcome: Outcome) -> dict[str, Any]:
    """Returns what the manifest says of a run: all that is needed to make it again."""
    plan = outcome.plan
    return {
        "kind": "run",
        "run": plan.id,
        "title": plan.title,
        "problem": outcome.problem,
        "warm_up_ms": outcome.warm_up,
        "seed": plan.seed,
        "replications": plan.replications,
        "engine": plan.engine,
        "command": shlex.join(command(plan)),
        **provenance.made_with(),
    }


def command(plan: Plan, folder: Path = Path()) -> list[str]:
    """Returns the words of the command that makes a run again from the file of its folder."""
    file = str(folder / TABLES[0])
    return ["takarusim", "run", file, f"--replications={plan.replications}", f"--seed={plan.seed}"]


def _log(plan: Plan, what: str, begun: float) -> None:
    store.note(plan.folder, f"{what}, engine {plan.engine}, jobs {plan.jobs or os.cpu_count()},", begun)


# ---- reading back


def _read(plan: Plan) -> Outcome:
    """Returns what a run came to, out of its folder."""
    import pandas as pd

    relaxed = [] if store.missing(plan.folder, [RELAXED]) else _column(plan.folder / RELAXED, "lifted")
    orders = pd.read_parquet(BytesIO((plan.folder / "orders.parquet").read_bytes()))
    charges = pd.read_csv(plan.folder / "ledger.csv", keep_default_na=False)
    values = _grouped(_column(plan.folder / "replications.csv", "kpi"))
    course = pd.read_csv(plan.folder / COURSE) if COURSE in plan.tables else None
    facts = store.about(plan.folder)
    return Outcome(plan, values, orders, charges, _grouped(relaxed), facts["problem"], facts["warm_up_ms"], course)


def _column(file: Path, key: str) -> list[tuple[str, float]]:
    """Returns names and values of a long table, the values to the last bit."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [(row[key], float(row["value"] or "nan")) for row in csv.DictReader(lines)]


def _grouped(pairs: Iterable[tuple[str, float]]) -> dict[str, list[float]]:
    grouped: dict[str, list[float]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _unit(name: str) -> str:
    return kpis.KPIS[name.partition("[")[0]].unit
