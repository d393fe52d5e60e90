"""The columns of a sheet as they are found, or as its cells tell them, with what the user said or said before."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Literal

from coach.department.intake.columns import LOOKED_AT, NO_HEADER, Because, Columns, cells_of
from coach.department.intake.given_columns import GivenSheet, is_letters
from coach.department.intake.header_names import read_name
from coach.department.intake.limits import MAX_COLUMNS, SAMPLE_ROWS
from coach.department.intake.settled_columns import SEVERAL, TELLING, settle_repeated, settled
from coach.errors import InputError
from coach.intake.columns import Column
from coach.intake.guessed_columns import guess_columns
from coach.intake.sheets import column_letters


def guessed(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table without names, told by their cells; None where they tell nothing."""
    columns = guess_columns(rows)
    if not any(column.role in ("key result", "title") for column in columns.values()):
        return None
    widest = max((len(row) for row in rows), default=0)
    for k in range(min(widest, MAX_COLUMNS)):
        if k not in columns and cells_of(rows, k):
            columns[k] = Column("ignored")
    settle_repeated(columns)
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
        InputError: a column is named that the sheet has not, or no column holds objectives or key results. For want of the
            latter a sheet is not refused where the columns are only remembered: nobody said anything of this sheet yet.
    """
    row = given.header_row
    if row == 0:
        found = None
    elif row is None and found is None:
        row = _row_that_names(given, rows, numbers)
    if row:
        at = numbers.index(row) if row in numbers else -1
        header = list(rows[at]) if at >= 0 else []
        if not any(text.strip() for text in header):
            raise InputError(f"{what}: row {row}, given as the header row, is empty or not there.")
        names = {k: name for k, text in enumerate(header) if (name := read_name(text))}
        below = rows[at + 1 :][:SAMPLE_ROWS]
        found = settled(header, names, below, row, 1)
        _add_guesses(found, names, below)
    widest = max((len(row) for row in rows), default=0)
    made = found or guessed(rows) or Columns({}, header_rows=0, shape=f"{NO_HEADER}{widest}")
    names_there = {
        " ".join(name.casefold().split()): k for k, name in reversed(list(enumerate(made.header))) if name.strip()
    }
    said: dict[int, Column] = {}
    for key, column in given.roles.items():
        k = names_there.get(" ".join(key.casefold().split()))
        if k is None and is_letters(key):
            k = _index(key)
        if k is None or k >= max(widest, len(made.header)):
            there = ", ".join(
                f"{column_letters(n)} {name.strip()[:40]!r}" for n, name in enumerate(made.header) if name.strip()
            )
            raise InputError(
                f"{what}: there is no column {key!r}. Give its letters or its name. Columns there are: {there or f'A to {column_letters(max(widest - 1, 0))}'}."
            )
        said[k] = column
    single = {column for column in said.values() if column.role not in SEVERAL}
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
    if why == "given" and not {column.role for column in made.by_index.values()} & TELLING:
        raise InputError(
            f"{what}: no column holds objectives or key results. Give one the role objective, key result or title."
        )
    return made


def _add_guesses(made: Columns, names: Container[int], below: Sequence[Sequence[str]]) -> None:
    """What the cells below a given row of names tell of the columns whose names are not known.

    Nothing is guessed where the known names tell the objectives and key results, or to what a known name says already.
    """
    taken = {column.role for k, column in made.by_index.items() if column.role not in SEVERAL}
    if {column.role for column in made.by_index.values()} & TELLING:
        return
    for k, column in (guessed(below) or Columns({})).by_index.items():
        is_free = k not in names and made.by_index.get(k, Column("ignored")).role == "ignored"
        if is_free and column.role not in taken and column.role != "ignored":
            made.by_index[k] = column
            made.because[k] = "its cells"


def _row_that_names(given: GivenSheet, rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> int | None:
    """The row that holds all the names the user gave; None where letters were given, or no row does."""
    names = {" ".join(key.casefold().split()) for key in given.roles if not is_letters(key)}
    for number, row in zip(numbers, rows[:LOOKED_AT], strict=False):
        if names and names <= {" ".join(text.casefold().split()) for text in row}:
            return number
    return None


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
