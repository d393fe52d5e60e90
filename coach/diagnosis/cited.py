"""Passages of guidance for what the diagnosis says: really retrieved, never looked up by name."""

from __future__ import annotations

from typing import Protocol

from coach.critique import Citation
from coach.grounding import cited
from coach.index import Hit

_LOOKED_AT = 8
_ON_TOPIC = 0.5
"""An organisation's own passage comes first if its score is this share of the best one's, as with findings."""


class Guide(Protocol):
    """What finds guidance; a `coach.reviewer.Coach` does."""

    def guidance(self, query: str, criterion: str | None = None, count: int = 4) -> list[Hit]:
        """The passages that answer best."""


def passages_for(guide: Guide, look_for: str, count: int = 1) -> tuple[Citation, ...]:
    """The best passages for a search, no two from one document, the organisation's own first where they are on the point."""
    hits = guide.guidance(look_for, count=_LOOKED_AT)
    own = [hit for hit in hits if hit.passage.kind == "own" and hit.score >= _ON_TOPIC * hits[0].score]
    found: list[Citation] = []
    for hit in [*own, *(hit for hit in hits if hit.passage.kind == "guidance")]:
        if all(citation.source != hit.passage.document for citation in found):
            found.append(cited(hit))
    return tuple(found[:count])
