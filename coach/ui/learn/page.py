"""The Learn page: one idea a screen, practice on lines of other teams, and a workshop on the team's own."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from coach.ui import browser_key
from coach.ui.learn import sections
from coach.ui.learn.diagnosis import show_diagnosis
from coach.ui.learn.lessons import show_lessons
from coach.ui.learn.rewrite import show_rewrite
from coach.ui.learn.spot import show_spot
from coach.ui.learn.workshop import show_workshop

_CSS = Path(__file__).with_name("learn.css")
_SHOW = {
    "Lessons": show_lessons,
    "Spot it": show_spot,
    "Rewrite it": show_rewrite,
    "Workshop": show_workshop,
    "Is it the OKRs?": show_diagnosis,
}


def show_learn_page() -> None:
    """The page: its sections by name, and the one that is open."""
    st.html(_CSS)
    browser_key.hand_over()
    st.html('<h2 class="okr-h2 okr-page-title">Learn</h2>')
    st.segmented_control(
        "What to learn by",
        sections.SECTIONS,
        key=sections.widget(),
        required=True,
        on_change=sections.keep,
        label_visibility="collapsed",
    )
    with st.container(key="okr_learn"):
        _SHOW[sections.current()]()
