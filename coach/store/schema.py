"""The tables as they are now; `coach.store.migrations` says how they came to be.

A conversation is one row, with its turns and its versions of the draft as rows of their own: saving a turn writes that turn. What
else is kept (reviews, batches) points to a conversation by its id, or to a version by its conversation and number.
"""

from __future__ import annotations

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text

TITLE_LENGTH = 200

METADATA = MetaData()

CONVERSATIONS = Table(
    "conversations",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("title", String(TITLE_LENGTH), nullable=False),
    Column("created", DateTime, nullable=False),
    Column("updated", DateTime, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Index("conversations_of_owner", "owner", "updated"),
)
"""Times are in UTC. `revision` counts the saves: who saves must name the one that was read."""


def _parts(name: str) -> Table:
    return Table(
        name,
        METADATA,
        Column("conversation_id", String(64), ForeignKey(CONVERSATIONS.c.id, ondelete="CASCADE"), primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("digest", String(64), nullable=False),
        Column("document", Text, nullable=False),
    )


VERSIONS = _parts("conversation_versions")
TURNS = _parts("conversation_turns")
