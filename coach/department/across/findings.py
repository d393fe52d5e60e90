"""Sightings across teams to findings: in the page's words, quoted, cited, as the house rules want them, the surest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from coach.criteria import SEVERITIES, Criterion
from coach.critique import Citation
from coach.department.across.context import Context
from coach.department.across.lines import Organisation
from coach.department.across.sighting import ACROSS, CrossSighting
from coach.department.contract import CrossFinding, Unit
from coach.grounding import citations as cited
from coach.grounding import query_for
from coach.house_rules import HouseRules
from coach.index import Index

Cite = Callable[[Sequence[tuple[str, str]]], list[tuple[Citation, ...]]]
"""Queries, each with its criterion, to the passages that are cited for it."""
_MOST = 500
"""Findings of one criterion that are kept: beyond, nobody reads on, and what they have in common is the finding."""
_RETRIEVED = 16


def find_across(
    units: Iterable[Unit],
    criteria: dict[str, Criterion],
    citations: Cite | None = None,
    rules: HouseRules | None = None,
) -> list[CrossFinding]:
    """What is seen only when teams are read beside one another, by severity and then the surest first.

    Args:
        units: all objectives of the input, in order; they are read once.
        criteria: as the organisation wants them (`with_house_rules`); those without a detector across teams are passed over.
        citations: gives the guidance for each finding (`citing`); None: none is cited.
        rules: what is switched off, and below which confidence a finding asks.
    """
    rules = rules or HouseRules()
    context = Context(Organisation(units))
    seen: list[tuple[Criterion, CrossSighting]] = []
    for criterion in criteria.values():
        if criterion.detector in ACROSS and criterion.id not in rules.off:
            found = sorted(ACROSS[criterion.detector](context, criterion), key=lambda sighting: -sighting.confidence)
            seen += [(criterion, sighting) for sighting in found[:_MOST]]
    seen.sort(key=lambda each: (SEVERITIES.index(each[0].severity), -each[1].confidence))
    queries = [
        query_for(criterion, " ".join(side.quote for side in sighting.sides[:2])) for criterion, sighting in seen
    ]
    passages = citations(queries) if citations and queries else [()] * len(queries)
    return [
        _finding(criterion, sighting, found, rules.question_below)
        for (criterion, sighting), found in zip(seen, passages, strict=True)
    ]


def citing(index: Index | None) -> Cite | None:
    """Citations by retrieval from an index; None where there is none."""
    if index is None:
        return None

    def cite(queries: Sequence[tuple[str, str]]) -> list[tuple[Citation, ...]]:
        hits = index.search(list(queries), _RETRIEVED)
        return [cited(found, criterion) for found, (_, criterion) in zip(hits, queries, strict=True)]

    return cite


def _finding(
    criterion: Criterion, sighting: CrossSighting, passages: tuple[Citation, ...], question_below: float
) -> CrossFinding:
    asks = sighting.asks or sighting.confidence < question_below
    return CrossFinding(
        criterion=criterion.id,
        title=criterion.title,
        severity=criterion.severity,
        sides=sighting.sides,
        message=criterion.doubt if asks else criterion.message,
        question=criterion.question,
        because=sighting.because,
        confidence=sighting.confidence,
        citations=passages,
    )
