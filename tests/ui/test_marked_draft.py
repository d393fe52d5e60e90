"""The draft as HTML: its words are all there, escaped, and every finding that quotes a line can be reached in it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach import review
from coach.critique import Review
from coach.intake import read_bytes
from coach.ui.marked_draft import draft_html, marks_by_line

HOSTILE = """Objective: Cut costs by $2M and $3M for <b>all</b> *teams* _now_ `code` <img src=x onerror=alert(1)>
- Launch [the wizard](javascript:alert(1)) for :red[shops] & <script>alert(1)</script>
- Lift \u202eevil\u202c activation from 22% to 35% $x^2$ <a href="http://evil.example">x</a>
- **Improve** "quotes' &amp; things significantly
"""
WEAK = "Objective: Be the best clinic\n- Improve patient satisfaction significantly\n- Train all staff\n"


def words_shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_only_our_own_elements_are_in_it() -> None:
    html = draft_html(review(HOSTILE))

    assert set(re.findall(r"<(\w+)", html)) <= {"section", "div", "span", "p", "bdi", "ul", "li"}
    assert not re.search(r"<[^>]*\son\w+\s*=", html)


def test_draft_text_is_shown_as_it_was_typed() -> None:
    shown = words_shown(draft_html(review(HOSTILE)))

    assert "Cut costs by $2M and $3M for <b>all</b> *teams* _now_ `code` <img src=x onerror=alert(1)>" in shown
    assert "Launch [the wizard](javascript:alert(1)) for :red[shops] & <script>alert(1)</script>" in shown
    assert "**Improve** \"quotes' &amp; things significantly" in shown


def test_marks_that_turn_the_direction_of_writing_are_made_visible() -> None:
    assert "Lift \ufffdevil\ufffd activation" in words_shown(draft_html(review(HOSTILE)))


@settings(max_examples=25)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=60))
def test_any_words_give_only_our_own_elements(words: str) -> None:
    html = draft_html(review(f"Objective: {words}\n- Launch {words}\n- Improve {words}\n"))

    assert set(re.findall(r"<(\w+)", html)) <= {"section", "div", "span", "p", "bdi", "ul", "li"}


def test_every_finding_on_a_line_is_behind_a_mark() -> None:
    found = review(WEAK)
    html = draft_html(found)
    reachable = {int(n) for group in re.findall(r'data-all="([\d ]+)"', html) for n in group.split()}

    assert reachable == {n for n, finding in enumerate(found.findings) if finding.where.objective is not None}


def test_a_mark_lies_on_the_quoted_words() -> None:
    found = review(WEAK)

    marks = [mark for line in marks_by_line(found).values() for mark in line]
    wordings = {
        w.place: w for o in found.draft.objectives for w in (o.wording, *(k.wording for k in o.key_results)) if w
    }

    assert marks
    for place, line in marks_by_line(found).items():
        for mark in line:
            assert wordings[place].raw[mark.start : mark.end] == mark.finding.quote


def test_a_single_word_is_marked_inside_a_marked_line() -> None:
    html = draft_html(review(WEAK))

    assert re.search(r'<span class="under fix"><span class="mark improve"[^>]*>Improve</span><span class="mark"', html)


def test_each_finding_is_one_stop_of_the_tab_key() -> None:
    html = draft_html(review("Objective: Guests come back\n- Nothing but better things, significantly better\n"))
    stops = re.findall(r'tabindex="0" data-finding="(\d+)"', html)

    assert stops
    assert len(stops) == len(set(stops))


def test_a_finding_on_the_whole_set_marks_no_line() -> None:
    text = "\n".join(
        f"Objective: Aim {n} for guests who wait\n- Raise returns from {n}% to 9{n}% by May\n" for n in range(1, 7)
    )
    found = review(text)
    whole = {n for n, finding in enumerate(found.findings) if finding.where.objective is None}

    assert whole
    assert whole.isdisjoint(mark.number for line in marks_by_line(found).values() for mark in line)


def table() -> Review:
    rows = "Objective,Key result,Owner,Baseline,Target\nParcels arrive on time,On-time dispatch,Ana,88%,96%\n,Launch scanners,Ben,,\n"
    from coach.shared import shared_coach

    return shared_coach().review(read_bytes(rows.encode(), name="okrs.csv"))


@pytest.mark.parametrize("said", ["B2", "B3", "Today: 88%", "Target: 96%", "Owner: Ana", "Launch scanners"])
def test_a_table_is_shown_with_its_cells_and_columns(said: str) -> None:
    assert said in words_shown(draft_html(table()))


def test_marks_of_a_table_lie_in_their_own_cell() -> None:
    for place, line in marks_by_line(table()).items():
        assert {(mark.finding.place.row, mark.finding.place.column) for mark in line} == {(place.row, place.column)}


def test_open_blanks_are_chips_that_ask_and_other_brackets_are_words() -> None:
    from coach.reading.result import Where

    found = review("Objective: Shops grow\n- [Sales] Lift <b>orders</b> from [baseline] to [target]\n")
    where = Where(objective=0, key_result=0)
    html = draft_html(found, blanks={where: ("baseline", "target")}, editable=True)

    assert html.count('data-ask="fill 0 0"') == 2
    assert "[Sales] Lift" in html
    assert 'data-ask="edit 0 0"' in html and 'data-ask="add 0"' in html
    assert "<b>" not in html


def test_a_draft_that_is_only_read_has_no_buttons() -> None:
    assert "data-ask" not in draft_html(review("Objective: Shops grow\n- Launch it\n"))
