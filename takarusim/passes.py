"""How lots of potential orders go through operations and inspection, pass by pass: what is drawn of it up front."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.demand import Operation, Stream, Wanted
from takarusim.distributions import binomial_quantile
from takarusim.draws import Draws
from takarusim.instance import PPM, REMAKE, SHIP_SHORT

__all__ = ["Group", "Source", "inspections_and_work", "uniforms"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


class Source(NamedTuple):
    """Whose rows of a purpose belong to some orders."""

    owner: str  # the stream; closed: stream#token
    nth: Integers  # (n,)


class Group(NamedTuple):
    """The potential orders of one stream for one component."""

    stream: Stream
    sources: tuple[Source, ...]
    wanted: Wanted
    local: Integers | slice  # rows in the stream's orders
    rows: Integers  # rows in all orders, before they are sorted


def uniforms(draws: Draws, purpose: str, sources: Sequence[Source], behind: str = "") -> Floats:
    """Returns the rows of a purpose that belong to the orders of some sources: (n, width)."""
    parts = []
    for owner, nth in sources:
        drawn = draws.uniforms(purpose, owner + behind, int(nth[-1]) + 1 if len(nth) else 0)
        parts.append(drawn if len(drawn) == len(nth) else drawn[nth])
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


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
    for group, a, again in _rounds(groups, most):
        if a > 1:
            u = _group_uniforms(draws, "reject", group, a)[again, 1]
            reject_draw[first_pass[place[group.rows[again]]] + a - 1] = _floor(u, 10**12)
    setup_draw, work_draw = _variations(groups, most, first_draw, place, draws)
    return {
        "reject_count": count[order],
        "first_pass": first_pass,
        "reject_draw": reject_draw,
        "first_draw": first_draw[:-1],
        "setup_draw": setup_draw,
        "work_draw": work_draw,
    }


def _rounds(groups: Sequence[Group], most: Integers) -> Iterator[tuple[Group, int, NDArray[np.bool_] | slice]]:
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
    drawn = dict[int, list[tuple[Integers, Floats]]]()  # operation: rows and their uniforms
    operations = dict[int, Operation]()
    for group, a, again in _rounds(groups, most):
        component = group.wanted.component
        first = first_draw[place[group.rows[again]]] + (a - 1) * len(component.operations)
        for k, operation in enumerate(component.operations):
            if _is_drawn(group, operation, a):
                j = component.first_operation + k
                u = _group_uniforms(draws, "work", group, a, f"/{operation.id}")[again]
                operations[j] = operation
                drawn.setdefault(j, []).append((first + k, u))
    setup, work = np.full((2, first_draw[-1]), PPM)
    for j, parts in drawn.items():
        rows, u = parts[0] if len(parts) == 1 else (np.concatenate(column) for column in zip(*parts, strict=True))
        for drawn_ppm, given, column in ((setup, operations[j].setup, 0), (work, operations[j].per_piece, 1)):
            if not given.is_constant and given.mean != 0:
                drawn_ppm[rows] = np.rint(PPM / given.mean * given.values(u[:, column])).astype(np.int64)
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


def _group_uniforms(draws: Draws, purpose: str, group: Group, a: int, behind: str = "") -> Floats:
    """Returns the rows of pass a that belong to the orders of a group: (n, width). A remade lot is one of its own."""
    lot = f"#{a - 1}" if a > 1 and group.stream.rejects == REMAKE else ""
    owner = f"/{group.wanted.component.id}{behind}{lot}{f'@{a}' if a > 1 else ''}"
    return uniforms(draws, purpose, group.sources, owner)[group.local]


def _rejects(groups: Sequence[Group], quantity: Integers, draws: Draws) -> tuple[Integers, Integers]:
    """Returns how many pieces of each order the draw rejects, and the first pass's draw for rounding."""
    count, rounding = np.zeros((2, len(quantity)), np.int64)
    some = [group for group in groups if group.wanted.component.reject_rate > 0]
    if some:
        u = np.concatenate([_group_uniforms(draws, "reject", group, 1) for group in some])
        rate = np.repeat([group.wanted.component.reject_rate / PPM for group in some], [len(g.rows) for g in some])
        rows = np.concatenate([group.rows for group in some])
        count[rows] = binomial_quantile(quantity[rows], rate, u[:, 0])
        rounding[rows] = _floor(u[:, 1], quantity[rows] * PPM)
    return count, rounding


def _floor(u: Floats, end: Integers | int) -> Integers:
    """Returns integers from 0 to end - 1, evenly."""
    return np.asarray(np.minimum(np.floor(u * end).astype(np.int64), np.asarray(end) - 1))
