"""Calibrates the baseline: which assumptions move, from where to where, and why each is still plausible.

    python scripts/calibrate.py            # searches anew, from the values as first assumed; some ten minutes
    python scripts/calibrate.py --check    # holds the shipped baseline against the evidence, and off the edge

What may move are LEVERS: assumptions only, each with the few values that its evidence leaves open. The search turns one
lever by one step as long as that lowers the misfit: how far KPIs lie from the middle of their ranges, how much a tenth
more demand costs, and a little for every step away from what was first assumed. All runs share their draws. What is
found is written into scenarios/lik-takaru.yaml by hand; --check fails where the file has none of the values.
Reading order: LEVERS, misfit, search, edges.
"""

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import takarusim as tk
from takarusim.statistics.responses import Responses

BASELINE = Path(__file__).parent.parent / "scenarios" / "lik-takaru.yaml"
SEARCHED = {"time.last_day": "2025-12-31"}  # two years behind the run-in
REPLICATIONS, SEED = 3, 1
MARKET = ("market-hardware", "market-ship", "market-farm")
TOWN = (*MARKET, "market-cooperative")
HEAVY = {"heavy-equipment-1": 7, "heavy-equipment-2": 14}  # hours between orders, as first assumed
GAPS = dict(zip(MARKET, (8, 12, 8.5), strict=True))
AUTOMOTIVE = tuple(f"automotive-{n}" for n in range(1, 6))
WIDE = "automotive-4"
GROUPS = ("heavy-large", "heavy", "press", "machining", "member", "foundry", "workshop")


class Lever(NamedTuple):
    """An assumption that may move, over the values that its evidence leaves open."""

    name: str
    why: str  # each of them is plausible
    values: dict[str, dict[str, Any]]  # as they are told, and what each sets; the first one is what was first assumed


def _due(partners: tuple[str, ...], *ends: str) -> dict[str, Any]:
    family = {2: "uniform", 3: "triangular"}[len(ends)]
    return {f"partners.{partner}.contract.due": {family: list(ends)} for partner in partners}


def _gaps(hours: dict[str, float], times: float) -> dict[str, Any]:
    return {f"partners.{name}.orders.every.exponential": f"{each * times:g} h" for name, each in hours.items()}


def _each(paths: Iterator[str] | list[str], value: Any) -> dict[str, Any]:
    return dict.fromkeys(paths, value)


