"""A run: each unit reviewed once, nothing lost wherever it is cut off, and nothing reviewed again that has not changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coach.criteria import catalogue
from coach.department.contract import BadRow, ColumnUse, CrossFinding, SheetMapping, Side, Unit
from coach.department.engine import Run
from coach.department.ledger import KeptLedger
from coach.department.recording import Recording
from coach.department.run_folder import RunFolder, write_lines
from coach.department.worker import Setup
from coach.errors import InputError
from coach.okr import Place
from coach.reading.result import Where
from coach.shared import shared_coach
from coach.store.database import Database
from tests.support.departments import Here, Listed, draft_of, units_of

DRAFTS = [
    draft_of(0, 1, 2, id="wards", team="Wards", level="team"),
    draft_of(3, id="theatres", team="Theatres", level="team", period="2027-Q1"),
    draft_of(4, 5, id="kitchen", team="Kitchen", level="team"),
]
BAD = BadRow(file="okrs.csv", sheet="Q1", row=7, text="???", reason="no words in the key result; write what changes")
MAPPING = SheetMapping(
    sheet="Q1",
    header_row=1,
    columns=(ColumnUse(column="A", header="Objective", role="objective"),),
    shape="abc",
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A store of its own."""
    opened = Database(f"sqlite:///{tmp_path / 'coach.db'}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def setup() -> Setup:
    """By what is reviewed."""
    return Setup(home=str(shared_coach().home))


def begun(database: Database) -> Recording:
    """A new run."""
    return Recording.begin(database, "okrs.csv", {}, None)


def completed(
    database: Database, setup: Setup, source: Listed, here: Here | None = None, recording: Recording | None = None
) -> KeptLedger:
    """The run, complete."""
    run = Run(recording or begun(database), here or Here(), setup)
    ledger = run.review(source)
    run.look_across(ledger, lambda _: ())
    return ledger


def reviews_of(ledger: KeptLedger, folder: Path) -> str:
    """What is written of it."""
    return write_lines(ledger, RunFolder(folder))[0].read_text(encoding="utf-8")


def source_of(*units: Unit) -> Listed:
    """A sheet with a bad row in it."""
    return Listed(MAPPING, *units[:2], BAD, *units[2:], name="okrs.csv")


def test_every_draft_gets_the_review_that_it_gets_alone(database: Database, setup: Setup) -> None:
    ledger = completed(database, setup, source_of(*units_of(*DRAFTS)))
    found = list(ledger.team_reviews())
    assert [each.draft_id for each in found] == ["wards", "theatres", "kitchen"]
    assert [each.units for each in found] == [(0, 1, 2), (3,), (4, 5)]
    coach = shared_coach()
    for draft, each in zip(DRAFTS, found, strict=True):
        assert each.review == coach.by_rules_many([draft], suggestions=False)[0]


def test_drafts_whose_objectives_do_not_stand_together_are_put_together(database: Database, setup: Setup) -> None:
    units = units_of(*DRAFTS)
    mixed = [unit.model_copy(update={"number": n}) for n, unit in enumerate(units[at] for at in (4, 0, 3, 1, 5, 2))]
    found = list(completed(database, setup, source_of(*mixed)).team_reviews())
    assert [(each.draft_id, each.units) for each in found] == [
        ("kitchen", (0, 4)),
        ("wards", (1, 3, 5)),
        ("theatres", (2,)),
    ]


def test_a_second_run_reviews_what_changed_and_nothing_else(database: Database, setup: Setup) -> None:
    units = units_of(*DRAFTS)
    first = Here()
    completed(database, setup, source_of(*units), first)
    assert len(first.reviewed) == len(units)
    changed = units_of(draft_of(0, 7, 2, id="wards", team="Wards", level="team"), *DRAFTS[1:])
    second = Here()
    ledger = completed(database, setup, source_of(*changed), second)
    assert second.reviewed == [changed[1].draft.objectives[0].text]
    assert ledger.totals()["kept"] == len(units) - 1
    at_once = shared_coach().by_rules_many([draft_of(0, 7, 2, id="wards", team="Wards", level="team")], False)[0]
    assert next(iter(ledger.team_reviews())).review == at_once


def test_other_house_rules_are_another_review(database: Database, setup: Setup) -> None:
    completed(database, setup, source_of(*units_of(*DRAFTS)))
    rules = json.dumps({"off": {"missing-baseline": "We measure later."}})
    here = Here()
    ledger = completed(database, Setup(home=setup.home, rules=rules), source_of(*units_of(*DRAFTS)), here)
    assert len(here.reviewed) == 6
    assert not [count for count in ledger.counts() if count.criterion == "missing-baseline"]


def test_equal_units_are_reviewed_once_and_told_to_each_team(database: Database, setup: Setup) -> None:
    same = [draft_of(8, id=f"team {number}", team=f"Team {number}") for number in range(40)]
    here = Here()
    ledger = completed(database, setup, source_of(*units_of(*same)), here)
    assert len(here.reviewed) == 1
    reviews = [each.review for each in ledger.team_reviews()]
    assert len(reviews) == 40
    assert len({review.findings for review in reviews}) == 1


@pytest.mark.parametrize("stops_after", range(7))
def test_wherever_it_is_cut_off_nothing_is_lost_and_nothing_done_twice(
    database: Database, setup: Setup, tmp_path: Path, stops_after: int
) -> None:
    units = units_of(*DRAFTS)
    whole = reviews_of(completed(Database(f"sqlite:///{tmp_path / 'other.db'}"), setup, source_of(*units)), tmp_path)
    recording = begun(database)
    cut_off = Here(stops_after=stops_after)
    if stops_after < len(units):
        with pytest.raises(KeyboardInterrupt):
            completed(database, setup, source_of(*units), cut_off, recording)
    else:
        completed(database, setup, source_of(*units), cut_off, recording)
    assert len(cut_off.reviewed) == min(stops_after, len(units))
    further, source = Here(), source_of(*units)
    ledger = completed(database, setup, source, further, Recording(database, recording.id))
    assert sorted(cut_off.reviewed + further.reviewed) == sorted(unit.draft.objectives[0].text for unit in units)
    assert source.reads == 0, "what was read is not read again"
    assert reviews_of(ledger, tmp_path) == whole


class _CutOff(Listed):
    """A source that ends in the middle, the first time."""

    def read(self) -> Iterator[Unit | BadRow | SheetMapping]:
        """All of it but the first time."""
        for number, item in enumerate(super().read()):
            if self.reads == 1 and number == 450:
                raise KeyboardInterrupt
            yield item


def test_reading_goes_on_where_it_was(database: Database, setup: Setup) -> None:
    units = units_of(*(draft_of(at % 3, id=f"team {at}", team=f"Team {at}") for at in range(500)))
    recording, source = begun(database), _CutOff(*units)
    with pytest.raises(KeyboardInterrupt):
        completed(database, setup, source, recording=recording)
    again = Recording(database, recording.id)
    assert (again.stage, again.items) == ("reading", 400)
    ledger = completed(database, setup, source, recording=again)
    assert [unit.number for unit in ledger.units()] == list(range(500))
    assert ledger.totals()["drafts"] == 500


def test_reading_does_not_go_on_in_another_input(database: Database, setup: Setup) -> None:
    units = units_of(*(draft_of(at % 3, id=f"team {at}", team=f"Team {at}") for at in range(500)))
    recording = begun(database)
    with pytest.raises(KeyboardInterrupt):
        completed(database, setup, _CutOff(*units), recording=recording)
    changed = Listed(units[0].model_copy(update={"team": "Another"}), *units[1:])
    with pytest.raises(InputError, match="not what it was when this run began"):
        completed(database, setup, changed, recording=Recording(database, recording.id))


def test_a_unit_that_kills_its_worker_is_named_and_the_others_are_reviewed(
    database: Database, setup: Setup, tmp_path: Path
) -> None:
    units = units_of(*DRAFTS)
    poison = units[1].draft.objectives[0].text
    ledger = completed(database, setup, source_of(*units), Here(dies_of=poison))
    assert ledger.totals()["failed"] == 1 and ledger.totals()["bad_rows"] == 2
    bad = list(ledger.bad_rows())
    assert bad[0] == BAD and bad[1].text == poison and "was killed" in bad[1].reason
    wards = next(iter(ledger.team_reviews())).review
    assert wards.notices[0].startswith("Objective 2 (“") and "could not be reviewed" in wards.notices[0]
    assert {finding.where.objective for finding in wards.findings} >= {0, 2}
    again = completed(database, setup, source_of(*units), Here())
    assert again.totals()["failed"] == 0


def test_the_program_changed_since_the_run_began(database: Database, setup: Setup) -> None:
    recording = begun(database)
    with pytest.raises(KeyboardInterrupt):
        completed(database, setup, source_of(*units_of(*DRAFTS)), Here(stops_after=2), recording)
    rules = json.dumps({"off": {"missing-baseline": "We measure later."}})
    with pytest.raises(InputError, match="changed since this run began"):
        completed(
            database,
            Setup(home=setup.home, rules=rules),
            source_of(*units_of(*DRAFTS)),
            recording=Recording(database, recording.id),
        )


def test_an_empty_input_is_told(database: Database, setup: Setup) -> None:
    with pytest.raises(InputError, match="there is nothing in it"):
        completed(database, setup, Listed())


def test_what_was_read_and_not_reviewed_is_there(database: Database, setup: Setup) -> None:
    ledger = completed(database, setup, source_of(*units_of(*DRAFTS)))
    assert list(ledger.mappings()) == [MAPPING]
    assert list(ledger.bad_rows()) == [BAD]
    assert [unit.draft for unit in ledger.units()] == [unit.draft for unit in units_of(*DRAFTS)]


def test_counts_are_those_of_the_reviews(database: Database, setup: Setup) -> None:
    ledger = completed(database, setup, source_of(*units_of(*DRAFTS)))
    by_hand: dict[tuple[str, str], set[str]] = {}
    findings = 0
    for each in ledger.team_reviews():
        findings += len(each.review.findings)
        for finding in each.review.findings:
            for where in (finding.where, *finding.also):
                by_hand.setdefault((each.team, finding.criterion), set()).add(str(where))
    assert {(count.team, count.criterion): count.lines for count in ledger.counts()} == {
        key: len(lines) for key, lines in by_hand.items()
    }
    assert all(0 < count.lines <= count.of for count in ledger.counts())
    assert {count.criterion: count.severity for count in ledger.counts()} == {
        criterion: catalogue()[criterion].severity for _, criterion in by_hand
    }
    totals = ledger.totals()
    assert (totals["teams"], totals["drafts"], totals["objectives"], totals["bad_rows"]) == (3, 3, 6, 1)
    assert totals["findings"] == findings == sum(totals[name] for name in ("fix", "improve", "consider"))
    assert ledger.reaches("consider")


def test_quotes_are_the_surest_and_of_many_teams(database: Database, setup: Setup) -> None:
    ledger = completed(database, setup, source_of(*units_of(*DRAFTS)))
    reviews = {each.team: each.review for each in ledger.team_reviews()}
    seen: dict[str, set[str]] = {}
    for team, review in reviews.items():
        for finding in review.findings:
            seen.setdefault(finding.criterion, set()).add(team)
    shared = max(seen, key=lambda criterion: len(seen[criterion]))
    quoted = ledger.quoted(shared, 3)
    assert len({each.team for each in quoted}) == min(3, len(seen[shared]))
    for each in quoted:
        same = [f for f in reviews[each.team].findings if f.criterion == shared]
        assert each.confidence == max(finding.confidence for finding in same)
        assert any(f.quote == each.quote and f.place == each.place for f in same)


def test_what_is_found_across_teams_is_kept(database: Database, setup: Setup) -> None:
    side = Side(team="Wards", unit=0, where=Where(objective=0), quote="A quote", place=Place(start=0, end=7))
    found = CrossFinding(
        criterion="duplicated-effort",
        title="Two teams",
        severity="improve",
        sides=(side, side),
        message="Both do it.",
        question="Who does it?",
        because="the same words",
        confidence=0.9,
    )
    run = Run(begun(database), Here(), setup)
    ledger = run.review(source_of(*units_of(*DRAFTS)))
    run.look_across(ledger, lambda ledger: [found] * len(list(ledger.units())))
    assert list(ledger.across()) == [found] * 6
    assert ledger.totals()["across"] == 6


def test_how_far_it_is_is_told(database: Database, setup: Setup) -> None:
    told: list[Any] = []
    run = Run(begun(database), Here(), setup, told=told.append)
    run.look_across(run.review(source_of(*units_of(*DRAFTS))), lambda _: ())
    assert next(progress.stage for progress in told if progress.stage != "reading") == "reviewing"
    assert told[0].total is None
    last = told[-1]
    assert (last.stage, last.done, last.total) == ("writing", 6, 6)
    assert last.findings > 0 and last.key_results == sum(len(list(draft.key_results())) for draft in DRAFTS)
