"""Worlds: estates that differ in all that is assumed, of which those are kept that agree with what is known.

World n is row n of a scrambled Sobol' sequence over the groups of assumptions; what a group does not share is drawn by
the assumption's own stream. So more worlds continue fewer, and a scenario that assumes more than the base is the same
estate in world n as far as it assumes the same. Reading order: Ensemble, Search, drawn.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import ExperimentError, ScenarioError
from takarusim.experiments import provenance
from takarusim.experiments.execution import Engine
from takarusim.experiments.run import Failure, Task, attempt
from takarusim.kpis import kpis as registered
from takarusim.lowering.draws import Draws
from takarusim.outcome.replication import Replication, Window
from takarusim.registers.kpis import HEADLINE, Name
from takarusim.scenario import reading
from takarusim.scenario.assumptions import Variation, is_evidence
from takarusim.scenario.prepared import prepare
from takarusim.scenario.scenario import Scenario
from takarusim.statistics.information import share
from takarusim.statistics.matching import Evidence, luck

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Asked", "Ensemble", "Job", "Search", "drawn", "ensemble_id", "kept", "measured", "shortened"]

Floats = NDArray[np.float64]

STATED, LUCK = -1, 16  # the number of the stated estate, and its replications, which tell luck
WAVE = 200  # worlds of a wave but the last, which goes on until enough agree
BATCH = 64  # worlds that are run before the next are chosen
LOOKED = 4096  # worlds by which a wave's limit is set
LOST = 0.05  # of the worlds that would agree, the share that a wave may leave out, by the emulator's own reckoning
MOST, LAST = 20, 1 << 18  # worlds run for each that is wanted; worlds of a sequence
GROUPS = ("", "kind", "workshop", "lane", "material")  # of KPIs that are kept
YEAR = 365  # days
EDGES = (0.05, 0.5, 0.95)


class Asked(NamedTuple):
    """What is wanted of an ensemble."""

    worlds: int = 200  # that agree with what is known
    waves: int = 3
    replications: int = 2  # of each world
    cut: float = 3.0  # standard deviations behind which a result rules its world out
    guesses: bool = False  # whether targets without a source rule worlds out too


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Worlds of a scenario, the base run in each.

    Examples
    --------
    >>> import takarusim as tk
    >>> crews = {"value": 2, "source": "assumption", "low": 1, "high": 3}
    >>> scenario = tk.with_value(tk.read_scenario("scenarios/first-steps.yaml"), "smes.sme.crews", crews)
    >>> ensemble = tk.worlds(scenario, 8, seed=1)
    >>> len(ensemble.survivors), ensemble.groups
    (8, ('smes.sme.crews',))
    """

    scenario: Scenario  # the base, with the span that was run
    asked: Asked
    seed: int
    groups: tuple[str, ...]  # that have a draw in common
    numbers: tuple[int, ...]  # (n,) of the worlds that were run, in their order
    waves: NDArray[np.int64]  # (n,) from 1
    factors: Floats  # (n, groups) standard normal draws: above 0 is more work
    kpis: tuple[str, ...]
    values: Floats  # (n, replications, kpis)  NaN: undefined, or the estate cannot be so
    stated: Floats  # (r, kpis) of the stated estate
    failures: Mapping[int, str] = field(default_factory=dict)  # by world: why it has no values

    @property
    def id(self) -> str:
        """Its name, that of its folder: the same inputs, and the same asked, have the same."""
        return ensemble_id(self.scenario, self.asked, self.seed)

    @cached_property
    def evidence(self) -> Evidence:
        """What is known of the base."""
        return evidence(self.scenario, self.asked, self.kpis, self.stated)

    @cached_property
    def means(self) -> Floats:
        """The mean of each KPI in each world, (n, kpis)."""
        return np.asarray(self.values.mean(axis=1))

    @cached_property
    def implausibility(self) -> Floats:
        """How far each world misses what is known, (n, evidence)."""
        return self.evidence.implausibility(self.means[:, [self.kpis.index(kpi) for kpi in self.evidence.kpis]])

    @cached_property
    def survives(self) -> NDArray[np.bool_]:
        """Whether each world agrees with what is known, (n,)."""
        failed = np.isin(self.numbers, list(self.failures))
        return ~failed & (self.implausibility <= self.asked.cut).all(axis=1)

    @property
    def survivors(self) -> tuple[int, ...]:
        """The numbers of the worlds that agree with what is known."""
        return tuple(np.array(self.numbers, np.int64)[self.survives].tolist())

    def of(self, kpi: str) -> Floats:
        """Returns the mean of a KPI in each world, (n,)."""
        if kpi not in self.kpis:
            raise ExperimentError(f"no such KPI in these worlds, got {kpi!r}; one of {', '.join(self.kpis[:12])} ...")
        return self.means[:, self.kpis.index(kpi)]

    def quantiles(self, kpi: str, which: Literal["all", "kept"] = "kept") -> list[float]:
        """Returns 5, 50 and 95 percent of a KPI over worlds, all or those that agree; [] where none defines it."""
        values = self.of(kpi)[self.survives] if which == "kept" else self.of(kpi)
        known = values[np.isfinite(values)]
        return list(np.quantile(known, EDGES).tolist()) if len(known) else []

    @property
    def missed(self) -> tuple[str, ...]:
        """What is known that the stated estate itself does not agree with."""
        known = self.evidence
        out = known.implausibility(self.stated.mean(axis=0)[None, [self.kpis.index(kpi) for kpi in known.kpis]])
        return tuple(kpi for kpi, miss in zip(known.kpis, out[0].tolist(), strict=True) if miss > self.asked.cut)

    def rejects(self) -> dict[str, tuple[float, float]]:
        """Returns for each KPI that is known which share of worlds it rules out, and which share it alone does."""
        out = self.implausibility > self.asked.cut
        alone = out & (out.sum(axis=1) == 1)[:, None]
        shares = zip(out.mean(axis=0).tolist(), alone.mean(axis=0).tolist(), strict=True)
        return dict(zip(self.evidence.kpis, shares, strict=True))

    def pinned(self) -> "pd.DataFrame":
        """Returns where the draws of each group lie in worlds that agree, the most pinned down first.

        Returns
        -------
        columns group, low, middle, high (5, 50 and 95 percent of the draws), spread (standard deviation: 1 in all
        worlds), shift (of the mean, in standard deviations: 0 in all worlds), matters (share of the variance of what is
        served, in worlds that agree, that the group alone explains; NaN of few worlds)
        """
        import pandas as pd

        kept = self.factors[self.survives]
        if not len(kept) or not self.groups:
            return pd.DataFrame(columns=["group", "low", "middle", "high", "spread", "shift", "matters"])
        low, middle, high = np.quantile(kept, EDGES, axis=0)
        frame = pd.DataFrame({"group": self.groups, "low": low, "middle": middle, "high": high})
        frame["spread"], frame["shift"] = kept.std(axis=0), kept.mean(axis=0)
        level = self.of(HEADLINE)[self.survives]
        frame["matters"] = [share(x, level) if np.isfinite(level).all() else math.nan for x in kept.T]
        told = frame["shift"].abs() + (1 - frame["spread"]).abs()
        return frame.loc[told.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)

    def common(self, number: int) -> dict[str, float]:
        """Returns the draws of the groups in a world."""
        return dict(zip(self.groups, self.factors[self.numbers.index(number)].tolist(), strict=True))

    def scenarios(self, scenario: Scenario, numbers: Sequence[int] | None = None) -> Iterator[tuple[int, Scenario]]:
        """Yields the number of each world that agrees, and a scenario in it; ScenarioError where it cannot be so."""
        variation = Variation.of(scenario)
        for number in self.survivors if numbers is None else numbers:
            yield number, drawn(variation, self.seed, number, self.common(number))

    def assumed(self) -> "pd.DataFrame":
        """Returns what each world that agrees assumes: a row for each assumption, a column for each world."""
        import pandas as pd

        paths = [each.path for each in Variation.of(self.scenario).assumptions]
        columns = {str(number): _texts(made, paths) for number, made in self.scenarios(self.scenario)}
        return pd.DataFrame({"path": paths, "stated": _texts(self.scenario, paths), **columns})


