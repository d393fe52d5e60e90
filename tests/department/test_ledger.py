"""What is kept of a run is the same on every database: SQLite always, PostgreSQL where there is a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.department.engine import Run
from coach.department.ledger import KeptLedger
from coach.department.recording import Recording
from coach.department.worker import Setup
from coach.errors import StoreError
from coach.shared import shared_coach
from coach.store.database import Database
from tests.store.conftest import postgres_server, url  # noqa: F401  (fixtures)
from tests.support.departments import Here, Listed, draft_of, units_of

UNITS = units_of(
    draft_of(0, 1, 2, id="wards \x00 and \ud83d", team="Wards \x00", level="team"),
    draft_of(4, id="kitchen", team="Kitchen"),
)


def test_a_run_is_kept_counted_and_deleted(url: str) -> None:  # noqa: F811
    database = Database(url)
    recording = Recording.begin(database, "okrs.csv", {}, None)
    ledger = Run(
        recording, Here(dies_of=UNITS[2].draft.objectives[0].text), Setup(home=str(shared_coach().home))
    ).review(Listed(*UNITS))
    assert list(ledger.units()) == UNITS
    reviews = list(ledger.team_reviews())
    assert [(each.draft_id, each.team) for each in reviews] == [
        (UNITS[0].draft_id, "Wards \x00"),
        ("kitchen", "Kitchen"),
    ]
    totals = ledger.totals()
    assert (totals["teams"], totals["objectives"], totals["failed"], totals["bad_rows"]) == (2, 4, 1, 1)
    assert totals["findings"] == sum(len(each.review.findings) for each in reviews)
    count = ledger.counts()[0]
    assert 0 < count.lines <= count.of
    assert ledger.quoted(count.criterion)[0].quote
    assert ledger.reaches("consider")

    again = Here()
    second = Recording.begin(database, "okrs.csv", {}, None)
    assert Run(second, again, Setup(home=str(shared_coach().home))).review(Listed(*UNITS)).totals()["kept"] == 3
    assert again.reviewed == [UNITS[2].draft.objectives[0].text]

    recording.forget()
    with pytest.raises(StoreError, match="is not kept any more"):
        KeptLedger(database, recording.id)
    assert len(list(KeptLedger(database, second.id).team_reviews())) == 2, "the other run has all it needs"
    database.close()


def test_a_run_that_is_not_there_is_told(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'coach.db'}")
    for opened in (KeptLedger, Recording):
        with pytest.raises(StoreError, match="aaaaaaaa"):
            opened(database, "a" * 32)
    database.close()
