"""The ledger: exact for every order, and equal to a slow one that is written from the rules alone."""

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pytest

from cases import plain_tree, random_tree, tiny_trees
from takarusim import model
from takarusim.engine.instance import (
    ALLOT,
    ARRIVE,
    BORN,
    CALLS_OFF,
    CASH,
    CHANGE,
    DOWN,
    ESCAPE,
    FINISH,
    HOLD,
    INSPECT,
    KINDS,
    MATERIAL,
    NEVER,
    OVERTIME,
    PLACE,
    PREEMPT,
    REMAKE,
    REWORK,
    SETTLE,
    START,
    STOCK,
    TRUCK,
    UP,
    Short,
)
from takarusim.errors import ScenarioError
from takarusim.lowering import lowering
from takarusim.lowering.draws import Draws
from takarusim.outcome.chronicle import tabulate
from takarusim.outcome.ledger import ledger
from takarusim.outcome.overtime import lived
from takarusim.outcome.states import states
from takarusim.outcome.tables import CAUSES, STATES
from takarusim.scenario import reading

HOUR, DAY = 3_600_000, 86_400_000


def simulated(tree, seed=1, engine=model.simulate):
    """Returns instance and log of a scenario."""
    scenario, rows = reading.scenario_from(tree), 64
    while True:
        x = lowering.lower(scenario, Draws(seed), rows)
        try:
            return x, engine(x)
        except Short:
            rows *= 2


def random_cases(first, count):
    """Returns (seed, instance, log) of random estates; those that reading refuses are left out."""
    for seed in range(first, first + count):
        try:
            yield seed, *simulated(random_tree(seed, ties=seed % 2 == 0), seed)
        except ScenarioError:
            continue


def charges(x, log):
    """Returns {order: {(state, cause): ms}} of the ledger, of the orders that partners have placed."""
    x = lived(x, log)
    tables = tabulate(x, log)
    found = {int(number): {} for number in tables.orders.number}
    own = tables.orders.number[tables.orders.is_placed].tolist()
    for order, state, cause, ms in zip(*ledger(x, tables, states(x, log, tables)), strict=True):
        name = CAUSES[cause] if cause < len(CAUSES) else f"workshop {cause - len(CAUSES)}"
        found[int(tables.orders.number[order])][STATES[state], name] = int(ms)
    return {number: found[number] for number in own}


# ---- a slow ledger


