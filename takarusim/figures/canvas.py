"""What every figure has: size, style and colours, a title and a note above, a footer that names the run; and its file.

Figures are as wide as the text of an A4 page, or as one of two columns on it, so that 8 points on the screen are 8
points in print; colours are Okabe and Ito's, safe for the colour-blind.
"""

import io
import math
import textwrap
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, Literal, NamedTuple, ParamSpec, get_args

import numpy as np
from matplotlib import colors, style
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator
from numpy.typing import NDArray

from takarusim.errors import ExperimentError
from takarusim.language.numerals import Language, day, number, percent, power_of, scale
from takarusim.language.words import say

__all__ = [
    "Axes",
    "Format",
    "Stamp",
    "columns_of",
    "digits_of",
    "format_of",
    "framed",
    "height_of",
    "in_dates",
    "in_numbers",
    "in_percent",
    "in_unit",
    "ink_on",
    "legend_above",
    "list_rows",
    "picture",
    "styled",
]

Format = Literal["png", "svg", "pdf"]
BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILLION, PURPLE = (
    *("#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"),
)
INK, GREY, PALE, FAINT = "#222222", "#5f5f5f", "#c9c9c9", "#ececec"
WIDTH, COLUMN = 6.3, 3.35  # inches: the text of an A4 page, and one of two columns on it (85 mm)
SMALL, TINY = 8, 7  # points
LINE = 0.155  # inches: a line of small text
LETTER = 0.058  # inches, of a letter in legends and beside rows
STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": SMALL,
    "axes.labelsize": SMALL,
    "axes.labelcolor": GREY,
    "axes.edgecolor": PALE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.color": PALE,
    "ytick.color": PALE,
    "xtick.labelcolor": GREY,
    "ytick.labelcolor": INK,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "legend.borderaxespad": 0.0,
    "legend.borderpad": 0.2,
    "legend.columnspacing": 1.4,
    "legend.handlelength": 1.0,
    "legend.handleheight": 0.9,
    "legend.handletextpad": 0.5,
    "text.color": INK,
    "text.parse_math": False,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "path",
    "svg.hashsalt": "takarusim",
}

P = ParamSpec("P")


class Stamp(NamedTuple):
    """What a figure says of the run that it shows."""

    run: str  # "": there is no folder that is named so
    seed: int
    replications: int  # 0: it is of a log, whose file `run` is
    confidence: float = 0.95


def styled(draw: Callable[P, Axes]) -> Callable[P, Axes]:
    """Returns a figure's function that draws in the house style and leaves matplotlib's settings alone."""

    @wraps(draw)
    def inner(*args: P.args, **kwargs: P.kwargs) -> Axes:
        with style.context(["default", STYLE]):
            return draw(*args, **kwargs)

    return inner


