"""How the files were understood, sheet by sheet and column by column, with a box to correct each, and the way on."""

from __future__ import annotations

import streamlit as st

from coach.department.intake.sheet_preview import Preview
from coach.department.intake.sheets_seen import ColumnSeen, SheetSeen
from coach.department.kept_runs import KeptRun
from coach.report.department.coachs_page import counted
from coach.settings import settings
from coach.ui.department import columns_state as columns
from coach.ui.department.words import ALONE, HEADER_ROW, NO_NAMES, NOTHING_TO_REVIEW, ONE_TEAM, REMEMBER, where
from coach.ui.markup import escaped, label_of, note, words_of

_SHEETS = 6
"""Sheets whose columns are shown at once."""
_COLUMNS = 40
_BAD_ROWS = 50
_NAMES = '<p class="okr-dept-names" aria-hidden="true"><span>Column, and an example</span><span>Read as</span><span>Told by</span></p>'


def show_columns(run: KeptRun) -> None:
    """The page."""
    with st.spinner("Reading the sheet"):
        found = columns.seen(run)
    _show_counts(found)
    _show_one_team(found)
    _show_way_on(run, found)
    several = len(run.files) > 1
    for number, sheet in enumerate(found.sheets[:_SHEETS]):
        _show_sheet(sheet, number, several)
    if len(found.sheets) > _SHEETS:
        rest = len(found.sheets) - _SHEETS
        st.html(note(f"{counted(rest, 'more sheet')} {'is' if rest == 1 else 'are'} read too, each by its own names."))
    _show_bad_rows(found)


def _show_counts(found: Preview) -> None:
    parts = [
        counted(found.teams, "team"),
        counted(found.objectives, "objective"),
        counted(found.key_results, "key result"),
    ]
    least = "" if found.is_whole else "At least "
    bad = f" {counted(found.bad, 'row')} could not be read; see below." if found.bad else " Every row could be read."
    st.html(f'<p class="okr-lead" role="status">{least}{", ".join(parts)}.{bad}</p>')
    if not found.objectives:
        st.html(note(NOTHING_TO_REVIEW, "alert"))


def _show_one_team(found: Preview) -> None:
    for (file, sheet), team in found.without_team[:_SHEETS]:
        of = f"{sheet or file}: " if len(found.sheets) > 1 else ""
        st.html(note(of + ONE_TEAM.format(team=team), "alert"))


def _show_sheet(sheet: SheetSeen, number: int, several: bool) -> None:
    row = columns.header_row(sheet)
    fixed = several and not sheet.is_understood
    with st.container(border=True, key=f"okr_dept_sheet_{number}"):
        about = f"The names of the columns stand in row {row}." if row else NO_NAMES
        st.html(
            f'<h3 class="okr-h3" dir="auto">{escaped(sheet.sheet or sheet.file)}</h3><p class="okr-because">{about}</p>'
        )
        if fixed and sheet.columns:
            st.html(note(ALONE))
        if sheet.columns and not several and row is None:
            _show_header_row(sheet, number, row)
        if sheet.columns:
            st.html(_NAMES)
        for at, column in enumerate(columns.as_said(sheet)[:_COLUMNS]):
            _show_column(sheet, column, f"{number}_{at}", fixed)
        if len(sheet.columns) > _COLUMNS:
            st.html(note(f"{len(sheet.columns) - _COLUMNS} more columns are read as their names say."))
        if sheet.columns and not several and row is not None:
            _show_header_row(sheet, number, row)
        if notices := "".join(note(text) for text in sheet.notices):
            st.html(notices)


def _show_column(sheet: SheetSeen, column: ColumnSeen, at: str, fixed: bool) -> None:
    roles = columns.roles_for(sheet)
    key = f"okr_dept_role_{at}_{column.role}"  # another role given meanwhile is another box, so that it shows what holds now
    with st.container(key=f"okr_dept_column_{at}"):
        left, middle, right = st.columns([5, 4, 3], vertical_alignment="center", gap="small")
        header = words_of(column.header) if column.header else "<i>no name</i>"
        example = f'<span class="okr-dept-example">{words_of(column.example)}</span>' if column.example else ""
        left.html(
            f'<p class="okr-dept-column"><span class="okr-tag">{column.letters}</span> <b>{header}</b>{example}</p>'
        )
        middle.selectbox(
            f"Column {column.letters}, {label_of(column.header) or 'no name'}: read as",
            roles,
            index=roles.index(column.role) if column.role in roles else None,
            format_func=columns.role_name,
            key=key,
            on_change=lambda: columns.say(sheet, column.letters, st.session_state[key]),
            label_visibility="collapsed",
            disabled=fixed,
        )
        right.html(f'<p class="okr-because">{escaped(column.told_by)}</p>')


def _show_header_row(sheet: SheetSeen, number: int, row: int | None) -> None:
    key = f"okr_dept_header_{number}_{row or 0}"
    with st.container(key=f"okr_dept_header_row_{number}"):
        st.number_input(
            HEADER_ROW,
            min_value=0,
            max_value=1000,
            value=row or 0,
            key=key,
            on_change=lambda: columns.say_header_row(sheet, st.session_state[key]),
            help="0 where no row names the columns.",
            width=200,
        )


def _show_bad_rows(found: Preview) -> None:
    if not found.bad:
        return
    with st.expander(f"{counted(found.bad, 'row')} that could not be read"):
        st.html(bad_rows_html(found))


def bad_rows_html(found: Preview) -> str:
    """The rows, and why, as a table that scrolls in its own box."""
    rows = "".join(
        f'<tr><th scope="row">{words_of(where(row))}</th><td>{words_of(row.text)}</td><td>{escaped(row.reason)}</td></tr>'
        for row in found.bad_rows[:_BAD_ROWS]
    )
    more = f'<p class="okr-because">and {found.bad - _BAD_ROWS:,} more.</p>' if found.bad > _BAD_ROWS else ""
    return (
        '<div class="okr-dept-scroller" role="region" aria-label="Rows that could not be read" tabindex="0"><table><thead><tr>'
        '<th scope="col">Where</th><th scope="col">What stands there</th><th scope="col">Why, and what to do</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}"
    )


def _show_way_on(run: KeptRun, found: Preview) -> None:
    """Above the columns, so that a sheet that was read right needs no scrolling."""
    if notice := columns.memory_notice():
        st.html(note(notice))
    with st.container(horizontal=True, vertical_alignment="bottom", key="okr_dept_way_on"):
        name = st.text_input(
            "Name of this run", value=run.name, max_chars=120, key=f"okr_dept_name_{run.id}", width=420
        )
        asked = st.button(
            f"Review {counted(found.objectives, 'objective')}",
            type="primary",
            disabled=not (found.objectives and columns.fits()),
            key="okr_dept_begin",
        )
    model = settings().model
    with_model = model is not None and st.checkbox(
        label_of(f"Ask the model too: {model.name} at {model.host}"), key=f"okr_dept_model_{run.id}",
        help="Objectives and key results are then sent there. Without it all is reviewed by rules, on this machine.",
    )  # fmt: skip
    remembered = False
    if any(columns.said().values()):
        with st.container(horizontal=True, vertical_alignment="center"):
            remembered = st.checkbox(REMEMBER, value=True, key="okr_dept_remember")
            st.button("Take my corrections back", on_click=columns.take_back, type="tertiary", key="okr_dept_take_back")
    if asked:
        asks = f"{model.name} at {model.host}" if model and with_model else None
        columns.begin(run, found, name or "", asks, remembered)
        st.rerun()
