"""Scenario files and their text: YAML as plain trees that know the line of every key.

Reading order: Tree, load, load_value, as_text.
"""

import io
import os
import sys
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.emitter import Emitter
from ruamel.yaml.error import MarkedYAMLError, StringMark
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.representer import SafeRepresenter
from ruamel.yaml.scanner import Scanner

from takarusim.errors import Mistake, Problem
from takarusim.language.mistakes import Phrase, Text
from takarusim.quantities import units
from takarusim.scenario import shapes

__all__ = [
    "Place",
    "Steps",
    "Tree",
    "as_line",
    "as_text",
    "content",
    "is_file",
    "load",
    "load_value",
    "number",
    "text_in",
]

MOST_YAML = 2_000_000  # bytes of a file
LONGEST_NUMBER = 400  # characters
DEEPEST, MOST_BRACKETS = 50, 100  # levels of nesting; open brackets that are read at all
ALIASED = 100_000  # values that aliases may add to those that a text can hold itself
Steps = tuple[str, ...]


class Place(NamedTuple):
    """Where a value was set."""

    file: str = ""
    line: int = 0
    cell: str = ""  # of a workbook: sheet!A1, whose row is the line


class Tree(NamedTuple):
    """A scenario file, or several merged: plain mappings, lists and scalars."""

    data: dict[str, Any]
    places: dict[Steps, Place]
    problems: list[Problem]


def load_value(text: str) -> Any:
    """Returns the value of a YAML text, such as that of `--set path=value`; Mistake if it is none."""
    reader = _Nodes("", text)
    try:
        value = reader.value(_composed(text), ())
    except MarkedYAMLError as error:
        raise Mistake("no_value_in_yaml", why=_why(error), got=text) from None
    for problem in reader.problems:
        raise Mistake(problem.key, **problem.values)
    return value


class _Representer(SafeRepresenter):
    """Writes text with a next line (U+0085) in quotes, where the writer would break a line that reads as a space."""

    def represent_str(self, data: str) -> Any:
        """Returns the node of a text."""
        return self.represent_scalar("tag:yaml.org,2002:str", data, style='"' if "\x85" in data else None)


_Representer.add_representer(str, _Representer.represent_str)


class _Emitter(Emitter):
    """Leaves keys of several words in one line, which could not be read back from two."""

    def write_plain(self, text: str, split: bool = True) -> None:  # noqa: FBT001, FBT002  as the library calls it
        """Writes a text without quotes, broken at the width of the file unless it is a key of several words."""
        width = self.best_width
        if not split and " " in text:
            self.best_width = sys.maxsize
        super().write_plain(text, split)
        self.best_width = width


def as_text(data: Mapping[str, Any]) -> str:
    """Returns a tree as the text of a file; the same tree gives the same text, and `load_value` reads it back."""
    writer: Any = YAML(typ="safe", pure=True)
    writer.default_flow_style, writer.allow_unicode, writer.width = None, True, 120
    writer.sort_base_mapping_type_on_output = False
    writer.Representer, writer.Emitter = _Representer, _Emitter
    file = io.StringIO()
    writer.dump(_dated(data), file)
    return file.getvalue()


def as_line(data: Any) -> str:
    """Returns a value in one line, such as `[1, 2]`; `load_value` reads it back."""
    writer: Any = YAML(typ="safe", pure=True)
    writer.default_flow_style, writer.allow_unicode, writer.width = True, True, 1_000_000
    writer.sort_base_mapping_type_on_output = False
    writer.Representer = _Representer
    file = io.StringIO()
    writer.dump(data, file)
    return file.getvalue().removesuffix("...\n").strip()


