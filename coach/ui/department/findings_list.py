"""All findings as a list that filters by team, criterion, severity and words. Nothing is read anew for a filter."""

from __future__ import annotations

import hashlib

import streamlit as st

from coach.criteria import SEVERITIES, SEVERITY_WORDS
from coach.department.kept_runs import KeptRun
from coach.department.results import FoundRow, Results, filtered
from coach.report.department.coachs_page import counted, title_of
from coach.report.plain import visible
from coach.ui.department import state
from coach.ui.department.opened import show_opened
from coach.ui.department.words import NOTHING_FOUND
from coach.ui.markup import note

_TEAMS, _CRITERIA, _SEVERITIES, _TEXT = (
    f"okr_dept_filter_{name}" for name in ("teams", "criteria", "severity", "text")
)
_HEIGHT = 380
"""Pixels: low enough that what a row opens is seen below."""


@st.fragment
def show_list(run: KeptRun, results: Results) -> None:
    """The filters, the list, and the draft of the chosen row."""
    st.html('<h3 class="okr-h2">Findings</h3>')
    if not results.rows:
        st.html(note(NOTHING_FOUND))
        return
    rows = _filtered(results)
    of = (
        f"{len(rows):,} of {counted(len(results.rows), 'finding')}"
        if len(rows) < len(results.rows)
        else counted(len(rows), "finding")
    )
    left_out = f" {counted(results.more, 'more finding')} stand in the reports only." if results.more else ""
    st.html(f'<p class="okr-because" role="status">{of}. Choose a row to see it in its draft.{left_out}</p>')
    if rows:
        _show_rows(rows)
    else:
        st.html(note("No finding fits all that is asked for. Take one of the filters away."))
    show_opened(run, results)


def _filtered(results: Results) -> list[FoundRow]:
    if (criterion := state.take_criterion()) is not None:
        for key in (_TEAMS, _SEVERITIES, _TEXT):
            st.session_state.pop(key, None)
        st.session_state[_CRITERIA] = [criterion]
    rows = results.rows
    teams = list(dict.fromkeys(row.team for row in rows))
    criteria = list(dict.fromkeys(row.criterion for row in rows))
    with st.container(key="okr_dept_filters"):
        first, second, third, fourth = st.columns(4, vertical_alignment="bottom")
        chosen_teams = first.multiselect("Team", teams, format_func=visible, key=_TEAMS, placeholder="Any")
        asked = second.multiselect(
            "Criterion", sorted(criteria, key=title_of), format_func=title_of, key=_CRITERIA, placeholder="Any"
        )
        grave = third.multiselect(
            "Severity", SEVERITIES, format_func=SEVERITY_WORDS.__getitem__, key=_SEVERITIES, placeholder="Any"
        )
        text = fourth.text_input("Words", key=_TEXT, placeholder="In the line, the team or the title")
    return filtered(rows, set(chosen_teams), set(asked), set(grave), text or "")


def _show_rows(rows: list[FoundRow]) -> None:
    table = {
        "Severity": [SEVERITY_WORDS[row.severity] for row in rows],
        "Team": [visible(row.team) for row in rows],
        "What": [row.title for row in rows],
        "Line": [visible(row.line or row.quote) for row in rows],
    }
    # Other rows are another list: a choice made in the former one would point at a wrong line.
    name = hashlib.sha256(repr([(row.draft, row.finding) for row in rows]).encode()).hexdigest()[:12]
    key = f"okr_dept_list_{name}"

    def chosen() -> None:
        picked = st.session_state[key]["selection"]["rows"]
        row = rows[picked[0]] if picked and picked[0] < len(rows) else None
        state.open_draft(state.Opened(row.draft, row.finding) if row else None)

    st.dataframe(
        table,
        key=key,
        on_select=chosen,
        selection_mode="single-row",
        hide_index=True,
        height=min(_HEIGHT, 38 + 35 * len(rows)),
        column_config={
            "Severity": st.column_config.TextColumn(width=95),
            "Team": st.column_config.TextColumn(width=120),
            "What": st.column_config.TextColumn(width=200),
            "Line": st.column_config.TextColumn(width="large"),
        },
        alt="Findings: severity, team, what was found, and the line",
    )
