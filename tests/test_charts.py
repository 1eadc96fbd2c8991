"""Figures of experiments: each draws in both languages, with its words inside the canvas."""

import dataclasses
import itertools
import re

import numpy as np
import pandas as pd
import pytest
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from cases import comparison, responses, small_tree
from takarusim.errors import ExperimentError
from takarusim.experiments import compare, design, headroom
from takarusim.experiments.sweep import Sweep
from takarusim.figures import canvas, charts, factors, plots
from takarusim.figures.canvas import COLUMN, STYLE, TINY
from takarusim.language.numerals import LANGUAGES, number
from takarusim.language.titles import named
from takarusim.results import sweeps
from takarusim.scenario import reading
from takarusim.scenario.titles import path
from takarusim.statistics.estimates import Estimate
from test_plots import CAUSES, beyond_its_axis

STAMP = canvas.Stamp("0123456789ab", 1, 3)
LOOK = {"language": "en", "stamp": STAMP}


def grid_of(levels, value):
    """Returns a sweep over {path: levels} of which a value is told for each point, in otif and in revenue."""
    made = design.grid([design.Factor(path, levels=of) for path, of in levels.items()])
    values = np.array([[[value(*point) + r / 1000] * 2 for r in range(3)] for point in made.points])
    return Sweep(None, made, responses(range(len(made)), ("otif", "revenue"), values * [1, 4e7]), 1)


SCENARIOS = ("lik-takaru", "add-heavy-equipment-partner", "a-scenario-of-a-name-longer-than-a-column", "less")
LONG = {
    "partners.heavy-equipment-1.contract.late.and-much-more-than-fits": (0.25, 0.5, 1.5),
    "rules.queue": ("first_come_first_served", "earliest_due_date_first", "shortest"),
    "materials.steel.reorder.point": ("2.5 t", "12 t"),
    "time.run_in": ("1 week", "10 weeks"),
    "workshops.press.failures": (True, False),
}
MANY = grid_of(LONG, lambda a, b, c, d, e: 0.2 + 0.3 * a - 0.01 * len(b) + 0.001 * len(c) + 0.1 * e)
FINE = grid_of(
    {"partners.market.demand": [n / 8 for n in range(25)], "rules.passes": (1, 2, 3)}, lambda a, b: a - b / 9
)


SPENT = pd.DataFrame(
    [(s, c, 1 + 2 * (i == j), i / 3) for i, s in enumerate(SCENARIOS) for j, c in enumerate(CAUSES)],
    columns=["group", "cause", "days", "late"],
)


TITLES = {"base": {"en": "As it is", "id": "Saat ini"}, "more": {"en": "One more partner", "id": "Satu mitra lagi"}}
LEVELS = np.array([[8e8, 3e8], [8e8 + 15.7e6, 3e8 - 10_065]])  # a month, of all and of a kind
MONEY = comparison(
    {label: reading.scenario_from(small_tree() | {"title": title}) for label, title in TITLES.items()},
    ("revenue", "revenue[kind=automotive]"),
    LEVELS[:, None] + 1e5 * np.arange(3)[None, :, None] * [[[1, 1]], [[1.5, 0.5]]],
    "revenue",
)


@pytest.fixture(scope="module")
def found():
    base = reading.scenario_from(small_tree())
    partner, workshop = next(iter(base.partners)), next(iter(base.workshops))
    more = reading.with_value(base, f"partners.{partner}.demand", 1.5)
    factors = [
        design.Factor(f"partners.{partner}.demand", levels=(0.5, 1.0)),
        design.Factor(f"workshops.{workshop}.units", levels=(1, 2)),
    ]
    return {
        "comparison": compare.compare({"base": base, "more": more}, 3, seed=1),
        "headroom": headroom.headroom(base, "otif >= base - 0.1", replications=3, partner=partner),
        "sweep": sweeps.sweep(base, design.grid(factors), 2),
    }


