"""The table of practice: what each learner has answered, one row an owner."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, String, Table, Text

from coach.store.schema import METADATA

PRACTICE = Table(
    "practice",
    METADATA,
    Column("owner", String(64), primary_key=True),
    Column("updated", DateTime, nullable=False),
    Column("document", Text, nullable=False),
)
"""`document` is JSON: ids of cards and tasks, and counts. Times are in UTC."""

STEP: tuple[str, ...] = (
    """CREATE TABLE practice (
        owner VARCHAR(64) NOT NULL PRIMARY KEY,
        updated TIMESTAMP NOT NULL,
        document TEXT NOT NULL
    )""",
)
"""How the table is made: a step of `coach.store.migrations`."""
