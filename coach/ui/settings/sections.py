"""Which section of the settings is open, kept under a key of its own: a widget's is lost when its page is left."""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

Section = Literal["Model", "House rules", "Your documents"]
SECTIONS: tuple[Section, ...] = get_args(Section)

_OPEN, _WIDGET = "okr_set_section", "okr_set_section_chosen"


def current() -> Section:
    """The section that is open; the first one at first."""
    kept: Section = st.session_state.get(_OPEN, SECTIONS[0])
    return kept


def choose() -> None:
    """Show the control that opens a section."""
    if _WIDGET not in st.session_state:
        st.session_state[_WIDGET] = current()
    st.segmented_control(
        "What to set", SECTIONS, key=_WIDGET, required=True, on_change=_keep, label_visibility="collapsed"
    )


def _keep() -> None:
    st.session_state[_OPEN] = st.session_state[_WIDGET]
