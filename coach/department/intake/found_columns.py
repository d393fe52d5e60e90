"""The row of names over a table: found among its first rows, or seen again over a second block."""

from __future__ import annotations

from collections.abc import Sequence

from coach.department.intake.columns import LOOKED_AT, Columns
from coach.department.intake.header_names import PART_NAMES, Name, read_name
from coach.department.intake.limits import MAX_COLUMNS, SAMPLE_ROWS
from coach.department.intake.settled_columns import TELLING, settled
from coach.intake.columns import VALUE_ROLES, Column, find_header

_LONGEST_NAME = 120


def find_columns(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> Columns | None:
    """The columns of a table with names over it; None where no row of names is found. `numbers` are those of the rows."""
    for index, row in enumerate(rows[:LOOKED_AT]):
        found = names_in(row, rows[index + 1 :])
        if found is None:
            continue
        header, names, height = _with_second_row(row, found, rows[index + 1 : index + 2])
        return settled(header, names, rows[index + height :][:SAMPLE_ROWS], numbers[index], height)
    return None


def names_in(row: Sequence[str], below: Sequence[Sequence[str]] = ()) -> dict[int, Name] | None:
    """The known names in a row of names; None where the row is none."""
    filled = {k: text for k, text in enumerate(row[:MAX_COLUMNS]) if text.strip()}
    if not filled or any(len(text) > _LONGEST_NAME for text in filled.values()):
        return None
    names = {k: name for k, text in filled.items() if (name := read_name(text))}
    if len(names) < 2 or len(names) * 2 < len(filled) and len(names) < 4:
        at = find_header([row, *below[:50]]) if len(filled) < 4 else None
        if at is None or at[0] != 0 or not at[1].keys() <= names.keys():
            return None
        return names
    roles = {name.column.role for name in names.values()}
    telling = roles & TELLING or {"metric", "target"} <= roles
    if not telling or (len(roles) == 1 and not any(name.column.number for name in names.values())):
        return None
    return names


def _with_second_row(
    row: Sequence[str], names: dict[int, Name], below: Sequence[Sequence[str]]
) -> tuple[list[str], dict[int, Name], int]:
    """A header of two rows joined: ``Key result 1`` over ``Text`` and ``Target``. Also how many rows it takes."""
    header = list(row)
    second = {k: text for k, text in enumerate(below[0]) if text.strip()} if below else {}
    parts = {k: read_name(text) for k, text in second.items()}
    numbered = any(name.column.number is not None for name in names.values())
    if not numbered or len(second) < 2 or not all(parts[k] or PART_NAMES.fullmatch(t) for k, t in second.items()):
        return header, names, 1
    header += [""] * (max(second) + 1 - len(header))
    made = dict(names)
    over: Name | None = None
    for k in range(len(header)):
        over = names.get(k, over if not header[k].strip() else None)
        if k not in second:
            continue
        part = parts[k]
        if over is not None and over.column.role == "key result":
            role = part.column.role if part and part.column.role != "title" else "key result"
            role = role if role in (*VALUE_ROLES, "owner", "current", "initiative") else "key result"
            made[k] = Name(Column(role, over.column.number), part.percent if part else False)
        elif part is not None and k not in names:
            made[k] = part
        header[k] = f"{header[k]} {second[k]}".strip()
    return header, made, 2