LEVERS = (
    Lever(
        "due dates of the market",
        "small shops promise by the week, and delivery time is a known weakness (S04); three of four late in M09",
        {
            f"{low} to {high} days": _due(TOWN, f"{low} days", f"{high} days")
            for low, high in ((9, 21), (8, 18), (7, 16), (6, 14))
        },
    ),
    Lever(
        "due dates of heavy equipment",
        "two to eight weeks (G04)",
        {
            f"{low}, {mode}, {high} days": _due(tuple(HEAVY), f"{low} days", f"{mode} days", f"{high} days")
            for low, mode, high in ((14, 21, 49), (14, 21, 42), (14, 19, 36))
        },
    ),
    Lever(
        "gaps between the market's orders",
        "5,000 to 8,000 orders a year; half to twice the gap",
        {f"{t:.0%} of the first": _gaps(GAPS, t) for t in (1, 0.9, 0.8)},
    ),
    Lever(
        "gaps between heavy equipment's orders",
        "one supplier has 300 items for Rp 500 million a month (S06); half to twice the gap",
        {f"{t:.0%} of the first": _gaps(HEAVY, t) for t in (1, 0.9, 0.8)},
    ),
    Lever(
        "mass of automotive parts",
        "a container truck goes three or four times a month (T12): it does not go nearly empty; half to twice the mass",
        {
            f"{t:.0%} of the first": {
                f"components.{name}.mass": f"{grams * t:g} g"
                for name, grams in (("clip", 40), ("stay", 80), ("flange", 110))
            }
            for t in (1, 1.5, 2)
        },
    ),
    Lever(
        "patterns for castings, made outside",
        "cast and machined orders take two months or more (S16); half to twice the time",
        {
            f"{low}, {mode}, {high} days": {
                f"components.{name}.routing.pattern.setup": {
                    "triangular": [f"{low} days", f"{mode} days", f"{high} days"]
                }
                for name in ("hydrant-part", "pump-housing")
            }
            for low, mode, high in ((22, 34, 52), (24, 38, 56), (26, 42, 60))
        },
    ),
    Lever(
        "suppliers of an automotive partner, by component",
        "one to four by tier-one firm (A05), 2.2 of all that it orders (A08)",
        {f"{n}": _each([f"partners.{p}.contract.sources" for p in AUTOMOTIVE if p != WIDE], n) for n in (2, 3, 4)},
    ),
    Lever(
        "suppliers of the automotive partner for flanges",
        "it orders nothing else, and the shops for them have one crew each; up to four by tier-one firm (A05)",
        {f"{n}": {f"partners.{WIDE}.contract.sources": n} for n in (2, 3, 4)},
    ),
    Lever(
        "suppliers of a maker of heavy equipment, by component",
        "two firms carried 30 percent of one maker's parts, six suppliers in all (S08)",
        {f"{n}": _each([f"partners.{p}.contract.sources" for p in HEAVY], n) for n in (2, 3, 4)},
    ),
    Lever(
        "shops that a customer of the market asks",
        "two or three, as one asks for a price",
        {f"{n}": {"channels.market.asks": n} for n in (2, 3)},
    ),
    Lever(
        "work in hand a crew from which on it works longer",
        "one week and a half to three of planned hours",
        {f"{h} h": _each([f"smes.{g}.overtime.above" for g in GROUPS], f"{h} h") for h in (60, 90, 120)},
    ),
    Lever(
        "work a crew may promise",
        "two and a half to five weeks of planned hours: who is asked for more says no",
        {f"{h} h": _each([f"smes.{g}.most_work" for g in GROUPS], f"{h} h") for h in (200, 150, 100)},
    ),
)


class Fit(NamedTuple):
    """How well a choice of values fits."""

    misfit: float
    parts: dict[str, float]  # what of it each KPI is to blame for


def sets(choice: tuple[int, ...]) -> dict[str, Any]:
    """Returns what a choice, a value of each lever by its place, sets."""
    found: dict[str, Any] = {}
    for lever, place in zip(LEVERS, choice, strict=True):
        found |= list(lever.values.values())[place]
    return found


def busier(scenario: tk.Scenario, times: float) -> tk.Scenario:
    """Returns the scenario with the demand of every partner multiplied."""
    return tk.with_values(scenario, {f"partners.{name}.demand": times for name in scenario.partners})


def responses(scenario: tk.Scenario) -> Responses:
    return tk.replicate(scenario, REPLICATIONS, seed=SEED)


def misfit(scenario: tk.Scenario, choice: tuple[int, ...]) -> Fit:
    """Returns how badly a choice fits what is known."""
    here = tk.with_values(scenario, SEARCHED | sets(choice))
    found, more = responses(here), responses(busier(here, 1.1))
    parts = dict(out_of_middle(here, found))
    otif = {kind: found.of(f"otif[kind={kind}]").mean() for kind in ("automotive", "heavy-equipment", "market")}
    parts["automotive is the most on time"] = (max(0.0, max(otif.values()) - otif["automotive"]) / 0.05) ** 2
    partners = [found.of(f"otif[partner={name}]").mean() for name in here.partners]
    parts["partners below 40 percent"] = sum((max(0.0, 0.4 - one) / 0.1) ** 2 for one in partners)
    parts["a tenth more demand"] = ((found.of("otif").mean() - more.of("otif").mean()) / 0.10) ** 2
    parts["steps"] = 0.02 * sum(choice)
    return Fit(sum(parts.values()), parts)


