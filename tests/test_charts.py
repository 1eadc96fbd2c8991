"""Figures of experiments: each draws in both languages, with its words inside the canvas."""

import pytest
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from cases import small_tree
from takarusim import charts, comparing, design, limits, plots, reading, sweeping
from test_plots import beyond_its_axis

STAMP = plots.Stamp("0123456789ab", 1, 3)


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
        "comparison": comparing.compare({"base": base, "more": more}, 3, seed=1),
        "headroom": limits.headroom(base, "otif >= base - 0.1", replications=3, partner=partner),
        "sweep": sweeping.sweep(base, design.grid(factors), 2),
    }


FIGURES = {
    "forest": lambda f, **how: charts.forest(f["comparison"], "otif", **how),
    "before and after": lambda f, **how: charts.before_and_after(f["comparison"], "more", "otif", **how),
    "headroom": lambda f, **how: charts.headroom(f["headroom"], "otif", "share", **how),
    "main effects": lambda f, **how: charts.main_effects(f["sweep"], "otif", "share", **how),
    "heat map": lambda f, **how: charts.heat_map(f["sweep"], "otif", "share", **how),
}


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("name", FIGURES)
def test_figures_draw_with_every_word_inside_the_canvas(found, name, language):
    axes = FIGURES[name](found, language=language, stamp=STAMP)
    canvas = FigureCanvasAgg(axes.figure)
    with style.context(["default", plots.STYLE]):
        canvas.draw()
    whole = axes.figure.bbox
    shown = [text for text in axes.figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    texts = [text for text in shown if not beyond_its_axis(text, axes.figure)]
    boxes = {text.get_text(): text.get_window_extent(canvas.get_renderer()) for text in texts}

    assert boxes
    assert not {
        text
        for text, box in boxes.items()
        if box.x0 < -1 or box.y0 < -1 or box.x1 > whole.x1 + 1 or box.y1 > whole.y1 + 1
    }
    assert plots.picture(axes).startswith(b"\x89PNG")


def test_a_heat_map_of_one_factor_is_refused(found):
    one = design.grid([design.Factor("rules.setup", levels=("each_lot", "on_change"))])
    swept = sweeping.sweep(reading.scenario_from(small_tree()), one, 2)

    with pytest.raises(ValueError, match="needs two factors, got 1"):
        charts.heat_map(swept, "otif", "share", language="en", stamp=STAMP)
