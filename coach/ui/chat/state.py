"""What one visitor's session holds of the chat: the conversation, which save it goes on from, and what to tell about keeping it.

Every change is kept at once. Where it cannot be kept the conversation goes on in this session, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from coach.critique import Review
from coach.dialogue.blanks import at_hand
from coach.dialogue.coaching import Coaching
from coach.dialogue.conversation import Conversation, begin
from coach.errors import CoachError, StoreConflict, StoreError
from coach.llm.model import Piece
from coach.okr import Draft
from coach.store import kept_conversations
from coach.ui import browser_key
from coach.ui.chat.words import GONE, NO_COOKIE, NOT_KEPT, WENT_ON
from coach.ui.engine import engine

if TYPE_CHECKING:
    from coach.store.conversations import Listed

_HELD = "okr_chat"
_NOTICE = "okr_chat_notice"
_UNSENT = "okr_chat_unsent"
_COACHING = "okr_chat_coaching"
_SELECTED = "okr_chat_selected"
_WAITING = "okr_chat_waiting"
_ALL = "okr_chat_all_turns"
_LIST = "okr_chat_list"
_ASKED = "okr_chat_delete"
_PARAMETER = "conversation"
"""Names the open conversation in the address: an id that opens nothing without the browser's key."""


@dataclass(frozen=True)
class Held:
    """The open conversation and the revision that is kept of it; None where nothing is kept."""

    conversation: Conversation
    revision: int | None = None


def current() -> Conversation:
    """The open conversation: that of this session, else the one that the address names, else a new one."""
    held = st.session_state.get(_HELD)
    if isinstance(held, Held):
        name_in_address()
        return held.conversation
    if named := named_in_address():
        open_kept(named)
    return _held().conversation


def named_in_address() -> str | None:
    """The conversation that the address names: a reload opens it."""
    return st.query_params.get(_PARAMETER)


def name_in_address() -> None:
    """Let the address name the open conversation, if it is kept."""
    held = _held()
    if held.revision is not None and named_in_address() != held.conversation.id:
        st.query_params[_PARAMETER] = held.conversation.id


def open_now() -> Conversation | None:
    """The conversation that this session has open; the address is not looked at, and none is begun."""
    held = st.session_state.get(_HELD)
    return held.conversation if isinstance(held, Held) else None


def _held() -> Held:
    if not isinstance(st.session_state.get(_HELD), Held):
        st.session_state[_HELD] = Held(begin())
    held = st.session_state[_HELD]
    assert isinstance(held, Held)
    return held


def open_kept(id_: str) -> None:
    """Open a conversation that was kept; where it cannot be, say why and leave the open one."""
    try:
        kept = kept_conversations().opened(browser_key.owner(), id_)
    except CoachError as error:
        tell(str(error))
        forget_address()
        return
    if kept is None:
        tell(GONE)
        forget_address()
        return
    _show(Held(kept.conversation, kept.revision))


def begin_new() -> None:
    """Leave the open conversation, which stays kept, and begin another."""
    forget_address()
    tell(None)
    _show(Held(begin()))


def talk_about(draft: Draft) -> None:
    """Begin a conversation with this draft, or go on with the open one where it is about it already."""
    open_now = _held().conversation
    show_list(False)
    if draft in open_now.drafts:
        return
    tell(None)
    try:
        begun = coaching().start_with(begin(), draft)
    except CoachError as error:
        tell(str(error))
        return
    _show(Held(begun))
    _keep(begun)


def catch_up(draft: Draft, did: str, offered: frozenset[str]) -> None:
    """Let the open conversation go on from a draft that was changed beside it. Not while an answer is waited for: that one is first."""
    held = _held()
    if waiting() is not None:
        return
    try:
        changed = coaching().caught_up(held.conversation, draft, did, offered)
    except CoachError as error:
        tell(str(error))
        return
    if changed is not held.conversation:
        _keep(changed)


def send(words: str) -> None:
    """Let `words` be what the writer says next. They wait until the answer is kept."""
    st.session_state[_WAITING] = words
    drop_unsent()


def send_typed() -> None:
    """Send what was typed into the box."""
    words = st.session_state.get("okr_entry")
    if isinstance(words, str) and words.strip():
        send(words)


def waiting() -> str | None:
    """What was sent and has no answer yet."""
    return st.session_state.get(_WAITING)


def say(words: str) -> Iterator[str]:
    """The coach's answer as it comes, where a model gives it; when it is whole, what was said and the answer are kept."""
    held = _held()
    tell(None)
    try:
        _refuse_if_old(held)
        for event in coaching().answering(held.conversation, words):
            if isinstance(event, Piece):
                yield event.text
            elif isinstance(event, Conversation):
                _keep(event, words)
    except StoreConflict as error:
        _went_on(str(error), words)
    except CoachError as error:
        tell(str(error))
        st.session_state[_UNSENT] = words
    st.session_state.pop(_WAITING, None)