def _texts(scenario: Scenario, paths: Sequence[str]) -> list[str]:
    entries = {entry.path: f"{entry.value} {entry.unit}".strip() for entry in reading.register(scenario)}
    return [entries[path] for path in paths]


def evidence(scenario: Scenario, asked: Asked, kpis: Sequence[str], stated: Floats) -> Evidence:
    """Returns the targets of a scenario that may rule worlds out, with the luck of the stated estate."""
    known = {
        name: target
        for name, target in scenario.targets.items()
        if name in kpis and not target.required and (asked.guesses or is_evidence(target.source))
    }
    rows = [(t.low, t.high, t.exact_to) for t in known.values()]
    low = np.array([-math.inf if end is None else end for end, _, _ in rows])
    high = np.array([math.inf if end is None else end for _, end, _ in rows])
    exact = np.array([share for _, _, share in rows])
    values = stated[:, [list(kpis).index(name) for name in known]]
    return Evidence(tuple(known), low, high, exact, luck(values, asked.replications))


def ensemble_id(scenario: Scenario, asked: Asked, seed: int) -> str:
    """Returns the name of an ensemble: a hash of the scenario with the span that is run, what is asked and sources."""
    made_of = ["worlds", reading.text_of(shortened(scenario)), list(asked), seed, provenance.sources()]
    return provenance.named_text(json.dumps(made_of).encode())


