"""How lots of potential orders go through operations and inspection, pass by pass: what is drawn of it up front.

A lot of which the draw rejects nothing has one pass only. Nothing in the run can change that: with count 0 the first
inspection rejects (0 q f + r) // (Q 10^6) pieces, and r < Q 10^6.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import PPM, REMAKE, SHIP_SHORT
from takarusim.lowering.demand import Operation, Stream, Wanted
from takarusim.lowering.draws import Draws
from takarusim.lowering.purposes import Owners, Values
from takarusim.quantities.distributions import Distribution, Distributions
from takarusim.quantities.rounding import firsts, spread, whole

__all__ = ["Group", "Passes", "binomial_quantile"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
AT_ONCE = Distribution("constant", (("value", 0.0),), "duration")


class Group(NamedTuple):
    """The potential orders of one owner for one component."""

    owner: str  # the stream; of a closed one stream#token
    stream: Stream
    wanted: Wanted


class Passes:
    """What the passes of lots are drawn from, by group; made once per scenario."""

    def __init__(self, groups: Sequence[Group], passes: int) -> None:
        """`passes`: how often a lot may come to inspection."""
        components = [group.wanted.component for group in groups]
        self._rate = np.array([component.reject_rate / PPM for component in components])
        self._length = whole(len(component.operations) for component in components)
        self._most = whole(passes if _comes_again(group) else 1 for group in groups)  # of a lot with rejects
        counted = [(group, a) for group, most in zip(groups, self._most, strict=True) for a in range(1, most + 1)]
        # by pass of a group
        self._first_pass = firsts(self._most)
        inspected = [_name(group, a) if group.wanted.component.reject_rate > 0 else "" for group, a in counted]
        self._inspection = Owners("reject", inspected)
        misses = [group.wanted.component.detection < PPM for group, _ in counted]
        self._escape = Owners("escape", [name * miss for name, miss in zip(inspected, misses, strict=True)])
        leads = [_single_lead(*each) for each in counted]
        self._buys_singly = any(leads)
        names = [_single_name(*each) if lead else "" for each, lead in zip(counted, leads, strict=True)]
        self._single = Values("single", names, [lead or AT_ONCE for lead in leads])
        # by operation of a pass of a group
        worked = [(group, a, operation) for group, a in counted for operation in group.wanted.component.operations]
        self._first_work = firsts(self._most * self._length)
        self._work = Owners("work", [_name(*each) if _is_drawn(*each) else "" for each in worked])
        self._setup = _Variations([operation.setup for _, _, operation in worked])
        self._per_piece = _Variations([operation.per_piece for _, _, operation in worked])

    def drawn(self, draws: Draws, group: Integers, nth: Integers, quantity: Integers) -> dict[str, Integers]:
        """Returns reject counts, and the draws of all passes that an order may need, as fields of an Instance.

        Parameters
        ----------
        group, nth, quantity : (n,)
            Of each order: its group, its number within its owner's, its pieces.
        """
        count, rounding = self._rejects(draws, group, nth, quantity)
        passes = np.where(count > 0, self._most[group], 1)
        first_pass = firsts(passes)
        reject_draw = np.empty(first_pass[-1], np.int64)
        reject_draw[first_pass[:-1]] = rounding
        is_later = np.ones(len(reject_draw), np.bool_)
        is_later[first_pass[:-1]] = False
        if len(reject_draw) > len(group):
            u = self._inspection.runs(draws, self._first_pass[group] + 1, passes - 1, nth)
            reject_draw[is_later] = _floor(u[:, 1], 10**12)
        work = passes * self._length[group]
        first_draw = firsts(work)
        setup_draw, work_draw = self._variations(draws, self._first_work[group], work, nth)
        return {
            "reject_count": count,
            "first_pass": first_pass,
            "reject_draw": reject_draw,
            "escape_draw": self._escapes(draws, group, passes, nth),
            "first_draw": first_draw[:-1],
            "setup_draw": setup_draw,
            "work_draw": work_draw,
            "single_lead": self._leads(draws, group, passes, nth),
        }

    def _rejects(self, draws: Draws, group: Integers, nth: Integers, quantity: Integers) -> tuple[Integers, Integers]:
        """Returns how many pieces of each order the draw rejects, and the first pass's draw for rounding."""
        count, rounding = np.zeros((2, len(group)), np.int64)
        (some,) = (self._rate[group] > 0).nonzero()
        if len(some):
            u = self._inspection.rows(draws, self._first_pass[group[some]], nth[some])
            count[some] = binomial_quantile(quantity[some], self._rate[group[some]], u[:, 0])
            rounding[some] = _floor(u[:, 1], quantity[some] * PPM)
        return count, rounding

    def _escapes(self, draws: Draws, group: Integers, passes: Integers, nth: Integers) -> Integers:
        """Returns each pass's draw for rounding what its inspection finds; none where all inspections find all."""
        if not self._escape.is_drawn.any():
            return np.zeros(0, np.int64)
        draw = np.zeros(int(passes.sum()), np.int64)
        _, at = self._escape.listed(self._first_pass[group], passes)
        draw[at] = _floor(self._escape.runs(draws, self._first_pass[group], passes, nth)[:, 0], PPM)
        return draw

    def _leads(self, draws: Draws, group: Integers, passes: Integers, nth: Integers) -> Integers:
        """Returns for each pass how long its material takes that is bought singly; none where nobody does."""
        if not self._buys_singly:
            return np.zeros(0, np.int64)
        order, a = spread(passes)
        return self._single.drawn(draws, self._first_pass[group[order]] + a, nth[order])

    def _variations(self, draws: Draws, first: Integers, lengths: Integers, nth: Integers) -> tuple[Integers, Integers]:
        """Returns the variations of set-up and processing of runs of operations, in ppm of the mean."""
        setup, per_piece = np.full((2, int(lengths.sum())), PPM)
        operation, at = self._work.listed(first, lengths)
        if len(at):
            u = self._work.runs(draws, first, lengths, nth)
            self._setup.write(setup, at, operation, u[:, 0])
            self._per_piece.write(per_piece, at, operation, u[:, 1])
        return setup, per_piece


