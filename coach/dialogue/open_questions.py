"""Free questions: answered by a model from retrieved passages with citations, streamed; from the passages alone where there is no model.

What a model says is checked while it comes in and as a whole: markers become citations of passages that were really retrieved in this
turn, links and HTML go, figures that nobody gave are named. Whatever the model does, the reader has an answer from the guidance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from coach.critique import Citation, Review, Suggestion
from coach.dialogue.conversation import Conversation, Turn, now
from coach.dialogue.figures import notice_of, unfounded
from coach.dialogue.from_guidance import without_model
from coach.dialogue.memory import history, renewed
from coach.dialogue.shown_text import ShownText
from coach.dialogue.tools import Desk, lines_of, tools_at
from coach.errors import ModelError
from coach.grounding import query_for
from coach.llm.budget import estimated, estimated_call
from coach.llm.model import Message, Model, Piece, Spent, ToolUse, Usage
from coach.prompts import fence_for, render, template
from coach.reading import Where
from coach.sharpening.plain_words import repeats, runs_of

if TYPE_CHECKING:
    from coach.reviewer import Coach

_QUESTION = 4000
"""Characters of a question that are sent."""
_SHORT = 6
"""Words of a question that is understood only from what was said before: "and for the second one?"."""
_ANSWER = 6000
"""Characters of an answer that are shown: several times what the model is asked for."""
_MEMORY_OF_PROMPT = 400
"""Characters at the end of an answer in which its own instructions are looked for: what tells is eight words of them in a row."""
_WITHOUT = "This is from the guidance alone, without a model."


@dataclass(frozen=True)
class Cited:
    """What an answer refers to, in the order of the numbers in its text, and what else was looked at for it."""

    citations: tuple[Citation, ...]
    looked_at: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Notice:
    """Something that the reader should know of the answer."""

    text: str


@dataclass(frozen=True)
class Proposed:
    """A line that the model proposed and that passed the checks; the writer decides."""

    where: Where
    suggestion: Suggestion


@dataclass(frozen=True)
class Noted:
    """New notes on older turns, to be kept with the conversation."""

    memory: str
    remembered: int


AnswerEvent = Piece | ToolUse | Cited | Notice | Proposed | Noted | Spent


def answer(
    question: str, conversation: Conversation, coach: Coach, model: Model, review: Review | None = None
) -> Iterator[AnswerEvent]:
    """The answer to a free question as it comes in.

    Text first (`Piece`, `ToolUse` between), then `Cited`, `Notice` and `Proposed` as there is cause, `Noted` where the notes on older turns
    were renewed, and `Spent` last. Raises nothing of a model: where it fails the answer goes on from the guidance, and says so.

    Args:
        question: what the writer asked.
        conversation: as it stands; whether the question is its last turn already makes no difference.
        coach: retrieves, and judges what the model proposes.
        model: answers.
        review: the review of the draft as it stands, by rules, where there is one already.
    """
    conversation = _without_question(conversation, question)
    desk = Desk(coach, conversation.draft, question, f"{conversation.said_by_writer}\n{question}", review)
    turn = _Turn(desk)
    yield from turn.spoken(model, messages(question, conversation, desk))
    yield from turn.closed(question)
    # A model that has just failed would be waited for once more.
    notes = renewed(conversation, None if turn.failed else model)
    if notes is not None:
        turn.usage += notes.usage
        yield Noted(notes.notes, notes.turns)
    yield Spent(turn.usage)


def messages(question: str, conversation: Conversation, desk: Desk) -> list[Message]:
    """What the model is told: the rules, the last turns, and with the question the draft, the passages for it and the notes.

    The draft and the passages stand in the last message alone. A model that cannot call tools has all it needs.
    """
    draft = conversation.draft
    shown = lines_of(draft) if draft is not None and not draft.is_empty else "(There is no draft yet.)"
    passages = "\n".join(
        f"[{name}] {text}" for name, text in desk.passages_for(*_query(question, conversation, desk.coach))
    )
    notes, turns = history(conversation)
    fields = {
        "draft": shown,
        "review": desk.findings_in_short() or "(Nothing.)",
        "passages": passages or "(No guidance was found.)",
        "earlier": notes or "(Nothing.)",
        "question": question[:_QUESTION],
    }
    desk.given.append(shown)
    last = render("conversation-turn", {**fields, "fence": fence_for(fields.values())})
    if turns and turns[-1].role == "user":
        last = f"{turns.pop().content}\n\n{last}"
    system = Message(role="system", content=render("conversation-system"))
    return [system, *turns, Message(role="user", content=last)]


def _query(question: str, conversation: Conversation, coach: Coach) -> tuple[str, str | None]:
    """What to look for: the question, and what is being talked about where the question is too short to say it."""
    about = coach.criteria.get((conversation.open.criterion or "") if conversation.open else "")
    if about is not None and len(question.split()) <= _SHORT:
        return query_for(about, question)
    return question[:_QUESTION], None


def with_answer(conversation: Conversation, events: Iterable[AnswerEvent]) -> Conversation:
    """The conversation with the coach's turn that these events tell, its notes and its cost."""
    events = list(events)
    proposed = next((event for event in events if isinstance(event, Proposed)), None)
    noted = next((event for event in events if isinstance(event, Noted)), None)
    usage = sum((event.usage for event in events if isinstance(event, Spent)), Usage())
    turn = Turn(
        by="coach",
        text="".join(event.text for event in events if isinstance(event, Piece)).strip(),
        when=now(),
        where=proposed.where if proposed else None,
        citations=tuple(c for event in events if isinstance(event, Cited) for c in event.citations),
        suggestion=proposed.suggestion if proposed else None,
        notices=tuple(event.text for event in events if isinstance(event, Notice)),
        usage=usage,
    )
    changed = {"memory": noted.memory, "remembered": noted.remembered} if noted else {}
    return conversation.with_turn(turn).changed(usage=conversation.usage + usage, **changed)


