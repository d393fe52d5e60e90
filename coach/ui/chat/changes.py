"""What a conversation changed, as HTML: lines before and after, and what was decided to leave as it is. Pure."""

from __future__ import annotations

from coach.dialogue.conversation import Conversation
from coach.dialogue.export import Line, before_and_after, decided, left_as_it_is
from coach.ui.markup import listed, quoted, words_of


def changes_html(conversation: Conversation) -> str:
    """The lines that are not as they came; nothing where all are."""
    rows = [
        f'<div class="okr-change">{_side("Before", before)}{_side("After", after)}</div>'
        for before, after in before_and_after(conversation)
        if before is None or after is None or (before.words, before.facts) != (after.words, after.facts)
    ]
    if not rows:
        return ""
    count = "1 line" if len(rows) == 1 else f"{len(rows)} lines"
    opened = " open" if conversation.finished else ""
    return f'<details class="okr-fold"{opened}><summary>Before and after: {count}</summary>{"".join(rows)}</details>'


def decisions_html(conversation: Conversation) -> str:
    """What was decided not to fix, and why; nothing where nothing was."""
    rows = [
        (f"{quoted(decision.quote)}: " if decision.quote else "") + words_of(decided(decision))
        for decision in left_as_it_is(conversation)
    ]
    if not rows:
        return ""
    opened = " open" if conversation.finished else ""
    return (
        f'<details class="okr-fold"{opened}><summary>Decided not to fix: {len(rows)}</summary>{listed(rows)}</details>'
    )


def _side(name: str, line: Line | None) -> str:
    if line is None:
        words = "not there" if name == "Before" else "removed"
        return f'<p><span class="okr-cap">{name}</span> <span class="okr-because">{words}</span></p>'
    facts = f' <span class="okr-because">{words_of(line.facts)}</span>' if line.facts else ""
    return f'<p><span class="okr-cap">{name}</span> {words_of(line.words)}{facts}</p>'
