"""Titles: what is shown to people calls everything by its title, and never by its id.

Every id of these scenarios begins with `xq`, which stands in no word: wherever it is shown, an id is.
"""

import copy
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from typer.testing import CliRunner

from cases import small_tree
from takarusim.app import knobs, player, shown
from takarusim.briefing import brief, pages, story, weighing
from takarusim.commands.application import app
from takarusim.errors import ScenarioError
from takarusim.excel import exported
from takarusim.experiments import run
from takarusim.experiments.changes import input_changes
from takarusim.experiments.why import why
from takarusim.figures import canvas, gallery, keeping, pictures, plots
from takarusim.language.numerals import LANGUAGES
from takarusim.language.titles import called, named, of
from takarusim.language.words import say
from takarusim.results import comparisons, ensembles, packages, runs, sweeps
from takarusim.scenario import reading, titles
from takarusim.scenario.scenario import Part, Titled

SCENARIOS = Path(__file__).parents[1] / "scenarios"
BASE = """
title: {en: As it is, id: Saat ini}
time: {first_day: 2024-01-01, last_day: 2024-02-15, run_in: 1 week}
kinds: {xq-farm: {title: {en: farming kind, id: jenis tani}}, xq-town: {title: {en: town kind, id: jenis kota}}}
operations: {xq-cut: {title: {en: sawing, id: gergaji}}, xq-weld: {title: {en: joining, id: sambung}}}
workshops:
  xq-a: {title: {en: saws, id: gergajian}, units: 2, failures: {life: {exponential: 40 h}, repair: 5 h}}
  xq-c: {title: {en: torches, id: obor}, units: 3, let: {value: 2, source: assumption, low: 1, high: 3}}
calendars:
  xq-day: {title: {en: daylight, id: terang}, hours: {monday-friday: "08:00-12:00, 13:00-16:00"}}
  xq-late: {title: {en: evenings, id: petang}, hours: {monday-saturday: "12:00-22:00"}}
smes:
  xq-shop: {title: {en: tin smith, id: pandai timah}, count: 3,
    crews: &crews {value: 1, source: assumption, low: 1, high: 2}, calendar: xq-day,
    capital: Rp 50 million, wage: Rp 2 million}
  xq-forge: {title: {en: blacksmith, id: pandai besi}, crews: *crews, calendar: xq-day,
    score: 2000, wage: Rp 2 million}
channels: {direct: {title: {en: by hand, id: tangan}, asks: 2}}
materials:
  xq-steel:
    title: {en: sheet metal, id: lembaran}
    opening: 2 t
    price: "Rp 10,000"
    reorder: {point: 1 t, up_to: 3 t, lead_time: {value: 6 days, source: assumption, low: 3 days, high: 12 days}}
components:
  xq-part:
    title: {en: brace, id: penyokong}
    material: xq-steel
    mass: {value: 2 kg, source: assumption, low: 1 kg, high: 4 kg}
    price: "Rp 90,000"
    reject_rate: 5 %
    routing:
      xq-cut: {workshop: {value: xq-a, alternatives: [xq-c]}, setup: 30 min, per_piece: 5 min, rework: true}
      xq-weld: {workshop: xq-c, setup: 20 min, per_piece: 7 min, rework: true}
lanes:
  xq-road: {title: {en: gravel, id: kerikil}, travel: 5 h, departures: {weekdays: [tuesday, friday], at: "15:00"}}
partners:
  xq-maker:
    title: {en: plough works, id: pabrik bajak}
    kind: xq-farm
    lane: xq-road
    orders: {every: {exponential: 14 h, source: assumption, low: 9 h, high: 20 h}}
    components: {xq-part: 1}
    quantity: {uniform: [20, 60]}
    contract: {due: 9 days, suppliers: [xq-shop, xq-forge], terms: 30 days}
  xq-market:
    title: {en: stalls, id: lapak}
    kind: xq-town
    orders: {every: {exponential: 30 h}}
    components: {xq-part: 1}
    quantity: 25
    contract: {due: 6 days}
assumptions:
  xq-rates: {title: {en: how often, id: seberapa sering}, against: [partners.xq-maker.orders.every]}
  xq-hands: {title: {en: how many hands, id: berapa tangan}, against: ["smes.*.crews", "workshops.*.let"]}
  xq-iron: {title: {en: all about metal, id: soal logam}, paths: ["materials.*.reorder.lead_time", "components.*.mass"]}
targets:
  "otif[partner=xq-maker]": {low: 0.99, required: true}
  "utilisation[workshop=xq-c]": {low: 0.1, high: 1, source: assumption}
  "lead_time_mean[kind=xq-farm]": {low: 1, high: 90, source: assumption}
"""
MORE = """
extends: xq-base.yaml
title: {en: More torches, id: Tambahan obor}
changes:
  xq-hall: {title: {en: hall, id: balai}, decided: 2024-01-01, cost: Rp 10 million, units: {xq-c: 2}}
  xq-tool: {title: {en: tools, id: perkakas}, from: 2024-02-01, times: {smes.xq-shop.time_factor: 0.8}}
programmes:
  xq-tidy:
    title: {en: tidying, id: beberes}
    firms: [xq-forge]
    from: 2024-01-02
    reached: 5000
    effects: {setup: 50 %}
"""
LESS = """
extends: xq-base.yaml
title: {en: Other hands, id: Tangan lain}
smes: {xq-forge: {calendar: xq-late, crews: 2}}
partners:
  xq-new:
    title: {en: newcomers, id: pendatang}
    kind: xq-town
    orders: {every: {exponential: 40 h}}
    components: {xq-part: 1}
    contract: {due: 9 days}
"""
STAMP = canvas.Stamp("run", 1, 2)
FEW = ("--replications", "2")
FILES = ("base", "more", "less")
COMMANDS = {  # each with what it is asked in, so that both languages are looked at
    "run": ("id", "run", "base", *FEW, "--relax"),
    "comparison": ("en", "compare", *FILES, *FEW, "--groups"),
    "headroom": (
        "en",
        "headroom",
        "base",
        "--require",
        "otif[partner=xq-maker] >= base - 0.5",
        "--partner",
        "xq-maker",
        *FEW,
    ),
    "fewest": ("id", "headroom", "base", "--require", "wip <= 900", "--fewest", "workshops.xq-c.let", *FEW),
    "worlds": ("id", "worlds", "base", "--worlds", "9", "--replications", "1", "--waves", "1"),
    "credit": ("en", "credit", *FILES, *FEW),
    "sweep": (
        "id",
        "sweep",
        "base",
        "--vary",
        "smes.xq-forge.calendar=xq-day,xq-late",
        "--vary",
        "partners.xq-maker.demand=1,2",
        *FEW,
    ),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """What each command prints, and the folder of its results."""
    home = tmp_path_factory.mktemp("titles")
    for name, text in zip(FILES, (BASE, MORE, LESS), strict=True):
        (home / f"xq-{name}.yaml").write_text(text)

    @cache
    def make(command):
        language, *words = COMMANDS[command]
        words = [str(home / f"xq-{word}.yaml") if word in FILES else word for word in words]
        place = home / command
        done = CliRunner().invoke(
            app, [*words, "--lang", language, "--store" if command == "sweep" else "--out", str(place)]
        )
        assert done.exit_code in (0, 1), done.output
        return done.stdout, place if command == "sweep" else next(place.iterdir())

    return make


def leaks(text):
    """Returns the lines of a text in which an id or a path is, but for commands, which have names of files."""
    return [
        line for line in text.splitlines() if re.search(r"xq|\b[a-z]+[.][a-z_]+\b", line) and "takarusim " not in line
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_prints_has_titles(made, command):
    printed, folder = made(command)
    assert not leaks(printed.replace(str(folder), "").replace("responses.parquet", ""))


OPENED = {
    "run": runs.opened,
    "comparison": lambda folder: comparisons.opened(folder).comparison,
    "worlds": ensembles.opened,
    "credit": packages.opened,
    "sweep": sweeps.opened,
}


def words_of(axes):
    """Returns the texts of a figure, a line each."""
    axes.figure.draw_without_rendering()
    return "\n".join(each.get_text() for each in axes.figure.findobj(Text))


@pytest.mark.parametrize("kind", OPENED)
def test_figures_have_titles_also_of_results_that_are_read_back(made, kind):
    found = OPENED[kind](made(kind)[1])
    drawn = {}
    for k, (figure, drawing) in enumerate(gallery.drawings(found, pictures.Asked())):
        axes = drawing.draw(language=LANGUAGES[k % 2], stamp=STAMP)
        if axes:
            drawn[figure.name] = leaks(words_of(axes))

    assert drawn
    assert not {name: told for name, told in drawn.items() if told}


@pytest.mark.parametrize("command", ["headroom", "fewest"])
def test_a_figure_of_headroom_has_titles(made, command, monkeypatch):
    seen = []
    monkeypatch.setattr(keeping, "picture", lambda axes, _: seen.append(words_of(axes)) or b"")
    list(keeping.draw(made(command)[1], keeping.Wanted(format="pdf")))

    assert seen
    assert not leaks(seen[0])


def told(block):
    """Yields the texts of what a page is made of; commands and pictures are none."""
    if isinstance(block, str):
        yield block
    elif isinstance(block, pages.Picture):
        yield block.alt
    elif isinstance(block, tuple) and not isinstance(block, pages.Code):
        for each in block:
            yield from told(each)


def test_a_briefing_has_titles(made):
    run_folder, compared = made("run")[1], made("comparison")[1]
    ran, outcome = runs.opened(run_folder), comparisons.opened(compared)
    papers = [
        brief.paper(ran, titles.spoken("en", ran.plan.scenario)),
        weighing.paper(outcome, titles.spoken("id", *outcome.plan.scenarios.values())),
    ]

    for paper in papers:
        assert not leaks("\n".join(told(paper.blocks)))


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "select"])
def test_workbooks_have_titles_and_name_ids_in_one_column(made, command):
    export, language = exported.exported(made(command)[1], "en")
    for table in export.tables:
        ids = [k for k, head in enumerate(table.heads) if head == say("head.id", language)]
        rows = "\n".join(str(cell) for row in table.rows for k, cell in enumerate(row) if k not in ids)
        assert not leaks(rows), table.name
        assert not leaks("\n".join(table.heads)), table.name


