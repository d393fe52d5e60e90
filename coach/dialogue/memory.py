"""What a model is told of the conversation so far: the last turns as they were said, older ones as short notes.

The notes are kept with the conversation. They are written by the model in one short call, after an answer and only when the
turns outgrow their budget; by code where the model fails or there is none. No turn is sent again once it stands in the notes, and
the draft is never part of a turn: it is sent once, as it is now.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.dialogue.conversation import Conversation, Decision, Turn
from coach.errors import ModelError
from coach.llm.budget import estimated
from coach.llm.model import Message, Model, Piece, Spent, Usage
from coach.prompts import fence_for, render
from coach.report.plain import shortened

HISTORY_TOKENS = 1200
"""Tokens of the turns that are sent as they were said: about eight questions with their answers."""
NOTES_WORDS = 120
_NOTES = 900
"""Characters of the notes: what `NOTES_WORDS` words come to, and a margin."""
_TURN = 1200
"""Characters of one turn; what is longer is cut. A pasted draft is not sent as a turn at all."""
_A_LINE = 100
_DECISIONS = 20
_CITED = re.compile(r"\s?\[\d+\]")


@dataclass(frozen=True)
class Remembered:
    """New notes: what stands in them, how many of the turns they stand for, and what they cost."""

    notes: str
    turns: int
    usage: Usage


def history(conversation: Conversation, budget: int = HISTORY_TOKENS) -> tuple[str, list[Message]]:
    """The notes on older turns and decisions, and the last turns as messages that begin with the writer's.

    Both are bounded whatever the conversation holds: turns that outgrow the budget and stand in no notes yet are put into them
    by code.
    """
    start = _first_kept(conversation, budget)
    notes = conversation.memory
    if start > conversation.remembered:
        notes = notes_by_code(notes, conversation, conversation.turns[conversation.remembered : start])
    told = "\n".join(filter(None, (notes, *map(_decided, conversation.decisions[-_DECISIONS:]))))
    messages: list[Message] = []
    for turn in conversation.turns[start:]:
        role = "user" if turn.by == "writer" else "assistant"
        content = said(turn, conversation)
        if not content:
            continue
        if messages and messages[-1].role == role:
            content = f"{messages.pop().content}\n\n{content}"
        messages.append(Message.model_validate({"role": role, "content": content}))
    while messages and messages[0].role == "assistant":
        del messages[0]
    return told, messages


def renewed(conversation: Conversation, model: Model | None, budget: int = HISTORY_TOKENS) -> Remembered | None:
    """Notes that take in the turns which have outgrown the budget, by code where there is no model; None where none has."""
    if _first_kept(conversation, budget) <= conversation.remembered:
        return None
    # Half the budget is freed at once, so that the notes are not written anew at every turn.
    start = max(_first_kept(conversation, budget // 2), conversation.remembered + 1)
    folded = conversation.turns[conversation.remembered : start]
    notes, usage = "", Usage()
    try:
        if model is not None:
            notes, usage = _notes_by_model(conversation, folded, model)
    except ModelError:
        pass  # the reader lacks nothing: notes by code take the place of the model's
    return Remembered(notes or notes_by_code(conversation.memory, conversation, folded), start, usage)


def notes_by_code(notes: str, conversation: Conversation, turns: Sequence[Turn]) -> str:
    """The notes with what was said in `turns`, each in a few words; the oldest words go where it grows too long."""
    lines = notes.split("\n") if notes else []
    for turn in turns:
        content = said(turn, conversation)
        if content:
            lines.append(f"{'Writer' if turn.by == 'writer' else 'Coach'}: {shortened(content, _A_LINE)}")
    while len(lines) > 1 and sum(len(line) + 1 for line in lines) > _NOTES:
        del lines[0]
    return "\n".join(lines)[-_NOTES:]


def said(turn: Turn, conversation: Conversation) -> str:
    """A turn as a model is sent it: without numbers of citations; a pasted draft is named and not repeated."""
    text = turn.text.strip()
    if turn.by == "writer" and any(text == (version.draft.source or "").strip() for version in conversation.versions):
        return "(The writer pasted a draft. It is given below as it stands now.)"
    if turn.by == "coach":
        text = _CITED.sub("", text)
    return text if len(text) <= _TURN else shortened(text, _TURN)


def _first_kept(conversation: Conversation, budget: int) -> int:
    """The first turn that is sent as it was said: as many of the last as the budget holds, from one of the writer's on."""
    left, start = budget, len(conversation.turns)
    while start > conversation.remembered:
        left -= estimated(said(conversation.turns[start - 1], conversation))
        if left < 0:
            break
        start -= 1
    if start == conversation.remembered:
        return start
    while start < len(conversation.turns) and conversation.turns[start].by == "coach":
        start += 1
    return start


def _notes_by_model(conversation: Conversation, turns: Sequence[Turn], model: Model) -> tuple[str, Usage]:
    from coach.dialogue.shown_text import ShownText

    spoken = "\n".join(f"{'Writer' if turn.by == 'writer' else 'Coach'}: {said(turn, conversation)}" for turn in turns)
    fields = {
        "notes": conversation.memory or "(none)",
        "turns": spoken,
        "words": str(NOTES_WORDS),
        "fence": fence_for([conversation.memory, spoken]),
    }
    shown, written, usage = ShownText(()), "", Usage()
    for event in model.talk([Message(role="user", content=render("conversation-summary", fields))]):
        if isinstance(event, Piece) and len(written) <= 2 * _NOTES:
            written += shown.shown(event.text)
        elif isinstance(event, Spent):
            usage += event.usage
    return shortened(written + shown.rest(), _NOTES), usage


def _decided(decision: Decision) -> str:
    """One decision in a line: "not now: missing-baseline on “Lift activation to 35 %” (we do not know)"."""
    about = f"{decision.outcome}: {decision.criterion or 'a line'} on “{shortened(decision.quote, _A_LINE)}”"
    words = " ".join(filter(None, (decision.words, decision.note)))
    return f"{about} ({shortened(words, _A_LINE)})" if words else about
