"""What is wrong with a value, in our own words: from pydantic's errors to messages of one form."""

from typing import Any

from takarusim.quantities.units import nearest, short
from takarusim.scenario import shapes

__all__ = ["distinct", "message", "steps_of"]

LINES = ("title", "question")
_CLOCK = "[0-5][0-9]"
_KINDS = {
    "string_type": ("not text", "text, in quotes if it looks like a number"),
    "bool_type": ("neither true nor false", "true or false"),
    "date": ("not a date", "such as 2024-01-31"),
    "datetime": ("not a moment", "such as 2024-01-31 08:00"),
    "int": ("not a whole number", "such as 3"),
    "float": ("not a number", "such as 0.5"),
    "dict_type": ("no mapping", "keys with values"),
    "model": ("no mapping", "keys with values"),
    "tuple_type": ("no list", "a list such as [a, b]"),
}


def steps_of(error: Any) -> tuple[str, ...]:
    """Returns the path of a pydantic error in the tree."""
    steps = tuple(str(step) for step in error["loc"] if step != "[key]")
    return steps[:1] if steps[:1] and steps[0] in LINES else steps


def distinct(errors: list[Any]) -> list[tuple[tuple[str, ...], str]]:
    """Returns the path and message of each error, but one for a line that may be written in several ways."""
    found = {}
    for error in errors:
        steps = steps_of(error)
        found[steps if steps[:1] and steps[0] in LINES else (steps, message(error))] = (steps, message(error))
    return list(found.values())


def message(error: Any) -> str:
    """Returns a pydantic error in the form `what is wrong, got what; what would be right`."""
    kind, got, context = error["type"], short(error["input"]), error.get("ctx", {})
    steps = steps_of(error)
    if steps and steps[0] in LINES:
        return f"not a line of text, got {got}; text, or {{en: ..., id: ...}}"
    if kind == "value_error":
        return str(context["error"])
    if kind == "extra_forbidden":
        return f"unknown key, got {steps[-1]!r}; {nearest(steps[-1], known_keys(steps))}"
    if kind == "missing":
        return f"missing, got nothing; {_wanted(steps)}"
    if kind == "literal_error":
        choices = [each.strip("'") for each in context["expected"].replace(" or ", ", ").split(", ")]
        return f"no such choice, got {got}; {nearest(error['input'], choices)}"
    if kind == "string_pattern_mismatch":
        is_clock = _CLOCK in context["pattern"]
        right = "hours and minutes such as 08:00" if is_clock else "letters, digits and single hyphens between them"
        return f"{'no time of day' if is_clock else 'no id'}, got {got}; {right}"
    if kind in ("greater_than_equal", "less_than_equal"):
        wrong, right = ("small", f"least {context['ge']}") if "ge" in context else ("large", f"most {context['le']}")
        return f"too {wrong}, got {got}; at {right}"
    if kind == "too_short":
        return f"too few, got {context['actual_length']}; at least {context['min_length']}"
    if kind == "too_long":
        return f"too many, got {context['actual_length']}; at most {context['max_length']}"
    wrong, right = _general(kind)
    return f"{wrong}, got {got}; {right}"


def _general(kind: str) -> tuple[str, str]:
    for start in sorted(_KINDS, key=len, reverse=True):
        if kind.startswith(start):
            return _KINDS[start]
    return "not right", "see the scenario reference"


def known_keys(steps: tuple[str, ...]) -> list[str]:
    """Returns the keys that the part around a path may have."""
    shape = shapes.at(steps[:-1])
    return list(shapes.fields(shape.part)) if shape and shape.part else []


def _wanted(steps: tuple[str, ...]) -> str:
    """Returns the description of a field."""
    shape = shapes.at(steps[:-1])
    if shape and shape.part:
        for name, field in shape.part.model_fields.items():
            if shapes.key(name, field) == steps[-1] and field.description:
                return " ".join(field.description.split()).rstrip(".")
    return "a value"
