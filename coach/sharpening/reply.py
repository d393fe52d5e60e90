"""What a model is asked to answer, as a JSON schema, and how its answer is read: strictly in sense, tolerantly in form.

Every item is read by itself, so that one that is not in the form costs that item and not the answer. Nothing in a reply can
raise anything but `ModelReplyError`, which is the sign for a repair turn.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from coach.errors import ModelReplyError

_MOST_ITEMS = 1000
"""Items of a list that are read; a model that gives more has lost itself."""
_MOST_STARTS = 20
_MOST_CHARACTERS = 2_000_000


def _text(value: object) -> object:
    return "" if value is None else value


def _texts(value: object) -> object:
    if value is None or value == "":
        return []
    return [value] if isinstance(value, str | int) else value


def _verdict(value: object) -> object:
    said = value.strip().lower() if isinstance(value, str) else value
    return {"confirmed": "confirm", "disputed": "dispute"}.get(said, said) if isinstance(said, str) else said


Words = Annotated[str, BeforeValidator(_text)]


class _Item(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class Verdict(_Item):
    """What the model says of a finding, by its number in the prompt."""

    finding: int
    verdict: Annotated[Literal["confirm", "dispute"], BeforeValidator(_verdict)]
    reason: Words = ""


class Addition(_Item):
    """A weakness that no finding names."""

    criterion: str
    place: str
    quote: Words = ""
    reason: Words = ""
    passages: Annotated[tuple[str, ...], BeforeValidator(_texts)] = ()


class SetJudged(_Item):
    """What the model says of an objective with all its key results."""

    place: str
    covered: bool
    missing: Words = ""
    counter_measure: Words = ""
    lagging: Words = ""


class Rewrite(_Item):
    """A better line for a place."""

    place: str
    text: str


@dataclass(frozen=True)
class Answer:
    """A reply as read; nothing in it is verified yet."""

    verdicts: tuple[Verdict, ...] = ()
    additions: tuple[Addition, ...] = ()
    sets: tuple[SetJudged, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    questions: tuple[str, ...] = ()
    malformed: int = 0
    """Items that were not in the form asked for."""
    beyond: int = 0
    """Items over what is read of a list."""


class _Whole(BaseModel):
    """The reply's form, for the schema alone."""

    model_config = ConfigDict(extra="forbid")

    verdicts: list[Verdict]
    additions: list[Addition]
    sets: list[SetJudged]
    rewrites: list[Rewrite]
    questions: list[str]


_LISTS = tuple(_Whole.model_fields)


@cache
def schema() -> dict[str, Any]:
    """The JSON schema of a reply: flat, every key required, no further keys, no references."""
    raw = _Whole.model_json_schema()
    definitions = raw.pop("$defs", {})
    plain = _plain(raw, definitions)
    return {"title": "sharpened_review", **plain}


def _plain(node: Any, definitions: dict[str, Any]) -> Any:
    """A schema without references, defaults, titles and descriptions; objects closed and whole."""
    if isinstance(node, list):
        return [_plain(each, definitions) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _plain(definitions[node["$ref"].rsplit("/", 1)[-1]], definitions)
    if node.get("type") == "object":
        properties = {name: _plain(each, definitions) for name, each in node["properties"].items()}
        return {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    return {
        name: _plain(each, definitions)
        for name, each in node.items()
        if name not in ("title", "default", "description")
    }


def read_answer(text: str) -> Answer:
    """The answer in a reply: one JSON object, bare, fenced or with prose around it.

    Raises:
        ModelReplyError: there is no such object, or nothing in it is in the form; the message says what, in a few words.
    """
    found = _object_in(text[:_MOST_CHARACTERS])
    malformed = beyond = 0
    read: dict[str, tuple[Any, ...]] = {}
    for name, form in (("verdicts", Verdict), ("additions", Addition), ("sets", SetJudged), ("rewrites", Rewrite)):
        items, over, wrong = _listed(found.get(name))
        kept = [each for item in items if (each := _item(form, item)) is not None]
        malformed += wrong + len(items) - len(kept)
        beyond += over
        read[name] = tuple(kept)
    items, over, wrong = _listed(found.get("questions"))
    questions = tuple(item for item in items if isinstance(item, str) and _is_sound(item))
    malformed += wrong + len(items) - len(questions)
    answer = Answer(**read, questions=questions, malformed=malformed, beyond=beyond + over)
    if malformed and not (questions or any(read.values())):
        raise ModelReplyError("nothing in its lists has the form that was asked for")
    return answer


_Form = TypeVar("_Form", bound=_Item)


def _item(form: type[_Form], item: object) -> _Form | None:
    try:
        read = form.model_validate(item)
    except ValidationError:
        return None
    texts = (text for value in read.__dict__.values() for text in (value if isinstance(value, tuple) else (value,)))
    return read if all(_is_sound(text) for text in texts if isinstance(text, str)) else None


def _is_sound(text: str) -> bool:
    """Whether the text can be written down: JSON can spell half characters that no encoding has."""
    return not re.search("[\ud800-\udfff]", text)


def _listed(value: object) -> tuple[list[object], int, int]:
    """The items of what should be a list, how many are over what is read, and 1 where it is no list at all."""
    if value is None:
        return [], 0, 0
    if isinstance(value, dict | str):
        value = [value]
    if not isinstance(value, list):
        return [], 0, 1
    return value[:_MOST_ITEMS], max(0, len(value) - _MOST_ITEMS), 0


def _object_in(text: str) -> dict[str, Any]:
    if not text.strip():
        raise ModelReplyError("it was empty")
    seen_object = False
    for found in _objects(text):
        seen_object = True
        for each in (found, *(value for value in found.values() if isinstance(value, dict))):
            if any(name in each for name in _LISTS):
                return each
    if seen_object:
        raise ModelReplyError(f"the object has none of the keys {', '.join(_LISTS)}")
    raise ModelReplyError("there was no whole JSON object in it")


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects in a text, from the first brace on; what stands within one is not looked at again."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    for _ in range(_MOST_STARTS):
        if at < 0:
            return
        try:
            found, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            if isinstance(found, dict):
                yield found
        at = text.find("{", end)
