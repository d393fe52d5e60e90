"""A suggestion becomes a line, its blanks stay blanks until they are filled, and a line with blanks is not judged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.critique import Review, Suggestion
from coach.drafting import accepted, counts, judged, open_blanks, readiness, unfinished, with_blanks_filled
from coach.intake import read_text
from coach.okr import Draft
from coach.reading.result import Where
from coach.shared import shared_coach

TEXT = "Objective: Guests come back sooner\n- Noticeably fewer complaints\n- Raise repeat visits from 3 to 5 a month by May\n"
FIRST = Where(objective=0, key_result=0)


def reviewed(draft: Draft) -> Review:
    return shared_coach().by_rules(draft)


def test_the_suggestion_stands_in_the_line_and_brings_its_blanks() -> None:
    review = reviewed(read_text(TEXT))
    finding = next(f for f in review.findings if f.suggestion and f.where == FIRST)
    assert finding.suggestion is not None
    taken = accepted(review.draft, FIRST, finding.suggestion, shared_coach().library)

    text = taken.draft.objectives[0].key_results[0].text
    assert text.lower() == finding.suggestion.text.lower()
    assert text[0].isupper()
    assert taken.blanks == set(finding.suggestion.blanks)
    assert taken.draft.objectives[0].key_results[1].text == review.draft.objectives[0].key_results[1].text


def test_a_measure_beside_a_milestone_is_a_line_of_its_own() -> None:
    draft = read_text(TEXT)
    beside = Suggestion(
        text="Beside it: lift [share of guests] from [baseline] to [target]",
        blanks=("share of guests", "baseline", "target"),
    )
    taken = accepted(draft, FIRST, beside, shared_coach().library)

    assert taken.is_added
    assert taken.where == Where(objective=0, key_result=1)
    lines = [k.text for k in taken.draft.objectives[0].key_results]
    assert lines[0] == "Noticeably fewer complaints"
    assert lines[1].startswith("Lift [share of guests] from [baseline]")
    assert len(lines) == 3


def test_a_blank_for_an_owner_is_no_word_of_the_line() -> None:
    with_owner = Suggestion(text="Cut complaints to [target] (owner: [name])", blanks=("target", "name"))
    taken = accepted(read_text(TEXT), FIRST, with_owner, shared_coach().library)

    assert taken.draft.objectives[0].key_results[0].text == "Cut complaints to [target]"
    assert taken.blanks == {"target"}


def test_blanks_are_filled_in_order_and_those_without_words_stay() -> None:
    line = "[what changes] from [baseline] to [target] by [date]"
    labels = frozenset({"what changes", "baseline", "target", "date"})

    assert (
        with_blanks_filled(line, labels, ["repeat visits", "", "40 %", ""])
        == "Repeat visits from [baseline] to 40 % by [date]"
    )
    assert open_blanks("From [baseline] to [baseline]", labels) == ("baseline", "baseline")
    assert with_blanks_filled("From [baseline] to [baseline]", labels, ["3", "4"]) == "From 3 to 4"


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_typed_for_one_blank_leaves_the_rest_of_the_line_alone(first: str, second: str) -> None:
    filled = with_blanks_filled("Lift it from [baseline] to [target] now", {"baseline", "target"}, [first, second])
    one, two = " ".join(first.split()) or "[baseline]", " ".join(second.split()) or "[target]"

    assert filled == f"Lift it from {one} to {two} now"


def test_brackets_of_the_writer_are_no_blanks() -> None:
    draft = read_text("Objective: Guests come back sooner\n- [Marketing] Launch the newsletter\n")

    assert unfinished(draft, frozenset({"baseline"})) == {}
    review = reviewed(draft)
    assert judged(review, frozenset({"baseline"})) is review


def test_a_line_with_blanks_is_judged_when_it_is_whole_and_nothing_is_ready_before() -> None:
    draft = read_text("Objective: Guests come back sooner\n- Raise repeat visits from [baseline] to 5 a month by May\n")
    offered = frozenset({"baseline"})
    whole = reviewed(draft)
    assert [f for f in whole.findings if f.where == FIRST]
    shown = judged(whole, offered)

    assert not [f for f in shown.findings if f.where == FIRST]
    assert readiness(shown, offered) == "Not ready"
    assert counts(shown, offered).endswith("1 blank to fill in")
    assert "1 line has blanks to fill in" in shown.notices[-1]
    assert judged(shown, offered).notices == shown.notices
