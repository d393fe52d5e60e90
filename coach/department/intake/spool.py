"""A place for rows that wait until it is known which of them belong together: in memory while few, then in a temporary file."""

from __future__ import annotations

import json
import tempfile
from array import array
from collections.abc import Iterator
from types import TracebackType

from coach.errors import InputError

Spooled = tuple[int, int, str, list[str]]
"""A row's number, which of the sheet's headers it stands under, its kind, and its cells."""
_IN_MEMORY = 4 * 1024 * 1024
NO_GROUP = -1


class Spool:
    """Rows and the group that each belongs to. Of a row, twelve bytes stay in memory."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._at = array("q")
        self._end = 0
        self.groups = array("i")

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._at)

    def add(self, number: int, header: int, kind: str, cells: list[str], group: int) -> int:
        """Keeps a row and says its index; raises InputError where the disk is full."""
        line = json.dumps((number, header, kind, cells)).encode()
        try:
            self._file.write(line)
        except OSError as error:
            raise InputError(
                f"{self._what}: rows could not be set aside in a temporary file ({error}). Free some space, or set TMPDIR to a folder that has some."
            ) from None
        self._at.append(self._end)
        self._end += len(line)
        self.groups.append(group)
        return len(self._at) - 1

    def row(self, index: int) -> Spooled:
        """One row."""
        start = self._at[index]
        end = self._at[index + 1] if index + 1 < len(self._at) else self._end
        self._file.seek(start)
        number, header, kind, cells = json.loads(self._file.read(end - start))
        return number, header, kind, cells

    def by_group(self) -> Iterator[tuple[int, list[int]]]:
        """Each group's rows, the groups in the order of their first rows; rows without a group are left out."""
        groups = self.groups
        order: list[int] | range = range(len(groups))
        first = array("i")
        rank: dict[int, int] = {}
        for group in groups:
            first.append(rank.setdefault(group, len(rank)))
        if any(first[i] < first[i - 1] for i in range(1, len(first))):
            order = sorted(order, key=first.__getitem__)
        waiting: list[int] = []
        for index in order:
            if waiting and groups[index] != groups[waiting[0]]:
                yield groups[waiting[0]], waiting
                waiting = []
            if groups[index] != NO_GROUP:
                waiting.append(index)
            elif waiting:
                yield groups[waiting[0]], waiting
                waiting = []
        if waiting:
            yield groups[waiting[0]], waiting
