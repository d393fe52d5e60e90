"""The table of the diagnosis: what each person answered, by cycle, without a name."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Index, String, Table, Text

from coach.store.schema import METADATA

CYCLE_LENGTH = 60
"""Characters of a cycle's name."""

DIAGNOSES = Table(
    "diagnoses",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("cycle", String(CYCLE_LENGTH), nullable=False),
    Column("created", DateTime, nullable=False),
    Column("document", Text, nullable=False),
    Index("diagnoses_of_owner", "owner", "created"),
)
"""A row is one person's answers; `document` is JSON in ASCII, a level for each question by its id. Times are in UTC."""

STEP: tuple[str, ...] = (
    f"""CREATE TABLE diagnoses (
        id VARCHAR(64) NOT NULL PRIMARY KEY,
        owner VARCHAR(64) NOT NULL,
        cycle VARCHAR({CYCLE_LENGTH}) NOT NULL,
        created TIMESTAMP NOT NULL,
        document TEXT NOT NULL
    )""",
    "CREATE INDEX diagnoses_of_owner ON diagnoses (owner, created)",
)
"""How the table is made: a step of `coach.store.migrations`."""
