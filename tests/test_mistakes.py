"""Mistakes are said in the language that is asked for, as a whole."""

import ast
import re
from pathlib import Path

import pytest

import takarusim
from takarusim.errors import Problem, ScenarioError
from takarusim.language.mistakes import PHRASES, said
from takarusim.scenario import reading
from takarusim.scenario.scenario import Part
from test_checks import ALONE, BETWEEN, IN_A_LONG_RUN

READERS = (
    *("units", "families", "scenario", "calendars", "messages"),
    *("files", "trees", "overrides", "checks", "capability", "targets", "reading"),
)
ENGLISH = {
    *("the", "of", "and", "or", "is", "are", "not", "with", "without", "such", "than", "that", "which", "those"),
    *("beside", "below", "above", "between", "nobody", "nothing", "neither", "nor", "has", "have", "it", "its"),
    *("no", "number", "least", "most", "more", "less", "another", "each", "got", "both", "unknown", "same"),
}
UNTOLD = {"x", "x: x", "", "too x"}  # nothing but a value; "too large" and "too small" have words


def parts(part):
    """Returns every kind of part under one."""
    return {*part.__subclasses__(), *(inner for one in part.__subclasses__() for inner in parts(one))}


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


@pytest.mark.parametrize("text", sorted(text for _, text in (ALONE | BETWEEN | IN_A_LONG_RUN).values()))
def test_nothing_of_a_mistake_stays_english(text):
    line = said(Problem("", 0, "", text.partition(": ")[2]), "id")

    assert not ENGLISH & set(re.findall("[a-z_]+", re.sub(r"'[^']*'|`[^`]*`|\{.*\}|\[.*\]", "", line)))


def test_every_key_that_is_needed_is_described_in_indonesian():
    for part in (Part, *parts(Part)):
        for field in part.model_fields.values():
            if field.is_required():
                text = f"missing, got nothing; {' '.join(field.description.split()).rstrip('.')}"

                assert said(Problem("", 0, "", text), "id").partition("; ")[2] != text.partition("; ")[2]


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
