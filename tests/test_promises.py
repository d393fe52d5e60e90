"""The promises of the design on what a review says: it quotes, it cites, it invents nothing. By example over every line of
`support/lines.yaml`, and by property over drafts assembled from them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.criteria import catalogue
from coach.critique import Review
from coach.intake import read_json, read_text
from coach.reviewer import Coach
from coach.shared import shared_coach
from tests.support.drafts import (
    FIELDS,
    RENDERINGS,
    Given,
    as_json,
    blocks,
    given_as_csv,
    given_as_json,
    given_as_text,
    given_as_workbook,
    given_drafts,
    labelled,
    of_field,
)
from tests.support.suggestions import invented

_by_field = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field["field"])
_EXAMPLES = 60
"""Drafts a property is tried on. A review of one takes 30 to 100 ms."""


def test_there_are_enough_lines() -> None:
    assert len(FIELDS) >= 15
    assert sum(len(field["key_results"]) for field in FIELDS) >= 80


# -- 1: it quotes ------------------------------------------------------------------------------------------------------


def _check_quotes(given_draft: Given) -> None:
    review = shared_coach().review(given_draft.draft)
    for finding in review.findings:
        assert finding.quote
        assert given_draft.words_at(finding.place) == finding.quote, finding.criterion
    assert not any("dropped" in notice for notice in review.notices), review.notices


@_by_field
@pytest.mark.parametrize(
    "render", [*RENDERINGS, given_as_json, given_as_csv, given_as_workbook], ids=lambda render: render.__name__
)
def test_a_quote_stands_where_it_says(field: dict[str, Any], render: Any) -> None:
    rendered = render(of_field(field))
    _check_quotes(rendered if isinstance(rendered, Given) else given_as_text(rendered))


@settings(max_examples=_EXAMPLES)
@given(given_drafts)
def test_a_quote_of_any_draft_stands_where_it_says(given_draft: Given) -> None:
    _check_quotes(given_draft)


@pytest.mark.parametrize(
    "text",
    [
        "Objective: Make “check-in” smoother\u00a0for guests\r\nKR: Improve\u00a0satisfaction \u2028KR: “Better” rooms",
        "\ufeffObjective: Über alles bessere Übergaben\nKR: Übergaben verbessern",
        "Objective: Serve caf\u00c3\u00a9 guests better\nKR: Improve the caf\u00c3\u00a9",
        "🎯 **Objective:** Delight 👩🏽‍🚒 crews\n1️⃣ Improve `response` times\n2️⃣ *Launch* the 🚒 app",
        "| Objective | Key Result |\n|---|---|\n| Happier crews | **Launch** the app |\n| | Improve morale |",
    ],
)
def test_a_quote_survives_what_people_paste(text: str) -> None:
    given_draft = given_as_text(text)
    assert not given_draft.draft.is_empty
    _check_quotes(given_draft)


# -- 2: it cites -------------------------------------------------------------------------------------------------------


def _check_citations(review: Review) -> None:
    index = shared_coach().index
    assert index is not None
    passages = {passage.id: passage for passage in index.passages}
    for finding in review.findings:
        assert finding.citations or any("none" in notice for notice in review.notices), finding.criterion
        for citation in finding.citations:
            passage = passages[citation.passage]
            assert passage.kind in ("guidance", "own"), "an example or a criteria page is never cited as guidance"
            assert citation.excerpt.strip() and citation.excerpt in passage.text
            assert (citation.source, citation.section) == (passage.document, passage.section)
            assert citation.attribution, "every passage names what it is from"
            for criterion in catalogue().values():
                assert not any(pair.bad in citation.excerpt for pair in criterion.examples)


@_by_field
def test_a_citation_is_in_the_knowledge_base(field: dict[str, Any]) -> None:
    _check_citations(shared_coach().review(read_json(as_json(of_field(field)))))


@settings(max_examples=_EXAMPLES)
@given(given_drafts)
def test_any_citation_is_in_the_knowledge_base(given_draft: Given) -> None:
    _check_citations(shared_coach().review(given_draft.draft))


def test_without_an_index_the_review_comes_and_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("no folder", encoding="utf-8")
    draft = read_json(as_json(of_field(FIELDS[0])))
    whole = shared_coach().review(draft)
    review = Coach(reader=shared_coach().reader, home=home).review(draft)

    assert [(f.criterion, f.where, f.quote) for f in review.findings] == [
        (f.criterion, f.where, f.quote) for f in whole.findings
    ]
    assert review.findings and not any(finding.citations for finding in review.findings)
    assert any("guidance" in notice for notice in review.notices)
    assert review.engine.knowledge is None


# -- 3: it invents nothing ---------------------------------------------------------------------------------------------


def _check_nothing_invented(review: Review, source: str) -> None:
    for finding in review.findings:
        suggestion = finding.suggestion
        if suggestion is None:
            continue
        assert invented(suggestion.text, source) == [], f"{finding.criterion}: {suggestion.text!r} from {source!r}"
        for alternative in suggestion.alternatives:
            assert not any(letter.isdigit() for letter in alternative)
        for label in suggestion.blanks:
            assert f"[{label}]" in suggestion.text
        unnamed = [part.split("]")[0] for part in suggestion.text.split("[")[1:]]
        assert all(label in suggestion.blanks or f"[{label}]" in source for label in unnamed), suggestion


@_by_field
def test_nothing_is_invented(field: dict[str, Any]) -> None:
    _check_nothing_invented(shared_coach().review(read_json(as_json(of_field(field)))), labelled(of_field(field)))


@settings(max_examples=_EXAMPLES)
@given(blocks, st.sampled_from(RENDERINGS))
def test_nothing_is_invented_for_any_draft(assembled: Any, render: Any) -> None:
    text = render(assembled)
    _check_nothing_invented(shared_coach().review(read_text(text)), text)


def test_the_checker_sees_what_is_invented() -> None:
    given_words = "Lift activation to 35% in Lyon"
    assert invented("Lift activation from [baseline] to 35% in Lyon by [date]", given_words) == []
    for text in (
        "Lift activation to 36%",
        "Lift activation by June",
        "Lift activation to 35% in Paris",
        "Anna lifts activation",
        "35 days in Lyon",
        "Lift [36 days]",
        "€35 in Lyon",
        "Double activation",
    ):
        assert invented(text, given_words), text
