"""The figure of a log: for each partner how times between orders and pieces lie, as seen and as fitted."""

import numpy as np
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from takarusim.experiments.fit import Fit, Told
from takarusim.figures.canvas import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SMALL,
    TINY,
    Axes,
    Stamp,
    framed,
    in_numbers,
    in_percent,
    styled,
)
from takarusim.language.numerals import Language
from takarusim.language.words import called, say

__all__ = ["fit"]

COLOURS = (BLUE, ORANGE, GREEN, PURPLE)  # of the components that are ordered most
POINTS = 200  # of a fitted curve
THIN, PALE = 1.0, 0.4  # how wide a fitted curve is, and how opaque what was seen
MOST = 0.995  # of the values that are shown: a few large ones would hide the others


@styled
def fit(found: Fit, *, language: Language, stamp: Stamp) -> Axes:
    """Draws, a row for each partner, the shares of values up to each one, as seen and as fitted.

    Parameters
    ----------
    found : Fit
    language : {"id", "en"}
    stamp : Stamp
    """
    count = len(found.partners)
    title, note = say("figure.fit", language), say("figure.fit.note", language)
    figure = framed(0.35 + 1.25 * count, title, note, language, stamp).figure
    figure.axes[0].remove()
    panels = figure.subplots(count, 2, squeeze=False)
    for (left, right), (name, told) in zip(panels, found.partners.items(), strict=True):
        _gaps(left, name, told, language)
        _pieces(right, told, language)
        for axes in (left, right):
            axes.set_ylim(0, 1.02)
            axes.set_yticks([0, 0.5, 1])
            axes.yaxis.set_major_formatter(in_percent(language))
            axes.xaxis.set_major_locator(MaxNLocator(5))
            axes.xaxis.set_major_formatter(in_numbers(language))
            axes.grid(axis="both")
    first: Axes = panels[0, 0]
    return first


def _gaps(axes: Axes, name: str, told: Told, language: Language) -> None:
    """Draws times between orders."""
    name = called("partner", name, language)
    if told.arrivals is None:
        axes.set_title(name, loc="left", size=SMALL, color=GREY, pad=3)
        return
    head, family = say("figure.fit.gaps", language, partner=name), say(f"fit.family.{told.arrivals.family}", language)
    if told.arrivals.season.is_clear:
        family = say("figure.fit.season", language, family=family)
    axes.set_title(head, loc="left", size=SMALL, color=GREY, pad=3)
    end = float(np.quantile(told.arrivals.gaps, MOST)) * 1.05
    _seen(axes, told.arrivals.gaps, end, BLUE)
    x = np.linspace(0, end, POINTS)
    axes.plot(x, told.arrivals.cdf(x), color=BLUE, linewidth=THIN, label=family)
    axes.legend(loc="lower right", fontsize=TINY)
    axes.set_xlim(0, end)


def _pieces(axes: Axes, told: Told, language: Language) -> None:
    """Draws pieces per order of the components that are ordered most."""
    axes.set_title(say("figure.fit.pieces", language), loc="left", size=SMALL, color=GREY, pad=3)
    shown = sorted(told.quantity, key=lambda name: -told.quantity[name].n)[: len(COLOURS)]
    end = max(float(np.quantile(told.quantity[name].values, MOST)) for name in shown) * 1.05
    for name, colour in zip(shown, COLOURS, strict=False):
        one = told.quantity[name]
        _seen(axes, one.values, end, colour)
        x = np.arange(np.ceil(end) + 1)
        label = f"{called('component', name, language)}, {say(f'fit.family.{one.family}', language)}"
        style = "steps-post" if one.family in ("constant", "discrete") else "default"
        axes.plot(x, one.cdf(x), color=colour, linewidth=THIN, drawstyle=style, label=label)
    axes.legend(loc="lower right", fontsize=TINY)
    axes.set_xlim(0, end)


def _seen(axes: Axes, values: ArrayLike, end: float, colour: str) -> None:
    """Draws the shares of values up to each one, as seen."""
    ordered = np.sort(np.asarray(values, np.float64))
    shares = np.arange(1, len(ordered) + 1) / len(ordered)
    x, y = np.concatenate([[0], ordered, [end]]), np.concatenate([[0], shares, [1]])
    axes.step(x, y, where="post", color=colour, alpha=PALE, linewidth=2)
