"""How a department's files would be read: sheet by sheet what each column was taken for, and which rows were not read and why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

from coach.department.contract import BadRow, SheetMapping, Unit
from coach.department.intake.column_memory import FILE, ColumnMemory
from coach.department.intake.given_columns import GivenColumns, GivenSheet, given_columns
from coach.department.intake.sheets_seen import SheetSeen, raw_sheets, sheets_seen
from coach.errors import InputError, StoreError

_ROWS_SHOWN = 300
_PIECES = 50_000
"""Objectives and bad rows that are looked at; the run itself reads all."""
_MANY = 3
"""Objectives above which one team is more than a team has."""
_Key = tuple[str, str | None]
"""A file and a sheet of it."""


@dataclass(frozen=True)
class Preview:
    """What the files hold."""

    sheets: tuple[SheetSeen, ...]
    bad_rows: tuple[BadRow, ...]
    """The first of them."""
    bad: int
    teams: int
    objectives: int
    key_results: int
    is_whole: bool
    """Whether all was looked at."""
    without_team: tuple[tuple[_Key, str], ...] = ()
    """Tables of many objectives in which no column, title or sheet's name tells teams apart, and what they are read as."""


Corrections = Mapping[_Key, Mapping[str, str]]
"""What the user said: by file and sheet, column letters to roles. "header row" may stand among the letters."""


def preview(path: Path, memory_home: Path, corrections: Corrections) -> Preview:
    """Read the files as a run would, without reviewing anything.

    Args:
        path: a file, or a folder of files.
        memory_home: where corrections that were given before are remembered; nothing is written there.
        corrections: what the user said of the columns.

    Raises:
        InputError: a file cannot be read, or what was said of its columns cannot be.
    """
    looked = _Looked()
    memory = _Reading(memory_home)
    files = sorted(path.iterdir(), key=lambda each: each.name.casefold()) if path.is_dir() else [path]
    for file in files:
        try:
            looked.at(file, path.is_dir(), memory, corrections)
        except InputError as error:
            if not path.is_dir():
                raise
            looked.take(BadRow(file=file.name, row=0, text="", reason=str(error)))
    return looked.preview()


class _Looked:
    """Counts what is seen in the files, one after the other."""

    def __init__(self) -> None:
        self._sheets: list[SheetSeen] = []
        self._bad: list[BadRow] = []
        self._teams: set[str] = set()
        self._objectives = self._key_results = self._bad_rows = self._pieces = 0
        self._numbers = count()
        self._without: list[tuple[_Key, str]] = []

    def at(self, file: Path, in_folder: bool, memory: ColumnMemory, corrections: Corrections) -> None:
        """Look at one more file."""
        from coach.department.intake.drafts import Naming
        from coach.department.intake.sources import kind_of_file, read_pieces

        kind = kind_of_file(file, file.name)
        raw = raw_sheets(file, kind)
        given = given_of(file.name, corrections) if raw else None
        naming = Naming(file.name, in_folder=in_folder, numbers=self._numbers)
        mappings: list[SheetMapping] = []
        teams: dict[str | None, list[str]] = {}
        for piece in islice(read_pieces(file, kind, naming, given, memory), max(0, _PIECES - self._pieces)):
            if isinstance(piece, SheetMapping):
                mappings.append(piece)
                continue
            self.take(piece)
            if isinstance(piece, Unit) and mappings:
                teams.setdefault(mappings[-1].sheet, []).append(piece.team)
        self._without += _without_team(file.name, mappings, teams)
        self._sheets += sheets_seen(file.name, mappings, raw)

    def take(self, piece: Unit | BadRow) -> None:
        """Count one more objective, or row that is not read."""
        self._pieces += 1
        if isinstance(piece, BadRow):
            self._bad_rows += 1
            if len(self._bad) < _ROWS_SHOWN:
                self._bad.append(piece)
            return
        self._objectives += 1
        self._teams.add(piece.team)
        self._key_results += sum(len(objective.key_results) for objective in piece.draft.objectives)

    def preview(self) -> Preview:
        """What was seen."""
        whole = self._pieces < _PIECES
        return Preview(
            tuple(self._sheets), tuple(self._bad), self._bad_rows, len(self._teams), self._objectives,
            self._key_results, whole, tuple(self._without),
        )  # fmt: skip


def _without_team(
    file: str, mappings: Sequence[SheetMapping], teams: Mapping[str | None, Sequence[str]]
) -> Iterator[tuple[_Key, str]]:
    """The tables of a file whose many objectives are all one team's, for want of a column that tells."""
    from coach.department.intake.loose_sheet import of_sheet

    # A sheet a team is told by its sheets' names; the name of an only sheet tells nothing of the kind.
    a_sheet_a_team = sum(of_sheet(sheet)[0] == names[0] for sheet, names in teams.items()) > 1
    for sheet, names in teams.items():
        roles = {use.role for mapping in mappings if mapping.sheet == sheet for use in mapping.columns}
        is_told = (
            not roles or "team" in roles or len(set(names)) > 1 or (a_sheet_a_team and of_sheet(sheet)[0] == names[0])
        )
        if not is_told and len(names) > _MANY:
            yield (file, sheet), names[0]


def settle(run: Path, path: Path, home: Path, seen: Sequence[SheetSeen], corrections: Corrections) -> None:
    """Write down for a run what its columns hold, so that it is the same when the run is gone on with.

    What was remembered before is copied beside it; what is said now is given with the only file, or, where there are
    several, remembered for this run by the names over their columns.

    Args:
        run: the folder of the run.
        path: its input, a file or a folder.
        home: where corrections are remembered.
        seen: the sheets, as the preview shows them.
        corrections: what the user said.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        if (home / FILE).is_file():
            shutil.copyfile(home / FILE, run / FILE)
        given = {sheet or "*": _row_as_number(roles) for (_, sheet), roles in corrections.items() if roles}
        if given and not path.is_dir():
            (run / "columns.yaml").write_text(json.dumps(given), encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"{run}: what the columns hold cannot be written there ({error.strerror}). Make room."
        ) from error
    if path.is_dir():
        remember(run, seen, corrections)


def given_of(file: str, corrections: Corrections) -> GivenColumns | None:
    """What was said of one file, as `coach.department.intake.given_columns` takes it; None where nothing was."""
    said = {sheet or "*": dict(roles) for (name, sheet), roles in corrections.items() if name == file and roles}
    return given_columns({name: _row_as_number(roles) for name, roles in said.items()}, file) if said else None


def remember(home: Path, seen: Sequence[SheetSeen], corrections: Corrections) -> None:
    """Remember what was said, by the names over the columns, for the next file with the same names.

    Raises:
        StoreError: it cannot be written.
    """
    memory = ColumnMemory(home)
    shapes = {(sheet.file, sheet.sheet): sheet.shape for sheet in seen}
    for key, roles in corrections.items():
        given = given_columns({"*": _row_as_number(roles)}, key[0]).of(None) if roles else None
        if given is not None and key in shapes:
            memory.keep(shapes[key], given)


class _Reading(ColumnMemory):
    """A memory that is read and not written: a look is no run."""

    def keep(self, shape: str, given: GivenSheet) -> None:
        """Nothing is kept."""


def _row_as_number(roles: Mapping[str, str]) -> dict[str, str | int]:
    return {key: int(role) if key == "header row" else role for key, role in roles.items()}
