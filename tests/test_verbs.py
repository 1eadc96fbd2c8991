"""The commands of experiments: what they print, and how they end."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cases import small_tree
from takarusim.commands import headroom
from takarusim.commands.application import app
from takarusim.experiments.headroom import Headroom, Level
from takarusim.scenario import reading
from takarusim.statistics import estimates


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A small estate and one that extends it, in a folder of their own to work in."""
    monkeypatch.chdir(tmp_path)
    base, more = tmp_path / "base.yaml", tmp_path / "more.yaml"
    scenario = reading.scenario_from(small_tree())
    base.write_text(reading.text_of(scenario))
    partner = next(iter(scenario.partners))
    more.write_text(f"extends: base.yaml\npartners: {{{partner}: {{demand: 2}}}}\n")
    return str(base), str(more), partner


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_compare_says_what_differs_and_by_how_much_as_json(files):
    base, more, partner = files
    done = call("compare", base, more, "--replications", 3, "--json")
    found = json.loads(done.stdout)

    assert done.exit_code == 0
    assert found["inputs"]["more"] == [{"path": f"partners.{partner}.demand", "base": "", "other": "2"}]
    assert found["differences"]["more"]["wip"]["mean"] > 0
    assert (Path(found["results"]) / "differences.csv").exists()
    assert set(found["differences"]["more"]["served"]) >= {"mean", "low", "high", "confidence", "n", "unit", "verdict"}


@pytest.mark.parametrize(
    ("language", "word"), [("en", "What differs in more from base:"), ("id", "Yang berbeda pada more")]
)
def test_compare_tells_it_in_both_languages(files, language, word):
    done = call("compare", *files[:2], "--replications", 2, "--lang", language)

    assert done.exit_code == 0
    assert word in done.stdout
    (folder,) = Path("results").iterdir()
    assert str(folder) in done.stdout
    assert (folder / "figures" / f"forest-served-{language}.png").exists()


def test_sweep_writes_a_table_and_says_where(files, tmp_path):
    done = call(
        "sweep",
        files[0],
        "--vary",
        f"partners.{files[2]}.demand=0.5,1",
        "--replications",
        2,
        "--store",
        tmp_path / "s",
        "--quiet",
    )

    assert done.exit_code == 0
    assert (tmp_path / "s" / "responses.parquet").exists()


def test_sweep_tells_the_means_at_each_point_and_how_to_draw_them(files):
    path = f"partners.{files[2]}.demand"
    done = call("sweep", files[0], "--vary", f"{path}=0.5,1", "--replications", 2)
    head, columns, *rows, results, hint = done.stdout.splitlines()

    assert head == "Means of 2 replications at each design point:"
    assert columns.startswith(f"partner {files[2]}: factor on demand")
    assert "Service level (on time in full)" in columns
    assert [row.split()[0] for row in rows] == ["0.5", "1"]
    assert all(row.split()[1].endswith("%") for row in rows)
    assert hint == f"Next: takarusim plot {Path(results.removeprefix('Results: ')).parent}"


def test_sweeps_of_other_levels_have_folders_of_their_own(files):
    def folder(levels):
        done = call("sweep", files[0], "--vary", f"partners.{files[2]}.demand={levels}", "--replications", 2, "--quiet")
        assert done.exit_code == 0
        return Path(done.stdout.strip()).parent

    assert folder("0.5,1") == folder("0.5,1") != folder("0.5,1.5")
    assert set(Path("results").iterdir()) == {folder("0.5,1"), folder("0.5,1.5")}


def test_headroom_gives_the_largest_demand_and_a_figure(files, tmp_path):
    figure = tmp_path / "headroom.png"
    done = call(
        "headroom", files[0], "--require", "otif >= base - 0.2", "--replications", 3, "--json", "--figure", figure
    )
    found = json.loads(done.stdout)

    assert done.exit_code == 0
    assert found["surely"] >= 1
    assert figure.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("columns", "most"), [(None, 100), ("80", 80), ("140", 140)])
