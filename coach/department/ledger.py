"""A run as it is kept, for those who report on it: `coach.department.contract.Ledger` over the store.

Everything long is read in pages, each in a transaction of its own, so that memory stays flat and no writer waits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, case, func, select

from coach.criteria import SEVERITIES, Severity, catalogue
from coach.critique import Citation, Review
from coach.department.composition import assembled
from coach.department.contract import BadRow, Count, CrossFinding, Quoted, SheetMapping, TeamReview, Unit
from coach.department.packing import unpacked_citation, unpacked_review, unpacked_text, unpacked_unit
from coach.department.recording import FAILED
from coach.department.relocation import relocated
from coach.errors import StoreError
from coach.okr import Place, Value
from coach.reading.result import Where
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

V = TypeVar("V", bound=Value)
_Row = Any
"""A row of a query; its columns are known by name."""
_PAGE = 200
_UNITS_A_PAGE = 128


@dataclass(frozen=True)
class _Team:
    drafts: int
    objectives: int
    key_results: int


class KeptLedger:
    """One run. See `coach.department.contract.Ledger`."""

    def __init__(self, database: Database, id_: str) -> None:
        """Raises:
        StoreError: there is no such run, or it cannot be read.
        """
        self._database, self.id = database, id_
        with database.reading() as connection:
            name = connection.execute(select(BATCHES.c.name).where(BATCHES.c.id == id_)).scalar_one_or_none()
        if name is None:
            raise StoreError(f"the run {id_[:8]} is not kept any more; run `okr-coach department` again")
        self.name: str = json.loads(name)

    def mappings(self) -> Sequence[SheetMapping]:
        """How each sheet was understood, in order."""
        return list(self._documents(MAPPINGS, SheetMapping))

    def bad_rows(self) -> Iterator[BadRow]:
        """What was kept and not reviewed, in order; then the objectives that could not be reviewed."""
        yield from self._documents(BAD_ROWS, BadRow)
        for row in self._pages(UNITS, UNITS.c.document, UNITS.c.failure, state=FAILED):
            unit = unpacked_unit(row.document)
            yield _as_bad_row(unit, json.loads(row.failure), self.name)

    def units(self) -> Iterator[Unit]:
        """All units, in order."""
        for row in self._pages(UNITS, UNITS.c.document):
            yield unpacked_unit(row.document)

    def team_reviews(self) -> Iterator[TeamReview]:
        """In the order in which the drafts began in the input."""
        waiting: list[_Row] = []
        size = 0
        for draft in self._drafts():
            waiting.append(draft)
            size += draft[1]
            if size >= _UNITS_A_PAGE:
                yield from self._reviews(waiting)
                waiting, size = [], 0
        if waiting:
            yield from self._reviews(waiting)

    def team_review(self, first_unit: int) -> TeamReview | None:
        """The draft that begins with this unit; None where none does."""
        query = select(DRAFTS.c.across).where(DRAFTS.c.batch_id == self.id, DRAFTS.c.number == first_unit)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else next(self._reviews([(first_unit, 1, row.across)]), None)

    def counts(self) -> Sequence[Count]:
        """By team and criterion, counted in the database."""
        seen = (
            select(DRAFTS.c.team, FINDINGS.c.criterion, FINDINGS.c.severity, FINDINGS.c.unit, FINDINGS.c.line)
            .select_from(FINDINGS.join(DRAFTS, _of_its_draft()))
            .where(FINDINGS.c.batch_id == self.id)
            .distinct()
            .subquery()
        )
        query = (
            select(seen.c.team, seen.c.criterion, seen.c.severity, func.count(), func.max(seen.c.line))
            .group_by(seen.c.team, seen.c.criterion, seen.c.severity)
            .order_by(seen.c.team, seen.c.criterion)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        teams = self._teams
        return [
            Count(
                team=json.loads(team), criterion=criterion, severity=severity, lines=lines, of=_of(teams[team], finest)
            )
            for team, criterion, severity, lines, finest in rows
        ]

    def quoted(self, criterion: str, most: int = 3) -> Sequence[Quoted]:
        """The clearest cases of a criterion: the surest first, no two of one team while others have some."""
        by_sureness = (FINDINGS.c.confidence.desc(), FINDINGS.c.unit, FINDINGS.c.line, FINDINGS.c.number)
        rank = func.row_number().over(partition_by=DRAFTS.c.team, order_by=by_sureness).label("rank")
        ranked = (
            select(FINDINGS, DRAFTS.c.team, rank)
            .select_from(FINDINGS.join(DRAFTS, _of_its_draft()))
            .where(FINDINGS.c.batch_id == self.id, FINDINGS.c.criterion == criterion, FINDINGS.c.is_first == 1)
            .subquery()
        )
        query = (
            select(ranked)
            .order_by(ranked.c.rank, ranked.c.confidence.desc(), ranked.c.unit, ranked.c.line, ranked.c.number)
            .limit(most)
        )
        with self._database.reading() as connection:
            return [_as_quoted(row) for row in connection.execute(query)]

    def across(self) -> Sequence[CrossFinding]:
        """What was found across teams, the most certain first."""
        return list(self._documents(CROSS_FINDINGS, CrossFinding))

    def totals(self) -> Mapping[str, int]:
        """teams, drafts, objectives, key_results, findings (in all and by severity), across, bad_rows, kept, failed."""
        units, found = UNITS.c, FINDINGS.c
        of_units = select(
            func.count(),
            func.coalesce(func.sum(units.key_results), 0),
            func.coalesce(func.sum(units.kept), 0),
            func.coalesce(func.sum(case((units.state == FAILED, 1), else_=0)), 0),
        ).where(units.batch_id == self.id)
        of_drafts = select(func.count(), func.count(DRAFTS.c.team.distinct())).where(DRAFTS.c.batch_id == self.id)
        by_severity = (
            select(found.severity, func.count())
            .where(found.batch_id == self.id, found.is_first == 1)
            .group_by(found.severity)
        )
        bad = select(func.count()).where(BAD_ROWS.c.batch_id == self.id)
        of_teams = select(func.count()).where(CROSS_FINDINGS.c.batch_id == self.id)
        with self._database.reading() as connection:
            objectives, key_results, kept, failed = connection.execute(of_units).one()
            drafts, teams = connection.execute(of_drafts).one()
            severities: dict[str, int] = dict(connection.execute(by_severity).all())
            bad_rows = connection.execute(bad).scalar_one()
            across = connection.execute(of_teams).scalar_one()
        return {
            "teams": teams,
            "drafts": drafts,
            "objectives": objectives,
            "key_results": key_results,
            "findings": sum(severities.values()),
            **{severity: severities.get(severity, 0) for severity in SEVERITIES},
            "across": across,
            "bad_rows": bad_rows + failed,
            "kept": kept,
            "failed": failed,
        }

    def reaches(self, severity: Severity) -> bool:
        """Whether any finding, or anything that is missing altogether, is at or above `severity`."""
        grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
        query = select(func.count()).where(DRAFTS.c.batch_id == self.id, DRAFTS.c.worst.in_(grave))
        with self._database.reading() as connection:
            return bool(connection.execute(query).scalar_one())

    @cached_property
    def _teams(self) -> dict[str, _Team]:
        query = (
            select(DRAFTS.c.team, func.count(DRAFTS.c.number.distinct()), func.count(), func.sum(UNITS.c.key_results))
            .join(UNITS, (UNITS.c.batch_id == DRAFTS.c.batch_id) & (UNITS.c.draft == DRAFTS.c.number))
            .where(DRAFTS.c.batch_id == self.id)
            .group_by(DRAFTS.c.team)
        )
        with self._database.reading() as connection:
            return {team: _Team(drafts, units, rows) for team, drafts, units, rows in connection.execute(query)}

    @cached_property
    def _citations(self) -> dict[str, Citation]:
        """All that are kept: a few hundred, whatever the size of the run."""
        with self._database.reading() as connection:
            rows = connection.execute(select(KEPT_CITATIONS.c.name, KEPT_CITATIONS.c.document))
            return {name: unpacked_citation(document) for name, document in rows}

    def _documents(self, table: Table, kind: type[V]) -> Iterator[V]:
        for row in self._pages(table, table.c.document):
            yield kind.model_validate(json.loads(unpacked_text(row.document)))

    def _pages(self, table: Table, *columns: Any, **having: object) -> Iterator[_Row]:
        after = -1
        conditions = [table.c[name] == value for name, value in having.items()]
        while True:
            query = (
                select(table.c.number, *columns)
                .where(table.c.batch_id == self.id, table.c.number > after, *conditions)
                .order_by(table.c.number)
                .limit(_PAGE)
            )
            with self._database.reading() as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            yield from rows
            after = rows[-1].number

    def _drafts(self) -> Iterator[_Row]:
        """Each draft's number, how many units it has, and what is seen across them."""
        after = -1
        while True:
            query = (
                select(DRAFTS.c.number, func.count(UNITS.c.number), DRAFTS.c.across)
                .join(UNITS, (UNITS.c.batch_id == DRAFTS.c.batch_id) & (UNITS.c.draft == DRAFTS.c.number))
                .where(DRAFTS.c.batch_id == self.id, DRAFTS.c.number > after)
                .group_by(DRAFTS.c.number, DRAFTS.c.across)
                .order_by(DRAFTS.c.number)
                .limit(_PAGE)
            )
            with self._database.reading() as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            yield from rows
            after = rows[-1].number

    def _reviews(self, drafts: Sequence[_Row]) -> Iterator[TeamReview]:
        across = {number: packed for number, _, packed in drafts}
        query = (
            select(UNITS.c.draft, UNITS.c.document, UNITS.c.failure, KEPT_REVIEWS.c.document.label("review"))
            .select_from(UNITS.outerjoin(KEPT_REVIEWS, UNITS.c.review_key == KEPT_REVIEWS.c.key))
            .where(UNITS.c.batch_id == self.id, UNITS.c.draft.in_(list(across)))
            .order_by(UNITS.c.draft, UNITS.c.number)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        by_draft: dict[int, list[_Row]] = {}
        for row in rows:
            by_draft.setdefault(row.draft, []).append(row)
        for number, mine in by_draft.items():
            yield self._team_review(mine, across[number])

    def _team_review(self, rows: Sequence[_Row], across: str | None) -> TeamReview:
        units = [unpacked_unit(row.document) for row in rows]
        reviews: list[Review | None] = []
        failures: list[str | None] = []
        for unit, row in zip(units, rows, strict=True):
            review = None if row.review is None else unpacked_review(row.review, unit.draft, self._citations)
            reviews.append(None if review is None else relocated(review, unit.draft))
            failures.append(None if row.failure is None else json.loads(row.failure))
        seen = None if across is None else unpacked_review(across, units[0].draft, self._citations)
        return assembled(units, reviews, seen, tuple(catalogue()), failures)


def _of_its_draft() -> ColumnElement[bool]:
    return (DRAFTS.c.batch_id == FINDINGS.c.batch_id) & (DRAFTS.c.number == FINDINGS.c.draft)


def _of(team: _Team, finest: int) -> int:
    """How many places of a team a criterion could have been seen at, from the finest it was seen at."""
    return team.drafts if finest == -2 else team.objectives if finest == -1 else team.key_results


def _as_quoted(row: _Row) -> Quoted:
    line = row.line
    where = Where() if line == -2 else Where(objective=0, key_result=None if line == -1 else line)
    return Quoted(
        team=json.loads(row.team),
        unit=row.unit,
        where=where,
        criterion=row.criterion,
        severity=row.severity,
        quote=json.loads(row.quote),
        place=Place.model_validate_json(row.place),
        confidence=row.confidence,
    )


def _as_bad_row(unit: Unit, reason: str, name: str) -> BadRow:
    objective = unit.draft.objectives[0]
    lines = [objective.wording, *(row.wording for row in objective.key_results)]
    first = next((line for line in lines if line is not None), None)
    place = first.place if first is not None else None
    return BadRow(
        file=name,
        sheet=place.sheet if place else None,
        row=(place.row if place else None) or unit.number + 1,
        text=objective.text or (first.text if first else ""),
        reason=reason,
    )
