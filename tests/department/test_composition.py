"""A review served again says what a fresh one says, and the reviews of its objectives make the review of a draft."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.critique import Review
from coach.department.composition import composed
from coach.department.packing import (
    as_text,
    packed_review,
    packed_unit,
    unpacked_citation,
    unpacked_review,
    unpacked_unit,
)
from coach.department.relocation import canonical, digest, relocated
from coach.house_rules import HouseRules
from coach.intake import read_json, read_text
from coach.okr import Draft
from coach.reading.language import foreign_language
from coach.reading.trained import Judgement
from coach.reviewer import Coach
from coach.shared import shared_coach
from tests.support.departments import ORGANISATIONS, draft_of, units_of


def _lines(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]


PASTES = [read_text(case["text"], id=case["id"]) for case in _lines("evals/pastes.jsonl")]
CASES = [
    read_json(case["draft"], name=case["id"], id=case["id"])
    for name in ("sets", "values", "lines")
    for case in _lines(f"evals/cases/catalogue-{name}.jsonl")
]
SEVERAL = [draft for draft in (*PASTES, *CASES) if len(draft.objectives) > 1][::4]


def fresh(coach: Coach, draft: Draft) -> Review:
    """The review of a draft, as if nothing were kept."""
    return coach.by_rules_many([draft], suggestions=False)[0]


def served(coach: Coach, draft: Draft) -> Review:
    """The review of a draft of one objective by way of what is kept."""
    review = fresh(coach, canonical(draft))
    packed, cited = packed_review(review)
    citations = {name: unpacked_citation(written) for name, written in cited.items()}
    return relocated(unpacked_review(packed, draft, citations), draft)


@pytest.mark.parametrize("first", range(0, 24, 8))
def test_a_review_that_was_kept_is_the_review_made_afresh(first: int) -> None:
    coach = shared_coach()
    for draft in PASTES[first : first + 8]:
        for objective in draft.objectives:
            unit = draft.model_copy(update={"objectives": (objective,)})
            assert served(coach, unit) == fresh(coach, unit)


@given(before=st.text(max_size=40), at=st.integers(0, len(ORGANISATIONS) - 1))
@settings(max_examples=25)
def test_words_that_moved_are_quoted_where_they_stand_now(before: str, at: int) -> None:
    case = ORGANISATIONS[at]
    lines = "".join(f"- **{text}**\n" for text in case["key_results"])
    pasted = f"{before}\n\nObjective: {case['objective']}\n{lines}"
    draft = read_text(pasted)
    for objective in draft.objectives:
        unit = draft.model_copy(update={"objectives": (objective,)})
        for finding in served(shared_coach(), unit).findings:
            assert pasted[finding.place.start : finding.place.end] == finding.quote


def test_what_identifies_words_is_their_words_and_values_and_not_their_place() -> None:
    one = read_text("Objective: Guests come back\n- Repeat bookings from 12 % to 20 % by June\n")
    two = read_text("Hello\n\nObjective: Guests come back\n- Repeat bookings from 12 % to 20 % by June\n")
    assert digest(one) == digest(two)
    key_result = one.objectives[0].key_results[0]
    for change in ({"owner": "Ada"}, {"due": "2027-06-30"}, {"target": "25"}):
        changed = one.objectives[0].model_copy(update={"key_results": (key_result.model_copy(update=change),)})
        assert digest(one.model_copy(update={"objectives": (changed,)})) != digest(one)
    for change in ({"level": "team"}, {"period": "2027-Q1"}, {"parent": "Grow"}, {"carries_owners": True}):
        assert digest(one.model_copy(update=change)) != digest(one)
    for change in ({"id": "x"}, {"team": "Hosts"}, {"notices": ("A remark",)}, {"source": None}):
        assert digest(one.model_copy(update=change)) == digest(one)


def test_half_a_pair_of_surrogates_is_kept_as_it_is() -> None:
    draft = read_json({"objectives": [{"objective": "Guests \ud83d come \x00 back", "key_results": []}]}, name="a test")
    (unit,) = units_of(draft)
    assert unpacked_unit(packed_unit(unit)) == unit
    assert as_text(unit).isascii()
    assert len(digest(draft)) == 64


def _is_composed_of_its_objectives(coach: Coach, draft: Draft) -> None:
    whole = draft.model_copy(update={"id": draft.id or "draft 0", "team": draft.team or draft.id or "draft 0"})
    units = units_of(whole)
    together = composed(units, [served(coach, unit.draft) for unit in units], coach).review
    at_once = fresh(coach, whole)
    assert _seen(together) == _seen(at_once)
    languages = {foreign_language(_words(unit.draft)) for unit in units} | {foreign_language(_words(whole))}
    if languages == {None}:  # the one difference there is; see coach/department/composition.py
        assert together == at_once


def _seen(review: Review) -> list[tuple[str, str, str]]:
    return sorted((f.criterion, str(f.where), str(f.also)) for f in review.findings)


def _words(draft: Draft) -> str:
    return ". ".join(text for o in draft.objectives for text in (o.text, *(k.text for k in o.key_results)))


@pytest.mark.parametrize("first", range(0, len(SEVERAL), 40))
def test_the_reviews_of_its_objectives_make_the_review_of_a_draft(first: int) -> None:
    for draft in SEVERAL[first : first + 40]:
        _is_composed_of_its_objectives(shared_coach(), draft)


PERIODS = st.sampled_from([None, None, "2027-Q1", "2027-Q2", "H1 2027"])


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Drafts that mix what only the whole draft shows: periods, dates, owners, parents, equal lines, excuses."""
    at = draw(st.lists(st.integers(0, len(ORGANISATIONS) - 1), min_size=2, max_size=7))
    objectives = []
    for number in at:
        rows: list[dict[str, Any]] = []
        for text in ORGANISATIONS[number]["key_results"][: draw(st.integers(0, 3))]:
            excuse = draw(
                st.sampled_from(["", "", " (ok: missing-deadline, see the plan)", " (ok: missing-owner, open)"])
            )
            row: dict[str, Any] = {"text": text + excuse}
            for name, values in (("owner", [None, "Ada Berg", "tbd"]), ("due", [None, "2027-03-31", "2028-09-30"])):
                if value := draw(st.sampled_from(values)):
                    row[name] = value
            rows.append(row)
        entry: dict[str, Any] = {"objective": ORGANISATIONS[number]["objective"], "key_results": rows}
        if period := draw(PERIODS):
            entry["period"] = period
        if draw(st.booleans()):
            entry["parent"] = "Patients are safe"
        objectives.append(entry)
    beside = {"level": draw(st.sampled_from(["company", "department", "team"])), "period": draw(PERIODS)}
    return read_json({"objectives": objectives, **beside}, name="a test")


@given(drafts())
@settings(max_examples=20)
def test_also_where_periods_dates_and_owners_are_mixed(draft: Draft) -> None:
    _is_composed_of_its_objectives(shared_coach(), draft)


def test_also_by_house_rules_that_switch_criteria_off() -> None:
    rules = HouseRules(
        off={"missing-owner": "In another tool.", "mixed-cycles": "We mix."}, severity={"no-parent-link": "fix"}
    )
    base = shared_coach()
    coach = Coach(rules=rules, reader=base.reader, home=base.home)
    for draft in SEVERAL[:20]:
        _is_composed_of_its_objectives(coach, draft)


class _Silent:
    """A trained reader that must not be asked."""

    version = "silent"

    def judge(self, texts: Sequence[str]) -> list[Judgement]:
        """Fail."""
        raise AssertionError(f"the reader was asked again, about {texts}")


def test_putting_a_draft_together_asks_the_trained_reader_nothing() -> None:
    base = shared_coach()
    units = units_of(draft_of(0, 1, 2, level="team"))
    reviews = [served(base, unit.draft) for unit in units]
    silent = Coach(reader=_Silent(), home=base.home)
    assert composed(units, reviews, silent).review.findings == composed(units, reviews, base).review.findings
