"""How lots of potential orders go through operations and inspection, pass by pass: what is drawn of it up front."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.demand import Operation, Stream, Wanted
from takarusim.distributions import Distribution, binomial_quantile
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
    local: Integers  # rows in the stream's orders
    rows: Integers  # rows in all orders, before they are sorted


def uniforms(draws: Draws, purpose: str, sources: Sequence[Source], behind: str = "") -> Floats:
    """Returns the rows of a purpose that belong to the orders of some sources: (n, width)."""
    parts = []
    for owner, nth in sources:
        drawn = draws.uniforms(purpose, owner + behind, int(nth[-1]) + 1 if len(nth) else 0)
        parts.append(drawn if len(drawn) == len(nth) else drawn[nth])
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


def inspections_and_work(
    groups: Sequence[Group], quantity: Integers, order: Integers, place: Integers, passes: int, draws: Draws
) -> dict[str, Integers]:
    """Returns reject counts, and the draws of all passes that an order may need.

    An order of which the draw rejects nothing has one pass only. Nothing in the run can change that: with count 0 the
    first inspection rejects (0 q f + r) // (Q 10^6) pieces, and r < Q 10^6.
    """
    count, rounding = _rejects(groups, quantity, draws)
    most = np.ones(len(quantity), np.int64)
    length = np.ones(len(quantity), np.int64)  # of the routing
    for group in groups:
        length[group.rows] = len(group.wanted.component.operations)
        if _comes_again(group):
            most[group.rows] = np.where(count[group.rows] > 0, passes, 1)
    first_pass = np.append(0, np.cumsum(most[order]))
    draws_before = np.append(0, np.cumsum((most * length)[order]))
    reject_draw = np.zeros(first_pass[-1], np.int64)
    reject_draw[first_pass[place]] = rounding
    setup_draw, work_draw = np.full(draws_before[-1], PPM), np.full(draws_before[-1], PPM)
    varied = dict[int, list[tuple[Integers, Floats]]]()
    operations = dict[int, Operation]()
    for group in groups:
        component = group.wanted.component
        operations |= {component.first_operation + k: each for k, each in enumerate(component.operations)}
        for a in range(1, passes + 1):
            again = most[group.rows] >= a
            if not again.any():
                break
            places = place[group.rows[again]]
            if a > 1:
                u = _group_uniforms(draws, "reject", group, a)[again, 1]
                reject_draw[first_pass[places] + a - 1] = _floor(u, 10**12)
            for k, operation in enumerate(component.operations):
                if _is_drawn(group, operation, a):
                    at = draws_before[places] + (a - 1) * len(component.operations) + k
                    u = _group_uniforms(draws, "work", group, a, f"/{operation.id}")[again]
                    varied.setdefault(component.first_operation + k, []).append((at, u))
    for j, pairs in varied.items():
        at, u = (np.concatenate(column) for column in zip(*pairs, strict=True))
        setup_draw[at] = _variation(operations[j].setup, u[:, 0])
        work_draw[at] = _variation(operations[j].per_piece, u[:, 1])
    return {
        "reject_count": count[order],
        "first_pass": first_pass,
        "reject_draw": reject_draw,
        "first_draw": draws_before[:-1],
        "setup_draw": setup_draw,
        "work_draw": work_draw,
    }


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
    """Returns the rows of pass a that belong to the orders of a group: (n, width). Remade lots are lots of their own."""
    lot = f"#{a - 1}" if a > 1 and group.stream.rejects == REMAKE else ""
    owner = f"/{group.wanted.component.id}{behind}{lot}{f'@{a}' if a > 1 else ''}"
    return uniforms(draws, purpose, group.sources, owner)[group.local]


def _rejects(groups: Sequence[Group], quantity: Integers, draws: Draws) -> tuple[Integers, Integers]:
    """Returns how many pieces of each order the draw rejects, and the first pass's draw for rounding."""
    u, rate = np.full((len(quantity), 2), 0.5), np.zeros(len(quantity))
    for group in groups:
        if group.wanted.component.reject_rate > 0:
            u[group.rows] = _group_uniforms(draws, "reject", group, 1)
            rate[group.rows] = group.wanted.component.reject_rate / PPM
    return binomial_quantile(quantity, rate, u[:, 0]), _floor(u[:, 1], quantity * PPM)


def _floor(u: Floats, end: Integers | int) -> Integers:
    """Returns integers from 0 to end - 1, evenly."""
    return np.asarray(np.minimum(np.floor(u * end).astype(np.int64), np.asarray(end) - 1))


def _variation(given: Distribution, u: Floats) -> Integers:
    """Returns values as ppm of their mean; 10^6 where that is 0."""
    if given.is_constant or given.mean == 0:
        return np.full(len(u), PPM)
    return np.rint(PPM / given.mean * given.values(u)).astype(np.int64)
