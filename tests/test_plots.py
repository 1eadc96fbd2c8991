"""Figures say what they show, in both languages, with no word cut and none over another."""

import itertools
import re

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import colors
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from takarusim.experiments import summary
from takarusim.figures import canvas, plots
from takarusim.language.numerals import LANGUAGES
from takarusim.registers import causes

STAMP = canvas.Stamp("3f9a0c21d7be", 1, 30)
PARTNERS = [*(f"automotive-{n}" for n in range(1, 11)), "heavy-equipment-1", "heavy-equipment-2", "market"]
CAUSES = [
    *("allotment", "material", "crew", "closed crew", "workshop A", "workshop B", "workshop C", "closed queue"),
    *("setup", "processing", "closed work", "rework", "other"),
]
UNITS = {f"{kind}-{n:03d}": kind for kind, units in (("A", 4), ("B", 4), ("C", 43)) for n in range(1, units + 1)}


def flow(months=60, **look):
    start = pd.date_range("2024-01-01", periods=months, freq="MS")
    mean = 500 + 80 * np.sin(np.arange(months) / 6)
    both = [pd.DataFrame({"start": start, "series": s, "mean": mean}) for s in ("placed", "delivered")]
    return plots.flow(pd.concat(both).assign(low=lambda f: f["mean"] - 20, high=lambda f: f["mean"] + 20), **look)


def test_a_gantt_chart_of_one_kind_without_a_name_has_no_colours_of_kinds_and_even_days():
    days = pd.to_datetime(["2024-01-01", "2024-01-14"])
    frame = pd.DataFrame({"unit": ["a", "a"], "start": days, "end": days + pd.Timedelta("8h")})
    axes = plots.gantt(
        frame.assign(part="processing", kind=""), {"a": "press"}, tuple(days), language="en", stamp=STAMP
    )

    assert "1 Jan 2024 to 14 Jan 2024; one row is one unit; white: idle or closed; the first replication" in {
        text.get_text() for text in axes.figure.texts
    }
    assert len(set(np.diff(axes.get_xticks()).tolist())) == 1


def one_replication(**look):
    start = pd.date_range("2024-01-01", periods=5, freq="W-MON")
    frame = pd.DataFrame({"start": start, "series": "placed", "mean": 12_345.0, "low": np.nan, "high": np.nan})
    return plots.flow(frame, period="week", **look)


def utilisation(**look):
    rows = [
        ("A", 4, 0.7, 0.05, 0.01, 0.24, 0.72, 0.78),
        ("B", 4, 0.97, 0.03, 0.0, 0.0, 0.999, 1.0),
        ("C", 43, 0, 0, 0, 1, 0, 0),
    ]
    columns = ["workshop", "units", "processing", "setup", "down", "idle", "low", "high"]
    return plots.utilisation(pd.DataFrame(rows, columns=columns), **look)


def ledger(**look):
    rows = [(p, c, 1.0 + 3 * (i == j), 0.5) for i, p in enumerate(PARTNERS) for j, c in enumerate(CAUSES)]
    return plots.ledger(pd.DataFrame(rows, columns=["group", "cause", "days", "late"]), **look)


def no_ledger(**look):
    return plots.ledger(pd.DataFrame(columns=["group", "cause", "days", "late"]), **look)


def lead_time(**look):
    frame = pd.DataFrame(
        {"partner": PARTNERS, "q05": 3.0, "q25": 5.0, "q50": 8.0, "q75": 21.0, "q95": 34.0, "early": np.nan}
    )
    return plots.lead_time(frame.assign(late=np.where(frame.index < 5, 30, np.nan)), **look)


def otif(**look):
    mean = np.linspace(0, 1, len(PARTNERS))
    frame = pd.DataFrame({"partner": PARTNERS, "mean": mean, "low": mean - 0.02, "high": mean + 0.02})
    return plots.otif(
        frame.assign(target_low=np.where(frame.index < 5, 0.4, np.nan), target_high=np.nan, required=False), **look
    )


def gantt(**look):
    start = pd.Timestamp("2024-01-01 08:00") + pd.to_timedelta(np.arange(len(UNITS)) * 9, unit="h")
    frame = pd.DataFrame(
        {"unit": list(UNITS), "start": start, "end": start + pd.Timedelta(hours=7), "part": "processing"}
    )
    frame["kind"] = [("automotive", "heavy-equipment", "market")[k % 3] for k in range(len(UNITS))]
    return plots.gantt(frame, UNITS, (frame["start"].min().floor("D"), frame["end"].max().floor("D")), **look)


def warm_up(left_out=10.5, weeks=1, is_stated=False, **look):
    names = ["wip", "orders_delivered", "lead_time_mean", "busy[workshop=a-type-with-a-name-longer-than-others]"]
    period = np.arange(120)
    rise = 1 - np.exp(-period / 9)
    each = [
        pd.DataFrame({"series": s, "period": period, "mean": x * rise})
        for s, x in zip(names, (9, 14e3, 2, 0.8), strict=True)
    ]
    frame = summary.smoothed(pd.concat(each))
    return plots.warm_up(frame, left_out, 10, is_stated=is_stated, weeks=weeks, **look)


def stated_warm_up(**look):
    return warm_up(2.5, 52, is_stated=True, **look)


