"""The conversations that are kept for this browser: listed, and deleted for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import CoachError
from coach.store import kept_conversations
from coach.ui import browser_key
from coach.ui.chat import state, view

if TYPE_CHECKING:
    from coach.store.conversations import Listed


def listed() -> list[Listed]:
    """This browser's conversations, the last one touched first; none, and a notice, where they cannot be read."""
    try:
        return kept_conversations().listed(browser_key.owner())
    except CoachError as error:
        state.tell(str(error))
        return []


def delete(id_: str) -> None:
    """Delete a conversation for good."""
    view.ask_to_delete(None)
    try:
        kept_conversations().delete(browser_key.owner(), id_)
    except CoachError as error:
        state.tell(str(error))
    if (open_now := state.open_now()) and open_now.id == id_ and not state.is_kept(id_):
        message, shown = state.notice(), view.shows_list()
        state.begin_new()
        state.tell(message)
        view.show_list(shown)
