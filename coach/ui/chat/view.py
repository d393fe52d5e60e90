"""What one visitor's session looks at on the chat page: a finding, the whole of a long talk, the list of past conversations."""

from __future__ import annotations

import streamlit as st

_SELECTED = "okr_chat_selected"
_ALL = "okr_chat_all_turns"
_LIST = "okr_chat_list"
_ASKED = "okr_chat_delete"


def forget() -> None:
    """Look at nothing of what was looked at: another conversation is open."""
    for key in (_SELECTED, _ALL, _LIST, _ASKED):
        st.session_state.pop(key, None)


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


def selected() -> int | None:
    """The finding whose words were chosen in the draft."""
    number = st.session_state.get(_SELECTED)
    return number if isinstance(number, int) else None


def select(number: int | None) -> None:
    """Open this finding below the draft."""
    st.session_state[_SELECTED] = number
