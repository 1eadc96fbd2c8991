"""Benchmarks say what they lack, and can be told what they need in one go."""

import sys
import tomllib
from pathlib import Path

import pytest

import takarusim

ROOT = Path(takarusim.__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import rivals  # noqa: E402
import run  # noqa: E402


@pytest.fixture
def bare(monkeypatch):
    """A machine without other simulation packages and without a compiler."""
    monkeypatch.setattr(rivals, "find_spec", lambda name: None)
    monkeypatch.setattr(rivals.shutil, "which", lambda name: None)


def test_rivals_that_are_not_there_are_left_out_with_a_word(bare, capsys):
    assert run.present(("ciw", "salabim", "c", "model", "kernel")) == ["model", "kernel"]
    assert capsys.readouterr().out.splitlines() == [
        "Ciw: left out, not installed; pip install '.[benchmarks]'",
        "salabim: left out, not installed; pip install '.[benchmarks]'",
        "C, by hand, no log: left out, no C compiler (cc)",
    ]


def test_rivals_that_are_there_are_measured():
    assert rivals.missing("simpy") == ""
    assert rivals.simpy(200)[1] > 0


def test_the_extra_installs_every_rival_that_is_a_package():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    packages = {requirement.partition(">")[0] for requirement in extras["benchmarks"]}

    assert {"simpy", "c", *packages} == set(run.RIVALS)
