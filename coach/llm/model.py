"""What the coach knows of a model: the `Model` protocol and the values that go in and come out. Imports no library of models."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from coach.errors import ModelError
from coach.okr import Value


class Usage(Value):
    """Tokens that were spent, as the endpoint counted them (or as estimated where it does not say)."""

    tokens_in: int = 0
    tokens_out: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(tokens_in=self.tokens_in + other.tokens_in, tokens_out=self.tokens_out + other.tokens_out)

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.tokens_in + self.tokens_out


class Message(Value):
    """One message to a model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Reply:
    """What a model answered to a structured call: text that ought to be one JSON object. The caller parses and checks it."""

    text: str
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0


@dataclass(frozen=True)
class Tool:
    """Something a model may ask for in a conversation. `call` gets the arguments by name, already checked against the schema."""

    name: str
    description: str
    arguments: Mapping[str, Any]
    """JSON schema of the arguments: an object."""
    call: Callable[..., str]


@dataclass(frozen=True)
class Piece:
    """A piece of streamed text."""

    text: str


@dataclass(frozen=True)
class ToolUse:
    """A tool was called with these arguments and gave this."""

    name: str
    arguments: Mapping[str, Any]
    result: str


@dataclass(frozen=True)
class Spent:
    """What the turn cost; the last event of a talk."""

    usage: Usage


TalkEvent = Piece | ToolUse | Spent


class Model(Protocol):
    """A model behind an endpoint. Safe to share between threads."""

    name: str
    """As the endpoint knows it."""
    host: str
    """Where words go that are sent to it, as the screen says it: ``api.openai.com``, ``localhost:11434``."""

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Reply:
        """One structured call: the reply is meant to be an object of the JSON schema `schema` (which has a ``title``).

        Raises:
            ModelError: no answer; time-outs, retries and Retry-After are dealt with inside.
        """
        ...

    def ask_all(self, asks: Sequence[Sequence[Message]], schema: Mapping[str, Any]) -> list[Reply | ModelError]:
        """Several structured calls at once, under the limit of concurrent calls; answers and failures in order."""
        ...

    def talk(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[TalkEvent]:
        """A turn of conversation, streamed, with tools it may call; ends with what it cost.

        Raises:
            ModelError: also in the middle of the stream.
        """
        ...
