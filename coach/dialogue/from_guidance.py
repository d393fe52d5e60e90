"""A free question answered without a model: by the best passage of the guidance, or honestly not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.critique import Citation
from coach.grounding import cited

if TYPE_CHECKING:
    from coach.reviewer import Coach

_QUESTION = 4000
"""Characters of a question that are looked for."""
_FOUND, _PERHAPS = 0.36, 0.25
"""How alike a question and the best of the first four passages are (cosine) where the passage answers it, and where it may.
Measured on the 111 questions of `evals/queries.jsonl` and 60 questions that have nothing to do with OKRs (the weather, recipes, printers),
written before any was measured: of the former 67 % reach the first and 96 % the second value, of
the latter 5 % and 27 %. The passage shown is one of those labelled as fitting for 79 % of the former."""


@dataclass(frozen=True)
class Answer:
    """An answer from the guidance alone."""

    text: str
    citations: tuple[Citation, ...] = ()
    found: bool = True
    """Whether there is guidance on the question."""


def without_model(question: str, coach: Coach, first: int = 1) -> Answer:
    """The best passage on a question, with its citation; where there is none, that there is none.

    Args:
        question: what the writer asked.
        coach: retrieves.
        first: the number of the first citation in the text.
    """
    hits = coach.guidance(question[:_QUESTION], None, 4)
    best = max((hit.similarity for hit in hits), default=0.0)
    if best < _PERHAPS:
        return Answer(
            "I have no guidance on that. I can help with objectives, key results, their measures and how to work with them.",
            found=False,
        )
    # The ranking knows more than the similarity; a passage that is far from the question is not what makes the answer.
    passage = next(hit for hit in hits if hit.similarity >= _PERHAPS)
    others = [hit for hit in hits if hit.similarity >= _FOUND and hit.passage.document != passage.passage.document][:1]
    lead = (
        "The guidance says"
        if best >= _FOUND
        else "This may not be what you asked; it is the nearest that the guidance has"
    )
    text = f"{lead}: “{cited(passage).excerpt}” [{first}]"
    if others:
        text += f"\n\nThere is more in “{others[0].passage.document}, {others[0].passage.section}” [{first + 1}]."
    return Answer(text, tuple(cited(hit) for hit in (passage, *others)))
