"""Objectives being gathered, and what a whole text or sheet came to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coach.intake.calendar_days import names_impossible_day
from coach.intake.item import Item
from coach.intake.vocabulary import LEVELS
from coach.okr import Excuse, KeyResult, Level, Objective, Unread, Wording


@dataclass
class Group:
    """An objective being gathered."""

    wording: Wording | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    key_results: list[dict[str, Any]] = field(default_factory=list)
    excuses: list[Excuse] = field(default_factory=list)
    initiatives: list[Wording] = field(default_factory=list)
    item: Item | None = None


@dataclass
class Assembly:
    """What the items of a text came to."""

    objectives: list[Objective] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    team: str | None = None
    period: str | None = None
    parent: str | None = None
    level: Level | None = None
    carries_owners: bool = False


@dataclass
class Fold:
    """The state of the fold: groups so far, and what headings and header lines said for the groups to come."""

    groups: list[Group | Objective] = field(default_factory=list)
    ahead: dict[str, str] = field(default_factory=dict)
    once: dict[str, str] = field(default_factory=dict)
    level: Level | None = None
    parent: str | None = None
    last: dict[str, Any] | None = None
    last_item: Item | None = None
    unread: list[Unread] = field(default_factory=list)
    owners: bool = False
    waiting: list[Item] = field(default_factory=list)
    """Headings and header lines that nothing has followed yet."""


CLOSED = Objective()
"""Stands in a fold's groups where a title or header ended the objective above; it is none itself."""


def level_of(value: str) -> Level | None:
    """The level that a word names, in the languages labels come in."""
    for name, words in LEVELS.items():
        if re.match(rf"(?:{words})\b", value.strip(), re.IGNORECASE):
            return name  # type: ignore[return-value]
    return None


def build_objective(group: Group) -> Objective:
    """The objective that a group came to."""
    settled: list[dict[str, Any]] = [
        {key: tuple(value) if isinstance(value, list) else value for key, value in result.items()}
        for result in group.key_results
    ]
    results = tuple(KeyResult(**result) for result in settled)
    return Objective(
        wording=group.wording,
        key_results=results,
        excuses=tuple(group.excuses),
        initiatives=tuple(group.initiatives),
        **group.fields,
    )


def without_impossible_dates(objectives: Iterable[Objective]) -> tuple[tuple[Objective, ...], list[str]]:
    """The objectives without due dates that no calendar has, and a notice for each."""
    kept: list[Objective] = []
    notices: list[str] = []
    for objective in objectives:
        results: list[KeyResult] = []
        for result in objective.key_results:
            if result.due is not None and names_impossible_day(result.due):
                notices.append(
                    f"{result.due[:60]!r}, given as the due date of {result.text[:60]!r}, is no day of the calendar and was not read. Write a date such as 2027-06-30."
                )
                result = result.model_copy(update={"due": None})
            results.append(result)
        changed = any(new is not old for new, old in zip(results, objective.key_results, strict=True))
        kept.append(objective.model_copy(update={"key_results": tuple(results)}) if changed else objective)
    return tuple(kept), notices


def lift(made: Assembly, ahead: Mapping[str, str] | None = None) -> None:
    """Says once, of the whole, what all objectives share; `ahead` is what headings said where there are none."""
    for key in ("team", "period"):
        values = {getattr(objective, key) for objective in made.objectives}
        if len(values) == 1 and (value := values.pop()):
            setattr(made, key, value)
            made.objectives = [objective.model_copy(update={key: None}) for objective in made.objectives]
        elif not made.objectives and ahead:
            setattr(made, key, ahead.get(key))
