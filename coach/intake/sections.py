"""List items that are no goals: titles of sections over labelled objectives, and replies in a conversation."""

from __future__ import annotations

from collections.abc import Sequence

from coach.intake.item import Item
from coach.intake.outline import is_numbered
from coach.intake.reading_state import State, leave_unread, take_title
from coach.intake.shapes import is_result


def is_reply(run: Sequence[Item], state: State) -> bool:
    """Whether a bullet or number opens a message after the key results, and is a word on them (``1.3 is blocked``)."""
    return len(run) == 1 and run[0].speaks and state.results > 0 and not is_result(run[0].text)


def is_section(run: Sequence[Item], following: str, state: State) -> bool:
    """Whether a list item is the title of a labelled objective (``1) Outpatients``), or counts on from such titles."""
    first, section = run[0], state.section
    if not is_numbered(first.marker) or len(first.text.split()) > 5 or is_result(first.text):
        return False
    if section is not None and section.marker == first.marker and section.indent == first.indent:
        return True
    return len(run) == 1 and following == "objective" and (state.last is None or first.indent < state.last.indent)


def take_section(item: Item, state: State) -> None:
    """The title of a section; one with words under it that are no list is left unread with them."""
    if len(item.spans) > 1:
        leave_unread([item])
    else:
        take_title(item, state, loose=True)
    state.section = item
