"""Figures of what each measure of a package brings: in all, and by year. Nothing is computed here."""

import math
from typing import TYPE_CHECKING

from takarusim.figures.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PALE,
    PURPLE,
    SKY,
    VERMILLION,
    Axes,
    Stamp,
    framed,
    height_of,
    in_unit,
    legend_above,
    list_rows,
    styled,
)
from takarusim.language.numerals import Language, percent
from takarusim.language.words import kpi as kpi_words
from takarusim.language.words import names, say, unit
from takarusim.registers.kpis import about

if TYPE_CHECKING:
    from takarusim.experiments.credit import Credit

__all__ = ["credit", "years"]

LONGEST = 36  # letters of a measure's title in the label of a row
INKS = (BLUE, ORANGE, GREEN, VERMILLION, SKY, PURPLE)  # of the measures, by year
APART = 0.5  # of a year's width that the measures take


@styled
def credit(found: "Credit", kpi: str, *, language: Language, stamp: Stamp) -> Axes:
    """Draws each measure's part of a package with its interval, and what it brings alone and last.

    Parameters
    ----------
    found : Credit
    kpi : str
    """
    called, parts, whole = _named(found, language), found.parts(kpi), found.whole(kpi)
    note = say("figure.credit.note", language, **_told(found, language))
    axes = framed(
        0.6 + height_of(list(called.values()), 0.3),
        say("figure.credit", language, kpi=kpi_words(kpi, language)),
        note,
        language,
        stamp,
    )
    for row, part in enumerate(parts.values()):
        of = {} if row else {name: say(f"credit.{name}", language) for name in part._fields}
        axes.barh(row, part.share.mean, 0.5, color=BLUE, alpha=0.35, linewidth=0, label=of.get("share"))
        axes.plot([part.share.low, part.share.high], [row, row], color=BLUE, linewidth=1.8)
        for name, one, mark in (("alone", part.alone, "o"), ("last", part.last, "D")):
            axes.plot(one.mean, row, mark, color="white", markeredgecolor=INK, markersize=5, label=of.get(name))
    last = len(parts)
    axes.barh(last, whole.mean, 0.5, color=GREY, alpha=0.45, linewidth=0)
    axes.plot([whole.low, whole.high], [last, last], color=INK, linewidth=1.8)
    axes.axvline(0, color=PALE, linewidth=1)
    shown = _unit(kpi, language)
    list_rows(axes, [*called.values(), say("credit.together", language)], say("figure.credit.x", language, unit=shown))
    axes.get_yticklabels()[-1].set_weight("bold")
    in_unit(axes.xaxis, _measure(kpi), language)
    legend_above(axes, 3)
    return axes


@styled
def years(found: "Credit", kpi: str, *, language: Language, stamp: Stamp) -> Axes:
    """Draws each measure's part of a package, by calendar year, with its interval.

    Parameters
    ----------
    found : Credit
    kpi : str
        One of the estate, known by year.
    """
    called, of_year = _named(found, language), found.years(kpi)
    note = say("figure.credit_years.note", language, **_told(found, language))
    lines = math.ceil(len(called) / 2)
    title = say("figure.credit_years", language, kpi=kpi_words(kpi, language))
    axes = framed(2.2 + 0.17 * lines, title, note, language, stamp)
    for place, name in enumerate(of_year.values()):
        for k, (label, part) in enumerate(found.parts(name).items()):
            x = place + APART * ((k + 0.5) / len(called) - 0.5)
            axes.plot([x, x], [part.share.low, part.share.high], color=INKS[k], linewidth=1.8)
            axes.plot(x, part.share.mean, "o", color=INKS[k], markersize=4, label=None if place else called[label])
    axes.axhline(0, color=PALE, linewidth=1)
    axes.set_xticks(range(len(of_year)), list(of_year))
    axes.tick_params(axis="x", length=0)
    axes.set_ylabel(_unit(kpi, language))
    axes.grid(axis="y")
    in_unit(axes.yaxis, _measure(kpi), language)
    legend_above(axes, 2)
    return axes


def _named(found: "Credit", language: Language) -> dict[str, str]:
    called = names({label: one.title for label, one in found.scenarios.items()}, language, LONGEST)
    return {label: called[label] for label in found.measures}


def _told(found: "Credit", language: Language) -> dict[str, str]:
    base = names({label: one.title for label, one in found.scenarios.items()}, language)[found.base]
    return {"base": base, "confidence": percent(found.confidence, language, 0)}


def _measure(kpi: str) -> str:
    return "points" if about(kpi).unit == "share" else about(kpi).unit


def _unit(kpi: str, language: Language) -> str:
    return say("unit.points", language) if about(kpi).unit == "share" else unit(about(kpi).unit, language)
