"""What names mean beside one another, and beside their cells: one team column of two, a title with a type, codes in place of words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from coach.department.intake.columns import Columns, cells_of, shape_of
from coach.department.intake.header_names import Name
from coach.department.intake.limits import MAX_COLUMNS
from coach.intake.columns import VALUE_ROLES, Column, find_objective_column, settle_codes
from coach.intake.groups import level_of
from coach.intake.shapes import is_measurable
from coach.intake.table_cells import kind_of

TELLING = frozenset({"objective", "key result", "title"})
"""Roles of which one at least is in every table of OKRs."""
SEVERAL = ("key result", "initiative", "note", "ignored")
"""Roles that more than one column may have."""
_NUMBER = re.compile(r"[<>≤≥=~±+-]*\s?[$€£]?\d[\d\s.,']*\s?[%$€£]?")


def settled(
    header: list[str], names: dict[int, Name], below: Sequence[Sequence[str]], row: int, height: int
) -> Columns:
    """The columns under a row of known names, with the rows below it looked at."""
    made = Columns({k: name.column for k, name in names.items()}, header, row, height, shape=shape_of(header))
    made.percent = {k for k, name in names.items() if name.percent}
    columns = made.by_index
    cells = {k: cells_of(below, k) for k in range(len(header))}
    _settle_departments(columns, names)
    _settle_types(columns, cells)
    _settle_titles(columns, names)
    _settle_named_objectives(columns, cells)
    _settle_values(columns, cells)
    settle_codes([list(r) for r in below], columns, header)
    _find_missing(made, below, cells)
    settle_repeated(columns)
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


def _unnamed(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Columns beyond the header that half of the rows fill: they are there on purpose, and have no name."""
    widest = max((len(row) for row in rows), default=0)
    filled = [row for row in rows if any(text.strip() for text in row)]
    return [
        k
        for k in range(width, min(widest, MAX_COLUMNS))
        if len(filled) > 3 and len(cells_of(rows, k)) * 2 >= len(filled)
    ]


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
        if column.role == "title" and not (
            "type" in roles or (linked and not {"objective", "key result"} & set(roles))
        ):
            role = "key result" if "key result" not in roles else "objective" if "objective" not in roles else "note"
            columns[k] = Column("title" if len(set(roles) & TELLING) == 1 and _tells_depth(roles) else role)
        elif column.role in ("objective", "key result") and "title" not in roles and "type" in roles:
            other = "key result" if column.role == "objective" else "objective"
            if other not in roles and column.number is None:
                columns[k] = Column("title")  # one column for both kinds, and the type says which
        elif column.role == "type" and not TELLING & set(roles):
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
    if (
        at is not None
        and "objective" not in {c.role for c in columns.values()}
        and columns.get(at, Column("")).role != "note"
    ):
        columns[at] = Column("objective")
        made.because[at] = "its cells"


def settle_repeated(columns: dict[int, Column]) -> None:
    """A role that is there twice is read once; key results side by side are numbered."""
    roles = [column.role for column in columns.values()]
    for k, column in list(columns.items()):
        if column.role == "owner email":
            columns[k] = Column("ignored" if {"owner", "objective owner"} & set(roles) else "owner")
    seen: dict[tuple[str, int | None], int] = {}
    for k in sorted(columns):
        column = columns[k]
        key = (column.role, column.number)
        if key not in seen or (column.role in SEVERAL and column.number is None):
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