def out_of_middle(scenario: tk.Scenario, found: Responses) -> Iterator[tuple[str, float]]:
    """Yields how far each KPI lies from the middle of its plausible range, in halves of the range, squared."""
    for name, target in scenario.targets.items():
        if target.low is not None and target.high is not None:
            middle, half = (target.low + target.high) / 2, (target.high - target.low) / 2
            yield name, float(((found.of(name).mean() - middle) / half) ** 2)


def neighbours(choice: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Returns the choices of which one lever is turned by one step."""
    return [
        (*choice[:i], place + step, *choice[i + 1 :])
        for i, place in enumerate(choice)
        for step in (-1, 1)
        if 0 <= place + step < len(LEVERS[i].values)
    ]


def search(scenario: tk.Scenario) -> tuple[int, ...]:
    """Returns the choice that no step of one lever betters."""
    known: dict[tuple[int, ...], Fit] = {}
    with ThreadPoolExecutor() as pool:
        best = (0,) * len(LEVERS)
        known[best] = misfit(scenario, best)
        while True:
            told(best, known[best])
            near = [choice for choice in neighbours(best) if choice not in known]
            known |= dict(zip(near, pool.map(partial(misfit, scenario), near), strict=True))
            better = min(neighbours(best), key=lambda choice: known[choice].misfit)
            if known[better].misfit >= known[best].misfit:
                return best
            best = better


def told(choice: tuple[int, ...], fit: Fit) -> None:
    worst = sorted(fit.parts.items(), key=lambda part: -part[1])[:4]
    print(f"{fit.misfit:7.3f}  {choice}  " + "; ".join(f"{name} {part:.2f}" for name, part in worst), flush=True)


def moved(choice: tuple[int, ...]) -> list[tuple[str, str, str, str]]:
    """Returns each lever with the value first assumed, that of a choice, and why that is plausible."""
    rows = []
    for lever, place in zip(LEVERS, choice, strict=True):
        names = list(lever.values)
        rows.append((lever.name, names[0], names[place], lever.why))
    return rows


def shipped(scenario: tk.Scenario) -> tuple[int, ...]:
    """Returns the choice that the shipped baseline has; ValueError where it has none of a lever's values."""
    places = []
    for lever in LEVERS:
        same = [i for i, each in enumerate(lever.values.values()) if tk.with_values(scenario, each) == scenario]
        if not same:
            raise ValueError(f"{lever.name}: the baseline has none of {', '.join(lever.values)}")
        places.append(same[0])
    return tuple(places)


class Edge(NamedTuple):
    """What a small change of the baseline costs."""

    what: str
    cost: float  # points of on time in full
    most: int  # points that it may cost


def edges(scenario: tk.Scenario) -> Iterator[Edge]:
    """Yields what small changes of a scenario cost: a tenth more demand, then groups' shares moved by 30 percent."""
    base = responses(scenario).of("otif").mean()

    def cost(other: tk.Scenario) -> float:
        return float(100 * (base - responses(other).of("otif").mean()))

    yield Edge("demand x 1.1", cost(busier(scenario, 1.1)), 10)
    for group in GROUPS:
        share = scenario.smes[group].share.value
        for times in (0.7, 1.3):
            other = tk.with_value(scenario, f"smes.{group}.share", share * times)
            yield Edge(f"share of {group} x {times}", abs(cost(other)), 3)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="hold the shipped baseline against the evidence")
    scenario = tk.read_scenario(BASELINE)
    choice = shipped(scenario) if parser.parse_args().check else search(scenario)
    for row in moved(choice):
        print("  ".join((row[0], f"{row[1]} -> {row[2]}" if row[1] != row[2] else f"{row[1]} stays", f"({row[3]})")))
    too_much = []
    for edge in edges(tk.with_values(scenario, sets(choice))):
        print(f"{edge.what}: {edge.cost:.1f} points of on time in full, less than {edge.most} is asked", flush=True)
        too_much += [edge] if edge.cost >= edge.most else []
    return 1 if too_much else 0


if __name__ == "__main__":
    sys.exit(main())
