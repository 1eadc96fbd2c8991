"""How partners choose whom they ask: by what they have qualified, and by reviews of what they were delivered."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import simpy

from takarusim.engine import rules
from takarusim.engine.instance import NEVER, REVIEW, Instance
from takarusim.engine.resources import Moment, Record

__all__ = ["Supervision"]


@dataclass
class Standing:
    """How an SME stands with a partner."""

    rung: int = 0  # 0: none
    climbed: int = 0  # ms  when it climbed the last one
    until: int = 0  # ms  it is not asked


@dataclass
class Count:
    """What a review counts of the orders of an SME."""

    orders: int = 0
    on_time: int = 0
    in_full: int = 0
    pieces: int = 0
    escaped: int = 0


class Supervision:
    """A partner and the SMEs that it may ask: who is barred, and reviews of those who deliver."""

    def __init__(self, env: simpy.Environment, x: Instance, stream: int, record: Record) -> None:
        self.env, self.x, self.stream, self.record = env, x, stream, record
        self.dates = x.judged[x.first_judged[stream] : x.first_judged[stream + 1]]
        self.smes = [Standing() for _ in x.opens]
        self.orders: list[Any] = []  # that a review may count

    def bars(self, sme: int) -> bool:
        """Returns whether the partner does not ask an SME now."""
        return rules.is_barred(self.x, self.smes[sme].until, self.stream, sme, int(self.env.now))

    def expect(self, order: Any, sme: int) -> None:
        """An order has got its SME."""
        order.sme = sme
        if self.dates:
            self.orders.append(order)

    def note(self, order: Any, lot: Any) -> None:
        """A lot of an order has arrived."""
        now = int(self.env.now)
        order.pieces += lot.good
        order.escaped += lot.escaped
        if now < order.due - self.x.early[order.row]:
            order.too_early += lot.good
        if order.under_way == 0:
            order.delivered_at = now

    def review(self) -> Generator[simpy.Event, Any, None]:
        """The partner reviews its SMEs on its dates, each by its orders whose delivery windows have ended."""
        for date in self.dates:
            yield Moment(self.env, date, REVIEW, self.stream)  # kernel: review
            since = date - self.x.judged_over[self.stream]
            self.orders = [order for order in self.orders if order.ends >= max(since, self.smes[order.sme].climbed)]
            counts = [Count() for _ in self.smes]
            for order in self.orders:
                if order.ends < date:
                    self.count(order, counts[order.sme])
            for sme, (standing, found) in enumerate(zip(self.smes, counts, strict=True)):
                if standing.until <= date and found.orders >= self.x.judged_by[self.stream]:
                    self.judge(sme, standing, found)

    def count(self, order: Any, found: Count) -> None:
        """Counts an order whose delivery window has ended."""
        earliest = order.due - self.x.early[order.row]
        found.orders += 1
        found.on_time += earliest <= order.delivered_at <= order.ends and order.too_early == 0
        found.in_full += order.pieces - order.escaped >= self.x.enough[order.row]
        found.pieces += order.pieces
        found.escaped += order.escaped

    def judge(self, sme: int, standing: Standing, found: Count) -> None:
        """Lets an SME climb a rung, or step down."""
        now = int(self.env.now)
        misses = rules.is_missed(self.x, self.stream, found)
        standing.rung = rules.rung_after(self.x, self.stream, standing.rung, misses)
        if misses:
            standing.climbed = now
            standing.until = min(now + self.x.rung[self.x.first_rung[self.stream] + standing.rung - 1], NEVER)
        self.record(REVIEW, operation=self.stream, place=sme, amount=found.orders, then=standing.rung)
