"""Corrections of columns that the user gave, remembered in the data directory by the shape of the file's header."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from coach.department.intake.columns import NO_HEADER
from coach.department.intake.given_columns import GivenSheet, given_columns
from coach.errors import InputError, StoreError

FILE = "columns.json"
_MAX_BYTES = 8 * 1024 * 1024
_MOST = 2_000


class ColumnMemory:
    """What was remembered. A damaged file is left alone and told in `notice`; until it is mended nothing is remembered."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE
        self.notice: str | None = None
        self._shapes: dict[str, dict[str, Any]] = {}
        try:
            self._shapes = self._read()
        except (OSError, ValueError, InputError) as error:
            said = " ".join(str(error).split())[:200]
            self.notice = f"{self._path}: what was remembered of columns is damaged and was not used ({said}). Remove the file, or mend it."

    def of(self, shape: str) -> GivenSheet | None:
        """The correction for a shape, or None."""
        said = self._shapes.get(shape)
        return given_columns(said, FILE).of(None) if said else None

    def keep(self, shape: str, given: GivenSheet) -> None:
        """Remembers a correction for a shape; raises StoreError where the data directory cannot be written.

        Sheets without names over their columns have no shape of their own, so nothing is remembered for them.
        """
        if self.notice or shape.startswith(NO_HEADER):
            return
        said: dict[str, Any] = {
            key: f"{column.role} {column.number}" if column.number is not None else column.role
            for key, column in given.roles.items()
        }
        if given.header_row is not None:
            said["header row"] = given.header_row
        if not said or self._shapes.get(shape) == said:
            return
        shapes = {key: value for key, value in self._shapes.items() if key != shape}
        shapes[shape] = said
        self._shapes = dict(list(shapes.items())[-_MOST:])
        try:
            self._write()
        except OSError as error:
            raise StoreError(
                f"{self._path}: the columns could not be remembered ({error}). Make the data directory writable."
            ) from None

    def _read(self) -> dict[str, dict[str, Any]]:
        if not self._path.exists():
            return {}
        if self._path.stat().st_size > _MAX_BYTES:
            raise ValueError("it is larger than 8 MB")
        try:
            said = json.loads(self._path.read_text("utf-8"))
        except RecursionError:
            raise ValueError("it is nested too deep") from None
        shapes = said.get("shapes") if isinstance(said, dict) else None
        if not isinstance(shapes, dict):
            raise ValueError('expected {"shapes": {...}}')
        for columns in shapes.values():
            given_columns(columns, FILE)
        return shapes

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".columns-", suffix=".json")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump({"version": 1, "shapes": self._shapes}, stream, ensure_ascii=False, indent=1)
            os.replace(name, self._path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
