"""A draft that lacks what it would be judged by is never ready, and says so."""

from __future__ import annotations

from coach.critique import Review
from coach.intake import read_json, read_text
from coach.shared import shared_coach
from coach.ui.words import counted


def _review(text: str) -> Review:
    return shared_coach().review(read_text(text))


def test_objectives_without_any_key_result_are_not_ready() -> None:
    review = _review("Objective: Patients get home on the day they are fit to leave\n")
    assert review.draft.objectives and review.readiness == "Not ready" and review.reaches("fix")
    assert review.summary.startswith("Not ready: no key results yet")
    assert "no key results yet" in counted(review)
    assert any(notice.startswith("No key results yet") for notice in review.as_json()["notices"])


def test_key_results_without_an_objective_are_not_ready() -> None:
    lines = ["Late parcels from 9 % to 4 % by 30 June", "Lost parcels from 90 to 40 by 30 June"]
    review = shared_coach().review(read_json({"objectives": [{"key_results": lines}]}))
    assert review.readiness == "Not ready" and review.reaches("fix")
    assert "no objective is written" in review.summary


def test_one_objective_without_key_results_is_named() -> None:
    full = {
        "objective": "Parcels come on the day we said",
        "key_results": ["Late parcels from 9 % to 4 %", "Lost parcels from 90 to 40"],
    }
    draft = {"period": "2027-Q1", "objectives": [full, {"objective": "Drivers get home before dark"}]}
    review = shared_coach().review(read_json(draft))
    assert review.readiness != "Ready to share" and "objective 2 has no key results yet" in review.summary


def test_a_draft_of_which_most_was_not_read_says_so() -> None:
    chatter = "Dear all, thank you for the lively meeting on Tuesday, I enjoyed it very much and so did Petra. "
    text = f"{chatter * 4}\n\nObjective: Parcels come on the day we said\nKR: Late parcels from 9 % to 4 % by 30 June\nKR: Lost parcels from 90 to 40 by 30 June\n"
    review = _review(text)
    assert review.unread, "the chatter is not an OKR"
    assert "most of it was not read" in review.summary and review.readiness != "Ready to share"


def test_a_whole_draft_has_no_gaps() -> None:
    review = _review("Objective: Parcels come on the day we said\nKR: Late parcels from 9 % to 4 % by 30 June\n")
    assert review.gaps == ()
