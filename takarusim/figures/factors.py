"""Figures of sweeps: what each factor does to a KPI, over its levels, from end to end, and two at a time.

One function a figure; nothing is computed here: what factors do is in `effects`. They are as wide as a column where
what they show is narrow enough.
"""

import math
import textwrap
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from takarusim.experiments.effects import effects, surface
from takarusim.figures.canvas import (
    BLUE,
    COLUMN,
    GREY,
    INK,
    LINE,
    ORANGE,
    PALE,
    SKY,
    SMALL,
    TINY,
    WIDTH,
    Stamp,
    framed,
    in_unit,
    legend_above,
    styled,
)
from takarusim.figures.charts import LETTERS, rows_of_bars
from takarusim.language.numerals import Language, percent
from takarusim.language.words import kpi as kpi_words
from takarusim.language.words import measure as written
from takarusim.language.words import say, unit
from takarusim.registers.kpis import about
from takarusim.scenario.titles import level, path

if TYPE_CHECKING:
    from takarusim.experiments.effects import Effect, Effects
    from takarusim.experiments.sweep import Sweep

__all__ = ["heat_map", "main_effects", "tornado"]

ENDS = (ORANGE, BLUE)  # of a factor: its lowest and its highest level
LETTER = 0.062  # inches, of a tiny letter


@styled
def tornado(sweep: "Sweep", kpi: str, measure: str, *, language: Language, stamp: Stamp) -> Axes:
    """Draws how far the mean of a KPI moves between the ends of each factor of a grid, the widest on top.

    Parameters
    ----------
    sweep : Sweep
        Of a grid; each factor is averaged over the others.
    kpi, measure : str
        The KPI's name and unit.
    """
    found = effects(sweep, kpi, stamp.confidence)
    rows = sorted(found.of, key=lambda one: -np.nan_to_num(abs(one.difference.mean), nan=-1.0))
    title = say("figure.tornado", language, kpi=kpi_words(kpi, language))
    told = {
        "overall": written(found.overall, measure, language, found.overall),
        "confidence": percent(stamp.confidence, language, 0),
    }
    note = _note("figure.tornado.note", found, language, **told)
    if not all(one.is_ordered for one in found.of):
        note += f" {say('figure.tornado.unordered', language)}"
    names = [path(one.path, language) for one in rows]
    width = COLUMN if max(map(len, names)) <= LETTERS else WIDTH
    axes = framed(0.75 + 0.4 * len(rows), title, note, language, stamp, width=width)
    for row, one in enumerate(rows):
        _bar(axes, row, one, found.overall, language)
    axes.axvline(found.overall, color=INK, linewidth=0.9)
    for end, ink in zip(("lowest", "highest"), ENDS, strict=True):
        axes.barh(0, 0, left=found.overall, color=ink, label=say(f"figure.tornado.{end}", language))
    rows_of_bars(axes, names)
    axes.set_xlabel(say("figure.main_effects.x", language, unit=unit(measure, language)), loc="left")
    low, high = _make_room(axes, rows, found.overall, language)
    in_unit(axes.xaxis, measure, language)
    ticks = MaxNLocator(2 if measure.startswith("Rp") else 5).tick_values(low, high)
    axes.set_xticks([tick for tick in ticks if low <= tick <= high and (tick <= 1 or measure != "share")])
    legend_above(axes, 2)
    return axes


def _bar(axes: Axes, row: int, effect: "Effect", overall: float, language: Language) -> None:
    """Draws a factor's two bars from the overall mean, pale where they cannot be told apart, and names their levels."""
    ends = sorted(
        zip((effect.means[end] for end in effect.ends), ENDS, effect.ends, strict=True), key=lambda end: end[0]
    )
    if not math.isfinite(ends[0][0]):
        return
    for mean, ink, _ in sorted(ends, key=lambda end: -abs(end[0] - overall)):  # the shorter over the longer
        axes.barh(row, mean - overall, 0.42, overall, color=ink, alpha=1 if effect.is_told else 0.35, linewidth=0)
    sides = ((min(ends[0][0], overall), -3, "right"), (max(ends[1][0], overall), 3, "left"))
    for (x, away, align), (_, _, end) in zip(sides, ends, strict=True):
        name = level(effect.path, effect.levels[end], language)
        axes.annotate(name, (x, row), (away, 0), textcoords="offset points", va="center", ha=align, size=TINY)


def _make_room(axes: Axes, rows: Sequence["Effect"], overall: float, language: Language) -> tuple[float, float]:
    """Widens the horizontal axis so that the levels' names beside the bars lie within it; returns where ticks lie."""
    inner = axes.figure.get_figwidth() - 0.3  # inches
    shown = [sorted((one.means[end], level(one.path, one.levels[end], language)) for end in one.ends) for one in rows]
    shown = [ends for ends in shown if math.isfinite(ends[0][0])]
    low, high = min([overall, *(ends[0][0] for ends in shown)]), max([overall, *(ends[1][0] for ends in shown)])
    span = high - low or max(abs(overall), 1) * 0.01
    left, right = (0.1 + LETTER * max([len(ends[k][1]) for ends in shown], default=0) for k in (0, 1))
    inch = span / max(inner - left - right, 0.8)
    axes.set_xlim(low - left * inch, high + right * inch)
    first, last = axes.get_xlim()
    return (0.0 if first < 0 <= low else first), last


