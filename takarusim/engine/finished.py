"""Finished stock: call-offs leave it whole, first come, first served, and replenishments fill it again."""

from collections import deque
from heapq import heappop, heappush
from typing import Any

import simpy

from takarusim.engine import rules
from takarusim.engine.instance import STOCK, Instance
from takarusim.engine.resources import Cash, Decider, Key

__all__ = ["FinishedStock"]


class FinishedStock(Decider):
    """What an SME keeps of a component: batches of good pieces, with the bad ones that inspection missed."""

    kind = STOCK

    def __init__(self, env: simpy.Environment, x: Instance, subject: int, cash: Cash | None) -> None:
        self.env, self.subject, self.cash = env, subject, cash
        self.level, self.box = x.finished_level[subject], x.finished_box[subject]
        self.on_hand, self.on_order = self.level, 0
        self.batches = deque(
            [[self.on_hand, 0, 0]]
        )  # pieces, bad ones among them, how many have left; the oldest first
        self.calls: list[tuple[Key, Any, simpy.Event]] = []  # heap: the lots of call-offs that wait

    def call_off(self, lot: Any, key: Key) -> simpy.Event:
        """Returns an event that succeeds when a call-off has got its pieces."""
        heappush(self.calls, (key, lot, leaves := self.env.event()))
        self.call()
        return leaves

    def replenish(self) -> int:
        """Returns how many pieces are to be made now, from now on on order: whole boxes that lift to the level."""
        owed = sum(lot.pieces for _, lot, _ in self.calls)
        position = self.on_hand + self.on_order - owed
        pieces = rules.missing(position, self.level, at=False, up_to=-1, batch=self.box)
        self.on_order += pieces
        return pieces

    def enter(self, lot: Any) -> None:
        """Puts the good pieces of a replenishment's lot into stock; with its last lot nothing of it is on order."""
        order = lot.order
        if lot.good > 0:
            self.batches.append([lot.good, lot.escaped, 0])
            self.on_hand += lot.good
        gone = lot.good if order.under_way > 0 else order.ordered
        order.ordered -= gone
        self.on_order -= gone
        order.entered += lot.tied
        self.call()

    def decide(self) -> None:
        """Lets call-offs leave until one asks for more than there is; when nothing is made, with what there is."""
        while self.calls and (self.calls[0][1].pieces <= self.on_hand or self.on_order == 0):
            _, lot, leaves = heappop(self.calls)
            lot.good = min(lot.pieces, self.on_hand)
            lot.escaped = self.take_out(lot.good)
            leaves.succeed()
        if self.cash:
            rests = sum(lot.order.refill.entered for _, lot, _ in self.calls if lot.order.refill)
            self.cash.rest(self.subject, rests)

    def take_out(self, pieces: int) -> int:
        """Takes the oldest pieces out; returns how many bad ones are among them."""
        self.on_hand -= pieces
        bad = 0
        while pieces > 0:
            batch, of_batch, gone = self.batches[0]
            until = min(batch, gone + pieces)
            bad += rules.bad_among(of_batch, batch, gone, until)
            pieces -= until - gone
            self.batches[0][2] = until
            if until == batch:
                self.batches.popleft()
        return bad
