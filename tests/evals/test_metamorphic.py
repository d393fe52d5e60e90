"""The metamorphic suite: each change does what its title says, and a verdict that flips is caught."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest

from coach.intake import read_json
from coach.reviewer import Coach
from coach.shared import shared_coach
from evals.cases import Case, Site
from evals.suites import metamorphic
from evals.suites.judging import judging
from evals.suites.metamorphic import changed, verdict
from evals.suites.spelling import _OTHER, other_spelling
from evals.suites.turns import BUZZWORDS, NUMBERS, UNCHANGED, without_baseline
from tests.evals.made import draft

TASK, LIFT = "Launch the discharge checklist on all wards", "Median stay from 6.1 to 5.2 days by 30 June"
CASE = Case(
    "ward", "ward", "hospital ward", draft(TASK, LIFT, "Lift satisfaction - of all - to 80 %"), {},
    {0: "activity", 1: "outcome", 2: "outcome"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "less"),
    [
        ("Median stay from 6.1 to 5.2 days", "Median stay to 5.2 days"),
        ("No-shows from 1 in 4 to 1 in 10", "No-shows to 1 in 10"),
        ("Share seen within 24h: 55% -> 80%", "Share seen within 24h: to 80%"),
        ("Share seen 55 % → 80 %", "Share seen to 80 %"),
        ("Waiting time under 30 minutes (currently 45)", "Waiting time under 30 minutes"),
        ("Under 30 minutes [now: 45 min] by June", "Under 30 minutes by June"),
        # Not a starting value, or not all of it: nothing is taken out.
        ("Open from 1 March to 30 June", None),
        ("Open from Q1 to Q3 2027", None),
        ("No outage from 1 to 30 June", None),
        ("Handled from start to finish in 3 days", None),
        ("Handled by people (now in all 3 wards) from 4 to 8", None),
        ("Under 30 minutes (now on every ward)", None),
        ("Median wait 3 h 40 -> 1 h 15", None),
        ("From 12% to 30% (was 10% in 2024)", None),
        ("Waiting time under 30 minutes", None),
    ],
)
def test_a_starting_value_is_taken_out_whole_or_not_at_all(text: str, less: str | None) -> None:
    assert without_baseline(text) == less


@pytest.mark.parametrize(
    ("name", "text", "other"),
    [
        ("case", "Falls in Q3", "falls in q3"),
        ("full-stop", "Falls", "Falls."),
        ("full-stop", "Falls.", "Falls"),
        ("typography", 'Don\'t - 5 % "soon"', "Don’t – 5\u00a0% ”soon”"),
        ("spelling", "Optimise the CENTRE's Programme", "Optimize the CENTER's Program"),
        ("currency", "€5 and £6, 7 USD, EUROPE", "£5 and $6, 7 GBP, EUROPE"),
    ],
)
def test_a_change_does_what_its_title_says(name: str, text: str, other: str) -> None:
    assert UNCHANGED[name][1](text) == other


def test_the_other_spelling_and_back_is_the_same_text() -> None:
    one_way = {"programme", "programmes", "practise", "cheque", "cheques", "metre", "metres", "tyre", "tyres", "licence", "licences"}  # fmt: skip
    for word in _OTHER:
        for form in (word, word.upper(), word.capitalize()):
            other = other_spelling(f"the {form}-based plan")
            assert other != f"the {form}-based plan"
            if word not in one_way:
                assert other_spelling(other) == f"the {form}-based plan"
    assert other_spelling("Check the meter, 5 % of practice") == "Check the meter, 5 % of practice"


def test_a_changed_draft_leaves_the_original_alone() -> None:
    given = draft(TASK, {"text": LIFT, "owner": "Anna"})
    before = copy.deepcopy(given)
    other = changed(given, 1, str.upper)
    assert given == before
    assert other["objectives"][0]["key_results"] == [TASK, {"text": LIFT.upper(), "owner": "Anna"}]
    assert changed(given, -1, str.upper)["objectives"][0]["objective"] == "PATIENTS GO HOME SOONER"


def test_buzzwords_and_numbers_are_added_and_nothing_is_taken_away() -> None:
    for turn in (*BUZZWORDS, *NUMBERS):
        assert TASK in turn(f"{TASK}.") and turn(TASK) != TASK


def test_judging_says_what_the_whole_coach_says_without_citing_or_suggesting() -> None:
    judged, whole = judging(shared_coach()).review(read_json(CASE.draft)), shared_coach().review(read_json(CASE.draft))
    assert verdict(judged) == verdict(whole)
    assert [f.criterion for f in judged.findings] == [f.criterion for f in whole.findings]
    assert any(f.suggestion and f.citations for f in whole.findings)
    assert not any(f.suggestion or f.citations for f in judged.findings)


def test_the_suite_counts_only_lines_that_are_changed() -> None:
    found = metamorphic.suite(shared_coach(), [CASE])
    assert found.measure("case").of == 4
    assert found.measure("currency").of == found.measure("spelling").of == 0
    assert found.measure("owner").of == 3
    assert found.measure("numbered-task").of == len(NUMBERS)
    assert found.measure("baseline-out").of == 1 and not found.measure("baseline-out").failed
    assert found.measure("baseline-in").of == 2


def _planted(monkeypatch: pytest.MonkeyPatch, fires: Any) -> metamorphic.Suite:
    """The suite with a detector for tasks that fires where `fires` says so of the line."""
    from coach.detectors import DETECTORS, Sighting

    def detect(read: Any, criterion: Any) -> list[Sighting]:
        return [
            Sighting(where=line.where, confidence=0.9, because="planted")
            for line in read.key_results()
            if fires(f"{line.text}{read.draft.objectives[0].key_results[line.where.key_result].owner or ''}")
        ]

    monkeypatch.setitem(DETECTORS, "activity_key_result", detect)
    return metamorphic.suite(shared_coach(), [CASE])


@pytest.mark.parametrize(
    ("measure", "fires"),
    [
        ("case", lambda text: text[0].isupper()),
        ("full-stop", lambda text: text.endswith(".")),
        ("typography", lambda text: "–" in text),
        ("owner", lambda text: "Priya" in text),
        ("buzzwords", lambda text: text == TASK),
        ("numbered-task", lambda text: text.startswith("Launch") and not text.endswith(("3)", "regions", "total"))),
    ],
)
def test_a_verdict_that_flips_is_caught(monkeypatch: pytest.MonkeyPatch, measure: str, fires: Any) -> None:
    assert _planted(monkeypatch, fires).measure(measure).failed


def test_an_owner_that_breaks_the_paste_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = metamorphic.read_text
    monkeypatch.setattr(
        metamorphic, "read_text", lambda text: whole(text.replace(f"KR2: {LIFT} (owner: Priya Nair)\n", ""))
    )
    assert len(metamorphic.suite(shared_coach(), [CASE]).measure("owner").failed) == 3


def _versions(*drafts: dict[str, Any], labels: Sequence[bool] = ()) -> list[Case]:
    site = Site("activity-key-result", 0, 0)
    return [
        dataclasses.replace(CASE, id=f"v{n}", draft=d, expected={site: label})
        for n, (d, label) in enumerate(zip(drafts, labels, strict=True))
    ]


def test_versions_are_compared_where_their_labels_are_the_same() -> None:
    rest = (LIFT, "Lift satisfaction to 80 %")
    one, other = draft(TASK, *rest), draft("Falls from 8 to 5 a week", *rest)
    same = metamorphic.suite(shared_coach(), _versions(one, other, labels=(True, True))).measure("paraphrase")
    apart = metamorphic.suite(shared_coach(), _versions(one, other, labels=(True, False))).measure("paraphrase")
    assert (same.of, apart.of) == (4, 3)
    assert [name.split(":")[0] for name in same.failed] == ["v1 line 0"]
    assert not apart.failed


def test_cases_without_labelled_lines_give_an_empty_suite() -> None:
    found = metamorphic.suite(Coach(), [dataclasses.replace(CASE, kinds={})])
    assert all(m.of == 0 and m.share.value is None for m in found.measures)
    assert found.figures == {}
