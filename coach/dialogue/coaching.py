"""The conversation: what the writer says is understood, the draft is changed by it and reviewed again, one thing is asked.

Without a model all of it is deterministic. With one, free questions are answered by the model (`coach.dialogue.open_questions`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator

from coach.critique import Review
from coach.dialogue import blanks, giving, rewording
from coach.dialogue.agenda import Point, points
from coach.dialogue.answers import Meaning, meaning
from coach.dialogue.catching_up import catch_up
from coach.dialogue.closing import summary
from coach.dialogue.conversation import PASTED, Conversation, OpenQuestion, Turn, now, title_of
from coach.dialogue.exchange import Exchange
from coach.dialogue.from_guidance import without_model
from coach.dialogue.open_questions import AnswerEvent, Proposed, answer, with_answer
from coach.dialogue.options import chosen
from coach.dialogue.own_words import is_line, take_own_words
from coach.dialogue.pasting import pasted_draft, pasted_lines
from coach.dialogue.phrases import phrases
from coach.dialogue.speech import GREETING, NO_DRAFT, WHAT_IT_DOES, joined, opening
from coach.dialogue.steering import steer
from coach.editing import as_text
from coach.errors import InputError
from coach.okr import Draft
from coach.reading.result import Where
from coach.reviewer import Coach

_LONGEST = 200_000
"""Characters of one message that are kept; intake says what it makes of more."""
_REMEMBERED = 8


class Coaching:
    """Answers in conversations. Cheap to make: one for each visitor, since it remembers the reviews of the last drafts.

    Args:
        coach: reviews and retrieves; its model, if there is one, answers free questions.
        clock: says the time of a turn, ISO 8601.
    """

    def __init__(self, coach: Coach, clock: Callable[[], str] = now) -> None:
        self.coach = coach
        self.clock = clock
        self._reviews: OrderedDict[Draft, Review] = OrderedDict()

    def review(self, conversation: Conversation) -> Review | None:
        """The review of the draft as it stands, by rules; None before there is a draft."""
        return self.reviewed(conversation.draft) if conversation.draft is not None else None

    def points(self, conversation: Conversation) -> list[Point]:
        """What is still open, the most important first."""
        review = self.review(conversation)
        return points(review, conversation.decisions) if review else []

    def summary(self, conversation: Conversation) -> str:
        """The last word: the draft, before and after, what is open, what was decided not to fix and why."""
        review = self.review(conversation)
        return joined(summary(conversation, review)) if review else "There is no draft yet."

    def start_with(self, conversation: Conversation, draft: Draft, name: str = "") -> Conversation:
        """The conversation with a draft that was read from a file; `name` is the file's."""
        when = self.clock()
        said = draft.source if draft.source is not None else as_text(draft)
        heard = conversation.with_turn(Turn(by="writer", text=said.strip() or name, when=when))
        exchange = Exchange(self.coach, heard, said, when, self.reviewed)
        if draft.is_empty:
            exchange.tell(*draft.notices[:3], NO_DRAFT)
            exchange.stop()
        else:
            self._begin_with(exchange, draft)
        return exchange.state

    def caught_up(
        self, conversation: Conversation, draft: Draft, did: str, offered: frozenset[str] = frozenset()
    ) -> Conversation:
        """The conversation going on from a draft that was changed outside of it; itself where that is how its draft stands.

        Args:
            conversation: one that has a draft.
            draft: the draft as it stands now.
            did: what was done to it, in words that hold nothing of the draft.
            offered: the labels of the blanks that suggestions taken over there have brought.
        """
        if conversation.draft is None or conversation.draft is draft or conversation.draft == draft:
            return conversation
        exchange = Exchange(self.coach, conversation, "", self.clock(), self.reviewed)
        catch_up(exchange, draft, did, offered)
        return exchange.state

    def answer(self, conversation: Conversation, said: str) -> Conversation:
        """The conversation with what the writer said and the coach's answer. Never raises for what a writer may type."""
        for event in self.answering(conversation, said):
            if isinstance(event, Conversation):
                return event
        raise AssertionError("an answer ends with the conversation")

    def answering(self, conversation: Conversation, said: str) -> Iterator[AnswerEvent | Conversation]:
        """The answer as it comes in: the pieces of a model's answer, where one answers, and last the whole conversation."""
        said = said[:_LONGEST]
        when = self.clock()
        heard = conversation.with_turn(Turn(by="writer", text=said, when=when))
        exchange = Exchange(self.coach, heard, said, when, self.reviewed)
        question = self._take(exchange)
        if question is not None and exchange.told:
            # A value was given beside the question, and is taken: the question goes on from there.
            heard = exchange.state
            exchange = Exchange(self.coach, heard, question, when, self.reviewed)
            asks = meaning(question, None)
            question = question if asks.act not in ("why", "example") else self._act(exchange, asks)
        if question is None:
            yield exchange.state
            return
        model = self.coach.model
        if model is None:
            self._answer_alone(exchange, question)
            yield exchange.state
            return
        events = []
        for event in answer(question, heard, self.coach, model, self.review(heard)):
            events.append(event)
            yield event
        yield _with_events(heard, events)

    def _take(self, exchange: Exchange) -> str | None:
        """Do what was said; a free question is returned and not answered here."""
        state, said = exchange.state, exchange.said
        if (blank := blanks.named(exchange)) is not None:
            blanks.ask_for(exchange, blank)
            return None
        try:
            draft = pasted_draft(said, first=state.draft is None)
        except InputError as error:
            exchange.ask_again(str(error))
            return None
        if draft is not None:
            self._begin_with(exchange, draft)
            return None
        if state.draft is not None and (lines := pasted_lines(said)):
            rewording.add(exchange, lines)
            return None
        if state.open and state.open.options:
            option = chosen(said, state.open)
            if option is not None:
                return self._take_option(exchange, option.said)
        asked = state.open
        if asked and asked.is_proposal and (act := phrases().act_of(said)) != "accept":
            asked = exchange.return_to_question()
            if act in ("decline", "skip"):
                exchange.ask_again("Fine, the line stays as it is.")
                return None
        return self._act(exchange, meaning(said, asked.asks if asked else None))

    def _take_option(self, exchange: Exchange, said: str) -> str | None:
        """Go on as if the writer had said what the option means, to the question that was asked before."""
        if not said:
            exchange.take_back()
            return None
        before = exchange.return_to_question()
        exchange.said, exchange.sure = said, True
        return self._act(exchange, meaning(said, before.asks if before else None))

    def _act(self, exchange: Exchange, meant: Meaning) -> str | None:
        if exchange.state.draft is None:
            return self._without_draft(exchange, meant)
        if meant.act == "question":
            return meant.text
        exchange.said = meant.before or exchange.said
        if meant.act == "give" and not self._answers_in_words(exchange):
            if meant.gives and is_line(exchange, meant):
                rewording.replace(exchange, exchange.focus or Where(), exchange.said)
            else:
                giving.give(exchange, meant)
        elif meant.act in ("give", "words"):
            take_own_words(exchange, meant)
        else:
            steer(exchange, meant)
        return meant.then

    def _without_draft(self, exchange: Exchange, meant: Meaning) -> str | None:
        if meant.act in ("why", "question", "list"):
            return exchange.said
        exchange.tell(
            WHAT_IT_DOES if meant.act == "help" else GREETING if meant.act in ("hello", "nothing") else NO_DRAFT
        )
        exchange.stop()
        return None

    def _begin_with(self, exchange: Exchange, draft: Draft) -> None:
        again = exchange.state.draft is not None
        exchange.state = exchange.state.with_version(draft, (), PASTED, exchange.when).changed(
            title=exchange.state.title or title_of(draft), thorough=False
        )
        exchange.asked = exchange.focus = None
        if again:
            exchange.tell("A new draft, then. “undo” brings the one before back.")
        review = exchange.review
        exchange.tell(*opening(review), *dict.fromkeys((*draft.notices, *review.notices)))
        exchange.move_on()

    def _answers_in_words(self, exchange: Exchange) -> bool:
        return exchange.asked is not None and exchange.asked.asks in ("period", "parent", "name", "reason")

    def _answer_alone(self, exchange: Exchange, question: str) -> None:
        found = without_model(question, self.coach)
        exchange.tell(found.text)
        exchange.citations = found.citations
        if exchange.asked is not None:
            exchange.ask_again(with_hint=False)
        else:
            exchange.stop()

    def reviewed(self, draft: Draft) -> Review:
        """The review of a draft by rules; those of the last drafts are remembered."""
        if draft in self._reviews:
            self._reviews.move_to_end(draft)
            return self._reviews[draft]
        self._reviews[draft] = review = self.coach.by_rules(draft)
        while len(self._reviews) > _REMEMBERED:
            self._reviews.popitem(last=False)
        return review


def _with_events(heard: Conversation, events: list[AnswerEvent]) -> Conversation:
    """The conversation with the answer of a model; a line that it proposed can be accepted."""
    answered = with_answer(heard, events)
    proposed = next((event for event in events if isinstance(event, Proposed)), None)
    if proposed is None:
        return answered
    offer = OpenQuestion(asks="wording", where=proposed.where, suggestion=proposed.suggestion, about=heard.open)
    return answered.changed(open=offer)