FIGURES = {
    "forest": lambda f, **how: charts.forest(f["comparison"], "otif", **how),
    "forest of money": lambda _, **how: charts.forest(MONEY, "revenue", **how),
    "before and after": lambda f, **how: charts.before_and_after(f["comparison"], "more", "otif", **how),
    "headroom": lambda f, **how: charts.headroom(f["headroom"], "otif", "share", **how),
    "main effects": lambda f, **how: factors.main_effects(f["sweep"], "otif", "share", **how),
    "heat map": lambda f, **how: factors.heat_map(f["sweep"], "otif", "share", **how),
    "tornado": lambda f, **how: factors.tornado(f["sweep"], "otif", "share", **how),
    "tornado of many": lambda _, **how: factors.tornado(MANY, "otif", "share", **how),
    "tornado of money": lambda _, **how: factors.tornado(MANY, "revenue", "Rp/month", **how),
    "heat map of many levels": lambda _, **how: factors.heat_map(FINE, "revenue", "Rp/month", **how),
    "ledgers of late orders": lambda _, **how: charts.ledgers(SPENT, late=True, **how),
    "ledgers of all orders": lambda _, **how: charts.ledgers(SPENT, late=False, **how),
    "main effects of many": lambda _, **how: factors.main_effects(MANY, "otif", "share", **how),
    "heat map of many": lambda _, **how: factors.heat_map(MANY, "revenue", "Rp/month", **how),
}


