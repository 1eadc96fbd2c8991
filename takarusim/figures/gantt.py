"""Which unit worked when, and for whom, in one replication: for a picture of some weeks."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from takarusim.engine.instance import Instance
from takarusim.outcome.tables import Tables

__all__ = ["Span", "opened", "spans"]


class Span(NamedTuple):
    """A unit in one state for a while."""

    unit: int
    start: int  # ms
    end: int  # ms
    part: str  # "setup", "processing" or "down"
    stream: int  # whose order; -1 while down


def spans(x: Instance, tables: Tables, first: int, last: int) -> pd.DataFrame:
    """Returns what each unit did in [first, last), closed hours left out.

    Parameters
    ----------
    x : Instance
    tables : Tables
        Of a log of this Instance.
    first, last : ms

    Returns
    -------
    one row a Span, in the order in which they begin
    """
    found = [span for span in _spans(x, tables, last) if span.end > first]
    return pd.DataFrame([span._replace(start=max(span.start, first)) for span in found], columns=Span._fields)


def _spans(x: Instance, tables: Tables, last: int) -> Iterator[Span]:
    did, stream = tables.activities, tables.orders.stream
    for k in np.flatnonzero(did.start < last).tolist():
        unit, start, end = int(did.unit[k]), int(did.start[k]), min(int(did.end[k]), last)
        if did.is_down[k]:
            yield Span(unit, start, end, "down", -1)
            continue
        left, whose = int(did.setup[k]), int(stream[did.order[k]])
        for begun, ended in opened(x, int(did.clock[k]), start, end):  # set-up first
            turn = min(begun + left, ended)
            if turn > begun:
                yield Span(unit, begun, turn, "setup", whose)
            if ended > turn:
                yield Span(unit, turn, ended, "processing", whose)
            left -= turn - begun


def opened(x: Instance, calendar: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yields the open intervals of a calendar within [start, end); -1: one that never closes."""
    if calendar >= 0:
        k, z = int(x.first_closed[calendar]), int(x.first_closed[calendar + 1])
        k += int(np.searchsorted(x.reopen[k:z], start, "right"))
        while k < z and x.close[k] < end:
            if x.close[k] > start:
                yield start, int(x.close[k])
            start = int(x.reopen[k])
            k += 1
    if start < end:
        yield start, end