def cost_in_words(usage: Usage) -> str:
    """What a conversation has cost, as the screen says it: "about 1,240 tokens so far"."""
    if not usage.tokens:
        return "no tokens so far"
    rounded = usage.tokens if usage.tokens < 100 else round(usage.tokens, -1)
    return f"about {rounded:,} tokens so far"


@dataclass
class _Turn:
    """One answer while it comes in."""

    desk: Desk
    usage: Usage = field(default_factory=Usage)
    text: str = ""
    failed: str | None = None
    notices: list[str] = field(default_factory=list)
    shown: ShownText = field(init=False)

    def __post_init__(self) -> None:
        self.shown = ShownText(self.desk.passages)

    def spoken(self, model: Model, told: list[Message]) -> Iterator[AnswerEvent]:
        """The model's words, made fit to be shown."""
        try:
            with closing(_closable(model.talk(told, tools_at(self.desk)))) as events:
                for event in events:
                    if isinstance(event, Piece):
                        yield from self._piece(self.shown.shown(event.text))
                        if self.failed or len(self.text) >= _ANSWER:
                            break
                    elif isinstance(event, Spent):
                        self.usage += event.usage
                    else:
                        yield event
        except ModelError as error:
            self.failed = str(error)
            if self.text and not self.usage.tokens:
                self.usage = Usage(tokens_in=estimated_call(told), tokens_out=estimated(self.text))
        if not self.failed:
            yield from self._piece(self.shown.rest())
        if not self.failed and not self.text.strip():
            self.failed = "the model gave no answer"

    def _piece(self, words: str) -> Iterator[Piece]:
        if not words or self.failed:
            return
        if repeats(f"{self.text[-_MEMORY_OF_PROMPT:]}{words}", _rules()):
            self.failed = "the model began to repeat its own instructions"
            return
        words = words[: _ANSWER - len(self.text)]
        if len(self.text) + len(words) >= _ANSWER:
            self.notices.append("The answer was longer than a chat can hold and is cut off here.")
        self.text += words
        yield Piece(words)

    def closed(self, question: str) -> Iterator[AnswerEvent]:
        """What comes after the text: the answer from the guidance where the model failed, citations, notices, proposals."""
        citations = [self.desk.passages[name] for name in self.shown.cited]
        if self.failed:
            own = without_model(question, self.desk.coach, first=len(citations) + 1)
            broken = "The model's answer broke off" if self.text.strip() else "The model did not answer"
            self.notices.insert(0, f"{broken}: {self.failed.rstrip('.')}. {_WITHOUT}")
            citations += own.citations
            yield Piece(f"\n\n{own.text}" if self.text.strip() else own.text)
        looked_at = [each for each in tuple(self.desk.passages.values()) if each not in citations]
        yield Cited(tuple(citations), tuple(looked_at))
        self.notices += self._left_out()
        if about_figures := notice_of(unfounded(self.text, [self.desk.said, *self.desk.given])):
            self.notices.append(about_figures)
        for notice in self.notices:
            yield Notice(notice)
        for proposal in self.desk.proposals:
            yield Proposed(proposal.where, proposal.suggestion)

    def _left_out(self) -> Iterator[str]:
        """What was taken out of the answer and why."""
        if count := self.shown.unknown:
            yield f"{_counted(count, 'reference')} to guidance that was not looked up {_were(count)} taken out of the answer."
        if count := self.shown.removed:
            yield f"{_counted(count, 'link, picture or piece of markup', 'links, pictures or pieces of markup')} {_were(count)} taken out of the answer."


def _without_question(conversation: Conversation, question: str) -> Conversation:
    turns = conversation.turns
    if turns and turns[-1].by == "writer" and turns[-1].text.strip() == question.strip():
        return conversation.changed(turns=turns[:-1])
    return conversation


@cache
def _rules() -> frozenset[tuple[str, ...]]:
    """What the model is told to keep to itself, as runs of words."""
    return runs_of(template("conversation-system"))


def _closable(events: Iterator[Any]) -> Any:
    """The events with a `close`, which a plain iterator has not."""
    if hasattr(events, "close"):
        return events
    return (event for event in events)


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
