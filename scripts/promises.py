"""Coverage and false alarms of the statistics that the package promises, by many experiments whose truth is known.

    python scripts/promises.py              # some minutes
    python scripts/promises.py --count 500  # so many experiments a row
    python scripts/promises.py --case worlds # of one case

Prints a row for each case: what is promised, what share of experiments was found to do so, and the interval of that
share; a row whose interval lies on the wrong side of the promise is marked. Draws are of plain distributions, and of
M/M/1 by Lindley's recursion: the library's own functions judge them. Cases that are done are kept in a file of build/
until a file that they judge changes, so that what was stopped goes on. Reading order: CASES, then each case.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.experiments import provenance
from takarusim.experiments.across import Across
from takarusim.experiments.compare import MORE
from takarusim.experiments.requirement import Requirement, levels
from takarusim.statistics import estimates, shares, warmup
from takarusim.statistics.estimates import Estimate
from takarusim.statistics.quantiles import share_interval
from takarusim.statistics.responses import Responses
from takarusim.statistics.selection import best_of

Floats = NDArray[np.float64]
Draws = np.random.Generator

ORDERS, MONTHS = 200, 12  # of a replication
SHARES, REPLICATIONS = (0.5, 0.9, 0.9957, 0.9999), (10, 30)
CONFIDENCE = 0.95
ENSEMBLE, CUSTOMERS = 100, 400  # worlds of an ensemble, and customers of a replication in M/M/1
PAPER, KEPT = 20_001, Path(__file__).parent.parent / "build" / "promises.jsonl"
PILOT, RUNS, PER_WEEK, LOAD = 10, 30, 134, 0.8  # of M/M/1: one time unit is a mean service


class Row(NamedTuple):
    """What was found of one promise."""

    what: str
    promised: float
    is_alarm: bool  # at most so many; else at least
    kept: int
    of: int

    def __str__(self) -> str:
        """Returns it as a row of a table."""
        found = share_interval(self.kept, self.of)
        is_broken = found.low > self.promised if self.is_alarm else found.high < self.promised
        sign = "<=" if self.is_alarm else ">="
        return (
            f"| {self.what} | {sign} {self.promised:.3f} | {found.mean:.3f} | {found.low:.3f} to {found.high:.3f} "
            f"| {'no' if is_broken else 'yes'} |"
        )


def covers(one: Estimate, truth: float) -> bool:
    """Returns whether an interval has the truth in it."""
    return one.low <= truth <= one.high


def means(draws: Draws, count: int) -> Iterator[Row]:
    """Student's interval of a mean: of a normal KPI, and of a skewed one, of which it promises less."""
    for r in REPLICATIONS:
        for name, make, truth in (("normal", draws.normal, 0.0), ("exponential", draws.exponential, 1.0)):
            values = make(size=(count, r))
            kept = sum(covers(estimates.mean_interval(row), truth) for row in values)
            yield Row(f"mean, {name}, {r} replications", CONFIDENCE, False, kept, count)


def of_orders(draws: Draws, count: int) -> Iterator[Row]:
    """The interval of a share of orders: of orders that go their own ways, and of good and bad replications."""
    for name, spread in (("independent orders", 0.0), ("good and bad replications", 20.0)):
        for p in SHARES:
            for r in REPLICATIONS:
                chance = draws.beta(spread * p, spread * (1 - p), (count, r)) if spread else np.full((count, r), p)
                values = draws.binomial(ORDERS, chance) / ORDERS
                kept = sum(covers(shares.share_mean(row, looks=MONTHS), p) for row in values)
                yield Row(f"share {p:g}, {name}, {r} replications", CONFIDENCE, False, kept, count)


def differences(draws: Draws, count: int) -> Iterator[Row]:
    """Paired differences: false alarms where nothing differs in the mean."""
    for r in REPLICATIONS:
        pairs = draws.normal(size=(count, 2, r)) + draws.normal(size=(count, 1, r))
        alarms = sum(not covers(estimates.paired_difference(*pair), 0.0) for pair in pairs)
        yield Row(f"paired difference, normal, {r} replications", 1 - CONFIDENCE, True, alarms, count)
        for p in SHARES:
            both = draws.binomial(ORDERS, p, (count, 2, r)) / ORDERS
            alarms = sum(not covers(shares.share_difference(a - b, looks=MONTHS), 0.0) for a, b in both)
            yield Row(f"difference of shares {p:g}, {r} replications", 1 - CONFIDENCE, True, alarms, count)


