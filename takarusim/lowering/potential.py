"""Potential orders: all that partners would order, drawn up front, whatever happens to it in the run.

Times. A stream's own clock begins at its first day, or at time 0. The gaps between its orders are drawn, each rounded
to ms by itself, and summed in int64: so many ms its clock shows at each order. Where the rate is constant, its clock
is time. A factor on the rate makes the clock run faster or slower from its date on, or in its hours. Factors are in
ppm and the clock's reading at every date is an integer in ms ppm, so that the moment at which it shows a sum is exact
but for one rounding, down to whole ms: no order before the date of a factor moves, not even by a millisecond, and no
attribute of an order after it changes. Where orders come in batches these are moments, of which the m-th has row m of
the draws of batches; orders are numbered through. An order of a moment at which the clock stands is placed when it runs
again.

Attributes. An owner is a stream, or of a closed one a token. Row n of each of its draws belongs to its order n, so
nothing else in the scenario moves them. What all orders need for one purpose is drawn at once, whoever their owners.
Reading order: Potential, then its parts as they come. Of a split order what is drawn of how it is made and by whom is
drawn for each part: from the second one on, of owner+1, owner+2 ...
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import NEVER, PARTS, PPM
from takarusim.engine.rules import end_of_day
from takarusim.lowering.demand import Rate, Stream
from takarusim.lowering.draws import Draws
from takarusim.lowering.growing import Marks, with_beyond
from takarusim.lowering.inspections import Group, Passes
from takarusim.lowering.purposes import Owners, Values
from takarusim.lowering.splitting import Parts, split
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.rounding import firsts, joined, spread, starts, whole
from takarusim.scenario.changing import values_at

__all__ = ["Potential"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
NO_DATE = Distribution("constant", (("value", float(NEVER)),), "duration")
NO_PIECES = Distribution("constant", (("value", 0.0),))


class Potential:
    """What potential orders are drawn from; made once per scenario."""

    def __init__(self, streams: Sequence[Stream], passes: int) -> None:
        """`streams`: by number; `passes`: how often a lot may come to inspection."""
        fixed = with_beyond(streams)
        tokens = [(f"{stream.id}#{k}", stream) for stream in streams for k in range(stream.tokens)]
        owners = fixed + tokens
        groups = [Group(name, stream, wanted) for name, stream in owners for wanted in stream.wanted]
        further = [_further(group) for group in groups]
        self._n_tokens = len(tokens)
        self._stream = whole(stream.number for _, stream in owners)
        self._component = whole(group.wanted.component.number for group in groups)
        self._times = _Times(owners)
        self._attributes = _Attributes(owners, groups)
        self._marks = Marks(owners)
        self._split_above = whole(group.stream.split_above for group in groups)
        self._further = len(groups) + starts(further)  # of each group, that of the second parts of its orders
        groups += [group for parts in further for group in parts]
        self._preference = _Preference(groups)
        self._passes = Passes(groups, passes)

    def orders(self, draws: Draws, rows: int, won: Mapping[int, int]) -> dict[str, Any]:
        """Returns the fields of an Instance that describe potential orders.

        `rows`: orders of each token. `won`: from when on the stream of each prospect orders, in ms; NEVER: not at all.
        """
        owner, nth, placed = self._times.fixed(draws, won)
        n_fixed = len(owner)
        tokens = len(self._stream) - self._n_tokens + np.arange(self._n_tokens)
        owner = np.append(owner, np.repeat(tokens, rows))
        nth = np.append(nth, np.tile(np.arange(rows), len(tokens)))
        placed = np.append(placed, self._times.since_delivery(draws, owner[n_fixed:], nth[n_fixed:]))
        group, quantity, due, begins = self._attributes.drawn(draws, owner, nth, placed)
        parts = split(quantity, np.where(begins < 0, self._split_above[group], NEVER))  # what has begun stays whole
        columns = {
            "placed": placed,
            "stream": self._stream[owner],
            "nth": nth,
            "component": self._component[group],
            "due": due,
            "begins": begins,
            "tie": self._attributes.ties(draws, owner, nth),
        }
        marks = self._marks.drawn(draws, owner, nth)
        if len(parts.order) > len(owner):
            columns = {name: column[parts.order] for name, column in columns.items()}
            group, nth = self._of_parts(group, parts), columns["nth"]
            marks = marks[parts.order] if len(marks) else marks
        return {
            **columns,
            "mark": marks,
            "quantity": parts.pieces,
            "first_part": parts.first,
            "preference": self._preference.drawn(draws, group, nth, columns["placed"]),
            **self._passes.drawn(draws, group, nth, parts.pieces),
            "token_stream": self._stream[tokens],
            "first_row": n_fixed + rows * np.arange(len(tokens) + 1),
            "n_fixed": n_fixed,
        }

    def _of_parts(self, group: Integers, parts: Parts) -> Integers:
        """Returns the group of each part: the first one is of its order's, further ones have their own."""
        of = group[parts.order]
        return np.where(parts.number == 0, of, self._further[of] + parts.number - 1)