def test_the_life_of_an_order_is_told_with_titles(made):
    scenario = runs.opened(made("run")[1]).plan.scenario
    found = why(scenario, 12)
    language = titles.spoken("id", scenario)
    rows = [
        *story.sentences(found, language),
        *map(str, (*story.stages(found, language), *story.lifted(found, language))),
    ]
    ((_, drawing),) = gallery.drawings(found, pictures.Asked())

    assert not leaks("\n".join(rows))
    assert not leaks(words_of(drawing.draw(language="en", stamp=STAMP)))
    assert any("sambung" in row for row in rows)


def test_the_page_has_titles(made):
    outcome = comparisons.opened(made("comparison")[1])
    scenario = outcome.plan.base
    language = titles.spoken("id", *outcome.plan.scenarios.values())
    tables = [shown.differing(outcome, language), shown.kpis(outcome, language)]
    labels = [knob.label(language) for knob in knobs.knobs_of(scenario)]
    scene = player.scene(run.simulate(scenario, seed=1), 0, language)

    assert not leaks("\n".join([*labels, *(table.to_csv(sep="\n") for table in tables), json.dumps(scene, indent=1)]))


def test_titles_change_no_number():
    bare = without_titles(reading.tree_of(reading.read_scenario(SCENARIOS / "first-steps.yaml")))
    scenario, plain = reading.read_scenario(SCENARIOS / "first-steps.yaml"), reading.scenario_from(bare)

    assert not input_changes(plain, scenario)
    assert np.array_equal(run.simulate(plain, seed=1).log, run.simulate(scenario, seed=1).log)


