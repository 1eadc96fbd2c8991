"""The command line answers, and says what is wrong without a traceback."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from conftest import same
from takarusim.commands.application import app
from takarusim.language.helps import HELPS
from takarusim.language.numerals import LANGUAGES
from takarusim.scenario import reading

SMALL = Path(__file__).parent / "small.yaml"
MISTAKES = {  # what stands in the file: what is written instead
    "workshop: A,": "workshop: AA,",
    "crews: 2": "crew: 1",
    "seed: 3": "seed: -3",
    "mass: 2 kg": "mass: 2 km",
    "let: 2": "let: 5",
    "calendar: day": "calendar: days",
    "monday-friday": "munday-friday",
    "lane: road": "lane: raod",
    "due: 8 days": "due: 8",
    "reject_rate: 5 %": "reject_rate: 500 %",
}


def takarusim(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def mistaken(tmp_path):
    """A scenario with ten mistakes."""
    text = SMALL.read_text("utf-8")
    for right, wrong in MISTAKES.items():
        assert right in text
        text = text.replace(right, wrong)
    (tmp_path / "mistaken.yaml").write_text(text, "utf-8")
    return tmp_path / "mistaken.yaml"


def test_every_help_is_said_in_indonesian():
    whole = typer.main.get_command(app)
    commands = (whole, *whole.commands.values())
    said = {each.help for each in commands} | {one.help for each in commands for one in each.params}

    same(HELPS, filter(None, said | {"Show this message and exit."}), "takarusim/language/helps.py")


@pytest.mark.parametrize(("language", "told"), [("id_ID.UTF-8", "Daftar hasil"), ("C", "List results")])
def test_help_speaks_the_language_of_the_terminal(language, told):
    quiet = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "TAKARUSIM"))}
    command = [sys.executable, "-m", "takarusim", "list", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=quiet | {"LANG": language})

    assert told in done.stdout
    assert ("Show this message" in done.stdout) == (language == "C")
    assert "-h" in done.stdout.split("--help")[1]


def test_help_is_quick_and_loads_nothing_heavy():
    program = (
        "import sys, runpy\nsys.argv = ['takarusim', '--help']\n"
        "try: runpy.run_module('takarusim', run_name='__main__')\nexcept SystemExit: pass\n"
        "print(*{m.split('.')[0] for m in sys.modules} & {'numpy', 'pandas', 'pydantic', 'matplotlib', 'numba'})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "validate" in done.stdout
    assert "compare" in done.stdout
    assert done.stdout.splitlines()[-1] == ""


def test_a_scenario_without_mistakes_is_valid():
    done = takarusim("validate", SMALL)

    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == f"{SMALL}: valid"


@pytest.mark.parametrize("command", ["validate", "show"])
def test_all_mistakes_are_told_at_once_with_their_places(command, mistaken):
    done = takarusim(command, mistaken)
    lines = [line for line in done.stderr.splitlines() if line.startswith(f"{mistaken}:")]

    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(lines) == len(MISTAKES)
    assert all(re.match(r".+:\d+: [\w.-]+: .+", line) for line in lines)
    assert "Traceback" not in done.stderr


def test_mistakes_are_told_in_indonesian_where_asked_for(mistaken):
    done = takarusim("validate", mistaken, "--lang", "id")

    assert "tertulis" in done.stderr
    assert ", got " not in done.stderr


def test_several_scenarios_are_all_checked(mistaken):
    done = takarusim("validate", mistaken, SMALL)

    assert done.exit_code == 2
    assert f"{SMALL}: valid" in done.stdout


@pytest.mark.parametrize(
    "words", [("show", "none.yaml"), ("validate", "none.yaml"), ("show", SMALL, "--set", "seeds=1")]
)
def test_a_wrong_file_or_path_is_a_mistake_of_the_input(words):
    done = takarusim(*words)

    assert done.exit_code == 2
    assert "Traceback" not in done.stderr + done.stdout


def test_what_show_prints_is_the_scenario_again(tmp_path):
    done = takarusim("show", SMALL, "--set", "workshops.C.units=7")
    (tmp_path / "again.yaml").write_text(done.stdout, "utf-8")

    assert reading.read_scenario(tmp_path / "again.yaml") == reading.read_scenario(SMALL, ["workshops.C.units=7"])


def test_show_in_json_is_one_object_that_is_the_scenario_again():
    tree = json.loads(takarusim("show", SMALL, "--json").stdout)

    assert reading.scenario_from(tree) == reading.read_scenario(SMALL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_register_shows_sources_and_the_widest_assumption_first(language):
    wide = "components.bracket.mass={value: 2 kg, source: assumption, low: 1 kg, high: 8 kg}"
    narrow = "lanes.road.travel={value: 5 h, source: assumption, low: 4 h, high: 6 h}"
    lines = takarusim(
        "show", SMALL, "--register", "--lang", language, "--set", wide, "--set", narrow
    ).stdout.splitlines()
    queue = [line.split()[0] for line in lines if line.endswith("%")]

    assert queue == ["components.bracket.mass", "lanes.road.travel"]


def test_the_register_in_json_has_an_entry_for_each_number():
    entries = json.loads(takarusim("show", SMALL, "--register", "--json").stdout)["register"]

    assert {"path": "workshops.C.units", "value": "3", "kind": "unsourced"}.items() <= entries[4].items()


def test_the_schema_is_json():
    assert "properties" in json.loads(takarusim("schema").stdout)


def test_init_never_writes_over_a_file(tmp_path):
    takarusim("init", tmp_path)
    laid = sorted((tmp_path / "scenarios").iterdir())
    laid[0].write_text("mine")
    done = takarusim("init", tmp_path)

    assert done.exit_code == 0
    assert laid[0].read_text() == "mine"
    assert all(path.exists() for path in laid)


def run(tmp_path, *words):
    return takarusim("run", SMALL, "--replications", 3, "--jobs", 1, "--out", tmp_path / "results", *words)


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    """One run, in Indonesian and with every constraint lifted."""
    home = tmp_path_factory.mktemp("run")
    return home, run(home, "--lang", "id", "--relax")


def test_run_answers_in_sentences_then_kpis_then_where_the_results_are(answered):
    home, done = answered
    lines = done.stdout.splitlines()

    assert done.exit_code == 0
    assert re.match(r"Dari 100 pesanan yang diminta mitra, \d+,\d terlayani tepat waktu", lines[0])
    assert any(line.startswith("Pesanan terlambat paling lama") for line in lines)
    assert any("dilepas sendiri" in line for line in lines)
    assert any(line.startswith("Tepat waktu dan lengkap") and "%" in line for line in lines)
    assert (home / "results").iterdir()
    assert "Tidak terdefinisi, karena tidak ada pendapatan: Ketimpangan pendapatan IKM (Gini)." in lines
    assert lines[-1].startswith("Hasil: ")


def test_run_in_json_is_one_object_of_the_form_that_is_promised(answered):
    home, _ = answered
    done = run(home, "--json")
    found = json.loads(done.stdout)

    assert {"scenario", "seed", "engine", "replications", "kpis"} <= set(found)
    assert (found["seed"], found["replications"]) == (3, 3)
    assert set(found["kpis"]["otif"]) == {"mean", "low", "high", "confidence", "n", "unit", "method"}
    assert found["kpis"]["otif"]["unit"] == "share"
    assert found["kpis"]["sme_revenue_gini"]["mean"] is None  # undefined: nothing is paid for


def test_kpis_are_shown_in_another_unit_of_time_where_asked_for(answered):
    home, _ = answered
    asked = ((), ("--unit", "lead_time_mean=h"))
    days, hours = (json.loads(run(home, "--json", *words).stdout)["kpis"] for words in asked)
    shown = run(home, "--lang", "id", "--unit", "lead_time_mean=hours").stdout
    (line,) = (line for line in shown.splitlines() if line.startswith("Waktu tunggu pesanan, rata-rata  "))

    assert hours["lead_time_mean"]["unit"] == "hour"
    assert hours["lead_time_mean"]["mean"] == pytest.approx(24 * days["lead_time_mean"]["mean"])
    assert hours["lead_time_p95"] == days["lead_time_p95"]
    assert " jam " in line


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("lead_time_mean", "no unit of a KPI, got 'lead_time_mean'; such as lead_time_mean=hours"),
        ("lead_time_men=h", "no such KPI, got 'lead_time_men'; did you mean 'lead_time_mean'?"),
        ("otif=h", "a KPI that is no time, got 'otif'; one in days or hours, such as lead_time_mean"),
        ("lead_time_mean=hors", "unknown unit 'hors', got '1 hors'; one of ms, s, min, h, day, week, month, year"),
    ],
)
def test_a_unit_that_is_none_of_the_kpi_is_refused(tmp_path, asked, message):
    done = run(tmp_path, "--unit", asked)

    assert done.exit_code == 2
    assert message in done.stderr


def test_run_quietly_says_only_where_the_results_are(answered):
    home, _ = answered
    done = run(home, "--quiet")

    assert Path(done.stdout.strip()).is_dir()
    assert done.stderr == ""


def test_a_missed_required_target_is_exit_code_1(tmp_path):
    done = run(tmp_path, "--set", "targets.otif={low: 0.99, required: true}", "--quiet")

    assert done.exit_code == 1
    assert "On time in full" in done.stderr


def test_a_target_of_no_kpi_is_exit_code_2(tmp_path):
    done = run(tmp_path, "--set", "targets.otiff={low: 0.99}")

    assert done.exit_code == 2
    assert "otif" in done.stderr
    assert not (tmp_path / "results").exists()


def test_another_seed_on_the_command_line_is_another_run(answered):
    home, _ = answered
    folders = {run(home, "--quiet", *words).stdout for words in ((), ("--seed", 3), ("--seed", 4))}

    assert len(folders) == 2


def test_damaged_results_are_a_mistake_with_a_name(tmp_path):
    folder = Path(run(tmp_path, "--quiet").stdout.strip())
    (folder / "kpis.csv").write_text("kpi,mean\n")
    done = run(tmp_path, "--quiet")

    assert done.exit_code == 2
    assert "kpis.csv" in done.stderr
    assert "Traceback" not in done.stderr
