"""What the columns of a sheet hold: by the names over them, by their cells, as the user said, or as was remembered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from coach.department.contract import ColumnUse, SheetMapping
from coach.department.given_columns import GivenSheet, is_letters
from coach.department.header_names import PART_NAMES, Name, read_name
from coach.department.limits import MAX_COLUMNS, SAMPLE_ROWS
from coach.errors import InputError
from coach.intake.columns import VALUE_ROLES, Column, find_header, find_objective_column, settle_codes
from coach.intake.groups import level_of
from coach.intake.guessed_columns import guess_columns
from coach.intake.shapes import is_measurable
from coach.intake.sheets import column_letters
from coach.intake.table_cells import kind_of

Because = Literal["its name", "its cells", "given", "remembered"]
NO_HEADER = "no-header-"
"""How the shape of a sheet without names begins."""
LOOKED_AT = 25
_LONGEST_NAME = 120
_SEVERAL = ("key result", "initiative", "note", "ignored")
_TELLING = {"objective", "key result", "title"}
_NUMBER = re.compile(r"[<>≤≥=~±+-]*\s?[$€£]?\d[\d\s.,']*\s?[%$€£]?")


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


def find_columns(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> Columns | None:
    """The columns of a table with names over it; None where no row of names is found. `numbers` are those of the rows."""
    for index, row in enumerate(rows[:LOOKED_AT]):
        found = names_in(row, rows[index + 1 :])
        if found is None:
            continue
        header, names, height = _with_second_row(row, found, rows[index + 1 : index + 2])
        return _settled(header, names, rows[index + height :][:SAMPLE_ROWS], numbers[index], height)
    return None


def names_in(row: Sequence[str], below: Sequence[Sequence[str]] = ()) -> dict[int, Name] | None:
    """The known names in a row of names; None where the row is none."""
    filled = {k: text for k, text in enumerate(row[:MAX_COLUMNS]) if text.strip()}
    if not filled or any(len(text) > _LONGEST_NAME for text in filled.values()):
        return None
    names = {k: name for k, text in filled.items() if (name := read_name(text))}
    if len(names) < 2 or len(names) * 2 < len(filled) and len(names) < 4:
        at = find_header([row, *below[:50]]) if len(filled) < 4 else None
        if at is None or at[0] != 0 or not names.keys() & at[1].keys():
            return None
        return {k: Name(column) for k, column in at[1].items()} | {k: n for k, n in names.items() if len(names) > 1}
    roles = {name.column.role for name in names.values()}
    telling = roles & _TELLING or {"metric", "target"} <= roles
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


def _settled(
    header: list[str], names: dict[int, Name], below: Sequence[Sequence[str]], row: int, height: int
) -> Columns:
    made = Columns({k: name.column for k, name in names.items()}, header, row, height, shape=shape_of(header))
    made.percent = {k for k, name in names.items() if name.percent}
    columns = made.by_index
    cells = {k: _cells(below, k) for k in range(len(header))}
    _settle_departments(columns, names)
    _settle_types(columns, cells)
    _settle_titles(columns, names)
    _settle_named_objectives(columns, cells)
    _settle_values(columns, cells)
    settle_codes([list(r) for r in below], columns, header)
    _find_missing(made, below, cells)
    _settle_repeated(columns)
    _settle_side_by_side(columns)
    _settle_levels(made, cells)
    for k, name in enumerate(header):
        if k not in columns and (name.strip() or cells[k]):
            columns[k] = Column("ignored")
            made.because[k] = "its name" if name.strip() else "its cells"
    for k in _unnamed(below, len(header)):
        columns[k] = Column("ignored")
        made.because[k] = "its cells"
    made.by_index = dict(sorted(columns.items()))
    return made


def _cells(rows: Sequence[Sequence[str]], k: int) -> list[str]:
    return [row[k].strip() for row in rows if k < len(row) and row[k].strip()]


def _unnamed(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Columns beyond the header that half of the rows fill: they are there on purpose, and have no name."""
    widest = max((len(row) for row in rows), default=0)
    filled = [row for row in rows if any(text.strip() for text in row)]
    return [k for k in range(width, min(widest, MAX_COLUMNS)) if len(filled) > 3 and len(_cells(rows, k)) * 2 >= len(filled)]


def _settle_departments(columns: dict[int, Column], names: Mapping[int, Name]) -> None:
    """Where a team and a department stand side by side, each is itself; one alone is the team."""
    teams = [k for k, column in columns.items() if column.role in ("team", "department")]
    own = [k for k in teams if not names[k].department]
    for k in teams:
        is_over = names[k].department and (own or k != teams[-1])
        columns[k] = Column("department" if is_over else "team")


