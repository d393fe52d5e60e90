"""Where a model may add: never against what was read, as a question where the detectors are nearly in doubt, else aside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.criteria import catalogue
from coach.detectors import DraftRead
from coach.intake import read_text
from coach.reading.trained import Judgement
from coach.reviewer import Coach
from coach.shared import shared_coach
from coach.sharpening.doubt import COUNTED, room_for

DRAFT = read_text("""Objective: Patients go home sooner
KR1: Increase the share of patients discharged before noon from 22% to 30% by 30 June
KR2: Patients feel welcome on the ward
KR3: Fewer complaints by 30 June
""")


def _read() -> DraftRead:
    coach = shared_coach()
    return DraftRead(DRAFT, coach.read(DRAFT))


@pytest.mark.parametrize(
    ("criterion", "row"),
    [
        ("missing-baseline", 0),
        ("missing-target", 0),
        ("no-metric", 0),
        ("number-in-objective", -1),
        ("missing-deadline", 0),
        ("missing-owner", 0),
        ("single-key-result", -1),
        ("safe-target", 1),
        ("implausible-target", 1),
    ],
)
def test_what_exact_reading_contradicts_is_impossible(criterion: str, row: int) -> None:
    assert room_for(catalogue()[criterion], (0, row), _read(), foreign=False) == "impossible"
    assert room_for(catalogue()[criterion], (0, row), _read(), foreign=True) == "impossible"


def test_what_counts_is_counted_by_detectors_that_there_are() -> None:
    assert {c.detector for c in catalogue().values()} >= COUNTED


def _with_share(criterion: str, share: float) -> str:
    """The room at the second key result, or at the objective, with the trained reader's share as given."""
    read = _read()
    objective = read.objectives[0]
    heads = {"activity-key-result": "activity", "vanity-metric": "vanity"}
    if criterion in heads:
        line = objective.key_results[1]
        judged = line.judged or Judgement(*[0.5] * 10)
        changed = replace(line, judged=replace(judged, **{heads[criterion]: share}))
        rows = (objective.key_results[0], changed, *objective.key_results[2:])
        return room_for(
            catalogue()[criterion], (0, 1), DraftRead(DRAFT, (replace(objective, key_results=rows),)), False
        )
    field = {"vague-objective": "vague_confidence", "activity-objective": "activity_confidence"}[criterion]
    return room_for(catalogue()[criterion], (0, -1), DraftRead(DRAFT, (replace(objective, **{field: share}),)), False)


@pytest.mark.parametrize(
    ("criterion", "share", "room"),
    [
        ("activity-key-result", 0.48, "doubted"),
        ("activity-key-result", 0.1, "against"),
        ("vanity-metric", 0.49, "doubted"),
        ("vanity-metric", 0.05, "against"),
        ("activity-objective", 0.48, "doubted"),
        ("activity-objective", 0.2, "against"),
        ("vague-objective", 0.79, "doubted"),
        ("vague-objective", 0.5, "against"),
    ],
)
def test_a_share_near_the_detectors_limit_leaves_room(criterion: str, share: float, room: str) -> None:
    assert _with_share(criterion, share) == room


def test_the_set_as_a_whole_is_for_a_model_to_doubt() -> None:
    assert room_for(catalogue()["objective-not-covered"], (0, -1), _read(), foreign=False) == "doubted"


def test_in_another_language_the_detectors_are_against_nothing() -> None:
    read = _read()
    for criterion in catalogue().values():
        line = (0, 1) if criterion.applies_to == "key-result" else (0, -1)
        if criterion.applies_to in ("key-result", "objective"):
            assert room_for(criterion, line, read, foreign=True) != "against"


def test_without_the_trained_reader_there_is_an_answer_for_every_criterion() -> None:
    coach = Coach(home=shared_coach().home)
    read = DraftRead(DRAFT, coach.read(DRAFT))
    for criterion in catalogue().values():
        for row in (0, 1, 2) if criterion.applies_to == "key-result" else (-1,):
            assert room_for(criterion, (0, row), read, foreign=False) in ("impossible", "doubted", "against")
