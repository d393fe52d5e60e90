"""Changes to a draft keep everything else, and what is said of the changed draft stands in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from coach import editing
from coach.critique import stands_in, wordings_by_place
from coach.intake import read_json, read_text
from coach.okr import Draft
from coach.reading.result import Where
from coach.shared import shared_coach
from coach.ui.examples import EXAMPLES

HOSPITAL = """Team: Ward 4
Level: team
Period: 2027-Q1
Supports: Patients get home

Objective: Get patients home sooner (owner: Bob)
KR: Patients discharged before noon from 18% to 30% (owner: Ines)
  Initiative: Launch the list
KR: Patients readmitted within a week to 6% (ok: missing-baseline, first year)
KR: Launch the discharge checklist on all wards (on track)

Objective: Night staff can plan the week
KR: Shifts swapped at short notice from 40 to 15 a month by 31 March
"""
PASTES = [
    *(example.text for example in EXAMPLES),
    HOSPITAL,
    *(row["text"] for row in yaml.safe_load((Path(__file__).parent / "intake" / "pastes.yaml").read_text("utf-8")) if "text" in row),
]  # fmt: skip
FIRST, SECOND = Where(objective=0, key_result=0), Where(objective=0, key_result=1)


def shape(draft: Draft) -> object:
    """What a reader would take from the draft, whatever it was written like."""
    return [
        (o.text, o.owner, o.team or draft.team, o.period or draft.period, [(k.text, k.owner, k.excuses, k.status) for k in o.key_results])
        for o in draft.objectives
    ]  # fmt: skip


def all_lines(draft: Draft) -> list[list[str]]:
    """Objectives with their work, key results with theirs."""
    found = []
    for o in draft.objectives:
        found.append([o.text, *(i.text for i in o.initiatives)])
        found += [[k.text, *(i.text for i in k.initiatives)] for k in o.key_results]
    return found


def holds(draft: Draft) -> None:
    """Every wording and every finding stands where it says."""
    source = draft.source or ""
    wordings = [o.wording for o in draft.objectives] + [k.wording for _, _, k in draft.key_results()]
    for wording in wordings:
        if wording is not None:
            assert source[wording.place.start : wording.place.end] == wording.raw == wording.text
    for unread in draft.unread:
        assert source[unread.place.start : unread.place.end] == unread.text
    review = shared_coach().by_rules(draft)
    by_place = wordings_by_place(draft)
    assert all(stands_in(finding, draft, by_place) for finding in review.findings)
    assert not any("dropped" in notice for notice in review.notices)


@pytest.mark.parametrize("text", PASTES, ids=range(len(PASTES)))
def test_a_draft_written_out_is_read_back_to_the_same(text: str) -> None:
    draft = read_text(text)
    once = read_text(editing.as_text(draft))
    if draft.is_empty:
        return
    assert [(o.text, [k.text for k in o.key_results]) for o in read_text(editing.as_text(once)).objectives] == [
        (o.text, [k.text for k in o.key_results]) for o in once.objectives
    ]
    lines, again = all_lines(draft), all_lines(once)
    if all(objective.text for objective in draft.objectives):
        assert again == lines


def test_nothing_else_changes_when_a_line_does() -> None:
    draft = read_text(HOSPITAL)
    changed = editing.with_line(draft, SECOND, "Patients readmitted  within a week from 9% to 6%")
    expected = json.loads(json.dumps(shape(draft), default=lambda e: e.model_dump()))
    expected[0][4][1][0] = "Patients readmitted within a week from 9% to 6%"
    assert json.loads(json.dumps(shape(changed), default=lambda e: e.model_dump())) == expected
    assert changed.objectives[0].key_results[0].initiatives[0].text == "Launch the list"
    assert shape(read_text(editing.as_text(changed))) == shape(changed)
    holds(changed)


def test_each_change_does_what_it_says() -> None:
    draft = read_text(HOSPITAL)
    assert editing.with_owner(draft, SECOND, "Tomas").objectives[0].key_results[1].owner == "Tomas"
    assert editing.with_due(draft, SECOND, "31 March").objectives[0].key_results[1].due == "31 March"
    assert editing.with_parent(draft, "A calm ward").parent == "A calm ward"
    period = editing.with_period(draft, "2027-Q2")
    assert {objective.period or period.period for objective in period.objectives} == {"2027-Q2"}
    more = editing.with_key_result(draft, 1, "Sick days from 9 to 6 a month", at=0)
    assert more.objectives[1].key_results[0].text == "Sick days from 9 to 6 a month"
    fewer = editing.without_key_result(more, Where(objective=1, key_result=0))
    assert shape(fewer) == shape(editing.placed(draft))
    assert len(editing.without_objective(draft, 0).objectives) == 1
    step = editing.with_initiative(draft, FIRST, "Find the starting value")
    assert [i.text for i in step.objectives[0].key_results[0].initiatives] == [
        "Launch the list",
        "Find the starting value",
    ]
    assert shape(editing.without_initiatives(step, FIRST, "Find")) == shape(editing.placed(draft))
    for each in (period, more, fewer, step, editing.with_objective(draft, "Parents hear from us first")):
        holds(each)


def test_an_excuse_is_kept_and_taken_back() -> None:
    draft = editing.with_excuse(read_text(HOSPITAL), FIRST, "safe-target", "agreed with (the) board")
    (excuse,) = draft.objectives[0].key_results[0].excuses
    assert (excuse.criterion, excuse.reason) == ("safe-target", "agreed with (the) board")
    assert "(ok: safe-target, agreed with [the] board)" in editing.as_text(draft)
    assert read_text(editing.as_text(draft)).objectives[0].key_results[0].excuses[0].criterion == "safe-target"
    assert editing.without_excuses(draft, FIRST, {"safe-target"}).objectives[0].key_results[0].excuses == ()


@pytest.mark.parametrize(
    "where", [Where(objective=0, key_result=9), Where(objective=7), Where(objective=0, key_result=-1)]
)
def test_a_line_that_is_not_there_is_an_error_and_not_another_line(where: Where) -> None:
    with pytest.raises(IndexError):
        editing.with_line(read_text(HOSPITAL), where, "Anything at all")


def test_columns_and_what_was_not_read_are_not_lost() -> None:
    draft = read_json(
        {"team": "Sales", "objectives": [{"objective": "Shops order again", "key_results": [
            {"text": "Repeat orders", "baseline": 22, "target": 35, "unit": "%", "due": "2027-03-31", "owner": "Priya"}, "Calls made"]}]}
    )  # fmt: skip
    changed = editing.with_line(draft, SECOND, "Orders taken in the evening from 4 to 9 a day")
    first = changed.objectives[0].key_results[0]
    assert (first.baseline, first.target, first.unit, first.due, first.owner) == (
        "22",
        "35",
        "%",
        "2027-03-31",
        "Priya",
    )
    assert "KR: Repeat orders (owner: Priya)\n  Baseline: 22 %\n  Target: 35 %\n  Due: 2027-03-31\n" in editing.as_text(
        changed
    )
    holds(changed)
    noisy = read_text(f"Hello all, see below what we talked about yesterday.\n\n{HOSPITAL}")
    edited = editing.with_line(noisy, FIRST, "Patients home by noon from 18% to 30%")
    assert [u.text for u in edited.unread] == [u.text for u in noisy.unread]
    holds(edited)


def test_markdown_shows_the_words_and_makes_no_link_of_them() -> None:
    draft = read_text(
        "Objective: Buy <b>now</b> at [here](http://x.example)\n- ![x](http://x.example/a.png) from 2 to 3 by June"
    )
    written = editing.as_markdown(draft)
    assert "](http" not in written.replace("`", "") or "`" in written
    assert "<b>" not in written.replace("\\<b\\>", "")


WORDS = st.text(
    st.sampled_from("abcdefgh 0123456789 %$€,.;:'’()[]{}<>*_`#|\\/-–→äöß漢\u202e\u200b\x00\t"), min_size=1, max_size=60
)


@given(WORDS, st.integers(0, 1), st.one_of(st.none(), st.integers(0, 2)))
def test_whatever_is_put_in_stands_where_it_says(words: str, objective: int, key_result: int | None) -> None:
    draft = read_text(HOSPITAL)
    if key_result is not None:
        key_result = min(key_result, len(draft.objectives[objective].key_results) - 1)
    changed = editing.with_line(draft, Where(objective=objective, key_result=key_result), words)
    lines = [o.wording for o in changed.objectives] + [k.wording for _, _, k in changed.key_results()]
    assert all((changed.source or "")[w.place.start : w.place.end] == w.text for w in lines if w)
    review = shared_coach().by_rules(changed)
    by_place = wordings_by_place(changed)
    assert all(stands_in(finding, changed, by_place) for finding in review.findings)
    assert not any("dropped" in notice for notice in review.notices)


def test_a_line_that_was_emptied_is_not_judged_and_nothing_is_dropped() -> None:
    changed = editing.with_line(read_text(HOSPITAL), Where(objective=0, key_result=0), " ")
    review = shared_coach().by_rules(changed)
    assert not [finding for finding in review.findings if finding.where == Where(objective=0, key_result=0)]
    assert not any("dropped" in notice for notice in review.notices)
