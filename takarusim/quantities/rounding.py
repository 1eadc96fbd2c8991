"""How the numbers of a scenario become the integers of an Instance, and lists of lists one array."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from takarusim.engine.instance import PPM

__all__ = ["firsts", "joined", "ppm", "spread", "starts", "whole"]


def whole(values: Iterable[float]) -> NDArray[np.int64]:
    """Returns whole numbers, each rounded by itself."""
    return np.array([round(value) for value in values], np.int64)


def ppm(factor: float) -> int:
    """Returns a factor in whole parts per million; at least one, unless it is 0."""
    return max(1, round(PPM * factor)) if factor > 0 else 0


def joined(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Returns some arrays, maybe none, one behind the other."""
    return np.concatenate([np.zeros(0, np.int64), *parts])


def starts(parts: Iterable[Sequence[object] | NDArray[np.int64]]) -> NDArray[np.int64]:
    """Returns where each of some parts begins when they lie behind each other, and where the last one ends."""
    return firsts(np.array([len(part) for part in parts], np.int64))


def firsts(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns where parts of these lengths begin when they lie behind each other, and where the last one ends."""
    ends = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=ends[1:])
    return ends


def spread(lengths: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Returns the part that each element of parts of these lengths belongs to, and its place in that part."""
    part = np.repeat(np.arange(len(lengths)), lengths)
    return part, np.arange(len(part)) - firsts(lengths)[part]
