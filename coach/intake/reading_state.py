"""Where the reading of a text stands, and the steps that every kind of line takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.intake.item import Item
from coach.intake.shapes import is_chatter, is_team_title, is_title
from coach.intake.vocabulary import KEY_RESULT, OBJECTIVES

PASSIVE = ("meta", "note", "decoration")
_GOALS = re.compile(rf"\b(?:{OBJECTIVES})\b", re.IGNORECASE)
_OKRS = re.compile(rf"\b(?:okrs?|{KEY_RESULT})\b", re.IGNORECASE)


@dataclass
class State:
    """Where the reading stands. `expecting` is what an unlabelled item would be."""

    expecting: str | None = None
    plural: bool = False
    under_header: bool = False
    objective: Item | None = None
    last: Item | None = None
    results: int = 0
    evidence: bool = False
    wary: bool = False
    section: Item | None = None


def next_item(items: Sequence[Item], index: int) -> int:
    """The index of the next item that is not a named value, a note or decoration."""
    index += 1
    while index < len(items) and items[index].role in PASSIVE:
        index += 1
    return index


def kind_at(items: Sequence[Item], index: int) -> str:
    if index >= len(items):
        return "end"
    item = items[index]
    if item.table is not None:
        return "table"
    return item.role or ("list" if item.is_list_item else "title" if item.is_title_like else "plain")


def give_roles(run: Sequence[Item], by_depth: tuple[str, str, str], state: State) -> None:
    for item in run:
        role = by_depth[min(item.depth, 2)]
        if role == "objective":
            begin_objective(item, state)
        else:
            item.role = role
            if role == "key result":
                count_result(item, state)


def leave_unread(run: Sequence[Item]) -> None:
    for item in run:
        item.role = "unread"


def begin_objective(item: Item, state: State) -> None:
    item.role = "objective"
    state.objective, state.results, state.last, state.expecting, state.under_header = item, 0, None, "results", False


def count_result(item: Item, state: State) -> None:
    state.results += 1
    state.last = item


def take_title(item: Item, state: State, *, loose: bool) -> None:
    """A line that names a team, a period or the document; anything longer is left unread."""
    words = len(item.text.split())
    known = is_title(item.text) or is_team_title(item.text)
    item.role = "team" if known or (loose and words <= 7 and not is_chatter(item.text)) else "unread"
    if item.role == "team" or item.heading:
        state.objective, state.results, state.last = None, 0, None
        state.plural = known and bool(_GOALS.search(item.text)) and not _OKRS.search(item.text)
        state.expecting, state.under_header = ("objectives" if state.plural else None), False