def _settle_types(columns: dict[int, Column], cells: Mapping[int, Sequence[str]]) -> None:
    """Of several columns that may say what a row is, the one does whose cells do."""
    types = [k for k, column in columns.items() if column.role == "type"]
    telling = {k: sum(kind_of(text) is not None for text in cells[k]) for k in types}
    best = max(types, key=lambda k: telling[k], default=None)
    for k in types:
        if k != best:
            columns[k] = Column("ignored")


def _settle_titles(columns: dict[int, Column], names: Mapping[int, Name]) -> None:
    """What a name such as ``Title`` stands for beside its neighbours; a description beside a name is a remark."""
    roles = [column.role for column in columns.values()]
    for k, column in list(columns.items()):
        role = column.role
        if role in ("objective", "key result") and names[k].describes and roles.count(role) > 1 and not column.number:
            columns[k] = Column("note")
        elif role == "both":
            columns[k] = Column("title")
    roles = [column.role for column in columns.values()]
    linked = {"type", "parent id", "parent"} & set(roles)
    for k, column in list(columns.items()):
        if column.role == "title" and not ("type" in roles or (linked and not {"objective", "key result"} & set(roles))):
            role = "key result" if "key result" not in roles else "objective" if "objective" not in roles else "note"
            columns[k] = Column("title" if len(set(roles) & _TELLING) == 1 and _tells_depth(roles) else role)
        elif column.role in ("objective", "key result") and "title" not in roles and "type" in roles:
            other = "key result" if column.role == "objective" else "objective"
            if other not in roles and column.number is None:
                columns[k] = Column("title")  # one column for both kinds, and the type says which
        elif column.role == "type" and not _TELLING & set(roles):
            columns[k] = Column("ignored")


def _settle_named_objectives(columns: dict[int, Column], cells: Mapping[int, Sequence[str]]) -> None:
    """Beside a title whose type says what it is, a column of objectives names the one above a key result."""
    objectives = [k for k, column in columns.items() if column.role == "objective"]
    titles = [k for k, column in columns.items() if column.role == "title"]
    if not objectives or not titles:
        return
    types = [k for k, column in columns.items() if column.role == "type"]
    if any(kind_of(text) == "objective" for k in types for text in cells[k]):
        has_parent = any(column.role in ("parent", "parent id") for column in columns.values())
        for k in objectives:
            columns[k] = Column("ignored" if has_parent else "parent")
            has_parent = True
    else:
        for k in titles:
            columns[k] = Column("key result")


def _tells_depth(roles: Sequence[str]) -> bool:
    return "id" in roles or "level" in roles


def _settle_values(columns: dict[int, Column], cells: Mapping[int, Sequence[str]]) -> None:
    roles = {column.role for column in columns.values()}
    for k, column in list(columns.items()):
        words = cells[k]
        figures = sum(bool(_NUMBER.fullmatch(text)) for text in words)
        if column.role == "current" and "baseline" not in roles and "target" in roles:
            columns[k] = Column("baseline", column.number)
        elif column.role == "metric" and not roles & {"key result", "title"}:
            columns[k] = Column("key result")
            roles.add("key result")
        elif column.role == "objective" and words and figures * 10 >= len(words) * 8 and "target" not in roles:
            columns[k] = Column("target")  # a column "Goal" that holds numbers
        elif column.role == "baseline" and words and all(re.match(r"(?:19|20)\d\d-\d\d-\d\d", t) for t in words):
            columns[k] = Column("ignored")  # "Start" over days


def _find_missing(made: Columns, below: Sequence[Sequence[str]], cells: Mapping[int, Sequence[str]]) -> None:
    """Words under no known name are the objectives, or the key results, where no other column is."""
    columns = made.by_index
    roles = {column.role for column in columns.values()}
    free = [k for k in cells if cells[k] and (k not in columns or columns[k].role == "ignored")]
    if not roles & {"key result", "title"} and "objective" in roles:
        wordy = [k for k in free if sum(len(t.split()) >= 2 for t in cells[k]) * 2 >= len(cells[k])]
        best = max(wordy, key=lambda k: sum(map(is_measurable, cells[k])), default=None)
        if best is not None and any(map(is_measurable, cells[best])):
            columns[best] = Column("key result")
            made.because[best] = "its cells"
    known = {k: column for k, column in columns.items() if column.role not in ("ignored", "note")}
    at = find_objective_column([list(row) for row in below], known)
    if at is not None and "objective" not in {c.role for c in columns.values()} and columns.get(at, Column("")).role != "note":
        columns[at] = Column("objective")
        made.because[at] = "its cells"


