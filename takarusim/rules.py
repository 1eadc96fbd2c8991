"""The decisions both engines take: integers in, one integer out. Nothing but the Instance's constants is imported.

`x` is the Instance, `i` a potential order's row. The model calls these functions as they stand, the kernel compiles
them; so no rule calls another, none takes a view of a table, and all arithmetic is whole. Factors are in parts per
million, every rounding is half up.
"""

from takarusim.instance import (
    DAY,
    EDD,
    FIFO,
    LEAST_WORK,
    MOST_WORK,
    PPM,
    PRIORITY,
    SPT,
    Instance,
)

__all__ = [
    "choose_sme",
    "end_of_day",
    "fallback",
    "missing",
    "moment",
    "next_operation",
    "opened",
    "queue_key",
    "rejects",
    "scaled",
    "survives",
]


def opened(x: Instance, calendar: int, t: int) -> int:
    """Returns the open time of a calendar in [0, t), in ms."""
    first = low = x.first_closed[calendar]
    high = x.first_closed[calendar + 1]
    while low < high:  # the closed intervals that began before t
        middle = (low + high) // 2
        if x.close[middle] < t:
            low = middle + 1
        else:
            high = middle
    if low == first:
        return t
    return t - x.closed_before[low - 1] - (min(t, x.reopen[low - 1]) - x.close[low - 1])


def moment(x: Instance, calendar: int, open_time: int) -> int:
    """Returns the first moment by which a calendar has been open for `open_time` ms since 0."""
    first = low = x.first_closed[calendar]
    high = x.first_closed[calendar + 1]
    while low < high:  # the closed intervals that begin before it
        middle = (low + high) // 2
        if x.close[middle] - x.closed_before[middle] < open_time:
            low = middle + 1
        else:
            high = middle
    if low == first:
        return open_time
    return open_time + x.closed_before[low - 1] + x.reopen[low - 1] - x.close[low - 1]


def scaled(amount: int, ppm: int) -> int:
    """Returns an amount times a factor in parts per million, rounded half up."""
    return (amount * ppm + PPM // 2) // PPM


def end_of_day(t: int) -> int:
    """Returns the end of the day that t lies in, in ms."""
    return (t // DAY + 1) * DAY


def choose_sme(x: Instance, in_hand: list[int], i: int, now: int) -> int:
    """Returns the SME that order i prefers among those that take orders now; -1 when there is none."""
    for k in range(x.preference.shape[1]):
        s = x.preference[i, k]
        if s < 0:
            return -1
        if in_hand[s] < x.most_in_hand[s] and x.opens[s] <= now < x.shuts[s]:
            return int(s)
    return -1


def next_operation(x: Instance, component: int, operation: int, only_reworked: bool) -> int:
    """Returns the first operation from `operation` on that a lot goes through; -1 behind the last."""
    for j in range(operation, x.first_operation[component + 1]):
        if x.is_reworked[j] or not only_reworked:
            return j
    return -1


def queue_key(
    x: Instance, rule: int, now: int, i: int, due: int, operation: int, pieces: int, only_reworked: bool
) -> int:
    """Returns the key by which a lot waits; the smallest goes first."""
    if rule == FIFO:
        return now
    if rule == EDD:
        return due
    if rule == PRIORITY:
        return x.priority[x.stream[i]]
    if rule == SPT:
        return x.setup[operation] + pieces * x.per_piece[operation]
    left = 0  # work left: base times, the operations outside included
    for j in range(operation, x.first_operation[x.component[i] + 1]):
        if x.is_reworked[j] or not only_reworked:
            left += x.setup[j] + pieces * x.per_piece[j]
    if rule == MOST_WORK:
        return -left
    if rule == LEAST_WORK:
        return left
    return 1000 * (due - now) // max(left, 1)  # CRITICAL_RATIO


def rejects(x: Instance, i: int, sme: int, attempt: int, pieces: int) -> int:
    """Returns how many of `pieces` the inspection after pass `attempt` (1, 2 ...) rejects."""
    factor = x.reject_factor[sme]
    if x.reject_count[i] == 0:  # then pass 1 rejects nothing, and there is no other pass
        return 0
    draw = x.reject_draw[x.first_pass[i] + attempt - 1]
    if attempt == 1:
        return min(pieces, (x.reject_count[i] * pieces * factor + draw) // (x.quantity[i] * PPM))
    rate = x.reject_rate[x.component[i]]
    return min(pieces, (pieces * rate * factor + draw) // (PPM * PPM))


def survives(life: int, wear: int) -> int:
    """Returns how many ms of work a unit survives: its life in ms ppm, the wear of the work in ppm."""
    return -(-life // wear)


def missing(x: Instance, material: int, position: int) -> int:
    """Returns how many grams to buy at a position: whole batches, until it is above the point, or up to the level."""
    short = x.reorder_point[material] - position + (1 if x.reorder_at[material] else 0)
    if short <= 0:
        return 0
    if x.up_to[material] >= 0:
        short = max(short, x.up_to[material] - position)
    return -(-short // x.batch[material]) * x.batch[material]


def fallback(x: Instance, material: int, now: int, short: int, expected: int) -> int:
    """Returns how many grams to buy from the fallback when `short` are owed and the next receipt is `expected` then."""
    if short <= 0 or x.fallback_batch[material] == 0 or expected <= now + x.fallback_quoted[material]:
        return 0
    return -(-short // x.fallback_batch[material]) * x.fallback_batch[material]