def _further(group: Group) -> list[Group]:
    """Returns the groups of the further parts of a group's orders: none where they are not split."""
    if group.stream.split_above >= NEVER:
        return []
    return [group._replace(owner=f"{group.owner}+{j}") for j in range(1, PARTS)]


# ---- times


class _Times:
    """What decides when orders are placed: gaps, dates, a book or deliveries."""

    def __init__(self, owners: Sequence[tuple[str, Stream]]) -> None:
        streams = [stream for _, stream in owners]
        self._start = whole(stream.start for stream in streams)
        self._gap = Values("gap", [name for name, _ in owners], [stream.every for stream in streams])
        self._batch = Values("batch", [name for name, _ in owners], [stream.batch for stream in streams])
        self._comes_alone = [stream.batch.is_constant and stream.batch.mean == 1 for stream in streams]
        self._known = [_known(stream) for stream in streams if stream.tokens == 0]
        self._renewing = whole(k for k, known in enumerate(self._known) if known is None)
        self._length = whole(_most_gaps(streams[k]) for k in self._renewing)
        self._pieces = [_pieces(streams[k].rate) for k in self._renewing]
        self._prospects = {k: stream for k, stream in enumerate(streams) if stream.begun}

    def fixed(self, draws: Draws, won: Mapping[int, int]) -> tuple[Integers, Integers, Integers]:
        """Returns owner, number and time of the orders that do not wait for a delivery, by (time, owner, number)."""
        known, pieces = self._known.copy(), dict(zip(self._renewing.tolist(), self._pieces, strict=True))
        for k, stream in self._prospects.items():
            begun = stream.begun(won[stream.number]) if stream.begun else stream
            known[k] = _known(begun)
            pieces |= {k: _pieces(begun.rate)} if k in pieces else {}
        renewals = iter(self._renewals(draws, list(pieces.values())))
        alone = [next(renewals) if each is None else each for each in known]
        parts = [self._in_batches(draws, k, *part) for k, part in enumerate(alone)]
        owner = np.repeat(np.arange(len(parts)), [len(placed) for _, placed in parts])
        nth, placed = joined([nth for nth, _ in parts]), joined([placed for _, placed in parts])
        if len(parts) > 1:  # a stable sort, and the orders of each are in order
            order = np.argsort(placed, kind="stable")
            owner, nth, placed = owner[order], nth[order], placed[order]
        return owner, nth, placed

    def _in_batches(self, draws: Draws, k: int, nth: Integers, placed: Integers) -> tuple[Integers, Integers]:
        """Returns numbers and times of the orders of an owner that has these moments."""
        if self._comes_alone[k]:
            return nth, placed
        orders = self._batch.drawn(draws, np.full(len(placed), k), np.arange(len(placed)))
        return np.arange(orders.sum()), np.repeat(placed, orders)

    def since_delivery(self, draws: Draws, owner: Integers, nth: Integers) -> Integers:
        """Returns how long after the last delivery tokens order again; at first, after time 0."""
        return self._gap.drawn(draws, owner, nth) + np.where(nth == 0, self._start[owner], 0)

    def _renewals(self, draws: Draws, pieces: list[Integers]) -> list[tuple[Integers, Integers]]:
        """Returns numbers and times of the orders of the streams of which gaps are drawn; `pieces` of their rates."""
        from takarusim.lowering import loops

        length, first_piece = self._length, starts(pieces)
        piece = np.concatenate([np.zeros((0, 4), np.int64), *pieces])
        while True:
            which, nth = spread(length)
            gaps = self._gap.drawn(draws, self._renewing[which], nth)
            first, times, count = firsts(length), np.empty_like(gaps), np.empty_like(length)
            if not loops.clock(gaps, first, piece, first_piece, times, count):
                return [(np.arange(n), times[k : k + n]) for k, n in zip(first.tolist(), count.tolist(), strict=False)]
            length = np.where(count < 0, 2 * length, length)


