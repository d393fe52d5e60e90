"""The right half of the review page: what was found, or the conversation. Both work on the draft that stands on the left."""

from __future__ import annotations

import streamlit as st

from coach.critique import Review
from coach.drafting import History, counts, readiness
from coach.ui.chat.talk import show_answer, show_entry, show_turns
from coach.ui.chat.words import PLACEHOLDER_BESIDE
from coach.ui.markup import escaped
from coach.ui.navigation import go_to
from coach.ui.review import state, talking
from coach.ui.review.findings_panel import show_findings

_SHOWN = "okr_beside"
_BOX = "okr_beside_box"
FINDINGS, CONVERSATION = "Findings", "Conversation"
KEYS = (_SHOWN, _BOX)


def show_beside(review: Review, told: History) -> None:
    """The half, with the choice at its head."""
    with st.container(key="okr_beside_head"):
        _show_choice()
    if shown() == CONVERSATION:
        _show_conversation(review, told)
    else:
        show_findings(review)


def _show_choice() -> None:
    st.segmented_control(
        "Beside the draft", (FINDINGS, CONVERSATION), key=_box(), required=True, on_change=_choose, label_visibility="collapsed"
    )  # fmt: skip


def in_hand(review: Review) -> int | None:
    """The finding to show in the draft: the one that is open, or the one that the conversation asks about."""
    if shown() == FINDINGS:
        return state.selected()
    asked = talking.asked()
    if asked is None:
        return None
    about = ((number, each) for number, each in enumerate(review.findings) if each.criterion == asked.criterion)
    return next((number for number, each in about if each.where == asked.where), None)


def shown() -> str:
    """Which of the two is shown."""
    return str(st.session_state.get(_SHOWN, FINDINGS))


def prepare(told: History) -> None:
    """Begin the conversation, where it is to be shown, before the draft is drawn: what is asked about is marked there.

    One that was deleted meanwhile is not begun again unasked.
    """
    if talking.was_deleted():
        show(FINDINGS)
    if shown() == CONVERSATION:
        with st.spinner("Reading the draft"):
            talking.about(told)


def show(what: str) -> None:
    """Show one of the two. For callbacks, and before the half is drawn."""
    st.session_state[_SHOWN] = what
    st.session_state.pop(_BOX, None)


def _box() -> str:
    """The key of the choice, which begins with the kept one whenever it appears."""
    if _BOX not in st.session_state:
        st.session_state[_BOX] = shown()
    return _BOX


def _choose() -> None:
    show(st.session_state[_BOX] or FINDINGS)


def _show_conversation(review: Review, told: History) -> None:
    offered = told.current.offered
    conversation = talking.about(told)
    st.html(
        f'<p class="okr-standing"><b>{escaped(readiness(review, offered))}</b> '
        f'<span class="okr-because">{escaped(counts(review, offered))}</span></p>'
    )
    said = st.container(key="okr_said")
    show_turns(conversation, said, is_beside_draft=True)
    with st.container(key="okr_entry_beside"):
        show_entry(conversation, PLACEHOLDER_BESIDE)
    if st.button("Open it in Chat", type="tertiary", icon=":material/forum:", key="okr_open_in_chat"):
        go_to("chat")
    show_answer(conversation, said)
