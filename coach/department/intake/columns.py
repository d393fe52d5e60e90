"""What the columns of a sheet hold: by the names over them, by their cells, as the user said, or as was remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from coach.department.contract import ColumnUse, SheetMapping
from coach.intake.columns import Column
from coach.intake.sheets import column_letters

Because = Literal["its name", "its cells", "given", "remembered"]
NO_HEADER = "no-header-"
"""How the shape of a sheet without names begins."""
LOOKED_AT = 25


@dataclass
class Columns:
    """The columns of a sheet as they are read. Column numbers count from 0, rows from 1."""

    by_index: dict[int, Column]
    header: list[str] = field(default_factory=list)
    header_row: int | None = None
    header_rows: int = 1
    because: dict[int, Because] = field(default_factory=dict)
    percent: set[int] = field(default_factory=set)
    """Columns whose name says that their numbers are per cent."""
    shape: str = ""
    notices: tuple[str, ...] = ()

    def mapping(self, sheet: str | None) -> SheetMapping:
        """What is shown of it."""
        uses = [
            ColumnUse(
                column=column_letters(k),
                header=self.header[k].strip() if k < len(self.header) else "",
                role=column.role,
                number=column.number,
                because=self.because.get(k, "its name"),
            )
            for k, column in sorted(self.by_index.items())
        ]
        return SheetMapping(
            sheet=sheet, header_row=self.header_row, columns=tuple(uses), shape=self.shape, notices=self.notices
        )

    def of(self, role: str) -> list[int]:
        """The columns of a role, from left to right."""
        return [k for k, column in sorted(self.by_index.items()) if column.role == role]


def shape_of(header: Sequence[str]) -> str:
    """The fingerprint of a header's names: what two exports of one tool share."""
    names = [" ".join(name.casefold().split()) for name in header]
    while names and not names[-1]:
        names.pop()
    return hashlib.sha256("\x1f".join(names).encode("utf-8", "replace")).hexdigest()[:16]


def cells_of(rows: Sequence[Sequence[str]], k: int) -> list[str]:
    """The filled cells of a column."""
    return [row[k].strip() for row in rows if k < len(row) and row[k].strip()]