def without_titles(tree):
    if not isinstance(tree, dict):
        return tree
    return {key: without_titles(value) for key, value in tree.items() if key not in ("title", "kinds", "operations")}


def untitled(part, path=()):
    """Yields the paths of what has an id and no title in both languages."""
    if isinstance(part, Titled) and (isinstance(part.title, str) or set(part.title) != set(LANGUAGES)):
        yield ".".join(path)
    for key in type(part).model_fields:
        value = getattr(part, key)
        for name, each in value.items() if isinstance(value, dict) else [("", value)]:
            if isinstance(each, Part):
                yield from untitled(each, (*path, key, *filter(None, [name])))


@pytest.mark.parametrize("file", sorted(SCENARIOS.rglob("*.yaml")), ids=lambda file: file.stem)
def test_scenarios_that_are_shipped_have_all_titles_in_both_languages(file):
    scenario = reading.read_scenario(file)
    kinds = {partner.kind for partner in scenario.partners.values()} - {""}
    operations = {name for component in scenario.components.values() for name in component.routing}

    assert not list(untitled(scenario))
    assert kinds == set(scenario.kinds)
    assert operations == set(scenario.operations)
    for section in (scenario.partners, scenario.smes, scenario.components, scenario.materials, scenario.workshops):
        for language in LANGUAGES:
            shown = [of(part.title, language) for part in section.values()]
            assert len(set(shown)) == len(shown)


