"""Before and after: which line came of which, and which words differ."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.drafting import changes
from coach.editing import with_key_result, with_line, without_key_result
from coach.intake import read_text
from coach.reading.result import Where
from coach.ui.review.before_after import before_after_html

DRAFT = read_text(
    "Objective: Guests come back sooner\n- Launch the guest app\n- Raise repeat visits from 3 to 5 a month by May\n"
)


def test_only_the_words_that_differ_are_marked() -> None:
    after = with_line(DRAFT, Where(objective=0, key_result=1), "Raise repeat visits from 3 to 6 a month by May")
    (changed,) = [change for change in changes([DRAFT, after]) if change.is_changed]

    assert [piece.text for piece in changed.removed if piece.differs] == ["5"]
    assert [piece.text for piece in changed.added if piece.differs] == ["6"]


def test_lines_that_were_added_and_removed_stand_alone() -> None:
    middle = without_key_result(DRAFT, Where(objective=0, key_result=0))
    after = with_key_result(middle, 0, "Cut complaints from 9 to 4 a week by May")
    found = [change for change in changes([DRAFT, middle, after]) if change.is_changed]

    assert [(c.before.words if c.before else None, c.after.words if c.after else None) for c in found] == [
        ("Launch the guest app", None),
        (None, "Cut complaints from 9 to 4 a week by May"),
    ]


def test_a_line_written_anew_is_one_change_and_not_confetti() -> None:
    after = with_line(DRAFT, Where(objective=0, key_result=0), "Bookings made in one step, from 12% to 30% by May")
    (changed,) = [change for change in changes([DRAFT, after]) if change.is_changed]

    assert [piece.differs for piece in changed.removed] == [True]
    assert [piece.differs for piece in changed.added] == [True]


@given(
    st.text(alphabet="ab $<*:א\t", min_size=1, max_size=40).filter(str.strip),
    st.text(alphabet="ab $<*:א", min_size=1, max_size=40).filter(str.strip),
)
def test_the_pieces_make_up_the_lines(one: str, two: str) -> None:
    before = with_line(DRAFT, Where(objective=0, key_result=0), one)
    after = with_line(before, Where(objective=0, key_result=0), two)
    change = next(
        c for c in changes([before, after]) if c.before and c.before.name == "1.1" or c.after and c.after.name == "1.1"
    )

    assert "".join(piece.text for piece in change.removed) == " ".join(one.split())
    if change.after:
        assert "".join(piece.text for piece in change.added) == " ".join(two.split())


def test_the_page_marks_and_says_what_differs_and_escapes_it() -> None:
    after = with_line(DRAFT, Where(objective=0, key_result=1), "Raise repeat visits from 3 to <b>6</b> a month by May")
    html = before_after_html(changes([DRAFT, after]), 2)

    assert "1 line differs." in html
    assert "<del><span" in html and "removed: </span>5" in html
    assert "added: </span>&lt;b&gt;6&lt;/b&gt;" in html
    assert "<b>" not in html


def test_a_long_draft_shows_only_what_differs() -> None:
    long = read_text("\n".join(f"Objective: Guests of house {n} come back\n- Launch app {n}\n" for n in range(100)))
    after = with_line(long, Where(objective=50, key_result=0), "Raise bookings from 3 to 4")
    html = before_after_html(changes([long, after]), 2)

    assert "Only those are shown." in html
    assert html.count('class="okr-pair"') == 1
