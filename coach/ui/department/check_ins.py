"""Check-ins of a cycle: a sheet goes in; what to ask of each key result comes out. Nothing of it is kept."""

from __future__ import annotations

import io
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from coach.cycle.cycle_review import CycleReview
from coach.errors import CoachError
from coach.ui.department.check_ins_html import check_ins_html, first_html, notes_html
from coach.ui.engine import engine
from coach.ui.markup import escaped, note

_REVIEW, _PROBLEM, _UPLOADS = "okr_dept_cycle", "okr_dept_cycle_problem", "okr_dept_cycle_uploads"
_EXAMPLE = Path(__file__).with_name("example_check_ins.csv")
_LEAD = (
    "Choose a sheet of check-ins: key result, date, status, confidence, value, notes, next step, in columns of any order. "
    "You get the one question to ask next of each key result. Nothing of it is kept."
)
FILE_TYPES = ["csv", "xlsx", "json", "jsonl"]


def show_check_ins() -> None:
    """The upload, or what came of it."""
    review = st.session_state.get(_REVIEW)
    if isinstance(review, CycleReview):
        _show_review(review)
        return
    st.html(f'<p class="okr-lead">{_LEAD}</p>')
    with st.container(key="okr_columns"):
        left, right = st.columns([5, 3], gap="large")
        with left:
            key = f"okr_dept_cycle_upload_{st.session_state.get(_UPLOADS, 0)}"
            file = st.file_uploader("The sheet of check-ins", type=FILE_TYPES, key=key)
        with right, st.container(border=True, key="okr_dept_cycle_example"):
            st.html(
                '<h3 class="okr-h3">Or start with an example</h3><p class="okr-because">Three teams in the middle of a cycle, made up.</p>'
            )
            asked = st.button("Open the example of check-ins", key="okr_dept_open_cycle_example")
    if file is not None or asked:
        name = file.name if file is not None else "Check-ins.csv"
        content = file.getvalue() if file is not None else _EXAMPLE.read_bytes()
        with st.spinner("Reading the check-ins"):
            _read(name, content)
        st.rerun()
    if message := st.session_state.get(_PROBLEM):
        st.html(note(message, "alert"))


def _read(name: str, content: bytes, as_of: date | None = None) -> None:
    from coach.cycle import read_check_ins, review_check_ins

    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1
    try:
        st.session_state[_REVIEW] = review_check_ins(read_check_ins(io.BytesIO(content), name), engine(), as_of)
        st.session_state[_PROBLEM] = None
    except CoachError as error:
        st.session_state[_PROBLEM] = str(error)


def _show_review(review: CycleReview) -> None:
    from coach.cycle import words

    with st.container(horizontal=True, vertical_alignment="center", key="okr_dept_cycle_head"):
        st.button(
            "Other check-ins", on_click=_leave, type="tertiary", icon=":material/arrow_back:", key="okr_dept_cycle_back"
        )
        for name, ending, mime, written in (
            ("Markdown", "md", "text/markdown", words.as_markdown),
            ("JSON", "json", "application/json", words.as_json),
        ):
            st.download_button(
                f"Save as {name}", data=partial(written, review), file_name=f"check-ins.{ending}", mime=mime, on_click="ignore",
                type="tertiary", icon=":material/download:", key=f"okr_dept_cycle_save_{ending}",
            )  # fmt: skip
    st.html(f'<p class="okr-lead" dir="auto">{escaped(review.check_ins.name)}: {escaped(review.summary)}</p>')
    st.html(first_html(review) + check_ins_html(review) + notes_html(review))


def _leave() -> None:
    st.session_state.pop(_REVIEW, None)
