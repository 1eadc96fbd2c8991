"""Partnerships that grow: partners order more where they are served well, and less where they are not."""

from collections.abc import Generator
from typing import Any

import simpy

from takarusim.engine import rules
from takarusim.engine.instance import LEVEL, PPM, WITHHELD, Instance
from takarusim.engine.resources import Moment, Record

__all__ = ["Growth"]


class Growth:
    """The level of a partnership: up to which of what it could order the partner does."""

    def __init__(self, env: simpy.Environment, x: Instance, stream: int, record: Record) -> None:
        self.env, self.x, self.stream, self.record = env, x, stream, record
        self.dates = x.moved[x.first_moved[stream] : x.first_moved[stream + 1]]
        self.level = PPM
        self.orders: list[Any] = []  # whose delivery windows have not ended, as far as is known

    def places(self, i: int) -> bool:
        """Returns whether potential order i is placed; writes it down where it is withheld."""
        if not self.x.mark or rules.is_placed(self.x, i, self.level):
            return True
        if self.x.mark[i] < PPM:
            self.record(WITHHELD, i, place=self.stream, amount=rules.ordered(self.x, i))
        return False

    def expect(self, order: Any) -> None:
        """An order is placed, whether anybody takes it or not."""
        if self.dates:
            self.orders.append(order)

    def move(self) -> Generator[simpy.Event, Any, None]:
        """On its dates the level rises or falls, by the orders whose delivery windows have ended since the last one."""
        for date in self.dates:
            yield Moment(self.env, date, LEVEL, self.stream)  # kernel: move
            decided = [order for order in self.orders if order.ends < date]
            self.orders = [order for order in self.orders if order.ends >= date]
            self.level = rules.level_after(
                self.x, self.stream, self.level, len(decided), sum(map(self.is_served, decided))
            )
            self.record(LEVEL, place=self.stream, amount=self.level)

    def is_served(self, order: Any) -> bool:
        """Returns whether all of an order was delivered within its window, and is in full."""
        delivered = max(part.delivered_at for part in order.parts)
        good = sum(part.pieces - part.escaped for part in order.parts)
        is_on_time = max(0, order.due - self.x.early[order.row]) <= delivered <= order.ends
        too_early = any(part.too_early for part in order.parts)
        return is_on_time and not too_early and good >= self.x.enough_in_all[order.row]
