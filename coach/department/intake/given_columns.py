"""Columns as the user gives them: a small YAML file, sheet by sheet, column letters or header names to roles.

    "Sheet1":
      header row: 3
      B: objective
      "What we measure": key result
    "*":                    # every other sheet, and a CSV file
      Remarks: note

A file for one table may leave the sheet's name out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coach.errors import InputError
from coach.intake.columns import Column

ROLES: dict[str, str] = {
    "objective": "the words of an objective",
    "key result": "the words of a key result; `key result 2` where several stand side by side",
    "title": "the words of an objective or of a key result; another column, an indent or a number says which",
    "type": "says whether the row is an objective, a key result or an initiative",
    "id": "the row's own id or number",
    "parent id": "the id of the row above it",
    "parent": "the goal above the objective, in words",
    "team": "whose it is",
    "department": "what the team belongs to",
    "level": "company, department or team",
    "period": "the cycle it is for",
    "objective owner": "who answers for the objective",
    "owner": "who drives the key result",
    "due": "the day it is due",
    "baseline": "the value it starts from",
    "target": "the value to reach",
    "unit": "the unit of these values",
    "metric": "the name of what is measured",
    "status": "its status",
    "score": "its score or progress",
    "confidence": "how sure its owner is",
    "initiative": "work that is done for it",
    "current": "today's value; not read as an OKR",
    "note": "remarks; not read as an OKR",
    "ignored": "anything else; not read as an OKR",
}
_MAX_BYTES = 1024 * 1024
_HEADER_ROW = "header row"
_NUMBERED = re.compile(r"(?P<role>.+?) ?(?P<number>\d{1,2})")
_LETTERS = re.compile(r"[A-Z]{1,3}")


@dataclass(frozen=True)
class GivenSheet:
    """What the user says of one sheet: roles by column letters or header name."""

    roles: Mapping[str, Column] = field(default_factory=dict)
    header_row: int | None = None
    """The row of the names; 0: no row names the columns."""


@dataclass(frozen=True)
class GivenColumns:
    """What the user says of a file: by sheet, ``*`` for the others."""

    name: str
    sheets: Mapping[str, GivenSheet]

    def of(self, sheet: str | None) -> GivenSheet | None:
        """What holds for a sheet."""
        return self.sheets.get(sheet or "*") or self.sheets.get("*")

    def check_sheets(self, names: Sequence[str], file: str) -> None:
        """Raises InputError where a sheet is named that the file has not."""
        unknown = [sheet for sheet in self.sheets if sheet != "*" and sheet not in names]
        if unknown:
            there = ", ".join(repr(name) for name in names[:20]) or "none: write * in its place"
            raise InputError(f"{self.name}: {file} has no sheet {unknown[0]!r}. Sheets there are: {there}.")


def read_given_columns(path: str | Path) -> GivenColumns:
    """The columns that a YAML file gives.

    Raises:
        InputError: the file is not there, is no YAML, or names a role that is not known.
    """
    path = Path(path)
    import yaml

    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError(f"{path}: larger than 1 MB. Expected a few lines, such as `B: objective`.")
        said = yaml.safe_load(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file. Expected a YAML file, such as `B: objective`.") from None
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({error}). Save it as UTF-8 text and try again.") from None
    except (yaml.YAMLError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f", line {where.line + 1}" if where else ""
        raise InputError(f"{path}{line}: not valid YAML. Expected lines such as `B: objective`.") from None
    return given_columns(said, str(path))


def given_columns(said: object, name: str) -> GivenColumns:
    """The columns that a value describes; raises InputError that names what is wrong and lists the roles."""
    if not isinstance(said, dict) or not said:
        raise InputError(f"{name}: expected lines such as `B: objective`, by sheet or for all. {_roles()}")
    sheets = {str(key): value for key, value in said.items()}
    if not any(isinstance(value, dict) for value in sheets.values()):
        sheets = {"*": sheets}
    return GivenColumns(name, {sheet: _sheet(value, sheet, name) for sheet, value in sheets.items()})


def _sheet(said: object, sheet: str, name: str) -> GivenSheet:
    if not isinstance(said, dict):
        raise InputError(f"{name}: {sheet!r}: expected columns and their roles under it, such as `B: objective`.")
    roles: dict[str, Column] = {}
    row: int | None = None
    for key, value in said.items():
        if str(key).strip().lower() == _HEADER_ROW:
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise InputError(
                    f"{name}: {sheet!r}: header row: expected the number of a row, or 0 for none, found {value!r}."
                )
            row = value
        else:
            roles[str(key).strip()] = _role(value, str(key), sheet, name)
    return GivenSheet(roles, row)


def _role(value: object, column: str, sheet: str, name: str) -> Column:
    said = " ".join(str(value).lower().replace("_", " ").split()) if isinstance(value, str) else ""
    if said in ROLES:
        return Column(said)
    numbered = _NUMBERED.fullmatch(said)
    if numbered and numbered.group("role") in ROLES:
        return Column(numbered.group("role"), int(numbered.group("number")))
    raise InputError(f"{name}: {sheet!r}, column {column!r}: {value!r} is no role. {_roles()}")


def _roles() -> str:
    return f"Roles are: {', '.join(ROLES)}."


def is_letters(text: str) -> bool:
    """Whether a column is named by the letters over it."""
    return bool(_LETTERS.fullmatch(text))
