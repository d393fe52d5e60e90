"""What was not read, and why; how columns were understood; what else is to be known of how the reviews were made."""

from __future__ import annotations

import streamlit as st

from coach.department.contract import BadRow
from coach.department.intake.mapping_words import mapping_words
from coach.department.kept_runs import KeptRun
from coach.department.results import Results
from coach.report.department.coachs_page import counted
from coach.report.department.seen import ACCURACY
from coach.report.plain import visible
from coach.ui.department.words import ALL_READ, where
from coach.ui.markup import escaped, listed, note, words_of

_MAPPINGS = 20
_UNREAD = 100


def show_not_read(run: KeptRun, results: Results) -> None:
    """The part."""
    st.html('<h3 class="okr-h2">Not read</h3>')
    if not results.bad:
        st.html(f"<p>{ALL_READ}</p>")
    else:
        st.html(f"<p>{counted(results.bad, 'row')} could not be read. Nothing in them was judged.</p>")
        _show_bad_rows(results.bad_rows)
        if results.bad > len(results.bad_rows):
            st.html(note(f"{counted(results.bad - len(results.bad_rows), 'more row')} stand in the report."))
    if results.unread:
        rows = [f"<b>{words_of(team)}</b>: {words_of(text)}" for team, text in results.unread[:_UNREAD]]
        st.html(f'<h4 class="okr-h3">Taken for no part of an OKR</h4>{listed(rows)}')
    st.html(f'<h4 class="okr-h3">How the columns were understood</h4>{_mappings_html(results)}')
    notices = [*results.notices, *results.made_by, ACCURACY]
    st.html(f'<h4 class="okr-h3">Please note</h4>{listed(map(escaped, notices))}')


def _show_bad_rows(rows: tuple[BadRow, ...]) -> None:
    table = {
        "Where": [visible(where(row)) for row in rows],
        "What stands there": [visible(row.text) for row in rows],
        "Why, and what to do": [visible(row.reason) for row in rows],
    }
    st.dataframe(
        table,
        hide_index=True,
        height=min(380, 38 + 35 * len(rows)),
        key="okr_dept_bad_rows",
        alt="Rows that could not be read",
    )


def _mappings_html(results: Results) -> str:
    mappings = results.overview.mappings
    lines = [line for mapping in mappings[:_MAPPINGS] for line in mapping_words(mapping)]
    if not lines:
        return "<p>The input was no sheet.</p>"
    more = (
        f'<p class="okr-because">and {counted(len(mappings) - _MAPPINGS, "more sheet")}.</p>'
        if len(mappings) > _MAPPINGS
        else ""
    )
    return listed(map(words_of, lines)) + more
