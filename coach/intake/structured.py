"""The JSON draft of the contract, and drafts as pasted: ``{"id": ..., "text": ...}``; one value, or one a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from coach.errors import InputError
from coach.intake.groups import level_of, without_impossible_dates
from coach.intake.json_entries import OBJECTIVE_KEYS, RESULT_KEYS, kind_of_value, read_objective, read_string
from coach.intake.json_values import EXPECTED, is_wordless, repeated_keys
from coach.intake.json_values import parse_json as parse_json
from coach.intake.text import LOOKED_FOR, read_text
from coach.okr import Draft

_DRAFT_KEYS = ("id", "team", "level", "period", "parent", "objectives")
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
        raise InputError(f"{name}: expected a JSON object, found {kind_of_value(value)}. Expected {EXPECTED}.")
    given = read_string(value, "id", "", name, number=True) or id
    if "text" in value and "objectives" not in value:
        text = value["text"]
        if not isinstance(text, str):
            raise InputError(f"{name}: /text: expected a string, found {kind_of_value(text)}.")
        draft = read_text(text, id=given, name=f"{name}: /text")
        repeated = _repeated(value, name)
        draft = draft.model_copy(update={"notices": (*repeated, *draft.notices)}) if repeated else draft
        return _with_context(draft, value, name)
    if "objectives" not in value:
        raise InputError(f"{name}: /objectives is missing. Expected {EXPECTED}.")
    objectives = value["objectives"]
    if not isinstance(objectives, list):
        raise InputError(f"{name}: /objectives: expected a list, found {kind_of_value(objectives)}.")
    read = [read_objective(entry, f"/objectives/{index}", name) for index, entry in enumerate(objectives)]
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
            if is_wordless(objective.get(key)):
                yield f"/objectives/{i}/{key}"
        results = objective.get("key_results", objective.get("keyResults"))
        for j, result in enumerate(results if isinstance(results, list) else []):
            if is_wordless(result):
                yield f"/objectives/{i}/key_results/{j}"
            elif isinstance(result, dict) and is_wordless(result.get("text")):
                yield f"/objectives/{i}/key_results/{j}/text"


def _with_context(draft: Draft, value: dict[str, Any], name: str) -> Draft:
    """The draft with the team, level, period and parent that the JSON names."""
    update: dict[str, Any] = {}
    for key in ("team", "period", "parent"):
        said = read_string(value, key, "", name)
        if said:
            update[key] = said
    level = read_string(value, "level", "", name)
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
            f"/objectives/{i}/{key}" for key in objective if key not in (*OBJECTIVE_KEYS, "keyResults", "excuses")
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
                    f"/objectives/{i}/key_results/{j}/{key}" for key in result if key not in (*RESULT_KEYS, "excuses")
                )


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