class Slow:
    """Follows one order after another, row by row, and looks every closed interval up."""

    def __init__(self, x, log):
        self.x, self.horizon, self.close, self.evenings = x, int(x.horizon), x.close.copy(), defaultdict(list)
        for time, kind, _, _, _, sme, ms, _ in log.tolist():
            if kind == OVERTIME:
                c = x.sme_calendar[sme]
                k = next(k for k in range(x.first_closed[c], x.first_closed[c + 1]) if x.close[k] == time)
                self.close[k] += ms
                self.evenings[c].append((time, time + ms))
        self.calls = set(log["order"][(log["kind"] == BORN) & (log["next"] == CALLS_OFF)].tolist())
        self.rows, self.components, turn, self.parts = defaultdict(list), {}, Counter(), defaultdict(list)
        self.full = [self.full_spans(p, log) for p in range(len(x.pool_type))]
        for row in log.tolist():
            if row[1] == PLACE:
                token = row[4]
                self.components[row[2]] = int(x.component[row[2] if token < 0 else x.first_row[token] + turn[token]])
                turn[token] += 1
            if row[1] == BORN and row[4] < 0:
                self.parts[row[2]].append((row[5], row[6]))  # SME, pieces
            is_remade = row[1] == CASH and row[3] >= len(self.parts[row[2]])
            if row[2] >= 0 and row[1] not in (BORN, ESCAPE, SETTLE) and not is_remade:
                self.rows[row[2]].append(row[:7])

    def full_spans(self, pool, log):
        """Returns the spans in which no unit of a pool is free, looking at all units after each instant."""
        x, units = self.x, range(self.x.first_unit[pool], self.x.first_unit[pool + 1])
        let, down, busy = {u for u in units if x.opened[u] == 0}, set(), set()
        spans, since, rows = [], None, log[np.isin(log["kind"], (START, FINISH, PREEMPT, DOWN, UP, CHANGE))].tolist()
        for k, (time, kind, _, _, _, u, amount, _) in enumerate([(0, None, 0, 0, 0, -1, 0, 0), *rows]):
            if u in units:
                kept = {START: busy, FINISH: busy, PREEMPT: busy, DOWN: down, UP: down, CHANGE: let}[kind]
                (kept.add if kind in (START, DOWN) or (kind == CHANGE and amount > 0) else kept.discard)(u)
            if k < len(rows) and rows[k][0] == time:
                continue  # the instant goes on
            if since is None and not let - down - busy:
                since = time
            elif since is not None and let - down - busy:
                spans, since = [*spans, (since, time)], None
        return spans if since is None else [*spans, (since, self.horizon)]

    def closed(self, calendar, a, b):
        k = slice(self.x.first_closed[calendar], self.x.first_closed[calendar + 1])
        pairs = zip(self.close[k].tolist(), self.x.reopen[k].tolist(), strict=True)
        return sum(max(0, min(b, reopen) - max(a, close)) for close, reopen in pairs)

    def ledger(self):
        return {order: self.of(rows) for order, rows in self.rows.items() if rows[0][1] == PLACE}

    def of(self, rows):
        """Returns the ledger of an order, from its rows."""
        placed, allotted = rows[:2]
        assert (placed[1], allotted[1]) == (PLACE, ALLOT)
        if allotted[5] < 0:
            return {}
        self.stream, parts = placed[5], self.parts[placed[2]]
        assert (allotted[5], placed[6]) == (parts[0][0], sum(pieces for _, pieces in parts))
        self.component = self.components[placed[2]]
        self.begins = int(self.x.begins[placed[2]]) if placed[4] < 0 else -1  # the operation that it is at already
        self.birth = dict.fromkeys(range(len(parts)), (1, None))  # lot: (index of the row that bore it, its parent)
        self.ready, self.arrived, self.good, self.ends = {}, {}, {}, set()
        part = self.find_lots(rows, [pieces for _, pieces in parts])
        lots = [k for k in self.birth if k not in self.ends]
        deciding = max(lots, key=lambda k: (self.arrived.get(k, NEVER), self.ready.get(k, NEVER), -k))
        chain, until, lot, self.sme = [], len(rows), deciding, parts[part[deciding]][0]
        while lot is not None:
            born, parent = self.birth[lot]
            chain = [k for k in range(born + 1, until) if rows[k][3] == lot] + chain
            chain, until, lot = ([born] if parent is None else []) + chain, born + 1, parent
        return self.charge([rows[k] for k in chain], deciding)

    def find_lots(self, rows, pieces):
        """Finds which inspection bore which lot, when each was ready and arrived; returns the part that each is of."""
        x, beside, births = self.x, [0] * len(pieces), len(pieces) - 1
        part = {lot: lot for lot in range(len(pieces))}
        for k, (time, kind, _, lot, attempt, _, rejected) in enumerate(rows):
            if kind == ARRIVE:
                self.arrived[lot] = time
            if kind == STOCK:
                self.ready[lot], self.good[lot] = time, rejected
            if kind != INSPECT:
                continue
            p = part[lot]
            good = beside[p] + pieces[p] - rejected
            again = rejected > 0 and attempt < x.passes
            rule, partial = x.rejects[self.stream], x.partial[self.stream]
            c = slice(x.first_operation[self.component], x.first_operation[self.component + 1])
            if again and rule == REMAKE:
                births += 1
                self.birth[births], part[births] = (k, lot), p
                if partial:
                    self.ready[lot], self.good[lot], good = time, good, 0
                else:
                    self.ends.add(lot)
            elif again and rule == REWORK and x.is_reworked[c].any():
                if partial and good:
                    births += 1
                    self.birth[births], part[births] = (k, lot), p
                    self.ready[births], self.good[births], good = time, good, 0
            else:
                self.ready[lot], self.good[lot] = time, good
            beside[p], pieces[p] = good, rejected
        return part

    def charge(self, chain, deciding):
        """Charges the time between rows to the state that the later one ends; behind the last one, to what would."""
        x, found, attempt = self.x, defaultdict(int), 1
        since, at_work, until = chain[0][0], None, 0
        for k, (time, kind, _, _, operation, place, amount) in enumerate(chain[1:], 1):
            if kind == CASH:
                self.add(found, "cash", "cash", since, time)
            elif kind == MATERIAL:
                self.add(found, "material", "material", since, time, again=attempt > 1)
            elif kind == START:
                self.wait(found, x.workshop[operation], since, time, again=attempt > 1)
                at_work = {"start": time, "setup": amount, "row": chain[k], "moments": [time]}
            elif kind in (DOWN, UP):
                at_work["row"] = chain[k]
                at_work["moments"].append(time)
                continue
            elif kind in (FINISH, PREEMPT) and place >= 0:
                self.work(found, at_work, operation, time, amount, again=attempt > 1)
            elif kind == FINISH:
                self.add(found, "outside", "outside", since, time, again=attempt > 1)
            elif kind == STOCK:
                self.add(found, "stock", "stock", since, time)
            elif kind == INSPECT:
                assert time == since
                attempt = operation + 1
            elif kind == TRUCK:
                since = self.hold(found, since, until, time)
                self.add(found, "truck", "truck", since, time, x.lane_calendar[place])
            elif kind == HOLD:
                assert time == since
                until = amount
            elif kind == ARRIVE and place < 0:
                self.hold(found, since, until, time)
            elif kind == ARRIVE and place >= 0 and self.good[deciding] > 0:
                self.add(found, "travel", "travel", since, time, x.ban_calendar[place])
            since = time
        if chain[-1][1] != ARRIVE:
            self.open_end(found, chain, deciding, since, attempt, at_work)
        return dict(found)

    def open_end(self, found, chain, deciding, since, attempt, at_work):
        """Charges the time from the last row to the horizon."""
        x, end = self.x, self.horizon
        kind, operation = chain[-1][1], chain[-1][4]
        lane = x.lane[self.stream]
        again = attempt > 1
        if kind in (START, DOWN, UP):
            self.work(found, at_work, chain[-1][4], end, None, again=again)
        elif kind == TRUCK:
            grams = sum(row[6] for row in chain if row[1] == TRUCK)
            loaded = grams >= self.good[deciding] * x.grams[self.component]
            state, calendar = ("travel", x.ban_calendar[lane]) if loaded else ("truck", x.lane_calendar[lane])
            self.add(found, state, state, since, end, calendar)
        elif deciding in self.ready:
            since = self.hold(found, since, chain[-1][6] if kind == HOLD else 0, end)
            if lane >= 0:
                self.add(found, "truck", "truck", since, end, x.lane_calendar[lane])
        elif kind == ALLOT and chain[-1][2] in self.calls:
            self.add(found, "stock", "stock", since, end)
        elif (
            kind in (ALLOT, CASH, INSPECT)
            and not (kind == ALLOT and self.begins >= 0)
            and x.material[self.component] >= 0
            and not (kind == INSPECT and x.rejects[self.stream] == REWORK)
        ):
            state = "cash" if kind == ALLOT and x.capital[self.sme] < NEVER else "material"
            self.add(found, state, state, since, end, again=again)
        else:
            reworked = x.rejects[self.stream] == REWORK and again
            first, stop = x.first_operation[self.component], x.first_operation[self.component + 1]
            fresh = kind in (ALLOT, MATERIAL, INSPECT)
            first = self.begins if kind == ALLOT and self.begins >= 0 else first
            behind = first if fresh else operation + 1 if kind == FINISH else operation
            j = next(j for j in range(behind, stop) if x.is_reworked[j] or not reworked)
            if x.workshop[j] < 0:
                self.add(found, "outside", "outside", since, end, again=again)
            else:
                self.wait(found, x.workshop[j], since, end, again=again)

    def wait(self, found, w, a, b, *, again):
        """Charges a wait for a unit and a crew: to the workshop while no unit was free, else to the crew."""
        calendar, at = self.x.work_calendar[self.sme, w], a
        for start, stop in self.full[self.x.pool[self.sme, w]]:
            if start < b and stop > a:
                self.add(found, "crew", "crew", at, max(at, start), calendar, again=again)
                at, begin = min(b, stop), max(at, start)
                self.add(found, "queue", f"workshop {w}", begin, at, calendar, again=again)
        self.add(found, "crew", "crew", at, b, calendar, again=again)

    def hold(self, found, since, until, end):
        """Charges the time in which a lot is held; returns when it was let go."""
        until = max(since, min(until, end))
        self.add(found, "hold", "hold", since, until)
        return until

    def add(self, found, state, cause, a, b, calendar=None, *, again=False):
        shut = 0 if calendar is None else self.closed(calendar, a, b)
        found[state, "closed"] += shut
        found[state, "rework" if again else cause] += b - a - shut

    def work(self, found, at_work, operation, end, worked, *, again):
        clock, start = self.x.work_clock[self.sme, self.x.workshop[operation]], at_work["start"]
        if worked is None:
            time, kind, *_, amount = at_work["row"]
            worked = 0 if kind == START else amount
            if kind != DOWN:
                worked += end - time - self.closed(clock, time, end)
        moments, spent, ahead, done = [*at_work["moments"], end], Counter(), at_work["setup"], 0
        for k, (a, b) in enumerate(pairwise(moments)):  # at work and down in turns
            for ms, is_evening in self.pieces(clock, a, b):
                setup = 0 if k % 2 else min(ahead, ms)
                spent["overtime" if is_evening else "setup"] += setup
                spent["overtime" if is_evening else "down" if k % 2 else "processing"] += ms - setup
                ahead, done = ahead - setup, done + (0 if k % 2 else ms)
        assert done == worked
        for cause, ms in spent.items():
            found["work", "rework" if again else cause] += ms
        found["work", "closed"] += self.closed(clock, start, end)

    def pieces(self, calendar, a, b):
        """Yields the open pieces of a span: how long each is, and whether it is overtime."""
        k = slice(self.x.first_closed[calendar], self.x.first_closed[calendar + 1])
        edges = {*self.close[k].tolist(), *self.x.reopen[k].tolist(), *sum(self.evenings[calendar], ())}
        for start, end in pairwise(sorted({a, b, *(edge for edge in edges if a < edge < b)})):
            if not self.closed(calendar, start, end):
                yield end - start, any(first <= start < last for first, last in self.evenings[calendar])


