"""What the shocks of 2016 and 2020 do to the baseline, beside what is known of these years and no scenario takes in.

A year of the past stands nine or ten years before the scenario's (2020 is 2025, 2016 is 2026). Reading order: told.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from reference import table

from takarusim.experiments.compare import compare
from takarusim.kpis.months import months
from takarusim.language.numerals import day, number, percent
from takarusim.outcome.replication import window_of
from takarusim.scenario import reading
from takarusim.statistics import estimates

SCENARIOS = Path(__file__).parent.parent / "scenarios"
BASE = SCENARIOS / "lik-takaru.yaml"
ALMOST_NONE = [f"changes.heavy-2016.times.partners.heavy-equipment-{k}.demand=0.02" for k in (1, 2)]
SHOCKS = {  # label: file, what is set in it, when demand is back
    "2020": ("shock-2020.yaml", [], date(2027, 1, 1)),
    "2016": ("shock-2016.yaml", [], date(2027, 1, 1)),
    "2016 with almost no order for a year": ("shock-2016.yaml", ALMOST_NONE, date(2027, 1, 1)),
}
BANDS = {"revenue": 65e6, "served": 0.05}  # a twentieth of a month's revenue, and five points
CARS, COOPERATIVE, LEAD = "revenue[kind=automotive]", "revenue[channel=tmi]", "lead_time_mean[kind=automotive]"
STOPPED = [date(2025, month, 1) for month in (4, 5, 6)]  # in 2020, while car makers stood still
JULY = date(2026, 7, 1)  # of 2021
SUPPLIERS = {"heavy": ("heavy-",), "cars": ("press-", "machining-")}
SLUMP = pd.Timestamp("2025-01-01"), pd.Timestamp("2027-01-01")


def dry(one):
    """Returns the longest time without an order in the slump, in months: the mean of suppliers of heavy equipment."""
    taken = one.orders[~one.orders["refused"]]
    longest = []
    for name in (name for name in one.names.smes if name.startswith(SUPPLIERS["heavy"])):
        placed = taken.loc[taken["sme"] == name, "placed"]
        within = placed[(placed >= SLUMP[0]) & (placed < SLUMP[1])]
        longest.append(np.diff(np.sort([SLUMP[0], *within, SLUMP[1]])).max() / pd.Timedelta(days=365.25 / 12))
    return float(np.mean(longest))


def busy(one):
    """Returns the load of the crews that work for car makers in July 2021, the mean of their firms."""
    july = next(each.window for each in months(one.scenario, window_of(one.scenario)) if each.first == JULY)
    found = one.kpis(july)
    return float(
        np.mean([found[f"crew_load[sme={name}]"] for name in one.names.smes if name.startswith(SUPPLIERS["cars"])])
    )


@cache
def compared(replications):
    """Returns the baseline compared with its shocks."""
    base = reading.read_scenario(BASE)
    others = {label: reading.read_scenario(SCENARIOS / file, sets) for label, (file, sets, _) in SHOCKS.items()}
    asked = BANDS | dict.fromkeys((CARS, COOPERATIVE, LEAD), 0.0)
    with ThreadPoolExecutor() as pool:
        return compare(
            {"baseline": base, **others}, replications, executor=pool, kpis={"dry": dry, "busy": busy}, recovery=asked
        )


def told(replications):
    """Returns what shocks do, and what is known of them beside what the model says."""
    found = compared(replications)
    return f"{_felt(found)}\n\n{_checked(found)}"


def _felt(found):
    rows = []
    for label, (_, _, back) in SHOCKS.items():
        revenue, served = (found.recoveries[label][kpi] for kpi in BANDS)
        worst = min(revenue.differences, key=lambda one: one.mean)
        usual = found.differences[label]["revenue"].base.mean
        best = max(served.differences, key=lambda one: abs(one.mean))
        since = (
            (revenue.recovers.year - back.year) * 12 + revenue.recovers.month - back.month if revenue.recovers else None
        )
        rows.append(
            (
                label,
                _range([100 * end / usual for end in (worst.mean, worst.low, worst.high)], 0),
                _range([100 * end for end in (best.mean, best.low, best.high)], 1),
                _points(found.differences[label]["survived"].difference),
                day(revenue.recovers, "en", "month") if revenue.recovers else "not by the end",
                "" if since is None else str(since),
            )
        )
    head = (
        *("shock", "revenue in the worst month, percent of a usual one", "what is served, points at most"),
        *("SMEs that survive, points", "revenue is back in", "months after demand"),
    )
    return table(head, rows, right=(1, 2, 3, 5))


def _checked(found):
    fall = min((_ratio(found, CARS, [month]) for month in STOPPED), key=lambda one: one.mean)
    years = [[date(year, month, 1) for month in range(1, 13)] for year in (2025, 2026, 2027)]
    first, second, third = (_values(found, "2020", COOPERATIVE, year).mean(axis=1) for year in years)
    rebound, later = (estimates.mean_interval(one / first) for one in (second, third))
    lead = estimates.mean_interval(_values(found, "2020", LEAD, [JULY])[:, 0])
    dry, load = found.differences["2016"]["dry"], found.differences["2020"]["busy"]
    busy = [percent(one.mean, "en", 0) for one in (load.other, load.base)]
    rows = [
        (
            "S11",
            "2016: almost a year without an order",
            f"{_span(dry.other)} months, {_span(dry.base)} without the shock",
        ),
        ("S12", "2020: automotive SMEs' revenue down by up to 90 percent", f"by {_percent(fall)}"),
        ("T08", "the cooperative's turnover of 2021 over that of 2020: 2.1", _span(rebound)),
        ("T08", "that of 2022 over that of 2020: up to 18", _span(later)),
        ("T13", "July 2021: two shifts of half the people", f"crews' load {busy[0]}, {busy[1]} without the shock"),
        ("T14", "July 2021: orders due two to six weeks after they are placed", f"{_span(lead)} days to deliver"),
    ]
    return table(("fact", "what is known", "what the model says"), rows)


def _values(found, label, kpi, firsts):
    """Returns a KPI of a scenario in some months, (replications, months)."""
    monthly, j = found.monthly, list(found.scenarios).index(label)
    at = [monthly.firsts.index(first) for first in firsts]
    return monthly.values[j][:, at, monthly.kpis.index(kpi)]


def _ratio(found, kpi, firsts):
    """Returns a KPI of 2020 over that of the baseline in some months."""
    other, base = (_values(found, label, kpi, firsts).sum(axis=1) for label in ("2020", "baseline"))
    return estimates.mean_interval(other / base)


def _range(ends, digits):
    mean, low, high = (number(end, "en", digits) for end in ends)
    return f"{mean} ({low} to {high})"


def _points(one):
    return _range([100 * end for end in (one.mean, one.low, one.high)], 1)


def _span(one):
    return _range((one.mean, one.low, one.high), 1)


def _percent(left):
    """Returns by how many percent something falls of which so much is left."""
    return f"{_range([100 * (1 - end) for end in (left.mean, left.high, left.low)], 0)} percent"
