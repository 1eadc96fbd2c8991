"""One scenario's run with all that a reader of it needs: every replication's KPIs, orders and ledger, kept in a folder.

Reading order: Plan, carry_out, Outcome.
"""

import os
import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import StoreError
from takarusim.experiments import provenance, relax, run, summary
from takarusim.experiments.execution import Execution
from takarusim.kpis import kpis
from takarusim.kpis import months as by_month
from takarusim.lowering import lowering
from takarusim.outcome.replication import Replication, Window, window_of
from takarusim.registers.kpis import HEADLINE, about
from takarusim.results import tables
from takarusim.results.folder import ResultsFolder, titled
from takarusim.results.told import FILES, FINISHED, NOTHING, Told, files, joined, read, told
from takarusim.scenario import calendars, reading
from takarusim.scenario.prepared import Given
from takarusim.scenario.scenario import Scenario
from takarusim.statistics import warmup
from takarusim.statistics.estimates import Estimate, is_skewed
from takarusim.statistics.responses import Responses

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Outcome", "Plan", "carry_out", "command", "opened"]

SCENARIO, ORDERS = "scenario.resolved.yaml", "orders.parquet"
TABLES = (SCENARIO, "replications.csv", "kpis.csv", ORDERS, "ledger.csv")
COLUMNS = ("kpi", "unit", "better", "mean", "low", "high", "confidence", "n", "target_low", "target_high", "verdict")
COURSE, RELAXED = "warm-up.csv", "relax.csv"
MONTHS, FIRMS = "months.csv", "firms.csv"  # of a plan
LARGE = (ORDERS, MONTHS, FINISHED)
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
    keep: Literal["all", "small"] = "all"  # small: without LARGE, which is made again when it is asked for

    @property
    def title(self) -> str:
        """The scenario's line for people, in English where it is in both languages."""
        return provenance.titled(self.scenario)

    @cached_property
    def text(self) -> str:
        """The resolved scenario as the text of a file."""
        return reading.text_of(self.scenario)

    @cached_property
    def id(self) -> str:
        """The run's name: the same inputs have the same."""
        return provenance.run_id(self.text, self.seed, self.replications)

    @property
    def execution(self) -> Execution:
        """How it is run."""
        return Execution(self.seed, self.replications, self.engine, self.jobs)

    @property
    def folder(self) -> Path:
        """Where the results are, or will be."""
        return self.out / self.id

    @property
    def tables(self) -> list[str]:
        """The names of the files that hold its results."""
        found = [*TABLES, *((COURSE,) if self.scenario.time.long_run else (MONTHS, FIRMS)), *files(self.scenario)]
        return found if self.keep == "all" else [name for name in found if name not in LARGE]


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    plan: Plan
    responses: Responses  # one point, called `base`
    known_orders: "pd.DataFrame | None"  # None: left out of what was kept
    ledger: "pd.DataFrame"  # columns replication, partner, kind, late, state, cause, ms; of the orders that count
    relaxed: Responses | None = None  # what is served, a point for each constraint that is lifted
    warm_up: int = 0  # ms  found, and left out at the beginning of a long run
    longer: int = 0  # ms  that the long run was made longer by, to tell its steady state
    course: "pd.DataFrame | None" = None  # of a long run: columns series, unit, period, mean; what MSER-5 looks at
    known_months: "pd.DataFrame | None" = None  # None: of a long run, or left out of what was kept
    firms: "pd.DataFrame | None" = None  # of a plan: orders and late orders by SME and month, as `monthly.firms` does
    known_told: Told = NOTHING  # of all replications; without finished stock, where that is left out of what was kept

    @property
    def problem(self) -> str:
        """Why nothing is defined: "no steady state: ..."."""
        return self.responses.problem

    @cached_property
    def estimates(self) -> dict[str, Estimate]:
        """The mean of each KPI over the replications, with its interval."""
        return self.responses.estimates()

    @cached_property
    def skewed(self) -> list[str]:
        """The KPIs so skewed over ten replications or more that their intervals may cover less than they say."""
        return [name for name, one in self.estimates.items() if one.n >= 10 and is_skewed(self.responses.of(name))]

    @property
    def is_found(self) -> bool:
        """Whether the warm-up of a long run was found, so that its intervals cover a little less than they say."""
        time = self.plan.scenario.time
        return time.long_run is not None and time.warm_up is None and not self.problem

    @cached_property
    def equal(self) -> list[str]:
        """The shares of orders that are the same in all of several replications: their spread was not seen."""
        shares = [name for name, one in self.estimates.items() if about(name).is_of_orders and one.n > 1]
        return [name for name in shares if np.ptp(self.responses.of(name)[np.isfinite(self.responses.of(name))]) == 0]

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
    def orders(self) -> "pd.DataFrame":
        """Replication.orders of all replications, with columns replication and counts; simulated again if not kept."""
        return self._again.orders if self.known_orders is None else self.known_orders

    @cached_property
    def months(self) -> "pd.DataFrame | None":
        """The KPIs of a plan by month, as `monthly.months` returns them; simulated again if not kept."""
        is_left_out = self.known_months is None and self.plan.scenario.time.last_day
        return self._again.known_months if is_left_out else self.known_months

    @cached_property
    def told(self) -> Told:
        """Reviews, finished stock and levels of partnerships, of all replications; simulated again if not kept."""
        is_left_out = self.known_told.finished is None and FINISHED in files(self.plan.scenario)
        return self._again.known_told if is_left_out else self.known_told

    @cached_property
    def _again(self) -> "Outcome":
        """The same, simulated again, with what is left out of what was kept."""
        return _simulated(self.plan, lambda *_: None)

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
        """What is served more by lifting each constraint, paired, with simultaneous intervals."""
        if self.relaxed is None:
            return {}
        lifted = {str(cause): self.relaxed.of(HEADLINE, cause) for cause in self.relaxed.points}
        return summary.gains(self.responses.of(HEADLINE), lifted, self.plan.seed)


