"""The conversations of this browser: each can be opened and gone on with, or deleted for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from coach.settings import settings
from coach.ui.chat import past_state, view
from coach.ui.chat import state as chat_state
from coach.ui.chat.words import CONFIRM, NO_PAST, PAST, UNTITLED, WHERE_KEPT, WHERE_KEPT_ELSEWHERE
from coach.ui.markup import escaped, label_of, note

if TYPE_CHECKING:
    from coach.store.conversations import Listed


def show_past() -> None:
    """The list."""
    with st.container(horizontal=True, vertical_alignment="center", key="okr_chat_head"):
        st.html(f'<h2 class="okr-h2">{PAST}</h2>')
        st.button("Back", on_click=view.show_list, args=(False,), type="tertiary", icon=":material/arrow_back:")
    conversations = past_state.listed()
    if message := chat_state.notice():
        st.html(note(message, "alert"))
    on_this_machine = settings().database_url.startswith("sqlite")
    st.html(f'<p class="okr-because">{WHERE_KEPT if on_this_machine else WHERE_KEPT_ELSEWHERE}</p>')
    if not conversations:
        st.html(note(NO_PAST))
    for conversation in conversations:
        _show_row(conversation)


def _show_row(conversation: Listed) -> None:
    id_ = conversation.id
    title = conversation.title or UNTITLED
    with st.container(border=True, key=f"okr_past_{id_}"):
        st.html(f'<h3 class="okr-h3" dir="auto">{escaped(title)}</h3><p class="okr-because">{_about(conversation)}</p>')
        if view.asked_to_delete() == id_:
            st.html(note(CONFIRM, "alert"))
            with st.container(horizontal=True):
                st.button("Delete for good", on_click=past_state.delete, args=(id_,), key=f"okr_delete_{id_}")
                st.button("Keep it", on_click=view.ask_to_delete, args=(None,), type="tertiary", key=f"okr_keep_{id_}")
            return
        with st.container(horizontal=True):
            named = f"Open “{label_of(title)}”"
            st.button("Open", on_click=chat_state.open_kept, args=(id_,), key=f"okr_open_{id_}", help=named)
            st.button("Delete", on_click=view.ask_to_delete, args=(id_,), type="tertiary", key=f"okr_ask_{id_}")


def _about(conversation: Listed) -> str:
    turns = "1 turn" if conversation.turns == 1 else f"{conversation.turns} turns"
    return f"{conversation.updated:%Y-%m-%d %H:%M} UTC · {turns}"
