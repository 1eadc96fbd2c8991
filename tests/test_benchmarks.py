"""Benchmarks say what they lack, and can be told what they need in one go."""

import sys
import tomllib
from pathlib import Path

import pytest

import takarusim
from takarusim.scenario import reading

ROOT = Path(takarusim.__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import growth  # noqa: E402
import rivals  # noqa: E402
import run  # noqa: E402
import worlds  # noqa: E402


@pytest.fixture
def bare(monkeypatch):
    """A machine without other simulation packages and without a compiler."""
    monkeypatch.setattr(rivals, "find_spec", lambda name: None)
    monkeypatch.setattr(rivals.shutil, "which", lambda name: None)


def test_rivals_that_are_not_there_are_left_out_with_a_word(bare, capsys):
    assert run.present(("ciw", "salabim", "c", "c_log", "model", "kernel")) == ["model", "kernel"]
    assert capsys.readouterr().out.splitlines() == [
        "Ciw: left out, not installed; pip install '.[benchmarks]'",
        "salabim: left out, not installed; pip install '.[benchmarks]'",
        *[f"C, by hand, {which} log: left out, no C compiler (cc)" for which in ("no", "the same")],
    ]


def test_rivals_that_are_there_are_measured():
    assert rivals.missing("simpy") == ""
    assert rivals.simpy(200)[1] > 0


def test_the_extra_installs_every_rival_that_is_a_package():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    packages = {requirement.partition(">")[0] for requirement in extras["benchmarks"]}

    assert {"simpy", *run.IN_C, *packages} == set(run.RIVALS)


@pytest.mark.skipif(bool(rivals.missing("c")), reason="no C compiler")
def test_the_log_that_c_writes_changes_nothing_that_it_simulates():
    assert rivals.c(5000)[1] == rivals.c_log(5000)[1] > 0


def test_estates_side_by_side_have_all_partners_and_units_so_many_times():
    one = reading.read_scenario(run.ESTATE)
    three = growth.estates(one, 3)

    assert len(three.partners) == 3 * len(one.partners)
    assert sum(workshop.units.value for workshop in three.workshops.values()) == 3 * 54


def test_worlds_are_timed(monkeypatch):
    job = worlds.jobs("first-steps", 1)[0]

    assert job.replications == (0, 1)
    assert worlds.spent(lambda _: sum(range(10_000)), [job]) >= 0
