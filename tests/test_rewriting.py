"""Suggestions: which metric is offered by name, and what is offered where none fits."""

from __future__ import annotations

import re

import pytest

from benchmarks.metric_matches import halves, measure
from coach.critique import Suggestion
from coach.intake import read_json
from coach.metrics import Task, metric_library
from coach.rewriting.proposals import subject_of
from coach.shared import shared_coach


def _suggested(objective: str, key_result: str, criterion: str) -> Suggestion | None:
    draft = read_json({"objectives": [{"objective": objective, "key_results": [key_result]}]})
    found = [f for f in shared_coach().review(draft).findings if f.criterion == criterion]
    assert found, f"{criterion} does not fire on {key_result!r}"
    return found[0].suggestion


def test_a_metric_that_is_offered_fits_on_fields_nothing_was_fitted_on() -> None:
    got = measure(halves()[1])
    assert got.precision >= 0.85
    assert got.coverage >= 0.35


def test_no_field_is_both_fitted_and_measured_on() -> None:
    fitted, held_out = halves()
    assert not {line["field"] for line in fitted} & {line["field"] for line in held_out}
    known = {metric.id for metric in metric_library().metrics}
    assert {metric for line in fitted + held_out for metric in line["fitting"]} <= known


def test_the_aim_decides_between_the_metrics_of_one_task() -> None:
    """The same task under two objectives leads to two metrics."""
    for aim, metric in [
        ("Older patients fall less often", "falls-with-harm"),
        ("Medicines reach the right patient", "medication-errors-that-reach-the-patient"),
    ]:
        assert metric_library().for_activity("Train all ward staff", aim, count=1)[0][0].id == metric


def test_a_task_and_an_aim_that_point_to_different_metrics_get_none() -> None:
    """A CRM is for sales by its name, and here it is for supporters; a sales figure would be silly."""
    (found,) = metric_library().offers([Task("Set up a CRM", "Supporters stay with us for years")])
    assert all(metric.function != "Sales" for metric in found)


@pytest.mark.parametrize(
    ("objective", "task"),
    [
        ("Orders leave the warehouse complete", "Roll out the handheld scanners to all three shifts"),
        ("Grow the business", "Hire 2 AEs"),
        ("Healthier soil", "Sow cover crops on all fields"),
        ("", "Set up a CRM"),
    ],
)
def test_where_no_metric_is_likely_the_writer_is_asked_and_the_task_stays_recognisable(
    objective: str, task: str
) -> None:
    suggestion = _suggested(objective, task, "activity-key-result")
    assert suggestion is not None
    text = suggestion.text
    assert text.startswith("[the number that should change")
    assert task[1:] in text and "from [baseline] to [target] by [date]" in text
    assert suggestion.alternatives == ()


def test_the_date_of_the_task_is_said_once() -> None:
    suggestion = _suggested(
        "Photos save a visit", "Photo upload flow live on the app by 30 June", "activity-key-result"
    )
    assert suggestion is not None
    assert suggestion.text.count("30 June") == 1
    assert re.search(r"by 30 June\b", suggestion.text)


@pytest.mark.parametrize(
    ("slogan", "subject"),
    [
        ("World-class procurement", "procurement"),
        ("Become the leading platform for small shops", "the platform for small shops"),
        ("Excellence in medicines management", None),
        ("Keep the spark alive", None),
        ("Customer. Digital. Simple.", None),
        ("The open web wins", None),
        ("Smile!", None),
    ],
)
def test_the_subject_of_a_slogan_is_taken_only_where_it_names_one(slogan: str, subject: str | None) -> None:
    assert subject_of(slogan) == subject


def test_a_vague_objective_becomes_a_sentence_about_somebody_or_nothing() -> None:
    for slogan in ("Developer experience", "Improve clinical quality", "Keep the spark alive", "Best in class product"):
        draft = read_json({"objectives": [{"objective": slogan, "key_results": ["Visits from 40 to 60 by 30 June"]}]})
        for finding in shared_coach().review(draft).findings:
            if finding.criterion == "vague-objective" and finding.suggestion:
                assert finding.suggestion.text.startswith("[who it is for] can [do something they could not do before]")