@styled
def main_effects(sweep: "Sweep", kpi: str, measure: str, *, language: Language, stamp: Stamp) -> Axes:
    """Draws the mean of a KPI at every level of each factor of a grid, side by side on one scale.

    Parameters
    ----------
    sweep : Sweep
        Of a grid; each factor is averaged over the others.
    kpi, measure : str
        The KPI's name and unit.
    """
    found = effects(sweep, kpi, stamp.confidence)
    title = say("figure.main_effects", language, kpi=kpi_words(kpi, language))
    levels = [[level(one.path, each, language) for each in one.levels] for one in found.of]
    longest = max(len(name) for of in levels for name in of)
    slots = sum(map(len, levels)) + len(levels)
    called = [path(one.path, language) for one in found.of]
    shares = [max(map(len, name.split())) / (len(of) + 1) for name, of in zip(called, levels, strict=True)]
    width = COLUMN if LETTER * max(shares) < (COLUMN - 0.6) / slots else WIDTH
    room = [int((width - 0.6) / slots * (len(of) + 1) / LETTER) for of in levels]  # letters
    names = ["\n".join(textwrap.wrap(name, most)) for name, most in zip(called, room, strict=True)]
    is_upright = LETTER * longest > (width - 0.7) / slots
    height = 1.7 + LINE * (1 + max(name.count("\n") for name in names)) + (LETTER * longest if is_upright else 0)
    note = _note("figure.main_effects.note", found, language)
    note += "; " + say("figure.main_effects.worlds", language, n=str(len(sweep.worlds.numbers))) if sweep.worlds else ""
    axes = framed(height, title, note, language, stamp, width=width)
    ticks, start = [], 0
    for name, one in zip(names, found.of, strict=True):
        if start:
            axes.axvline(start - 1, color=PALE, linewidth=0.7)
        places = list(range(start, start + len(one.levels)))
        _in_worlds(axes, places, one)
        axes.plot(places, one.means, "o-" if one.is_ordered else "o", color=BLUE, markersize=4, linewidth=1.2)
        middle = (places[0] + places[-1]) / 2
        axes.annotate(name, (middle, 1.03), xycoords=("data", "axes fraction"), ha="center", va="bottom", size=TINY)
        ticks += places
        start = places[-1] + 2
    axes.axhline(found.overall, color=GREY, linewidth=0.9, linestyle="--", zorder=0)
    axes.set_xticks(ticks, [name for of in levels for name in of], rotation=90 if is_upright else 0, size=TINY)
    axes.set_xlim(-1, start - 1)
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="y")
    axes.set_ylabel("" if measure == "share" else unit(measure, language))
    in_unit(axes.yaxis, measure, language)
    return axes


def _in_worlds(axes: Axes, places: Sequence[int], effect: "Effect") -> None:
    """Draws the middle 90 percent of worlds at each level, and their medians."""
    for place, (low, middle, high) in zip(places, effect.over, strict=False):
        axes.vlines(place, low, high, color=SKY, alpha=0.45, linewidth=6, zorder=1)
        axes.plot(place, middle, "_", color=INK, markersize=7)


def _note(key: str, found: "Effects", language: Language, **values: str) -> str:
    """Returns a note that says at how many points the KPI is undefined, where it is at some."""
    missing = [say("figure.main_effects.missing", language, n=found.missing)] if found.missing else []
    return " ".join([say(key, language, **values), *missing])


@styled
def heat_map(
    sweep: "Sweep", kpi: str, measure: str, *, language: Language, stamp: Stamp, factors: Sequence[str] = ()
) -> Axes:
    """Draws the mean of a KPI over two factors of a grid.

    Parameters
    ----------
    sweep : Sweep
        Of a grid; the cells are averaged over all further factors.
    kpi, measure : str
        The KPI's name and unit.
    factors : paths, optional
        Across and upwards; the first two when not given.
    """
    found = surface(sweep, kpi, factors)
    title = say("figure.heat_map", language, kpi=kpi_words(kpi, language))
    others = ", ".join(path(one.path, language) for one in sweep.design.factors if one.path not in found.paths)
    key = "figure.heat_map.averaged" if others else "figure.heat_map.note"
    cells = [[written(value, measure, language, value) for value in row] for row in found.means]
    across, upwards = (
        [level(of, one, language) for one in levels]
        for of, levels in zip(found.paths, (found.across, found.upwards), strict=True)
    )
    cell = 0.1 + 1.15 * LETTER * max(len(text) for text in (*across, *chain(*cells)))  # inches
    needed = 0.3 + 1.15 * LETTER * max(map(len, upwards)) + cell * len(across)
    look = say(f"figure.heat_map.{about(kpi).better}", language)
    height, note = 0.7 + 0.3 * len(upwards), f"{say(key, language, others=others)}; {look}"
    axes = framed(height, title, note, language, stamp, width=COLUMN if needed <= COLUMN else WIDTH)
    image = axes.imshow(found.means, cmap="cividis", aspect="auto", origin="lower")
    for (i, j), value in np.ndenumerate(found.means) if needed <= WIDTH else ():
        axes.text(j, i, cells[i][j], ha="center", va="center", color="white" if image.norm(value) < 0.5 else "black")
    if needed > WIDTH:  # too narrow for numbers
        in_unit(axes.figure.colorbar(image, ax=axes, pad=0.02).ax.yaxis, measure, language)
    every = math.ceil(cell * len(across) / (WIDTH - 1)) if needed > WIDTH else 1
    axes.set_xticks(range(0, len(across), every), across[::every])
    axes.set_yticks(range(len(upwards)), upwards)
    axes.tick_params(length=0)
    axes.set_xlabel(path(found.paths[0], language), loc="left")
    axes.set_title(path(found.paths[1], language), loc="left", fontsize=SMALL, color=GREY, pad=4)
    return axes
