"""The suite across teams: its labels point at lines that are there, its counting is what the README of the set says, and its floors hold."""

from __future__ import annotations

import pytest

from coach.reviewer import Coach
from evals.suites import department
from evals.suites.department import CRITERIA, Labels, entries_of, labels_of

_NAMES = ("fifty-teams", "hospital", "town", "studio")


@pytest.fixture(scope="module")
def score() -> dict[tuple[str, str], tuple[dict[str, bool], dict[str, bool]]]:
    return department.score(Coach())


@pytest.mark.parametrize("name", _NAMES)
def test_every_label_points_at_something_that_is_there(name: str) -> None:
    there = set()
    for entry in entries_of(name):
        there.add(entry["id"])
        for objective in entry["objectives"]:
            there |= {objective["id"], *(row["id"] for row in objective["key_results"])}
    for criterion in CRITERIA:
        labels = labels_of(name, criterion, None)
        assert labels.planted, f"{name} has no planted {criterion}"
        for group in (labels.planted, labels.innocent, labels.either):
            assert all(items <= there for items in group.values())


def test_a_label_belongs_to_the_half_of_its_units() -> None:
    for half in ("fit", "test"):
        for criterion in CRITERIA:
            labels = labels_of("fifty-teams", criterion, half)
            assert all(department._belongs(items, half) for items in labels.planted.values())


def test_the_company_s_side_does_not_decide_the_half() -> None:
    assert department._belongs(frozenset(("c00-o1-k1", "d04-o1-k1")), "fit")
    assert not department._belongs(frozenset(("t03-o1-k1", "t04-o1-k1")), "fit")
    assert not department._belongs(frozenset(("c00-o1",)), "test")


def test_every_pair_of_a_group_counts() -> None:
    labels = labels_of("fifty-teams", "duplicated-effort", "fit")
    assert isinstance(labels, Labels)
    assert all(len(items) == 2 for group in (labels.planted, labels.innocent) for items in group.values())
    assert len(labels.innocent) > 35, "groups of more than two are pairs"


def test_every_criterion_is_counted_on_every_half(
    score: dict[tuple[str, str], tuple[dict[str, bool], dict[str, bool]]],
) -> None:
    assert set(score) == {(criterion, half) for criterion in CRITERIA for half in department.HALVES}
    assert all(recall for recall, _ in score.values())


_FLOORS = {
    ("copied-down", "test"): (0.90, 0.90),
    ("copied-down", "small"): (0.90, 0.90),
    ("overloaded-owner", "test"): (1.0, 1.0),
    ("overloaded-owner", "small"): (1.0, 1.0),
    ("too-many-objectives", "test"): (1.0, 1.0),
    ("mixed-cycles", "test"): (0.75, 1.0),
    ("no-parent-link", "small"): (1.0, 1.0),
}
"""Precision and recall that must not be fallen short of, on teams that no threshold was set on."""


@pytest.mark.parametrize(("criterion", "half"), _FLOORS)
def test_what_was_reached_is_kept(
    criterion: str, half: str, score: dict[tuple[str, str], tuple[dict[str, bool], dict[str, bool]]]
) -> None:
    precision, recall = _FLOORS[criterion, half]
    found, right = score[criterion, half]
    assert sum(right.values()) >= precision * len(right)
    assert sum(found.values()) >= recall * len(found)
