"""Cells that hold nothing to be read: errors of formulas, texts without end, letters lost in another encoding."""

from __future__ import annotations

from collections.abc import Iterator

from coach.department.intake.limits import MAX_CELL_CHARACTERS
from coach.intake.cell_values import is_error
from coach.intake.sheets import column_letters

_DAMAGED_SHARE = 10
"""Of ten letters one that was lost, or more: the words can no longer be judged."""


def may_have_faults(cells: list[str]) -> bool:
    """A first look, for most rows have none."""
    return any(cell[:1] == "#" or len(cell) > MAX_CELL_CHARACTERS or "\ufffd" in cell for cell in cells)


def take_out_faults(cells: list[str]) -> Iterator[tuple[str, str]]:
    """Cells that hold no words to be read; they are emptied in place."""
    for k, cell in enumerate(cells):
        name = column_letters(k)
        if cell[:1] == "#" and is_error(cell):
            cells[k] = ""
            yield (
                f"Cell {name} shows the error {cell.strip()} in place of a value. Mend the formula, or write the value.",
                cell,
            )
        elif len(cell) > MAX_CELL_CHARACTERS:
            cells[k] = ""
            yield (
                f"Cell {name} holds {len(cell):,} characters; at most {MAX_CELL_CHARACTERS:,} are read. Shorten it.",
                cell[:MAX_CELL_CHARACTERS],
            )
        elif cell.count("\ufffd") * _DAMAGED_SHARE > len(cell):
            cells[k] = ""
            yield (
                f"Cell {name} is damaged: letters were lost when the file was saved in another encoding. Export it again as UTF-8.",
                cell,
            )
