"""Answers kept by cycle, so that one sees what moves: a row a person, without a name; nobody sees another's; deleted for good."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import delete, insert, select

from coach.diagnosis.questions import LEVELS, Level
from coach.errors import InputError, StoreError
from coach.report.plain import visible
from coach.store.database import Database, database_at
from coach.store.diagnoses import CYCLE_LENGTH, DIAGNOSES


@dataclass(frozen=True)
class KeptSheet:
    """One person's answers."""

    id: str
    created: datetime
    answers: dict[str, Level]


@dataclass(frozen=True)
class KeptCycle:
    """A cycle with the answers that were given in it, the first one first."""

    name: str
    sheets: tuple[KeptSheet, ...]


class Diagnoses:
    """What is kept in a database. Every method takes the owner, and meets nothing of anybody else."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def cycles(self, owner: str) -> tuple[KeptCycle, ...]:
        """The owner's cycles in the order of time: by their names where all name a time, else as they were first answered.

        Raises:
            StoreError: the database cannot be read, or what is kept is damaged.
        """
        table = DIAGNOSES.c
        query = (
            select(table.id, table.cycle, table.created, table.document)
            .where(table.owner == owner)
            .order_by(table.created, table.id)
        )
        found: dict[str, list[KeptSheet]] = {}
        with self.database.reading() as connection:
            for id_, cycle, created, document in connection.execute(query):
                sheet = KeptSheet(id_, created.replace(tzinfo=UTC), _read(document))
                found.setdefault(cycle, []).append(sheet)
        return _in_order([KeptCycle(name, tuple(sheets)) for name, sheets in found.items()])

    def add(self, owner: str, cycle: str, answers: Mapping[str, Level], moment: datetime) -> str:
        """Keep one person's answers, and return their id.

        Raises:
            InputError: the cycle has no name, or nothing was answered.
            StoreError: the database cannot be written.
        """
        if not answers:
            raise InputError("nothing was answered, so there is nothing to keep; choose an answer first")
        row = {
            "id": secrets.token_hex(16),
            "owner": owner,
            "cycle": cycle_name(cycle),
            "created": moment.astimezone(UTC).replace(tzinfo=None),
            "document": json.dumps(dict(answers), ensure_ascii=True, separators=(",", ":")),
        }
        with self.database.writing() as connection:
            connection.execute(insert(DIAGNOSES), row)
        return str(row["id"])

    def delete_cycle(self, owner: str, cycle: str) -> bool:
        """Delete a cycle's answers for good. False where there are none.

        Raises:
            StoreError: the database cannot be written, or its log not emptied yet (the message says which).
        """
        table = DIAGNOSES.c
        return self.database.delete_for_good(delete(DIAGNOSES).where(table.owner == owner, table.cycle == cycle))

    def damaged(self, owner: str) -> tuple[str, ...]:
        """The ids of the owner's answers that cannot be read any more.

        Raises:
            StoreError: the database cannot be read.
        """
        query = select(DIAGNOSES.c.id, DIAGNOSES.c.document).where(DIAGNOSES.c.owner == owner)
        with self.database.reading() as connection:
            return tuple(id_ for id_, document in connection.execute(query) if not _is_whole(document))

    def delete_sheet(self, owner: str, id_: str) -> bool:
        """Delete one person's answers for good. False where there are none of that id.

        Raises:
            StoreError: as for `delete_cycle`.
        """
        table = DIAGNOSES.c
        return self.database.delete_for_good(delete(DIAGNOSES).where(table.owner == owner, table.id == id_))


def _in_order(cycles: list[KeptCycle]) -> tuple[KeptCycle, ...]:
    """Answers for a past cycle may be given late; its name says where it belongs."""
    from coach.reading.periods import period_of

    periods = [period_of(cycle.name) for cycle in cycles]
    ends = [period.last for period in periods if period is not None and period.year_known]
    if len(ends) < len(cycles):
        return tuple(cycles)
    return tuple(cycle for _, cycle in sorted(zip(ends, cycles, strict=True), key=lambda pair: pair[0]))


def cycle_name(given: str) -> str:
    """A cycle's name as it is kept: on one line.

    Raises:
        InputError: there is none, or it is too long.
    """
    name = visible(" ".join(given.encode("utf-8", "replace").decode("utf-8").split()))
    if not name:
        raise InputError("the cycle has no name; give one that you will know again, such as 2027-Q1")
    if len(name) > CYCLE_LENGTH:
        raise InputError(f"the cycle's name has {len(name)} characters; at most {CYCLE_LENGTH} are kept")
    return name


def kept_diagnoses() -> Diagnoses:
    """Those of the configured database. Opened on first use.

    Raises:
        StoreError: the URL names no database that this program can use.
        SettingsError: a setting names something that is not there.
    """
    from coach.settings import settings

    return _kept(settings().database_url)


@cache
def _kept(url: str) -> Diagnoses:
    return Diagnoses(database_at(url))


def _is_whole(document: str) -> bool:
    try:
        _read(document)
    except StoreError:
        return False
    return True


def _read(document: str) -> dict[str, Level]:
    try:
        written = json.loads(document)
        return {str(name): LEVELS[LEVELS.index(level)] for name, level in written.items()}
    except (ValueError, AttributeError, RecursionError) as error:
        raise StoreError(
            f"what is kept of a diagnosis is damaged ({error}); delete it, or put back a copy of the database"
        ) from error
