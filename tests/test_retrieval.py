"""Retrieval, judged by labelled queries: nine in ten find a relevant passage among the first three."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coach.criteria import catalogue
from coach.guidance import guidance_passages
from coach.shared import shared_coach

_QUERIES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "evals" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    if line
]
_FIRST = 3
_SHARE = 0.90


def _query(row: dict[str, Any]) -> tuple[str, str | None]:
    """A question as it was typed; a finding as the coach asks for it, with its criterion."""
    if row["kind"] == "question":
        return row["query"], None
    criterion = catalogue()[row["criterion"]]
    return f"{criterion.title}. {criterion.retrieval}. {row['query']}", criterion.id


def test_the_queries_are_many_and_their_labels_true() -> None:
    known = {passage.id.removeprefix("guidance/") for passage in guidance_passages()}
    assert len(_QUERIES) >= 80
    assert len({row["id"] for row in _QUERIES}) == len({row["query"] for row in _QUERIES}) == len(_QUERIES)
    wrong = {
        row["id"]: sorted(set(row["relevant"]) - known)
        for row in _QUERIES
        if not row["relevant"] or not set(row["relevant"]) <= known
    }
    assert wrong == {}


@pytest.mark.parametrize("kind", ["question", "finding"])
def test_a_relevant_passage_is_among_the_first_three(kind: str) -> None:
    index = shared_coach().index
    assert index is not None
    rows = [row for row in _QUERIES if row["kind"] == kind]
    answers = index.search([_query(row) for row in rows], _FIRST)
    missed = {
        row["id"]: row["query"]
        for row, hits in zip(rows, answers, strict=True)
        if not {hit.passage.id.removeprefix("guidance/") for hit in hits} & set(row["relevant"])
    }
    share = 1 - len(missed) / len(rows)
    assert share >= _SHARE, f"{share:.3f} of {len(rows)} find one among the first {_FIRST}; missed: {missed}"


def test_no_query_is_the_words_of_a_passage() -> None:
    """Else the number would say nothing about how people ask."""
    asked = {way.lower().strip(" ?.") for passage in guidance_passages() for way in (*passage.asked, passage.section)}
    assert [row["id"] for row in _QUERIES if row["query"].lower().strip(" ?.") in asked] == []