class _Variations:
    """The variations of some times, in ppm of their means; of a constant, or of a mean of 0, there is none."""

    def __init__(self, given: Sequence[Distribution]) -> None:
        self._varies = np.array([not each.is_constant and each.mean != 0 for each in given], np.bool_)
        self._given = Distributions(given)
        self._scale = np.array([PPM / each.mean if v else PPM for v, each in zip(self._varies, given, strict=True)])

    def write(self, ppm: Integers, at: Integers, which: Integers, u: Floats) -> None:
        """Writes the variations of those of these times that vary into their rows of `ppm`."""
        (rows,) = self._varies[which].nonzero()
        if len(rows):
            which = which[rows]
            ppm[at[rows]] = np.rint(self._scale[which] * self._given.values(which, u[rows])).astype(np.int64)


def _comes_again(group: Group) -> bool:
    """Returns whether rejects cause a further pass."""
    follows, component = group.stream.rejects, group.wanted.component
    reworks = any(operation.is_reworked for operation in component.operations)
    return component.reject_rate > 0 and (follows == REMAKE or (follows != SHIP_SHORT and reworks))


def _is_drawn(group: Group, a: int, operation: Operation) -> bool:
    """Returns whether pass a goes through an operation whose times vary."""
    goes_through = a == 1 or operation.is_reworked or group.stream.rejects == REMAKE
    return goes_through and not (operation.setup.is_constant and operation.per_piece.is_constant)


def _single_lead(group: Group, a: int) -> Distribution | None:
    """Returns how long the material of pass a takes where it is bought singly; None where it is not, or none is."""
    return group.wanted.component.single_lead if a == 1 or group.stream.rejects == REMAKE else None


def _single_name(group: Group, a: int) -> str:
    """Returns the owner of the material of pass a of a group's orders; that of a remade lot is one of its own."""
    return f"{group.owner}{f'#{a - 1}@{a}' if a > 1 else ''}"


def _name(group: Group, a: int, operation: Operation | None = None) -> str:
    """Returns the owner of pass a of a group's orders, or of an operation in it. A remade lot is one of its own."""
    lot = f"#{a - 1}" if a > 1 and group.stream.rejects == REMAKE else ""
    visit = f"/{operation.id}" if operation else ""
    return f"{group.owner}/{group.wanted.component.id}{visit}{lot}{f'@{a}' if a > 1 else ''}"


def _floor(u: Floats, end: Integers | int) -> Integers:
    """Returns integers from 0 to end - 1, evenly."""
    return np.asarray(np.minimum(np.floor(u * end).astype(np.int64), np.asarray(end) - 1))


# ---- what an inspection rejects


def binomial_quantile(trials: Integers, chance: Floats, u: Floats) -> Integers:
    """Returns the least k with P(successes <= k) >= u.

    Parameters
    ----------
    trials : (n,)
    chance : (n,) from 0 to 1
        Of a success.
    u : (n,) above 0, below 1
        Uniforms.
    """
    is_sure, is_rare = chance >= 1, trials * chance <= _FEW
    k = np.where(is_sure, trials, 0)
    is_rare &= ~is_sure
    k[is_rare] = _few_successes(trials[is_rare], chance[is_rare], u[is_rare])
    is_frequent = ~(is_rare | is_sure)
    if is_frequent.any():
        k[is_frequent] = _many_successes(trials[is_frequent], chance[is_frequent], u[is_frequent])
    return k


_FEW = 50.0  # expected successes up to which adding up probabilities from 0 on is the fastest


def _few_successes(trials: Integers, chance: Floats, u: Floats) -> Integers:
    from takarusim.lowering import loops

    k = np.empty(len(u), np.int64)
    loops.successes(trials, chance, np.exp(trials * np.log1p(-chance)), u, k)
    return k


def _many_successes(trials: Integers, chance: Floats, u: Floats) -> Integers:
    from scipy.special import bdtr, bdtrik

    k: Floats = np.clip(np.ceil(bdtrik(u, trials, chance)), 0, trials)
    while np.any(is_low := (k < trials) & (bdtr(k, trials, chance) < u)):
        k[is_low] += 1
    while np.any(is_high := (k > 0) & (bdtr(np.maximum(k - 1, 0), trials, chance) >= u)):
        k[is_high] -= 1
    return k.astype(np.int64)
