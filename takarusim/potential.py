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
    source: Source
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
        "nth": joined([part.source.nth for part in parts])[at],
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
                source = part.source if len(local) == len(part.placed) else part.source.at(local)
                yield Group(part.stream, source, wanted, local + offset)
        offset += len(part.placed)


# ---- times and attributes


def _orders(stream: Stream, draws: Draws, rows: int) -> _Orders:
    """Returns the potential orders of a stream."""
    if stream.book is not None:
        return _booked(stream, stream.book, draws)
    if stream.tokens:
        owners = tuple(f"{stream.id}#{k}" for k in range(stream.tokens))
        source = Source(owners, np.repeat(np.arange(stream.tokens), rows), np.tile(np.arange(rows), stream.tokens))
        placed = _drawn(draws, "gap", source, stream.every)
        placed[::rows] += stream.start
    else:
        placed = _renewals(stream, draws) if stream.dates is None else _within(stream, stream.dates)
        source = _of_stream(stream, np.arange(len(placed)))
    wanted = _choice(stream, draws, source)
    quantity = np.empty_like(placed)
    for k, each in enumerate(stream.wanted):
        if (chosen := np.flatnonzero(wanted == k)).size:
            quantity[chosen] = _drawn(draws, "quantity", source.at(chosen), each.quantity)
    if stream.dates is not None:
        quantity = _multiplied(quantity, stream.demand)
    quantity = np.maximum(1, quantity)
    due, tie = _due(stream, draws, source, placed), _ties(stream, draws, source)
    return _Orders(stream, source, placed, wanted, quantity, due, tie)


def _booked(stream: Stream, book: Integers, draws: Draws) -> _Orders:
    """Returns the orders of a book; what it does not say is drawn."""
    nth, placed, component, quantity, due = book[(book[:, 1] >= stream.start) & (book[:, 1] < stream.end)].T
    source = _of_stream(stream, nth)
    wanted = np.searchsorted(_numbers(stream), component)
    due = np.where(due >= 0, due, _due(stream, draws, source, placed))
    quantity = np.maximum(1, _multiplied(quantity, stream.demand))
    return _Orders(stream, source, placed, wanted, quantity, due, _ties(stream, draws, source))


def _multiplied(quantity: Integers, demand: float) -> Integers:
    return quantity if demand == 1 else np.rint(quantity * demand).astype(np.int64)


def _within(stream: Stream, times: Integers) -> Integers:
    return times[(times >= stream.start) & (times < stream.end)]


def _of_stream(stream: Stream, nth: Integers) -> Source:
    return Source((stream.id,), np.zeros(len(nth), np.int64), nth)


def _due(stream: Stream, draws: Draws, source: Source, placed: Integers) -> Integers:
    """Returns when orders are due; of a closed stream, how long after they are placed, which the run will know."""
    if stream.due is None:
        return np.full_like(placed, NEVER)
    quoted = _drawn(draws, "due", source, stream.due)
    return quoted if stream.tokens else end_of_day(placed + quoted)  # type: ignore[arg-type, return-value]


def _ties(stream: Stream, draws: Draws, source: Source) -> Integers:
    """Returns 16 bits for each order, that decide between equals in a queue; 0 where its number does."""
    if not stream.has_ties:
        return np.zeros(len(source.nth), np.int64)
    return np.floor(uniforms(draws, "tie", [(source, "")])[:, 0] * 65536).astype(np.int64)


def _drawn(draws: Draws, purpose: str, source: Source, given: Distribution) -> Integers:
    """Returns whole values for orders; a constant needs no draw."""
    if given.is_constant:
        return np.full(len(source.nth), round(given.mean), np.int64)
    return given.whole_values(uniforms(draws, purpose, [(source, "")])[:, 0])


def _renewals(stream: Stream, draws: Draws) -> Integers:
    """Returns the times at which the stream's own clock shows the sums of its gaps."""
    every, rate = stream.every, stream.rate
    if every.mean < 0.5:
        raise ValueError(f"partners.{stream.id}.orders.every: too short, got a mean of {every.mean} ms; at least 1 ms")
    end = -(-int(rate.shown[-1]) // PPM)  # ms of its clock
    count = int(1.1 * end / every.mean) + 32
    while (sums := np.cumsum(_drawn(draws, "gap", _of_stream(stream, np.arange(count)), every)))[-1] < end:
        count *= 2
    sums = sums[: np.searchsorted(sums, end)] * PPM
    piece = np.searchsorted(rate.shown, sums, side="right") - 1
    times: Integers = rate.start[piece] + (sums - rate.shown[piece]) // rate.ppm[piece]
    return times


def _choice(stream: Stream, draws: Draws, source: Source) -> Integers:
    """Returns which of the stream's components each order is for: an exponential race by weight."""
    racing, count = [k for k, each in enumerate(stream.wanted) if each.weight > 0], len(source.nth)
    if len(racing) == 1:
        return np.full(count, racing[0], np.int64)
    wanted = [stream.wanted[k] for k in racing]
    u = uniforms(draws, "component", [(source, f"/{each.component.id}") for each in wanted])
    weights = np.array([[each.weight] for each in wanted])
    won = np.argmin(-np.log(u.reshape(len(wanted), count)) / weights, axis=0)
    return np.asarray(np.array(racing, np.int64)[won])


# ---- who may make them


def _preference(groups: Sequence[Group], draws: Draws, shape: tuple[int, int]) -> Integers:
    """Returns the SMEs that may make each order, the least -ln(u)/share first, in (n, most candidates); -1 behind.

    The number by which they are ordered is an integer: the bits of a positive float are in the order of floats, and
    the last ones make room for the SME's number, which so decides between equals.
    """
    preference = np.full(shape, -1)
    racing = [group for group in groups if len(group.wanted.candidates) > 1]
    for group in groups:
        if len(group.wanted.candidates) == 1:
            preference[group.rows, 0] = group.wanted.candidates[0]
    if not racing:
        return preference
    sources = [(group.source, f"/{group.stream.smes[s]}") for group in racing for s in group.wanted.candidates.tolist()]
    counts = [len(source.nth) for source, _ in sources]
    share = np.repeat(np.concatenate([group.wanted.shares for group in racing]), counts)
    sme = np.repeat(joined([group.wanted.candidates for group in racing]), counts)
    keys = -np.log(uniforms(draws, "allotment", sources)[:, 0]) / share
    ranks, end = keys.view(np.int64) >> FIRM_BITS << FIRM_BITS | sme, 0
    for group in racing:
        n, count = len(group.rows), len(group.wanted.candidates)
        begin, end = end, end + n * count
        ordered = np.sort(ranks[begin:end].reshape(count, n).T, axis=1)
        preference[group.rows, :count] = ordered & ((1 << FIRM_BITS) - 1)
    return preference
