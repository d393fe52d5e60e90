"""What was said, as HTML: paragraphs, the draft's words in quotation marks, a line to start from, citations. Pure.

Nothing in a turn is markup: words of the draft, of the writer and of a model are escaped alike.
"""

from __future__ import annotations

import re

from coach.critique import Suggestion
from coach.dialogue.conversation import Turn
from coach.ui.finding_card import citations_html
from coach.ui.markup import escaped, note, quoted, with_blanks

_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
_NUMBER = re.compile(r"\[\d{1,2}\]")
"""How the words of a model's answer name a citation."""


def turn_html(turn: Turn) -> str:
    """One turn."""
    offered = turn.suggestion
    paragraphs = [part for part in _PARAGRAPHS.split(turn.text) if part.strip()]
    parts = [f'<div class="okr-turn {turn.by}">']
    if turn.by == "coach" and turn.quote and " ".join(turn.quote.split()) not in " ".join(turn.text.split()):
        parts.append(f'<p class="okr-quote">{quoted(turn.quote)}</p>')
    for paragraph in paragraphs:
        if offered and paragraph.endswith(offered.text):
            parts += [_said(paragraph.removesuffix(offered.text).rstrip()), _line_html(offered)]
            offered = None
        else:
            parts.append(_said(paragraph))
    if offered:
        parts.append(_line_html(offered))
    if turn.citations:
        parts.append(citations_html(turn.citations, numbered=bool(_NUMBER.search(turn.text))))
    parts += [note(text) for text in turn.notices]
    parts.append("</div>")
    return "".join(parts)


def said_html(text: str) -> str:
    """Plain text in paragraphs; its line breaks stay."""
    return "".join(_said(part) for part in _PARAGRAPHS.split(text) if part.strip())


def _said(paragraph: str) -> str:
    return f'<p class="okr-said" dir="auto">{escaped(paragraph)}</p>' if paragraph else ""


def _line_html(suggestion: Suggestion) -> str:
    """A line that is offered, its blanks as chips."""
    return f'<div class="okr-suggestion"><p class="okr-line" dir="auto">{with_blanks(suggestion)}</p></div>'
