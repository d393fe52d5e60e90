"""The section "Rewrite it": the weak line is weak in what it says, the example is ready, and what people write is judged as any draft."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import KnowledgeError
from coach.learning.rewriting import Task, judged, load_tasks, tasks
from coach.shared import shared_coach

TASKS = [pytest.param(task, id=task.id) for task in tasks().values()]


@pytest.mark.parametrize("task", TASKS)
def test_the_weak_line_breaks_what_the_task_is_about(task: Task) -> None:
    said = judged(task, task.weak, shared_coach())
    assert not said.ready and said.is_unchanged
    assert task.fixes in [finding.criterion for finding in said.open]


@pytest.mark.parametrize("task", TASKS)
def test_the_example_is_ready_and_takes_its_figures_from_the_facts(task: Task) -> None:
    said = judged(task, task.example, shared_coach())
    assert said.ready and not said.thoughts, [finding.criterion for finding in (*said.open, *said.thoughts)]
    assert said.start_not_given is None
    known = set(re.findall(r"\d+", " ".join((task.weak, *task.facts)))) | {
        "30",
        "88",
    }  # the day, and one target of one's own
    assert set(re.findall(r"\d+", task.example)) <= known


def line(task: str, text: str) -> str:
    said = judged(tasks()[task], text, shared_coach())
    if said.ready:
        return "ready"
    return said.open[0].criterion if said.open else "elsewhere" if said.is_elsewhere else "unchanged"


def test_a_better_line_with_figures_of_ones_own_is_ready() -> None:
    assert line("discharge-letters", "Days until a letter reaches the family doctor from 6 to 3 by 30 June") == "ready"


def test_a_task_that_is_only_counted_is_not_ready() -> None:
    assert line("discharge-letters", "Send 500 discharge letters with the new template") == "activity-key-result"


def test_a_line_without_its_start_gets_the_question_for_it() -> None:
    said = judged(tasks()["discharge-letters"], "Letters reach the family doctor within 2 days", shared_coach())
    assert [finding.criterion for finding in said.open] == ["missing-baseline"]
    assert said.open[0].question.endswith("?")


def test_a_line_about_something_else_is_not_ready() -> None:
    assert line("discharge-letters", "Profit from 10% to 12% by 30 June") == "elsewhere"


def test_the_same_line_in_other_letters_is_unchanged() -> None:
    assert line("on-time-number", "raise ON-TIME delivery to 95%.") != "ready"


def test_an_empty_line_is_not_ready() -> None:
    assert not judged(tasks()["town-letters"], "  \n", shared_coach()).ready


def test_a_start_that_the_facts_do_not_give_is_asked_about_and_stands() -> None:
    said = judged(
        tasks()["town-letters"], "Letters answered within ten days from 65% to 90% by 30 June", shared_coach()
    )
    assert said.ready and said.start_not_given is not None and "65" in said.start_not_given


def test_a_safe_target_keeps_a_line_from_ready_only_where_the_task_is_about_it() -> None:
    assert (
        line("recommend-the-ward", "Patients who would recommend the ward from 81% to 81.2% by 30 June")
        == "safe-target"
    )
    said = judged(
        tasks()["town-letters"], "Letters answered within ten days from 72% to 72.1% by 30 June", shared_coach()
    )
    assert said.ready and [finding.criterion for finding in said.thoughts] == ["safe-target"]


@given(st.text(max_size=300))
def test_whatever_is_typed_is_judged(text: str) -> None:
    said = judged(tasks()["homework-club"], text, shared_coach())
    assert not said.ready or (not said.open and not said.is_unchanged)


@pytest.mark.parametrize(
    ("text", "said"),
    [("tasks: [", "rewriting.yaml"), ("{}", "expected `tasks:`"), ("tasks: [{id: a}]", "expected `tasks:`")],
)
def test_a_faulty_file_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "rewriting.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=said):
        load_tasks(path)
