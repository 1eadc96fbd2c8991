"""What the page makes of what is chosen: values that are what they say, answers that are the commands' own."""

import json
import re
import runpy
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from takarusim.app import answers, choices, knobs, player, uploads
from takarusim.app.answers import Memory
from takarusim.app.choices import Chosen
from takarusim.commands.app import OPTIONS
from takarusim.commands.application import app
from takarusim.errors import ScenarioError
from takarusim.experiments import run
from takarusim.experiments.asked import Asked
from takarusim.experiments.compare import compared
from takarusim.experiments.execution import Execution
from takarusim.language.numerals import LANGUAGES
from takarusim.outcome.tables import AT_WORK, IN_QUEUE
from takarusim.results import comparisons
from takarusim.results.folder import listed
from takarusim.scenario import reading

SCENARIOS = Path(__file__).parents[1] / "scenarios"
FIRST = SCENARIOS / "first-steps.yaml"
BUSIER = Chosen(FIRST, (), (("partners.tractors.demand", "0.9"),))


def value(scenario, path):
    """Returns the number at a path of a scenario."""
    found = reading.tree_of(scenario)
    for step in path.split("."):
        found = found[step]
    return found["value"] if isinstance(found, dict) else found


@pytest.mark.parametrize("name", ["first-steps", "lik-takaru+mentoring", "credit-line"])
def test_a_knob_sets_what_it_shows(name):
    files = [SCENARIOS / f"{each}.yaml" for each in name.split("+")]
    chosen = Chosen(files[0], tuple(files[1:]))
    found = knobs.knobs_of(choices.after(chosen))
    moved = {}
    for knob in found:
        assert knob.now.value in knob.levels
        assert not knob.values(knob.now.value)
        moved |= knob.values(next(level for level in reversed(knob.levels) if level != knob.now.value))
    made = choices.after(chosen._replace(values=tuple(sorted(moved.items()))))
    again = {path: knob.now for knob in knobs.knobs_of(made) for path in knob.paths}

    for knob in found:
        level = next(level for level in reversed(knob.levels) if level != knob.now.value)
        assert {again[path].value for path in knob.paths} == {level}
        for language in LANGUAGES:
            assert knob.shown(level, language) != knob.shown(knob.now.value, language)


def test_only_what_a_scenario_has_can_be_moved():
    small, large = (
        {knob.theme for knob in knobs.knobs_of(choices.before(Chosen(SCENARIOS / f"{name}.yaml")))}
        for name in ("first-steps", "mentoring")
    )

    assert small == {"demand", "buildings", "crews", "supply"}
    assert large == set(knobs.THEMES)


def test_more_buildings_let_than_there_are_bring_the_buildings():
    knob = next(
        each for each in knobs.knobs_of(choices.before(Chosen(FIRST))) if each.paths == ("workshops.lathe.let",)
    )
    made = choices.after(Chosen(FIRST, (), tuple(knob.values(5.0).items())))

    assert made.workshops["lathe"].units.value == made.workshops["lathe"].let.value == 5
    assert list(knob.values(2.0)) == ["workshops.lathe.let"]


def test_what_extends_the_same_is_offered_as_a_measure_and_put_upon_its_base():
    estate, short = SCENARIOS / "lik-takaru.yaml", SCENARIOS / "working-capital.yaml"
    upon = {base: [each.file.stem for each in choices.measures(base, "id")] for base in (estate, short, FIRST)}

    assert "credit-line" in upon[estate]
    assert set(upon[short]) == set(upon[estate]) - {"working-capital"}
    assert not upon[FIRST]
    line = SCENARIOS / "credit-line.yaml"
    assert choices.after(Chosen(short, (line,))) == reading.read_scenario(line)


def test_the_first_year_is_the_beginning_of_the_plan():
    scenario = choices.before(Chosen(SCENARIOS / "lik-takaru.yaml"))
    whole = run.simulate(answers.ending(scenario, scenario.time.first_day.replace(year=2025, month=3)))
    part = run.simulate(answers.first_year(scenario))

    assert (part.log == whole.log[: len(part.log)]).all()
    assert part.window.end - part.window.start == 365 * 86_400_000


def test_replications_that_are_known_change_nothing():
    made = choices.scenarios(BUSIER)
    execution, known = Execution(1, 4), {label: [] for label in made}
    compared(made, replace(execution, replications=2), Asked(), known=known)
    kept, calls = {label: list(rows) for label, rows in known.items()}, []

    found = compared(made, replace(execution, progress=lambda *told: calls.append(told)), Asked(), known=known)

    assert found.values.tobytes() == compared(made, execution, Asked()).values.tobytes()
    assert calls == [(5, 8), (6, 8), (7, 8), (8, 8)]
    assert all(known[label][:2] == kept[label] for label in made)


def test_what_is_saved_gives_the_same_numbers_on_the_command_line(tmp_path, monkeypatch):
    memory = Memory()
    monkeypatch.setattr(answers, "REPLICATIONS", 4)
    answers.rough(BUSIER, memory)
    seen = answers.refined(BUSIER, memory).comparison
    monkeypatch.chdir(tmp_path)
    for name, text in choices.saved(BUSIER, answers.REPLICATIONS).items():
        (tmp_path / name).write_text(text, "utf-8")
    line = (tmp_path / "changed.yaml").read_text("utf-8").splitlines()[0]
    words = re.fullmatch(r"# takarusim [\w.]+: takarusim (.*)", line)[1].split()

    told = json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)

    assert seen.differences["changed"]["otif"].difference.mean != 0
    kept = answers.kept(BUSIER, memory, tmp_path / "kept")
    assert kept.plan.id == seen.id == Path(told["results"]).name
    commanded = comparisons.opened(Path(told["results"])).comparison
    assert kept.comparison.values.tobytes() == commanded.values.tobytes() == seen.values.tobytes()
    assert [entry.kind for entry in listed(tmp_path / "kept")] == ["comparison"]


