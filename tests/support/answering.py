"""A model in this process that answers what a test gives it: for reviews, without a server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from coach.errors import ModelError
from coach.llm.model import Message, Reply, TalkEvent, Tool, Usage

NOTHING: dict[str, Any] = {"verdicts": [], "additions": [], "sets": [], "rewrites": [], "questions": []}
Answering = Callable[[Sequence[Message]], Any]


class AnsweringModel:
    """Answers each call by `answer`: an object, a text, or an error; a function of the messages, or always the same."""

    name = "scripted"
    host = "localhost:1"

    def __init__(self, answer: Any) -> None:
        self._answer = answer
        self.asks: list[Sequence[Message]] = []
        self.rounds = 0

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Reply:
        """The scripted answer."""
        found = self._one(messages)
        if isinstance(found, ModelError):
            raise found
        return found

    def ask_all(self, asks: Sequence[Sequence[Message]], schema: Mapping[str, Any]) -> list[Reply | ModelError]:
        """The scripted answers."""
        self.rounds += 1
        return [self._one(messages) for messages in asks]

    def talk(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[TalkEvent]:
        """No conversation is scripted here."""
        raise ModelError("this model holds no conversation")

    def _one(self, messages: Sequence[Message]) -> Reply | ModelError:
        self.asks.append(messages)
        said = self._answer(messages) if callable(self._answer) else self._answer
        if isinstance(said, ModelError):
            return said
        text = said if isinstance(said, str) else json.dumps(said)
        return Reply(text, Usage(tokens_in=100, tokens_out=10), 0.0)


def findings_told(messages: Sequence[Message]) -> dict[tuple[str, str], int]:
    """The number of each finding in a prompt, by its place and criterion."""
    told = re.findall(r"^(\d+) at (\S+|the whole): ([a-z-]+)", messages[1].content, re.MULTILINE)
    return {(place, criterion): int(number) for number, place, criterion in told}
