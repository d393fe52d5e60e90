"""A turn of conversation: streamed as it comes, with tools by LangChain's agent, within limits of time, rounds and tokens."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import copy_context
from typing import TYPE_CHECKING, Any

from coach.errors import CoachError, ModelError, ModelReplyError, ModelUnreachable
from coach.llm.arguments import faults_in
from coach.llm.budget import Budget, Reservation, budgets, estimated, estimated_call, spending
from coach.llm.faults import Blotting, ParameterRefused, with_key_blotted_out_of
from coach.llm.methods import parameter_at_fault
from coach.llm.model import Message, Piece, Spent, TalkEvent, Tool, ToolUse, Usage
from coach.model_settings import ModelSettings

if TYPE_CHECKING:
    from coach.llm.chat import Chat
    from coach.llm.wire import Exchange

ROUNDS = 6
"""How often a model may call tools in one turn."""
RESULT = 8_000
"""Characters of a tool's result that the model gets to read."""
_REPLY = 500


class _Turn:
    """What a turn has said and cost so far, written by the thread that runs it."""

    def __init__(
        self, put: Callable[[TalkEvent | BaseException | None], None], exchange: Exchange, chosen: ModelSettings
    ) -> None:
        self.put = put
        self._blotting = Blotting(chosen)
        self.exchange = exchange
        self._limit = chosen.timeout
        self.said = 0
        """Characters of text that were passed on."""
        self.used = 0
        """Tools that were called."""
        self.usage = Usage()
        self.ended = False
        """Whether the last reply of the model was whole."""

    def take(self, chunk: Any) -> None:
        """A chunk of the model's reply."""
        from coach.llm.chat import counted

        if chunk.text:
            self.said += len(chunk.text)
            self._show(self._blotting.take(str(chunk.text)))
        self.ended = self.ended or bool(chunk.response_metadata.get("finish_reason"))
        self.usage = self.usage + (counted(chunk.usage_metadata) or Usage())

    def end(self) -> None:
        """Nothing more of this reply comes."""
        self._show(self._blotting.rest())

    def _show(self, text: str) -> None:
        if text:
            self.put(Piece(text))

    def called(self, use: ToolUse) -> None:
        """A tool was called; the model's next reply has the whole time limit again."""
        self.end()
        self.used += 1
        self.ended = False
        self.exchange.deadline = time.monotonic() + self._limit
        self.put(use)


def turn(chat: Chat, messages: Sequence[Message], tools: Sequence[Tool]) -> Iterator[TalkEvent]:
    """The events of one turn; see `Model.talk`. Closing the iterator ends the call."""
    from coach.llm.wire import Exchange, late

    library = chat.library()
    cost = estimated_call(messages, json.dumps([tool.arguments for tool in tools]) if tools else "")
    counts_in = [] if budgets() else [Budget(chat.chosen.tokens_per_review, "this turn")]
    del library
    for budget in counts_in:
        with spending(budget):
            reservation = Reservation(cost + _REPLY)
            break
    else:
        reservation = Reservation(cost + _REPLY)
    events: queue.SimpleQueue[TalkEvent | BaseException | None] = queue.SimpleQueue()
    exchange = Exchange(time.monotonic() + chat.chosen.timeout)
    state = _Turn(events.put, exchange, chat.chosen)

    def work() -> None:
        try:
            try:
                chat.unobserved(lambda: _speak(chat, messages, tools, state), exchange)
            finally:
                state.end()
            events.put(None)
        except CoachError as error:
            events.put(error)
        except _ToolFault as fault:
            events.put(fault.error)
        except Exception as error:
            events.put(chat.told(error, exchange))

    threading.Thread(target=copy_context().run, args=(work,), name="coach-model-talk", daemon=True).start()
    try:
        while True:
            try:
                event = events.get(timeout=exchange.left + 0.05)
            except queue.Empty:
                if exchange.left > 0:  # a tool was called meanwhile, and the limit moved
                    continue
                raise late(chat.chosen) from None
            if event is None:
                break
            if isinstance(event, BaseException):
                raise event
            yield event
        yield Spent(_cost(state, cost))
    finally:
        exchange.cancelled.set()
        reservation.settle(_cost(state, cost))


