from __future__ import annotations

import json
from datetime import date

import pytest

from coach.criteria import catalogue
from coach.critique import Finding
from coach.cycle import CycleReview, review_check_ins, words
from coach.cycle.questions import THREE_QUESTIONS
from coach.house_rules import HouseRules
from coach.reviewer import Coach
from coach.shared import shared_coach
from tests.cycle.made import TODAY, fired, read, reviewed

_HEAD = "Key result;Date;Status;Confidence;Value;Note\n"
_RATE = "Renewal rate from 88% to 93%"


def _found(review: CycleReview, criterion: str) -> Finding:
    (found,) = [finding for finding in review.findings if finding.criterion == criterion]
    return found


def test_a_finding_quotes_cites_and_asks() -> None:
    review = reviewed(f"{_HEAD}{_RATE};2026-11-16;red;;;Behind, we must do better\n")
    found = _found(review, "red-without-plan")
    assert found.quote == "Behind, we must do better"
    assert (found.place.row, found.place.column, found.place.start, found.place.end) == (2, "F", 0, 25)
    assert found.citations and found.citations[0].section == "Red comes with a plan"
    passages = {passage.id: passage for passage in shared_coach().index.passages} if shared_coach().index else {}
    assert all(c.excerpt in passages[c.passage].text for c in found.citations), "what is cited was retrieved"
    assert found.question.endswith("?") and found.because


@pytest.mark.parametrize(
    ("row", "criteria"),
    [
        (";2026-11-16;red;;;", {"red-without-plan"}),
        (";2026-11-16;red;;;We move two people over from Monday", set()),
        (";2026-11-16;green;2/10;;90.1 %, harder than we thought", {"red-without-plan"}),
        (";2026-11-16;amber;;;Working on it", {"status-theatre"}),
        (";2026-11-16;amber;;;90.1 %, the offer is late", set()),
        (";2026-11-16;at risk;;;The offer is late", {"red-without-plan"}),
        (";2026-11-16;green;;;n/a", {"status-theatre"}),
        (";2026-11-16;green;;;", {"status-theatre"}),
        (";2026-11-16;green;;89%;", set()),
        (";2026-11-16;done;;93%;Done", set()),
        (";2026-11-16;not started;;;", set()),
        (";2026-11-16;on hold;;;Paused", set()),
        (";2026-11-16;missed;;;Missed", set()),
    ],
)
def test_what_an_update_leaves_unsaid(row: str, criteria: set[str]) -> None:
    assert fired(f"{_HEAD}{_RATE}{row}\n") == criteria


def test_late_is_counted_to_the_day_that_is_given_or_the_newest_in_the_file() -> None:
    table = f"{_HEAD}{_RATE};2026-10-05;green;;89%;Offer sent\nOther from 1 to 9;2026-11-16;green;;3;Two more signed\n"
    newest = reviewed(table)
    assert (newest.as_of, newest.as_of_from) == (date(2026, 11, 16), "newest date")
    assert any(
        "Judged as of 16 November 2026" in notice and "--as-of 2026-12-31" in notice for notice in newest.all_notices
    )
    assert "42 days" in _found(newest, "stale-check-in").because
    assert [
        f.where.key_result for f in reviewed(table, date(2026, 12, 31)).findings if f.criterion == "stale-check-in"
    ] == [0, 1]
    early = reviewed(table, date(2026, 10, 12))
    assert "stale-check-in" not in {f.criterion for f in early.findings if f.where.key_result == 0}
    assert any("left out" in notice for notice in early.all_notices)


@pytest.mark.parametrize(("days", "late"), [(14, False), (15, True)])
def test_two_weeks_are_the_limit_and_house_rules_change_it(days: int, late: bool) -> None:
    table = f"{_HEAD}{_RATE};2026-11-01;green;;89%;Offer sent\n"
    as_of = date(2026, 11, 1 + days)
    assert ("stale-check-in" in fired(table, as_of)) is late
    loose = Coach(rules=HouseRules(limits={"stale-check-in": {"days": 30}}), home=shared_coach().home)
    assert not review_check_ins(read(table), loose, as_of, TODAY).findings


def test_a_cycle_that_is_over_needs_no_more_updates() -> None:
    table = f"Key result;Due;Date;Status;Note\n{_RATE};2026-09-30;2026-09-28;green;92 %, the offer worked\n"
    assert not fired(table, date(2026, 12, 1))


def test_a_file_without_dates_blames_nobody_for_being_late_and_says_so() -> None:
    review = reviewed(f"Key result;Status;Note\n{_RATE};green;89 %, offer sent\n")
    assert not review.findings and review.as_of == TODAY
    assert any("No column holds dates" in notice for notice in review.all_notices)


