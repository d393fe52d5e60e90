"""How the tables came to be: numbered steps, each applied once, in one transaction, under a lock.

A step is never changed after a release; a change of the tables is a further step. The statements are those that SQLite and
PostgreSQL both take.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, inspect, text

from coach.errors import StoreError
from coach.store.batches import STEP as BATCHES_STEP
from coach.store.diagnoses import STEP as DIAGNOSES_STEP
from coach.store.practice import STEP as PRACTICE_STEP

Step = tuple[str, ...]

_CONVERSATIONS: Step = (
    """CREATE TABLE conversations (
        id VARCHAR(64) NOT NULL PRIMARY KEY,
        owner VARCHAR(64) NOT NULL,
        title VARCHAR(200) NOT NULL,
        created TIMESTAMP NOT NULL,
        updated TIMESTAMP NOT NULL,
        revision INTEGER NOT NULL,
        document TEXT NOT NULL
    )""",
    "CREATE INDEX conversations_of_owner ON conversations (owner, updated)",
    """CREATE TABLE conversation_versions (
        conversation_id VARCHAR(64) NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        digest VARCHAR(64) NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (conversation_id, number)
    )""",
    """CREATE TABLE conversation_turns (
        conversation_id VARCHAR(64) NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        digest VARCHAR(64) NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (conversation_id, number)
    )""",
)

STEPS: tuple[Step, ...] = (_CONVERSATIONS, BATCHES_STEP, DIAGNOSES_STEP, PRACTICE_STEP)
"""Step n brings a database from version n to version n + 1."""

_LOCK = 7_160_127
"""Any number: PostgreSQL's advisory lock while the tables are brought up to date. SQLite's write lock needs no name."""


def migrate(connection: Connection, steps: Sequence[Step] = STEPS) -> None:
    """Bring the tables up to date. The connection's transaction must hold the right to write.

    Raises:
        StoreError: the database was written by a newer version of the program.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    version = _version(connection)
    if version > len(steps):
        raise StoreError(
            f"the database has version {version}, and this program knows versions up to {len(steps)}: "
            "it was written by a newer okr-coach; install that one, or give another database"
        )
    for step in steps[version:]:
        for statement in step:
            connection.execute(text(statement))
    if version < len(steps):
        connection.execute(text("UPDATE okr_coach_version SET version = :version"), {"version": len(steps)})


def _version(connection: Connection) -> int:
    """How many steps the database has had; the table that says so is made where it is not there."""
    if not inspect(connection).has_table("okr_coach_version"):
        connection.execute(text("CREATE TABLE okr_coach_version (version INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO okr_coach_version (version) VALUES (0)"))
    return int(connection.execute(text("SELECT version FROM okr_coach_version")).scalar_one())
