"""What the visitor said of the columns of the files that are looked at, and how they are read with that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from coach.department.intake.column_memory import ColumnMemory
from coach.department.intake.given_columns import ROLES
from coach.department.intake.header_names import NOT_READ
from coach.department.intake.mapping_words import WHY
from coach.department.intake.settled_columns import SEVERAL
from coach.department.intake.sheet_preview import Corrections, Preview, preview, remember, settle
from coach.department.intake.sheets_seen import ColumnSeen, SheetSeen
from coach.department.kept_runs import KeptRun
from coach.errors import CoachError
from coach.ui.department import state

HEADER_ROW = "header row"
_FIRST = ("objective", "key result", "team", "owner", "baseline", "target", "due", "period", "ignored", "note")
"""What columns hold most often, offered first."""
_SIDE_BY_SIDE = 8
"""Key results that a row may hold side by side, as far as they are offered."""
_Key = tuple[str, str | None]


def said() -> dict[_Key, dict[str, str]]:
    """What was said: by file and sheet, column letters to roles."""
    of: dict[_Key, dict[str, str]] = _held().setdefault("said", {})
    return of


def _held() -> dict[str, Any]:
    held: dict[str, Any] = st.session_state.setdefault(state.COLUMNS, {})
    return held


def say(sheet: SheetSeen, letters: str, role: str) -> None:
    """A column holds this. A role that only one column can have is taken from another that was given it."""
    mine = _said_of(sheet)
    if role.rstrip(" 0123456789") not in SEVERAL:
        for other in [key for key, given in mine.items() if given == role and key != letters]:
            del mine[other]
    mine[letters] = role


def say_header_row(sheet: SheetSeen, row: int) -> None:
    """The names stand in this row; 0: nowhere. What the visitor said of columns still holds, the others are told anew."""
    mine = _said_of(sheet)
    mine[HEADER_ROW] = str(row)
    if not row and (sheet.file, sheet.sheet) not in _held().get("named", ()):
        del mine[HEADER_ROW]  # none was found either


def _said_of(sheet: SheetSeen) -> dict[str, str]:
    """What was said of a sheet, to say more. The first word said of it takes along what was remembered of its names, which
    holds only as long as nothing is said."""
    key = (sheet.file, sheet.sheet)
    if not said().get(key):
        said()[key] = {column.letters: column.role for column in sheet.columns if column.told_by == WHY["remembered"]}
        before = ColumnMemory(state.runs().folder).of(sheet.shape)
        if before is not None and before.header_row and sheet.header_row:
            said()[key][HEADER_ROW] = str(sheet.header_row)
    return said()[key]


def take_back() -> None:
    """Read the columns as they were understood at first."""
    st.session_state.pop(state.COLUMNS, None)
    state.tell(None)


def seen(run: KeptRun) -> Preview:
    """How the files are read with what was said; read anew only when something else was said.

    While what was said does not go together yet (names in a row of which none is known, and no column of objectives), the
    page tells why, and shows how the files were read before.

    Raises:
        CoachError: the files cannot be read at all.
    """
    held = _held()
    now = {key: dict(roles) for key, roles in said().items() if roles}
    if held.get("read") != (run.id, now):
        state.tell(None)
        try:
            held["preview"], held["fits"] = preview(run.input, state.runs().folder, now), True
        except CoachError as error:
            if not now or "preview" not in held:
                st.session_state.pop(state.COLUMNS, None)
                raise
            state.tell(str(error))
            held["fits"] = False
        if not now:
            held["named"] = {(sheet.file, sheet.sheet) for sheet in held["preview"].sheets if sheet.header_row}
        held["read"] = (run.id, now)
    result: Preview = held["preview"]
    return result


def fits() -> bool:
    """Whether the files can be read with all that was said."""
    return bool(st.session_state.get(state.COLUMNS, {}).get("fits"))


def header_row(sheet: SheetSeen) -> int | None:
    """The row in which the names stand: as was said, or as they were found."""
    given = said().get((sheet.file, sheet.sheet), {}).get(HEADER_ROW)
    return (int(given) or None) if given is not None else sheet.header_row


def as_said(sheet: SheetSeen) -> list[ColumnSeen]:
    """The columns with the roles and the row of names that were said, also where the files cannot be read so yet."""
    given = said().get((sheet.file, sheet.sheet), {})
    names = sheet.names_in(int(given.get(HEADER_ROW, 0)))
    return [
        replace(column, role=given.get(column.letters, column.role), header=names.get(column.letters, column.header))
        for column in sheet.columns
    ]


def memory_notice() -> str | None:
    """That what was remembered of columns is damaged."""
    return ColumnMemory(state.runs().folder).notice


def roles_for(sheet: SheetSeen) -> list[str]:
    """What a column of this sheet can be said to hold."""
    numbered = {column.role for column in sheet.columns if column.role not in ROLES}
    side_by_side = [f"key result {number}" for number in range(1, _SIDE_BY_SIDE + 1)]
    return list(dict.fromkeys((*_FIRST, *ROLES, *side_by_side, *sorted(numbered))))


def role_name(role: str) -> str:
    """A role as the page names it."""
    return f"Not read: {'remarks' if role == 'note' else role}" if role in NOT_READ else role.capitalize()


def begin(run: KeptRun, found: Preview, name: str, model: str | None, remembered: bool) -> None:
    """Begin to review the files as they are read now."""
    home, corrections = state.runs().folder, _given(said())
    try:
        if remembered:
            remember(home, found.sheets, corrections)
        settle(run.path, run.input, home, found.sheets, corrections)
        begun = state.runs().begin(run, name, model)
    except CoachError as error:
        state.tell(str(error))
        return
    state.start(begun)


def _given(of: Mapping[_Key, dict[str, str]]) -> Corrections:
    return {key: roles for key, roles in of.items() if roles}
