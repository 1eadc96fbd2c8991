"""Exact values of queueing and inventory theory, from their formulas. One time unit everywhere; rates are per unit."""

from math import exp, sqrt

from scipy import stats
from scipy.optimize import brentq


def erlang_c(load: float, servers: int) -> float:
    """Returns the probability of waiting in M/M/c, from Erlang's B by its recursion."""
    b = 1.0
    for k in range(1, servers + 1):
        b = load * b / (k + load * b)
    rho = load / servers
    return b / (1 - rho * (1 - b))


def mmc_wait(arrivals: float, service: float, servers: int) -> float:
    """Returns the mean wait in M/M/c of a mean service time."""
    load = arrivals * service
    return erlang_c(load, servers) * service / (servers - load)


def mg1_wait(arrivals: float, mean: float, square: float) -> float:
    """Returns the mean wait in M/G/1 (Pollaczek and Khinchine) from the first two moments of service."""
    return arrivals * square / (2 * (1 - arrivals * mean))


def batch_wait(batches: float, mean: float, square: float, service: float) -> float:
    """Returns the mean wait in M[X]/M/1, of batches of a mean and mean square size."""
    load = batches * mean * service
    return service * (2 * load + square / mean - 1) / (2 * (1 - load))


def priority_waits(classes: list[tuple[float, float, float]]) -> list[float]:
    """Returns the mean waits of classes (arrivals, mean, square), the most urgent first, none preempting (Cobham)."""
    residual = sum(arrivals * square for arrivals, _, square in classes) / 2
    waits, load = [], 0.0
    for arrivals, mean, _ in classes:
        before, load = load, load + arrivals * mean
        waits.append(residual / ((1 - before) * (1 - load)))
    return waits


def preemptive_times(classes: list[tuple[float, float, float]]) -> list[float]:
    """Returns the mean time in system of each class where the more urgent one takes over and work resumes."""
    times, load, residual = [], 0.0, 0.0
    for arrivals, mean, square in classes:
        before, load = load, load + arrivals * mean
        residual += arrivals * square / 2
        times.append(mean / (1 - before) + residual / ((1 - before) * (1 - load)))
    return times


def closed_network(demands: list[float], customers: int, think: float) -> tuple[float, float]:
    """Returns throughput and time in the stations of a closed network of single servers (exact mean value analysis)."""
    queues = [0.0] * len(demands)
    throughput = time = 0.0
    for n in range(1, customers + 1):
        times = [demand * (1 + queue) for demand, queue in zip(demands, queues, strict=True)]
        time = sum(times)
        throughput = n / (think + time)
        queues = [throughput * each for each in times]
    return throughput, time


def machine_repair(machines: int, life: float, repair: float, repairers: int) -> tuple[float, float]:
    """Returns the mean number of machines down and the failures per time (a birth and death chain)."""
    weights = [1.0]
    for n in range(machines):
        weights.append(weights[-1] * (machines - n) / life / (min(n + 1, repairers) / repair))
    total = sum(weights)
    down = sum(n * weight for n, weight in enumerate(weights)) / total
    return down, (machines - down) / life


def base_stock(demand: float, lead: float, level: int) -> tuple[float, float, float]:
    """Returns fill rate, mean backorders and mean stock of one-for-one replenishment (Palm: any law of lead times)."""
    outstanding = stats.poisson(demand * lead)
    stock = sum((level - n) * float(outstanding.pmf(n)) for n in range(level))
    return float(outstanding.cdf(level - 1)), stock + demand * lead - level, stock


def reorder_point(demand: float, lead: float, point: int, batch: int) -> tuple[float, float, float]:
    """Returns fill rate, mean backorders and mean stock of (r, Q) with a fixed lead time: base stocks, averaged."""
    levels = [base_stock(demand, lead, level) for level in range(point + 1, point + batch + 1)]
    fill, backorders, stock = (sum(column) / batch for column in zip(*levels, strict=True))
    return fill, backorders, stock


def early_mm1_wait(arrivals: float, service: float, customers: int) -> float:
    """Returns the mean wait of the first customers of an M/M/1 queue that starts empty (the embedded chain)."""
    up = arrivals * service / (1 + arrivals * service)  # the next event is an arrival
    found, total = [1.0] + [0.0] * customers, 0.0  # of the numbers found in the system by a customer
    for _ in range(customers):
        total += service * sum(n * p for n, p in enumerate(found))
        found = _next_found(found, up)
    return total / customers


def _next_found(found: list[float], up: float) -> list[float]:
    """Returns what the next customer finds: those found, and the one who found them, less departures in between."""
    following, above = [0.0] * len(found), 0.0
    for n in range(
        len(found) - 1, 0, -1
    ):  # P(next finds n) = up * sum over k >= n - 1 of found[k] * down ** (k + 1 - n)
        above = found[n - 1] + (1 - up) * above
        following[n] = up * above
    following[0] = 1 - sum(following)
    return following


def deterministic_arrivals_wait(gap: float, service: float) -> float:
    """Returns the mean wait in D/M/1: sigma solves sigma = exp(-(1 - sigma) gap / service)."""
    sigma = float(brentq(lambda s: s - exp(-(1 - s) * gap / service), 1e-9, 1 - 1e-6))
    return service * sigma / (1 - sigma)


def gamma_square(mean: float, cv: float) -> float:
    return mean**2 * (1 + cv**2)


def mean_interval(values: list[float], confidence: float = 0.999) -> tuple[float, float]:
    """Returns mean and half-width of a t interval."""
    n, mean = len(values), sum(values) / len(values)
    deviation = sqrt(sum((value - mean) ** 2 for value in values) / (n - 1))
    return mean, float(stats.t.ppf((1 + confidence) / 2, n - 1)) * deviation / sqrt(n)
