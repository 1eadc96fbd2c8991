"""The laws that any run must obey, as plain functions of an Instance and its log."""

from collections import Counter, defaultdict
from collections.abc import Callable

import numpy as np

from lives import Follower, failures_by_calendar_are_missed
from takarusim.engine.instance import (
    ALLOT,
    ARRIVE,
    BORN,
    FINISH,
    INSPECT,
    LEVEL,
    LOSS,
    MATERIAL,
    PLACE,
    PPM,
    PREEMPT,
    RECEIVE,
    SINGLY,
    START,
    STOCK,
    WITHHELD,
    Instance,
    Short,
)
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower, names
from takarusim.outcome.chronicle import tabulate
from takarusim.outcome.finished import stocked
from takarusim.scenario.scenario import Scenario

Engine = Callable[[Instance], np.ndarray]


def run(scenario: Scenario, engine: Engine, *, seed: int = 1, replication: int = 0, rows: int = 64):
    """Returns the Instance and the log of a replication, with as many rows as it needs."""
    while True:
        x = lower(scenario, Draws(seed, replication), rows)
        try:
            return x, engine(x)
        except Short:
            rows *= 2


def broken(x: Instance, log: np.ndarray) -> list[str]:
    """Returns the laws that a log breaks, with how often."""
    found = Follower(x, log).follow()
    for law in LAWS:
        found[law.__name__] += not law(x, log)
    return [f"{law} ({count})" for law, count in sorted(found.items()) if count]


def rows_of(log: np.ndarray, *kinds: int) -> np.ndarray:
    return log.take(np.flatnonzero(np.isin(log["kind"], kinds)))


def potential_orders_are_placed_withheld_or_latent(x, log):
    """Every potential order before the horizon is placed, then allotted or refused at once; or withheld, or latent."""
    placed, allotted = rows_of(log, PLACE), rows_of(log, ALLOT)
    allotted = allotted[allotted["amount"] < 0]  # others are replenishments
    fixed = placed["order"][placed["operation"] < 0]
    every = np.flatnonzero(x.placed[: x.n_fixed] < x.horizon)
    kept, latent = rows_of(log, WITHHELD)["order"], np.array([i for i in every if is_latent(x, log, i)], int)
    told = np.sort(np.concatenate([fixed, kept, latent]))
    return np.array_equal(told, every) and np.array_equal(np.sort(placed["order"]), np.sort(allotted["order"]))


def is_latent(x, log, i):
    """Returns whether a potential order lies above a level of its partner that is not below 1."""
    if not len(x.mark) or x.mark[i] < PPM:
        return False
    moved = rows_of(log, LEVEL)
    before = moved["amount"][(moved["place"] == x.stream[i]) & (moved["time"] <= x.placed[i])]
    return x.mark[i] >= (before[-1] if len(before) else PPM)


def delivered_pieces_are_the_good_ones(x, log):
    """What is delivered of an order is its quantity less what its last inspection rejected, if nothing is under way."""
    log = log[~np.isin(log["order"], rows_of(log, STOCK)["order"])]  # call-offs are never inspected
    quantity = dict(zip(*(rows_of(log, PLACE)[key].tolist() for key in ("order", "amount")), strict=True))
    delivered, rejected, passes = Counter(), {}, Counter()
    part = parts_of(log)
    for _, kind, order, lot, attempt, _, amount, _ in rows_of(log, ARRIVE, INSPECT).tolist():
        if kind == ARRIVE:
            delivered[order] += amount
        else:
            passes[order, part[order, lot]] += 1
            rejected[order, part[order, lot]] = amount
            if attempt != passes[order, part[order, lot]] or attempt > x.passes:
                return False
    left = Counter()
    for (order, _), amount in rejected.items():
        left[order] += amount
    return all(delivered[i] + left[i] <= quantity[i] for i in delivered) and set(delivered) <= {i for i, _ in rejected}


def parts_are_the_whole_order(_x, log):
    """The parts of an order have as many pieces as it, equal to one piece, the largest first."""
    parts = defaultdict(list)
    for _, _, order, _, parent, _, pieces, _ in rows_of(log, BORN).tolist():
        if parent < 0:
            parts[order].append(pieces)
    placed = dict(zip(*(rows_of(log, PLACE)[key].tolist() for key in ("order", "amount")), strict=True))
    return all(
        sum(p) == placed[i] and p[0] - p[-1] <= 1 and p == sorted(p)[::-1] for i, p in parts.items() if i in placed
    )


