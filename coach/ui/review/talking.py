"""The conversation about the draft that is open here: what it changes becomes a further version, so that undo crosses it."""

from __future__ import annotations

import streamlit as st

from coach.dialogue.conversation import Conversation
from coach.okr import Draft
from coach.ui.chat import state as chat_state
from coach.ui.review import state, versions

_TALK = "okr_talk"
_SEEN = "okr_talk_seen"
_ASKED_FOR = frozenset({"baseline", "target", "date", "name", "metric", "owner"})
"""Labels of the blanks that a conversation puts into a line without having offered a whole one."""
_CHANGED = "Changed in the conversation"


def talk_through(draft: Draft) -> None:
    """Open the conversation about this draft, or go on with it."""
    chat_state.talk_about(draft)
    found = chat_state.open_now()
    if found is not None:
        _remember(found)


def take(draft: Draft) -> None:
    """Let the draft of the open conversation stand here: as a version where it is about the same draft, else with it as the first."""
    found, here = chat_state.open_now(), versions.history()
    if here is None or not (found and _is_about(found)):
        first = found.first_draft if found and draft in found.drafts else None
        versions.begin(first or draft, state.AS_IT_CAME)
    _put(draft, found)
    if found is not None:
        _remember(found)


def follow() -> None:
    """Take over what the conversation has changed since it was last looked at."""
    found = chat_state.open_now()
    if found is None or versions.history() is None or st.session_state.get(_TALK) != found.id:
        return
    seen = st.session_state.get(_SEEN)
    if found.draft is None or found.draft is seen:
        return
    _remember(found)
    if found.draft != seen:
        _put(found.draft, found)


def _put(draft: Draft, found: Conversation | None) -> None:
    now = versions.current()
    if now is None or now.draft == draft:
        return
    state.put(draft, _CHANGED, offered=_offered(found) if found else frozenset(), is_here=False)


def _is_about(found: Conversation) -> bool:
    if st.session_state.get(_TALK) == found.id:
        return True
    here = versions.history()
    return here is not None and any(version.draft in found.drafts for version in here.versions)


def _remember(found: Conversation) -> None:
    st.session_state[_TALK] = found.id
    st.session_state[_SEEN] = found.draft


def _offered(found: Conversation) -> frozenset[str]:
    suggested = (turn.suggestion.blanks for turn in found.turns if turn.suggestion)
    return _ASKED_FOR.union(*suggested)