def test_tables_are_as_wide_as_a_page_or_as_is_asked_for_and_name_every_kpi(files, columns, most):
    done = CliRunner().invoke(app, ["run", files[0], "--replications", "2"], env={"COLUMNS": columns})
    lines = done.stdout.splitlines()
    heads = next(line for line in lines if line.startswith("KPI "))

    assert max(map(len, lines)) <= most
    assert "…" not in done.stdout
    assert ("unit" in heads, "better" in heads) == (most == 140, most == 140)
    assert " ".join(done.stdout.split()).count("orders a month") >= 2


def at(level, mean, low, high, margin):
    """Returns a level of headroom, of which a KPI's interval and its margin are told."""
    return Level(
        level,
        estimates.Estimate(mean, low, high, 0.95, 30, "t"),
        estimates.Estimate(margin, margin - 0.01, margin + 0.01, 0.9, 30, "t"),
    )


@pytest.mark.parametrize(
    ("levels", "language", "rows", "told"),
    [
        (
            (at(1, 0.763, 0.7, 0.8, 0.02), at(1.0427, 0.743, 0.69, 0.78, 0.0000516)),
            "en",
            ["1.00 76.3% 2.0 70.0% – 80.0%", "1.04 74.3% 0.0 69.0% – 78.0%"],
            "No room for more: the requirement is met with 95% confidence up to 1.00 times",
        ),
        (
            (at(1, 0.763, 0.7, 0.8, 0.02), at(1.5, 0.00674, 0, 0.01, -0.7)),
            "id",
            ["1,00 76,3% 2,0 70,0% – 80,0%", "1,50 0,7% −70,0 0,0% – 1,0%"],
            "Tidak ada ruang tumbuh",
        ),
        (
            (at(1, 0.9, 0.8, 1, 0.2), at(1.5, 0.8, 0.7, 0.9, 0.1), at(2, 0.5, 0.4, 0.6, -0.2)),
            "en",
            ["1.00 90.0% 20.0 80.0% – 100.0%", "1.50 80.0% 10.0 70.0% – 90.0%", "2.00 50.0% −20.0 40.0% – 60.0%"],
            "up to 1.50 times today's demand.",
        ),
    ],
)
def test_headroom_tells_each_column_with_its_unit_and_its_decimal_places(levels, language, rows, told, capsys):
    found = Headroom("press", "otif >= 0.7", 0.95, levels, is_upward=False, responses=None)
    headroom._tell_headroom(found, language)
    title, head, *lines = capsys.readouterr().out.splitlines()

    assert title[0].isupper()
    assert {"en": "demand of press multiplied", "id": "permintaan press dikalikan"}[language] in title
    assert {"en": "margin (percentage points)", "id": "jarak ke syarat (poin persen)"}[language] in head
    assert [" ".join(line.split()) for line in lines[: len(rows)]] == rows
    assert told in lines[len(rows)]


@pytest.mark.parametrize(
    ("arguments", "mistake"),
    [
        (("compare", "{base}"), "two scenarios or more"),
        (("compare", "{base}", "{more}", "--precision", "otif"), "--precision: not a KPI with a number, got 'otif'"),
        (("compare", "{base}", "{more}", "--headline", "otfi"), "no such KPI, got 'otfi'"),
        (("sweep", "{base}", "--vary", "demand"), "not a factor"),
        (("sweep", "{base}", "--vary", "rules.setup=never"), "rules.setup"),
        (("headroom", "{base}", "--require", "otif"), "not a requirement, got 'otif'; >= or <=, and"),
        (("headroom", "{base}", "--require", "ottif >= 0.9"), "no such KPI, got 'ottif'; did you mean 'otif'?"),
        (("headroom", "{base}", "--require", "otif >= 0.5", "--partner", "moon"), "no such partner, got 'moon'"),
        (("headroom", "{base}", "--require", "otif", "--figure", "x.gif"), "no such kind of figure, got 'x.gif'"),
    ],
)
def test_mistakes_end_with_code_2_and_say_what_would_be_right(files, arguments, mistake):
    done = call(*(argument.format(base=files[0], more=files[1]) for argument in arguments), "--quiet")

    assert done.exit_code == 2
    assert mistake in done.output
    assert "Traceback" not in done.output