def _settle_repeated(columns: dict[int, Column]) -> None:
    """A role that is there twice is read once; key results side by side are numbered."""
    roles = [column.role for column in columns.values()]
    for k, column in list(columns.items()):
        if column.role == "owner email":
            columns[k] = Column("ignored" if {"owner", "objective owner"} & set(roles) else "owner")
    seen: dict[tuple[str, int | None], int] = {}
    for k in sorted(columns):
        column = columns[k]
        key = (column.role, column.number)
        if key not in seen or (column.role in _SEVERAL and column.number is None):
            seen.setdefault(key, k)
        elif column.role == "objective":
            columns[k] = Column("note")
        else:
            columns[k] = Column("ignored")
    numbers = {column.number for column in columns.values() if column.role == "key result"}
    for k, column in list(columns.items()):
        if column.number is not None and column.role != "key result" and column.number not in numbers:
            columns[k] = Column("ignored")


def _settle_side_by_side(columns: dict[int, Column]) -> None:
    """Where key results stand only side by side, values without a number are of none of them, and are not read."""
    numbers = [column.number for column in columns.values() if column.role == "key result"]
    if len(numbers) < 2 or None in numbers or any(column.role == "title" for column in columns.values()):
        return
    for k, column in list(columns.items()):
        if column.number is None and column.role in VALUE_ROLES and column.role != "due":
            columns[k] = Column("ignored")


def _settle_levels(made: Columns, cells: Mapping[int, Sequence[str]]) -> None:
    """A level column is read where its cells name levels, or count them."""
    for k in made.of("level"):
        words = cells.get(k, [])
        if words and sum(level_of(t) is not None or t.isdigit() for t in words) * 2 < len(words):
            made.by_index[k] = Column("ignored")
            made.because[k] = "its cells"


def guessed(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table without names, told by their cells; None where they tell nothing."""
    columns = guess_columns(rows)
    if not any(column.role in ("key result", "title") for column in columns.values()):
        return None
    widest = max((len(row) for row in rows), default=0)
    for k in range(min(widest, MAX_COLUMNS)):
        if k not in columns and _cells(rows, k):
            columns[k] = Column("ignored")
    _settle_repeated(columns)
    because: dict[int, Because] = dict.fromkeys(columns, "its cells")
    return Columns(dict(sorted(columns.items())), because=because, header_rows=0, shape=f"{NO_HEADER}{widest}")


def with_given(
    found: Columns | None,
    given: GivenSheet,
    rows: Sequence[Sequence[str]],
    why: Literal["given", "remembered"],
    what: str,
    numbers: Sequence[int],
) -> Columns:
    """The columns with what the user said of them.

    Raises:
        InputError: a column is named that the sheet has not, or no column holds objectives or key results.
    """
    if given.header_row is not None:
        at = numbers.index(given.header_row) if given.header_row in numbers else -1
        header = list(rows[at]) if at >= 0 else []
        if not any(text.strip() for text in header):
            raise InputError(f"{what}: row {given.header_row}, given as the header row, is empty or not there.")
        names = {k: name for k, text in enumerate(header) if (name := read_name(text))}
        found = _settled(header, names, rows[at + 1 :][:SAMPLE_ROWS], given.header_row, 1)
    widest = max((len(row) for row in rows), default=0)
    made = found or guessed(rows) or Columns({}, header_rows=0, shape=f"{NO_HEADER}{widest}")
    names_there = {" ".join(name.casefold().split()): k for k, name in reversed(list(enumerate(made.header))) if name.strip()}
    said: dict[int, Column] = {}
    for key, column in given.roles.items():
        k = names_there.get(" ".join(key.casefold().split()))
        if k is None and is_letters(key):
            k = _index(key)
        if k is None or k >= max(widest, len(made.header)):
            there = ", ".join(f"{column_letters(n)} {name.strip()[:40]!r}" for n, name in enumerate(made.header) if name.strip())
            raise InputError(
                f"{what}: there is no column {key!r}. Give its letters or its name. Columns there are: {there or f'A to {column_letters(max(widest - 1, 0))}'}."
            )
        said[k] = column
    single = {column for column in said.values() if column.role not in _SEVERAL}
    for k, column in list(made.by_index.items()):
        if column in single and k not in said:
            made.by_index[k] = Column("ignored")
    for k, column in said.items():
        made.by_index[k] = column
        made.because[k] = why
    for k in range(min(widest, MAX_COLUMNS)):
        if k not in made.by_index and (k < len(made.header) or not made.header):
            made.by_index[k] = Column("ignored")
    made.by_index = dict(sorted(made.by_index.items()))
    if not {column.role for column in made.by_index.values()} & {"objective", "key result", "title"}:
        raise InputError(f"{what}: no column holds objectives or key results. Give one the role objective, key result or title.")
    return made


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
