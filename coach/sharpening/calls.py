"""Asks a model about reviews by rules: all parts of all drafts at once, one repair turn for each that cannot be read.

Whatever comes back, every review comes out again: sharpened, sharpened in part with a notice that names the rest, or by rules
alone with a notice that says why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from coach.critique import Review
from coach.detectors import DraftRead
from coach.errors import BudgetSpent, ModelError, ModelReplyError
from coach.llm.budget import A_REPLY, Budget, estimated_call, limits_of, spending
from coach.llm.model import Message, Model, Reply, Usage
from coach.llm.time_limit import within
from coach.sharpening.asking import TOKENS_A_CALL, Part, criteria_text, parts_of, prompt_hash, repair_messages
from coach.sharpening.joining import Grounds, joined
from coach.sharpening.plain_words import plain_words
from coach.sharpening.reply import Answer, read_answer, schema
from coach.sharpening.verification import Verifier

_NAMED = 5
"""Objectives that a notice names one by one."""
_CAUSE = 400
_SCHEMA = json.dumps(schema())
_NO_FORM = "its answer was not in the form that was asked for, nor was the second"


@dataclass
class _Asked:
    """One part of one review, and what came of it: an answer, or a failure in words."""

    review: int
    part: Part
    messages: tuple[Message, ...]
    answer: Answer | None = None
    failure: str = ""
    usage: Usage = field(default_factory=Usage)
    budget: Budget | None = None
    """What its review may cost; None where no limit was set."""
    reserved: int = 0

    def can_be_sent(self) -> bool:
        """Whether the budget of its review has enough left for it, which is then set aside."""
        if self.budget is None:
            return True
        cost = estimated_call(self.messages, _SCHEMA) + A_REPLY
        try:
            self.budget.reserve(cost)
        except BudgetSpent as spent:
            self.failure = plain_words(str(spent), _CAUSE)
            return False
        self.reserved = cost
        return True

    def take(self, came: Reply | ModelError) -> bool:
        """Take in what came; False where it is a reply that cannot be read and may be repaired."""
        usage = came.usage if isinstance(came, Reply) else Usage(tokens_in=came.tokens[0], tokens_out=came.tokens[1])
        self.usage += usage
        if self.budget is not None:
            self.budget.settle(self.reserved, usage)
        if isinstance(came, ModelError):
            self.failure = plain_words(str(came), _CAUSE) or "it gave no answer"
            return True
        try:
            self.answer = read_answer(came.text)
        except ModelReplyError as error:
            self.failure = _NO_FORM
            self.messages = repair_messages(self.part, came.text, str(error))
            return False
        self.failure = ""
        return True


class Sharpening:
    """What a model adds to reviews. Holds no draft; safe to share between threads."""

    def __init__(self, model: Model, grounds: Grounds, tokens_a_call: int = TOKENS_A_CALL) -> None:
        self.model, self.grounds, self._tokens_a_call = model, grounds, tokens_a_call

    @cached_property
    def _criteria(self) -> str:
        return criteria_text(self.grounds.criteria, self.grounds.off)

    @cached_property
    def prompt(self) -> str:
        """The hash of all that the model is told beside a draft."""
        return prompt_hash(self._criteria)

    def sharpened(self, reviews: Sequence[Review], reads: Sequence[DraftRead]) -> list[Review]:
        """Each review with what the model adds, in order. Nothing of a review by rules is lost, whatever the model does.

        Args:
            reviews: reviews by rules.
            reads: the draft of each, as read.
        """
        by_review = [self._asked(number, review) for number, review in enumerate(reviews)]
        every = [each for asked in by_review for each in asked]
        with self._limits(len(every), len(reviews)):
            self._ask(every)
        return [
            self._joined(review, read, asked) if asked else review
            for review, read, asked in zip(reviews, reads, by_review, strict=True)
        ]

    def _asked(self, number: int, review: Review) -> list[_Asked]:
        limits = limits_of(self.model)
        budget = Budget(limits.tokens_per_review) if limits else None
        parts = parts_of(review, self._criteria, self._tokens_a_call)
        return [_Asked(number, part, part.messages, budget=budget) for part in parts]

    @contextmanager
    def _limits(self, calls: int, reviews: int) -> Iterator[None]:
        """The probe, the calls and the repairs share the time that the calls alone may take, and what the reviews may cost together."""
        limits = limits_of(self.model)
        if limits is None or not calls:
            yield
            return
        turns = -(-calls // limits.concurrent)
        with within(limits.timeout * turns), spending(Budget(limits.tokens_per_review * reviews)):
            yield

    def _ask(self, asked: Sequence[_Asked]) -> None:
        """Ask all at once; then once more those whose reply cannot be read."""
        waiting = list(asked)
        for _ in range(2):
            sent = [each for each in waiting if each.can_be_sent()]
            if not sent:
                return
            came = self._replies([each.messages for each in sent])
            waiting = [each for each, reply in zip(sent, came, strict=True) if not each.take(reply)]

    def _replies(self, asks: Sequence[Sequence[Message]]) -> list[Reply | ModelError]:
        try:
            return self.model.ask_all(asks, schema())
        except ModelError as error:
            return [error for _ in asks]

    def _joined(self, review: Review, read: DraftRead, asked: Sequence[_Asked]) -> Review:
        verifier = Verifier(review, read, self.grounds.criteria, self.grounds.off)
        usage = Usage()
        for each in asked:
            usage += each.usage
            if each.answer is not None:
                verifier.take(each.part, each.answer)
        failed = [each for each in asked if each.answer is None]
        if len(failed) == len(asked):
            cause = failed[0].failure.rstrip(". ")
            said = (
                f"The model {self.model.name} at {self.model.host} could not be used: {cause}. "
                "This review is by the rules alone."
            )
            spent = {"usage": usage if usage.tokens else None, "left_to_rules": _objectives_of(failed)}
            engine = review.engine.model_copy(update=spent)
            return review.model_copy(update={"engine": engine, "notices": (*review.notices, said)})
        whole = joined(review, read, verifier.finish(), self.grounds)
        made_by = {
            "model": self.model.name,
            "host": self.model.host,
            "prompt": self.prompt,
            "usage": usage,
            "left_to_rules": _objectives_of(failed) or None,
        }
        notices = (*whole.notices, *([_left_out(failed)] if failed else []))
        return whole.model_copy(update={"engine": review.engine.model_copy(update=made_by), "notices": notices})


def _objectives_of(asked: Sequence[_Asked]) -> tuple[int, ...]:
    return tuple(sorted({at for each in asked for at in each.part.objectives}))


def _left_out(failed: Sequence[_Asked]) -> str:
    """What the reader should know of the objectives that the model did not judge."""
    cause = failed[0].failure.rstrip(". ")
    left = _objectives_of(failed)
    named = ", ".join(str(at + 1) for at in left[:_NAMED])
    more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    return (
        f"The model could not be used for objective {named}{more}: {cause}. That part is reviewed by the rules alone."
    )