def framed(height: float, title: str, note: str, language: Language, stamp: Stamp, *, width: float = WIDTH) -> Axes:
    """Returns empty axes of a height in inches below a title and a note, above the footer that names the run."""
    most = int(16.5 * width)  # letters of a line
    lines = textwrap.wrap(note, 4 + len(note) // (1 + len(note) // most))  # lines of much the same length
    titles, footers = textwrap.wrap(title, int(11.5 * width)), _footers(stamp, language, int(18.5 * width))
    lower = 0.18 * (len(titles) - 1)
    head, foot = 0.36 + lower + LINE * len(lines), 0.27 + 0.13 * (len(footers) - 1)
    whole = head + height + foot
    figure = Figure(figsize=(width, whole), layout="constrained")
    engine = figure.get_layout_engine()
    engine.set(rect=(0, foot / whole, 1, height / whole), w_pad=0.06, h_pad=0.02)
    left = 0.08 / width
    figure.text(left, 1 - 0.08 / whole, "\n".join(titles), size=10, weight="bold", va="top")
    figure.text(left, 1 - (0.31 + lower) / whole, "\n".join(lines), color=GREY, va="top", linespacing=1.25)
    figure.text(left, 0.07 / whole, "\n".join(footers), size=TINY, color=GREY, va="bottom")
    return figure.add_subplot()


def _footers(stamp: Stamp, language: Language, most: int) -> list[str]:
    """Returns the lines that name the run, broken between its parts only."""
    named: dict[str, str | float] = {"run": stamp.run, "seed": str(stamp.seed), "replications": stamp.replications}
    is_simulated = stamp.replications > 0  # a log is not
    key = ("figure.footer" if stamp.run else "figure.footer.unnamed") if is_simulated else "figure.footer.log"
    parts = say(key, language, **named).replace(" ", "\xa0").replace("\xa0·\xa0", "\xa0· ")
    return [line.replace("\xa0", " ").removesuffix(" ·") for line in textwrap.wrap(parts, most)]


def list_rows(axes: Axes, names: Sequence[str], label: str) -> None:
    """Makes the vertical axis a list of names, the first one on top, and the horizontal one a scale with a grid."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.set_xlabel(label, loc="left")


def height_of(names: Sequence[str], least: float) -> float:
    """Returns how high a list of names is in inches: each row as the name of most lines is, or as high as said."""
    lines = max((name.count("\n") for name in names), default=0) + 1
    return len(names) * max(least, 0.08 + 0.13 * lines)


def legend_above(axes: Axes, columns: int) -> None:
    """Puts the legend between title and axes, in so many columns at most: in as many as there is room for."""
    labels = axes.get_legend_handles_labels()[1]
    beside = max((_letters(name.get_text()) for name in axes.get_yticklabels()), default=0)
    room = axes.figure.get_figwidth() - LETTER * beside
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.01), ncols=columns_of(labels, columns, room))


def columns_of(labels: Sequence[str], columns: int, width: float) -> int:
    """Returns in how many columns of so many at most a legend stands, where there are so many inches."""
    return next((n for n in range(columns, 1, -1) if _legend_width(labels, n) <= width - 0.3), 1)


def _letters(text: str) -> int:
    """Returns how many letters the longest line of a text has."""
    return max(map(len, text.split("\n")))


def _legend_width(labels: Sequence[str], columns: int) -> float:
    """Returns how wide a legend is in inches, about; it is filled column by column."""
    lines, longer = divmod(len(labels), columns)
    width, first = 0.0, 0
    for column in range(columns):
        last = first + lines + (column < longer)
        width += 0.35 + LETTER * max(map(_letters, labels[first:last]), default=0)
        first = last
    return width


def in_dates(axes: Axes, language: Language, *ends: float, most: int = 8) -> None:
    """Writes the horizontal axis's dates in the language, about so many at most between its ends or the data's."""
    first, last = mdates.num2date(ends or axes.dataLim.intervalx)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months < 3:
        days = (last - first).days
        weekly = mdates.WeekdayLocator(mdates.MO, 1 + days // (6 * most))
        axes.xaxis.set_major_locator(MultipleLocator(math.ceil(days / (most - 3)) or 1) if days <= 21 else weekly)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: day(mdates.num2date(at), language)))
        return
    step = next((s for s in (1, 2, 3, 6, 12, 24) if months / s < most), 60)
    locator = mdates.MonthLocator(range(1, 13, step)) if step <= 12 else mdates.YearLocator(step // 12)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda at, _: day(mdates.num2date(at), language, "month")))


def in_percent(language: Language) -> FuncFormatter:
    """Returns what writes shares on an axis."""
    return FuncFormatter(lambda share, _: percent(share, language, 0))


def in_numbers(language: Language) -> FuncFormatter:
    """Returns what writes numbers on an axis, with as many digits as its ticks have."""

    def told(value: float, _: object) -> str:
        return number(value, language, digits_of(writer.axis.get_majorticklocs()))

    writer = FuncFormatter(told)
    return writer


def digits_of(ticks: NDArray[np.float64]) -> int:
    """Returns the fewest decimal places with which all ticks are told as they are."""
    close = 1e-9 * np.abs(ticks).max(initial=0)
    return next((digits for digits in range(9) if np.all(np.abs(np.round(ticks, digits) - ticks) <= close)), 9)


def in_unit(axis: Axis, measure: str, language: Language) -> None:
    """Writes numbers of a unit on an axis, with as many digits as its ticks have; money with its scale at the end."""
    is_money = measure.partition("/")[0] == "Rp"
    end = "%" if measure == "share" else ""

    def told(value: float, _: object) -> str:
        ticks = np.asarray(axis.get_majorticklocs())
        power = power_of(np.abs(ticks).max(initial=0)) if is_money else -2 if measure in ("share", "points") else 0
        written.set_offset_string(scale(power, language) if is_money else "")
        return number(value / 10.0**power, language, digits_of(ticks / 10.0**power)) + end

    written = FuncFormatter(told)
    axis.set_major_locator(MaxNLocator(4) if is_money else MaxNLocator("auto", steps=[1, 2, 5, 10]))
    axis.set_major_formatter(written)
    axis.get_offset_text().set(color=GREY, size=SMALL)


def ink_on(colour: str) -> str:
    """Returns the colour in which text can be read on a colour."""
    red, green, blue = colors.to_rgb(colour)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"


def format_of(file: str | Path) -> Format:
    """Returns the format that the name of a figure's file asks for; ExperimentError if it is none of `Format`."""
    kind = Path(file).suffix.lstrip(".").lower()
    for known in get_args(Format):
        if kind == known:
            return known  # type: ignore[no-any-return]
    raise ExperimentError(f"no such kind of figure, got {Path(file).name!r}; a name ending in .png, .svg or .pdf")


def picture(axes: Axes, kind: Format = "png") -> bytes:
    """Returns the file of a figure, as many dots wide at any width; the same figure gives the same bytes."""
    when: dict[str, Any] = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
    file = io.BytesIO()
    with style.context(["default", STYLE]):
        dots = round(200 * WIDTH / axes.figure.get_figwidth())
        axes.figure.set_dpi(dots)  # bold words are wider at fewer
        if axes.figure.get_layout_engine():
            axes.figure.draw_without_rendering()
            axes.figure.set_layout_engine(None)  # words stay where they are, and no file is drawn twice for them
        axes.figure.savefig(file, format=kind, dpi=dots, metadata=when[kind])
    return file.getvalue()