def _known(stream: Stream) -> tuple[Integers, Integers] | None:
    """Returns numbers and times of the orders of a stream that takes no draw for them."""
    if stream.book is not None:
        nth, placed = stream.book[(stream.book[:, 1] >= stream.start) & (stream.book[:, 1] < stream.end), :2].T
        return nth, placed
    if stream.dates is not None:
        placed = stream.dates[(stream.dates >= stream.start) & (stream.dates < stream.end)]
        return np.arange(len(placed)), placed
    return None


def _most_gaps(stream: Stream) -> int:
    """Returns how many gaps a stream hardly ever needs more of."""
    mean, end = stream.every.mean, -(-int(stream.rate.shown[-1]) // PPM)  # ms of its clock
    if mean < 0.5:
        raise ValueError(f"partners.{stream.id}.orders.every: too short, got a mean of {mean} ms; at least 1 ms")
    return int(1.1 * end / mean) + 32


def _pieces(rate: Rate) -> Integers:
    """Returns the pieces of time in which the rate is constant, as `loops.clock` takes them."""
    return np.column_stack([rate.start, rate.ppm, rate.shown[:-1], rate.shown[1:]])


# ---- what is ordered, and when it is due


class _Attributes:
    """What decides which component an order is for, how many pieces, when it is due, and ties."""

    def __init__(self, owners: Sequence[tuple[str, Stream]], groups: Sequence[Group]) -> None:
        names, streams = [name for name, _ in owners], [stream for _, stream in owners]
        self._first_group = starts(stream.wanted for stream in streams)
        self._choices = whole(0 if stream.book is not None else len(stream.wanted) for stream in streams)
        self._weight = np.array([group.wanted.weight for group in groups])
        racers = [f"{group.owner}/{group.wanted.component.id}" if _races(group) else "" for group in groups]
        self._component = Owners("component", racers)
        pieces = [NO_PIECES if group.stream.book is not None else group.wanted.quantity for group in groups]
        self._quantity = Values("quantity", [group.owner for group in groups], pieces)
        self._demand = [None if _known(stream) is None else stream.demand for stream in streams]
        self._due = Values("due", names, [stream.due or NO_DATE for stream in streams])
        self._due_factor = [stream.due_factor for stream in streams]
        self._is_due_later = np.array([np.any(factor.value != 1) for factor in self._due_factor], np.bool_)
        self._is_promised = np.array([stream.due is not None and stream.tokens == 0 for stream in streams], np.bool_)
        self._tie = Owners("tie", names)
        self._has_ties = any(stream.has_ties for stream in streams)
        lines = [_lines(stream, first) for stream, first in zip(streams, self._first_group, strict=False)]
        self._first_line, self._line = starts(lines), np.concatenate([np.zeros((0, 4), np.int64), *lines])

    def drawn(
        self, draws: Draws, owner: Integers, nth: Integers, placed: Integers
    ) -> tuple[Integers, Integers, Integers, Integers]:
        """Returns group, pieces, due date and first operation of each order.

        The due date of a token's order is how long after it is placed it is due; operation -1: all are ahead.
        """
        group = self._groups(draws, owner, nth)
        quantity = self._quantity.drawn(draws, group, nth)
        due = self._due.drawn(draws, owner, nth)
        if self._is_due_later.any():
            due = np.minimum(np.rint(due * values_at(self._due_factor, owner, placed)), NEVER).astype(np.int64)
        due = np.where(self._is_promised[owner], end_of_day(placed + due), due)  # type: ignore[arg-type]
        begins = np.full(len(owner), -1)
        if len(self._line):
            (booked,) = (self._choices[owner] == 0).nonzero()
            lines = self._line[self._first_line[owner[booked]] + nth[booked]]
            group[booked], quantity[booked], date, begins[booked] = lines.T
            due[booked] = np.where(date >= 0, date, due[booked])
        for k, demand in enumerate(self._demand):
            if demand is not None and np.any(demand.value != 1):
                (own,) = (owner == k).nonzero()
                quantity[own] = np.rint(quantity[own] * demand.at(placed[own])).astype(np.int64)
        return group, np.maximum(1, quantity), due, begins

    def ties(self, draws: Draws, owner: Integers, nth: Integers) -> Integers:
        """Returns 16 bits for each order, that decide between equals in a queue; 0 where its number does."""
        if not self._has_ties:
            return np.zeros(len(owner), np.int64)
        return np.floor(self._tie.rows(draws, owner, nth)[:, 0] * 65536).astype(np.int64)

    def _groups(self, draws: Draws, owner: Integers, nth: Integers) -> Integers:
        """Returns which group each order belongs to: of its owner's, the winner of an exponential race by weight."""
        from takarusim.lowering import loops

        first, choices = self._first_group[owner], self._choices[owner]
        if not self._component.is_drawn.any():
            return first
        u = self._component.runs(draws, first, choices, nth)
        group = np.empty_like(first)
        loops.race(np.log(u[:, 0]), self._weight, first, choices, group)
        return group


def _races(group: Group) -> bool:
    """Returns whether its orders are won from other components of the owner."""
    return group.stream.book is None and len(group.stream.wanted) > 1


def _lines(stream: Stream, first: int) -> Integers:
    """Returns group, pieces, due date and operation of each line of a stream's book; `first`: its first group."""
    if stream.book is None:
        return np.zeros((0, 4), np.int64)
    _, _, component, pieces, due, begins = stream.book.T
    numbers = [each.component.number for each in stream.wanted]
    return np.column_stack([first + np.searchsorted(numbers, component), pieces, due, begins])


# ---- who may make them


class _Preference:
    """What decides which SMEs an order prefers, by group."""

    def __init__(self, groups: Sequence[Group]) -> None:
        pairs = [(group, s) for group in groups for s in group.wanted.candidates.tolist()]
        self._first = starts(group.wanted.candidates for group in groups)
        self._count = np.diff(self._first)
        self._width = max(1, self._count.max(initial=0))
        self._sme = whole(s for _, s in pairs)
        shares = [share for group in groups for share in group.wanted.shares]
        self._edge = np.unique(joined([share.start for share in {id(each): each for each in shares}.values()]))
        shares_at = np.array([share.at(self._edge) for share in shares]).reshape(len(shares), -1)
        self._share = np.ascontiguousarray(shares_at.T)
        among = np.repeat(self._count, self._count)  # by pair: candidates of its group
        names = [f"{group.owner}/{group.stream.smes[s]}" for group, s in pairs]
        self._allotment = Owners("allotment", [name if n > 1 else "" for name, n in zip(names, among, strict=True)])

    def drawn(self, draws: Draws, group: Integers, nth: Integers, placed: Integers) -> Integers:
        """Returns the SMEs that may make each order, the least -ln(u)/share first, (n, most candidates); -1 behind.

        The shares are those of the moment at which it is placed; in closed streams, which know none, they are constant.
        """
        if len(self._edge) <= 1:
            return self._ranked(draws, group, nth, self._share[0])
        preference, epoch = (
            np.empty((len(group), self._width), np.int64),
            np.searchsorted(self._edge, placed, "right") - 1,
        )
        for e in np.unique(epoch).tolist():
            own = epoch == e
            preference[own] = self._ranked(draws, group[own], nth[own], self._share[e])
        return preference

    def _ranked(self, draws: Draws, group: Integers, nth: Integers, share: Floats) -> Integers:
        from takarusim.lowering import loops

        first, count = self._first[group], self._count[group]
        u = self._allotment.runs(draws, first, count, nth)
        preference = np.empty((len(group), self._width), np.int64)
        loops.rank(np.log(u[:, 0]), share, self._sme, first, count, preference)
        preference.sort(axis=1)
        # of each rank its subject, with its sign: of the last one -1
        preference <<= 64 - loops.BITS
        preference >>= 64 - loops.BITS
        return preference