def test_two_visitors_share_nothing():
    one, two = Memory(), Memory()
    answers.rough(BUSIER, one)

    assert one.rows
    assert not two.rows
    assert one.out != two.out
    left = one.out
    del one
    assert not left.exists()


def test_only_so_many_scenarios_are_remembered():
    memory = Memory()
    for n in range(answers.MOST + 5):
        memory.of(Chosen(FIRST, (), (("a", str(n)),)), is_rough=True).append(n)

    assert len(memory.rows) == answers.MOST
    assert memory.of(Chosen(FIRST, (), (("a", str(n)),)), is_rough=True) == [n]


# ---- files of visitors

ELSEWHERE = (
    "extends: ../first-steps.yaml",
    "extends: /etc/passwd",
    "extends: 'C:secret.yaml'",
    "extends: '..\\a.yaml'",
)


@pytest.mark.parametrize("line", [*ELSEWHERE, "holidays: {national: /etc/days.csv}", "a: {book: ../../orders.xlsx}"])
def test_no_file_elsewhere_is_read_for_a_visitor(line, tmp_path):
    with pytest.raises(ScenarioError) as error:
        uploads.laid(line.encode(), "mine.yaml", tmp_path)

    assert [problem.key for problem in error.value.problems] == ["file_elsewhere"]


@pytest.mark.parametrize("name", ["mine.yaml", "../../mine.yaml", "/etc/mine.yaml", "..", "a\0b.yaml"])
def test_a_visitors_file_lies_in_the_folder_that_is_given_whatever_it_is_called(name, tmp_path):
    path = uploads.laid(b"extends: first-steps.yaml\nseed: 7\n", name, tmp_path)

    assert path.resolve().is_relative_to(tmp_path.resolve())
    if path.suffix:
        assert choices.before(Chosen(path)).seed == 7


def test_a_visitors_mistakes_are_told_as_any_are(tmp_path):
    path = uploads.laid(b"extends: first-steps.yaml\nworkshops: {lathe: {units: many}}\n", "mine.yaml", tmp_path)

    with pytest.raises(ScenarioError) as error:
        choices.before(Chosen(path))
    assert [problem.path for problem in error.value.problems] == ["workshops.lathe.units"]


def test_the_page_is_served_to_this_machine_alone_and_nothing_is_sent_to_anybody():
    assert OPTIONS["server.address"] == "127.0.0.1"
    assert not OPTIONS["browser.gatherUsageStats"]
    assert OPTIONS["server.headless"]  # nobody is asked for an address, or offered to install anything
    assert OPTIONS["server.fileWatcherType"] == "none"
    assert OPTIONS["server.maxUploadSize"] <= 10


# ---- the player


@pytest.fixture(scope="module")
def one():
    return run.simulate(reading.read_scenario(FIRST), replication=0)


def test_the_player_shows_each_unit_at_work_as_the_log_has_it(one):
    first = one.window.start + 3 * player.SPAN
    found = player.scene(one, first, "en")
    states = one.states
    is_at_work = (states.state == AT_WORK) & (states.start < first + player.SPAN) & (states.end > first)
    lots = set(
        zip(states.unit[is_at_work].tolist(), one.tables.orders.stream[states.order[is_at_work]].tolist(), strict=True)
    )

    assert {(unit, partner) for unit, _, _, part, partner in found["spans"] if part < 2} == lots
    assert found["minutes"] * 60_000 == player.SPAN
    assert all(0 <= start <= end <= found["minutes"] for _, start, end, *_ in found["spans"])


def test_the_players_queues_are_those_of_the_log(one):
    first = one.window.start + 3 * player.SPAN
    found, states = player.scene(one, first, "id"), one.states
    kind = one.instance.workshop[np.maximum(states.operation, 0)]
    for minute in range(0, found["minutes"], 3001):
        now = first + minute * 60_000
        is_in_queue = (states.state == IN_QUEUE) & (states.start <= now) & (now < states.end)
        for row, name in enumerate(one.names.types):
            shown = sum(start <= minute < end for k, start, end, _ in found["waits"] if k == row)
            exact = int((is_in_queue & (kind == row)).sum())
            assert abs(shown - exact) <= 1, (name, minute)  # moments are shown to the minute


def test_nothing_in_a_scene_ends_the_players_script_or_asks_a_network(one):
    found = player.scene(one, one.window.start, "id") | {"partners": ["</script><script>alert(1)</script>", "b"]}
    page = player.embedded(found)

    assert page.count("</script>") == 2
    assert "alert(1)</" not in page
    assert "//" not in page.replace("// nights", "").split("<script>")[1]
    assert not re.search(r"https?:|src=|import|fetch|XMLHttp", page)


# ---- how long it takes


def test_the_time_from_a_move_to_its_answer_is_printed(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["page.py", "--base", "first-steps", "--moves", "2"])
    runpy.run_path(str(SCENARIOS.parent / "benchmarks" / "page.py"), run_name="__main__")
    rough, computing, full = capsys.readouterr().out.splitlines()

    assert re.fullmatch(r"rough answer, seconds on the clock: median \d\.\d\d, most \d+\.\d\d, of 2 moves", rough)
    assert computing.startswith("rough answer, seconds of computing: ")
    assert full.endswith(f"{answers.REPLICATIONS} replications")
