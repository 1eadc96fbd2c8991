"""Folders of results: found by name, small where asked, made again where damaged; of headroom too."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from takarusim.briefing import brief
from takarusim.commands.application import app
from takarusim.errors import BriefingError, EngineError, StoreError
from takarusim.experiments import design, run
from takarusim.experiments.execution import Execution
from takarusim.experiments.search import Search
from takarusim.figures import drawing, keeping
from takarusim.results import comparisons, drafts, headrooms, points, runs, sweeps
from takarusim.results.folder import ResultsFolder, listed, place
from takarusim.scenario import reading

SMALL = reading.read_scenario(Path(__file__).parent / "small.yaml")
GRID = design.grid([design.Factor("partners.maker.demand", levels=(0.5, 1.0, 1.5))])


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def estate(tmp_path, monkeypatch):
    """A small estate's file, in a folder of its own to work in."""
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(reading.text_of(SMALL))
    Path("more.yaml").write_text("extends: small.yaml\ntitle: Twice as much\npartners: {maker: {demand: 2}}\n")
    return "small.yaml"


# ---- names, lists


def test_results_of_every_kind_are_listed_and_found_by_name(estate):
    few = ("--replications", 2, "--quiet")
    call("run", estate, *few, "--name", "as it is")
    call("compare", estate, "more.yaml", *few, "--name", "twice")
    call("sweep", estate, "--vary", "workshops.A.units=2,3", *few, "--name", "lathes")
    call("headroom", estate, "--require", "wip <= 1000", "--fewest", "workshops.C.let", *few, "--name", "presses")
    found = json.loads(call("list", "--json").stdout)
    shown = call("list").stdout

    assert {one["kind"]: one["name"] for one in found} == {
        "run": "as it is",
        "comparison": "twice",
        "sweep": "lathes",
        "headroom": "presses",
    }
    assert all(one["bytes"] > 1000 and one["title"] and one["command"].startswith("takarusim ") for one in found)
    assert next(one["title"] for one in found if one["kind"] == "comparison").endswith("Twice as much")
    assert all(name in shown for name in ("as it is", "twice", "lathes", "presses", "headroom"))

    def title(language):
        listed = json.loads(call("list", "--json", "--lang", language).stdout)
        return next(one["title"] for one in listed if one["kind"] == "headroom").partition(": ")[2]

    assert title("id") == "lot dalam pengerjaan (WIP) ≤ 1.000 lot; bengkel tipe C: bangunan terisi diubah"
    assert title("en") == "lots in progress (WIP) ≤ 1,000 lots; workshop type C: buildings let varied"
    for one in found:
        drawn = call("plot", one["name"])
        assert drawn.exit_code == 0, drawn.output
        assert drawn.stdout.startswith(one["path"])


def test_a_name_is_of_the_latest_results_and_may_change(tmp_path):
    for k, name in enumerate(("old", "new")):
        ResultsFolder(tmp_path / name).keep({"x": b"x"}, {"kind": "run"})
        ResultsFolder(tmp_path / name).call("mine")
        os.utime(tmp_path / name / "manifest.json", (1e9 + 60 * k, 1e9 + 60 * k))
    assert place(tmp_path / "mine") == tmp_path / "new"

    ResultsFolder(tmp_path / "new").call("other")
    assert place(tmp_path / "mine") == tmp_path / "old"
    assert ResultsFolder(tmp_path / "new").manifest()["files"].keys() == {"x"}
    assert place(tmp_path / "none") == tmp_path / "none"


@pytest.mark.parametrize("name", ["", " ", "a/b", "x" * 81, "two\nlines"])
def test_what_is_no_name_is_refused(tmp_path, name):
    ResultsFolder(tmp_path / "run").keep({"x": b"x"}, {})
    with pytest.raises(StoreError, match="not a name"):
        ResultsFolder(tmp_path / "run").call(name)


def test_where_there_are_no_results_the_list_says_so(tmp_path):
    assert listed(tmp_path) == []
    assert "No results here yet." in call("list", tmp_path).stdout
    assert call("list", tmp_path / "none").exit_code == 2


def test_before_the_first_run_the_list_is_empty_and_no_mistake(estate):
    done = call("list")

    assert done.exit_code == 0
    assert "No results here yet." in done.stdout


