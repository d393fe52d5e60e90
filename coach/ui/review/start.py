"""Where a draft is entered: pasted, uploaded, or one of the examples."""

from __future__ import annotations

import streamlit as st

from coach.ui.examples import EXAMPLES
from coach.ui.markup import note
from coach.ui.review import entry, state, versions
from coach.ui.words import LEAD, PLACEHOLDER

FILE_TYPES = ["md", "txt", "docx", "csv", "tsv", "xlsx", "json"]


def show_start() -> None:
    """The text box with its button, the upload, and the examples beside them."""
    if versions.history() is not None:
        _show_text()
        return
    st.html(f'<p class="okr-lead">{LEAD}</p>')
    with st.container(key="okr_columns"):
        left, right = st.columns([5, 3], gap="large")
        with left:
            _show_entry()
        with right:
            _show_examples()


def _show_text() -> None:
    """The text of the draft that is open: what comes of it is its next version."""
    text = _text_box(height=420)
    with st.container(horizontal=True, gap="small"):
        asked = st.button("Review the draft", type="primary")
        st.button("Back without changes", on_click=state.leave_text)
        st.button("Another draft", on_click=state.start_over, type="tertiary", icon=":material/note_add:")
    if asked:
        with st.spinner("Reading the draft"):
            state.review_text(text)
        _go_on()
    if problem := entry.problem():
        st.html(note(problem, "alert"))


def _text_box(height: int = 260) -> str:
    text = st.text_area(
        "Your draft", key=entry.draft_box(), on_change=entry.keep_box, height=height, placeholder=PLACEHOLDER
    )
    return text or ""


def _show_entry() -> None:
    text = _text_box()
    asked = st.button("Review the draft", type="primary")
    said = st.empty()
    uploaded = st.file_uploader(
        "Or choose a file",
        type=FILE_TYPES,
        key=entry.upload_key(),
        help="Text, Markdown, Word, a sheet (CSV or Excel), or JSON.",
    )
    if asked:
        with st.spinner("Reading the draft"):
            state.review_text(text)
        _go_on()
    elif uploaded is not None:
        with st.spinner("Reading the file"):
            state.review_file(uploaded.getvalue(), uploaded.name)
        _go_on()
    if problem := entry.problem():
        said.html(note(problem, "alert"))


def _show_examples() -> None:
    st.html('<h2 class="okr-h2">Or start with an example</h2>')
    for number, example in enumerate(EXAMPLES):
        with st.container(border=True, key=f"okr_example_{number}"):
            st.html(f'<h3 class="okr-h3">{example.name}</h3><p class="okr-because">{example.about}</p>')
            if st.button(f"Open the {example.whose} draft", key=f"okr_open_{number}"):
                with st.spinner("Reading the draft"):
                    state.review_text(example.text)
                _go_on()


def _go_on() -> None:
    """Draw the page again at once: with the review, or with the reason why there is none and an empty upload box."""
    st.rerun()
