"""Prints how the cost of a replication grows: with years, with estates, with threads; and what many of them hold.

    python benchmarks/growth.py [--replications 10000] [--repeats 5]

All with the compiled engine, from a scenario in memory to its KPIs. "So many estates" are the baseline's workshops,
SMEs and partners so many times over; each copy's partners order from its own SMEs, all share the workshops.
"""

import argparse
import copy
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from takarusim.engine import kernel
from takarusim.engine.instance import PLACE
from takarusim.experiments import run
from takarusim.kpis import kpis
from takarusim.scenario import reading
from takarusim.scenario.prepared import prepare

BASELINE = Path(__file__).parent.parent / "scenarios" / "lik-takaru.yaml"


def scaled(given, times):
    """Returns an amount so many times over, as a scenario's tree has it."""
    if isinstance(given, dict):
        return given | {"value": scaled(given["value"], times)}
    number, _, unit = str(given).partition(" ")
    return f"{float(number) * times} {unit}".strip()


def estates(scenario, count):
    """Returns the scenario of so many estates side by side."""
    tree = copy.deepcopy(reading.tree_of(scenario))
    for workshop in tree["workshops"].values():
        workshop["units"], workshop["let"] = scaled(workshop["units"], count), scaled(workshop["let"], count)
    for material in tree["materials"].values():
        material["opening"] = scaled(material["opening"], count)
        for supply in filter(None, (material["reorder"], material.get("fallback"))):
            supply |= {name: scaled(supply[name], count) for name in ("point", "batch") if name in supply}
    tree["lanes"]["jakarta"]["truck"] = scaled(tree["lanes"]["jakarta"]["truck"], count)
    smes, partners, channels = tree["smes"], tree["partners"], tree.get("channels", {})
    for named in ("targets", "assumptions"):  # of partners that have other names now
        tree.pop(named, None)
    tree["smes"], tree["partners"] = {}, {}
    tree["channels"] = {f"{name}-e{k}": channel for k in range(count) for name, channel in channels.items()}
    for k in range(count):
        for name, sme in smes.items():
            tree["smes"][f"{name}-e{k}"] = sme | {"channels": [f"{channel}-e{k}" for channel in sme["channels"]]}
        for name, partner in partners.items():
            suppliers = [f"{sme}-e{k}" for sme in partner["contract"].get("suppliers", [])]
            contract = partner["contract"] | ({"suppliers": suppliers} if suppliers else {})
            own = {"channel": f"{partner['channel']}-e{k}", "contract": contract}
            tree["partners"][f"{name}-e{k}"] = partner | own
    return reading.scenario_from(tree)


def measured(title, scenario, repeats, first=None):
    """Prints what an order costs, and its ratio to the first row; returns it."""
    times, prepared = [], prepare(scenario)
    for number in range(repeats + 1):
        begin = time.perf_counter()
        replication = run.simulate(prepared, seed=1, replication=number)
        kpis.evaluate(replication)
        times.append(time.perf_counter() - begin)
    orders = int((replication.log["kind"] == PLACE).sum())
    cost = statistics.median(times[1:]) / orders
    ratio = cost / (first or cost)
    print(f"{title:14}{orders:>10,}{1000 * statistics.median(times[1:]):>10.1f}{1e6 * cost:>12.2f}{ratio:>8.2f}")
    return cost


def threads(scenario, repeats, replications=64):
    """Prints how much faster two threads are than one: the medians of paired timings."""
    instance = run.simulate(scenario, seed=1).instance
    paired("the engine alone", lambda jobs: spread(kernel.simulate, instance, replications, jobs), repeats)
    paired("scenario to KPIs", lambda jobs: run.replicate(scenario, replications, seed=1, jobs=jobs), repeats)


def spread(work, given, times, jobs):
    """Does the same so many times, on so many threads; keeps nothing of it."""
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(lambda _: len(work(given)), range(times)))


def paired(title, work, repeats):
    """Prints how much faster some work is on two threads than on one, each pair timed in turn."""
    ratios = []
    work(2)  # what is done once: compiling, memory from the system
    for _ in range(repeats):
        times = []
        for jobs in (1, 2):
            begin = time.perf_counter()
            work(jobs)
            times.append(time.perf_counter() - begin)
        ratios.append(times[0] / times[1])
    each = " ".join(f"{ratio:.2f}" for ratio in ratios)
    print(f"two threads, {title}: {statistics.median(ratios):.2f} times one (median of {each})")


def memory(scenario, replications):
    """Prints what many replications in one go hold, in a process of their own."""
    begin = time.perf_counter()
    child = os.fork()
    if child == 0:
        run.replicate(scenario, replications, seed=1, jobs=os.cpu_count())
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    spent, peak = time.perf_counter() - begin, usage.ru_maxrss / 1024
    print(f"{replications:,} replications of a year: {spent:.0f} s, at most {peak:,.0f} MiB; exit {status}")


def main():
    """Prints everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replications", type=int, default=10_000, help="of one year, in one go")
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    baseline = reading.read_scenario(BASELINE, ["time.last_day=2024-12-31"])
    memory(baseline, arguments.replications)
    print(f"{'':14}{'orders':>10}{'ms':>10}{'us/order':>12}{'ratio':>8}")
    first = measured("1 year", baseline, arguments.repeats)
    for years in (5, 20):
        long = reading.with_value(baseline, "time.last_day", f"{2023 + years}-12-31")
        measured(f"{years} years", long, arguments.repeats, first)
    first = measured("1 estate", estates(baseline, 1), arguments.repeats)
    for count in (5, 20):
        measured(f"{count} estates", estates(baseline, count), arguments.repeats, first)
    threads(baseline, arguments.repeats)


if __name__ == "__main__":
    main()
