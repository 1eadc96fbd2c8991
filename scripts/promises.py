"""Coverage and false alarms of the statistics that the package promises, by many experiments whose truth is known.

    python scripts/promises.py              # some minutes
    python scripts/promises.py --count 500  # so many experiments a row

Prints a row for each case: what is promised, what share of experiments was found to do so, and the interval of that
share; a row whose interval lies on the wrong side of the promise is marked. Draws are of plain distributions, and of
M/M/1 by Lindley's recursion: the library's own functions judge them. Reading order: CASES, then each case.
"""

import argparse
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.experiments.compare import MORE
from takarusim.experiments.requirement import Requirement, levels
from takarusim.statistics import estimates, shares, warmup
from takarusim.statistics.estimates import Estimate
from takarusim.statistics.quantiles import share_interval
from takarusim.statistics.responses import Responses

Floats = NDArray[np.float64]
Draws = np.random.Generator

ORDERS, MONTHS = 200, 12  # of a replication
SHARES, REPLICATIONS = (0.5, 0.9, 0.9957, 0.9999), (10, 30)
CONFIDENCE = 0.95
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


COUNT, SEED = 4000, 1
CASES = (means, of_orders, differences, families, long_runs, bounds, stopping)


def lines(count: int = COUNT, seed: int = SEED) -> Iterator[str]:
    """Yields the lines of the table, of so many experiments a row."""
    yield from ("| What | Promised | Found | 95 % interval | Kept |", "|---|---|--:|---|---|")
    for number, case in enumerate(CASES):
        yield from map(str, case(np.random.default_rng([seed, number]), count))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    for line in lines(asked.count, asked.seed):
        print(line, flush=True)


if __name__ == "__main__":
    main()
