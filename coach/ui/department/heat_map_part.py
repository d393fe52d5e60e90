"""The heat map on the page: each cell opens the drafts it counts, below."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from coach.department.kept_runs import KeptRun
from coach.department.results import Results
from coach.report.department.coachs_page import counted
from coach.ui.department import state
from coach.ui.department.heat_map import heat_map_html, legend_html
from coach.ui.department.opened import show_opened
from coach.ui.department.words import NOTHING_FOUND
from coach.ui.markup import note

_HERE = Path(__file__).parent
_KEY = "okr_dept_heat"
_FRAME = (
    '<div class="heat"><ul class="legend" aria-label="Share of lines"></ul>'
    '<div class="scroller" role="region" aria-label="Table of teams by criterion" tabindex="0"></div>'
    '<p class="more" hidden></p></div>'
)


@cache
def _component() -> Any:  # Streamlit gives the mounting function no public type.
    return st.components.v2.component(
        "okr_coach_heat_map",
        html=_FRAME,
        css=(_HERE / "heat_map.css").read_text(encoding="utf-8"),
        js=(_HERE / "heat_map.js").read_text(encoding="utf-8"),
    )


@st.fragment
def show_heat_map(run: KeptRun, results: Results) -> None:
    """The table, and what was opened in it."""
    heat = results.overview.heat
    st.html('<h3 class="okr-h2">Teams by criterion</h3>')
    if not heat.rows or not heat.columns:
        st.html(note(NOTHING_FOUND))
        return
    st.html(
        '<p class="okr-because">On how many of a team’s lines each criterion was seen, out of those where it could be. Click a heading '
        "to sort, a cell to read its drafts. With the keyboard: arrow keys, then Enter.</p>"
    )
    row, column = _chosen(results)

    def opened() -> None:
        told = st.session_state[_KEY].get("opened")
        if told:
            open_cell(results, int(told["row"]), int(told["column"]))

    _component()(
        key=_KEY,
        data={"html": heat_map_html(heat), "legend": legend_html(), "row": row, "column": column},
        on_opened_change=opened,
    )
    said = []
    clean = results.overview.totals.get("teams", 0) - len(heat.rows) - heat.left_out
    if clean > 0:
        said.append(f"{counted(clean, 'team')} on which nothing was found {'have' if clean > 1 else 'has'} no row.")
    if heat.left_out:
        said.append(f"{counted(heat.left_out, 'more team')} with less to fix are in the list of findings.")
    if said:
        st.html(note(" ".join(said)))
    show_opened(run, results)


def open_cell(results: Results, row: int, column: int) -> None:
    """Open the first draft that a cell counts, at its first finding; a team's name opens its first draft."""
    heat = results.overview.heat
    if not 0 <= row < len(heat.rows):
        return
    team = heat.rows[row].team
    criterion = heat.columns[column].criterion if 0 <= column < len(heat.columns) else None
    found = next((r for r in results.rows if r.team == team and criterion in (None, r.criterion)), None)
    if found is not None:
        state.open_draft(state.Opened(found.draft, found.finding, criterion))


def _chosen(results: Results) -> tuple[int | None, int | None]:
    """The cell that is open."""
    found = state.opened()
    if found is None:
        return None, None
    heat = results.overview.heat
    team = next((draft.team for draft in results.drafts if draft.draft == found.draft), None)
    row = next((number for number, row in enumerate(heat.rows) if row.team == team), None)
    names = [column.criterion for column in heat.columns]
    return row, names.index(found.criterion) if found.criterion in names else -1
