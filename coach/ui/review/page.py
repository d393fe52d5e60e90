"""The review page: a draft goes in; the marked draft and what was found come out side by side."""

from __future__ import annotations

from functools import partial

import streamlit as st

from coach.critique import Review
from coach.okr import Unread
from coach.report import as_json, as_markdown
from coach.ui import browser_key
from coach.ui.chat import state as chat_state
from coach.ui.draft_component import show_marked_draft
from coach.ui.marked_draft import draft_html, legend_html
from coach.ui.markup import escaped, listed, note, words_of
from coach.ui.navigation import go_to
from coach.ui.review import state
from coach.ui.review.findings_panel import show_findings
from coach.ui.review.start import show_start
from coach.ui.words import WHAT_TO_DO_UNREAD, WHAT_TO_DO_UNREAD_CELLS

_UNREAD_AT_ONCE = 5
"""Unread lines shown before the rest is folded away: a pasted chat has many."""


def show_review_page() -> None:
    """The page: the draft's entry, or its review."""
    state.take_answer()
    review = state.current()
    if review is None:
        show_start()
        return
    browser_key.hand_over()
    with st.container(key="okr_columns"):
        left, right = st.columns([5, 4], gap="large")
        with left, st.container(key="okr_draft_panel"):
            _show_draft(review)
        with right:
            show_findings(review)
            if not review.draft.is_empty:
                _show_downloads(review)


def _show_draft(review: Review) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="okr_draft_head"):
        st.html('<h2 class="okr-h2">Your draft</h2>')
        if review.draft.source is not None:
            st.button("Edit", on_click=state.edit, type="tertiary", icon=":material/edit:")
        st.button("Another draft", on_click=state.start_over, type="tertiary", icon=":material/note_add:")
    if not review.draft.is_empty:
        with st.container(border=True, key="okr_sheet"):
            show_marked_draft(draft_html(review, state.shown("objectives")), state.selected(), state.select)
            if (hidden := len(review.draft.objectives) - state.shown("objectives")) > 0:
                more = f"Show more: {hidden} more objectives"
                st.button(more, on_click=state.show_more, args=("objectives",))
        if legend := legend_html(review):
            st.html(f'<p class="okr-legend">{legend}</p>')
        _show_way_on(review)
    below = "".join(note(text) for text in review.draft.notices) + unread_html(review.unread)
    if below:
        st.html(below)


def unread_html(unread: tuple[Unread, ...]) -> str:
    """What was not read as an OKR, in the draft's own words, and what to do about it."""
    if not unread:
        return ""
    advice = WHAT_TO_DO_UNREAD_CELLS if unread[0].place.row else WHAT_TO_DO_UNREAD
    rows = [f"{words_of(part.text)}{_place(part)}" for part in unread]
    rest = ""
    if len(rows) > _UNREAD_AT_ONCE:
        folded = listed(rows[_UNREAD_AT_ONCE:], "okr-list okr-unread")
        rest = f"<details><summary>{len(rows) - _UNREAD_AT_ONCE} more</summary>{folded}</details>"
    shown = listed(rows[:_UNREAD_AT_ONCE], "okr-list okr-unread")
    return f'<h3 class="okr-h3">Not read</h3><p class="okr-because">{escaped(advice)}</p>{shown}{rest}'


def _place(part: Unread) -> str:
    return f' <span class="okr-cell">{escaped(str(part.place))}</span>' if part.place.row or part.place.field else ""


def _show_way_on(review: Review) -> None:
    if st.button("Talk it through", type="primary", icon=":material/forum:", key="okr_talk_through"):
        with st.spinner("Reading the draft"):
            chat_state.talk_about(review.draft)
        go_to("chat")


def _show_downloads(review: Review) -> None:
    with st.container(horizontal=True, key="okr_downloads"):
        for name, ending, mime, written in (
            ("Markdown", "md", "text/markdown", as_markdown),
            ("JSON", "json", "application/json", as_json),
        ):
            st.download_button(
                f"Save as {name}",
                data=partial(written, review),
                file_name=f"okr-review.{ending}",
                mime=mime,
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
            )
