"""The results of a run, part by part: what to do on Monday first."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from coach.department.background import Standing
from coach.department.kept_runs import KeptRun
from coach.department.results import Results
from coach.errors import CoachError
from coach.report.department.coachs_page import Overview, counted
from coach.ui.department import state
from coach.ui.department.across import show_across
from coach.ui.department.findings_list import show_list
from coach.ui.department.heat_map_part import show_heat_map
from coach.ui.department.monday import show_monday
from coach.ui.department.not_read import show_not_read
from coach.ui.department.since import show_since
from coach.ui.department.take_away import show_take_away
from coach.ui.department.words import CANNOT_BE_READ, size, when
from coach.ui.markup import escaped, note

Part = Callable[[KeptRun, Results], None]
_SHOW: dict[str, Part] = dict(
    zip(
        state.PARTS[:-1],
        (show_monday, show_heat_map, show_list, show_across, show_since, show_not_read),
        strict=True,
    )
)


def show_results(run: KeptRun, standing: Standing) -> None:
    """The page."""
    try:
        with st.spinner("Reading the results"):
            results = state.results(run)
    except CoachError as error:
        st.html(note(str(error), "alert") + note(CANNOT_BE_READ))
        show_take_away(run)
        return
    st.html(summary_html(run, results.overview))
    if standing.notices:
        st.html("".join(note(text) for text in standing.notices))
    st.segmented_control(
        "What to look at", state.PARTS, key=state.part_box(), required=True, on_change=state.keep_part,
        label_visibility="collapsed",
    )  # fmt: skip
    chosen = state.part()
    with st.container(key="okr_dept_part_shown"):
        if chosen in _SHOW:
            _SHOW[chosen](run, results)
        else:
            show_take_away(run)


def summary_html(run: KeptRun, over: Overview) -> str:
    """How large the department is, and how much was found, in numbers that say what they count."""
    found = [
        f"{number:,} {word}"
        for number, word in zip(
            over.severities.values(), ("to fix first", "to improve", "worth a thought"), strict=True
        )
        if number
    ]
    said = (
        f"{counted(sum(over.severities.values()), 'finding')}: {', '.join(found)}"
        if found
        else "Nothing to change was found"
    )
    across = f"; {counted(len(over.across), 'finding')} across teams" if over.across else ""
    about = f"{when(run.created)}, {', '.join(run.files[:3])}{' and more' if len(run.files) > 3 else ''}"
    return (
        f'<p class="okr-lead">{escaped(size(over.totals))}. {escaped(said)}{across}.</p>'
        f'<p class="okr-because" dir="auto">{escaped(about)}</p>'
    )
