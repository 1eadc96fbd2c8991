"""Potential orders: all that partners would order, drawn up front, whatever happens to it in the run.

Times. A stream's own clock begins at its first day, or at time 0. The gaps between its orders are drawn, each rounded
to ms by itself, and summed in int64: so many ms its clock shows at each order. Where the rate is constant, its clock
is time. A dated factor on the rate makes the clock run faster or slower from its date on. Factors are in ppm and the
clock's reading at every date is an integer in ms ppm, so that the moment at which the clock shows a sum is exact but
for one rounding, down to whole ms: no order before the date of a factor moves, not even by a millisecond, and no
attribute of an order after it changes. An order of a moment at which the clock stands is placed when it runs again.

Attributes. Row n of each of the stream's draws belongs to its order n, so nothing else in the scenario moves them.
Reading order: potential, _orders, _renewals, _preference.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.demand import Stream
from takarusim.distributions import Distribution
from takarusim.draws import Draws
from takarusim.instance import NEVER, PPM
from takarusim.passes import Group, Source, inspections_and_work, uniforms
from takarusim.rounding import joined
from takarusim.rules import end_of_day

__all__ = ["potential"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
FIRM_BITS = 16  # of a preference's key are the SME's number


class _Orders(NamedTuple):
    """The potential orders of one stream; of a closed one, token by token."""

    stream: Stream
    sources: tuple[Source, ...]
    placed: Integers  # (n,)
    wanted: Integers  # place in stream.wanted
    quantity: Integers
    due: Integers
    tie: Integers


def potential(streams: Sequence[Stream], passes: int, draws: Draws, rows: int, candidates: int) -> dict[str, Any]:
    """Returns the fields of an Instance that describe potential orders.

    Parameters
    ----------
    streams : by number
    passes : how often a lot may come to inspection
    rows : orders of each token
    candidates : most SMEs that may make one order
    """
    parts = [_orders(stream, draws, rows) for stream in sorted(streams, key=lambda stream: stream.tokens > 0)]
    groups = list(_groups(parts))
    placed, quantity = (joined(each) for each in ([p.placed for p in parts], [p.quantity for p in parts]))
    n_fixed = sum(len(part.placed) for part in parts if part.stream.tokens == 0)
    # the parts stand in order of stream and n, so a stable sort by time is one by (time, stream, n)
    order = np.append(np.argsort(placed[:n_fixed], kind="stable"), np.arange(n_fixed, len(placed)))
    at = slice(None) if sum(part.stream.tokens == 0 for part in parts) <= 1 else order  # one stream is in order
    tokens = [part.stream for part in parts for _ in range(part.stream.tokens)]
    return {
        "placed": placed[at],
        "stream": np.repeat([p.stream.number for p in parts], [len(p.placed) for p in parts]).astype(np.int64)[at],
        "nth": joined([source.nth for part in parts for source in part.sources])[at],
        "component": joined([_numbers(part.stream)[part.wanted] for part in parts])[at],
        "quantity": quantity[at],
        "due": joined([part.due for part in parts])[at],
        "tie": joined([part.tie for part in parts])[at],
        "preference": _preference(groups, draws, (len(order), max(candidates, 1)))[at],
        **inspections_and_work(groups, quantity, order, passes, draws),
        "token_stream": np.array([stream.number for stream in tokens], np.int64),
        "first_row": n_fixed + rows * np.arange(len(tokens) + 1),
        "n_fixed": n_fixed,
    }


def _numbers(stream: Stream) -> Integers:
    return np.array([each.component.number for each in stream.wanted], np.int64)


def _groups(parts: Sequence[_Orders]) -> Iterator[Group]:
    offset = 0
    for part in parts:
        for k, wanted in enumerate(part.stream.wanted):
            local = np.flatnonzero(part.wanted == k)
            if len(local):
                is_all = len(local) == len(part.placed)
                yield Group(part.stream, part.sources, wanted, slice(None) if is_all else local, local + offset)
        offset += len(part.placed)


# ---- times and attributes


def _orders(stream: Stream, draws: Draws, rows: int) -> _Orders:
    """Returns the potential orders of a stream."""
    if stream.book is not None:
        return _booked(stream, stream.book, draws)
    if stream.tokens:
        sources = tuple(Source(f"{stream.id}#{k}", np.arange(rows)) for k in range(stream.tokens))
        placed = _drawn(draws, "gap", sources, stream.every)
        placed[::rows] += stream.start
    else:
        placed = _renewals(stream, draws) if stream.dates is None else _within(stream, stream.dates)
        sources = (Source(stream.id, np.arange(len(placed))),)
    wanted = _choice(stream, draws, sources, len(placed))
    quantity = np.empty_like(placed)
    for k, each in enumerate(stream.wanted):
        if (chosen := np.flatnonzero(wanted == k)).size:
            quantity[chosen] = _drawn(draws, "quantity", sources, each.quantity, chosen)
    if stream.dates is not None:
        quantity = _multiplied(quantity, stream.demand)
    quantity = np.maximum(1, quantity)
    due, tie = _due(stream, draws, sources, placed), _ties(stream, draws, sources)
    return _Orders(stream, sources, placed, wanted, quantity, due, tie)


def _booked(stream: Stream, book: Integers, draws: Draws) -> _Orders:
    """Returns the orders of a book; what it does not say is drawn."""
    nth, placed, component, quantity, due = book[(book[:, 1] >= stream.start) & (book[:, 1] < stream.end)].T
    sources = (Source(stream.id, nth),)
    wanted = np.searchsorted(_numbers(stream), component)
    due = np.where(due >= 0, due, _due(stream, draws, sources, placed))
    quantity = np.maximum(1, _multiplied(quantity, stream.demand))
    return _Orders(stream, sources, placed, wanted, quantity, due, _ties(stream, draws, sources))


def _multiplied(quantity: Integers, demand: float) -> Integers:
    return quantity if demand == 1 else np.rint(quantity * demand).astype(np.int64)


def _within(stream: Stream, times: Integers) -> Integers:
    return times[(times >= stream.start) & (times < stream.end)]


def _due(stream: Stream, draws: Draws, sources: Sequence[Source], placed: Integers) -> Integers:
    """Returns when orders are due; of a closed stream, how long after they are placed, which the run will know."""
    if stream.due is None:
        return np.full_like(placed, NEVER)
    quoted = _drawn(draws, "due", sources, stream.due)
    return quoted if stream.tokens else end_of_day(placed + quoted)  # type: ignore[arg-type, return-value]


def _ties(stream: Stream, draws: Draws, sources: Sequence[Source]) -> Integers:
    """Returns 16 bits for each order, that decide between equals in a queue; 0 where its number does."""
    if not stream.has_ties:
        return np.zeros(sum(len(source.nth) for source in sources), np.int64)
    return np.floor(uniforms(draws, "tie", sources)[:, 0] * 65536).astype(np.int64)


def _drawn(
    draws: Draws, purpose: str, sources: Sequence[Source], given: Distribution, chosen: Integers | None = None
) -> Integers:
    """Returns whole values for all orders, or for some; a constant needs no draw."""
    if given.is_constant:
        count = len(chosen) if chosen is not None else sum(len(source.nth) for source in sources)
        return np.full(count, round(given.mean), np.int64)
    u = uniforms(draws, purpose, sources)[:, 0]
    return given.whole_values(u if chosen is None else u[chosen])


def _renewals(stream: Stream, draws: Draws) -> Integers:
    """Returns the times at which the stream's own clock shows the sums of its gaps."""
    every, rate = stream.every, stream.rate
    if every.mean < 0.5:
        raise ValueError(f"partners.{stream.id}.orders.every: too short, got a mean of {every.mean} ms; at least 1 ms")
    end = -(-int(rate.shown[-1]) // PPM)  # ms of its clock
    count = int(1.1 * end / every.mean) + 32
    source = Source(stream.id, np.arange(count))
    while (sums := np.cumsum(_drawn(draws, "gap", (source,), every)))[-1] < end:
        source = Source(stream.id, np.arange(2 * len(source.nth)))
    sums = sums[: np.searchsorted(sums, end)] * PPM
    piece = np.searchsorted(rate.shown, sums, side="right") - 1
    times: Integers = rate.start[piece] + (sums - rate.shown[piece]) // rate.ppm[piece]
    return times


def _choice(stream: Stream, draws: Draws, sources: Sequence[Source], count: int) -> Integers:
    """Returns which of the stream's components each order is for: an exponential race by weight."""
    racing = [k for k, each in enumerate(stream.wanted) if each.weight > 0]
    if len(racing) == 1:
        return np.full(count, racing[0], np.int64)
    wanted = [stream.wanted[k] for k in racing]
    u = np.stack([uniforms(draws, "component", sources, f"/{each.component.id}")[:, 0] for each in wanted])
    won = np.argmin(-np.log(u) / np.array([[each.weight] for each in wanted]), axis=0)
    return np.asarray(np.array(racing, np.int64)[won])


# ---- who may make them


def _preference(groups: Sequence[Group], draws: Draws, shape: tuple[int, int]) -> Integers:
    """Returns the SMEs that may make each order, the least -ln(u)/share first, in (n, most candidates); -1 behind.

    The number by which they are ordered is an integer: the bits of a positive float are in the order of floats, and
    the last ones make room for the SME's number, which so decides between equals.
    """
    preference = np.full(shape, -1)
    races = dict[tuple[str, int], Floats]()  # of (stream, SME): of all its orders
    for group in groups:
        stream, candidates = group.stream, group.wanted.candidates
        if len(candidates) <= 1:
            preference[group.rows, : len(candidates)] = candidates
            continue
        keys = np.empty((len(group.rows), len(candidates)))
        for k, s in enumerate(candidates.tolist()):
            if (stream.id, s) not in races:
                u = uniforms(draws, "allotment", group.sources, f"/{stream.smes[s]}")[:, 0]
                races[stream.id, s] = -np.log(u) / group.wanted.shares[k]
            keys[:, k] = races[stream.id, s][group.local]
        ranks = keys.view(np.int64) >> FIRM_BITS << FIRM_BITS | candidates
        ranks.sort(axis=1)
        preference[group.rows, : len(candidates)] = ranks & ((1 << FIRM_BITS) - 1)
    return preference
