"""Figures for notebooks: what was found, as a picture that is shown or saved."""

import pytest

from cases import small_tree
from takarusim.errors import ExperimentError
from takarusim.experiments import compare, design
from takarusim.figures import drawing
from takarusim.results import sweeps
from takarusim.scenario import reading


@pytest.fixture(scope="module")
def scenario():
    return reading.scenario_from(small_tree())


@pytest.fixture(scope="module")
def swept(scenario):
    partner = next(iter(scenario.partners))
    factors = [
        design.Factor(f"partners.{partner}.demand", levels=(0.5, 1.0)),
        design.Factor("workshops.A.units", levels=(1, 2)),
    ]
    return sweeps.sweep(scenario, design.grid(factors), 2)


def words(picture):
    """What a picture says."""
    return " ".join(text.get_text() for text in picture.axes.figure.findobj(lambda each: hasattr(each, "get_text")))


def test_a_picture_is_shown_as_wide_as_the_figure_and_saved_as_its_name_says(swept, tmp_path):
    picture = drawing.plot(swept, "lead_time_mean")
    shown, look = picture._repr_png_()
    picture.save(tmp_path / "map.svg")

    assert shown.startswith(b"\x89PNG")
    assert 300 < look["width"] < 1000
    assert (tmp_path / "map.svg").read_bytes().startswith(b"<?xml")
    with pytest.raises(ExperimentError, match=r"no such kind of figure, got 'map\.gif'"):
        picture.save(tmp_path / "map.gif")


def test_a_figure_of_a_sweep_names_the_run_as_its_store_does(swept, scenario, tmp_path):
    kept = sweeps.sweep(scenario, swept.design, 2, store=tmp_path)

    assert swept.id == kept.id == sweeps.opened(tmp_path).id
    assert f'"run": "{swept.id}"' in (tmp_path / "manifest.json").read_text()
    assert swept.id in words(drawing.plot(swept, "otif", "main-effects", language="id"))


def test_a_comparison_has_a_forest_in_either_language(scenario):
    found = compare.compare({"one": scenario, "two": reading.with_value(scenario, "workshops.A.units", 2)}, 2, seed=1)

    assert "Paired differences" in words(drawing.plot(found))
    assert "Selisih berpasangan" in words(drawing.plot(found, "wip", language="id"))


@pytest.mark.parametrize(("kpi", "figure"), [("otfi", ""), ("otif", "heatmap")])
def test_what_there_is_not_is_refused(swept, scenario, kpi, figure):
    compared = compare.compare({"one": scenario, "two": scenario}, 2, seed=1)

    with pytest.raises(ExperimentError, match=r"no such (KPI|figure)"):
        drawing.plot(swept, kpi, figure)
    with pytest.raises(ExperimentError, match=r"no such (KPI|figure)"):
        drawing.plot(compared, kpi, figure)
