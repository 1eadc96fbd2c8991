"""The random numbers behind all draws, compiled: Philox4x64-10, any number of any stream without the ones before it.

A stream is a key; its numbers come in blocks of four, made of the key and the block's own number alone.

Source
------
Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3. SC '11. The same numbers as
`numpy.random.Philox(key=key, counter=0)`.
"""

import numpy as np

from takarusim.engine.compiled import entry, high, jit

__all__ = ["COLUMNS", "fill", "fill_runs"]

ROUNDS = 10
FACTORS = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
STEPS = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)  # of the key, from round to round
BLOCK = 4  # numbers
COLUMNS = 3 + BLOCK  # of a table of streams: a key, the number of the latest block made, the block
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


@jit
def write(streams, stream, row, u):
    """Writes a row of a stream, of as many numbers as `u` has.

    Of each stream its latest block is kept. So rows that come in order are made block by block, whatever rows of other
    streams lie between them.
    """
    its, first = streams[stream], row * len(u)  # a row is a part of a block
    number = np.uint64(first // BLOCK + 1)
    if its[2] != number:
        its[2] = number
        its[3], its[4], its[5], its[6] = block_of(its[0], its[1], number)
    for j in range(len(u)):
        u[j] = (np.float64(its[3 + first % BLOCK + j] >> DROPPED) + 0.5) * 2.0**-52


@entry
def fill(streams, which, rows, u):
    """Writes uniforms: row i of `u` becomes row rows[i] of stream which[i].

    `streams` is a table (streams, COLUMNS): of each its key, two numbers; then 0.
    """
    for i in range(len(rows)):
        write(streams, which[i], rows[i], u[i])


@entry
def fill_runs(streams, which, first, lengths, rows, u):
    """Writes row rows[i] of each of the streams which[first[i]], which[first[i] + 1] ..., so many of them; -1: none.

    Returns how many rows of `u` are written.
    """
    n = 0
    for i in range(len(rows)):
        for k in range(first[i], first[i] + lengths[i]):
            if which[k] >= 0:
                write(streams, which[k], rows[i], u[n])
                n += 1
    return n
