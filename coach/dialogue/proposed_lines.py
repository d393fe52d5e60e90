"""Lines that a model proposes in a conversation, checked as every rewrite of a model is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.critique import Suggestion
from coach.detectors import DraftRead
from coach.okr import Draft
from coach.reading import Where
from coach.reading.language import foreign_language
from coach.sharpening.rewrites import passing

if TYPE_CHECKING:
    from coach.reviewer import Coach


def checked(draft: Draft, where: Where, text: str, asked: str, coach: Coach) -> Suggestion | str:
    """The line as a suggestion, or why it may not be shown, in words.

    It may hold only figures, dates, units and names of the line, its objective and of what the writer asked; it must be better by the
    same criteria and about the same thing.
    """
    if where.objective is None:
        return "no line is named"
    line = (where.objective, -1 if where.key_result is None else where.key_result)
    read = DraftRead(draft, coach.read(draft))
    if foreign_language(". ".join([*(o.text for o in draft.objectives), *(k.text for _, _, k in draft.key_results())])):
        return "the draft is in a language that the criteria cannot judge"
    found, why_not = passing({line: text}, read, coach.fires, asked)
    return found[line].suggestion if line in found else next(iter(why_not), "it did not pass the checks")
