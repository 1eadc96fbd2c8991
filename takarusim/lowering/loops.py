"""The inner loops of lowering, compiled: over runs of numbers, so many from a first one on, a run for each order."""

import numpy as np

from takarusim.engine.compiled import entry
from takarusim.engine.instance import PPM

__all__ = ["BITS", "clock", "list_runs", "race", "rank", "successes"]

BITS = 16  # of a rank are its subject
LAST = (1 << 63) - 1


@entry
def list_runs(is_drawn, first, lengths, number, at):
    """Lists for each order the numbers of its run that are drawn, with their places among all; returns how many."""
    n = element = 0
    for i in range(len(first)):
        for k in range(first[i], first[i] + lengths[i]):
            if is_drawn[k]:
                number[n], at[n] = k, element
                n += 1
            element += 1
    return n


@entry
def clock(gaps, first, pieces, first_piece, times, count):
    """Writes when the clock of each stream shows the sums of its gaps, before its end, and how many times there are.

    A row of `pieces` is a piece of time in which a clock's rate is constant: its start, the rate in ppm, what the clock
    shows at its start and at its end in ms ppm. Returns whether a stream has too few gaps; its count is then -1.
    """
    is_short = False
    for k in range(len(count)):
        piece, last, total, i = first_piece[k], first_piece[k + 1] - 1, 0, first[k]
        while i < first[k + 1]:
            total += gaps[i]
            if total >= -(-pieces[last, 3] // PPM):
                break
            while pieces[piece, 3] <= total * PPM:
                piece += 1
            times[i] = pieces[piece, 0] + (total * PPM - pieces[piece, 2]) // pieces[piece, 1]
            i += 1
        count[k] = i - first[k] if i < first[k + 1] else -1
        is_short |= count[k] < 0
    return is_short


@entry
def race(log_u, weight, first, lengths, winner):
    """Writes the number with the least -ln(u)/weight of each run; one alone has no u."""
    n = 0
    for i in range(len(first)):
        winner[i], least = first[i], np.inf
        for k in range(first[i], first[i] + lengths[i]):
            if lengths[i] > 1:
                time, n = -log_u[n] / weight[k], n + 1
                if time < least:
                    winner[i], least = k, time


@entry
def rank(log_u, weight, subject, first, lengths, ranks):
    """Writes for each run the ranks of its subjects by -ln(u)/weight into a row; of one alone, which has no u, 0.

    A rank is an integer: the bits of a positive float are in the order of floats, and the last BITS of them make room
    for the subject, which so decides between equals. Behind a run's ranks stands LAST.
    """
    n = 0
    for i in range(len(first)):
        ranks[i] = LAST
        for j in range(lengths[i]):
            k, bits = first[i] + j, np.int64(0)
            if lengths[i] > 1:
                bits, n = np.float64(-log_u[n] / weight[k]).view(np.int64), n + 1
            ranks[i, j] = bits >> BITS << BITS | subject[k]


@entry
def successes(trials, chance, none, u, k):
    """Writes the least number of successes with P(successes <= k) >= u, by adding up probabilities from `none` on."""
    for i in range(len(u)):
        term = total = none[i]
        odds, mean, found = chance[i] / (1 - chance[i]), trials[i] * chance[i], 0
        # the sum of all may stay below the greatest u by rounding
        while total < u[i] and (found == 0 or term > 1e-18 or found < mean):
            term *= (trials[i] - found) / (found + 1) * odds
            total += term
            found += 1
        k[i] = min(found, trials[i])
