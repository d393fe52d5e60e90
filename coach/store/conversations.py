"""Conversations kept: listed, opened, saved a turn at a time, deleted for good. Nobody sees another's.

A save names the revision it goes on from. Where somebody else saved meanwhile (another tab, another process) it is refused
with a `StoreConflict`, and nothing is overwritten.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from coach.dialogue.conversation import Conversation
from coach.errors import StoreConflict, StoreError
from coach.report.plain import visible
from coach.store.database import Database
from coach.store.schema import CONVERSATIONS, TITLE_LENGTH, TURNS, VERSIONS

LOCAL = "local"
"""The owner of what is kept from the command line."""
_ROWS = {"versions": VERSIONS, "turns": TURNS}
"""The lists of a conversation that are kept a row an entry."""


@dataclass(frozen=True)
class Listed:
    """A conversation in the list."""

    id: str
    title: str
    created: datetime
    updated: datetime
    turns: int


@dataclass(frozen=True)
class Kept:
    """A conversation as it is kept, with the revision to name when it is saved again."""

    conversation: Conversation
    revision: int


class Conversations:
    """The conversations in a database. Every method takes the owner, and meets no conversation of anybody else."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def listed(self, owner: str, most: int = 200) -> list[Listed]:
        """The owner's conversations, the last one touched first.

        Raises:
            StoreError: the database cannot be read.
        """
        table = CONVERSATIONS.c
        turns = select(func.count()).where(TURNS.c.conversation_id == table.id).correlate(CONVERSATIONS)
        query = (
            select(table.id, table.title, table.created, table.updated, turns.scalar_subquery())
            .where(table.owner == owner)
            .order_by(table.updated.desc(), table.id)
            .limit(most)
        )
        with self.database.reading() as connection:
            return [
                Listed(id_, title, created.replace(tzinfo=UTC), updated.replace(tzinfo=UTC), count)
                for id_, title, created, updated, count in connection.execute(query)
            ]

    def opened(self, owner: str, id_: str) -> Kept | None:
        """One conversation whole; None where the owner has none of that id.

        Raises:
            StoreError: the database cannot be read, or what is kept of it is damaged.
        """
        table = CONVERSATIONS.c
        query = select(table.document, table.revision).where(table.id == id_, table.owner == owner)
        with self.database.reading() as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                return None
            document = _read(row.document, id_)
            for name, rows in _ROWS.items():
                entries = select(rows.c.document).where(rows.c.conversation_id == id_).order_by(rows.c.number)
                document[name] = [_read(entry, id_) for entry in connection.execute(entries).scalars()]
        return Kept(_conversation(document, id_), row.revision)

    def revision(self, owner: str, id_: str) -> int | None:
        """The revision that is kept; None where the owner has no conversation of that id.

        Raises:
            StoreError: the database cannot be read.
        """
        table = CONVERSATIONS.c
        query = select(table.revision).where(table.id == id_, table.owner == owner)
        with self.database.reading() as connection:
            found = connection.execute(query).scalar_one_or_none()
        return None if found is None else int(found)

    def saved(self, owner: str, conversation: Conversation, revision: int | None = None) -> int:
        """Keep a conversation, in one transaction that writes only the turns and versions that changed.

        Args:
            owner: whose it is.
            conversation: all of it as it is now.
            revision: the revision this goes on from; None for one that was never saved.

        Returns:
            The revision that is now kept.

        Raises:
            StoreConflict: it was changed, or deleted, since that revision.
            StoreError: the database cannot be written.
        """
        id_, document = conversation.id, conversation.model_dump(mode="json")
        row = {
            "title": visible(conversation.title)[:TITLE_LENGTH],
            "updated": datetime.now(UTC).replace(tzinfo=None),
            "document": _written({name: value for name, value in document.items() if name not in _ROWS}),
        }
        with self.database.writing() as connection:
            if revision is None:
                self._begin(connection, {"id": id_, "owner": owner, "created": row["updated"], "revision": 1, **row})
            else:
                self._go_on(connection, owner, id_, revision, row)
            for name, rows in _ROWS.items():
                _write_rows(connection, rows, id_, [_written(entry) for entry in document[name]])
        return 1 if revision is None else revision + 1

    @staticmethod
    def _begin(connection: Connection, row: dict[str, Any]) -> None:
        try:
            connection.execute(insert(CONVERSATIONS), row)
        except IntegrityError as error:
            raise StoreConflict("this conversation is kept already; open it, and go on from there") from error

    @staticmethod
    def _go_on(connection: Connection, owner: str, id_: str, revision: int, row: dict[str, Any]) -> None:
        table = CONVERSATIONS.c
        mine = (table.id == id_, table.owner == owner)
        now = {**row, "revision": revision + 1}
        if connection.execute(update(CONVERSATIONS).where(*mine, table.revision == revision).values(now)).rowcount == 1:
            return
        if connection.execute(select(table.id).where(*mine)).one_or_none() is None:
            raise StoreConflict("this conversation was deleted meanwhile, so it was not saved")
        raise StoreConflict(
            "this conversation went on elsewhere (another tab, another window), so it was not saved from here; "
            "open it again, and go on from there"
        )

    def delete(self, owner: str, id_: str) -> bool:
        """Delete a conversation for good: its rows, its words in the file, and those in the log. False where there is none.

        Raises:
            StoreError: the database cannot be written, or its log not emptied yet (the message says which).
        """
        table = CONVERSATIONS.c
        return self.database.delete_for_good(delete(CONVERSATIONS).where(table.id == id_, table.owner == owner))


def _write_rows(connection: Connection, rows: Table, id_: str, entries: list[str]) -> None:
    """Write the entries that are new or changed, and delete those that are no longer there."""
    written = connection.execute(select(rows.c.number, rows.c.digest).where(rows.c.conversation_id == id_))
    kept: dict[int, str] = {each.number: each.digest for each in written}
    for number, entry in enumerate(entries):
        digest = hashlib.sha256(entry.encode("ascii")).hexdigest()
        if number not in kept:
            values = {"conversation_id": id_, "number": number, "digest": digest, "document": entry}
            connection.execute(insert(rows), values)
        elif kept[number] != digest:
            here = (rows.c.conversation_id == id_, rows.c.number == number)
            connection.execute(update(rows).where(*here).values(digest=digest, document=entry))
    if len(entries) < len(kept):
        connection.execute(delete(rows).where(rows.c.conversation_id == id_, rows.c.number >= len(entries)))


def _written(value: Any) -> str:
    """JSON in ASCII: any character of a draft is kept, also those that a database refuses in text (NUL, half a pair)."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _read(written: str, id_: str) -> Any:
    try:
        return json.loads(written)
    except ValueError as error:
        raise StoreError(
            f"conversation {id_}: what is kept of it is damaged ({error}); delete it, or put back a copy"
        ) from error


def _conversation(document: dict[str, Any], id_: str) -> Conversation:
    try:
        return Conversation.model_validate(document)
    except ValidationError as error:
        raise StoreError(
            f"conversation {id_}: it was kept by another version of okr-coach, which this one cannot read; "
            "install the newest one, or delete it"
        ) from error
