"""Which section of the Learn page is open, kept under a key of its own: a widget's is lost when its page is left."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

Section = Literal["Lessons", "Spot it", "Rewrite it", "Workshop", "Is it the OKRs?"]
SECTIONS: tuple[Section, ...] = get_args(Section)

_OPEN = "okr_learn_section"
_WIDGET = "okr_learn_section_chosen"


def current() -> Section:
    """The section that is open; the first one on a first visit."""
    kept: Section = st.session_state.get(_OPEN, SECTIONS[0])
    return kept


def widget() -> str:
    """The key of the control that chooses, which begins with the section that is open whenever it appears."""
    if _WIDGET not in st.session_state:
        st.session_state[_WIDGET] = current()
    return _WIDGET


def keep() -> None:
    """Keep what was chosen."""
    st.session_state[_OPEN] = st.session_state[_WIDGET]


def open_section(section: Section) -> None:
    """Open another section. Called before the control is drawn: in a callback, or on another page."""
    st.session_state[_OPEN] = section
    st.session_state[_WIDGET] = section
