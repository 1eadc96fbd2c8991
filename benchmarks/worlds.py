"""How long worlds take: to make one, to run scenarios in one, and a year of the baseline.

    python benchmarks/worlds.py            # a sample
    python benchmarks/worlds.py --count 50 # of so many worlds

Prints processor time, which other work on a machine hardly changes, and what whole experiments take of it.
"""

import argparse
import time

import takarusim as tk
from takarusim.experiments.ensemble import Job, drawn, kept, measured
from takarusim.experiments.run import Task, attempt
from takarusim.kpis import kpis as registered
from takarusim.scenario.assumptions import Variation
from takarusim.scenario.prepared import prepare

FILES = ("lik-takaru", "add-heavy-equipment-partner", "add-type-c-shops", "access-road")
YEAR = ["time.last_day=2024-12-31"]


def spent(function, tasks):
    """Returns the seconds of the processor that a function takes for a task, in the mean."""
    function(tasks[0])  # compiled, and loaded
    begun = time.process_time()
    for task in tasks:
        function(task)
    return (time.process_time() - begun) / len(tasks)


def jobs(name, count):
    """Returns a scenario of a year in some worlds, as an ensemble runs it: two replications each."""
    scenario = tk.read_scenario(f"scenarios/{name}.yaml", YEAR)
    variation, kpis = Variation.of(scenario), kept(registered.names(scenario), scenario)
    draws = [{group: ((n + k) % 5 - 2) / 2 for k, group in enumerate(variation.groups)} for n in range(count)]
    return [Job(variation, n, each, 1, (2 * n, 2 * n + 1), "auto", kpis) for n, each in enumerate(draws)]


def main():
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=12)
    count = parser.parse_args().count
    base = jobs(FILES[0], count)
    world = spent(lambda job: drawn(job.variation, job.seed, job.number, job.common), base)
    four = sum(spent(measured, jobs(name, count)) for name in FILES)
    prepared = prepare(base[0].variation.scenario)
    tasks = [Task(prepared, 1, (r,), "auto") for r in range(4 * count)]
    year = spent(lambda task: attempt(registered.evaluate, task), tasks)
    print(f"a world of the baseline is made in {1000 * world:.1f} ms")
    print(f"200 worlds of four scenarios, two replications of a year: {200 * four:.0f} s of a processor")
    print(f"10,000 replications of a year of the baseline: {10_000 * year:.0f} s of a processor")


if __name__ == "__main__":
    main()
