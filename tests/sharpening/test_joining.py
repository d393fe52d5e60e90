"""A model earns its say: what it may change with a card, and without one, and that nothing by rules is ever lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.criteria import catalogue
from coach.critique import Finding, Review, stands_in, wordings_by_place
from coach.intake import read_text
from coach.llm.model import Message
from coach.okr import Draft
from coach.reviewer import Coach
from coach.scorecards import Measured, Scorecard, Share
from coach.shared import shared_coach
from tests.support.answering import NOTHING, AnsweringModel, findings_told

DRAFT = read_text("""Team: Discharge
Objective: Patients go home sooner and feel better
KR1: Launch the discharge checklist on all wards
KR2: Increase the share of patients discharged before noon to 30% by 30 June
KR3: Improve satisfaction
KR4: Patients feel welcome (ok: no-metric, a first year)

Objective: Nurses stay
KR1: Nurses who leave within a year from 19% to 12% by 30 June
KR2: Sick days from 900 to 700 by 30 June
""")


def _coach(answer: Any, earned: Sequence[str] = (), prompt: str | None = None) -> Coach:
    base = shared_coach()
    model = AnsweringModel(answer)
    coach = Coach(reader=base.reader, home=base.home, model=model)
    if not earned:
        return coach
    card = _card(earned, prompt or coach.prompt or "")
    return Coach(reader=base.reader, home=base.home, model=model, scorecard=card)


def _card(earned: Sequence[str], prompt: str) -> Scorecard:
    better, same = Share(value=0.3, low=0.2, high=0.4), Share(value=0.0, low=-0.1, high=0.1)
    shared = {"model_f1": same, "rules_f1": same, "both_f1": same, "positives": 100}
    return Scorecard(
        model="scripted", host="localhost:1", cases="c", drafts=100, prompt=prompt, version="0",
        criteria={
            name: Measured(
                difference=better if name in earned else same, model_precision=Share(value=0.9, low=0.8, high=1.0), **shared
            )
            for name in catalogue()
        },
    )  # fmt: skip


def _of(findings: Sequence[Finding], criterion: str, at: tuple[int, int | None]) -> Finding | None:
    return next(
        (f for f in findings if f.criterion == criterion and (f.where.objective, f.where.key_result) == at), None
    )


def _judging(place: str, criterion: str, verdict: str, reason: str = "It is as it is.") -> Any:
    def answer(messages: Sequence[Message]) -> dict[str, Any]:
        number = findings_told(messages)[(place, criterion)]
        return {**NOTHING, "verdicts": [{"finding": number, "verdict": verdict, "reason": reason}]}

    return answer


def _adding(**changes: Any) -> dict[str, Any]:
    given = {
        "criterion": "objective-not-covered",
        "place": "2",
        "quote": "Nurses stay",
        "reason": "It leaves out pay.",
        "passages": [],
    }
    return {**NOTHING, "additions": [{**given, **changes}]}


def test_what_the_model_confirms_is_found_by_both_with_its_reason() -> None:
    review = _coach(_judging("1.1", "activity-key-result", "confirm", "A launch is the team's own work.")).review(DRAFT)
    found = _of(review.findings, "activity-key-result", (0, 0))
    assert found is not None and found.origin == "both"
    assert [(v.by, v.verdict, v.reason) for v in found.views] == [
        ("model", "says so", "A launch is the team's own work.")
    ]


def test_what_it_disputes_stays_with_both_views_where_it_has_earned_nothing() -> None:
    review = _coach(_judging("1.1", "activity-key-result", "dispute")).review(DRAFT)
    found = _of(review.findings, "activity-key-result", (0, 0))
    assert found is not None and found.origin == "rules"
    assert [(v.by, v.verdict) for v in found.views] == [("rules", "says so"), ("model", "says not")]
    assert found.views[0].reason == found.because
    assert not review.overruled


def test_what_it_disputes_is_moved_aside_where_it_has_earned_it() -> None:
    answer = _judging("1.1", "activity-key-result", "dispute")
    review = _coach(answer, ["activity-key-result"]).review(DRAFT)
    assert _of(review.findings, "activity-key-result", (0, 0)) is None
    assert [f.criterion for f in review.overruled] == ["activity-key-result"]
    assert len(review.overruled[0].views) == 2
    elsewhere = _coach(answer, ["missing-baseline"]).review(DRAFT)
    assert _of(elsewhere.findings, "activity-key-result", (0, 0)) is not None and not elsewhere.overruled


def test_a_doubt_without_a_reason_overrules_nothing() -> None:
    review = _coach(_judging("1.1", "activity-key-result", "dispute", ""), ["activity-key-result"]).review(DRAFT)
    assert not review.overruled
    assert any("a doubt without a reason" in notice for notice in review.notices)


def test_a_card_of_another_prompt_counts_for_nothing_and_is_told() -> None:
    answer = _judging("1.1", "activity-key-result", "dispute")
    review = _coach(answer, ["activity-key-result"], prompt="000000000000").review(DRAFT)
    assert not review.overruled
    assert any("okr-coach evals run --model scripted" in notice for notice in review.notices)


def test_an_addition_nothing_is_proven_for_is_a_question_that_counts_for_no_verdict() -> None:
    review = _coach(_adding()).review(DRAFT)
    found = _of(review.findings, "objective-not-covered", (1, None))
    assert found is not None
    assert found.unproven and found.is_question and found.origin == "model"
    assert found.message == catalogue()["objective-not-covered"].doubt
    assert found.because == "It leaves out pay." and found.quote == "Nurses stay"
    assert found.citations
    assert review.findings[-1] == found
    assert review.readiness == _coach(NOTHING).review(DRAFT).readiness


def test_an_addition_the_detectors_are_against_is_told_aside() -> None:
    review = _coach(_adding(criterion="activity-key-result", place="2.1", quote="Nurses who leave")).review(DRAFT)
    assert _of(review.findings, "activity-key-result", (1, 0)) is None
    (aside,) = review.second_opinions
    assert [(v.by, v.verdict) for v in aside.views] == [("rules", "says not"), ("model", "says so")]


def test_an_addition_is_a_finding_where_it_has_earned_it() -> None:
    answer = _adding(criterion="activity-key-result", place="2.1", quote="nurses  who leave", reason="It is work.")
    review = _coach(answer, ["activity-key-result"]).review(DRAFT)
    found = _of(review.findings, "activity-key-result", (1, 0))
    assert found is not None
    assert (found.origin, found.unproven, found.confidence) == ("model", False, 0.9)
    assert found.quote == "Nurses who leave"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"criterion": "no-such"}, "by a criterion that is not there"),
        ({"criterion": "activity-key-result"}, "by a criterion that does not apply there"),
        ({"criterion": "vague-objective", "place": "2.1"}, "by a criterion that does not apply there"),
        ({"place": "7"}, "at a place that was not asked about"),
        ({"quote": "Doctors stay"}, "with a quote that does not stand there"),
        ({"criterion": "missing-baseline", "place": "2.1", "quote": "19% to 12%"}, "against what was read in the line"),
        ({"criterion": "no-metric", "place": "1.4", "quote": "feel welcome"}, "on what the writer has set aside"),
    ],
)
def test_an_addition_that_does_not_stand_up_is_dropped_and_counted(changes: dict[str, Any], told: str) -> None:
    review = _coach(_adding(**changes)).review(DRAFT)
    assert all(f.origin == "rules" for f in review.findings) and not review.second_opinions
    assert any(f"1 {told}" in notice for notice in review.notices), review.notices


def test_an_addition_of_what_was_found_already_confirms_it() -> None:
    review = _coach(_adding(criterion="activity-key-result", place="1.1", quote="Launch")).review(DRAFT)
    found = _of(review.findings, "activity-key-result", (0, 0))
    assert found is not None and found.origin == "both"
    assert len([f for f in review.findings if f.criterion == "activity-key-result"]) == 1


def test_passages_that_were_not_sent_are_not_cited() -> None:
    review = _coach(_adding(passages=["p99", "guidance/x#y"])).review(DRAFT)
    found = _of(review.findings, "objective-not-covered", (1, None))
    assert found is not None
    known = {passage.id for passage in shared_coach().index.passages}  # type: ignore[union-attr]
    assert found.citations and all(citation.passage in known for citation in found.citations)


def test_a_reason_with_a_figure_from_nowhere_is_not_shown() -> None:
    review = _coach(_adding(reason="Only 47% of teams do this.")).review(DRAFT)
    assert "47%" not in review.model_dump_json()


def test_a_set_that_is_not_covered_is_asked_about_and_its_counter_measure_is_a_question() -> None:
    judged = {
        "place": "2",
        "covered": False,
        "missing": "why nurses leave",
        "counter_measure": "Do wards go short?",
        "lagging": "",
    }
    review = _coach({**NOTHING, "sets": [judged], "questions": ["Who notices?", "What ends?", "What is new?"]}).review(
        DRAFT
    )
    found = _of(review.findings, "objective-not-covered", (1, None))
    assert found is not None and found.because == "why nurses leave"
    assert review.questions == ("Who notices?", "What ends?", "Do wards go short?")


def test_a_better_line_takes_the_place_of_the_rules_suggestion_where_it_clears() -> None:
    text = "Increase the share of patients discharged before noon from [baseline] to 30% by 30 June"
    review = _coach({**NOTHING, "rewrites": [{"place": "1.2", "text": text}]}).review(DRAFT)
    found = _of(review.findings, "missing-baseline", (0, 1))
    assert found is not None and found.suggestion is not None
    assert (found.suggestion.text, found.suggestion.origin) == (text, "model")


def test_a_better_line_that_fails_leaves_the_rules_suggestion() -> None:
    text = "Increase the share of patients discharged before noon from 12% to 30% by 30 June"
    review = _coach({**NOTHING, "rewrites": [{"place": "1.2", "text": text}]}).review(DRAFT)
    found = _of(review.findings, "missing-baseline", (0, 1))
    before = _of(shared_coach().by_rules(DRAFT).findings, "missing-baseline", (0, 1))
    assert found is not None and before is not None and found.suggestion == before.suggestion
    assert any("a better line: it holds a figure" in notice for notice in review.notices)


def test_in_another_language_no_better_line_is_shown() -> None:
    draft = read_text(
        "Objective: Unsere Patienten gehen früher und zufriedener nach Hause\n"
        "KR1: Die neue Checkliste für die Entlassung auf allen Stationen einführen\n"
    )
    said = {**NOTHING, "rewrites": [{"place": "1.1", "text": "Patienten mit Checkliste von [baseline] auf [target]"}]}
    review = _coach(said).review(draft)
    assert not any(f.suggestion and f.suggestion.origin == "model" for f in review.findings)
    assert any("a language that cannot be checked here" in notice for notice in review.notices)


def test_of_one_criterion_two_unproven_findings_are_asked_and_the_rest_is_told_aside() -> None:
    draft = read_text(
        "\n".join(
            f"Objective: Ward {n} sends patients home sooner\nKR: a b from 1 to 2\nKR: c d from 3 to 4" for n in "ABCD"
        )
    )
    said = {**NOTHING, "sets": [{"place": str(n), "covered": False, "missing": "how they feel"} for n in range(1, 5)]}
    review = _coach(said).review(draft)
    asked = [f for f in review.findings if f.origin == "model"]
    agreed = [f for f in review.findings if f.origin == "both"]
    assert len(asked) == 2
    assert len(asked) + len(agreed) + len(review.second_opinions) == 4 and review.second_opinions


_words = st.sampled_from(["1", "1.1", "1.2", "2", "2.1", "9", "Launch", "Nurses stay", "30%", "p1", "x", ""]) | st.text(
    max_size=12
)
_value = _words | st.integers(-3, 20) | st.booleans() | st.none() | st.floats() | st.lists(_words, max_size=2)
_criterion = st.sampled_from([*catalogue(), "no-such"])
_answers = st.fixed_dictionaries(
    {},
    optional={
        "verdicts": st.lists(
            st.fixed_dictionaries(
                {
                    "finding": st.integers(-1, 12) | _value,
                    "verdict": st.sampled_from(["confirm", "dispute"]) | _value,
                    "reason": _value,
                }
            ),
            max_size=8,
        ),
        "additions": st.lists(
            st.fixed_dictionaries(
                {
                    "criterion": _criterion | _value,
                    "place": _words | _value,
                    "quote": _words | _value,
                    "reason": _value,
                    "passages": _value,
                }
            ),
            max_size=8,
        ),
        "sets": st.lists(
            st.fixed_dictionaries({"place": _words, "covered": st.booleans() | _value, "missing": _value}), max_size=3
        ),
        "rewrites": st.lists(st.fixed_dictionaries({"place": _words, "text": _value}), max_size=4),
        "questions": st.lists(_value, max_size=4),
        "more": _value,
    },
)


def _check_nothing_is_lost(review: Review, draft: Draft, earned: Sequence[str]) -> None:
    by_rules = shared_coach().by_rules(draft)
    kept = {(f.criterion, f.where, f.quote) for f in review.findings if f.origin != "model"}
    aside = {(f.criterion, f.where, f.quote) for f in review.overruled}
    assert kept | aside == {(f.criterion, f.where, f.quote) for f in by_rules.findings}
    assert all(criterion in earned for criterion, _, _ in aside)
    wordings = wordings_by_place(draft)
    for finding in (*review.findings, *review.second_opinions, *review.overruled):
        assert stands_in(finding, draft, wordings)
        assert finding.origin != "model" or earned or finding.unproven
    assert json.dumps(review.as_json())
    assert set(by_rules.notices) <= set(review.notices)


@settings(max_examples=60)
@given(_answers | st.text(max_size=50))
def test_whatever_is_answered_nothing_by_rules_is_lost(said: Any) -> None:
    _check_nothing_is_lost(_coach(said).review(DRAFT), DRAFT, ())


@settings(max_examples=30)
@given(_answers)
def test_whatever_is_answered_only_what_was_earned_is_overruled(said: Any) -> None:
    earned = ["activity-key-result", "missing-baseline"]
    _check_nothing_is_lost(_coach(said, earned).review(DRAFT), DRAFT, earned)
