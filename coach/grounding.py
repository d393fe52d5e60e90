"""What a finding stands on: the words it quotes, the guidance that was retrieved for it, and how that is cited."""

from __future__ import annotations

import re

from coach.criteria import Criterion
from coach.critique import Citation
from coach.detectors import Sighting
from coach.index import Hit
from coach.okr import Draft, Wording
from coach.reading import Where

RETRIEVED = 16
"""Passages that are looked at for a finding."""
_CITED = 2
"""Passages cited with a finding: one to stand on, one to read on."""
_ON_TOPIC = 0.5
"""An organisation's own passage comes first if its score is this share of the best one's: what the house says counts more than
what is said in general. Own passages on the point had 0.62 and more when it was tried, others 0.25 and less."""
_EXCERPT = 300
"""Characters of a passage shown in a finding; it ends at a sentence."""


def query_for(criterion: Criterion, words: str) -> tuple[str, str]:
    """What guidance to look for: what the criterion is about, and the words it was seen in."""
    return f"{criterion.title}. {criterion.retrieval}. {words}", criterion.id


def words_of(draft: Draft) -> str:
    """All lines of a draft as one text."""
    return ". ".join(
        text for objective in draft.objectives for text in (objective.text, *(k.text for k in objective.key_results))
    )


def reading_order(where: Where) -> tuple[int, int]:
    """Reading order: the set first, then each objective before its key results."""
    return (-1 if where.objective is None else where.objective, -1 if where.key_result is None else where.key_result)


def line_seen(draft: Draft, sighting: Sighting) -> Wording:
    """The wording that a sighting is quoted from."""
    line = sighting.line or sighting.where
    objective = draft.objectives[line.objective or 0]
    if line.key_result is not None:
        return objective.key_results[line.key_result].wording
    if objective.wording is not None:
        return objective.wording
    return objective.key_results[0].wording


def citations(hits: list[Hit], criterion: str) -> tuple[Citation, ...]:
    """The best passages, no two from one document: the organisation's own that are on the point, then those about the criterion."""
    own = [hit for hit in hits if hit.passage.kind == "own" and hit.score >= _ON_TOPIC * hits[0].score]
    about = [hit for hit in hits if criterion in hit.passage.criteria]
    found: list[Citation] = []
    for hit in [*own, *about] or hits[:_CITED]:
        passage = hit.passage
        if hit.similarity <= 0 or any(citation.source == passage.document for citation in found):
            continue
        found.append(cited(hit))
        if len(found) == _CITED:
            break
    return tuple(found)


def cited(hit: Hit) -> Citation:
    """A retrieved passage as it is cited: its beginning, verbatim."""
    passage = hit.passage
    return Citation(
        source=passage.document,
        section=passage.section,
        excerpt=_excerpt(passage.text),
        passage=passage.id,
        attribution=passage.attribution,
        score=round(min(1.0, hit.similarity), 3),
    )


def _excerpt(text: str) -> str:
    """The beginning of a passage, verbatim, up to the last sentence that fits."""
    first = text.split("\n\n", 1)[0]
    if len(first) <= _EXCERPT:
        return first
    ends = [match.end() for match in re.finditer(r"[.?!](?=\s|$)", first) if match.end() <= _EXCERPT]
    return first[: ends[-1]] if ends else first[: first.rfind(" ", 0, _EXCERPT)]