def _cost(state: _Turn, asked: int) -> Usage:
    """What the endpoint counted, or an estimate."""
    if state.usage.tokens or not (state.said or state.used or state.ended):
        return state.usage
    return Usage(tokens_in=asked * (1 + state.used), tokens_out=max(1, int(state.said / 3.5)))


def _speak(chat: Chat, messages: Sequence[Message], tools: Sequence[Tool], state: _Turn) -> None:
    """Run the turn, without what the endpoint turns out not to take."""
    while True:
        without = chat.memory.without
        offered = () if "tools" in without else tools
        try:
            _speak_once(chat, messages, offered, state)
            break
        except Exception as error:
            told = error if isinstance(error, CoachError | _ToolFault) else chat.told(error, state.exchange)
            lacking = _lacking(told, bool(offered), without) if not (state.said or state.used) else None
        # Raised again outside of the handler: an error of the libraries may hold the key, and would hang on to this one.
        if lacking is None:
            raise told
        chat.memory.takes_no(lacking)
        state.exchange.failure = None
    if not state.ended and not state.exchange.cancelled.is_set():
        raise ModelUnreachable(
            f"the connection to {chat.host} (model {chat.name}) broke off in the middle of the reply; try again"
        )
    if not state.said:
        raise ModelReplyError(f"{chat.host} (model {chat.name}) replied with nothing")


def _lacking(told: Exception, offered: bool, without: frozenset[str]) -> str | None:
    """What the endpoint says it does not take."""
    if not isinstance(told, ParameterRefused):
        return None
    if offered and "tool" in told.said.lower():
        return "tools"
    return parameter_at_fault(told.said, without)


def _speak_once(chat: Chat, messages: Sequence[Message], tools: Sequence[Tool], state: _Turn) -> None:
    from coach.llm.chat import spoken

    library = chat.library()
    if not tools:
        for chunk in library.stream(spoken(messages), extra_body=chat.limits()):
            state.take(chunk)
        return
    from langchain.agents import create_agent
    from langchain_core.messages import AIMessageChunk
    from langgraph.errors import GraphRecursionError

    bounded = library.model_copy(update={"extra_body": chat.limits()})
    agent: Any = create_agent(bounded, tools=[_offered(tool, state, chat.chosen) for tool in tools])
    try:
        for chunk, _ in agent.stream(
            {"messages": spoken(messages)}, {"recursion_limit": 2 * ROUNDS + 1}, stream_mode="messages"
        ):
            if isinstance(chunk, AIMessageChunk):
                state.take(chunk)
    except GraphRecursionError:
        raise ModelReplyError(
            f"{chat.host} (model {chat.name}) called tools {state.used} times and came to no answer"
        ) from None


class _ToolFault(Exception):
    """A tool has a fault that is ours: it goes to the caller as it is, not to the model."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def _offered(tool: Tool, state: _Turn, chosen: ModelSettings) -> Any:
    """The tool as LangChain takes it. Its arguments are checked, its faults told to the model, its result cut. It never gets the key."""
    from langchain_core.tools import StructuredTool

    def call(**given: Any) -> str:
        arguments = with_key_blotted_out_of(given, chosen)
        result = _result(tool, arguments)
        state.called(ToolUse(tool.name, arguments, result))
        return result

    return StructuredTool.from_function(
        call, name=tool.name, description=tool.description, args_schema=dict(tool.arguments)
    )


def _result(tool: Tool, arguments: Mapping[str, Any]) -> str:
    faults = faults_in(arguments, tool.arguments)
    if faults:
        return f"The tool was not called: {'; '.join(faults)}."
    try:
        result = tool.call(**arguments)
    except CoachError as error:
        return f"That cannot be done: {error}"
    except Exception as error:
        raise _ToolFault(error) from error
    return result if len(result) <= RESULT else f"{result[: RESULT - 20]} … (cut here)"


__all__ = ["ModelError", "estimated", "turn"]
