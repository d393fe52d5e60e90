"""How often a fitting passage is among the first that are retrieved.

    python -m evals.retrieval [--wrong]

`evals/retrieval/queries.jsonl` holds queries as people ask them and findings as drafts raise them, each with every
section of the guidance that would be a fitting citation, labelled without a look at the retrieval.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

from coach.criteria import catalogue
from coach.guidance import guidance_passages
from coach.index import open_index
from coach.settings import settings

QUERIES = Path(__file__).with_name("retrieval") / "queries.jsonl"
_DEPTH = 10


@dataclass(frozen=True)
class Ranked:
    """One query with the ranks (from 1) of its fitting passages among the first ten."""

    id: str
    query: str
    kind: str
    fitting: int
    ranks: tuple[int, ...]


def run(home: Path) -> list[Ranked]:
    """Every labelled query against the shipped guidance."""
    cases = [json.loads(line) for line in QUERIES.read_text(encoding="utf-8").splitlines() if line.strip()]
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
        ranks = tuple(rank for rank, hit in enumerate(hits, start=1) if hit.passage.id in wanted)
        ranked.append(Ranked(case["id"], case["query"], case["kind"], len(wanted), ranks))
    return ranked


def success_at(ranked: list[Ranked], depth: int) -> float:
    """The share of queries with a fitting passage among the first `depth`."""
    return sum(any(rank <= depth for rank in r.ranks) for r in ranked) / len(ranked)


def recall_at(ranked: list[Ranked], depth: int) -> float:
    """The mean share of the fitting passages among the first `depth`, of as many as `depth` can hold."""
    return sum(sum(rank <= depth for rank in r.ranks) / min(depth, r.fitting) for r in ranked) / len(ranked)


def reciprocal_rank(ranked: list[Ranked]) -> float:
    """The mean reciprocal rank of the first fitting passage (0 where none is among the first ten)."""
    return sum(1 / min(r.ranks) if r.ranks else 0.0 for r in ranked) / len(ranked)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--wrong", action="store_true", help="print the queries without a fitting passage among the first three"
    )
    arguments = parser.parse_args()
    ranked = run(settings().home)
    for name, part in (("all", ranked), *((k, [r for r in ranked if r.kind == k]) for k in ("question", "finding"))):
        print(
            f"{name:9} {len(part):4} queries: one of the first 3 fits {success_at(part, 3):.2f}, first 1 {success_at(part, 1):.2f}, first 5 {success_at(part, 5):.2f}; "
            f"share of all fitting in the first 3 {recall_at(part, 3):.2f}; mean reciprocal rank {reciprocal_rank(part):.2f}"
        )
    if arguments.wrong:
        print("\n".join(f"{r.id}: {r.query}" for r in ranked if not any(rank <= 3 for rank in r.ranks)))


if __name__ == "__main__":
    main()
