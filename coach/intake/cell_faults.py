"""Cells that could not be read, and what is said of them: errors, formulas without a value, columns too far out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from coach.intake.bounds import MAX_COLUMNS
from coach.intake.sheets import column_letters
from coach.okr import Place, Unread

MAX_FAULTS = 200
_NAMED = 12


@dataclass
class CellFaults:
    """What of one sheet could not be read; `what` names the sheet in notices, `sheet` in places."""

    what: str
    sheet: str | None
    unread: list[Unread] = field(default_factory=list)
    _errors: list[str] = field(default_factory=list)
    _uncomputed: int = 0
    _beyond: list[str] = field(default_factory=list)

    def add_error(self, text: str, row: int, column: int) -> None:
        """A cell that shows an error where a value should be."""
        self._errors.append(f"{column_letters(column)}{row}")
        self._keep(text, row, column)

    def add_uncomputed(self, formula: str, row: int, column: int) -> None:
        """A cell with a formula and no value."""
        self._uncomputed += 1
        self._keep(formula, row, column)

    def add_beyond(self, filled: Sequence[bool], row: int) -> None:
        """A row's cells from the first column on that is not read; `filled` says which of them hold something."""
        self._beyond += [f"{column_letters(MAX_COLUMNS + k)}{row}" for k, holds in enumerate(filled) if holds]

    def _keep(self, text: str, row: int, column: int) -> None:
        if len(self.unread) < MAX_FAULTS:
            place = Place(start=0, end=len(text), sheet=self.sheet, row=row, column=column_letters(column))
            self.unread.append(Unread(text=text, place=place))

    def notices(self) -> list[str]:
        """One sentence for each kind of fault."""
        said: list[str] = []
        if self._uncomputed:
            said.append(
                f"{self.what}: {self._uncomputed} formula cell{'s hold' if self._uncomputed > 1 else ' holds'} no computed value and could not be read. Open the file in its program, let it compute, save it and try again."
            )
        if self._errors:
            one = len(self._errors) == 1
            said.append(
                f"{self.what}: {_cells(self._errors)} {'shows an error' if one else 'show errors'} (such as #REF!) instead of a value and {'was' if one else 'were'} not read. Mend the formula{'' if one else 's'}, or write the value."
            )
        if self._beyond:
            one = len(self._beyond) == 1
            said.append(
                f"{self.what}: {_cells(self._beyond)} {'stands' if one else 'stand'} beyond column {column_letters(MAX_COLUMNS - 1)}, the last that is read, and {'was' if one else 'were'} not read. Move what belongs to the OKRs to the left."
            )
        return said


def _cells(cells: Sequence[str]) -> str:
    if len(cells) == 1:
        return f"cell {cells[0]}"
    more = len(cells) - _NAMED
    return f"{len(cells):,} cells ({', '.join(cells[:_NAMED])}{f' and {more:,} more' if more > 0 else ''})"