def _dated(raw: Any) -> Any:
    """Returns a tree with days as dates, so that they are written without quotes."""
    if isinstance(raw, Mapping):
        return {key: _dated(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_dated(each) for each in raw]
    try:
        day = date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return raw
    return day if day and day.isoformat() == raw else raw


def load(file: Path) -> Tree:
    """Returns a file as a tree, with its mistakes of form."""
    start: dict[Steps, Place] = {(): Place(str(file), 1)}
    try:
        text = text_in(file, MOST_YAML, str(file), Phrase("phrase.scenario_file"))
        node = _composed(text)
    except Mistake as mistake:
        return Tree({}, start, [Problem.of(mistake, (), (str(file), 0))])
    except UnicodeDecodeError:
        return Tree({}, start, [Problem(str(file), 0, "", "not_utf8")])
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return Tree({}, start, [Problem(str(file), line, "", "not_yaml", {"why": _why(error)})])
    reader = _Nodes(str(file), text)
    data = reader.value(node, ())
    if not isinstance(data, dict):
        got = Phrase("phrase.nothing") if node is None else data
        reader.problems.append(Problem(str(file), 1, "", "not_a_scenario", {"got": got}))
        data = {}
    return Tree(data, reader.places, reader.problems)


def is_file(path: Path) -> bool:
    """Returns whether there is such a file; no pipe, no device, no link to itself."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def content(path: Path, most: int, name: str, right: Phrase) -> bytes:
    """Returns the bytes of a file, so many at most; Mistake if they cannot be had."""
    try:
        if not is_file(path):
            there = os.path.lexists(path)
            why: object = Phrase("phrase.not_a_file")
        elif path.stat().st_size > most:
            there, why = True, Phrase("phrase.too_big", most=most // 1_000_000)
        else:
            return path.read_bytes()
    except (OSError, ValueError) as error:
        there, why = not isinstance(error, ValueError), Text(getattr(error, "strerror", "") or error)
    if not there:
        raise Mistake("no_such_file", got=name, right=right)
    raise Mistake("unreadable_file", got=name, why=why, right=right)


def text_in(path: Path, most: int, name: str, right: Phrase) -> str:
    """Returns the text of a file of so many bytes at most; Mistake if it cannot be had."""
    text = content(path, most, name, right).decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(maxsize=4)
def _composed(text: str) -> Node | None:
    """Returns the node of a YAML text, in which nobody writes: measures on each other read their base many times.

    MarkedYAMLError, whatever is wrong with it.
    """
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.Scanner = _Scanner
    try:
        node: Node | None = yaml.compose(text)
    except ReaderError as error:
        mark = StringMark("", error.position, text.count("\n", 0, error.position), 0, None, 0)
        raise MarkedYAMLError(problem=f"{chr(error.character)!r} is no text", problem_mark=mark) from None
    except RecursionError:
        raise MarkedYAMLError(problem="nested without end") from None
    return node


class _Scanner(Scanner):
    """Reads tokens; a bracket costs it as many steps as there are open ones, so that they must not be thousands."""

    def fetch_flow_collection_start(self, TokenClass: Any, to_push: str) -> None:  # noqa: N803  named there
        """Reads an opening bracket."""
        if len(self.flow_context) > MOST_BRACKETS:
            raise MarkedYAMLError(problem="nested without end", problem_mark=self.reader.get_mark())
        super().fetch_flow_collection_start(TokenClass, to_push)

    def scan_flow_scalar(self, style: Any) -> Any:
        """Reads a text in quotes; half of a character, a surrogate, is none."""
        token = super().scan_flow_scalar(style)
        if half := next((character for character in token.value if "\ud800" <= character <= "\udfff"), ""):
            raise MarkedYAMLError(problem=f"{half!r} is no text", problem_mark=token.start_mark)
        return token


class _Nodes:
    """Turns the nodes of a YAML document into plain values, and notes the line of each."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.left = len(text) + ALIASED  # values that may still be read; none once there is no end
        self.places: dict[Steps, Place] = {(): Place(file, 1)}
        self.problems: list[Problem] = []
        self.scalars = YAML(typ="safe", pure=True).constructor

    def value(self, node: Node | None, steps: Steps) -> Any:
        """Returns the value of a node."""
        if node is None or self.is_endless(node, steps, len(steps)):
            return None
        if isinstance(node, MappingNode):
            return self.mapping(node, steps)
        if isinstance(node, SequenceNode):
            return [self.item(each, (*steps, str(i))) for i, each in enumerate(node.value)]
        return self.scalar(node, steps)

    def is_endless(self, node: Node, steps: Steps, depth: int) -> bool:
        """Returns whether aliases or levels have no end; that is one mistake, and nothing is read after it."""
        self.left -= 1
        if self.left < 0:
            return True
        if depth <= DEEPEST and self.left > 0:
            return False
        self.left = 0
        wrong = Mistake("nested_without_end", most=DEEPEST) if depth > DEEPEST else Mistake("repeated_without_end")
        self.mistake(node, steps[:9], wrong)
        return True

    def mapping(self, node: MappingNode, steps: Steps) -> dict[str, Any]:
        """Returns a mapping; a key that stands twice is a mistake."""
        data: dict[str, Any] = {}
        before: tuple[str, Node] | None = None
        for key, value in self.pairs(node, steps, 0):
            if not isinstance(key, ScalarNode):
                self.mistake(key, steps, Mistake("key_not_text"))
                continue
            if before and node.flow_style and _is_decimals(before[1], key, value):
                typed = f"{before[1].value},{key.value}"
                self.mistake(key, (*steps, before[0]), units.comma(typed, _dimension((*steps, before[0]))))
                continue
            before = key.value, value
            inner = (*steps, key.value)
            if wrong := units.thousands(key.value):
                self.mistake(key, inner, wrong)
            if key.value in data:
                first = self.places[inner].line
                self.mistake(key, inner, Mistake("key_twice", line=first))
                continue
            self.places[inner] = Place(self.file, key.start_mark.line + 1)
            data[key.value] = self.value(value, inner)
        return data

    def pairs(self, node: MappingNode, steps: Steps, depth: int) -> list[tuple[Node, Node]]:
        """Returns the keys of a mapping with their values: those merged in (<<: *anchor), then its own."""
        own = [(key, value) for key, value in node.value if getattr(key, "value", None) != "<<"]
        named = {key.value for key, _ in own if isinstance(key, ScalarNode)}
        inherited: dict[str, tuple[Node, Node]] = {}
        for key, value in node.value:
            if getattr(key, "value", None) == "<<":
                for source in value.value if isinstance(value, SequenceNode) else [value]:
                    if not isinstance(source, MappingNode):
                        self.mistake(source, (), Mistake("merged_no_mapping"))
                        continue
                    if self.is_endless(source, steps, depth):
                        continue
                    for pair in self.pairs(source, steps, depth + 1):
                        inherited.setdefault(str(pair[0].value), pair)
        return [pair for name, pair in inherited.items() if name not in named] + own

    def item(self, node: Node, steps: Steps) -> Any:
        """Returns an item of a list."""
        self.places[steps] = Place(self.file, node.start_mark.line + 1)
        return self.value(node, steps)

    def scalar(self, node: Node, steps: Steps) -> Any:
        """Returns a scalar; dates stay text."""
        tag = str(node.tag).rsplit(":", 1)[-1]
        if tag == "timestamp":
            return node.value
        if tag not in ("null", "bool", "int", "float", "str"):
            return self.mistake(node, steps, Mistake("tag", got=Text(node.tag)))
        if tag in ("int", "float") and len(node.value) > LONGEST_NUMBER:
            return self.mistake(node, steps, Mistake("too_many_digits", got=node.value, most=LONGEST_NUMBER))
        if tag in ("float", "str") and (wrong := units.thousands(node.value)):
            self.mistake(node, steps, wrong)
        try:
            return self.scalars.construct_object(node)
        except (ValueError, LookupError):
            right = Phrase("phrase.plain_values")
            wrong = Mistake("not_a_number", got=node.value, right=right)
            wrong = Mistake("not_a_truth", got=node.value, right=right) if tag == "bool" else wrong
            return self.mistake(node, steps, wrong)

    def mistake(self, node: Node, steps: Steps, wrong: Mistake) -> None:
        """Notes a mistake of form."""
        self.problems.append(Problem.of(wrong, steps, (self.file, node.start_mark.line + 1)))


def _why(error: MarkedYAMLError) -> Text | Phrase:
    """Returns what the parser says."""
    return Text(error.problem)


def _dimension(steps: Steps) -> str:
    """Returns the dimension of the number at a path, "" where none is known."""
    shape = shapes.at(steps)
    return shape.dimension if shape else ""


def _is_decimals(before: Node, key: ScalarNode, value: Node) -> bool:
    """Returns whether a key in braces is what follows the comma of the number before it: {share: 1,5}."""
    is_number = isinstance(before, ScalarNode) and before.value[-1:].isdecimal() and not before.style
    return is_number and key.value[:1].isdecimal() and isinstance(value, ScalarNode) and value.value == ""


def number(cell: str) -> Any:
    """Returns the number that a cell holds, or its text."""
    try:
        return float(cell) if "." in cell or "e" in cell else int(cell)
    except ValueError:
        return cell
