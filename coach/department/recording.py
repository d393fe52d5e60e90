"""A run as it is written down, each step in one transaction: kill it at any moment, and what was done stays done.

Reviews are kept by key (`KEPT_REVIEWS`) for all runs; a run itself says which units wait, which are reviewed, and by which key.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from coach.critique import Citation
from coach.department.contract import BadRow, CrossFinding, SheetMapping, Unit
from coach.department.packing import as_text, packed_text, packed_unit, unpacked_citation
from coach.department.relocation import digest
from coach.department.worker import ComposedDraft, DraftToCompose
from coach.errors import StoreError
from coach.store.batches import (
    BAD_ROWS,
    BATCHES,
    CROSS_FINDINGS,
    DRAFTS,
    FINDINGS,
    KEPT_CITATIONS,
    KEPT_REVIEWS,
    MAPPINGS,
    UNITS,
)
from coach.store.database import Database

STAGES = ("reading", "reviewing", "composing", "across", "writing", "done")
_KEPT_FOR = timedelta(days=180)
"""Runs, and reviews that no run took since, are deleted after so long."""
WAITS, REVIEWED, FAILED = 0, 1, 2


@dataclass(frozen=True)
class Waiting:
    """A unit that waits to be reviewed."""

    number: int
    digest: str
    key_results: int
    document: str
    """The unit, packed."""


@dataclass(frozen=True)
class Outcome:
    """What came of a unit."""

    number: int
    key: str | None
    kept: bool = False
    failure: str | None = None


@dataclass(frozen=True)
class KeptReview:
    """A review that is new, packed, by its key."""

    key: str
    findings: int
    document: str


@dataclass(frozen=True)
class Standing:
    """How far a run is."""

    units: int
    done: int
    kept: int
    failed: int
    key_results: int
    """Of the units that are done."""
    findings: int = 0
    """In their reviews."""


class Recording:
    """One run, being written."""

    def __init__(self, database: Database, id_: str) -> None:
        """Go on with a run that was begun.

        Raises:
            StoreError: there is no such run, or it cannot be read.
        """
        self.database, self.id = database, id_
        with database.reading() as connection:
            row = connection.execute(select(BATCHES).where(BATCHES.c.id == id_)).one_or_none()
            if row is None:
                raise StoreError(f"the run {id_[:8]} is not kept there any more; begin again without --resume")
            drafts = connection.execute(select(DRAFTS.c.draft_id, DRAFTS.c.number).where(DRAFTS.c.batch_id == id_))
            self._drafts: dict[str, int] = dict(drafts.all())
            self._next = {table: _count(connection, table, id_) for table in (MAPPINGS, BAD_ROWS, UNITS)}
        self.stage: str = row.stage
        self.items: int = row.items
        self.items_digest: str = row.items_digest
        self.input_digest: str | None = row.input_digest
        self.identity: str | None = row.identity
        self.settings: dict[str, Any] = json.loads(row.settings)
        self._citations: dict[str, Citation] | None = None
        self._cited: set[str] = set()

    @classmethod
    def begin(cls, database: Database, name: str, settings: Mapping[str, Any], input_digest: str | None) -> Recording:
        """A new run. What was kept too long ago is deleted.

        Raises:
            StoreError: it cannot be written.
        """
        id_ = secrets.token_hex(16)
        with database.writing() as connection:
            _forget_old(connection)
            connection.execute(
                insert(BATCHES),
                {
                    "id": id_,
                    "name": json.dumps(name),
                    "stage": "reading",
                    "input_digest": input_digest,
                    "settings": json.dumps(dict(settings), sort_keys=True),
                    "items": 0,
                    "items_digest": "",
                    "created": datetime.now(UTC).isoformat(timespec="seconds"),
                },
            )
        return cls(database, id_)

    def move_to(self, stage: str, **values: Any) -> None:
        """Say that the stage before is done."""
        if stage == "done":
            values["finished"] = datetime.now(UTC).isoformat(timespec="seconds")
        with self.database.writing() as connection:
            connection.execute(update(BATCHES).where(BATCHES.c.id == self.id).values(stage=stage, **values))
        self.stage = stage

    def identify(self, identity: str) -> None:
        """Keep by what this run reviews."""
        with self.database.writing() as connection:
            connection.execute(update(BATCHES).where(BATCHES.c.id == self.id).values(identity=identity))
        self.identity = identity

    def forget(self) -> None:
        """Delete the run; its reviews stay for others."""
        with self.database.writing() as connection:
            connection.execute(delete(BATCHES).where(BATCHES.c.id == self.id))

    def read(self, items: Sequence[Unit | BadRow | SheetMapping], items_digest: str) -> None:
        """Write down the next items of the input, and what was read so far."""
        rows: dict[Table, list[dict[str, Any]]] = {UNITS: [], DRAFTS: [], BAD_ROWS: [], MAPPINGS: []}
        begins = dict(self._next)
        for item in items:
            if isinstance(item, Unit):
                self._add_unit(item, rows)
                continue
            table = BAD_ROWS if isinstance(item, BadRow) else MAPPINGS
            number = begins[table] + len(rows[table])
            rows[table].append({"batch_id": self.id, "number": number, "document": packed_text(as_text(item))})
        with self.database.writing() as connection:
            for table, new in rows.items():
                if new:
                    connection.execute(insert(table), new)
            now = {"items": self.items + len(items), "items_digest": items_digest}
            connection.execute(update(BATCHES).where(BATCHES.c.id == self.id).values(**now))
        for table in self._next:
            self._next[table] += len(rows[table])
        self.items, self.items_digest = self.items + len(items), items_digest

    def _add_unit(self, unit: Unit, rows: dict[Table, list[dict[str, Any]]]) -> None:
        name = json.dumps(unit.draft_id)
        if name not in self._drafts:
            self._drafts[name] = unit.number
            rows[DRAFTS].append(
                {
                    "batch_id": self.id,
                    "number": unit.number,
                    "draft_id": name,
                    "team": json.dumps(unit.team),
                    "composed": 0,
                }
            )
        rows[UNITS].append(
            {
                "batch_id": self.id,
                "number": unit.number,
                "draft": self._drafts[name],
                "digest": digest(unit.draft),
                "key_results": sum(len(objective.key_results) for objective in unit.draft.objectives),
                "document": packed_unit(unit),
                "state": WAITS,
                "kept": 0,
            }
        )

    def standing(self) -> Standing:
        """How far the run is."""
        units = UNITS.c
        query = (
            select(units.state, func.count(), func.sum(units.kept), func.sum(units.key_results))
            .where(units.batch_id == self.id)
            .group_by(units.state)
        )
        found = (
            select(func.coalesce(func.sum(KEPT_REVIEWS.c.findings), 0))
            .select_from(UNITS.join(KEPT_REVIEWS, units.review_key == KEPT_REVIEWS.c.key))
            .where(units.batch_id == self.id)
        )
        with self.database.reading() as connection:
            findings = int(connection.execute(found).scalar_one())
            by_state = {state: (n, kept or 0, rows or 0) for state, n, kept, rows in connection.execute(query)}
        done = [by_state.get(state, (0, 0, 0)) for state in (REVIEWED, FAILED)]
        return Standing(
            units=sum(n for n, _, _ in by_state.values()),
            done=sum(n for n, _, _ in done),
            kept=sum(kept for _, kept, _ in done),
            failed=done[1][0],
            key_results=sum(rows for _, _, rows in done),
            findings=findings,
        )

    def waiting(self, size: int) -> Iterator[list[Waiting]]:
        """The units that wait, in order, `size` at a time; each once, whatever is recorded meanwhile."""
        units, after = UNITS.c, -1
        while True:
            query = (
                select(units.number, units.digest, units.key_results, units.document)
                .where(units.batch_id == self.id, units.number > after, units.state == WAITS)
                .order_by(units.number)
                .limit(size)
            )
            with self.database.reading() as connection:
                found = [Waiting(*row) for row in connection.execute(query)]
            if not found:
                return
            after = found[-1].number
            yield found

    def kept(self, keys: Iterable[str]) -> dict[str, int]:
        """Of these keys those under which a review is kept, with its number of findings."""
        wanted = list(dict.fromkeys(keys))
        query = select(KEPT_REVIEWS.c.key, KEPT_REVIEWS.c.findings).where(KEPT_REVIEWS.c.key.in_(wanted))
        with self.database.reading() as connection:
            return dict(connection.execute(query).all())

    def kept_document(self, key: str) -> str | None:
        """The review that is kept under a key, packed."""
        with self.database.reading() as connection:
            found: str | None = connection.execute(
                select(KEPT_REVIEWS.c.document).where(KEPT_REVIEWS.c.key == key)
            ).scalar_one_or_none()
        return found

    def citations(self) -> Mapping[str, Citation]:
        """All citations that are kept: a few hundred, whatever the size of the run."""
        if self._citations is None:
            with self.database.reading() as connection:
                rows = connection.execute(select(KEPT_CITATIONS.c.name, KEPT_CITATIONS.c.document))
                self._citations = {name: unpacked_citation(document) for name, document in rows}
        return self._citations

    def keep(self, reviews: Sequence[KeptReview], citations: Mapping[str, str]) -> None:
        """Keep reviews for this run and others, without saying yet that their units are done."""
        self.reviewed((), reviews, citations)

    def reviewed(
        self, outcomes: Sequence[Outcome], reviews: Sequence[KeptReview], citations: Mapping[str, str]
    ) -> None:
        """Write down what came of units: their reviews, where they are new, and that they are done."""
        today = date.today().isoformat()
        with self.database.writing() as connection:
            self._cite(connection, citations)
            _insert_new(connection, KEPT_REVIEWS, [{**vars(review), "used": today} for review in reviews])
            if taken := [outcome.key for outcome in outcomes if outcome.kept]:
                used = KEPT_REVIEWS.c.key.in_(taken), KEPT_REVIEWS.c.used < today
                connection.execute(update(KEPT_REVIEWS).where(*used).values(used=today))
            if outcomes:
                connection.execute(_UNIT_DONE, [_as_row(self.id, outcome) for outcome in outcomes])

    def to_compose(self, size: int) -> Iterator[list[tuple[int, DraftToCompose]]]:
        """The drafts that are not put together yet, by number, about `size` units at a time."""
        after = -1
        while True:
            with self.database.reading() as connection:
                numbers = self._drafts_after(connection, after, size)
                rows = self._of_drafts(connection, numbers) if numbers else {}
            if not numbers:
                return
            after = numbers[-1]
            yield [(number, rows[number]) for number in numbers]

    def _drafts_after(self, connection: Connection, after: int, size: int) -> list[int]:
        sizes = (
            select(DRAFTS.c.number, func.count())
            .join(UNITS, (UNITS.c.batch_id == DRAFTS.c.batch_id) & (UNITS.c.draft == DRAFTS.c.number))
            .where(DRAFTS.c.batch_id == self.id, DRAFTS.c.number > after, DRAFTS.c.composed == 0)
            .group_by(DRAFTS.c.number)
            .order_by(DRAFTS.c.number)
            .limit(size)
        )
        numbers: list[int] = []
        units = 0
        for number, count in connection.execute(sizes):
            if numbers and units + count > size:
                break
            numbers.append(number)
            units += count
        return numbers

    def _of_drafts(self, connection: Connection, numbers: Sequence[int]) -> dict[int, DraftToCompose]:
        units = UNITS.c
        query = (
            select(units.draft, units.document, KEPT_REVIEWS.c.document, units.failure)
            .select_from(UNITS.outerjoin(KEPT_REVIEWS, units.review_key == KEPT_REVIEWS.c.key))
            .where(units.batch_id == self.id, units.draft.in_(numbers))
            .order_by(units.draft, units.number)
        )
        found: dict[int, list[tuple[str, str | None, str | None]]] = {number: [] for number in numbers}
        for draft, *row in connection.execute(query):
            found[draft].append((row[0], row[1], row[2]))
        return {
            number: DraftToCompose(*(tuple(column) for column in zip(*rows, strict=True)))
            for number, rows in found.items()
        }

    def composed(self, drafts: Sequence[tuple[int, ComposedDraft]], citations: Mapping[str, str]) -> None:
        """Write down drafts that were put together."""
        found = [
            {
                "batch_id": self.id,
                "draft": number,
                "number": at,
                "unit": line.unit,
                "line": line.line,
                "criterion": line.criterion,
                "severity": line.severity,
                "is_first": int(line.first),
                "confidence": line.confidence,
                "quote": json.dumps(line.quote),
                "place": line.place,
            }
            for number, draft in drafts
            for at, line in enumerate(draft.found)
        ]
        done = [{"of_batch": self.id, "of": number, "across": d.across, "worst": d.worst} for number, d in drafts]
        with self.database.writing() as connection:
            self._cite(connection, citations)
            if found:
                connection.execute(insert(FINDINGS), found)
            connection.execute(_DRAFT_DONE, done)

    def found_across(self, findings: Sequence[CrossFinding]) -> None:
        """Write down what was found across teams, in place of what was there."""
        rows = [
            {"batch_id": self.id, "number": number, "document": packed_text(as_text(finding))}
            for number, finding in enumerate(findings)
        ]
        with self.database.writing() as connection:
            connection.execute(delete(CROSS_FINDINGS).where(CROSS_FINDINGS.c.batch_id == self.id))
            if rows:
                connection.execute(insert(CROSS_FINDINGS), rows)

    def _cite(self, connection: Connection, citations: Mapping[str, str]) -> None:
        new = {name: document for name, document in citations.items() if name not in self._cited}
        _insert_new(connection, KEPT_CITATIONS, [{"name": n, "document": d} for n, d in new.items()])
        self._cited |= set(new)
        if self._citations is not None:
            self._citations |= {name: unpacked_citation(document) for name, document in new.items()}


_UNIT_DONE = (
    update(UNITS)
    .where(UNITS.c.batch_id == bindparam("of_batch"), UNITS.c.number == bindparam("of"))
    .values({name: bindparam(name) for name in ("state", "kept", "review_key", "failure")})
)
_DRAFT_DONE = (
    update(DRAFTS)
    .where(DRAFTS.c.batch_id == bindparam("of_batch"), DRAFTS.c.number == bindparam("of"))
    .values(composed=1, across=bindparam("across"), worst=bindparam("worst"))
)


def _as_row(batch: str, outcome: Outcome) -> dict[str, Any]:
    failure = None if outcome.failure is None else json.dumps(outcome.failure)
    return {
        "of_batch": batch,
        "of": outcome.number,
        "state": REVIEWED if failure is None else FAILED,
        "kept": int(outcome.kept),
        "review_key": outcome.key if failure is None else None,
        "failure": failure,
    }


def _insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of which some may be there already: another run may have been quicker."""
    if rows:
        dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(dialect.insert(table).on_conflict_do_nothing(), list(rows))


def _count(connection: Connection, table: Table, id_: str) -> int:
    return int(connection.execute(select(func.count()).where(table.c.batch_id == id_)).scalar_one())


def _forget_old(connection: Connection) -> None:
    before = datetime.now(UTC) - _KEPT_FOR
    connection.execute(delete(BATCHES).where(BATCHES.c.created < before.isoformat(timespec="seconds")))
    connection.execute(delete(KEPT_REVIEWS).where(KEPT_REVIEWS.c.used < before.date().isoformat()))
