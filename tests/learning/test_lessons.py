"""Lessons: one for each criterion, with pairs from the field of work that was chosen."""

from __future__ import annotations

from coach.criteria import catalogue
from coach.learning.lessons import GROUPS, fields, lessons


def test_there_is_a_lesson_for_each_criterion_tasks_first() -> None:
    found = lessons()
    assert set(found) == set(catalogue())
    assert next(iter(found)) == "activity-key-result"
    groups = [lesson.group for lesson in found.values()]
    assert groups == sorted(groups, key=list(GROUPS.values()).index)


def test_a_lesson_says_its_idea_why_and_what_to_ask() -> None:
    for lesson in lessons().values():
        page = catalogue()[lesson.criterion]
        assert lesson.sentence == page.message and lesson.why == page.sections["Why it matters"]
        assert all(question.endswith("?") and not question.startswith("-") for question in lesson.ask_yourself)
        assert len(lesson.ask_yourself) >= 2 and lesson.attribution


def test_pairs_from_the_chosen_field_come_first() -> None:
    lesson = lessons()["activity-key-result"]
    for field in fields():
        first = lesson.pairs_from(field)[0]
        has = any(lesson.is_from(pair, field) for pair in lesson.pairs)
        assert lesson.is_from(first, field) == has
    assert lesson.pairs_from("Factory")[0].field == "Factory"
    assert lesson.pairs_from(None) == lesson.pairs
    assert {pair.field for pair in lesson.pairs_from("Factory")} == {pair.field for pair in lesson.pairs}


def test_a_heading_belongs_to_one_field() -> None:
    headings = [heading for of_field in fields().values() for heading in of_field]
    assert len(headings) == len(set(headings))
    on_pages = {pair.field for lesson in lessons().values() for pair in lesson.pairs}
    assert set(headings) <= on_pages, "a heading that no page has"


def test_most_lessons_have_a_pair_from_each_large_field() -> None:
    for field in ("Hospital", "School", "Public service", "Factory", "Charity", "Software"):
        with_one = sum(lesson.is_from(lesson.pairs_from(field)[0], field) for lesson in lessons().values())
        assert with_one >= 15, field
