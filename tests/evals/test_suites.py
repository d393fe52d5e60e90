"""Groundedness and suggestions: on the real coach nothing is found, and what is planted is caught."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pytest

from coach.critique import Citation, Suggestion
from coach.index import Hit, Index
from coach.reviewer import Coach
from coach.shared import shared_coach
from evals.cases import Case, Site, read_cases, shipped_cases
from evals.suites import Suite, groundedness, measured, restraint, retrieval, suggestions
from tests.evals.made import draft

CASES = [
    Case("ward 7301", "a", "hospital ward", draft("Launch the checklist", "Lift satisfaction to 80%", id="ward 7301"), {}, {}),
    Case("school", "b", "school", draft("Lateness from 31 to 12 pupils", objective="Be better"), {}, {}),
]  # fmt: skip


def test_a_measure_is_the_share_that_held() -> None:
    measure = measured("read", "pastes read", {"a": True, "b": False, "c": True, "d": True})
    assert (measure.of, measure.failed, measure.share.value) == (4, ("b",), 0.75)


def test_what_the_coach_cites_is_grounded() -> None:
    found = groundedness.suite(shared_coach(), CASES)
    assert found.measure("retrieved").of == found.measure("verbatim").of > 5
    assert not found.measure("cited").failed
    assert not found.measure("retrieved").failed
    assert not found.measure("verbatim").failed


def _with_index(monkeypatch: pytest.MonkeyPatch, lie: Callable[[Hit], Hit | None]) -> Suite:
    """The suite over an index whose every hit goes through `lie`."""
    opened = groundedness.open_index

    class Liar:
        def __init__(self, index: Index) -> None:
            self._index, self.version = index, index.version

        def search(self, queries: Sequence[tuple[str, str | None]], count: int) -> list[list[Hit]]:
            return [
                [told for hit in hits if (told := lie(hit)) is not None] for hits in self._index.search(queries, count)
            ]

    monkeypatch.setattr(groundedness, "open_index", lambda passages, home: Liar(opened(passages, home)))
    return groundedness.suite(shared_coach(), CASES)


def _retold(hit: Hit, **changes: Any) -> Hit:
    return dataclasses.replace(hit, passage=dataclasses.replace(hit.passage, **changes))


def test_an_altered_excerpt_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _with_index(monkeypatch, lambda hit: _retold(hit, text=f"Studies show: {hit.passage.text}"))
    assert len(found.measure("verbatim").failed) == found.measure("verbatim").of > 0
    assert not found.measure("retrieved").failed


def test_a_passage_that_does_not_exist_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _with_index(monkeypatch, lambda hit: _retold(hit, id="guidance/invented#Nowhere"))
    assert len(found.measure("verbatim").failed) == len(found.measure("about").failed) == found.measure("about").of > 0


def test_nothing_cited_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _with_index(monkeypatch, lambda hit: None)
    assert len(found.measure("cited").failed) == found.measure("cited").of > 0
    assert found.measure("retrieved").share.value is None


def test_a_citation_that_was_not_retrieved_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    passage = next(p for p in groundedness.guidance_passages() if "missing-owner" in p.criteria)
    stuck = Citation(source=passage.document, section=passage.section, excerpt=passage.text[:40], passage=passage.id)
    plain = Coach.review

    def review(self: Coach, of: Any) -> Any:
        made = plain(self, of)
        told = [f.model_copy(update={"citations": (stuck,)}) for f in made.findings if f.criterion == "bare-milestone"]
        told += [
            f.model_copy(update={"citations": (stuck,)}) for f in made.findings if f.criterion == "vague-objective"
        ]
        return made.model_copy(update={"findings": tuple(told)})

    monkeypatch.setattr(Coach, "review", review)
    found = groundedness.suite(shared_coach(), CASES)
    assert len(found.measure("retrieved").failed) == found.measure("retrieved").of > 0
    assert not found.measure("verbatim").failed


@cache
def _suggested() -> Suite:
    return suggestions.suite(shared_coach(), CASES)


def test_what_the_coach_suggests_invents_no_figure_and_keeps_its_subject() -> None:
    assert _suggested().measure("no-invented-figure").of > 2
    assert not _suggested().measure("no-invented-figure").failed
    assert not _suggested().measure("subject").failed
    assert not _suggested().measure("pass").failed


def _suggesting(monkeypatch: pytest.MonkeyPatch, text: str) -> Suite:
    plain = Coach.review_many

    def review_many(self: Coach, drafts: Any, batch: int = 32) -> Any:
        for review in plain(self, drafts, batch):
            yield review.model_copy(
                update={
                    "findings": tuple(
                        f.model_copy(update={"suggestion": Suggestion(text=text)}) if f.suggestion else f
                        for f in review.findings
                    )
                }
            )

    monkeypatch.setattr(Coach, "review_many", review_many)
    return suggestions.suite(shared_coach(), CASES)


@pytest.mark.parametrize("figure", ["37%", "1,200", "7301"])
def test_an_invented_figure_is_caught(monkeypatch: pytest.MonkeyPatch, figure: str) -> None:
    """The last stands in the name of a case, which is no part of what a user wrote."""
    measure = _suggesting(monkeypatch, f"Lift satisfaction to {figure} by [date]").measure("no-invented-figure")
    assert len(measure.failed) == measure.of > 0


def test_a_figure_of_the_draft_is_no_invention(monkeypatch: pytest.MonkeyPatch) -> None:
    measure = _suggesting(monkeypatch, "Satisfaction to 80% by [30 June 2031]").measure("no-invented-figure")
    assert [name.split()[0] for name in measure.failed] == ["school"] * len(measure.failed)


def test_another_subject_and_a_line_no_better_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _suggesting(monkeypatch, "Migrate the payroll database")
    assert found.measure("subject").failed and found.measure("pass").failed


def test_each_suggestion_counts_under_a_name_of_its_own_place() -> None:
    alone = suggestions.suite(shared_coach(), CASES[1:])
    both = _suggested()
    assert both.measure("pass").of > alone.measure("pass").of > 0
    assert alone.figures == both.figures, "the yardstick is the same whatever is measured"


def test_no_cases_and_no_suggestions_give_no_figures() -> None:
    empty = suggestions.suite(shared_coach(), [])
    assert all(m.share.value is None for m in empty.measures)
    assert all(m.share.value is None for m in groundedness.suite(shared_coach(), []).measures)


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Lift [the number of calls] from [baseline] to [target]", "Lift waiting time from 40 to 60"),
        ("Cut calls from [baseline] to [target] by [date]", "Cut calls from 60 to 40 by the end of the cycle"),
        ("Calls by [name]: [something new]", "Calls by Priya Nair: something new"),
    ],
)
def test_blanks_are_filled_as_a_writer_might(text: str, full: str) -> None:
    assert suggestions.filled(text) == full


def test_retrieval_figures_by_hand() -> None:
    ranked = [retrieval.Ranked("a", "", "", 4, (1, 3, 9)), retrieval.Ranked("b", "", "", 1, ()), retrieval.Ranked("c", "", "", 2, (2,))]  # fmt: skip
    assert retrieval.recall_at(ranked, 3) == pytest.approx((2 / 3 + 0 + 1 / 2) / 3)
    assert retrieval.recall_at(ranked, 10) == pytest.approx((3 / 4 + 0 + 1 / 2) / 3)
    assert retrieval.reciprocal_rank(ranked) == pytest.approx((1 + 0 + 1 / 2) / 3)


def test_the_yardstick_of_unrelated_lines_is_drawn_alike_each_time() -> None:
    cases = read_cases(shipped_cases()[:1])
    assert suggestions.unrelated(cases, 200) == suggestions.unrelated(cases, 200) > 0


def test_restraint_counts_a_verdict_on_a_good_okr() -> None:
    good = Case(
        id="g1",
        family="g1",
        field="ferry line",
        draft={
            "id": "g1",
            "period": "2027-Q1",
            "objectives": [
                {
                    "objective": "Foot passengers to the islands never miss the last bus",
                    "key_results": [
                        "Arrivals after the last bus from 14% to 4% by 31 March 2027",
                        "Improve the mood on board",
                    ],
                }
            ],
        },
        expected={Site("vague-wording", 0, 0): False},
        kinds={0: "outcome", 1: "outcome"},
    )

    found = restraint.suite(shared_coach(), [good])

    assert found.measure("okrs").of == 1 and found.measure("okrs").failed == ("g1",)
    assert found.measure("lines").failed == ("g1 line 1: Improve the mood on board",)
