"""The review in a terminal: what a reader finds, in which order, and how weak words are marked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.intake import read_file, read_text
from coach.okr import Draft
from coach.reading.result import Where
from coach.report.marks import line_at, marks, stretch
from coach.report.paint import Paint
from coach.report.plain import cells
from coach.report.text import as_text
from tests.support.reviews import LIFT, PASTED, TASK, finding, review_of, sample


def test_readiness_comes_first_then_the_draft_then_findings_by_importance() -> None:
    text = as_text(sample())
    order = [
        "Not ready: 1 to fix, 2 to improve, 1 to think about",
        "1    Make onboarding",
        "1.1  “Launch",
        "The whole draft",
        "1.2  “Lift",
        "What is good",
        "Set aside",
        "Not read as an OKR",
        "Please note",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_line_with_two_findings_is_shown_once_among_the_findings() -> None:
    text = as_text(sample())
    assert text.count("“Lift activation to 35%”") == 2  # its heading, and the quote of the finding on the whole draft
    assert "Improve: No starting point, “activation” (missing-baseline)" in text
    assert "Worth a thought: No date (missing-deadline)" in text


def test_weak_words_are_marked_below_the_line_with_a_sign_for_their_severity() -> None:
    lines = as_text(sample()).split("\n")
    at = lines.index("1.1  Launch the new wizard")
    assert lines[at + 1] == "     " + "^" * len("Launch the new wizard")
    at = lines.index("1.2  Lift activation to 35%")
    assert lines[at + 1] == "     .....~~~~~~~~~~......."
    assert "^^^ fix first   ~~~ improve   ... worth a thought" in "\n".join(lines)


def test_with_colour_the_words_are_underlined_and_severities_differ_in_more_than_colour() -> None:
    plain, styled = (as_text(sample(), paint=Paint(True, styled)) for styled in (False, True))
    assert "\x1b[1;4;31mLaunch the new wizard\x1b[0m" in plain
    assert "\x1b[1;4;31m\x1b[4:1mLaunch the new wizard\x1b[0m" in styled
    assert "^^^" not in plain
    attributes = {
        re.search(rf"\x1b\[([\d;]+)m{words}", plain).group(1).rsplit(";", 1)[0]
        for words in ("fix first", "improve", "worth a")
    }  # type: ignore[union-attr]
    assert len(attributes) == 3


def test_every_line_keeps_to_the_width() -> None:
    for width in (40, 60, 100):
        assert max(cells(line) for line in as_text(sample(), width).split("\n")) <= width


def test_the_reason_is_told_once_and_then_pointed_to() -> None:
    draft = read_text("Objective: Help shops\n- Lift activation to 35%\n- Lift orders to 40")
    text = as_text(
        review_of(
            draft, finding(draft, Where(objective=0, key_result=0)), finding(draft, LIFT, because="today is blank")
        )
    )
    assert text.count("There is a measure here and no starting value.") == 1
    assert "Today is blank. See 1.1." in text


def test_a_passage_is_shown_in_full_once() -> None:
    draft = read_text(PASTED)
    text = " ".join(as_text(review_of(draft, finding(draft, TASK), finding(draft, LIFT, message="Other."))).split())
    assert text.count("A baseline is the value of the metric") == 1
    assert text.count("Baselines, What a baseline is for") == 2


def test_what_was_excused_and_what_was_not_read_is_said_with_its_place() -> None:
    text = as_text(sample(), file="okrs.md")
    assert "- 1.3 No one named driver (missing-owner): see the board, said in the draft" in text
    assert "- line 8: Lunch is on Friday, see you there!" in text


def test_only_one_suggestion_a_line() -> None:
    draft = read_text(PASTED)
    from coach.critique import Suggestion

    first, second = (
        finding(draft, TASK, severity=s, suggestion=Suggestion(text=f"{s} [x]")) for s in ("fix", "improve")
    )
    text = as_text(review_of(draft, second, first))
    assert text.count("Try: ") == 1
    assert "Try: fix [x]" in text


def test_key_results_without_an_objective_are_shown_as_such() -> None:
    draft = read_text("Key results:\n- Churn from 5% to 3%\n- Orders from 10 to 20")
    assert draft.objectives[0].wording is None
    assert "1    (no objective is written)" in as_text(review_of(draft))


@pytest.mark.parametrize("hostile", ["\x1b[2J\x1b[31mLaunch it", "Launch\x07 it\x9b31m", "Lift \u202eevil\u202c to 3"])
def test_no_control_character_of_a_draft_reaches_the_terminal(hostile: str) -> None:
    draft = Draft(objectives=read_text(PASTED).objectives)
    wording = draft.objectives[0].key_results[0].wording.plain(hostile)
    key_result = draft.objectives[0].key_results[0].model_copy(update={"wording": wording, "owner": hostile})
    objective = draft.objectives[0].model_copy(update={"key_results": (key_result,), "team": hostile})
    draft = Draft(objectives=(objective,), team=hostile, notices=(hostile,))
    text = as_text(review_of(draft, finding(draft, TASK), strengths=(hostile,)))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


LINES = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=60)


@given(st.lists(LINES, min_size=1, max_size=4), st.data())
def test_a_quote_is_marked_on_exactly_the_words_it_quotes(lines: list[str], data: st.DataObject) -> None:
    draft = read_text("Objective: Help shops\n" + "".join(f"- {line}\n" for line in lines))
    for where in [Where(objective=i, key_result=j) for i, j, _ in draft.key_results()]:
        wording = line_at(draft, where)
        assert wording is not None
        start = data.draw(st.integers(0, len(wording.text) - 1))
        end = data.draw(st.integers(start + 1, len(wording.text)))
        _, place = wording.quote(start, end)
        found = stretch(wording, place)
        assert found is not None
        # Characters that were repaired or joined map as a whole, so a mark may be wider, never narrower.
        assert found[0] <= start and found[1] >= end
        assert wording.quote(*found)[1] == place


def test_marks_cover_the_line_from_end_to_end() -> None:
    draft = read_text(PASTED)
    wording = line_at(draft, LIFT)
    assert wording is not None
    found = marks(wording, [finding(draft, LIFT, "activation")])
    assert found == [(0, 5, None), (5, 15, "improve"), (15, 22, None)]


def test_the_place_in_a_sheet_and_in_json_is_said_in_their_own_terms(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "plan.csv"
    path.write_text(
        "Objective,Key result,Remark\nHelp shops,Orders from 10 to 20,ask Ana about this one please\n", encoding="utf-8"
    )
    draft = read_file(path)
    text = as_text(review_of(draft), file=str(path))
    if draft.unread:
        assert str(draft.unread[0].place) in text
