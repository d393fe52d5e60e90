"""Where a department begins: choose files, take the example, or open what was reviewed before."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from coach.department.kept_runs import KeptRun
from coach.ui.department import state
from coach.ui.department.check_ins import show_check_ins
from coach.ui.department.words import (
    CONFIRM,
    EXAMPLE,
    EXAMPLE_FILE,
    KEPT,
    KINDS,
    LEAD,
    NO_RUNS,
    title_of,
    when,
)
from coach.ui.markup import escaped, label_of, note

FILE_TYPES = ["csv", "tsv", "xlsx", "xlsm", "jsonl", "ndjson", "json", "docx", "md", "txt"]
_EXAMPLE = Path(__file__).with_name("example.csv")
_AT_ONCE = 30
"""Runs in the list."""


_KIND = "okr_dept_kind"
_KINDS = ("OKRs", "Check-ins")


def show_start() -> None:
    """What a department is looked at by: its OKRs, or its check-ins in the cycle."""
    st.session_state.setdefault(_KIND, _KINDS[0])
    chosen = st.segmented_control("What to look at", _KINDS, key=_KIND, required=True, label_visibility="collapsed")
    if chosen == _KINDS[1]:
        show_check_ins()
    else:
        _show_okrs()


def _show_okrs() -> None:
    """The upload, the example, and the runs of this browser."""
    st.html(f'<p class="okr-lead">{LEAD}</p>')
    with st.container(key="okr_columns"):
        left, right = st.columns([5, 3], gap="large")
        with left:
            _show_upload()
        with right, st.container(border=True, key="okr_dept_example"):
            st.html(f'<h3 class="okr-h3">Or start with an example</h3><p class="okr-because">{EXAMPLE}</p>')
            if st.button("Open the example", key="okr_dept_open_example"):
                with st.spinner("Reading the sheet"):
                    state.prepare([(EXAMPLE_FILE, _EXAMPLE.read_bytes())])
                st.rerun()
    _show_runs()


def _show_upload() -> None:
    with st.form("okr_dept_form", border=False):
        files = st.file_uploader(
            "The sheet, or several files",
            type=FILE_TYPES,
            accept_multiple_files=True,
            key=state.upload_key(),
            help=KINDS,
        )
        asked = st.form_submit_button("Read it", type="primary", key="okr_dept_read")
    if asked:
        with st.spinner("Reading the sheet"):
            state.prepare([(file.name, file.getvalue()) for file in files or ()])
        st.rerun()


def _show_runs() -> None:
    st.html(f'<h3 class="okr-h3">Reviewed in this browser</h3><p class="okr-because">{KEPT}</p>')
    found = state.runs().listed()
    if not found:
        st.html(note(NO_RUNS))
    for run in found[:_AT_ONCE]:
        _show_row(run)
    if len(found) > _AT_ONCE:
        st.html(note(f"{len(found) - _AT_ONCE} older ones are kept too; delete some of these to see them."))


def _show_row(run: KeptRun) -> None:
    standing = state.standing(run)
    about = f"{when(run.created)} · {title_of(standing.state)}" + (f" · with {run.model}" if run.model else "")
    with st.container(border=True, key=f"okr_dept_kept_{run.id}"):
        st.html(f'<h4 class="okr-h3" dir="auto">{escaped(run.name)}</h4><p class="okr-because">{escaped(about)}</p>')
        if state.asked_to_delete() == run.id:
            st.html(note(CONFIRM, "alert"))
            with st.container(horizontal=True):
                st.button("Delete for good", on_click=state.delete, args=(run,), key=f"okr_dept_delete_{run.id}")
                st.button(
                    "Keep it",
                    on_click=state.ask_to_delete,
                    args=(None,),
                    type="tertiary",
                    key=f"okr_dept_keep_{run.id}",
                )
            return
        with st.container(horizontal=True):
            named = f"Open “{label_of(run.name)}”"
            st.button("Open", on_click=state.open_run, args=(run.id,), key=f"okr_dept_open_{run.id}", help=named)
            if standing.state not in ("waiting", "running", "done"):
                st.button(
                    "Go on",
                    on_click=state.start,
                    args=(run,),
                    key=f"okr_dept_go_on_{run.id}",
                    help=f"Go on with “{label_of(run.name)}”",
                )
            if not standing.is_under_way:
                st.button(
                    "Delete",
                    on_click=state.ask_to_delete,
                    args=(run.id,),
                    type="tertiary",
                    key=f"okr_dept_ask_{run.id}",
                )
