"""Streams of random numbers, one for each purpose and owner.

Draws know nothing of distributions: they are uniforms; lowering turns them into times and choices. Row n of a stream
belongs to its owner's n-th occasion, whatever else there is in the scenario: this is what makes runs comparable.
"""

from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

__all__ = ["WIDTHS", "Draws"]

# purpose: numbers in a row, for ever. Behind it, its owner and what a row is for.
WIDTHS = {
    "gap": 1,  # stream; closed: stream#token            n-th potential order
    "component": 1,  # stream/component                  n: the least -ln(u)/weight is ordered
    "quantity": 1,  # stream                             n
    "due": 1,  # stream                                  n
    "tie": 1,  # stream                                  n
    "allotment": 1,  # stream/SME                        n: the least -ln(u)/share is preferred
    "work": 2,  # stream/component/operation, lot k > 0 #k, pass a > 1 @a    n: set-up, processing
    "reject": 2,  # stream/component, likewise           n: count, rounding
    "life": 1,  # unit                                   m-th failure
    "repair": 1,  # unit                                 m-th failure
    "power": 2,  # estate                                m
    "supply": 1,  # material/supplier                    m-th purchase
    "travel": 1,  # lane                                 day of departure
    "match": 1,  # event/prospect                        0
    "mentoring": 1,  # SME                               m
    "qualification": 1,  # contract/SME                  m
}


@dataclass(frozen=True)
class Draws:
    """All random numbers of one replication; equal by value. One thread may use it at a time."""

    seed: int
    replication: int = 0
    _source: np.random.Philox = field(default_factory=lambda: np.random.Philox(key=0), repr=False, compare=False)

    def uniforms(self, purpose: str, owner: str, rows: int) -> NDArray[np.float64]:
        """Returns the first rows of a stream of uniforms: more rows begin with the same numbers.

        Parameters
        ----------
        purpose : a key of WIDTHS
        owner : ids joined by `/`, `#` and `@` as WIDTHS says
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
        if purpose not in WIDTHS:
            raise ValueError(f"purpose is unknown, got {purpose!r}; one of {', '.join(WIDTHS)}")
        name = f"takarusim|{self.seed}|{self.replication}|{purpose}|{owner}"
        key = np.frombuffer(blake2b(name.encode(), digest_size=16).digest(), "<u8")
        # a fresh Philox(key=key, counter=0) gives the same numbers and takes four times as long
        self._source.state = {
            "bit_generator": "Philox",
            "state": {"counter": _ZERO, "key": key},
            "buffer": _ZERO,
            "buffer_pos": 4,
            "has_uint32": 0,
            "uinteger": 0,
        }
        raw = self._source.random_raw(rows * WIDTHS[purpose])
        u = (raw >> np.uint64(12)).astype(np.float64)
        u += 0.5
        u *= 2.0**-52
        return u.reshape(rows, WIDTHS[purpose])


_ZERO = np.zeros(4, np.uint64)
