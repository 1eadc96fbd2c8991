"""What the documents say is so: they are fresh, their examples are read and run, their links lead somewhere."""

import doctest
import importlib
import inspect
import re
import runpy
import shlex
import shutil
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import takarusim
from conftest import same
from takarusim.commands.application import app
from takarusim.engine.instance import KINDS
from takarusim.language.words import WORDS
from takarusim.lowering import lowering
from takarusim.registers.families import FAMILIES
from takarusim.scenario import reading, scenario

ROOT = Path(takarusim.__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import measured  # noqa: E402
import terms  # noqa: E402
import write_docs  # noqa: E402
from reference import headings, slug  # noqa: E402

README = ROOT / "README.md"
IN_INDONESIAN = ROOT / "README.id.md"
DOCUMENTS = [
    README,
    IN_INDONESIAN,
    ROOT / "CHANGELOG.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
WRITTEN = ["scenario.md", "kpis.md", "glossary.md", "development.md"]  # from the code alone
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in sorted((ROOT / "takarusim").rglob("*.py"))
    if ">>>" in path.read_text("utf-8")
]


def blocks(path, language):
    """Returns a document's examples in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


EXAMPLES = [(f"{path.name}-{n}", text) for path in DOCUMENTS for n, text in enumerate(blocks(path, "yaml"))]
LINES = [line for block in blocks(README, "sh") for line in block.splitlines() if line.startswith("takarusim ")]
COMMANDS = [line for line in LINES if line.split()[1] != "app"]  # which goes on until it is ended


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of its own with the scenarios, as a checkout has them."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- written from the code


@pytest.mark.parametrize("name", WRITTEN)
def test_a_document_is_as_the_code_has_it(name):
    text = (ROOT / "docs" / name).read_text("utf-8")

    assert write_docs.written(name, text) == text, f"docs/{name}: python scripts/write_docs.py writes it again"


def shown_results():
    """Returns the rows of docs/model.md's table of results, without its head."""
    text = (ROOT / "docs" / "model.md").read_text("utf-8")
    lines = text.partition("<!-- begin: results -->\n")[2].partition("<!-- end -->")[0].strip().splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_targets_beside_the_results_are_the_scenario_s():
    assert [(kpi, target, source) for kpi, _, _, target, source, _ in shown_results()] == measured.asked()


def test_the_results_are_still_those_of_the_baseline():
    """The first six replications lie as near to the means shown as six of thirty do."""
    names = measured.baseline().targets
    found = takarusim.replicate(measured.baseline(), 6).to_frame().groupby("kpi")["value"].mean()
    for name, (_, shown, interval, *_) in zip(names, shown_results(), strict=True):
        scale = 100 if shown.endswith("%") else 1
        mean, low, high = (float(end.rstrip("%").replace(",", "")) for end in (shown, *interval.split(" – ")))
        spread = (high - low + 0.1) / 2 * 30**0.5 / 2.05  # standard deviation of one replication

        assert abs(scale * found[name] - mean) < 3 * spread / 6**0.5, name


@pytest.mark.thorough
def test_the_results_are_to_the_last_digit_those_of_a_fresh_run():
    text = (ROOT / "docs" / "model.md").read_text("utf-8")

    assert write_docs.written("model.md", text) == text


def test_ranks_of_events_are_the_engine_s():
    text = (ROOT / "docs" / "model.md").read_text("utf-8").partition("### 5.3 Execution")[2].partition("\n###")[0]
    told = {int(rank): name for rank, name in re.findall(r"\| (\d+) \| ([A-Z]+)", text)}

    assert told == dict(enumerate(KINDS)), "docs/model.md: the table of ranks in 5.3"


def test_every_term_has_a_meaning():
    said = [key for theme in terms.TERMS.values() for key in theme]

    assert len(said) == len(set(said))
    words = {key for key in WORDS if key.startswith("word.")}

    same((key for key in said if key.startswith("word.")), words, "scripts/terms.py")


def test_the_api_s_pages_are_those_of_the_public_names():
    listed = re.findall(r"^   takarusim\.(\w+)$", (ROOT / "docs" / "api.rst").read_text("utf-8"), re.MULTILINE)

    same(listed, takarusim.__all__, "docs/api.rst")


def test_every_public_name_has_an_example():
    names = [name for name in takarusim.__all__ if callable(getattr(takarusim, name))]

    assert not [name for name in names if ">>>" not in (inspect.getdoc(getattr(takarusim, name)) or "")]


def test_the_indonesian_readme_has_the_same_commands_and_pages():
    def shown(path):
        text = path.read_text("utf-8")
        lines = [line for block in blocks(path, "sh") for line in block.splitlines()]
        told = {
            line.partition(" #")[0].strip().removesuffix(" --lang id") for line in lines if "scripts/check" not in line
        }
        return told, set(re.findall(r"\]\((docs/\w+\.md)", text))

    (commands, pages), (english, more) = shown(IN_INDONESIAN), shown(README)

    assert commands == english
    assert pages == more - {"docs/json.md", "docs/development.md"}  # which programmers read


# --- examples


@pytest.mark.parametrize("text", [text for _, text in EXAMPLES], ids=[name for name, _ in EXAMPLES])
def test_an_example_is_a_scenario_or_changes_one(text, folder):
    is_whole = re.search("^(extends|components):", text, re.MULTILINE) and "first_day" in text
    file = folder / "scenarios" / "example.yaml"
    file.write_text(text if is_whole or "extends:" in text else f"extends: first-steps.yaml\n{text}", "utf-8")

    assert isinstance(reading.read_scenario(file), scenario.Scenario)


def test_the_reference_has_an_example_of_each_distribution_queue_rule_and_stream():
    text = "".join(blocks(ROOT / "docs" / "scenario.md", "yaml"))
    families = set(FAMILIES) - {"constant"}
    rules = set(lowering.RULES)

    same((family for family in families if f"{family}: " in text), families, "the examples of docs/scenario.md")
    same((rule for rule in rules if f"queue: {rule}" in text), rules, "the examples of docs/scenario.md")
    assert all(re.search(rf"orders:\s+{{?(\w+: null\s+)?{way}:", text) for way in ("every", "calendar", "book"))
    assert "circulating: " in text


def test_the_python_example_of_the_readme_runs(folder, capsys):
    (text,) = blocks(README, "python")

    exec(text, {})  # noqa: S102

    assert "Estimate(" in capsys.readouterr().out


def in_short(words):
    """Returns a command with few replications of a short span, where it takes them."""
    verb = typer.main.get_command(app).commands[words[0]]
    known = {option for parameter in verb.params for option in parameter.opts}
    short = ["--set", "time.last_day=2024-02-29", "--set", "time.run_in=2 weeks"]
    few = {"worlds": ["--worlds", "2"], "select": ["--first", "5", "--most", "5"]}.get(words[0], [])
    few += ["--replications", "2"] if "--replications" in known else []
    return [*words, *short, *few] if few else words


def words_of(line):
    """Returns the words of a command behind the program's name, as a shell makes them."""
    words = shlex.split(line, comments=True)[1:]
    return [each for word in words for each in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]


MAKERS = {"RUN-ID": "run", "SWEEP-ID": "sweep"}  # of folders: the verbs that make them
CSV, ORDERS = "--csv en", "orders-en.csv"  # what writes a log of a run's orders
MADE = {name: next(line for line in COMMANDS if line.split()[1] == verb) for name, verb in MAKERS.items()}


def told(line):
    """Returns what a command prints, in short."""
    done = CliRunner().invoke(app, in_short(words_of(line)))
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Folders of results as the commands make them that others read, and what these print."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        for name, line in MADE.items():
            folder = tmp_path_factory.mktemp(name)
            shutil.copytree(ROOT / "scenarios", folder / "scenarios")
            patch.chdir(folder)
            found[line] = told(line)
            (found[name],) = (folder / "results").iterdir()
    return found


@pytest.mark.parametrize("line", [line for line in COMMANDS if line not in MADE.values()])
def test_a_command_of_the_readme_runs(line, folder, results):
    if name := next((name for name in MAKERS if name in line), ""):
        shutil.copytree(results[name].parent, "results")
        line = line.replace(name, results[name].name)
    if ORDERS in line:
        told(next(other for other in COMMANDS if CSV in other).replace("RUN-ID", results["RUN-ID"].name))

    assert told(line)


def test_a_command_that_others_need_runs(results):
    assert all(results[line] for line in MADE.values())


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name, folder):
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner()
    for example in doctest.DocTestFinder().find(module):
        runner.run(example)

    assert runner.tries
    assert not runner.failures


# --- links


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path):
    text = path.read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    for link in links:
        file, _, anchor = link.partition("#")
        target = (path.parent / file) if file else path
        assert target.exists(), link
        if anchor:
            assert anchor in {slug(heading) for _, heading in headings(target.read_text("utf-8"))}, link


# --- scripts


def test_the_sweep_script_goes_on_from_what_is_done(folder, capsys):
    runpy.run_path(str(ROOT / "scripts" / "sweep.py"))
    first, parts = capsys.readouterr().out, sorted((folder / "results").rglob("parts/*"))
    for file in (*parts[::3], *(folder / "results").rglob("responses.parquet")):  # as if it had been killed
        file.unlink()
    kept = {part: part.stat().st_mtime_ns for part in parts if part.exists()}

    runpy.run_path(str(ROOT / "scripts" / "sweep.py"))

    assert capsys.readouterr().out == first
    assert len(first.splitlines()) == len(parts) == 10
    assert {part: part.stat().st_mtime_ns for part in kept} == kept
    assert all(part.exists() for part in parts)
