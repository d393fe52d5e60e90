"""What one visitor's session holds of the chat: the conversation, which save it goes on from, and what to tell about keeping it.

Every change is kept at once. Where it cannot be kept the conversation goes on in this session, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from coach.critique import Review
from coach.dialogue.blanks import at_hand
from coach.dialogue.conversation import Conversation, begin
from coach.errors import CoachError, StoreConflict, StoreError
from coach.llm.model import Piece
from coach.okr import Draft
from coach.store import kept_conversations
from coach.ui import browser_key
from coach.ui.chat import view
from coach.ui.chat.words import GONE, NO_COOKIE, NOT_KEPT, WENT_ON
from coach.ui.coaching import coaching

_HELD = "okr_chat"
_NOTICE = "okr_chat_notice"
_UNSENT = "okr_chat_unsent"
_WAITING = "okr_chat_waiting"
_PARAMETER = "conversation"
"""Names the open conversation in the address: an id that opens nothing without the browser's key."""


@dataclass
class Held:
    """The open conversation and the revision that is kept of it; None where nothing is kept.

    Changed in place once it is kept: a run that is cut off between the two would otherwise meet its own save as another tab's.
    """

    conversation: Conversation
    revision: int | None = None
    was_deleted: bool = False
    """Whether it was deleted in another tab: only what is said in it keeps it again."""


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


def is_kept(id_: str) -> bool:
    """Whether a conversation of this browser is in the store; one that cannot be looked for is taken to be."""
    try:
        return kept_conversations().revision(browser_key.owner(), id_) is not None
    except CoachError:
        return True


def opened_again(id_: str) -> bool:
    """Open a conversation of this session again that another one took the place of; False where it is not kept any more."""
    try:
        kept = kept_conversations().opened(browser_key.owner(), id_)
    except CoachError:
        return False
    if kept is not None:
        _show(Held(kept.conversation, kept.revision))
    return kept is not None


def begin_new() -> None:
    """Leave the open conversation, which stays kept, and begin another."""
    forget_address()
    tell(None)
    _show(Held(begin()))


def talk_about(draft: Draft) -> None:
    """Begin a conversation with this draft; the one that is open stays kept."""
    view.show_list(False)
    tell(None)
    try:
        begun = coaching().start_with(begin(), draft)
    except CoachError as error:
        tell(str(error))
        return
    _show(Held(begun))
    _keep(begun)


def catch_up(draft: Draft, did: str, offered: frozenset[str]) -> bool:
    """Let the open conversation go on from a draft that was changed beside it.

    Returns:
        False where it could not: the conversation went on, or was deleted, in another tab.
    """
    held = _held()
    if held.was_deleted:
        return False
    try:
        changed = coaching().caught_up(held.conversation, draft, did, offered)
        if changed is not held.conversation:
            _save(changed)
    except StoreConflict:
        return False
    except CoachError as error:
        tell(str(error))
    return True


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
    try:
        _save(conversation)
    except StoreConflict as error:
        _went_on(str(error), words)
        return
    st.session_state.pop(_UNSENT, None)


def _save(conversation: Conversation) -> None:
    """Let this be the open conversation, and keep it. Where it cannot be kept it goes on in this session, which is told.

    Raises:
        StoreConflict: it went on, or was deleted, in another tab; the open one is as it was.
    """
    held, revision = _held(), _held().revision
    try:
        if browser_key.is_refused():
            tell(NO_COOKIE)
        else:
            revision = kept_conversations().saved(browser_key.owner(), conversation, revision)
    except StoreConflict:
        raise
    except CoachError as error:
        tell(f"{NOT_KEPT} {error}")
    held.conversation, held.revision, held.was_deleted = conversation, revision, False
    view.select(None)


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
    _show(Held(kept.conversation, kept.revision) if kept else Held(conversation, was_deleted=True))
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


def review() -> Review | None:
    """The review of the draft as it stands, by rules, for its marks; None while there is no draft."""
    return coaching().review(current())


def blanks() -> tuple[str, ...]:
    """The blanks of the line in hand, each of which can be asked for."""
    return at_hand(current(), coaching().coach.library)


def _show(held: Held) -> None:
    st.session_state[_HELD] = held
    view.forget()
    for key in (_UNSENT, _WAITING):
        st.session_state.pop(key, None)
    if held.revision is not None:
        st.query_params[_PARAMETER] = held.conversation.id


def forget_address() -> None:
    """Let the address name no conversation."""
    if _PARAMETER in st.query_params:
        del st.query_params[_PARAMETER]
