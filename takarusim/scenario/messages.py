"""What is wrong with a value, in our own words: each type of pydantic's errors is a key of the catalogue."""

from typing import Any

from takarusim.errors import Mistake
from takarusim.language.mistakes import Nearest, Phrase
from takarusim.scenario import shapes
from takarusim.scenario.checks import Found
from takarusim.scenario.titles import is_line

__all__ = ["distinct", "mistake", "steps_of"]

_CLOCK = "[0-5][0-9]"
_KINDS = {  # what a type of pydantic's begins with: a key of the catalogue that says what was got
    "string_type": "not_text",
    "bool_type": "not_a_truth",
    "date": "not_a_date",
    "datetime": "not_a_moment",
    "int": "not_whole",
    "float": "not_a_number",
    "dict_type": "no_mapping",
    "model": "no_mapping",
    "tuple_type": "no_list",
}
_RIGHT = {"bool_type": "phrase.truth", "int": "example.count", "float": "example.number"}


def steps_of(error: Any) -> tuple[str, ...]:
    """Returns the path of a pydantic error in the tree."""
    steps = tuple(str(step) for step in error["loc"] if step != "[key]")
    return next((line for k in range(len(steps)) if is_line(line := steps[: k + 1])), steps)


def distinct(errors: list[Any]) -> list[Found]:
    """Returns the path and mistake of each error, but one for a line that may be written in several ways."""
    found = dict[object, Found]()
    for error in errors:
        steps, wrong = steps_of(error), mistake(error)
        found[steps if is_line(steps) else (steps, str(wrong))] = (steps, wrong)
    return list(found.values())


def mistake(error: Any) -> Mistake:
    """Returns what is wrong by an error of pydantic's."""
    kind, got, context, steps = error["type"], error["input"], error.get("ctx", {}), steps_of(error)
    if is_line(steps):
        return Mistake("not_a_line", got=got)
    if kind == "value_error":
        known = context["error"]
        return known if isinstance(known, Mistake) else Mistake("not_right", got=got)
    if kind == "extra_forbidden":
        return Mistake("unknown_key", got=steps[-1], right=Nearest(steps[-1], known_keys(steps)))
    if kind == "missing":
        return Mistake("missing", right=_wanted(steps))
    if kind == "literal_error":
        choices = [each.strip("'") for each in context["expected"].replace(" or ", ", ").split(", ")]
        return Mistake("no_such_choice", got=got, right=Nearest(got, tuple(choices)))
    if kind == "string_pattern_mismatch":
        return Mistake("no_time_of_day", got=got) if _CLOCK in context["pattern"] else Mistake("no_id", got=got)
    return _of_size(kind, got, context) or _general(kind, got)


def _of_size(kind: str, got: object, context: dict[str, Any]) -> Mistake | None:
    """Returns what is wrong with a value or a list that is too small or too large."""
    if kind == "greater_than_equal":
        return Mistake("too_small", got=got, right=Phrase("phrase.at_least", right=context["ge"]))
    if kind == "less_than_equal":
        return Mistake("too_large", got=got, right=Phrase("phrase.at_most", right=context["le"]))
    if kind == "too_short":
        return Mistake("too_few", got=context["actual_length"], right=context["min_length"])
    if kind == "too_long":
        return Mistake("too_many", got=context["actual_length"], right=context["max_length"])
    return None


def _general(kind: str, got: object) -> Mistake:
    for start in sorted(_KINDS, key=len, reverse=True):
        if kind.startswith(start):
            right = {"right": Phrase(_RIGHT[start])} if start in _RIGHT else {}
            return Mistake(_KINDS[start], got=got, **right)
    return Mistake("not_right", got=got)


def known_keys(steps: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the keys that the part around a path may have."""
    shape = shapes.at(steps[:-1])
    return tuple(shapes.fields(shape.part)) if shape and shape.part else ()


def _wanted(steps: tuple[str, ...]) -> Phrase:
    """Returns what a key that is needed says."""
    shape = shapes.at(steps[:-1])
    return Phrase(f"needed.{shape.part.__name__}.{steps[-1]}") if shape and shape.part else Phrase("phrase.value")
