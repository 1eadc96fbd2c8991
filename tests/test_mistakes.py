"""Mistakes are keys with values; each is told in the language that is asked for, as a whole."""

import ast
import pickle
import re
import string
from pathlib import Path

import pytest

import takarusim
from takarusim.errors import Mistake, Problem, ScenarioError
from takarusim.language.catalogue import CATALOGUE
from takarusim.language.mistakes import Listed, Nearest, Phrase, Text, told
from takarusim.language.numerals import LANGUAGES
from takarusim.quantities.units import DIMENSIONS, Quantity
from takarusim.registers.families import FAMILIES
from takarusim.registers.kpis import KPIS
from takarusim.scenario import reading, shapes
from takarusim.scenario.scenario import Part
from test_checks import ALONE, BETWEEN, IN_A_LONG_RUN, STEADY, TOO_MUCH, changed

RAISED = ("Mistake", "ExperimentError", "StoreError", "EngineError", "BriefingError", "Phrase", "told")
ENGLISH = {
    *("the", "of", "and", "or", "is", "are", "not", "with", "without", "such", "than", "that", "which", "those"),
    *("beside", "below", "above", "between", "nobody", "nothing", "neither", "nor", "has", "have", "it", "its"),
    *("no", "number", "least", "most", "more", "less", "another", "each", "got", "both", "unknown", "same"),
}


def parts(part):
    """Returns every kind of part under one."""
    return {*part.__subclasses__(), *(inner for one in part.__subclasses__() for inner in parts(one))}


FAMILIES_OF_KEYS = {  # keys that are made of names: what they begin with, and those names
    "example": {*DIMENSIONS, "any"},
    "units": set(DIMENSIONS) - {"count"},
    "form": set(FAMILIES),
    "thing": {group for kpi in KPIS.values() for group in kpi.groups},
    "needed": {
        f"{part.__name__}.{shapes.key(name, field)}"
        for part in (Part, *parts(Part))
        for name, field in part.model_fields.items()
        if field.is_required()
    },
}


def holes(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def calls():
    """Yields the calls that name a key: the module, the line, the key, and the names of its values."""
    for path in sorted(Path(takarusim.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield f"{path.name}:{node.lineno}", first.value, {each.arg for each in node.keywords}, node.func.id


def said_in(source):
    return {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}


@pytest.mark.parametrize("key", CATALOGUE)
def test_a_mistake_has_both_languages_and_the_same_values_in_each(key):
    indonesian, english = CATALOGUE[key]

    assert indonesian
    assert english
    assert holes(indonesian) == holes(english)


def test_what_is_raised_is_in_the_catalogue_with_all_its_values():
    wrong = [
        (place, key)
        for place, key, given, by in calls()
        if key not in CATALOGUE or (by != "told" and None not in given and holes(CATALOGUE[key][1]) != given)
    ]

    assert not [(place, key) for place, key in wrong if " " not in key]  # the others are not keys yet


def test_every_key_is_raised_somewhere():
    sources = [path for path in Path(takarusim.__file__).parent.rglob("*.py") if path.stem != "catalogue"]
    literal = set().union(*(said_in(path.read_text("utf-8")) for path in sources))
    ruled = {f"rule.{each}" for each in literal}
    made = {f"{start}.{name}" for start, names in FAMILIES_OF_KEYS.items() for name in names}
    joints = {"phrase.and", "phrase.or"}

    assert not (made | joints) - set(CATALOGUE), "takarusim/language/catalogue.py has no such key"
    assert not [key for key in CATALOGUE if key not in literal | ruled | made | joints and not key.startswith("thing.")]


@pytest.mark.parametrize("name", sorted(ALONE | BETWEEN | IN_A_LONG_RUN | TOO_MUCH))
def test_nothing_of_a_mistake_stays_english(name):
    edits, _ = (ALONE | BETWEEN | IN_A_LONG_RUN | TOO_MUCH)[name]
    with pytest.raises(ScenarioError) as caught:
        reading.scenario_from(changed(edits if name not in IN_A_LONG_RUN else {**STEADY, **edits}))
    for problem in caught.value.problems:
        message = told(problem.key, problem.values, "id")
        bare = re.sub(r"'[^']*'|`[^`]*`|\{.*\}|\[.*\]", "", message)

        assert message != problem.message
        assert not ENGLISH & set(re.findall("[a-z_]+", bare))


def test_what_a_key_that_is_needed_says_is_its_description():
    for part in (Part, *parts(Part)):
        for name, field in part.model_fields.items():
            if field.is_required():
                text = told(f"needed.{part.__name__}.{shapes.key(name, field)}", {}, "en")

                assert text == " ".join(field.description.split()).rstrip(".")


def test_each_type_of_value_is_told_in_its_own_way():
    def shown(value, language="en"):
        return told("phrase.right", {"right": value}, language)

    assert shown("C") == "'C'"
    assert shown("x" * 100) == "'" + "x" * 56 + "..."
    assert shown(Text("warm_up")) == "warm_up"
    assert shown(Quantity(5_400_000.0, "duration", "h")) == "1.5 h"
    assert shown([1, "a", True, None]) == "[1, a, true, null]"
    assert shown({"a": {"b": 2.5}}) == "{a: {b: 2.5}}"
    assert shown(16**5000).startswith("0x1000")
    assert shown(Listed(("a", "b", "c"), "and")) == "a, b and c"
    assert shown(Listed(("a", "b"), "or"), "id") == "a atau b"
    assert shown(Nearest("fifoo", ("fifo", "spt"))) == "did you mean 'fifo'?"
    assert shown(Nearest("OTIF", ("wip", "otif")), "id") == "maksudnya 'otif'?"
    assert shown(Nearest("zzz", ("fifo", "spt")), "id") == "salah satu dari fifo, spt"
    assert shown(Nearest("zzz", ())) == "there is none"
    assert shown(Phrase("phrase.at_most", right=3), "id") == "paling banyak 3"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mistake_reads_as_one_line_in_either_language(language):
    with pytest.raises(ScenarioError) as caught:
        reading.read_scenario(Path(__file__).parent / "small.yaml", ["workshops.C.unit=4"])
    (problem,) = caught.value.problems
    lines = {
        "en": "--set workshops.C.unit=4: workshops.C.unit: no such path, got 'unit'; did you mean 'units'?",
        "id": (
            "--set workshops.C.unit=4: workshops.C.unit: "
            "tidak ada alamat seperti itu, tertulis 'unit'; maksudnya 'units'?"
        ),
    }

    assert problem.said(language) == caught.value.said(language) == lines[language]
    assert str(problem) == str(caught.value) == lines["en"]


def test_a_mistake_is_the_same_after_it_came_from_another_process():
    mistake = Mistake("no_such_path", got="unit", right=Nearest("unit", ("units",)))
    error = ScenarioError([Problem.of(mistake, ("workshops", "C"), ("x.yaml", 3))])

    assert str(pickle.loads(pickle.dumps(mistake))) == str(mistake)  # noqa: S301  our own
    assert pickle.loads(pickle.dumps(error)).problems == error.problems  # noqa: S301
    assert hash(error.problems[0])