@pytest.mark.parametrize(
    ("section", "name"),
    [("partners", "maker"), ("smes", "forge"), ("workshops", "A"), ("materials", "steel"), ("lanes", "road")],
)
def test_a_title_that_is_no_text_is_told_once(section, name):
    tree = small_tree()
    tree[section][name]["title"] = {"fr": "x", "de": "y"}
    with pytest.raises(ScenarioError) as wrong:
        reading.scenario_from(tree)

    assert [problem.said("en").partition(", got")[0] for problem in wrong.value.problems] == [
        f"{section}.{name}.title: not a line of text"
    ]


def test_firms_and_buildings_are_called_by_their_group_and_number():
    tree = small_tree()
    tree["smes"]["press"] |= {"count": 12, "title": "stamper"}
    tree["workshops"] |= {"A": {"units": 1, "title": "saws"}, "A-big": {"units": 1}}
    tree["changes"] = {"hall": {"title": "hall", "decided": "2024-01-01", "units": {"A": 1}}}
    language = titles.spoken("en", reading.scenario_from(tree))
    names = {"sme": ("press", "press-02", "forge"), "unit": ("A-010", "A-hall-001", "A-big-001", "B-002")}
    shown = {what: [called(what, name, language) for name in each] for what, each in names.items()}

    assert shown["sme"] == ["stamper", "stamper 2", "forge"]
    assert shown["unit"] == ["saws 10", "saws hall 1", "A-big-001", "B-002"]


def test_a_language_with_titles_is_the_language_also_in_another_process():
    language = copy.copy(named("id", {"sme": {"press": "stamper"}}))  # as pickle does

    assert (language, f"{language}", {"id": 1}[language]) == ("id", "id", 1)
    assert called("sme", "press", language) == "stamper"
    assert called("sme", "press", "id") == "press"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_legend_of_long_titles_leaves_the_figure_its_room(language):
    causes = ["crew", "workshop A", "workshop B", "workshop C", "processing", "outside", "rework", "truck", "travel"]
    rows = [(name, cause, 3.0, 0.5) for name in ("maker", "market") for cause in causes]
    workshops = {name: f"{name} (for all that is long and heavy)" for name in "ABC"}
    language = named(language, {"workshop": workshops, "partner": {"maker": "makers of very large ploughs"}})
    frame = pd.DataFrame(rows, columns=["group", "cause", "days", "late"])
    axes = plots.ledger(frame, language=language, stamp=STAMP)
    axes.figure.draw_without_rendering()
    legend, room = axes.get_legend().get_window_extent(), axes.figure.bbox

    assert legend.x1 <= room.x1
    assert axes.get_window_extent().width > 0.5 * room.width


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_from_python_is_told_by_titles(language):
    base, more = (reading.scenario_from(reading.files.load_value(text)) for text in (BASE, BASE))
    one = run.simulate(base, seed=1)
    told = titles.titled(one.orders, base, language=language)
    ledger = titles.titled(one.ledger, more, language=language)

    assert {"en": "plough works", "id": "pabrik bajak"}[language] in set(told["partner"])
    for frame in (told, ledger[["partner", "kind", "cause"]]):
        assert "xq" not in frame.to_csv()
    assert list(told.columns) == list(one.orders.columns)
    assert told["quantity"].equals(one.orders["quantity"])


@pytest.mark.parametrize(
    ("language", "heads"),
    [
        ("en", ["On time in full, partner plough works", "partner plough works: factor on demand"]),
        ("id", ["Tepat waktu dan lengkap, mitra pabrik bajak", "mitra pabrik bajak: pengali permintaan"]),
    ],
)
def test_columns_that_are_kpis_or_paths_are_told_and_others_stay(language, heads):
    base = reading.scenario_from(reading.files.load_value(BASE))
    partner = next(name for name, one in base.partners.items() if "plough works" in str(one.title))
    kept = ["point", "otif", "no such path.x", "a.b", 3]
    frame = pd.DataFrame([], columns=[f"otif[partner={partner}]", f"partners.{partner}.demand", *kept])

    assert list(titles.titled(frame, base, language=language)) == [*heads, *kept]
