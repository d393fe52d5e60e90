"""Whether the arguments that a model gives a tool are of the tool's schema: the part of JSON schema that our tools use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def faults_in(arguments: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    """What is wrong with them, in words that a model can mend it by; nothing where all is right."""
    return list(_object(dict(arguments), schema, ""))


def _value(value: Any, schema: Mapping[str, Any], name: str) -> Iterator[str]:
    options = schema.get("anyOf")
    if options:
        if all(any(True for _ in _value(value, option, name)) for option in options):
            yield f"{name} is of none of the kinds it may be"
        return
    kinds = schema.get("type")
    kinds = [kinds] if isinstance(kinds, str) else list(kinds or ())
    allowed = tuple(kind for name_of_kind in kinds for kind in _KINDS.get(name_of_kind, (object,)))
    wrong_bool = isinstance(value, bool) and "boolean" not in kinds
    if kinds and (wrong_bool or not isinstance(value, allowed)):
        yield f"{name} must be of type {' or '.join(kinds)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{name} must be one of {', '.join(map(str, schema['enum']))}"
    if isinstance(value, str):
        if len(value) > schema.get("maxLength", len(value)):
            yield f"{name} is longer than {schema['maxLength']} characters"
        if len(value) < schema.get("minLength", 0):
            yield f"{name} is shorter than {schema['minLength']} characters"
    if isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{name} must lie between {schema.get('minimum', 'any')} and {schema.get('maximum', 'any')}"
    if isinstance(value, dict):
        yield from _object(value, schema, f"{name}.")
    if isinstance(value, list):
        if len(value) > schema.get("maxItems", len(value)):
            yield f"{name} has more than {schema['maxItems']} items"
        for number, item in enumerate(value):
            yield from _value(item, schema.get("items", {}), f"{name}[{number}]")


def _object(value: Mapping[str, Any], schema: Mapping[str, Any], prefix: str) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{prefix}{name} is missing"
    for name, given in value.items():
        if name in known:
            yield from _value(given, known[name], f"{prefix}{name}")
        elif known or schema.get("additionalProperties") is False:
            yield f"there is no argument {prefix}{name}"
