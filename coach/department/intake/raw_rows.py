"""Rows as they stand in a file, before anything is known of them: a number and the texts of its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from coach.department.contract import BadRow

RawRow = tuple[int, list[str]]
"""The row's number, from 1, and what its cells show; empty cells are empty texts."""
SHOWN_CHARACTERS = 4_000


@dataclass
class Merges:
    """The merged stretches of a sheet: by column, the rows that show the cell above them."""

    by_column: Mapping[int, list[tuple[int, int]]] = field(default_factory=dict)


class RawSheet(Protocol):
    """One sheet, or a file that is one."""

    @property
    def name(self) -> str | None: ...

    @property
    def notices(self) -> tuple[str, ...]:
        """What is to be told of it as a whole."""
        ...

    @property
    def merges(self) -> Merges: ...

    def rows(self) -> Iterator[RawRow | BadRow]:
        """Its rows, in order; those that cannot be read at all come as bad rows."""
        ...


def row_text(cells: list[str]) -> str:
    """A row in one text, as it is shown in a list of bad rows."""
    text = " | ".join(cell.strip() for cell in cells if cell.strip())
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]} …"
