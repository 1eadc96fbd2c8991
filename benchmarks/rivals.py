"""The open tandem in other simulation packages: plain SimPy, Ciw, salabim, and C compiled on the spot.

Each function simulates so many orders with draws made beforehand and returns (seconds, mean time in system).
"""

import shutil
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np

UNITS = (4, 4, 46)
MEANS = (3.2, 3.0, 38.0)  # minutes; an order arrives every minute


def missing(rival: str) -> str:
    """Returns what a rival lacks here, and what would help; nothing when it can run."""
    if rival in ("c", "c_log"):
        return "" if shutil.which("cc") else "no C compiler (cc)"
    return "" if find_spec(rival) else "not installed; pip install '.[benchmarks]'"


def _draws(orders: int) -> tuple[list[float], list[list[float]]]:
    generator = np.random.default_rng(1)
    return generator.exponential(1.0, orders).tolist(), [generator.exponential(m, orders).tolist() for m in MEANS]


def simpy(orders: int) -> tuple[float, float]:
    """Returns the time that plain SimPy needs: a process for each order, a Resource for each station."""
    import simpy

    gaps, services = _draws(orders)
    env = simpy.Environment()
    stations = [simpy.Resource(env, units) for units in UNITS]
    total = 0.0

    def order(i: int):
        nonlocal total
        placed = env.now
        for station, service in zip(stations, services, strict=True):
            with station.request() as request:
                yield request
                yield env.timeout(service[i])
        total += env.now - placed

    def market():
        for i, gap in enumerate(gaps):
            yield env.timeout(gap)
            env.process(order(i))

    env.process(market())
    begin = time.perf_counter()
    env.run()
    return time.perf_counter() - begin, total / orders


def ciw(orders: int) -> tuple[float, float]:
    """Returns the time that Ciw needs."""
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(1.0), None, None],
        service_distributions=[ciw.dists.Exponential(1 / mean) for mean in MEANS],
        number_of_servers=list(UNITS),
        routing=[[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]],
    )
    ciw.seed(1)
    simulation = ciw.Simulation(network)
    begin = time.perf_counter()
    simulation.simulate_until_max_customers(orders, method="Finish")
    seconds = time.perf_counter() - begin
    records = simulation.get_all_records()
    return seconds, sum(r.exit_date - r.arrival_date for r in records) / orders


def salabim(orders: int) -> tuple[float, float]:
    """Returns the time that salabim needs."""
    import salabim as sim

    sim.yieldless(False)
    gaps, services = _draws(orders)
    env = sim.Environment(trace=False)
    stations = [sim.Resource("station", units) for units in UNITS]
    total = 0.0

    class Order(sim.Component):
        def setup(self, i):
            self.i = i

        def process(self):
            nonlocal total
            placed = env.now()
            for station, service in zip(stations, services, strict=True):
                yield self.request(station)
                yield self.hold(service[self.i])
                self.release(station)
            total += env.now() - placed

    class Market(sim.Component):
        def process(self):
            for i, gap in enumerate(gaps):
                yield self.hold(gap)
                Order(i=i)

    Market()
    begin = time.perf_counter()
    env.run()
    return time.perf_counter() - begin, total / orders


def c_log(orders: int) -> tuple[float, float]:
    """Returns the time that hand-written C needs that writes the rows which our engines write."""
    return c(orders, "log")


def c(orders: int, *options: str) -> tuple[float, float]:
    """Returns the time that hand-written C needs, compiled for this machine."""
    source = Path(__file__).with_name("tandem.c")
    with tempfile.TemporaryDirectory() as folder:
        program = str(Path(folder) / "tandem")
        subprocess.run(["cc", "-O3", "-march=native", "-o", program, source, "-lm"], check=True)
        seconds, _, mean = subprocess.run(
            [program, str(orders), *options], check=True, capture_output=True, text=True
        ).stdout.split()
    return float(seconds), float(mean)