def parts_of(log):
    """Returns the part of its order, by the number of its first lot, that each lot is of."""
    part = {}
    for _, _, order, lot, parent, *_ in rows_of(log, BORN).tolist():
        part[order, lot] = lot if parent < 0 else part[order, parent]
    return part


def a_lot_arrives_once(_x, log):
    arrived = rows_of(log, ARRIVE)
    lots = np.stack([arrived["order"], arrived["lot"]])
    return np.unique(lots, axis=1).shape == lots.shape


def stays_on_a_unit_do_not_overlap(_x, log):
    starts, ends = rows_of(log, START), log[np.isin(log["kind"], (FINISH, PREEMPT)) & (log["place"] >= 0)]
    for unit in np.unique(starts["place"]):
        a, b = starts["time"][starts["place"] == unit], ends["time"][ends["place"] == unit]
        if len(a) - len(b) not in {0, 1} or (a[: len(b)] > b).any() or (a[1:] < b[: len(a) - 1]).any():
            return False
    return True


def calendar_failures_happen_when_drawn(x, log):
    return not failures_by_calendar_are_missed(x, log)


def material_balances(x, log):
    """Opening and received less issued and lost is never below zero, material by material."""
    moves = rows_of(log, MATERIAL, RECEIVE, LOSS)
    moves = moves[(moves["kind"] != MATERIAL) | (moves["operation"] != SINGLY)]  # which no stock has had
    signed = np.where(moves["kind"] == RECEIVE, moves["amount"], -moves["amount"])
    return all((x.opening[m] + signed[moves["place"] == m].cumsum() >= 0).all() for m in range(len(x.opening)))


def finished_pieces_balance(x, log):
    """On hand, on order and owed are never below zero; a call-off lifts the position to the level, within a box."""
    tables = tabulate(x, log)
    told = stocked(x, log, tables.orders, tables.lots)
    for f, (level, box) in enumerate(zip(x.finished_level, x.finished_box, strict=True)):
        changes = np.stack([told.on_hand, told.on_order, told.owed])[:, told.stock == f]
        on_hand, on_order, owed = np.cumsum(changes, axis=1) + np.array([[level], [0], [0]])
        position = np.append(on_hand + on_order - owed, level)
        called = np.flatnonzero(changes[2] > 0)
        is_refilled = np.append(changes[1], 0)[called + 1] > 0
        after = position[called + is_refilled]
        if min(on_hand.min(initial=0), on_order.min(initial=0), owed.min(initial=0)) < 0:
            return False
        if (after < level).any() or (after[is_refilled] >= level + box).any():
            return False
    return True


LAWS = (
    potential_orders_are_placed_withheld_or_latent,
    delivered_pieces_are_the_good_ones,
    parts_are_the_whole_order,
    a_lot_arrives_once,
    stays_on_a_unit_do_not_overlap,
    calendar_failures_happen_when_drawn,
    material_balances,
    finished_pieces_balance,
)


def potential(scenario: Scenario, x: Instance) -> dict:
    """Returns every potential order (when, what, who makes it ...) by its stream's name, its token and place there.

    What a partner orders above its level of 1 is a stream of its own.
    """
    name = names(scenario)
    orders = int(x.first_row[-1])  # behind them are parts
    fixed = np.arange(orders) < x.n_fixed
    tokens = np.repeat(np.arange(len(x.token_stream)), np.diff(x.first_row))
    first = np.searchsorted(x.token_stream, np.arange(len(name.streams)))
    token = np.concatenate([np.full(x.n_fixed, -1), tokens - first[x.token_stream[tokens]] if len(tokens) else tokens])
    of = [getattr(x, name)[:orders] for name in ("placed", "component", "preference", "quantity", "due", "tie")]
    beyond = x.mark[:orders] >= PPM if len(x.mark) else np.zeros(orders, bool)
    columns = (x.stream[:orders], beyond, token, x.nth[:orders], *of, fixed)
    return {
        (name.streams[q] + "+" * more, k, n): (
            placed,
            name.components[c],
            [name.smes[s] for s in smes if s >= 0],
            *rest,
        )
        for q, more, k, n, placed, c, smes, *rest in zip(*(column.tolist() for column in columns), strict=True)
    }


def in_hand(log: np.ndarray) -> int:
    """Returns how many orders are allotted and not delivered: those with a lot whose last row is no arrival."""
    allotted = rows_of(log, ALLOT)
    own = allotted["order"][allotted["amount"] >= 0]  # replenishments, which enter stock
    done = np.append(rows_of(log, ARRIVE)["order"], np.intersect1d(rows_of(log, STOCK)["order"], own))
    return len(set(allotted["order"][allotted["place"] >= 0].tolist()) - set(done.tolist()))
