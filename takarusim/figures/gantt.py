"""Which unit worked when, and for whom, out of one replication's log: for a picture of some weeks."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from takarusim.engine.instance import ALLOT, DOWN, FINISH, PLACE, PREEMPT, START, UP, Instance

__all__ = ["Span", "spans"]


class Span(NamedTuple):
    """A unit in one state for a while."""

    unit: int
    start: int  # ms
    end: int  # ms
    part: str  # "setup", "processing" or "down"
    stream: int  # whose order; -1 while down


class _Lot(NamedTuple):
    """What a unit works on."""

    stream: int
    clock: int  # calendar in which the work goes on
    setup: int  # ms
    done: int  # ms worked up to `since`
    since: int  # ms


def spans(x: Instance, log: NDArray[np.void], first: int, last: int) -> pd.DataFrame:
    """Returns what each unit did in [first, last), closed hours left out.

    Parameters
    ----------
    x : Instance
    log : (rows,) of LOG
    first, last : ms

    Returns
    -------
    one row a Span, in the order in which they end
    """
    rows = log[(log["time"] < last) & np.isin(log["kind"], (PLACE, ALLOT, START, DOWN, UP, PREEMPT, FINISH))]
    found = [span._replace(start=max(span.start, first)) for span in _spans(x, rows, last) if span.end > first]
    return pd.DataFrame(found, columns=Span._fields)


def _spans(x: Instance, rows: NDArray[np.void], last: int) -> Iterator[Span]:
    stream, sme = {}, {}
    lots: dict[int, _Lot] = {}
    down: dict[int, int] = {}
    types = np.repeat(x.pool_type, np.diff(x.first_unit)).tolist()
    for time, kind, order, _, _, place, amount, *_ in rows.tolist():
        if kind == PLACE:
            stream[order] = place
        elif kind == ALLOT:
            sme[order] = place
        elif kind == START:
            lots[place] = _Lot(stream[order], int(x.work_clock[sme[order], types[place]]), amount, 0, time)
        elif kind == DOWN:
            if place in lots:
                yield from _worked(x, place, lots[place], time)
                lots[place] = lots[place]._replace(done=amount)
            down[place] = time
        elif kind == UP:
            yield Span(place, down.pop(place, time), time, "down", -1)
            if place in lots:
                lots[place] = lots[place]._replace(since=time)
        elif place >= 0:  # FINISH or PREEMPT on a unit
            yield from _worked(x, place, lots.pop(place), time)
    for unit, lot in lots.items():
        if unit not in down:
            yield from _worked(x, unit, lot, last)
    for unit, since in down.items():
        yield Span(unit, since, last, "down", -1)


def _worked(x: Instance, unit: int, lot: _Lot, until: int) -> Iterator[Span]:
    """Yields the open spans of a lot's work since it was taken up, set-up first."""
    left = max(lot.setup - lot.done, 0)
    for start, end in _open(x, lot.clock, lot.since, until):
        turn = min(start + left, end)
        if turn > start:
            yield Span(unit, start, turn, "setup", lot.stream)
        if end > turn:
            yield Span(unit, turn, end, "processing", lot.stream)
        left -= turn - start


def _open(x: Instance, calendar: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yields the open intervals of a calendar within [start, end)."""
    k, z = int(x.first_closed[calendar]), int(x.first_closed[calendar + 1])
    k += int(np.searchsorted(x.reopen[k:z], start, "right"))
    while k < z and x.close[k] < end:
        if x.close[k] > start:
            yield start, int(x.close[k])
        start = int(x.reopen[k])
        k += 1
    if start < end:
        yield start, end