def test_a_manifest_that_names_a_file_outside_its_folder_is_refused(tmp_path):
    folder = ResultsFolder(tmp_path / "run")
    folder.keep({"failed.csv": b"x"}, {})
    (tmp_path / "thesis.txt").write_text("mine")
    manifest = json.loads((folder.path / "manifest.json").read_text())
    for name in ("../thesis.txt", str(tmp_path / "thesis.txt")):
        (folder.path / "manifest.json").write_text(json.dumps({**manifest, "files": {name: drafts.digest(b"mine")}}))
        with pytest.raises(StoreError, match="outside it"):
            folder.forget([name])
    assert (tmp_path / "thesis.txt").exists()


def test_a_damaged_folder_says_how_it_is_made_again(tmp_path):
    folder = ResultsFolder(tmp_path / "run")
    folder.keep({"kpis.csv": b"1"}, {"command": "takarusim run x.yaml"})
    (folder.path / "kpis.csv").write_bytes(b"2")

    with pytest.raises(StoreError, match=r"kpis\.csv.* make it again: takarusim run x\.yaml"):
        folder.manifest()


def test_that_no_space_is_left_names_the_file(tmp_path, monkeypatch):
    def full(path, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    ResultsFolder(tmp_path / "run").keep({"a.csv": b"a"}, {})
    monkeypatch.setattr(drafts, "_put", full)
    for folder, file in (("run", "b.csv"), ("new", "a.csv")):
        with pytest.raises(OSError, match="No space left") as raised:
            ResultsFolder(tmp_path / folder).keep({file: b"b"}, {})
        assert raised.value.filename == str(tmp_path / folder / file)


# ---- headroom, small runs


def test_headroom_is_kept_and_read_back_to_the_last_bit(tmp_path):
    plan = headrooms.Plan(Search(SMALL, "wip <= base + 3", tolerance=0.5), seed=1, replications=3, out=tmp_path)
    told = []
    made = headrooms.carry_out(plan, lambda *at: told.append(at))
    again = headrooms.carry_out(plan, lambda *at: pytest.fail("it is there already"))

    assert told
    assert again.headroom.responses == made.headroom.responses
    assert again.headroom.levels == made.headroom.levels
    assert "base" in made.headroom.responses.points
    opened = headrooms.opened(plan.folder)
    assert opened.headroom.levels == made.headroom.levels
    assert headrooms.command(opened.plan) == headrooms.command(plan)


def test_a_small_run_leaves_the_orders_out_and_makes_them_again_where_they_are_asked_for(tmp_path):
    whole = runs.carry_out(runs.Plan(SMALL, 2, 1, out=tmp_path / "all"))
    small = runs.carry_out(runs.Plan(SMALL, 2, 1, out=tmp_path / "small", keep="small"))
    again = runs.opened(small.plan.folder)

    assert not (small.plan.folder / "orders.parquet").exists()
    assert again.known_orders is None
    assert again.orders.equals(whole.orders)
    assert again.responses == whole.responses
    runs.carry_out(replace(small.plan, keep="all"))
    assert runs.opened(small.plan.folder).known_orders is not None


def test_a_figure_of_a_comparison_is_stamped_as_its_folder_is_whatever_precision_was_asked(tmp_path):
    scenarios = {"a": SMALL, "b": reading.with_value(SMALL, "partners.maker.demand", 1.5)}
    plan = comparisons.Plan(scenarios, 1, 20, {"otif": 0.5}, out=tmp_path)
    outcome = comparisons.carry_out(plan)

    assert outcome.comparison.id == plan.id
    said = [text.get_text() for text in drawing.plot(outcome.comparison).axes.figure.texts]
    assert any(plan.id in text for text in said)


def test_the_frame_of_a_comparison_gives_the_differences():
    from takarusim.experiments.compare import compare

    found = compare({"a": SMALL, "b": reading.with_value(SMALL, "partners.maker.demand", 1.5)}, 3, seed=1)
    frame = found.to_frame().set_index(["scenario", "kpi"])

    assert set(frame.index.get_level_values("scenario")) == {"b"}
    assert frame.loc["b", "wip"]["difference"] == found.differences["b"]["wip"].difference.mean
    assert list(found.responses.to_frame()) == ["scenario", "replication", "kpi", "unit", "value"]


def test_responses_are_one_object_that_json_can_say():
    found = sweeps.sweep(SMALL, GRID, 2, kpis=["wip", "otif"])
    said = json.loads(json.dumps(found.responses.to_dict(), allow_nan=False))

    assert said["labels"] == {"partners.maker.demand": [0.5, 1.0, 1.5]}
    assert np.shape(said["kpis"]["wip"]["values"]) == (3, 2)
    assert said["kpis"]["otif"]["unit"] == "share"
    assert found.responses.at(1).values.shape == (1, 2, 2)


# ---- the parts of a sweep


def test_a_part_with_one_bit_flipped_is_named_and_done_again(tmp_path):
    whole = sweeps.sweep(SMALL, GRID, 2, store=tmp_path / "whole")
    sweeps.sweep(SMALL, GRID, 2, store=tmp_path / "store")
    folder = ResultsFolder(tmp_path / "store")
    rng = np.random.default_rng(1)
    for k in range(8):
        folder.forget(["responses.parquet"])
        part = points.place(folder.path, k % 3)
        content = bytearray(part.read_bytes())
        content[rng.integers(len(content))] ^= 1 << int(rng.integers(8))
        part.write_bytes(content)
        found = sweeps.sweep(SMALL, GRID, 2, store=folder.path)

        assert found.damaged == (part,)
        assert np.array_equal(found.values, whole.values, equal_nan=True)
    assert sweeps.sweep(SMALL, GRID, 2, store=folder.path).damaged == ()


def test_a_sweep_is_made_again_by_the_command_of_its_manifest(estate, monkeypatch):
    call("sweep", estate, "--vary", "workshops.A.units=2,3", "--replications", 2, "--name", "lathes")
    folder = place("lathes")
    command = ResultsFolder(folder).manifest()["command"].split()
    monkeypatch.chdir(folder)
    done = call(*command[1:])

    assert done.exit_code == 0, done.output
    assert (Path("results") / folder.name / "responses.parquet").exists()


# ---- designs


def test_a_design_made_of_an_array_is_swept(tmp_path):
    factors = (design.Factor("partners.maker.demand", 0.5, 2.0), design.Factor("workshops.A.units", 1, 3))
    made = design.Design(factors, np.array([[0.5, 1.0], [1.25, 2.0]]))
    found = sweeps.sweep(SMALL, made, 2, store=tmp_path / "s")

    assert found.design.points == ((0.5, 1), (1.25, 2))
    assert sweeps.opened(tmp_path / "s").design.points == found.design.points


def test_a_factor_s_unit_is_written_behind_the_numbers_of_points():
    due = design.Factor("partners.maker.contract.due", 8, 16, unit="days")

    assert design.Design((due,), np.array([[8.5], [12.0]])).points == (("8.5 days",), ("12.0 days",))
    assert design.grid([design.Factor("x", levels=(14, "3 weeks"), unit="days")]).points == (("14 days",), ("3 weeks",))


def test_a_count_is_whole_in_a_latin_hypercube_from_python_as_from_the_command_line():
    plain, said = design.Factor("workshops.A.units", 1, 4), design.Factor("workshops.A.units", 1, 4, unit="count")
    made, asked = (design.latin_hypercube([factor], 8, seed=1) for factor in (plain, said))

    assert sweeps.sweep(SMALL, made, 1).design.points == asked.points


def test_a_point_has_a_value_for_each_factor():
    with pytest.raises(ValueError, match="a value for each of 1 factors, got 2"):
        design.Design((design.Factor("x", 0, 1),), ((1, 2),))


# ---- replications


def kpis_of(one):
    return one.kpis()


def test_a_function_is_mapped_over_replications_with_their_logs_and_kpis():
    found = run.map_replications(kpis_of, SMALL, 3, seed=1)
    direct = run.replicate(SMALL, 3, seed=1)

    assert [one["wip"] for one in found] == direct.of("wip").tolist()


# ---- processes

WORK = """
import os, sys, time
from takarusim.experiments import run
from takarusim.scenario import reading
def slow(one):
    print("pid", os.getpid(), flush=True)
    time.sleep(60)
if __name__ == "__main__":
    print("ready", flush=True)
    run.map_replications(slow, reading.read_scenario(sys.argv[1]), 8, engine="simpy", jobs=2)
"""

# In the background of a shell interrupts are ignored, and so they would be by what tests start there.
FOREGROUND = ["env", "--default-signal=INT", sys.executable]


def killed(one):
    os.kill(os.getpid(), signal.SIGKILL)


def is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the workers in /proc")
def test_workers_end_with_the_process_that_made_them():
    arguments = [*FOREGROUND, "-c", WORK, str(Path(__file__).parent / "small.yaml")]
    ways = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
    with ExitStack() as stack:
        each = [stack.enter_context(subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)) for _ in ways]
        for how, working in zip(ways, each, strict=True):
            stack.callback(working.kill)
            told = [working.stdout.readline() for _ in range(3)]
            workers = [int(line.split()[1]) for line in told if line.startswith("pid")]
            begun = time.monotonic()
            working.send_signal(how)
            working.wait(timeout=20)
            while any(map(is_running, workers)) and time.monotonic() - begun < 20:
                time.sleep(0.05)

            assert workers, how
            assert time.monotonic() - begun < 20, how


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the workers in /proc")
def test_an_interrupted_command_says_so_at_once(estate):
    words = ["run", estate, "--replications", "5000", "--engine", "simpy", "--jobs", "2", "--quiet"]
    where = {**os.environ, "PYTHONPATH": str(Path(run.__file__).parents[2])}
    command = [*FOREGROUND, "-m", "takarusim", *words]
    with subprocess.Popen(command, env=where, stderr=subprocess.PIPE, text=True) as working:
        children, deadline = Path(f"/proc/{working.pid}/task/{working.pid}/children"), time.monotonic() + 60
        while len(children.read_text().split()) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        working.send_signal(signal.SIGINT)
        begun = time.monotonic()
        try:
            _, told = working.communicate(timeout=30)
        finally:
            working.kill()

    assert working.returncode == 130
    assert told.strip().startswith("Interrupted.")
    assert time.monotonic() - begun < 10
    assert not Path("results").exists()


