"""Mistakes are said in the language that is asked for, as a whole."""

import ast
from pathlib import Path

import pytest

import takarusim
from takarusim.errors import Problem, ScenarioError
from takarusim.language.mistakes import PHRASES, said
from takarusim.scenario import reading

READERS = (
    *("units", "families", "scenario", "calendars", "messages"),
    *("files", "trees", "overrides", "checks", "capability", "targets", "reading"),
)
UNTOLD = {"x", "x: x", "", "too x"}  # nothing but a value; "too large" and "too small" have words


def templates():
    """The messages in the modules that read, with x for each name or value."""
    for name in READERS:
        tree = ast.parse(next(Path(takarusim.__file__).parent.rglob(f"{name}.py")).read_text("utf-8"))
        inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                text = "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
                text = node.value
            else:
                continue
            if ", got " in text and "\n" not in text and not text.startswith("Returns"):
                yield text


@pytest.mark.parametrize("text", sorted(set(templates())))
def test_what_is_wrong_has_indonesian_words(text):
    wrong = text.partition(", got ")[0]

    assert wrong in UNTOLD or said(Problem("", 0, "", text), "id").partition(", tertulis ")[0] != wrong


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_has_the_same_holes_in_both_languages(phrase):
    assert PHRASES[phrase].count("{}") <= phrase.count("{}")


def test_a_mistake_reads_as_one_line_in_either_language():
    with pytest.raises(ScenarioError) as caught:
        reading.read_scenario(Path(__file__).parent / "small.yaml", ["workshops.C.unit=4"])
    (problem,) = caught.value.problems

    assert said(problem, "en") == str(problem)
    assert said(problem, "id") == (
        "--set workshops.C.unit=4: workshops.C.unit: tidak ada alamat seperti itu, tertulis 'unit'; maksudnya 'units'?"
    )
