"""The random numbers behind all draws, compiled: Philox4x64-10, any number of any stream without the ones before it.

A stream is a key; its numbers come in blocks of four, made of the key and the block's own number alone.

Source
------
Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3. SC '11. The same numbers as
`numpy.random.Philox(key=key, counter=0)`.
"""

import numpy as np

from takarusim.compiled import entry, high, jit

__all__ = ["fill"]

ROUNDS = 10
FACTORS = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
STEPS = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)  # of the key, from round to round
BLOCK = 4  # numbers
DROPPED = np.uint64(12)  # bits, so that the rest is the place of a step in (0, 1)


@jit
def block_of(key, other_key, number):
    """The four numbers of a block."""
    a, b, c, d = number, np.uint64(0), np.uint64(0), np.uint64(0)
    for _ in range(ROUNDS):
        a, b, c, d = (
            high(FACTORS[1], c) ^ b ^ key,
            FACTORS[1] * c,
            high(FACTORS[0], a) ^ d ^ other_key,
            FACTORS[0] * a,
        )
        key += STEPS[0]
        other_key += STEPS[1]
    return a, b, c, d


@entry
def fill(keys, which, rows, u):
    """Writes uniforms: row i of `u` becomes row rows[i] of the stream with the key keys[which[i]]."""
    width = u.shape[1]  # divides a block
    stream = block = -1
    a = b = c = d = np.uint64(0)
    for i in range(len(rows)):
        first = rows[i] * width
        if which[i] != stream or first // BLOCK != block:
            stream, block = which[i], first // BLOCK
            a, b, c, d = block_of(keys[stream, 0], keys[stream, 1], np.uint64(block + 1))
        for j in range(width):
            k = first % BLOCK + j
            word = a if k == 0 else b if k == 1 else c if k == 2 else d
            u[i, j] = (np.float64(word >> DROPPED) + 0.5) * 2.0**-52