def _keep(conversation: Conversation, words: str = "") -> None:
    """Keep the conversation as it is now, after the writer said `words`."""
    revision = _held().revision
    try:
        if browser_key.is_refused():
            tell(NO_COOKIE)
        else:
            revision = kept_conversations().saved(browser_key.owner(), conversation, revision)
    except StoreConflict as error:
        _went_on(str(error), words)
        return
    except CoachError as error:
        tell(f"{NOT_KEPT} {error}")
    st.session_state[_HELD] = Held(conversation, revision)
    st.session_state.pop(_SELECTED, None)
    st.session_state.pop(_UNSENT, None)


def _refuse_if_old(held: Held) -> None:
    """Before the coach is asked: does this still go on from what is kept?

    Raises:
        StoreConflict: another tab went on with it, or deleted it.
    """
    if held.revision is None:
        return
    try:
        kept = kept_conversations().revision(browser_key.owner(), held.conversation.id)
    except StoreError:
        return  # saving will tell; until then the conversation goes on in this session
    if kept != held.revision:
        raise StoreConflict(GONE if kept is None else WENT_ON)


def _went_on(message: str, words: str) -> None:
    """Somebody else was faster: show what is kept, and hold what was typed until it is sent again."""
    conversation = _held().conversation
    try:
        kept = kept_conversations().opened(browser_key.owner(), conversation.id)
    except CoachError as error:
        tell(str(error))
        return
    # Deleted elsewhere: it goes on here as one that was never kept, and is kept again only if something is said again.
    _show(Held(kept.conversation, kept.revision) if kept else Held(conversation))
    tell(message)
    st.session_state[_UNSENT] = words


def unsent() -> str | None:
    """What was typed and could not be taken."""
    return st.session_state.get(_UNSENT)


def drop_unsent() -> None:
    """Forget it: it was sent again, or is not wanted."""
    st.session_state.pop(_UNSENT, None)


def notice() -> str | None:
    """What to tell about keeping the conversation."""
    return st.session_state.get(_NOTICE)


def tell(message: str | None) -> None:
    """Show `message` until the next thing is said."""
    st.session_state[_NOTICE] = message


def is_kept() -> bool:
    """Whether the open conversation is in the store."""
    return _held().revision is not None


def listed() -> list[Listed]:
    """This browser's conversations, the last one touched first; none, and a notice, where they cannot be read."""
    try:
        return kept_conversations().listed(browser_key.owner())
    except CoachError as error:
        tell(str(error))
        return []


def delete(id_: str) -> None:
    """Delete a conversation for good."""
    st.session_state.pop(_ASKED, None)
    try:
        kept_conversations().delete(browser_key.owner(), id_)
    except CoachError as error:
        tell(str(error))
    if _held().conversation.id == id_ and not _still_kept(id_):
        message, shown = notice(), shows_list()
        begin_new()
        tell(message)
        show_list(shown)


def _still_kept(id_: str) -> bool:
    try:
        return kept_conversations().revision(browser_key.owner(), id_) is not None
    except CoachError:
        return True


def asked_to_delete() -> str | None:
    """The conversation whose deletion is to be confirmed."""
    return st.session_state.get(_ASKED)


def ask_to_delete(id_: str | None) -> None:
    """Ask before it is deleted; None: it stays."""
    st.session_state[_ASKED] = id_


def shows_list() -> bool:
    """Whether the past conversations are shown in place of the open one."""
    return bool(st.session_state.get(_LIST, False))


def show_list(shown: bool) -> None:
    """Show the past conversations, or go back to the open one."""
    st.session_state[_LIST] = shown
    ask_to_delete(None)


def shows_all_turns() -> bool:
    """Whether a long conversation is shown from its beginning."""
    return bool(st.session_state.get(_ALL, False))


def show_all_turns() -> None:
    """Show it from its beginning."""
    st.session_state[_ALL] = True


def coaching() -> Coaching:
    """The coach of this session's conversations; it remembers the reviews of the last drafts."""
    coach, found = engine(), st.session_state.get(_COACHING)
    if not isinstance(found, Coaching) or found.coach is not coach:
        found = st.session_state[_COACHING] = Coaching(coach)
    return found


def review() -> Review | None:
    """The review of the draft as it stands, by rules, for its marks; None while there is no draft."""
    return coaching().review(current())


def blanks() -> tuple[str, ...]:
    """The blanks of the line in hand, each of which can be asked for."""
    return at_hand(current(), coaching().coach.library)


def selected() -> int | None:
    """The finding whose words were chosen in the draft."""
    number = st.session_state.get(_SELECTED)
    return number if isinstance(number, int) else None


def select(number: int | None) -> None:
    """Open this finding below the draft."""
    st.session_state[_SELECTED] = number


def _show(held: Held) -> None:
    st.session_state[_HELD] = held
    for key in (_SELECTED, _UNSENT, _WAITING, _ALL, _LIST, _ASKED):
        st.session_state.pop(key, None)
    if held.revision is not None:
        st.query_params[_PARAMETER] = held.conversation.id


def forget_address() -> None:
    """Let the address name no conversation."""
    if _PARAMETER in st.query_params:
        del st.query_params[_PARAMETER]