@pytest.fixture(params=[(name, language) for name in FIGURES for language in LANGUAGES], ids="-".join)
def drawn(request, found):
    """A figure's language, its words with their boxes, and its own box."""
    name, language = request.param
    axes = FIGURES[name](found, language=language, stamp=STAMP)
    canvas = FigureCanvasAgg(axes.figure)
    with style.context(["default", STYLE]):
        canvas.draw()
    shown = [text for text in axes.figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    texts = [text for text in shown if not beyond_its_axis(text, axes.figure)]
    return language, [(text, text.get_window_extent(canvas.get_renderer())) for text in texts], axes.figure.bbox


def test_every_word_lies_within_the_canvas(drawn):
    _, boxes, whole = drawn

    assert boxes
    assert not [
        text.get_text()
        for text, box in boxes
        if box.x0 < -1 or box.y0 < -1 or box.x1 > whole.x1 + 1 or box.y1 > whole.y1 + 1
    ]


def test_no_word_lies_over_another(drawn):
    _, boxes, _ = drawn
    over = [
        (a.get_text(), b.get_text())
        for (a, x), (b, y) in itertools.combinations(boxes, 2)
        if x.padded(-1).overlaps(y.padded(-1))
    ]

    assert not over


def test_words_are_large_enough_and_numbers_as_the_language_writes_them(drawn):
    language, boxes, _ = drawn
    words = [text.get_text() for text, _ in boxes]

    assert min(text.get_fontsize() for text, _ in boxes) >= 7
    assert language == "en" or not [word for word in words if re.search(r"\d\.\d(?!\d\d)", word) and ">=" not in word]
    assert any("0123456789ab" in word for word in words)


def test_amounts_of_money_have_one_sign_and_one_scale():
    axes = charts.forest(MONEY, "revenue", **LOOK)
    FigureCanvasAgg(axes.figure).draw()

    told = [text.get_text() for text in axes.texts]
    assert told[0].startswith("+Rp 15.8 million, ")
    assert told[1].startswith("\N{MINUS SIGN}Rp 60,065, ")
    assert axes.xaxis.get_offset_text().get_text() == "Rp million"
    assert {"0", "5"} < {tick.get_text() for tick in axes.get_xticklabels()}


def test_a_worse_scenario_is_drawn_in_another_colour_than_a_better_one(found):
    base, more = found["comparison"].scenarios.values()
    for scenarios, way in (((base, more), 1), ((more, base), -1)):
        compared = compare.compare(dict(zip("ab", scenarios, strict=True)), 3, seed=1, headline="wip")
        told = compared.differences["b"]["wip"].verdict
        ink = charts.forest(compared, "wip", **LOOK).lines[0].get_color()
        assert (told, ink) == {1: ("worse", canvas.VERMILLION), -1: ("better", canvas.BLUE)}[way]


@pytest.mark.parametrize("requirement", ["otif >= 0.4", "lead_time_mean <= 9"])
def test_the_line_of_a_requirement_lies_where_it_says(requirement):
    base, kpi = reading.scenario_from(small_tree()), requirement.split()[0]
    tried = headroom.headroom(base, requirement, replications=3)
    lines = charts.headroom(tried, kpi, "share", **LOOK).lines

    assert float(requirement.split()[-1]) in [pytest.approx(line.get_ydata()[0]) for line in lines]


def test_ink_is_light_on_dark_ground_and_dark_on_light():
    assert (canvas.ink_on("#003f66"), canvas.ink_on("#f0e442")) == ("white", canvas.INK)


def test_headroom_in_counts_is_drawn_near_its_answer_and_with_its_unit():
    def at(level, mean):
        return headroom.Level(level, *(Estimate(x, x, x, 0.95, 30, "t") for x in (mean, 6 - mean)))

    levels = (at(2, 30.0), at(3, 5.9), at(4, 5.0), at(100, 4.9), at(200, 4.9))
    found = headroom.Headroom(
        "workshops.press.let", "lead_time_mean <= 6", 0.95, levels, is_upward=True, responses=None
    )
    axes = charts.headroom(found, "lead_time_mean", "day", language="en", stamp=canvas.Stamp("", 1, 30))
    words = [text.get_text() for text in axes.figure.findobj(Text)]

    assert axes.get_xlim()[1] < 7
    assert axes.get_ylabel() == "days"
    assert [line.get_ydata()[0] for line in axes.lines if line.get_linestyle() == "--"] == [6]
    assert {text.get_text(): text.get_ha() for text in axes.texts} == {"2": "right", "3": "left"}
    assert "takarusim · seed 1 · replications: 30" in words


def test_scenarios_are_called_by_their_titles_and_differences_told_in_numbers(found):
    def titled(label, **title):
        return found["comparison"].scenarios[label].model_copy(update={"title": title})

    scenarios = {"base": titled("base", en="As it is", id="Saat ini"), "more": titled("more", en="More", id="Lebih")}
    comparison = dataclasses.replace(found["comparison"], scenarios=scenarios)
    forest = charts.forest(comparison, "otif", language="id", stamp=STAMP)
    before = charts.before_and_after(comparison, "more", "otif", language="en", stamp=STAMP)
    mean = 100 * comparison.differences["more"]["otif"].difference.mean

    title, note, *_ = (one.get_text().replace("\n", " ") for one in forest.figure.texts)
    assert title == "Selisih: Tepat waktu dan lengkap"
    assert note.startswith("Selisih berpasangan terhadap Saat ini, dengan selang 95%")
    assert forest.get_yticklabels()[0].get_text() == "Lebih"
    assert forest.texts[0].get_text().startswith(f"{'+' if mean > 0 else ''}{number(mean, 'id', 1)}, ")
    assert [one.get_text() for one in before.get_legend().get_texts()] == ["As it is", "More"]


def test_a_title_that_is_too_long_for_a_line_is_broken_and_never_a_label(found):
    """Titles of measures put together are long; the label of a file is no name for people."""
    long = "Mentoring for two years + An access road + A credit line for material"
    base, more = found["comparison"].scenarios.items()
    scenarios = dict([base, (more[0], more[1].model_copy(update={"title": long}))])
    comparison = dataclasses.replace(found["comparison"], scenarios=scenarios)
    forest = charts.forest(comparison, "otif", language="id", stamp=STAMP)
    before = charts.before_and_after(comparison, "more", "otif", language="en", stamp=STAMP)
    rows, legend = forest.get_yticklabels()[0].get_text(), before.get_legend().get_texts()[1].get_text()
    canvas.picture(forest)
    forest.figure.set_dpi(200)
    boxes = [text.get_window_extent() for text in forest.get_yticklabels()[:2]]

    assert rows.replace("\n", " ") == legend.replace("\n", " ") == long
    assert max(map(len, rows.split("\n"))) <= 36
    assert len(boxes) < 2 or not boxes[0].overlaps(boxes[1])


def test_a_bold_name_lies_within_the_picture(found):
    axes = charts.forest(found["comparison"], "otif", language="en", stamp=STAMP)
    axes.set_yticks([0], ["One more heavy-equipment partner"], weight="bold")
    canvas.picture(axes)
    axes.figure.set_dpi(200)
    box = axes.get_yticklabels()[0].get_window_extent(FigureCanvasAgg(axes.figure).get_renderer())

    assert box.x0 > 0.05 * 200


def test_a_heat_map_of_one_value_is_told_in_ink_that_can_be_read():
    axes = factors.heat_map(grid_of({"a.b": (1, 2), "a.c": (1, 2)}, lambda *_: 0.5), "otif", "share", **LOOK)

    assert {text.get_color() for text in axes.texts} == {"white"}


def test_a_heat_map_of_one_factor_is_refused(found):
    one = design.grid([design.Factor("rules.setup", levels=("each_lot", "on_change"))])
    swept = sweeps.sweep(reading.scenario_from(small_tree()), one, 2)

    with pytest.raises(ExperimentError, match="needs two factors, got 1"):
        factors.heat_map(swept, "otif", "share", language="en", stamp=STAMP)


def test_ledgers_stand_side_by_side_in_the_colours_of_one_ledger():
    axes = charts.ledgers(SPENT, late=True, language="en", stamp=STAMP)
    one = plots.ledger(SPENT, language="en", stamp=STAMP)
    bars = [[bar for bar in each.patches if bar.get_width()] for each in (axes, one)]

    assert axes.figure.get_figwidth() == COLUMN
    assert [bar.get_facecolor() for bar in bars[0]] == [bar.get_facecolor() for bar in bars[1]]
    assert [(bar.get_x(), bar.get_width()) for bar in bars[0]] == [(bar.get_x(), bar.get_width()) for bar in bars[1]]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [
        text.get_text() for text in one.get_legend().get_texts()
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_ledgers_have_room_for_their_bars_below_a_legend_of_long_names(language):
    titles = {cause.removeprefix("workshop "): "lathes, mills and welding" for cause in CAUSES}
    axes = charts.ledgers(SPENT, late=True, language=named(language, {"workshop": titles}), stamp=STAMP)
    canvas.picture(axes)
    height = axes.get_position().height * axes.figure.get_figheight()

    assert height >= 0.3 * len(SCENARIOS)  # inches


def test_a_scenario_without_late_orders_has_an_empty_bar():
    none = SPENT.assign(days=SPENT["days"].where(SPENT["group"] != "less", 0.0))
    axes = charts.ledgers(none, late=True, language="en", stamp=STAMP)

    assert "0.0" in [text.get_text() for text in axes.texts]
    assert [text.get_text() for text in axes.texts if text.get_text() in SCENARIOS][-1] == "less"


def test_a_tornado_is_a_column_wide_and_its_widest_factor_on_top():
    sweep = grid_of({"rules.passes": (1, 2), "rules.setup": ("a", "b")}, lambda n, kind: n / 10 + (kind == "b"))
    axes = factors.tornado(sweep, "otif", "share", language="en", stamp=STAMP)
    heights = {text.get_text(): text.xy[1] for text in axes.texts if text.get_text().startswith("rules: ")}
    setup, passes = (path(name, "en") for name in ("rules.setup", "rules.passes"))

    assert axes.figure.get_figwidth() == COLUMN
    assert heights[setup] < heights[passes]  # the axis runs downwards
    assert axes.yaxis_inverted()


def test_levels_beside_the_bars_of_a_tornado_lie_over_its_scale():
    axes = factors.tornado(MANY, "otif", "share", language="en", stamp=STAMP)
    canvas = FigureCanvasAgg(axes.figure)
    canvas.draw()
    boxes = [t.get_window_extent(canvas.get_renderer()) for t in axes.texts if t.get_fontsize() == TINY]

    assert len(boxes) == 2 * len(LONG)
    assert min(box.x0 for box in boxes) >= axes.bbox.x0
    assert max(box.x1 for box in boxes) <= axes.bbox.x1


def test_bars_of_a_tornado_reach_from_the_overall_mean_to_the_means_at_the_ends():
    sweep = grid_of({"rules.passes": (1, 2, 4)}, lambda n: n / 10)
    axes = factors.tornado(sweep, "otif", "share", language="en", stamp=STAMP)
    ends = sorted(round(bar.get_x() + bar.get_width(), 3) for bar in axes.patches if bar.get_width())

    assert ends == [0.101, 0.401]
    assert {round(bar.get_x(), 3) for bar in axes.patches} == {0.234}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measure", ["points", "share", "day", ""])
@pytest.mark.parametrize("span", [3e-4, 0.02, 0.11, 0.17, 0.9, 1.3, 7.0, 18.0])
def test_a_tick_is_told_as_it_is(span, measure, language):
    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.set_xlim(-span, 0.15 * span)
    canvas.in_unit(axes.xaxis, measure, language)
    figure.canvas.draw()
    marks = str.maketrans("−,." if language == "id" else "−.,", "-._", "%")
    told = [float(label.get_text().translate(marks)) for label in axes.get_xticklabels()]

    assert told == pytest.approx(
        axes.get_xticks() * (100 if measure in ("points", "share") else 1), rel=1e-9, abs=1e-12
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("5R mentoring", "5R mentoring"),
        ("5R mentoring for two years", "5R mentoring…"),
        ("partners.tractors.demand", "…actors.demand"),
        ("5R mentoring + An access road", "5R men…s road"),
    ],
)
def test_of_a_long_title_the_beginning_is_shown_of_a_path_the_end_and_of_several_titles_both(name, shown):
    assert charts._cut(name, 14) == shown
