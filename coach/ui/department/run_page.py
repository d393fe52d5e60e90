"""A run under way: how far it is, what is left, cancel. A run that stopped: why, and going on."""

from __future__ import annotations

import streamlit as st

from coach.department.background import Standing
from coach.department.contract import Progress
from coach.department.kept_runs import KeptRun
from coach.department.progress import progress_words
from coach.ui.department import state
from coach.ui.department.words import CONFIRM, STARTING, STOPPED, WAITING, title_of
from coach.ui.engine import engine
from coach.ui.markup import escaped, note

_LOOKS_EVERY = 1.0
"""Seconds between two looks at how far the run is."""
_SHARES = {"reading": (0.0, 0.05), "reviewing": (0.05, 0.85), "across teams": (0.9, 0.05), "writing": (0.95, 0.05)}
"""Where each stage begins on the bar, and how much of it is its own."""


def show_run(run: KeptRun, standing: Standing) -> None:
    """The page."""
    if standing.is_under_way:
        # The first visitor of a server waits for the engine at the foot of the page. Streamlit drops a fragment that asks to
        # be drawn again while the page around it is still being drawn, so the engine is waited for first.
        with st.spinner(STARTING):
            engine()
        _show_progress(run)
    else:
        _show_stopped(run, standing)


@st.fragment(run_every=_LOOKS_EVERY)
def _show_progress(run: KeptRun) -> None:
    """How far it is; drawn anew every second without the page around it."""
    standing = state.standing(run)
    if not standing.is_under_way:
        st.rerun()
    progress = standing.progress
    st.html('<p class="okr-lead">You may leave this page, or close it: the run goes on, and is found here again.</p>')
    st.progress(share(progress))
    st.html(f'<p class="okr-dept-progress" role="status">{escaped(words(standing))}</p>')
    st.button("Cancel", on_click=state.cancel, args=(run,), icon=":material/stop_circle:", key="okr_dept_cancel")


def words(standing: Standing) -> str:
    """What is being done, how much of it, how fast, how long still, and what was found."""
    if standing.state == "waiting":
        return WAITING
    if standing.progress is None:
        return STARTING
    return progress_words(standing.progress, standing.rate, standing.left)


def share(progress: Progress | None) -> float:
    """How much of the bar is full."""
    if progress is None:
        return 0.0
    begins, length = _SHARES[progress.stage]
    done = progress.done / progress.total if progress.total and progress.stage == "reviewing" else 0.0
    return min(1.0, begins + length * done)


def _show_stopped(run: KeptRun, standing: Standing) -> None:
    st.html(f'<div class="okr-readiness"><h2>{escaped(title_of(standing.state))}</h2></div>')
    told = [STOPPED[standing.state]] if standing.state in STOPPED else []
    progress = standing.progress
    if progress is not None and progress.total:
        told.append(
            f"{progress.done:,} of {progress.total:,} objectives are reviewed, {progress.findings:,} findings so far."
        )
    st.html(f'<p class="okr-lead">{escaped(" ".join(told))}</p>')
    if standing.words:
        st.html(note(standing.words, "alert"))
    if state.asked_to_delete() == run.id:
        st.html(note(CONFIRM, "alert"))
        with st.container(horizontal=True):
            st.button("Delete for good", on_click=state.delete, args=(run,), key="okr_dept_delete")
            st.button("Keep it", on_click=state.ask_to_delete, args=(None,), type="tertiary", key="okr_dept_keep")
        return
    with st.container(horizontal=True):
        go_on = "Go on" if progress is not None else "Try again"
        st.button(
            go_on, on_click=state.start, args=(run,), type="primary", icon=":material/play_arrow:", key="okr_dept_go_on"
        )
        st.button("Delete", on_click=state.ask_to_delete, args=(run.id,), type="tertiary", key="okr_dept_ask_delete")