class _One(NamedTuple):
    """What is kept of one replication."""

    kpis: dict[str, float]
    months: NDArray[np.float64]  # (months, KPIs); none of a long run
    orders: "pd.DataFrame"
    ledger: "pd.DataFrame"
    told: Told
    series: warmup.Series | None  # of the first replications of a long run whose warm-up is stated


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
    watch, made = watch or (lambda *_: None), None
    if ResultsFolder(plan.folder).lacks(plan.tables):
        begun = time.monotonic()
        made = _simulated(plan, watch)
        ResultsFolder(plan.folder).keep(_tables(made), _facts(made))
        _log(plan, "simulated", begun)
    if relax and ResultsFolder(plan.folder).lacks([RELAXED]):
        begun = time.monotonic()
        ResultsFolder(plan.folder).keep({RELAXED: tables.csv(_relaxed(plan, watch).to_frame())})
        _log(plan, "relaxed", begun)
    found = _read(plan)
    return replace(made, relaxed=found.relaxed) if made and plan.keep == "small" else found


def opened(folder: Path) -> Outcome:
    """Returns what the run of a folder came to.

    Raises
    ------
    StoreError
        If the folder is none of a run, is not what its manifest says, or was made by other source files.
    """
    folder = folder.resolve()
    facts = ResultsFolder(folder).manifest()
    kept = facts.get("files", {})
    if SCENARIO not in kept or ResultsFolder(folder).lacks([name for name in TABLES if name != ORDERS]):
        raise StoreError(f"{folder}: no folder of results of `takarusim run`; give results/RUN with its manifest")
    scenario = reading.read_scenario(str(folder / SCENARIO))
    plan = Plan(scenario, facts["replications"], facts["seed"], facts["engine"], out=folder.parent)
    plan = replace(plan, keep="all" if ORDERS in kept else "small")
    if plan.folder != folder or ResultsFolder(folder).lacks(plan.tables):
        again = shlex.join(command(plan, folder))
        raise StoreError(f"{folder}: made by another version of takarusim, or changed; run it again: {again}")
    return _read(plan)


# ---- simulating


def _simulated(plan: Plan, watch: Watch) -> Outcome:
    import pandas as pd

    span = run.span(plan.scenario, plan.execution)
    done = _mapped(partial(_one, span.window), span.prepared, plan, watch, "simulating")
    responses = run.responses(plan.scenario, plan.execution, [np.array(list(one.kpis.values())) for one in done], span)
    orders = pd.concat([one.orders for one in done], ignore_index=True)
    charges = pd.concat([one.ledger for one in done], ignore_index=True)
    warm_up = 0 if span.problem else span.window.start - window_of(plan.scenario).start
    looked_at = [one.series for one in done if one.series]
    course = None
    if span.found or looked_at:
        means = span.found.series if span.found else warmup.averaged(looked_at)
        course = warmup.course(plan.scenario, means)
    longer = calendars.horizon(span.prepared.scenario) - calendars.horizon(plan.scenario)
    all_told = joined([one.told for one in done])
    found = Outcome(plan, responses, orders, charges, None, warm_up, longer, course, known_told=all_told)
    return _by_month(found, np.array([one.months for one in done])) if plan.scenario.time.last_day else found


def _by_month(outcome: Outcome, values: NDArray[np.float64]) -> Outcome:
    """Returns an outcome with what happens month by month; `values`: (replications, months, KPIs)."""
    from takarusim.experiments import monthly

    plan, scenario = outcome.plan, outcome.plan.scenario
    which = by_month.months(scenario, window_of(scenario))
    months = monthly.told(values, which, by_month.names(scenario))
    firms = monthly.firms(outcome.counted, which, lowering.names(scenario).smes, plan.replications, scenario.many_late)
    return replace(outcome, known_months=months, firms=firms)


def _mapped(function: Callable[[Replication], T], scenario: Given, plan: Plan, watch: Watch, name: str) -> list[T]:
    watch(name, 0, plan.replications)
    return run.mapped(function, scenario, replace(plan.execution, progress=partial(watch, name)))


