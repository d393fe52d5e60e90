"""What a page holds of a run: filtered without reading, one draft read when it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.department.engine import Run
from coach.department.ledger import KeptLedger
from coach.department.recording import Recording
from coach.department.results import Results, filtered, results_of
from coach.department.worker import Setup
from coach.settings import settings
from coach.store.database import Database
from tests.support.departments import Here, Listed, draft_of, units_of


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptLedger]:
    folder = tmp_path_factory.mktemp("results")
    database = Database(f"sqlite:///{folder / 'runs.db'}")
    drafts = [draft_of(at, at + 1, team=f"Team {at}", id=f"d{at}") for at in range(0, 12, 2)]
    recording = Recording.begin(database, "a list", {}, None)
    run = Run(recording, Here(), Setup(home=str(Path(settings().home)), rules=None, suggestions=False))
    made = run.review(Listed(*units_of(*drafts)))
    yield made
    database.close()


@pytest.fixture(scope="module")
def results(ledger: KeptLedger) -> Results:
    return results_of(ledger)


def test_every_finding_is_a_row_that_leads_to_its_place_in_its_draft(ledger: KeptLedger, results: Results) -> None:
    assert results.rows and results.more == 0
    assert len(results.rows) == sum(draft.findings for draft in results.drafts)
    for row in results.rows:
        reviewed = ledger.team_review(row.draft)
        assert reviewed is not None and reviewed.team == row.team
        finding = reviewed.review.findings[row.finding]
        assert (finding.criterion, finding.severity) == (row.criterion, row.severity)
        assert row.line or finding.where.objective is None


def test_one_draft_is_what_all_of_them_are(ledger: KeptLedger) -> None:
    for reviewed in ledger.team_reviews():
        assert ledger.team_review(reviewed.units[0]) == reviewed
    assert ledger.team_review(10_000) is None


def test_a_unit_leads_to_the_draft_it_is_in(results: Results) -> None:
    for draft in results.drafts:
        assert all(results.draft_of(unit) == draft.draft for unit in draft.units)
    assert results.draft_of(10_000) is None


def test_filters_are_all_asked_for_at_once_and_none_means_any(results: Results) -> None:
    assert filtered(results.rows) == list(results.rows)
    row = results.rows[0]
    found = filtered(results.rows, {row.team}, {row.criterion}, {row.severity})
    assert row in found
    assert {(each.team, each.criterion) for each in found} == {(row.team, row.criterion)}
    assert filtered(results.rows, teams={"nobody"}) == []


def test_words_may_stand_in_any_order_and_case(results: Results) -> None:
    row = next(row for row in results.rows if len(row.line.split()) > 3)
    first, *_, last = row.line.split()
    assert row in filtered(results.rows, text=f"{last.upper()}  {first.lower()}")
    assert filtered(results.rows, text=f"{first} qqqq") == []