def kept(names: Iterable[str], scenario: Scenario) -> tuple[str, ...]:
    """Returns the KPIs that are kept of each world: those of the estate and of few groups, and those with a target."""
    return tuple(name for name in names if _group(name) in GROUPS or name in scenario.targets)


@lru_cache(maxsize=1 << 13)
def _group(name: str) -> str:
    parsed = Name.parsed(name)
    return parsed.group if parsed else ""


def shortened(scenario: Scenario) -> Scenario:
    """Returns a scenario with the span that is run in worlds: the first year of a longer plan."""
    first, last = scenario.time.first_day, scenario.time.last_day
    until = first + timedelta(days=YEAR - 1)
    return scenario if last is None or last <= until else reading.with_value(scenario, "time.last_day", until)


# --- worlds


def drawn(variation: Variation, seed: int, number: int, common: Mapping[str, float]) -> Scenario:
    """Returns a scenario in a world; groups that the world has no draw of, as the base has none, have one of their own.

    Raises
    ------
    ScenarioError
        If the estate cannot be so.
    """
    paths = [each.path for each in variation.assumptions]
    further = [group for group in variation.groups if group not in common]
    names, draws = [*paths, *further], Draws(seed)
    rows = np.full(len(names), number, np.int64)
    own = _normal(draws.some("assumption", names, np.arange(len(names)), rows)[:, 0])
    shared = {**common, **dict(zip(further, own[len(paths) :].tolist(), strict=True))}
    return variation.world(variation.places(shared, own[: len(paths)]))


def _normal(u: Floats) -> Floats:
    from scipy.special import ndtri

    return np.asarray(ndtri(u))


class Job(NamedTuple):
    """A scenario to run in a world."""

    variation: Variation
    number: int  # of the world
    common: Mapping[str, float]  # draws by group
    seed: int
    replications: tuple[int, ...]  # their numbers
    engine: Engine
    kpis: tuple[str, ...]


def measured(job: Job) -> Floats | Failure:
    """Returns the KPIs of a scenario in a world, (replications, kpis), or why there are none."""
    try:
        is_stated = job.number == STATED
        scenario = job.variation.scenario if is_stated else drawn(job.variation, job.seed, job.number, job.common)
    except ScenarioError as error:
        return Failure(str(error))
    found = attempt(partial(_row, job.kpis), Task(prepare(scenario), job.seed, job.replications, job.engine))
    return found if isinstance(found, Failure) else np.array(found)


def _row(names: Sequence[str], replication: Replication, window: Window) -> list[float]:
    known = registered.evaluate(replication, window, set(map(_group, names)))
    return [known.get(name, math.nan) for name in names]


# --- which worlds are run