def test_a_criterion_that_is_switched_off_is_excused_with_its_reason() -> None:
    coach = Coach(rules=HouseRules(off={"status-theatre": "We talk about it"}), home=shared_coach().home)
    review = review_check_ins(read(f"{_HEAD}{_RATE};2026-11-16;green;;;On track\n"), coach, None, TODAY)
    assert not review.findings
    assert [(e.criterion, e.quote, e.reason) for e in review.excused] == [
        ("status-theatre", "On track", "We talk about it")
    ]


def test_house_rules_add_phrases_that_say_nothing() -> None:
    table = f"{_HEAD}{_RATE};2026-11-16;green;;;Rocking and rolling like champions\n"
    assert not fired(table)
    coach = Coach(
        rules=HouseRules(terms={"status-theatre": ["rocking and rolling like champions"]}), home=shared_coach().home
    )
    assert {f.criterion for f in review_check_ins(read(table), coach, None, TODAY).findings} == {"status-theatre"}


def test_all_targets_hit_is_a_question_about_a_set() -> None:
    head = "Objective;Key result;Date;Value\n"
    reached = "Stay;A from 10 to 20;2026-12-18;22\nStay;B from 9% to 7%;2026-12-18;6%\n"
    found = _found(reviewed(head + reached), "all-targets-hit")
    assert found.is_question and found.quote == "Stay" and len(found.also) == 2
    assert not fired(head + reached + "Stay;C from 1 to 9;2026-12-18;5\n"), "one that was not reached"
    assert not fired(head + "Stay;A from 10 to 20;2026-12-18;22\n"), "one is no set"
    assert not fired(head + reached.replace("A from", "Committed: A from")), "a promise is expected in full"


def test_what_to_ask_next_follows_from_what_was_said() -> None:
    def ask(rows: str) -> str:
        return reviewed(_HEAD + rows).lines[0].ask_next

    assert ask(f"{_RATE};2026-11-09;green;8/10;89%;Offer sent\n{_RATE};2026-11-16;green;5/10;89%;Offer out\n") == (
        "Confidence fell from 8/10 to 5/10. What have you noticed?"
    )
    assert ask(f"{_RATE};2026-11-16;green;;;The offer helped with two customers\n") == THREE_QUESTIONS[0]
    assert ask(f"{_RATE};2026-11-16;green;;90%;\n") == THREE_QUESTIONS[1]
    assert ask(f"{_RATE};2026-11-16;green;;90%;The offer worked for two customers\n") == THREE_QUESTIONS[2]
    assert "stopped" in ask(f"{_RATE};2026-11-16;cancelled;;;\n")
    assert "at its target" in ask(f"{_RATE};2026-11-16;green;;94%;Offer worked\n")


def test_the_json_holds_all_and_is_json() -> None:
    review = reviewed(f"{_HEAD}{_RATE};2026-11-16;red;3/10;89%;Behind\n;;;;;\n")
    value = json.loads(words.as_json(review))
    row = value["objectives"][0]["key_results"][0]
    assert row["score"]["score"] == 0.2 and row["last"]["status"] == "red" and row["ask_next"]
    assert value["questions"] == list(THREE_QUESTIONS) and value["as_of"] == "2026-11-16"
    assert value["findings"][0]["criterion"] in catalogue()


_HOSTILE = "\x1b[31mred\x1b]0;owned\x07 \u202egnp.exe <script>alert(1)</script> [x](http://evil.example) | `code`"


def test_hostile_cells_control_neither_terminal_nor_markdown() -> None:
    table = f"Team;Objective;Key result;Owner;Date;Status;Note\n{_HOSTILE};{_HOSTILE};{_HOSTILE};{_HOSTILE};2026-11-16;red;{_HOSTILE}\n{_HOSTILE};;;;;;x\n"
    review = reviewed(table)
    text, markdown, value = words.as_text(review), words.as_markdown(review), words.as_json(review)
    assert "\x1b" not in text + markdown + value and "\x07" not in text + markdown + value
    assert "\u202e" not in text + markdown + value
    assert "<script>" not in markdown.replace("`", "") or "\\<script\\>" in markdown or "` <script>" not in markdown
    assert "[x](http" not in markdown.replace("\\", "") or "`" in markdown


def test_every_line_of_text_fits() -> None:
    review = reviewed(f"{_HEAD}{'Renewal rate ' * 20};2026-11-16;red;3/10;89%;{'Behind ' * 60}\n")
    assert max(len(line) for line in words.as_text(review, 60).splitlines()) <= 60


def test_notes_in_another_language_are_only_asked_about() -> None:
    review = reviewed(
        f"Schlüsselergebnis;Datum;Ampel;Kommentar\n{_RATE};16.11.2026;rot;Zwei große Kunden haben gekündigt und das Angebot liegt noch immer bei der Rechtsabteilung\n"
    )
    assert review.findings and all(finding.is_question for finding in review.findings)
    assert any("German" in notice for notice in review.all_notices)
