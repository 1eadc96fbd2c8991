"""The JSON Schema of scenario files, for editors: what may stand where, with the descriptions of the parts.

It is milder than reading: a file that extends another says only what changes, so that no key is asked for in it.
"""

from typing import Any

from takarusim.language.mistakes import told
from takarusim.quantities import families, units
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import Quantity
from takarusim.registers.families import FAMILIES
from takarusim.scenario import shapes
from takarusim.scenario.scenario import MixPart, NewUnits, Part, Scenario, WorkshopOf

__all__ = ["schema"]

_TEXT = {"type": "string"}
_BESIDE = {
    "source": {**_TEXT, "description": "An id of `sources`, `assumption` or `choice`."},
    "note": {**_TEXT, "description": "Anything a reader should know."},
}


def schema() -> dict[str, Any]:
    """Returns the JSON Schema of scenario files.

    Examples
    --------
    >>> schema()["title"]
    'Scenario'
    """
    whole = Scenario.model_json_schema()
    known = whole.pop("$defs")
    for name, definition in (*known.items(), ("Scenario", whole)):
        definition.pop("required", None)
        definition["description"] = definition["description"].partition("\n\n")[0]  # no examples in Python
        part = _parts()[name]
        for key, value in definition.get("properties", {}).items():
            _say(value, part, key)
    properties = {
        "extends": {
            **_TEXT,
            "description": "A scenario file, or several with a plus between them; this one says only what changes.",
        }
    }
    whole["properties"] = {**properties, **whole["properties"]}
    whole["properties"]["holidays"]["patternProperties"] = _or_file(
        whole["properties"]["holidays"]["patternProperties"]
    )
    book = known["Orders"]["properties"]["book"]["anyOf"]
    book.append({**_TEXT, "pattern": r"\.(csv|xlsx)$"})
    numbers = {dimension: _quantity(dimension) for dimension in (*units.DIMENSIONS, "any")}
    lists = {f"{dimension}s": _distribution(dimension) for dimension in ("duration", "count")}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**head, **_resolved(whole), "$defs": {**_resolved(known), **numbers, **lists}}


def _parts() -> dict[str, type[Part]]:
    firsts = Part.__subclasses__()
    return {each.__name__: each for first in firsts for each in (first, *first.__subclasses__())}


def _say(value: dict[str, Any], part: type[Part], key: str) -> None:
    """Makes a property's description one line, and its default what a file would say; no titles."""
    value.pop("title", None)
    value.pop("default", None)
    for name, field in part.model_fields.items():
        default = field.default
        if shapes.key(name, field) == key:
            value["description"] = " ".join((field.description or "").split())
        if shapes.key(name, field) == key and isinstance(default, Quantity | Distribution):
            value["default"] = units.written(default) if isinstance(default, Quantity) else families.written(default)
        elif shapes.key(name, field) == key and isinstance(default, str | bool) and default != "":
            value["default"] = default


def _or_file(patterns: dict[str, Any]) -> dict[str, Any]:
    return {key: {"anyOf": [value, {**_TEXT, "pattern": r"\.(csv|xlsx)$"}]} for key, value in patterns.items()}


def _resolved(raw: Any) -> Any:
    """Returns a schema with the numbers' marks as references, and null wherever it takes an inherited key away."""
    if isinstance(raw, list):
        return [_resolved(each) for each in raw]
    if not isinstance(raw, dict):
        return raw
    kind, _, dimension = str(raw.get("$comment", "")).partition(" ")
    new = {key: _resolved(value) for key, value in raw.items() if key != "$comment"}
    if dimension:
        new["$ref"] = f"#/$defs/{dimension}{'s' if kind == 'distribution' else ''}"
    for part, alone in (
        (MixPart, {"$ref": "#/$defs/number"}),
        (NewUnits, {"$ref": "#/$defs/count"}),
        (WorkshopOf, _TEXT),
    ):
        if new.get("$ref") == f"#/$defs/{part.__name__}":
            said = {"description": new.pop("description")} if "description" in new else {}
            return {**said, "anyOf": [new, alone]}
    for key in ("properties", "patternProperties"):
        if isinstance(new.get(key), dict) and new.get("type") == "object":
            new[key] = {name: _or_null(value) for name, value in new[key].items()}
    return new


def _or_null(value: dict[str, Any]) -> dict[str, Any]:
    if {"type": "null"} in value.get("anyOf", ()):
        return value
    beside: dict[str, Any] = {key: value[key] for key in ("description", "default") if key in value}
    inner = {key: each for key, each in value.items() if key not in beside}
    return {**beside, "anyOf": [inner, {"type": "null"}]}


def _quantity(dimension: str) -> dict[str, Any]:
    plain = [_TEXT, {"type": "number"}] if dimension in (*units.BARE, "any") else [_TEXT]
    ends = {key: {"anyOf": plain} for key in ("value", "low", "high")}
    item = {"type": "object", "properties": {**ends, **_BESIDE}, "additionalProperties": False}
    return {"description": told(f"example.{dimension}", {}, "en").capitalize() + ".", "anyOf": [*plain, item]}


def _distribution(dimension: str) -> dict[str, Any]:
    forms: dict[str, Any] = {key: {"description": told(f"form.{key}", {}, "en")} for key in FAMILIES}
    beside: dict[str, Any] = {
        "low": {"description": "Low end, in the form of the parameters."},
        "high": {"description": "High end."},
    }
    csv: dict[str, Any] = {
        "unit": {**_TEXT, "description": "Of bare numbers."},
        "column": {**_TEXT, "description": "Of a CSV file."},
    }
    item = {"type": "object", "properties": {**forms, **beside, **csv, **_BESIDE}, "additionalProperties": False}
    return {"description": "A constant or a distribution.", "anyOf": [{"$ref": f"#/$defs/{dimension}"}, item]}