def _one(window: Window, replication: Replication) -> _One:
    """Returns what is kept of one replication."""
    from takarusim.experiments import accounts

    orders = replication.orders.assign(counts=replication.counted(window)[: len(replication.orders)])
    for frame in (orders, ledger := accounts.account(replication, window).charges):
        frame.insert(0, "replication", replication.number)
    time, is_pilot = replication.scenario.time, replication.number < run.PILOT
    series = warmup.series(replication) if is_pilot and time.long_run and time.warm_up is not None else None
    found, monthly = kpis.evaluate(replication, window), by_month.evaluate(replication, window)
    return _One(found, monthly, orders, ledger, told(replication), series)


def _relaxed(plan: Plan, watch: Watch) -> Responses:
    """Returns what is served in each replication, without each constraint in turn."""
    span = run.span(plan.scenario, plan.execution)
    served, scenarios = partial(_served, span.window), relax.relaxations(span.prepared.scenario)
    found = [_mapped(served, scenario, plan, watch, name) for name, scenario in scenarios.items()]
    values, numbers = np.array(found).reshape(len(found), plan.replications, 1), tuple(range(plan.replications))
    return Responses(tuple(scenarios), numbers, (HEADLINE,), values, provenance.of(plan.seed), axis="lifted")


def _served(window: Window, replication: Replication) -> float:
    return kpis.evaluate(replication, window)[HEADLINE]


# ---- keeping


def _tables(outcome: Outcome) -> dict[str, bytes]:
    """Returns the files of a run."""
    plan = outcome.plan
    contents: dict[str, Callable[[], bytes]] = {
        SCENARIO: plan.text.encode,
        "replications.csv": lambda: tables.csv(outcome.responses.to_frame().drop(columns="point")),
        "kpis.csv": lambda: tables.csv(_kpi_table(outcome)),
        ORDERS: lambda: tables.parquet(outcome.orders),
        "ledger.csv": lambda: tables.csv(outcome.ledger),
        COURSE: lambda: tables.csv(outcome.course),
        MONTHS: lambda: tables.csv(outcome.known_months),
        FIRMS: lambda: tables.csv(outcome.firms),
    }
    contents |= {name: partial(tables.csv, frame) for name, frame in zip(FILES, outcome.known_told, strict=True)}
    return {name: contents[name]() for name in plan.tables}


def _kpi_table(outcome: Outcome) -> "pd.DataFrame":
    import pandas as pd

    targets = outcome.plan.scenario.targets
    rows = []
    for name, one in outcome.estimates.items():
        target = targets.get(name)
        ends = (target.low, target.high, outcome.verdicts[name]) if target else (None, None, None)
        rows.append((name, one.unit, about(name).better, one.mean, one.low, one.high, one.confidence, one.n, *ends))
    return pd.DataFrame(rows, columns=COLUMNS)


def _facts(outcome: Outcome) -> dict[str, Any]:
    """Returns what the manifest says of a run: all that is needed to make it again."""
    plan = outcome.plan
    return {
        "kind": "run",
        "run": plan.id,
        "title": titled({"": plan.scenario}),
        "problem": outcome.problem,
        "warm_up_ms": outcome.warm_up,
        "longer_ms": outcome.longer,
        "months": list(outcome.responses.months.values()),
        "seed": plan.seed,
        "replications": plan.replications,
        "engine": plan.engine,
        "command": shlex.join(command(plan)),
        **provenance.made_with(),
    }


def command(plan: Plan, folder: Path = Path()) -> list[str]:
    """Returns the words of the command that makes a run again from the file of its folder."""
    file = str(folder / SCENARIO)
    return ["takarusim", "run", file, f"--replications={plan.replications}", f"--seed={plan.seed}"]


def _log(plan: Plan, what: str, begun: float) -> None:
    ResultsFolder(plan.folder).note(f"{what}, engine {plan.engine}, jobs {plan.jobs or os.cpu_count()},", begun)


# ---- reading back


def _read(plan: Plan) -> Outcome:
    """Returns what a run came to, out of its folder."""
    import pandas as pd

    facts, folder = ResultsFolder(plan.folder).manifest(), plan.folder
    problems = {run.BASE: facts["problem"]} if facts["problem"] else {}
    made_of = run.made_of(plan.scenario, plan.seed, window_of(plan.scenario).start + facts["warm_up_ms"])
    responses = tables.responses_in(folder / "replications.csv", "point", made_of, problems, months=facts["months"])
    has = {name: not ResultsFolder(folder).lacks([name]) for name in (RELAXED, ORDERS)}
    seeded = provenance.of(plan.seed)
    relaxed = tables.responses_in(folder / RELAXED, "lifted", seeded) if has[RELAXED] else None
    orders = pd.read_parquet(BytesIO((folder / ORDERS).read_bytes())) if has[ORDERS] else None
    charges = pd.read_csv(folder / "ledger.csv", keep_default_na=False)
    course = pd.read_csv(folder / COURSE) if COURSE in plan.tables else None
    months, firms = (tables.frame_in(folder / name) if name in plan.tables else None for name in (MONTHS, FIRMS))
    spans = facts["warm_up_ms"], facts["longer_ms"]
    return Outcome(plan, responses, orders, charges, relaxed, *spans, course, months, firms, read(folder, plan.tables))
