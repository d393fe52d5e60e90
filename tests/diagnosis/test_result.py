"""What answers point at: in words, with every number counting something, and what moved between two cycles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.diagnosis.movement import movement
from coach.diagnosis.questions import LEVELS, Level, questionnaire
from coach.diagnosis.result import Result, Sheet, read_result
from coach.diagnosis.words import answered_words, audit_words, headline, movement_words, spread, weak_words, where

_QUESTIONS = questionnaire().questions


def _all(level: Level, but: dict[str, Level] | None = None) -> Sheet:
    return {question.id: level for question in _QUESTIONS} | (but or {})


def _read(*sheets: Sheet) -> Result:
    return read_result(questionnaire(), sheets)


def _of(area: str, level: Level) -> dict[str, Level]:
    return {question.id: level for question in _QUESTIONS if question.area == area}


def test_where_all_holds_it_points_at_nothing() -> None:
    result = _read(_all("holds"))

    assert "no weak spot" in headline(result)
    assert audit_words(result) == "All of the 5 statements hold."
    assert not result.pointed_at and not any(area.weak for area in result.areas)


def test_it_tells_the_wording_from_the_system() -> None:
    assert headline(_read(_all("holds", _of("writing", "not")))).startswith("It points at the OKRs as written.")
    system = _read(_all("holds", _of("cadence", "not")))
    assert headline(system) == "It points at the system around the OKRs, and not at their wording."
    assert where(system) == "the rhythm"
    both = _read(_all("not"))
    assert "both" in headline(both)
    assert audit_words(both).startswith("None of the 5 statements holds. With three or fewer that hold,")


def test_the_numbers_say_what_they_count() -> None:
    result = _read(_all("holds", {"named-driver": "not", "who-notices": "seldom", "same-standard": "not"}))

    assert audit_words(result).startswith("2 of the 5 statements do not hold. With three or fewer")
    by_name = {area.area.id: area for area in result.areas}
    assert weak_words(by_name["ownership"]) == "2 of 4 questions point here"
    assert weak_words(by_name["standard"]) == "its only question points here"
    assert audit_words(_read(_all("holds", {"named-driver": "not"}))).startswith(
        "1 of the 5 statements does not hold. That is"
    )


def test_what_most_answers_point_at_comes_first_and_a_choice_before_a_rhythm() -> None:
    most = _read(_all("holds", _of("ownership", "not") | _of("priorities", "not")))
    assert [area.area.id for area in most.pointed_at] == ["ownership", "priorities"]
    alike = _read(_all("holds", _of("decisions", "not") | _of("priorities", "not")))
    assert [area.area.id for area in alike.pointed_at] == ["priorities", "decisions"]


def test_what_was_not_answered_counts_nowhere_and_is_told() -> None:
    result = _read({"weekly-talk": "not"})

    assert result.known == 1
    assert "16 of 17 questions have no answer" in answered_words(result)
    assert audit_words(result) == ""
    assert {area.standing for area in result.areas} == {"does not hold", "not known"}
    assert _read({"weekly-talk": "perhaps", "no-such": "not"}).known == 0  # type: ignore[dict-item]
    assert headline(_read()) == "Nothing was answered yet."


def test_several_people_are_read_by_the_middle_and_their_spread_is_shown() -> None:
    three = _read({"weekly-talk": "holds"}, {"weekly-talk": "holds"}, {"weekly-talk": "not"})
    (one,) = [one for one in three.answered if one.level]
    assert one.level == "holds" and one.apart
    assert spread(one) == "2 said “Every week”, 1 said “Never”"

    two = _read({"weekly-talk": "mostly"}, {"weekly-talk": "seldom"})
    (one,) = [one for one in two.answered if one.level]
    assert one.level == "seldom" and not one.apart
    assert "the weaker" in answered_words(two)


def test_movement_names_the_answers_that_moved() -> None:
    before = _read(_all("seldom"))
    now = _read(_all("seldom", {"weekly-talk": "holds", "clash": "not"}))

    moved = {one.question.id: one.direction for one in movement(before, now) if one.direction != "same"}
    assert moved == {"weekly-talk": "better", "clash": "worse"}
    said = movement_words(movement(before, now), "2027-Q1")
    assert said.startswith("Since 2027-Q1: 1 answer is better and 1 answer is worse; ")
    assert "nothing can be compared" in movement_words(movement(before, _read()), "2027-Q1")
    assert "nothing has moved" in movement_words(movement(now, now), "2027-Q1")


_sheets = st.lists(
    st.dictionaries(st.sampled_from([question.id for question in _QUESTIONS]), st.sampled_from(LEVELS)), max_size=5
)


@given(_sheets)
def test_every_question_is_in_one_area_and_every_count_adds_up(sheets: list[dict[str, Level]]) -> None:
    result = _read(*sheets)

    assert sorted(one.question.id for area in result.areas for one in area.answered) == sorted(q.id for q in _QUESTIONS)
    for one in result.answered:
        given_ = [sheet[one.question.id] for sheet in sheets if sheet.get(one.question.id) in one.question.answers]
        assert sum(count for _, count in one.counts) == len(given_)
        assert (one.level in given_) if given_ else one.level is None
    assert all(area.weak for area in result.pointed_at)
    assert headline(result)