class Search:
    """Which worlds are run, one batch after the other, by what those before came to."""

    def __init__(self, scenario: Scenario, asked: Asked, seed: int, engine: Engine) -> None:
        self.scenario, self.asked, self.seed, self.engine = scenario, asked, seed, engine
        self.variation = Variation.of(scenario)
        if not self.variation.assumptions:
            raise ExperimentError("no assumption with a range, got none; `source: assumption` with low and high")
        self.groups = self.variation.groups
        self.kpis = kept(registered.names(scenario), scenario)
        self.wave, self._cursor = 1, 0  # the latest wave, and the first world of the sequence that was not looked at
        self._numbers, self._waves = list[int](), list[int]()
        self._values, self._failures = list[Floats](), dict[int, str]()
        self._sequence, self._seen = np.empty((0, len(self.groups))), 0
        self.survivors = 0

    def stated(self) -> Job:
        """Returns the job of the stated estate, which comes first."""
        return Job(self.variation, STATED, {}, self.seed, tuple(range(LUCK)), self.engine, self.kpis)

    def begin(self, values: Floats | Failure) -> None:
        """Takes what the stated estate came to."""
        if isinstance(values, Failure):
            raise ExperimentError(f"the stated estate has no results, got {values.message}; mend it first")
        self._stated = values
        self._evidence = evidence(self.scenario, self.asked, self.kpis, values)
        self._columns = [self.kpis.index(kpi) for kpi in self._evidence.kpis]

    def next(self) -> list[Job]:
        """Returns the jobs of the worlds to run next; none when enough agree, or none can be found."""
        asked = self.asked
        if self.survivors >= asked.worlds or len(self._numbers) >= MOST * asked.worlds or self._cursor >= LAST:
            return []
        last = asked.waves if self._columns and self.groups else 1
        in_wave = self._waves.count(self.wave)
        if in_wave >= WAVE and self.wave < last:
            self.wave, in_wave = self.wave + 1, 0
            self._limit = self._learn()
        room = WAVE - in_wave if self.wave < last else BATCH
        wanted = BATCH if self._columns else asked.worlds - self.survivors  # without evidence, all with results survive
        return [self._job(number) for number in self._choose(min(BATCH, room, wanted))]

    def add(self, job: Job, values: Floats | Failure) -> None:
        """Takes what a world came to; what comes behind the last one that is wanted is left out."""
        if self.survivors >= self.asked.worlds:
            return
        self._numbers.append(job.number)
        self._waves.append(self.wave)
        if isinstance(values, Failure):
            self._failures[job.number] = values.message
            values = np.full((self.asked.replications, len(self.kpis)), np.nan)
        elif (self._evidence.implausibility(values.mean(axis=0)[None, self._columns]) <= self.asked.cut).all():
            self.survivors += 1
        self._values.append(values)

    def found(self) -> Ensemble:
        """Returns the worlds that were run."""
        numbers = tuple(self._numbers)
        return Ensemble(
            *(self.scenario, self.asked, self.seed, self.groups, numbers, np.array(self._waves, np.int64)),
            *(self._rows(list(numbers)), self.kpis, np.array(self._values), self._stated, self._failures),
        )

    def _job(self, number: int) -> Job:
        common = dict(zip(self.groups, self._rows([number])[0].tolist(), strict=True))
        r = self.asked.replications
        replications = tuple(range(number * r, number * r + r))
        return Job(self.variation, number, common, self.seed, replications, self.engine, self.kpis)

    def _rows(self, numbers: Sequence[int]) -> Floats:
        """Returns the draws of the groups in some worlds, (n, groups)."""
        from scipy.stats import qmc

        last = max(numbers, default=0)
        if last >= len(self._sequence) and self.groups:
            sequence = qmc.Sobol(len(self.groups), rng=np.random.default_rng(self.seed))
            self._sequence = _normal(sequence.random_base2(max(10, (last + 1).bit_length())).clip(1e-9, 1 - 1e-9))
        return self._sequence[numbers] if self.groups else np.zeros((len(numbers), 0))

    def _choose(self, count: int) -> list[int]:
        """Returns the next worlds of the sequence that the emulators do not leave out."""
        chosen: list[int] = []
        while len(chosen) < count and self._cursor < LAST:
            some = range(self._cursor, min(self._cursor + LOOKED, LAST))
            likely = np.ones(len(some), bool) if self.wave == 1 else self._chances(some) >= self._limit
            found = np.array(some)[likely][: count - len(chosen)].tolist()
            chosen += found
            self._cursor = found[-1] + 1 if len(chosen) == count else some.stop
        return chosen

    def _learn(self) -> float:
        """Fits an emulator for each result that is known, and returns the chance below which worlds are left out."""
        from takarusim.statistics import emulator

        means = np.array([values.mean(axis=0)[self._columns] for values in self._values])
        x, y = self._rows(self._numbers), self._evidence.scaled(means)
        try:
            models = [emulator.fitted(x, y[:, t]) for t in range(y.shape[1])]
        except ModuleNotFoundError as error:
            how = "pip install 'takarusim[worlds]', or one wave"
            raise ExperimentError(f"{error.name} is not installed, got {self.asked.waves} waves; {how}") from None
        self._models = [(t, model) for t, model in enumerate(models) if model is not None]
        chances = np.sort(self._chances(range(self._cursor, self._cursor + LOOKED)))
        lost = np.cumsum(chances) / max(float(chances.sum()), 1e-300)
        return float(chances[np.searchsorted(lost, LOST)])

    def _chances(self, numbers: Sequence[int]) -> Floats:
        """Returns the chance of each world to agree with all that is known, by the emulators."""
        x, found = self._rows(numbers), np.ones(len(numbers))
        for t, model in self._models:
            found *= self._evidence.chances(t, *model.predicted(x), self.asked.cut)
        return found