def no_warm_up(**look):
    return warm_up(0, **look)


def no_steady_state(**look):
    return warm_up(None, **look)


DRAW = (
    *(flow, one_replication, utilisation, ledger, no_ledger, lead_time, otif, gantt),
    *(warm_up, stated_warm_up, no_warm_up, no_steady_state),
)
FIGURES = {draw.__name__: draw for draw in DRAW}


@pytest.fixture(params=[(name, language) for name in FIGURES for language in LANGUAGES], ids="-".join)
def texts(request):
    """The boxes of all words of a figure, and the figure's own."""
    name, language = request.param
    figure = FIGURES[name](language=language, stamp=STAMP).figure
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    shown = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    in_view = [text for text in shown if not beyond_its_axis(text, figure)]
    return {
        (text.get_text(), k): text.get_window_extent(canvas.get_renderer()) for k, text in enumerate(in_view)
    }, figure.bbox


def beyond_its_axis(text, figure):
    """Ticks outside the view have labels that are not drawn."""
    for axis, k in ((axis, k) for axes in figure.axes for k, axis in enumerate((axes.xaxis, axes.yaxis))):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if text in (tick.label1, tick.label2):
                return not low <= text.get_position()[k] <= high
    return False


def test_every_word_lies_within_the_figure(texts):
    boxes, canvas = texts
    outside = [
        key for key, box in boxes.items() if box.x0 < 0 or box.y0 < 0 or box.x1 > canvas.x1 or box.y1 > canvas.y1
    ]

    assert not outside


def test_no_word_lies_over_another(texts):
    boxes, _ = texts
    over = [
        (a, b) for (a, x), (b, y) in itertools.combinations(boxes.items(), 2) if x.padded(-1).overlaps(y.padded(-1))
    ]

    assert not over


def test_words_are_large_enough_to_read_in_print():
    for draw in FIGURES.values():
        sizes = {t.get_fontsize() for t in draw(language="en", stamp=STAMP).figure.findobj(Text) if t.get_text()}

        assert min(sizes) >= 7


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_names_the_run_that_it_shows(name):
    words = " ".join(t.get_text() for t in FIGURES[name](language="en", stamp=STAMP).figure.findobj(Text))

    assert "run 3f9a0c21d7be" in words
    assert "seed 1" in words
    assert "replications: 30" in words


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_in_indonesian_writes_no_decimal_point(name):
    figure = FIGURES[name](language="id", stamp=STAMP).figure
    FigureCanvasAgg(figure).draw()

    assert not [t.get_text() for t in figure.findobj(Text) if re.search(r"\d\.\d(?!\d\d)", t.get_text())]


@pytest.mark.parametrize(
    ("draw", "told", "grey"),
    [
        (warm_up, "as MSER-5 finds (weeks: 10.5)", 10.5),
        (stated_warm_up, "as the scenario says (weeks: 130)", 2.5),
        (no_warm_up, "MSER-5 finds nothing to leave out", 0),
        (no_steady_state, "No steady state", 120),
    ],
)
def test_a_warm_up_is_shaded_and_said_whose_it_is(draw, told, grey):
    figure = draw(language="en", stamp=STAMP).figure

    assert told in " ".join(figure.texts[1].get_text().split())
    assert [axes.patches[0].get_width() for axes in figure.axes] == [grey] * 4


def test_the_numbers_of_an_axis_have_as_many_digits_as_its_ticks():
    figure = warm_up(language="id", stamp=STAMP).figure
    FigureCanvasAgg(figure).draw()

    assert [tick.get_text() for tick in figure.axes[-1].get_yticklabels()][:3] == ["0,0", "0,3", "0,6"]


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_figure_has_the_same_bytes(kind):
    assert canvas.picture(otif(language="id", stamp=STAMP), kind) == canvas.picture(
        otif(language="id", stamp=STAMP), kind
    )


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_a_file_does_not_depend_on_those_made_before(kind):
    alone, after = otif(language="id", stamp=STAMP), otif(language="id", stamp=STAMP)
    canvas.picture(after)

    assert canvas.picture(after, kind) == canvas.picture(alone, kind)


def test_a_picture_has_200_dots_an_inch_over_the_width_of_a_page():
    png = canvas.picture(otif(language="id", stamp=STAMP))

    assert int.from_bytes(png[16:20], "big") == int(canvas.WIDTH * 200)


def test_drawing_leaves_the_settings_of_matplotlib_alone_and_does_not_depend_on_them():
    plain = canvas.picture(flow(language="en", stamp=STAMP))
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "red", "lines.linewidth": 9}):
        before = dict(mpl.rcParams)
        assert canvas.picture(flow(language="en", stamp=STAMP)) == plain
        assert dict(mpl.rcParams) == before


def test_every_colour_of_a_cause_stands_out_from_paper():
    used = {one.colour for one in (*causes.CAUSES.values(), *causes.STATES.values())} - {""}

    assert all(min(colors.to_rgb(colour)) < 0.8 for colour in used)


def test_no_workshop_type_is_taken_for_closed_hours():
    closed = [plots._colour(f"closed {state}") for state in causes.STATES]
    far = [np.linalg.norm(np.subtract(colors.to_rgb(one), pale)) for one in plots.TYPES for pale in closed]

    assert min(far) > 0.2