def slow_charges(x, log):
    found = Slow(x, log).ledger()
    return {order: {key: ms for key, ms in rows.items() if ms} for order, rows in found.items()}


# ---- facts


@pytest.mark.parametrize("first", range(0, 80, 10))
def test_the_ledger_is_the_slow_one_on_random_estates(first):
    for seed, x, log in random_cases(first, 10):
        assert charges(x, log) == slow_charges(x, log), seed


def test_the_ledger_is_the_slow_one_on_tiny_estates():
    for k, tree in enumerate(tiny_trees()):
        if k % 7 == 0:
            x, log = simulated(tree)

            assert charges(x, log) == slow_charges(x, log), tree


@pytest.mark.parametrize("first", range(100, 160, 10))
def test_charges_sum_to_the_lead_time_of_every_order(first):
    for seed, planned, log in random_cases(first, 10):
        x = lived(planned, log)
        tables = tabulate(x, log)
        orders, rows = tables.orders, ledger(x, tables, states(x, log, tables))
        lead_time = np.where(orders.lot < 0, 0, np.minimum(orders.delivered, x.horizon) - orders.placed)

        assert (rows.ms > 0).all()
        assert np.array_equal(np.bincount(rows.order, rows.ms, len(lead_time)), lead_time), seed


def test_an_order_waits_for_the_one_before_it_and_for_the_morning():
    tree = plain_tree(
        workshops={"A": {"units": 1}},
        smes={"s": {"crews": 1, "calendar": "day"}},
        components={"pin": {"routing": {"turn": {"workshop": "A", "setup": "1 h", "per_piece": "2 h"}}}},
        calendars={"day": {"hours": {"monday-sunday": "08:00-12:00"}}},
        partners={
            "p": {
                "orders": {
                    "book": [
                        {"placed": f"2024-01-01 {clock}", "component": "pin", "quantity": 1}
                        for clock in ("07:00", "08:30")
                    ]
                },
                "components": {"pin": 1},
            }
        },
    )
    x, log = simulated(tree)
    first, second = charges(x, log).values()

    assert first == {
        ("crew", "closed"): HOUR,
        ("work", "setup"): HOUR,
        ("work", "processing"): 2 * HOUR,
    }
    assert second == {
        ("queue", "workshop 0"): 2.5 * HOUR,
        ("work", "setup"): HOUR,
        ("work", "closed"): 20 * HOUR,
        ("work", "processing"): 2 * HOUR,
    }


def test_a_repair_is_down_time_and_a_second_pass_is_rework():
    tree = plain_tree(
        workshops={"A": {"units": 1, "failures": {"life": "90 min", "repair": "30 min"}}},
        components={
            "pin": {"routing": {"turn": {"workshop": "A", "per_piece": "2 h", "rework": True}}, "reject_rate": 1}
        },
        partners={
            "p": {
                "orders": {"book": [{"placed": "2024-01-01 08:00", "component": "pin", "quantity": 1}]},
                "components": {"pin": 1},
            }
        },
        rules={"passes": 2},
    )
    x, log = simulated(tree)

    assert [KINDS[kind] for kind in log["kind"]].count("INSPECT") == 2
    assert charges(x, log) == {
        0: {("work", "processing"): 2 * HOUR, ("work", "down"): HOUR / 2, ("work", "rework"): 2.5 * HOUR}
    }
