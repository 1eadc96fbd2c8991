"""How the KPIs of who supplies partners are counted, as those in `counts`.

Those of qualification and reviews are of pairs of a partner and an SME.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import MONTH, NEVER, PPM
from takarusim.kpis.facts import Facts, fixed
from takarusim.kpis.measures import Cells, Owners, Ratio
from takarusim.lowering.lowering import plan_of
from takarusim.scenario.prepared import Prepared

__all__ = [
    "partnership_level",
    "qualified",
    "reviews_missed",
    "smes_per_split",
    "split_share",
    "suspended",
    "withheld_share",
]

Integers = NDArray[np.int64]


class Pairs(NamedTuple):
    """The partners that bar SMEs, each with those that can make what it orders, and while both are active."""

    stream: Integers  # (n,)
    sme: Integers  # (n,)
    start: Integers  # (n,) ms
    end: Integers  # (n,) ms
    has_gate: NDArray[np.bool_]  # (n,)  whether the partner has one
    has_reviews: NDArray[np.bool_]  # (n,)
    row: Integers  # (q, s)  of each partner and SME; -1: none
    cells: Cells  # one for each row


def split_share(f: Facts) -> Ratio:
    """Orders that are split."""
    i = f.placed[f.orders.lot[f.placed] >= 0]
    return Ratio(f.replication.tables.parts()[i] > 1, 1.0, f.owners(i))


def smes_per_split(f: Facts) -> Ratio:
    """How many SMEs have a part of an order that is split."""
    lots, many, parts = f.replication.tables.lots, len(f.fixed.crew_size), f.replication.tables.parts()
    k = np.flatnonzero(parts[lots.order] > 1)
    pairs = np.unique(lots.order[k] * many + lots.sme[k])  # of an order and an SME
    i = f.placed[parts[f.placed] > 1]
    return Ratio(np.bincount(pairs // many, minlength=len(parts))[i], 1.0, f.owners(i))


def withheld_share(f: Facts) -> Ratio:
    """Orders that partners withhold."""
    i = np.append(f.placed, f.withheld)
    return Ratio(f.orders.is_withheld[i], 1.0, f.owners(i))


def partnership_level(f: Facts) -> Ratio:
    """How much partners order whose partnerships grow, on average over the time in which they order."""
    told, (start, end) = f.replication.levels, _active(f)
    q = told.stream
    time = f.overlap(np.maximum(told.start, start[q]), np.minimum(told.end, end[q])) / MONTH
    return Ratio(time * told.level / PPM, time, f.each("partner", q))


def _active(f: Facts) -> tuple[Integers, Integers]:
    """Returns from when to when each partner may order, in ms; one that is not won never does."""
    x, streams = f.replication.instance, f.replication.prepared.once(plan_of).streams
    start = np.array([NEVER if stream.begun else stream.start for stream in streams])
    is_won = x.match_begins >= 0
    start[x.match_of[is_won]] = x.match_begins[is_won]
    return np.maximum(start, [stream.start for stream in streams]), np.array([stream.end for stream in streams])


def qualified(f: Facts) -> Ratio:
    """Time in which SMEs are qualified, of partners with a gate."""
    x, pairs = f.replication.instance, _pairs(f)
    group = np.repeat(np.arange(len(x.first_qualified) - 1), np.diff(x.first_qualified))
    row = pairs.row.ravel()[group]
    return _share(f, row, (x.qualified, x.unqualified), pairs.has_gate)


def suspended(f: Facts) -> Ratio:
    """Time in which SMEs are suspended or their partnerships have ended, of partners with reviews."""
    told, pairs = f.replication.verdicts, _pairs(f)
    return _share(f, pairs.row[told.stream, told.sme], (told.time, told.until), pairs.has_reviews)


def reviews_missed(f: Facts) -> Ratio:
    """Reviews in which SMEs miss what is asked for."""
    told, pairs = f.replication.verdicts, _pairs(f)
    k = np.flatnonzero(f.within(told.time))
    return Ratio(told.is_missed[k], 1.0, Owners(pairs.cells, pairs.row[told.stream[k], told.sme[k]]))


def _share(f: Facts, row: Integers, span: tuple[Integers, Integers], counts: NDArray[np.bool_]) -> Ratio:
    """Returns the share of their time that pairs spend in spans, of those that count; `row`: of each span, or -1."""
    pairs, known = _pairs(f), row >= 0
    row, (start, end) = row[known], (each[known] for each in span)
    common = f.overlap(np.maximum(start, pairs.start[row]), np.minimum(end, pairs.end[row]))
    spent = np.bincount(row, common, len(pairs.sme))
    of = np.flatnonzero(counts)
    return Ratio(spent[of] / MONTH, f.overlap(pairs.start, pairs.end)[of] / MONTH, Owners(pairs.cells, of))


def _pairs(f: Facts) -> Pairs:
    return f.replication.prepared.once(pairs_of)


def pairs_of(prepared: Prepared) -> Pairs:
    """Returns the pairs of a scenario, in order of partner and SME."""
    plan, same = prepared.once(plan_of), prepared.once(fixed)
    opens, shuts = plan.fixed["opens"], plan.fixed["shuts"]
    contracts = [prepared.scenario.partners[name].contract for name in plan.names.streams]
    gated, reviewed = (np.array([getattr(each, key) is not None for each in contracts]) for key in ("gate", "review"))
    row = np.full((len(contracts), len(opens)), -1)
    for stream in plan.streams:
        if gated[stream.number] or reviewed[stream.number]:
            row[stream.number, np.concatenate([wanted.candidates for wanted in stream.wanted])] = 0
    of, sme = np.nonzero(row == 0)
    row[of, sme] = np.arange(len(of))
    start = np.array([stream.start for stream in plan.streams])[of]
    end = np.array([stream.end for stream in plan.streams])[of]
    groups = {
        "partner": of,
        "kind": same.kind[of],
        "channel": same.channel[of],
        "sme": sme,
        "size": same.size[sme],
    }
    return Pairs(
        of,
        sme,
        np.maximum(start, opens[sme]),
        np.minimum(end, shuts[sme]),
        gated[of],
        reviewed[of],
        row,
        Cells(groups, same.counts),
    )
