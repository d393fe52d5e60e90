"""Is it the OKRs, or is it the system? Questions, what the answers point at, and two remedies ready to use."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from coach.ui.learn import diagnosis_state as state
from coach.ui.learn.diagnosis_questions import show_questions
from coach.ui.learn.diagnosis_result import show_result
from coach.ui.learn.rhythm import show_rhythm
from coach.ui.learn.standard import show_standard

_CSS = Path(__file__).with_name("diagnosis.css")
_SHOW = {
    "Questions": show_questions,
    "What it points at": show_result,
    "One-page standard": show_standard,
    "The cycle’s calendar": show_rhythm,
}


def show_diagnosis() -> None:
    """The diagnosis with its remedies: one of its four screens."""
    st.html(_CSS)
    with st.container(key="okr_diagnosis"):
        st.html('<h3 class="okr-h2">Is it the OKRs, or is it the system?</h3>')
        st.pills(
            "Which part of the diagnosis",
            state.SCREENS,
            key=state.widget(),
            required=True,
            on_change=state.keep_screen,
            label_visibility="collapsed",
        )
        _SHOW[state.screen()]()
