"""The Department page: files go in, their columns are looked at, a run works in the background, its results are shown."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from coach.department.kept_runs import KeptRun
from coach.errors import CoachError
from coach.ui import browser_key
from coach.ui.department import state
from coach.ui.department.columns_page import show_columns
from coach.ui.department.results_page import show_results
from coach.ui.department.run_page import show_run
from coach.ui.department.start import show_start
from coach.ui.department.words import REFUSED
from coach.ui.markup import escaped, note

_CSS = Path(__file__).with_name("department.css")


def show_department_page() -> None:
    """The page, as far as the open run is."""
    st.html(_CSS)
    browser_key.hand_over()
    try:
        run = state.current()
        _show_head(run)
        told = st.empty()
        if browser_key.is_refused():
            st.html(note(REFUSED, "alert"))
        with st.container(key="okr_department"):
            _show(run)
    except CoachError as error:
        st.html(note(str(error), "alert"))
        return
    if message := state.problem():
        told.html(note(message, "alert"))


def _show(run: KeptRun | None) -> None:
    if run is None:
        show_start()
    elif not run.begun:
        show_columns(run)
    elif (standing := state.standing(run)).state == "done":
        show_results(run, standing)
    else:
        show_run(run, standing)


def _show_head(run: KeptRun | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="okr_dept_head"):
        name = f": {escaped(run.name)}" if run else ""
        st.html(f'<h2 class="okr-h2 okr-page-title" dir="auto">Department{name}</h2>')
        if run is None:
            return
        leave = state.open_run if run.begun else state.discard
        arguments = (None,) if run.begun else ()
        label = "All departments" if run.begun else "Other files"
        st.button(
            label, on_click=leave, args=arguments, type="tertiary", icon=":material/arrow_back:", key="okr_dept_back"
        )
