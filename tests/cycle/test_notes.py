"""What a note says. The sentences here were not taken from the pages or the evaluation set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.criteria import catalogue
from coach.cycle.notes import NoteRead, read_note

_HOLLOW = catalogue()["status-theatre"].terms()


def _read(note: str) -> NoteRead:
    return read_note(note, _HOLLOW)


@pytest.mark.parametrize(
    "note",
    [
        "On track", "on track!", "In progress - no blockers", "Working on it", "Team is working hard and we are progressing well", "Completed several tasks, momentum is strong",
        "We will keep pushing", "No update", "No change since last week", "Good meeting, next steps aligned with stakeholders", "Everything is under control", "ok", "Läuft wie geplant", "Tout va bien",
        "Great progress this week, everyone is excited", "Hopefully it will improve next month", "See slides", "12 October: on track",
    ],
)  # fmt: skip
def test_a_note_that_could_stand_anywhere_is_empty(note: str) -> None:
    read = _read(note)
    assert read.is_empty and not read.tells and not read.has_plan


@pytest.mark.parametrize(
    "note",
    [
        "Still working on the migration", "Sales on track", "Onboarding redesign going well", "Customer interviews ongoing", "Continuing to work on the API integration with partners",
        "Monitoring the churn dashboard closely",
    ],
)  # fmt: skip
def test_a_note_that_only_names_its_subject_is_hollow(note: str) -> None:
    read = _read(note)
    assert not read.tells and not read.is_empty


@pytest.mark.parametrize(
    "note",
    [
        "Activation rose after the wizard went live", "31 %", "Waiting for legal to sign off the contract", "Blocked by the procurement freeze", "Signed two new partners, effect expected in December",
        "On track: 14 of 20 shops are live", "Working with legal on the contract, waiting for their redline", "Churn interviews show that price is not the reason", "Rolled out to the night shift",
        "Progress is slower than hoped because two nurses are sick", "No change: the supplier has not delivered", "Berlin signed, Hamburg declined",
    ],
)  # fmt: skip
def test_a_note_that_names_what_happened_tells(note: str) -> None:
    assert _read(note).tells


@pytest.mark.parametrize(
    "note",
    [
        "Ana to call the ten biggest accounts by Friday", "Two engineers move to this from Monday", "Need a decision from the CFO on the budget", "I propose to drop this and free the team",
        "Next we test payment without an account", "Escalate to the steering group", "Supplier is late. We will switch to the second source.", "Pumps ordered for January", "@maria takes over the supplier talks",
        "Workshop with the ward managers on 3 December", "Next steps: swap the gauge on line 2",
    ],
)  # fmt: skip
def test_a_plan_is_seen(note: str) -> None:
    assert _read(note).has_plan


@pytest.mark.parametrize(
    "note",
    [
        "Behind plan. We need to catch up.", "Will miss the target", "Not sure what to do", "Supplier left on 3 October", "Harder than expected", "No plan yet", "Next steps to be defined", "We hope that it gets better",
        "Dropped from 12 to 9 since the price went up", "We will continue to focus on this", "Very worrying", "Will try harder",
    ],
)  # fmt: skip
def test_a_wish_or_a_cause_is_no_plan(note: str) -> None:
    assert not _read(note).has_plan


def test_what_a_note_says_is_told_apart() -> None:
    read = _read("31 %, up from 28. Legal is late with the contract. Next week we ask the second bank.")
    assert {"figure", "moved", "stuck", "next"} <= read.says


@given(st.text(max_size=200))
def test_any_note_is_read(note: str) -> None:
    read = _read(note)
    assert all(0 <= clause.start <= clause.end <= len(note) for clause in read.clauses)


@given(st.sampled_from(_HOLLOW), st.sampled_from(["", " ", ". ", " - ", "\n"]), st.sampled_from(_HOLLOW))
def test_phrases_that_say_nothing_say_nothing_together(first: str, between: str, second: str) -> None:
    assert not _read(f"{first}{between or '. '}{second}").tells


def test_a_long_note_takes_no_long_time() -> None:
    note = "working on it and so on, " * 2000
    assert not _read(note).tells