AS_WORKERS_ARE_MADE = """
import os, signal
from takarusim.experiments.execution import Execution
os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGINT))
try:
    with Execution(1, 2, "simpy", jobs=2).at_work() as at_work:
        list(at_work.map(abs, range(1000)))
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked there")
def test_an_interrupt_as_workers_are_made_is_not_lost():
    command = [*FOREGROUND, "-c", AS_WORKERS_ARE_MADE]
    where = {**os.environ, "PYTHONPATH": str(Path(run.__file__).parents[2])}
    done = subprocess.run(command, env=where, capture_output=True, text=True, check=False, timeout=60)

    assert done.stdout == "interrupted\n"
    assert "ignored" not in done.stderr


def test_a_worker_that_is_killed_is_an_error_that_says_so():
    with pytest.raises(EngineError, match="a worker ended before its answer"):
        run.mapped(killed, SMALL, Execution(1, 4, "simpy", jobs=2))


# ---- briefings


def test_a_briefing_takes_the_place_of_another_one_that_nobody_edited(tmp_path):
    pytest.importorskip("docx")
    outcomes = [runs.carry_out(runs.Plan(SMALL, 2, seed, out=tmp_path / "results")) for seed in (1, 2)]
    first, second = (brief.made(outcome.plan.folder, "en")[0] for outcome in outcomes)
    brief.write(tmp_path, first, "en")
    _, edited = brief.write(tmp_path, second, "en")

    written = edited.read_bytes()
    assert written.startswith(second.docx[:-2])
    edited.write_bytes(written.replace(b"a", b"b", 1))
    with pytest.raises(BriefingError, match="was edited since"):
        brief.write(tmp_path, first, "en")


def test_headroom_has_one_figure_which_stands_in_its_folder(tmp_path):
    plan = headrooms.Plan(Search(SMALL, "wip <= 1000", None, "workshops.C.let", high=2), 1, 2, out=tmp_path)
    headrooms.carry_out(plan)
    (drawn,) = keeping.draw(plan.folder, keeping.Wanted(language="en"))

    assert drawn.path == plan.folder / "figures" / "headroom-en.png"
    assert not ResultsFolder(plan.folder).lacks(["figures/headroom-en.png"])
