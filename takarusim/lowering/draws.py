"""Streams of random numbers, one for each purpose and owner.

Draws know nothing of distributions: they are uniforms; lowering turns them into times and choices. Row n of a stream
belongs to its owner's n-th occasion, whatever else there is in the scenario: this is what makes runs comparable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

__all__ = ["WIDTHS", "Draws"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

# purpose: numbers in a row, for ever. Behind it, its owner and what a row is for. Of a split order, the second part and
# those behind it draw as stream+1, stream+2 ... how they are made and by whom; all else is of the whole order. What a
# partner orders above its level of 1 is drawn as a stream of its own, stream+.
WIDTHS = {
    "gap": 1,  # stream; closed: stream#token            n-th potential order
    "batch": 1,  # stream                                m: orders of the m-th moment
    "component": 1,  # stream/component                  n: the least -ln(u)/weight is ordered
    "quantity": 1,  # stream                             n
    "due": 1,  # stream                                  n
    "tie": 1,  # stream                                  n
    "allotment": 1,  # stream/SME                        n: the least -ln(u)/share is preferred
    "nomination": 1,  # stream/component/SME             0: the least -ln(u)/share is nominated first
    "work": 2,  # stream/component/operation, lot k > 0 #k, pass a > 1 @a    n: set-up, processing
    "reject": 2,  # stream/component, likewise           n: count, rounding
    "escape": 1,  # stream/component, likewise           n: rounding of what inspection finds
    "single": 1,  # stream, likewise                     n: how long it takes to come where it is bought singly
    "life": 1,  # unit                                   m-th failure
    "repair": 1,  # unit                                 m-th failure
    "power": 2,  # estate                                m
    "supply": 1,  # material/supplier                    m-th purchase
    "travel": 1,  # lane                                 day of departure
    "match": 1,  # day of the event/prospect             0: whether it is won
    "delay": 1,  # day of the event/prospect             0: how long until it orders
    "mark": 1,  # stream                                 n: how high its partner's level must be
    "mentoring": 1,  # programme/SME                     0: whether it joins
    "effect": 1,  # programme/SME                        0: whether it works
    "qualification": 1,  # stream/SME                    m-th rise of the score through the gate
    "assumption": 1,  # path or group of assumptions     number of a world
}


@dataclass(frozen=True)
class Draws:
    """All random numbers of one replication."""

    seed: int
    replication: int = 0

    def uniforms(self, purpose: str, owner: str, rows: int) -> Floats:
        """Returns the first rows of a stream of uniforms: more rows begin with the same numbers.

        Parameters
        ----------
        purpose : a key of WIDTHS
        owner : ids joined by `/`, `#`, `@` and `+` as WIDTHS says
        rows : number of occasions

        Returns
        -------
        (rows, width) above 0, below 1
            On a grid of 2^52 equal steps.

        Raises
        ------
        ValueError
            If there is no such purpose.
        """
        return self.some(purpose, [owner], np.zeros(rows, np.int64), np.arange(rows))

    def some(self, purpose: str, owners: Sequence[str], which: Integers, rows: Integers) -> Floats:
        """Returns some rows of some streams, in any order.

        Parameters
        ----------
        purpose : a key of WIDTHS
        owners : of the streams
        which : (n,) place in `owners`
        rows : (n,) occasion

        Returns
        -------
        (n, width) above 0, below 1
            As in `uniforms`.
        """
        from takarusim.lowering import philox

        if purpose not in WIDTHS:
            raise ValueError(f"purpose is unknown, got {purpose!r}; one of {', '.join(WIDTHS)}")
        u = np.empty((len(rows), WIDTHS[purpose]))
        philox.fill(self.streams(purpose, [owner.encode() for owner in owners]), which, rows, u)
        return u

    def streams(self, purpose: str, owners: Sequence[bytes]) -> NDArray[np.uint64]:
        """Returns the streams of some owners, as `philox` takes them."""
        from takarusim.lowering import philox

        name = f"takarusim|{self.seed}|{self.replication}|{purpose}|".encode()
        keys = b"".join([blake2b(name + owner, digest_size=16).digest() for owner in owners])
        streams = np.zeros((len(owners), philox.COLUMNS), np.uint64)
        streams[:, :2] = np.frombuffer(keys, "<u8").reshape(-1, 2)
        return streams
