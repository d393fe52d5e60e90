"""A model that is scripted for conversations: it says given pieces, calls given tools, breaks where it is told to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coach.errors import ModelError, ModelUnreachable
from coach.llm.model import Message, Piece, Reply, Spent, TalkEvent, Tool, ToolUse, Usage


@dataclass(frozen=True)
class Calls:
    """A step of the script: this tool is called."""

    tool: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Breaks:
    """A step of the script: the connection breaks here."""

    because: str = "the connection to the model broke"


Step = str | Calls | Breaks


@dataclass
class Talker:
    """Plays one list of steps a talk, the last one for ever after; remembers what it was told and what its tools gave."""

    talks: Sequence[Sequence[Step]]
    usage: Usage = field(default_factory=lambda: Usage(tokens_in=100, tokens_out=20))
    name: str = "scripted"
    host: str = "localhost"
    told: list[list[Message]] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    ended: int = 0

    def talk(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[TalkEvent]:
        """The next talk of the script."""
        steps = self.talks[min(len(self.told), len(self.talks) - 1)]
        self.told.append(list(messages))
        by_name = {tool.name: tool for tool in tools}
        try:
            for step in steps:
                if isinstance(step, str):
                    yield Piece(step)
                elif isinstance(step, Breaks):
                    raise ModelUnreachable(step.because)
                else:
                    result = by_name[step.tool].call(**step.arguments)
                    self.results.append(result)
                    yield ToolUse(step.tool, step.arguments, result)
            yield Spent(self.usage)
        finally:
            self.ended += 1

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Reply:
        """No conversation asks for this."""
        raise AssertionError("a conversation makes no structured call")

    def ask_all(self, asks: Sequence[Sequence[Message]], schema: Mapping[str, Any]) -> list[Reply | ModelError]:
        """No conversation asks for this."""
        raise AssertionError("a conversation makes no structured call")
