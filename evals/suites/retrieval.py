"""How often a fitting passage of guidance is among the first that are retrieved.

`evals/queries.jsonl` holds queries as people ask them and findings as drafts raise them, each with every section of the
guidance that would be a fitting citation, labelled without a look at the retrieval.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from coach.criteria import catalogue
from coach.guidance import guidance_passages
from coach.index import open_index
from coach.reviewer import Coach
from evals.suites import Suite, measured

QUERIES = Path(__file__).parents[1] / "queries.jsonl"
_DEPTH = 10


@dataclass(frozen=True)
class Ranked:
    """One query with the ranks (from 1) of its fitting passages among the first ten."""

    id: str
    query: str
    kind: str
    fitting: int
    ranks: tuple[int, ...]


def suite(coach: Coach) -> Suite:
    """Every labelled query against the shipped guidance (an organisation's own documents are left out)."""
    ranked = ranks(coach.home)
    measures = [
        measured(
            f"fits-in-first-{depth}",
            f"queries with a fitting passage among the first {depth}",
            {f"{r.id}: {r.query}": any(rank <= depth for rank in r.ranks) for r in ranked},
        )
        for depth in (3, 1, 5)
    ]
    return Suite(
        name="retrieval",
        title="Retrieval of guidance",
        measures=tuple(measures),
        figures={
            "recall at 3 (share of all fitting passages)": recall_at(ranked, 3),
            "recall at 10 (share of all fitting passages)": recall_at(ranked, _DEPTH),
            "mean reciprocal rank": reciprocal_rank(ranked),
        },
    )


def ranks(home: Path) -> list[Ranked]:
    """Every labelled query with where its fitting passages were found."""
    cases = [json.loads(line) for line in QUERIES.read_text(encoding="utf-8").split("\n") if line.strip()]
    criteria = catalogue()
    queries = []
    for case in cases:
        criterion = criteria.get(case.get("criterion") or "")
        lead = f"{criterion.title}. {criterion.retrieval}. " if case["kind"] == "finding" and criterion else ""
        queries.append((lead + case["query"], case.get("criterion") if case["kind"] == "finding" else None))
    found = open_index(guidance_passages(), home).search(queries, _DEPTH)
    ranked = []
    for case, hits in zip(cases, found, strict=True):
        wanted = {f"guidance/{label}" for label in case["relevant"]}
        places = tuple(rank for rank, hit in enumerate(hits, start=1) if hit.passage.id in wanted)
        ranked.append(Ranked(case["id"], case["query"], case["kind"], len(wanted), places))
    return ranked


def recall_at(ranked: list[Ranked], depth: int) -> float:
    """The mean share of the fitting passages among the first `depth`, of as many as `depth` can hold."""
    return sum(sum(rank <= depth for rank in r.ranks) / min(depth, r.fitting) for r in ranked) / len(ranked)


def reciprocal_rank(ranked: list[Ranked]) -> float:
    """The mean reciprocal rank of the first fitting passage (0 where none is among the first ten)."""
    return sum(1 / min(r.ranks) if r.ranks else 0.0 for r in ranked) / len(ranked)
