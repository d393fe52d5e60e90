"""Real OKRs of many organisations go through, where the corpus is at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coach.critique import stands_in, wordings_by_place
from coach.intake import read_json, read_text
from coach.shared import shared_coach

_CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "dev.jsonl"
pytestmark = pytest.mark.skipif(
    not _CORPUS.is_file(), reason="the corpus of real OKRs is not beside this checkout (../shared/corpus/dev.jsonl)"
)


def _rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in _CORPUS.read_text(encoding="utf-8").splitlines() if line.strip()]


def test_every_draft_of_the_corpus_is_reviewed() -> None:
    rows = _rows()
    drafts = [
        read_json(
            {
                "id": row["id"],
                "team": row["team"],
                "period": row["period"],
                "objectives": [{"objective": row["objective"], "key_results": row["key_results"]}],
            }
        )
        for row in rows
    ]
    reviews = list(shared_coach().review_many(drafts))

    assert [review.draft.id for review in reviews] == [row["id"] for row in rows]
    for row, review in zip(rows, reviews, strict=True):
        assert len(review.readings) == len(row["key_results"])
        places = wordings_by_place(review.draft)
        assert all(stands_in(finding, review.draft, places) for finding in review.findings)
        json.dumps(review.as_json())


def test_many_at_once_are_judged_as_one_by_one() -> None:
    drafts = [
        read_json({"objectives": [{"objective": row["objective"], "key_results": row["key_results"]}]})
        for row in _rows()[:12]
    ]
    together = list(shared_coach().review_many(drafts, batch=5))
    assert [review.findings for review in together] == [shared_coach().review(draft).findings for draft in drafts]


def test_every_draft_of_the_corpus_goes_through_when_pasted() -> None:
    for row in _rows():
        text = "\n".join([f"Objective: {row['objective']}", *(f"- {result}" for result in row["key_results"])])
        draft = read_text(text)
        kept = " ".join("".join(c for c in part.lower() if c.isalnum()) for part in _parts(draft))
        for result in (row["objective"], *row["key_results"]):
            words = [
                word for word in "".join(c.lower() if c.isalnum() else " " for c in result).split() if len(word) > 3
            ]
            lost = [word for word in words if word not in kept]
            assert not lost, f"{row['id']}: {lost} of {result!r}"


def _parts(draft: Any) -> list[str]:
    found = [unread.text for unread in draft.unread] + [draft.team or "", draft.period or "", draft.parent or ""]
    for objective in draft.objectives:
        found += [objective.text, *(initiative.text for initiative in objective.initiatives)]
        found += [value or "" for value in (objective.team, objective.owner, objective.period, objective.parent)]
        for result in objective.key_results:
            found += [result.text, *(initiative.text for initiative in result.initiatives)]
            found += [value or "" for value in (result.owner, result.due, result.status, result.score, result.label)]
    return found
