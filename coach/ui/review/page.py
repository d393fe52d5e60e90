"""The review page: a draft goes in; the marked draft and what was found come out side by side."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from coach.ui import browser_key
from coach.ui.markup import note
from coach.ui.review import beside, entry, state, talking, versions, with_model
from coach.ui.review.draft_panel import show_draft_panel
from coach.ui.review.start import show_start

_CSS = Path(__file__).with_name("review.css")


def show_review_page() -> None:
    """The page: the draft's entry, or its review."""
    st.html(_CSS)
    if (conversation := talking.reopen()) is not None and talking.is_talk(conversation):
        beside.show(beside.CONVERSATION)
    talking.follow()
    if state.is_large():
        with st.spinner("Reviewing the draft again"):
            state.bring_up_to_date()
    else:
        state.bring_up_to_date()
    with_model.take_answer()
    talking.keep_up()
    review, told = state.current(), versions.history()
    if review is None or told is None:
        show_start()
        return
    browser_key.hand_over()
    if problem := entry.problem():
        st.html(note(problem, "alert"))
    if beside.shown() == beside.FINDINGS and (message := talking.notice()):
        st.html(note(message, "alert"))
    beside.prepare(told)
    with st.container(key="okr_columns"):
        left, right = st.columns([5, 4], gap="large")
        with left, st.container(key="okr_draft_panel"):
            show_draft_panel(review, told)
        with right:
            beside.show_beside(review, told)
