"""Prints tables: how fast the engines are, beside other packages, all measured in this run on one core.

    python benchmarks/run.py [--orders 200000] [--years 1] [--repeats 5] [--slow-orders 20000]

(a) The open tandem: so many orders through three workshop types. The rivals are plain SimPy, Ciw, salabim and C.
(b) The estate's baseline, only ours. (c) So many estates side by side. Every row is a process of its own, pinned to one
core; times are medians. (d) What compiling everything takes on that core, from an empty cache.
Rivals are installed by `pip install '.[benchmarks]'`; the table goes without those that are not there, and says so.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import growth
import rivals

HERE = Path(__file__).parent
TANDEM, ESTATE = HERE / "tandem.yaml", HERE.parent / "scenarios" / "lik-takaru.yaml"
IN_C = ("c", "c_log")
RIVALS = ("simpy", "ciw", "salabim", *IN_C)
TITLES = {
    "simpy": "plain SimPy",
    "ciw": "Ciw",
    "salabim": "salabim",
    "c": "C, by hand, no log",
    "c_log": "C, by hand, the same log",
    "model": "model.py",
    "kernel": "kernel.py",
    "model-whole": "model.py, scenario to KPIs",
    "kernel-whole": "kernel.py, scenario to KPIs",
    "kernel-1": "kernel.py, one estate",
    "kernel-20": "kernel.py, 20 estates",
}
COMPILING = """
import time
import takarusim as tk
scenario, begin = tk.read_scenario("{estate}"), time.process_time()
tk.simulate(scenario, seed=1).kpis()
print(time.process_time() - begin)
"""


def timed(repeats: int, work: Callable[[], object]) -> float:
    """Returns the median time of some repeats, in seconds."""
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def ours(row: str, scenario_file: Path, last_day: str, repeats: int) -> dict[str, float]:
    """Returns what one of our engines needs, from Instance to log, or from a scenario in memory to its KPIs."""
    from takarusim import model
    from takarusim.engine import kernel
    from takarusim.engine.instance import PLACE
    from takarusim.experiments import run
    from takarusim.kpis import kpis
    from takarusim.scenario import reading
    from takarusim.scenario.prepared import prepare

    engine = {"model": model, "kernel": kernel}[row.split("-", maxsplit=1)[0]].simulate
    read = reading.read_scenario(scenario_file, [f"time.last_day={last_day}"])
    count = row.removeprefix("kernel-")
    scenario = prepare(growth.estates(read, int(count)) if count.isdigit() else read)
    replication = run.simulate(scenario, seed=1, engine=engine)  # compiles, and finds how many rows tables need
    if row.endswith("whole"):
        seconds = timed(repeats, lambda: kpis.evaluate(run.simulate(scenario, seed=1, engine=engine)))
    else:
        instance = replication.instance
        seconds = timed(repeats, lambda: engine(instance))
    orders = int((replication.log["kind"] == PLACE).sum())
    return {"seconds": seconds, "orders": orders, "rows": len(replication.log)}


def measure(row: str, case: str, arguments: argparse.Namespace) -> dict[str, float]:
    """Returns seconds, orders, rows of the log and peak memory of one row, in this process."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if row in RIVALS:
        orders = arguments.orders if row in IN_C else arguments.slow_orders
        repeats = arguments.repeats if row in IN_C else 1
        seconds = statistics.median(getattr(rivals, row)(orders)[0] for _ in range(repeats))
        found = {"seconds": seconds, "orders": orders, "rows": 0}
    else:
        orders = arguments.slow_orders if row.startswith("model") else arguments.orders
        repeats = 1 if row.startswith("model") else arguments.repeats
        days = max(1, orders // 1440)
        last_day = time.strftime("%Y-%m-%d", time.gmtime(1704067200 + 86400 * (days - 1)))
        if case != "tandem":
            last_day = f"{2023 + arguments.years}-12-31"
        found = ours(row, TANDEM if case == "tandem" else ESTATE, last_day, repeats)
    who = resource.RUSAGE_CHILDREN if row in IN_C else resource.RUSAGE_SELF
    return {**found, "megabytes": resource.getrusage(who).ru_maxrss / 1024}


def compiling() -> float:
    """Returns the processor time of a first replication and its KPIs, compiled anew, in seconds."""
    with tempfile.TemporaryDirectory() as empty:
        command = [sys.executable, "-c", COMPILING.format(estate=ESTATE)]
        environment = {**os.environ, "NUMBA_CACHE_DIR": empty}
        return float(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)


def present(names: tuple[str, ...]) -> list[str]:
    """Returns the rows that can be measured here; prints what the others lack."""
    lacks = {row: rivals.missing(row) for row in names if row in RIVALS}
    for row in filter(lacks.get, lacks):
        print(f"{TITLES[row]}: left out, {lacks[row]}", flush=True)
    return [row for row in names if not lacks.get(row)]


def table(title: str, rows: list[tuple[str, dict[str, float]]]) -> None:
    """Prints the rows of one case; each ratio is to the first row."""
    print(f"\n{title}")
    print(f"{'':28}{'orders/s':>14}{'rows/s':>14}{'seconds':>10}{'ratio':>9}{'MB':>7}")
    first = rows[0][1]["orders"] / rows[0][1]["seconds"]
    for row, found in rows:
        rate = found["orders"] / found["seconds"]
        logged = f"{found['rows'] / found['seconds']:,.0f}" if found["rows"] else "-"
        print(
            f"{TITLES[row]:28}{rate:>14,.0f}{logged:>14}{found['seconds']:>10.4f}{rate / first:>9.1f}"
            f"{found['megabytes']:>7.0f}",
            flush=True,
        )


def main() -> None:
    """Measures every row in a process of its own and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=200_000, help="of the tandem, for the fast rows")
    parser.add_argument("--slow-orders", type=int, default=20_000, help="of the tandem, for the slow rows")
    parser.add_argument("--years", type=int, default=1, help="of the estate")
    parser.add_argument("--repeats", type=int, default=5, help="of the fast rows")
    parser.add_argument("--row", help=argparse.SUPPRESS)
    parser.add_argument("--case", default="tandem", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.row:
        print(json.dumps(measure(arguments.row, arguments.case, arguments)))
        return
    cases = {
        "tandem": ("(a) open tandem", (*RIVALS, "model", "kernel", "model-whole", "kernel-whole")),
        "estate": (
            f"(b) the estate's baseline, {arguments.years} year(s) and the run-in",
            ("model", "kernel", "model-whole", "kernel-whole"),
        ),
        "estates": ("(c) estates side by side, from Instance to log", ("kernel-1", "kernel-20")),
    }
    for case, (title, names) in cases.items():
        rows = []
        for row in present(names):
            command = [sys.executable, __file__, *sys.argv[1:], "--row", row, "--case", case]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            rows.append((row, json.loads(done.stdout.splitlines()[-1])))
        table(title, rows)
    print(f"\n(d) compiling everything: {compiling():.0f} s of computing, with the first replication")


if __name__ == "__main__":
    main()
