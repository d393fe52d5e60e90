"""The JSON draft of the contract, and drafts as pasted: ``{"id": ..., "text": ...}``; one value, or one a line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from coach.errors import InputError
from coach.intake import bounds
from coach.intake.decorations import Dress, undress
from coach.intake.groups import level_of, without_impossible_dates
from coach.intake.json_values import EXPECTED, MAX_DIGITS, has_words, repeated_keys
from coach.intake.json_values import parse_json as parse_json
from coach.intake.text import LOOKED_FOR, read_text
from coach.intake.view import Span, make_view
from coach.intake.wordings import wording_of
from coach.okr import Draft, Excuse, KeyResult, Objective, Place, Wording

_DRAFT_KEYS = ("id", "team", "level", "period", "parent", "objectives")
_OBJECTIVE_KEYS = ("objective", "title", "owner", "team", "period", "parent", "key_results", "label", "initiatives")
_RESULT_KEYS = (
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
_MAX_TOLD = 20


def is_draft(value: object) -> bool:
    """Whether a JSON value has the form of a draft, and is no other text that happens to be JSON."""
    if not isinstance(value, dict):
        return _is_list_of_objectives(value)
    return "objectives" in value or isinstance(value.get("text"), str)


def _is_list_of_objectives(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(entry, dict) and ("objective" in entry or "key_results" in entry) for entry in value)
    )


def read_json(value: object, *, id: str | None = None, name: str = "the draft") -> Draft:
    """The draft that a JSON value describes.

    Strings are read as they stand, with decoration (owner brackets, scores, excuses) taken off; places carry the JSON
    pointer in `field`. Raises InputError that names the pointer of what is wrong.
    """
    if _is_list_of_objectives(value):
        value = {"objectives": value}
    if not isinstance(value, dict):
        raise InputError(f"{name}: expected a JSON object, found {_kind(value)}. Expected {EXPECTED}.")
    given = _string(value, "id", "", name, number=True) or id
    if "text" in value and "objectives" not in value:
        text = value["text"]
        if not isinstance(text, str):
            raise InputError(f"{name}: /text: expected a string, found {_kind(text)}.")
        draft = read_text(text, id=given, name=f"{name}: /text")
        repeated = _repeated(value, name)
        draft = draft.model_copy(update={"notices": (*repeated, *draft.notices)}) if repeated else draft
        return _with_context(draft, value, name)
    if "objectives" not in value:
        raise InputError(f"{name}: /objectives is missing. Expected {EXPECTED}.")
    objectives = value["objectives"]
    if not isinstance(objectives, list):
        raise InputError(f"{name}: /objectives: expected a list, found {_kind(objectives)}.")
    read = [_objective(entry, f"/objectives/{index}", name) for index, entry in enumerate(objectives)]
    kept, impossible = without_impossible_dates(o for o in read if o.wording is not None or o.key_results)
    notices = _notices(value, name) + impossible
    if not kept:
        notices.append(f"No objective or key result was found. {LOOKED_FOR}")
    draft = Draft(
        id=given,
        objectives=kept,
        notices=tuple(notices),
        carries_owners=any(o.owner or any(k.owner for k in o.key_results) for o in kept) or _names_owners(objectives),
    )
    return _with_context(draft, value, name)


def _notices(value: dict[str, Any], name: str) -> list[str]:
    """What of the JSON was not read, and where it stands."""
    notices = _repeated(value, name)
    if "text" in value:
        notices.append(f"{name}: /text stands beside /objectives and was not read. Give one of the two.")
    notices += [
        f"{name}: {at} holds no words, only characters that cannot be seen, and was not read."
        for at in islice(_wordless(value["objectives"]), _MAX_TOLD)
    ]
    notices += [f"{name}: {at} is not known and was not read." for at in islice(_unknown_inside(value), _MAX_TOLD)]
    notices += [
        f"{name}: /{key} is not known and was not read." for key in value if key not in _DRAFT_KEYS and key != "text"
    ][:_MAX_TOLD]
    return notices


def _repeated(value: dict[str, Any], name: str) -> list[str]:
    return [
        f"{name}: {at} is given more than once; only the last was read."
        for at in islice(repeated_keys(value), _MAX_TOLD)
    ]


def _wordless(objectives: list[Any]) -> Iterator[str]:
    """The JSON pointers of objectives and key results that are written with characters nobody sees."""
    for i, entry in enumerate(objectives):
        objective = entry if isinstance(entry, dict) else {"objective": entry}
        for key in ("objective", "title"):
            if _is_wordless(objective.get(key)):
                yield f"/objectives/{i}/{key}"
        results = objective.get("key_results", objective.get("keyResults"))
        for j, result in enumerate(results if isinstance(results, list) else []):
            if _is_wordless(result):
                yield f"/objectives/{i}/key_results/{j}"
            elif isinstance(result, dict) and _is_wordless(result.get("text")):
                yield f"/objectives/{i}/key_results/{j}/text"


def _is_wordless(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not has_words(value)


def _with_context(draft: Draft, value: dict[str, Any], name: str) -> Draft:
    """The draft with the team, level, period and parent that the JSON names."""
    update: dict[str, Any] = {}
    for key in ("team", "period", "parent"):
        said = _string(value, key, "", name)
        if said:
            update[key] = said
    level = _string(value, "level", "", name)
    if level:
        known = level_of(level)
        if known is None:
            raise InputError(f'{name}: /level: expected "company", "department" or "team", found {level[:60]!r}.')
        update["level"] = known
    return draft.model_copy(update=update)


def _names_owners(objectives: list[Any]) -> bool:
    """Whether the structure has owner fields at all, so that an empty one is a missing owner."""
    for entry in objectives:
        if isinstance(entry, dict):
            if "owner" in entry:
                return True
            results = entry.get("key_results")
            if isinstance(results, list) and any(isinstance(result, dict) and "owner" in result for result in results):
                return True
    return False


def _unknown_inside(value: dict[str, Any]) -> Iterator[str]:
    """The JSON pointers of keys inside objectives and key results that nothing reads."""
    for i, objective in enumerate(value.get("objectives") or []):
        if not isinstance(objective, dict):
            continue
        yield from (
            f"/objectives/{i}/{key}" for key in objective if key not in (*_OBJECTIVE_KEYS, "keyResults", "excuses")
        )
        yield from (
            f"/objectives/{i}/{other}"
            for key, other in (("objective", "title"), ("key_results", "keyResults"))
            if key in objective and other in objective
        )
        results = objective.get("key_results", objective.get("keyResults"))
        for j, result in enumerate(results if isinstance(results, list) else []):
            if isinstance(result, dict):
                yield from (
                    f"/objectives/{i}/key_results/{j}/{key}" for key in result if key not in (*_RESULT_KEYS, "excuses")
                )


def _objective(entry: object, at: str, name: str) -> Objective:
    if isinstance(entry, str):
        entry = {"objective": entry}
    if not isinstance(entry, dict):
        raise InputError(f'{name}: {at}: expected an object with "objective" and "key_results", found {_kind(entry)}.')
    key = "objective" if "objective" in entry or "title" not in entry else "title"
    text = _string(entry, key, at, name)
    if text is None and "key_results" not in entry:
        raise InputError(f'{name}: {at}: neither "objective" nor "key_results" is there. Expected {EXPECTED}.')
    results = entry.get("key_results", entry.get("keyResults", []))
    if results is None:
        results = []
    if not isinstance(results, list):
        raise InputError(f"{name}: {at}/key_results: expected a list, found {_kind(results)}.")
    wording, dress = _words(text, f"{at}/{key}") if text else (None, Dress())
    read = [_key_result(result, f"{at}/key_results/{index}", name) for index, result in enumerate(results)]
    return Objective(
        wording=wording,
        label=_string(entry, "label", at, name),
        key_results=tuple(result for result in read if result is not None),
        team=_string(entry, "team", at, name),
        owner=_string(entry, "owner", at, name) or dress.owner,
        period=_string(entry, "period", at, name),
        parent=_string(entry, "parent", at, name),
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
        raise InputError(f'{name}: {at}: expected a string or an object with "text", found {_kind(entry)}.')
    text = _string(entry, "text", at, name)
    if text is None:
        if not any(value for value in entry.values()) or _is_wordless(entry.get("text")):
            return None
        raise InputError(f"{name}: {at}/text: missing or empty. Expected the words of the key result.")
    wording, dress = _words(text, f"{at}/text")
    values = {
        key: _string(entry, key, at, name, number=True)
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


def _string(value: dict[str, Any], key: str, at: str, name: str, *, number: bool = False) -> str | None:
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
            f"{name}: {at}/{key}: expected a string{' or a number' if number else ''}, found {_kind(found)}."
        )
    bounds.check_line(found, f"{name}: {at}/{key}")
    return _whole_characters(found) if has_words(found) else None


def _whole_characters(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def _kind(value: object) -> str:
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


def read_lines(stream: Iterable[str], *, name: str = "the input") -> Iterator[Draft | InputError]:
    """One draft a line of JSON Lines; a line that cannot be read comes back as its InputError and the rest go on."""
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            yield read_json(parse_json(line.lstrip("\ufeff"), where), name=where)
        except InputError as error:
            yield error
