"""How lots of potential orders go through operations and inspection, pass by pass: what is drawn of it up front."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.demand import Operation, Stream, Wanted
from takarusim.distributions import binomial_quantile
from takarusim.draws import Draws
from takarusim.instance import PPM, REMAKE, SHIP_SHORT
from takarusim.rounding import joined, starts

__all__ = ["Group", "Source", "inspections_and_work", "uniforms"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Source(NamedTuple):
    """Whose rows of a purpose belong to some orders."""

    owners: tuple[str, ...]  # the stream; closed: stream#token of each token
    which: Integers  # (n,)  place in owners
    nth: Integers  # (n,)

    def at(self, rows: Integers | Flags | slice) -> "Source":
        """Returns the source of some of the orders."""
        return Source(self.owners, self.which[rows], self.nth[rows])


class Group(NamedTuple):
    """The potential orders of one stream for one component."""

    stream: Stream
    source: Source
    wanted: Wanted
    rows: Integers  # in all orders, before they are sorted


def uniforms(draws: Draws, purpose: str, sources: Sequence[tuple[Source, str]]) -> Floats:
    """Returns rows of a purpose, (n, width), those of one source behind those of another.

    Parameters
    ----------
    sources : each with what stands behind its owners' names
    """
    owners = [owner + behind for source, behind in sources for owner in source.owners]
    if len(sources) == 1:
        return draws.some(purpose, owners, sources[0][0].which, sources[0][0].nth)
    first = starts(source.owners for source, _ in sources)
    which = joined([source.which + k for (source, _), k in zip(sources, first, strict=False)])
    return draws.some(purpose, owners, which, joined([source.nth for source, _ in sources]))


def inspections_and_work(
    groups: Sequence[Group], quantity: Integers, order: Integers, passes: int, draws: Draws
) -> dict[str, Integers]:
    """Returns reject counts, and the draws of all passes that an order may need, as fields of an Instance.

    An order of which the draw rejects nothing has one pass only. Nothing in the run can change that: with count 0 the
    first inspection rejects (0 q f + r) // (Q 10^6) pieces, and r < Q 10^6.

    Parameters
    ----------
    groups : of all orders
    quantity : (n,) pieces, before the orders are sorted
    order : (n,) which order stands at each place of the Instance
    passes : how often a lot may come to inspection
    """
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    count, rounding = _rejects(groups, quantity, draws)
    most, length = np.ones((2, len(quantity)), np.int64)  # passes, operations
    for group in groups:
        length[group.rows] = len(group.wanted.component.operations)
        if _comes_again(group):
            most[group.rows] = np.where(count[group.rows] > 0, passes, 1)
    first_pass = np.append(0, np.cumsum(most[order]))
    first_draw = np.append(0, np.cumsum((most * length)[order]))
    reject_draw = np.zeros(first_pass[-1], np.int64)
    reject_draw[first_pass[place]] = rounding
    later = [(group, a, again) for group, a, again in _rounds(groups, most) if a > 1]
    if later:
        rows = joined([first_pass[place[group.rows[again]]] + a - 1 for group, a, again in later])
        u = uniforms(draws, "reject", [(group.source.at(again), _behind(group, a)) for group, a, again in later])
        reject_draw[rows] = _floor(u[:, 1], 10**12)
    setup_draw, work_draw = _variations(groups, most, first_draw, place, draws)
    return {
        "reject_count": count[order],
        "first_pass": first_pass,
        "reject_draw": reject_draw,
        "first_draw": first_draw[:-1],
        "setup_draw": setup_draw,
        "work_draw": work_draw,
    }


def _rounds(groups: Sequence[Group], most: Integers) -> Iterator[tuple[Group, int, Flags | slice]]:
    """Yields each pass of each group that some of its orders have, with which of them do."""
    for group in groups:
        yield group, 1, slice(None)
        passes = most[group.rows]
        for a in range(2, int(passes.max()) + 1):
            yield group, a, passes >= a


def _variations(
    groups: Sequence[Group], most: Integers, first_draw: Integers, place: Integers, draws: Draws
) -> tuple[Integers, Integers]:
    """Returns the variations of set-up and processing, in ppm of the mean, of all passes through all operations."""
    drawn = dict[int, list[tuple[Integers, Source, str]]]()  # operation: rows, and where they are drawn from
    operations = dict[int, Operation]()
    for group, a, again in _rounds(groups, most):
        component, source = group.wanted.component, group.source.at(again)
        first = first_draw[place[group.rows[again]]] + (a - 1) * len(component.operations)
        for k, operation in enumerate(component.operations):
            if _is_drawn(group, operation, a):
                j = component.first_operation + k
                operations[j] = operation
                drawn.setdefault(j, []).append((first + k, source, _behind(group, a, f"/{operation.id}")))
    setup, work = np.full((2, first_draw[-1]), PPM)
    if drawn:
        u = uniforms(draws, "work", [(source, behind) for parts in drawn.values() for _, source, behind in parts])
    end = 0
    for j, parts in drawn.items():
        rows = parts[0][0] if len(parts) == 1 else joined([rows for rows, _, _ in parts])
        begin, end = end, end + len(rows)
        for ppm, given, column in ((setup, operations[j].setup, 0), (work, operations[j].per_piece, 1)):
            if not given.is_constant and given.mean != 0:
                ppm[rows] = np.rint(PPM / given.mean * given.values(u[begin:end, column])).astype(np.int64)
    return setup, work


def _comes_again(group: Group) -> bool:
    """Returns whether rejects cause a further pass."""
    follows = group.stream.rejects
    reworks = any(operation.is_reworked for operation in group.wanted.component.operations)
    return follows == REMAKE or (follows != SHIP_SHORT and reworks)


def _is_drawn(group: Group, operation: Operation, a: int) -> bool:
    """Returns whether pass a goes through an operation whose times vary."""
    goes_through = a == 1 or operation.is_reworked or group.stream.rejects == REMAKE
    return goes_through and not (operation.setup.is_constant and operation.per_piece.is_constant)


def _behind(group: Group, a: int, operation: str = "") -> str:
    """Returns what stands behind the owner's name in pass a of a group's orders. A remade lot is one of its own."""
    lot = f"#{a - 1}" if a > 1 and group.stream.rejects == REMAKE else ""
    return f"/{group.wanted.component.id}{operation}{lot}{f'@{a}' if a > 1 else ''}"


def _rejects(groups: Sequence[Group], quantity: Integers, draws: Draws) -> tuple[Integers, Integers]:
    """Returns how many pieces of each order the draw rejects, and the first pass's draw for rounding."""
    count, rounding = np.zeros((2, len(quantity)), np.int64)
    some = [group for group in groups if group.wanted.component.reject_rate > 0]
    if some:
        u = uniforms(draws, "reject", [(group.source, _behind(group, 1)) for group in some])
        rate = np.repeat([group.wanted.component.reject_rate / PPM for group in some], [len(g.rows) for g in some])
        rows = joined([group.rows for group in some])
        count[rows] = binomial_quantile(quantity[rows], rate, u[:, 0])
        rounding[rows] = _floor(u[:, 1], quantity[rows] * PPM)
    return count, rounding


def _floor(u: Floats, end: Integers | int) -> Integers:
    """Returns integers from 0 to end - 1, evenly."""
    return np.asarray(np.minimum(np.floor(u * end).astype(np.int64), np.asarray(end) - 1))
