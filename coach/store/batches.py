"""The tables of department runs: what was read, what came of it, and the reviews that runs share.

A run is a row of `BATCHES`. What was read is kept unit by unit, so that a run goes on without reading again; a review is
kept by the words it is of and by what it was made by, so that the next run finds it. Documents are JSON in ASCII,
packed where they are long. Names of teams and drafts are JSON too: a sheet may hold what a database refuses in text.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text

from coach.store.schema import METADATA

BATCHES = Table(
    "batches",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("input_digest", String(64)),
    Column("settings", Text, nullable=False),
    Column("identity", String(64)),
    Column("items", Integer, nullable=False),
    Column("items_digest", String(64), nullable=False),
    Column("created", String(32), nullable=False),
    Column("finished", String(32)),
)
"""`stage`: reading, reviewing, composing, across, writing, done. `items`: how much was read of the input, `items_digest` what."""


def _of_batch(name: str, *columns: Column[object] | Index) -> Table:
    return Table(
        name,
        METADATA,
        Column("batch_id", String(64), ForeignKey(BATCHES.c.id, ondelete="CASCADE"), primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        *columns,
    )


MAPPINGS = _of_batch("batch_mappings", Column("document", Text, nullable=False))
BAD_ROWS = _of_batch("batch_bad_rows", Column("document", Text, nullable=False))
CROSS_FINDINGS = _of_batch("batch_cross_findings", Column("document", Text, nullable=False))
DRAFTS = _of_batch(
    "batch_drafts",
    Column("draft_id", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("composed", Integer, nullable=False),
    Column("across", Text),
    Column("worst", String(20)),
)
"""`number` is that of the draft's first unit. `across`: what is seen across its objectives."""
UNITS = _of_batch(
    "batch_units",
    Column("draft", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("key_results", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("state", Integer, nullable=False),
    Column("kept", Integer, nullable=False),
    Column("review_key", String(64)),
    Column("failure", Text),
    Index("batch_units_of_draft", "batch_id", "draft", "number"),
)
"""`state`: 0 waits, 1 is reviewed, 2 could not be reviewed. `kept`: 1 where its review was there before this run."""
FINDINGS = Table(
    "batch_findings",
    METADATA,
    Column("batch_id", String(64), ForeignKey(BATCHES.c.id, ondelete="CASCADE"), primary_key=True),
    Column("draft", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("unit", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("criterion", String(64), nullable=False),
    Column("severity", String(20), nullable=False),
    Column("is_first", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("quote", Text, nullable=False),
    Column("place", Text, nullable=False),
    Index("batch_findings_of_criterion", "batch_id", "criterion"),
)
"""Every finding at every line: -2 is the whole draft, -1 the objective, from 0 its key results."""
KEPT_REVIEWS = Table(
    "kept_reviews",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("findings", Integer, nullable=False),
    Column("used", String(10), nullable=False),
    Column("document", Text, nullable=False),
)
"""`used`: the day on which a run last took it."""
KEPT_CITATIONS = Table(
    "kept_citations",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("document", Text, nullable=False),
)

STEP: tuple[str, ...] = (
    """CREATE TABLE batches (
        id VARCHAR(64) NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        stage VARCHAR(20) NOT NULL,
        input_digest VARCHAR(64),
        settings TEXT NOT NULL,
        identity VARCHAR(64),
        items INTEGER NOT NULL,
        items_digest VARCHAR(64) NOT NULL,
        created VARCHAR(32) NOT NULL,
        finished VARCHAR(32)
    )""",
    *(
        f"""CREATE TABLE {name} (
        batch_id VARCHAR(64) NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (batch_id, number)
    )"""
        for name in ("batch_mappings", "batch_bad_rows", "batch_cross_findings")
    ),
    """CREATE TABLE batch_drafts (
        batch_id VARCHAR(64) NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        draft_id TEXT NOT NULL,
        team TEXT NOT NULL,
        composed INTEGER NOT NULL,
        across TEXT,
        worst VARCHAR(20),
        PRIMARY KEY (batch_id, number)
    )""",
    """CREATE TABLE batch_units (
        batch_id VARCHAR(64) NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        draft INTEGER NOT NULL,
        digest VARCHAR(64) NOT NULL,
        key_results INTEGER NOT NULL,
        document TEXT NOT NULL,
        state INTEGER NOT NULL,
        kept INTEGER NOT NULL,
        review_key VARCHAR(64),
        failure TEXT,
        PRIMARY KEY (batch_id, number)
    )""",
    "CREATE INDEX batch_units_of_draft ON batch_units (batch_id, draft, number)",
    """CREATE TABLE batch_findings (
        batch_id VARCHAR(64) NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
        draft INTEGER NOT NULL,
        number INTEGER NOT NULL,
        unit INTEGER NOT NULL,
        line INTEGER NOT NULL,
        criterion VARCHAR(64) NOT NULL,
        severity VARCHAR(20) NOT NULL,
        is_first INTEGER NOT NULL,
        confidence FLOAT NOT NULL,
        quote TEXT NOT NULL,
        place TEXT NOT NULL,
        PRIMARY KEY (batch_id, draft, number)
    )""",
    "CREATE INDEX batch_findings_of_criterion ON batch_findings (batch_id, criterion)",
    """CREATE TABLE kept_reviews (
        key VARCHAR(64) NOT NULL PRIMARY KEY,
        findings INTEGER NOT NULL,
        used VARCHAR(10) NOT NULL,
        document TEXT NOT NULL
    )""",
    "CREATE TABLE kept_citations (name VARCHAR(64) NOT NULL PRIMARY KEY, document TEXT NOT NULL)",
)
"""The statements that make these tables; see `coach.store.migrations`."""
