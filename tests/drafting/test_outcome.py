"""What a change did is counted line by line, also where lines were added or removed above."""

from __future__ import annotations

from coach import review
from coach.drafting import outcome
from coach.editing import with_key_result, with_line, without_key_result
from coach.intake import read_text
from coach.reading.result import Where

DRAFT = read_text(
    "Objective: Guests come back sooner\n- Launch the guest app\n- Noticeably fewer complaints\n- Raise repeat visits from 3 to 5 a month by May\n"
)
FIRST = Where(objective=0, key_result=0)


def test_a_mended_line_is_so_much_less_to_do() -> None:
    before = review(DRAFT)
    did = outcome(before, review(with_line(DRAFT, FIRST, "Raise bookings in the app from 12% to 30% by May")))

    assert did.words.startswith("1 fewer to fix")
    assert did.new == ()


def test_a_line_that_is_worse_is_named() -> None:
    changed = with_line(DRAFT, Where(objective=0, key_result=2), "Launch the loyalty card")
    did = outcome(review(DRAFT), review(changed))

    assert "1 more to fix" in did.words
    assert [(f.criterion, f.where.key_result) for f in did.new if f.severity == "fix"] == [("activity-key-result", 2)]


def test_lines_that_only_moved_are_not_new() -> None:
    before = review(DRAFT)
    fewer = outcome(before, review(without_key_result(DRAFT, FIRST)))
    assert [f for f in fewer.new if f.where.key_result is not None] == []

    more = outcome(before, review(with_key_result(DRAFT, 0, "Hold a monthly meeting with guests", at=0)))
    assert {f.where.key_result for f in more.new} <= {0, None}
    assert [f.criterion for f in more.new if f.severity == "fix"] == ["activity-key-result"]


def test_nothing_changed_is_said_with_no_words() -> None:
    assert outcome(review(DRAFT), review(DRAFT)).words == ""
