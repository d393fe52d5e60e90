"""Objectives and key results as JSON values: their strings, numbers and lists, with the JSON pointer of what is wrong."""

from __future__ import annotations

import math
from typing import Any

from coach.errors import InputError
from coach.intake import bounds
from coach.intake.decorations import Dress, undress
from coach.intake.json_values import EXPECTED, MAX_DIGITS, has_words, is_wordless
from coach.intake.view import Span, make_view
from coach.intake.wordings import wording_of
from coach.okr import Excuse, KeyResult, Objective, Place, Wording

OBJECTIVE_KEYS = ("objective", "title", "owner", "team", "period", "parent", "key_results", "label", "initiatives")
RESULT_KEYS = (
    "text",
    "owner",
    "due",
    "baseline",
    "target",
    "unit",
    "metric",
    "status",
    "score",
    "label",
    "initiatives",
)


def read_objective(entry: object, at: str, name: str) -> Objective:
    """The objective that the JSON value at the pointer `at` describes, with its key results."""
    if isinstance(entry, str):
        entry = {"objective": entry}
    if not isinstance(entry, dict):
        raise InputError(
            f'{name}: {at}: expected an object with "objective" and "key_results", found {kind_of_value(entry)}.'
        )
    key = "objective" if "objective" in entry or "title" not in entry else "title"
    text = read_string(entry, key, at, name)
    if text is None and "key_results" not in entry:
        raise InputError(f'{name}: {at}: neither "objective" nor "key_results" is there. Expected {EXPECTED}.')
    results = entry.get("key_results", entry.get("keyResults", []))
    if results is None:
        results = []
    if not isinstance(results, list):
        raise InputError(f"{name}: {at}/key_results: expected a list, found {kind_of_value(results)}.")
    wording, dress = _words(text, f"{at}/{key}") if text else (None, Dress())
    read = [_key_result(result, f"{at}/key_results/{index}", name) for index, result in enumerate(results)]
    return Objective(
        wording=wording,
        label=read_string(entry, "label", at, name),
        key_results=tuple(result for result in read if result is not None),
        team=read_string(entry, "team", at, name),
        owner=read_string(entry, "owner", at, name) or dress.owner,
        period=read_string(entry, "period", at, name),
        parent=read_string(entry, "parent", at, name),
        excuses=tuple(dress.excuses),
        initiatives=_initiatives(entry, at, name),
    )


def _key_result(entry: object, at: str, name: str) -> KeyResult | None:
    if isinstance(entry, str):
        if not has_words(entry):
            return None
        bounds.check_line(entry, f"{name}: {at}")
        wording, dress = _words(_whole_characters(entry), at)
        return KeyResult(
            wording=wording,
            owner=dress.owner,
            due=dress.due,
            status=dress.status,
            score=dress.score,
            excuses=tuple(dress.excuses),
        )
    if not isinstance(entry, dict):
        raise InputError(f'{name}: {at}: expected a string or an object with "text", found {kind_of_value(entry)}.')
    text = read_string(entry, "text", at, name)
    if text is None:
        if not any(value for value in entry.values()) or is_wordless(entry.get("text")):
            return None
        raise InputError(f"{name}: {at}/text: missing or empty. Expected the words of the key result.")
    wording, dress = _words(text, f"{at}/text")
    values = {
        key: read_string(entry, key, at, name, number=True)
        for key in ("owner", "due", "baseline", "target", "unit", "metric", "status", "score", "label")
    }
    for key in ("owner", "due", "status", "score"):
        values[key] = values[key] or getattr(dress, key)
    return KeyResult(
        wording=wording,
        excuses=tuple(dress.excuses) + _excuses(entry),
        initiatives=_initiatives(entry, at, name),
        **values,
    )


def _excuses(entry: dict[str, Any]) -> tuple[Excuse, ...]:
    given = entry.get("excuses")
    if not isinstance(given, list):
        return ()
    return tuple(
        Excuse(criterion=str(e["criterion"]), reason=str(e.get("reason", "")))
        for e in given
        if isinstance(e, dict) and isinstance(e.get("criterion"), str)
    )


def _initiatives(entry: dict[str, Any], at: str, name: str) -> tuple[Wording, ...]:
    given = entry.get("initiatives")
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(value, str) for value in given):
        raise InputError(f"{name}: {at}/initiatives: expected a list of strings.")
    return tuple(_plain(value, f"{at}/initiatives/{index}") for index, value in enumerate(given) if has_words(value))


def _plain(text: str, at: str) -> Wording:
    view = make_view(text, Place(start=0, end=0, field=at))
    return wording_of([Span(view, 0, len(view.text)).strip()])


def _words(text: str, at: str) -> tuple[Wording, Dress]:
    view = make_view(text, Place(start=0, end=0, field=at))
    whole = Span(view, 0, len(view.text)).strip()
    words, dress = undress(whole)
    return wording_of(words or [whole]), dress


def read_string(value: dict[str, Any], key: str, at: str, name: str, *, number: bool = False) -> str | None:
    """The string at `key`, None where it is absent, null or blank; numbers are written out where `number` allows them."""
    found = value.get(key)
    if found is None:
        return None
    if number and isinstance(found, (int, float)) and not isinstance(found, bool):
        if not math.isfinite(found) if isinstance(found, float) else abs(found) >= 10**MAX_DIGITS:
            raise InputError(f"{name}: {at}/{key}: the number is too large to be read. Expected a number or a string.")
        return repr(found).removesuffix(".0")
    if not isinstance(found, str):
        raise InputError(
            f"{name}: {at}/{key}: expected a string{' or a number' if number else ''}, found {kind_of_value(found)}."
        )
    bounds.check_line(found, f"{name}: {at}/{key}")
    return _whole_characters(found) if has_words(found) else None


def _whole_characters(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def kind_of_value(value: object) -> str:
    """What a JSON value is, as an error says it: ``a list``."""
    if value is None:
        return "null"
    for kind, word in (
        (bool, "true or false"),
        (str, "a string"),
        ((int, float), "a number"),
        (list, "a list"),
        (dict, "an object"),
    ):
        if isinstance(value, kind):
            return word
    return type(value).__name__
