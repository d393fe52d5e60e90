"""Owners and dates: what is true of most lines is said once, and known for each."""

from __future__ import annotations

from typing import Any

from coach.critique import Finding, Review
from coach.intake import read_json, read_text
from coach.shared import shared_coach

_LINES = [
    "Late parcels from 9 % to 4 %",
    "Lost parcels from 90 to 40",
    "Damaged parcels from 5 % to 2 %",
    "Complaints a week from 30 to 12",
]


def _review(key_results: list[Any], **draft: Any) -> Review:
    return shared_coach().review(
        read_json({**draft, "objectives": [{"objective": "Parcels come when we said", "key_results": key_results}]})
    )


def _of(review: Review, criterion: str) -> list[Finding]:
    return [finding for finding in review.findings if finding.criterion == criterion]


def test_a_draft_without_any_date_is_told_once() -> None:
    found = _of(_review(_LINES), "missing-deadline")
    assert [finding.where.key_result for finding in found] == [0]
    assert "none of the 4 key results has a date" in found[0].because


def test_one_line_without_a_date_among_others_is_named() -> None:
    lines = [f"{line} by 30 June" for line in _LINES[:3]] + [_LINES[3]]
    assert [finding.where.key_result for finding in _of(_review(lines), "missing-deadline")] == [3]


def test_suggestions_know_of_a_date_that_is_missing_and_not_told_again() -> None:
    lines = ["Late parcels from 9 % to 4 %", "Complaints a week down to 12"]
    baseline = _of(_review(lines), "missing-baseline")
    assert baseline and baseline[0].suggestion is not None
    assert "date" in " ".join(baseline[0].suggestion.blanks)


def test_most_lines_without_an_owner_are_told_once_an_objective() -> None:
    lines = [{"text": _LINES[0], "owner": "Ana"}, *_LINES[1:]]
    found = _of(_review(lines, period="2027-Q1"), "missing-owner")
    assert [finding.where.key_result for finding in found] == [1]
    assert "key results 2, 3 and 4" in found[0].because


def test_a_single_line_without_an_owner_is_named() -> None:
    lines: list[Any] = [{"text": line, "owner": "Ana"} for line in _LINES[:3]] + [_LINES[3]]
    assert [f.where.key_result for f in _of(_review(lines, period="2027-Q1"), "missing-owner")] == [3]


def test_an_excuse_is_for_its_own_line() -> None:
    text = "Objective: Parcels come when we said\n- Late parcels from 9 % to 4 % (ok: missing-deadline, yearly)\n- Lost parcels from 90 to 40\n- Complaints a week from 30 to 12\n"
    review = shared_coach().review(read_text(text))
    assert [finding.where.key_result for finding in _of(review, "missing-deadline")] == [1]
    assert [(e.criterion, e.where.key_result) for e in review.excused] == [("missing-deadline", 0)]
