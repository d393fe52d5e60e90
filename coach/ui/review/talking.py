"""The conversation about the draft that is open here: what it changes becomes a further version, so that undo crosses it."""

from __future__ import annotations

from itertools import pairwise

import streamlit as st

from coach.dialogue.conversation import Conversation, OpenQuestion
from coach.drafting import History, Version
from coach.okr import Draft
from coach.ui import browser_key
from coach.ui.chat import state as chat_state
from coach.ui.chat.words import BY_ITSELF
from coach.ui.review import state, versions

_TALK = "okr_talk"
_SEEN = "okr_talk_seen"
_KEPT = "okr_talk_kept"
_CHANGED = "Changed in the conversation"


def about(told: History) -> Conversation:
    """The conversation about the draft that stands here: the one there was, else one that is begun with it. It goes on from how the
    draft stands. One that went on in another tab, or was deleted there, is left to it: nothing of either is lost.
    """
    if not _is_open(told):
        _begin(told)
    if not _catch_up(told.current):
        _begin(told)
        _catch_up(told.current)
        chat_state.tell(BY_ITSELF)
    found = chat_state.current()
    _remember(found)
    st.session_state[_KEPT] = versions.name()
    return found


def _is_open(told: History) -> bool:
    """Whether a conversation about this draft is open, or could be opened again; one that holds this very draft is as good."""
    found, before = _talked_about_here(), st.session_state.get(_TALK)
    if found is None and before and chat_state.opened_again(before):
        found = chat_state.open_now()
    found = found or chat_state.open_now()
    if found is None or found.draft is None:
        return False
    return found.id == before or found.draft == told.current.draft


def _begin(told: History) -> None:
    """Begin a conversation with the draft as it came, and every version of it up to the one that stands."""
    stood = told.versions[: told.at + 1]
    first = next((number for number, version in enumerate(stood) if not version.draft.is_empty), told.at)
    chat_state.talk_about(stood[first].draft)
    for version in stood[first + 1 : -1]:
        _catch_up(version)


def asked() -> OpenQuestion | None:
    """What the conversation about this draft asks now."""
    found = _talked_about_here()
    return found.open if found else None


def notice() -> str | None:
    """What to tell about keeping this draft."""
    return chat_state.notice() if _talked_about_here() is not None else None


def keep_up() -> None:
    """Let the conversation about this draft go on from how it stands here. A draft that was changed has one: so its versions are kept.

    Nothing is done where nothing was changed since: a conversation that was deleted does not come back of itself.
    """
    told, here = versions.history(), _talked_about_here()
    if here is not None:
        chat_state.name_in_address()
    if told is None or st.session_state.get(_KEPT) == versions.name():
        return
    # Nothing could be kept for a browser that holds no cookie, and what is open in Chat would give way to it.
    if here is not None or (len(told.versions) > 1 and not browser_key.is_refused()):
        about(told)


def reopen() -> Conversation | None:
    """After a reload: open the conversation that the address names, and its draft with its versions here. None: there is none."""
    if versions.history() is not None or chat_state.open_now() is not None or not chat_state.named_in_address():
        return None
    found = chat_state.current()
    first = found.first_draft
    if first is None:
        return None
    versions.begin(first, state.AS_IT_CAME)
    for before, version in pairwise(found.since_pasted):
        if version.draft != before.draft:
            did = version.why if version.is_beside else _CHANGED
            versions.put(version.draft, did, found.offered)
    st.session_state[_KEPT] = versions.name()
    state.leave_text()
    _remember(found)
    return found


def is_talk(found: Conversation) -> bool:
    """Whether the writer has said more in it than the draft."""
    return sum(turn.by == "writer" for turn in found.turns) > 1


def was_deleted() -> bool:
    """Whether the conversation about this draft was deleted; told once."""
    before = st.session_state.get(_TALK)
    if not before or _talked_about_here() is not None or chat_state.is_kept(before):
        return False
    st.session_state.pop(_TALK)
    return True


def leave() -> None:
    """The draft is given up here. Its conversation stays kept, and is not what a reload opens."""
    if _talked_about_here() is not None:
        chat_state.forget_address()
    for key in (_TALK, _SEEN, _KEPT):
        st.session_state.pop(key, None)


def _catch_up(version: Version) -> bool:
    return chat_state.catch_up(version.draft, version.did, version.offered)


def _talked_about_here() -> Conversation | None:
    """The open conversation, if it is about the draft that stands here."""
    found = chat_state.open_now()
    return found if found is not None and st.session_state.get(_TALK) == found.id else None


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
    found = _talked_about_here()
    if found is None or versions.history() is None:
        return
    seen = st.session_state.get(_SEEN)
    if found.draft is None or found.draft is seen:
        return
    if found.draft != seen:
        _put(found.draft, found)
    _remember(found)  # last: a run that is cut off before takes it over in the next


def _put(draft: Draft, found: Conversation | None) -> None:
    now = versions.current()
    if now is None or now.draft == draft:
        return
    state.put(draft, _CHANGED, offered=found.offered if found else frozenset(), is_here=False)


def _is_about(found: Conversation) -> bool:
    if _talked_about_here() is found:
        return True
    here = versions.history()
    return here is not None and any(version.draft in found.drafts for version in here.versions)


def _remember(found: Conversation) -> None:
    st.session_state[_TALK] = found.id
    st.session_state[_SEEN] = found.draft