def families(draws: Draws, count: int) -> Iterator[Row]:
    """All pairs of four equal scenarios: any that is told apart is a false alarm."""
    count = max(1, count // 4)
    for r in (*REPLICATIONS, 60):
        for name, make in (
            ("normal", draws.normal),
            ("share 0.9957", lambda size: draws.binomial(ORDERS, 0.9957, size)),
        ):
            alarms = 0
            for number, rows in enumerate(make(size=(count, 4, r)) + 0.0):
                pairs = [rows[j] - rows[i] for i in range(4) for j in range(i + 1, 4)]
                alarms += any(not covers(one, 0.0) for one in estimates.simultaneous(pairs, seed=number))
            yield Row(f"all pairs of 4, {name}, {r} replications", 1 - CONFIDENCE, True, alarms, count)


def long_runs(draws: Draws, count: int) -> Iterator[Row]:
    """The mean wait in M/M/1, whose run begins empty: MSER-5 on pilots, then Student's interval of what is left."""
    count = max(1, count // 10)
    for weeks in (26, 52, 104):
        kept = steady = 0
        for _ in range(count):
            wait = _waits(draws, PILOT + RUNS, weeks)
            week = wait.reshape(PILOT + RUNS, weeks, PER_WEEK)
            total, one = week.sum(axis=2), np.full(weeks, float(PER_WEEK))
            pilots = [warmup.Series(row / PER_WEEK, one, row, np.zeros((0, weeks))) for row in total[:PILOT]]
            found = warmup.warm_up(pilots, warmup.WEEK)
            if found.verdict != "steady":
                continue
            steady += 1
            left = week[PILOT:, found.time // warmup.WEEK :].mean(axis=(1, 2))
            kept += covers(estimates.mean_interval(left), LOAD / (1 - LOAD))
        what = f"mean wait in M/M/1, load {LOAD}, {weeks} weeks, {steady} of {count} told steady"
        yield Row(what, CONFIDENCE, False, kept, max(steady, 1))


def _waits(draws: Draws, runs: int, weeks: int) -> Floats:
    """Returns the waits of customers, (runs, weeks x PER_WEEK), the first of whom finds nobody (Lindley)."""
    size = (runs, weeks * PER_WEEK)
    steps = np.cumsum(draws.exponential(size=size) - draws.exponential(1 / LOAD, size), axis=1)
    before = np.concatenate([np.zeros((runs, 1)), steps[:, :-1]], axis=1)
    waits: Floats = before - np.minimum.accumulate(before, axis=1)
    return waits


def bounds(draws: Draws, count: int) -> Iterator[Row]:
    """What headroom surely bears: a level that it says and that misses the requirement is a false alarm."""
    count = max(1, count // 4)
    asked, served = Requirement.parsed("otif >= 0.9"), np.array([0.98, 0.96, 0.95, 0.8999, 0.85])
    for r in REPLICATIONS:
        alarms = 0
        for _ in range(count):
            chance = draws.beta(20 * served, 20 * (1 - served), (r, len(served))).T
            values = (draws.binomial(ORDERS, chance) / ORDERS)[:, :, None]
            points = tuple(1 + 0.1 * k for k in range(len(served)))
            tried = levels(Responses(points, tuple(range(r)), ("otif",), values, {}), asked, CONFIDENCE)
            is_met = [level.margin.low >= 0 for level in tried]
            alarms += all(is_met[:4])
        yield Row(f"headroom surely, level just missed, {r} replications", 1 - CONFIDENCE, True, alarms, count)


def stopping(draws: Draws, count: int) -> Iterator[Row]:
    """Replications added until an interval is as short as asked for."""
    for half in (0.5, 0.2):
        kept = 0
        for _ in range(count):
            values = draws.normal(size=20)
            while estimates.mean_interval(values).half_width > half and len(values) < 1000:
                values = np.append(values, draws.normal(size=max(MORE, len(values) // 4)))
            kept += covers(estimates.mean_interval(values), 0.0)
        yield Row(f"replications added until +-{half:g} sd", CONFIDENCE, False, kept, count)


def worlds(draws: Draws, count: int) -> Iterator[Row]:
    """M/M/1 of an uncertain rate, in ensembles: what is told over worlds, against numbers on paper.

    The other option serves faster, after a walk. A third group of assumptions moves nothing.
    """
    count = max(1, 3 * count // 40)
    every = np.linspace(-4, 4, PAPER)  # draws of the group
    weight = np.exp(-(every**2) / 2)
    slow, fast = _sojourns(every)
    better = slow - fast
    worth = np.average(np.maximum(better, 0), weights=weight) - max(np.average(better, weights=weight), 0.0)
    within = held = told = right = 0
    for _ in range(count):
        z = draws.standard_normal((ENSEMBLE, 2))
        found = _ensemble(draws, z)
        low, _, high, _ = found.middle("slow", "lead_time_mean")
        within += low <= _sojourns(draws.standard_normal(1))[0][0] <= high
        questions = {one.name: one.worth for one in found.information("lead_time_mean").questions if one.is_group}
        held += questions["rate"].low <= worth <= questions["rate"].high
        told += questions["nothing"].is_told
        at = _sojourns(np.zeros(1))
        right += _selected(draws) == int(at[1][0] < at[0][0])
    yield Row(f"a further world within the ends told over {ENSEMBLE} worlds of M/M/1", 0.9, False, within, count)
    yield Row(f"what the rate of M/M/1 is worth, {ENSEMBLE} worlds", 0.9, False, held, count)
    yield Row(f"a question that is worth nothing, {ENSEMBLE} worlds", 0.05, True, told, count)
    yield Row("the better of two M/M/1 selected", CONFIDENCE, False, right, count)


def _load(z: Floats) -> Floats:
    """Returns the rate of orders at draws of its group, a service taking 1: from 0.3 to 0.75 in nine worlds of ten."""
    return np.asarray(0.5 * np.where(z > 0, 1.5, 1 / 0.6) ** (z / 1.644854))


def _sojourns(z: Floats) -> tuple[Floats, Floats]:
    """Returns the mean time in both queues on paper, at draws of the rate."""
    load = np.minimum(_load(z), 0.97)
    return 1 / (1 - load), 0.8 + 1 / (1.6 - load)


def _ensemble(draws: Draws, z: Floats) -> Across:
    """Returns two queues in worlds, two replications of each; both meet the same customers."""
    load = np.minimum(_load(z[:, 0]), 0.97)[:, None, None]
    steady = _steady(draws, load, (len(z), 2, CUSTOMERS))
    values = np.stack([each.mean(axis=2) for each in steady], axis=1)
    asked = np.broadcast_to(load, values.shape)
    groups, kpis, numbers = ("rate", "nothing"), ("lead_time_mean", "orders_asked"), tuple(range(len(z)))
    return Across("", ("slow", "fast"), numbers, groups, z, kpis, np.stack([values, asked], axis=-1))


def _steady(draws: Draws, load: Floats, size: tuple[int, ...]) -> tuple[Floats, Floats]:
    """Returns the times of customers in both queues, of which the first finds what is there in the long run."""
    apart, work = draws.exponential(size=size) / load, draws.exponential(size=size)
    first, busy = draws.exponential(size=size[:-1]), draws.random(size[:-1])
    found = []
    for speed, walk in ((1.0, 0.0), (1.6, 0.8)):
        one, rho = work / speed, load[..., 0] / speed
        start = np.where(busy < rho, first / (speed - load[..., 0]), 0.0)[..., None]
        steps = np.cumsum(one - apart, axis=-1)
        before = np.concatenate([np.zeros_like(start), steps[..., :-1]], axis=-1)
        found.append(walk + one + before + np.maximum(start, -np.minimum.accumulate(before, axis=-1)))
    return found[0], found[1]


def _selected(draws: Draws) -> int:
    """Returns which queue is selected at the stated rate."""

    def draw(systems, start: int, stop: int) -> Floats:
        while 64 * len(kept) < stop:
            both = _steady(draws, np.full((64, 1), 0.5), (64, CUSTOMERS))
            kept.append(np.array([-each.mean(axis=1) for each in both]))
        return np.concatenate(kept, axis=1)[list(systems), start:stop]

    kept = list[Floats]()
    gap = float(abs(np.subtract(*_sojourns(np.zeros(1))))[0])
    return best_of(draw, 2, indifference=gap, confidence=CONFIDENCE).best


COUNT, SEED = 4000, 1
CASES = (means, of_orders, differences, families, long_runs, bounds, stopping, worlds)


def lines(count: int = COUNT, seed: int = SEED, only: str = "") -> Iterator[str]:
    """Yields the lines of the table, of so many experiments a row."""
    yield from ("| What | Promised | Found | 95 % interval | Kept |", "|---|---|--:|---|---|")
    for number, case in enumerate(CASES):
        if only in ("", case.__name__):
            yield from map(str, _counted(number, count, seed))


def _counted(number: int, count: int, seed: int) -> list[Row]:
    """Returns the rows of a case: those that are kept, else by doing its experiments."""
    code = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    key = [CASES[number].__name__, count, seed, code, provenance.sources()]
    for line in KEPT.read_text("utf-8").splitlines() if KEPT.exists() else ():
        known, rows = json.loads(line)
        if known == key:
            return [Row(*row) for row in rows]
    print(f"{key[0]}, {number + 1} of {len(CASES)}", file=sys.stderr, flush=True)
    rows = list(CASES[number](np.random.default_rng([seed, number]), count))
    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("a", encoding="utf-8") as file:
        file.write(json.dumps([key, rows], default=int) + "\n")
    return rows


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--case", choices=[case.__name__ for case in CASES], default="")
    asked = parser.parse_args()
    for line in lines(asked.count, asked.seed, asked.case):
        print(line, flush=True)


if __name__ == "__main__":
    main()
