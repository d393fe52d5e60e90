"""A database by its URL: opened, brought up to date, and every fault of it told as a `StoreError` in plain words.

SQLite keeps a write-ahead log, so that readers and one writer do not stand in each other's way, waits for a lock, writes each
transaction through to the disk, and overwrites what is deleted with zeros.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Delete, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from coach.errors import StoreConflict, StoreError
from coach.store.migrations import migrate

WAITS = 10.0
"""Seconds that a lock, or a server that does not answer, is waited for."""
_WRITES = "okr_coach_writes"


class Database:
    """One database. Safe to share between threads; opened on first use.

    Raises:
        StoreError: the URL names no database that this program can use.
    """

    def __init__(self, url: str, waits: float = WAITS) -> None:
        self._url = _url(url)
        self._waits = waits
        self._ready = False
        self._lock = Lock()
        self._engine = self._made()

    @property
    def name(self) -> str:
        """What to call it in a message: the file, or the URL without its password."""
        return self._url.database or "memory" if self._on_sqlite else self._url.render_as_string(hide_password=True)

    @property
    def _on_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file, where it is one."""
        return Path(self._url.database) if self._on_sqlite and self._url.database else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads: it sees one state.

        Raises:
            StoreError: the database cannot be read.
        """
        with self._told("read"):
            self._prepare()
            with self._engine.connect() as connection, connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is kept, or nothing.

        Raises:
            StoreError: the database cannot be written.
        """
        with self._told("written"):
            self._prepare()
            with self._writer() as connection:
                yield connection

    def delete_for_good(self, statement: Delete) -> bool:
        """Delete rows, and take them out of the log too. False where there are none.

        Raises:
            StoreError: the database cannot be written, or its log not emptied yet (the message says which).
        """
        with self.writing() as connection:
            gone = connection.execute(statement).rowcount
        if gone:
            self.wipe()
        return bool(gone)

    def wipe(self) -> None:
        """Take what was deleted out of the write-ahead log too.

        Raises:
            StoreError: another program is reading, so the log could not be emptied yet.
        """
        if self.file is None:
            return
        with self._told("written"), self._engine.connect() as connection:
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
        if busy:
            raise StoreError(
                f"{self.name}: what you deleted is gone from the list, and its words still lie in the log beside the file, because "
                "another program is reading there; they go when that program ends and something is deleted or the app is started again"
            )

    def close(self) -> None:
        """Give back what is open."""
        self._engine.dispose()

    @contextmanager
    def _writer(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            yield connection

    def _prepare(self) -> None:
        """Make the tables, once. A file that was taken away meanwhile is made anew."""
        file = self.file
        if self._ready and (file is None or file.exists()):
            return
        with self._lock:
            if file is not None:
                _private_file(file)
            with self._writer() as connection:
                migrate(connection)
            if file is not None:
                with self._engine.connect() as connection:
                    connection = connection.execution_options(isolation_level="AUTOCOMMIT")
                    connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            self._ready = True

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        try:
            yield
        except StoreConflict:
            raise  # about the conversation, and not about the database
        except StoreError as error:
            raise StoreError(_named(str(error), self.name)) from error
        except (SQLAlchemyError, OSError) as error:
            reason = _reason(error)
            raise StoreError(f"{self.name}: the database cannot be {done} ({reason}). {_remedy(reason)}") from error

    def _made(self) -> Engine:
        try:
            if self._on_sqlite:
                # No pool: a connection costs 0.7 ms, and a file that was taken away or replaced is noticed at once.
                engine = create_engine(self._url, poolclass=NullPool, connect_args={"timeout": self._waits})
                event.listen(engine, "connect", _set_up_sqlite)
                event.listen(engine, "begin", _begin_sqlite)
                return engine
            options: dict[str, Any] = {"connect_args": {"connect_timeout": max(2, round(self._waits))}}
            return create_engine(self._url, pool_pre_ping=True, hide_parameters=True, **options)
        except NoSuchModuleError as error:
            raise StoreError(
                f"OKR_COACH_DATABASE_URL: {self._url.drivername} is no database this program knows; "
                "give sqlite:///FILE or postgresql://USER@HOST/NAME"
            ) from error
        except ModuleNotFoundError as error:
            raise StoreError(
                f"{self.name}: the driver {error.name} is not installed; for PostgreSQL: pip install 'okr-coach[postgres]'"
            ) from error


def _url(given: str) -> URL:
    """The URL, with the driver that this program installs for PostgreSQL."""
    try:
        url = make_url(given)
    except ArgumentError as error:
        # Not `given`: a URL that cannot be read may hold a password anywhere.
        raise StoreError(
            "OKR_COACH_DATABASE_URL is no database URL; it looks like sqlite:////data/coach.db or postgresql://USER@HOST/NAME"
        ) from error
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and (not url.database or url.database == ":memory:"):
        raise StoreError(
            "OKR_COACH_DATABASE_URL: a database in memory keeps nothing; name a file: sqlite:////data/coach.db"
        )
    return url


def _private_file(file: Path) -> None:
    """Make the file so that only its owner reads it: it holds drafts. Its log takes the same rights."""
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin_sqlite`, and by nobody else
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: what it has read cannot be changed by another before it writes.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITES) else "BEGIN")


def _named(message: str, name: str) -> str:
    return message if message.startswith(name) else f"{name}: {message}"


def _reason(error: Exception) -> str:
    """What the driver says, on one line."""
    said = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(said, OSError) and said.strerror:
        return said.strerror
    return " ".join(str(said).split()) or type(said).__name__


def _remedy(reason: str) -> str:
    """What to do about it."""
    said = reason.lower()
    if "locked" in said:
        return "Another program holds it; try again when that is done."
    if any(words in said for words in ("not a database", "malformed", "corrupt")):
        return "The file is damaged: move it away and begin a new one, or put back a copy."
    if "full" in said or "no space" in said:
        return "Make room on the disk, or set OKR_COACH_HOME to a folder that has some."
    return "See that it is there and may be written, or name another with OKR_COACH_DATABASE_URL."


@cache
def database_at(url: str) -> Database:
    """The database at `url`, one for all that is kept there.

    Raises:
        StoreError: the URL names no database that this program can use.
    """
    return Database(url)
