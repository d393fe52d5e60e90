"""A model behind an endpoint: LangChain's chat model over openai, as the `Model` protocol has it.

Making one costs nothing; LangChain and openai are loaded with the first call, or ahead of it by `warm`.
"""

from __future__ import annotations

import json
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from contextvars import copy_context
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from coach.errors import BudgetSpent, CoachError, ModelError, ModelRefused, ModelReplyError, ModelUnreachable
from coach.llm.budget import A_REPLY, Budget, Reservation, budgets, estimated, estimated_call, spending
from coach.llm.faults import ParameterRefused, TooLong, WordsRefused, with_key_blotted_out, without_key
from coach.llm.methods import (
    METHODS,
    PROBE,
    PROBING,
    EndpointMemory,
    Form,
    Method,
    answers_the_probe,
    form,
    parameter_at_fault,
)
from coach.llm.model import Message, Reply, TalkEvent, Tool, Usage
from coach.llm.patience import Patience
from coach.llm.time_limit import time_left, within
from coach.model_settings import OPENAI, ModelSettings

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage
    from langchain_openai.chat_models.base import BaseChatOpenAI

    from coach.embedding import Embedder
    from coach.llm.wire import Exchange, Line

T = TypeVar("T")
_ANY_NUMBER = 10**15
"""Tokens that nothing spends: a budget that only counts."""
_GRACE = 0.05
"""Seconds that a call may come back late by itself, before it is left alone."""


class Chat:
    """A model behind an endpoint. Safe to share between threads and users; holds no words of anybody."""

    def __init__(self, chosen: ModelSettings, home: Path) -> None:
        self.chosen = chosen
        self.name = chosen.name
        self.host = chosen.host
        self.memory = EndpointMemory(chosen, home)
        self._slots = threading.BoundedSemaphore(chosen.concurrent)
        self._making = threading.Lock()
        self._probing = threading.Lock()
        self._made: Line | None = None
        self._libraries: dict[frozenset[str], BaseChatOpenAI] = {}

    def __repr__(self) -> str:
        return f"Chat({self.name!r} at {self.host})"

    def warm(self) -> None:
        """Load the libraries in the background and let them rehearse, so that the first call need not wait for them. Nothing is sent."""

        def load() -> None:
            import_module("langchain.agents")
            self._load()
            from coach.llm.rehearsal import rehearse

            # What fails here fails again with the first call, which tells it to whoever asked.
            with suppress(CoachError):
                rehearse(self.chosen, self.memory.home)

        threading.Thread(target=load, name="coach-model-libraries", daemon=True).start()

    def close(self) -> None:
        """Close the connections; the next call opens them anew."""
        with self._making:
            line, self._made = self._made, None
            self._libraries.clear()
        if line is not None:
            line.close()

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Reply:
        """One structured call; see `Model.ask`."""
        self._check_key()
        self._load()
        with self._own_budget(), spending(Budget(_ANY_NUMBER)) as meter, within(self.chosen.timeout), self._slot():
            try:
                remembered = self.memory.method or self.probe()
                begun = time.monotonic()
                reply, method = self._by_any(METHODS[METHODS.index(remembered) :], messages, schema)
            except ModelError as error:
                error.tokens = (meter.spent.tokens_in, meter.spent.tokens_out)
                raise
            self.memory.works(method)
            return Reply(reply.text, meter.spent, time.monotonic() - begun)

    def ask_all(self, asks: Sequence[Sequence[Message]], schema: Mapping[str, Any]) -> list[Reply | ModelError]:
        """Several structured calls at once; see `Model.ask_all`.

        Once it is clear that the endpoint answers none of them, those not yet sent are not sent.
        """
        if not asks:
            return []
        patience = Patience()

        def one(messages: Sequence[Message]) -> Reply | ModelError:
            if patience.over is not None:
                return type(patience.over)(*patience.over.args)
            try:
                came: Reply | ModelError = self.ask(messages, schema)
            except ModelError as error:
                came = error
            patience.take(came)
            return came

        with self._own_budget(), ThreadPoolExecutor(min(len(asks), self.chosen.concurrent), "coach-model") as pool:
            waiting: list[Future[Reply | ModelError]] = [
                pool.submit(copy_context().run, one, messages) for messages in asks
            ]
            return [answer.result() for answer in waiting]

    def talk(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[TalkEvent]:
        """A turn of conversation, streamed; see `Model.talk`."""
        from coach.llm.talking import turn

        self._check_key()
        return turn(self, messages, tools)

    def probe(self) -> Method:
        """Which method of structured output works, tried out once and remembered.

        Raises:
            ModelError: the endpoint answers no call at all.
        """
        self._check_key()
        self._load()
        with self._probing_alone():
            if self.memory.method is not None:
                return self.memory.method
            for method in METHODS[:-1]:
                try:
                    reply, _ = self._by_any((method,), PROBING, PROBE)
                except (ParameterRefused, ModelReplyError):
                    continue
                if answers_the_probe(reply.text):
                    self.memory.works(method)
                    return method
            self._by_any(METHODS[-1:], PROBING, PROBE)
            self.memory.works("prompt")
            return "prompt"

    def models(self) -> list[str]:
        """The models that the endpoint lists, by name.

        Raises:
            ModelError: it lists none, or answers not at all.
        """
        self._check_key()
        library = self.library()
        found = self.in_time(lambda: [model.id for model in library.root_client.models.list()])
        return sorted(str(name) for name in found)

    def embedder(self) -> Embedder | None:
        """The endpoint's own embedder, for retrieval; None where none was set. Nothing is sent before it is used."""
        from coach.llm.embedding import endpoint_embedder

        return endpoint_embedder(self) if self.chosen.embeddings else None

    def line(self) -> Line:
        """The HTTP client of this model, made on first use."""
        with self._making:
            return self._line()

    def use(self, line: Line) -> None:
        """Send through this client in place of one that is made on first use."""
        with self._making:
            self._made = line

    def _line(self) -> Line:
        if self._made is None:
            from coach.llm.wire import Line

            self._made = Line(self.chosen)
            weakref.finalize(self, self._made.close)
        return self._made

    def _by_any(
        self, methods: Sequence[Method], messages: Sequence[Message], schema: Mapping[str, Any]
    ) -> tuple[Reply, Method]:
        """The reply by the first of the methods that the endpoint takes, and which that was."""
        refused: ParameterRefused | None = None
        for method in methods:
            while True:
                without = self.memory.without
                try:
                    return self.once(form(method, messages, schema, without)), method
                except ParameterRefused as refusal:
                    parameter = parameter_at_fault(refusal.said, without)
                    if parameter is None:
                        refused = refusal
                        break
                    self.memory.takes_no(parameter)
            if isinstance(refused, TooLong):
                break
        assert refused is not None
        raise refused

    def once(self, call: Form) -> Reply:
        """One call in one form, in time and in the budgets; the method it asks by is not looked into.

        Raises:
            ModelError: no usable answer.
        """
        library = self.library()
        beside = json.dumps([call.extra, call.tools], ensure_ascii=False)
        cost = estimated_call(call.messages, beside)
        reservation = Reservation(cost + min(A_REPLY, self.chosen.reply_tokens))
        bound: dict[str, Any] = {"tools": list(call.tools), "tool_choice": call.tool_choice} if call.tools else {}
        run = partial(library.invoke, spoken(call.messages), extra_body={**self.limits(), **call.extra}, **bound)
        usage = Usage()
        begun = time.monotonic()
        try:
            message = self.in_time(run)
            text = with_key_blotted_out(_structured_text(message), self.chosen)
            usage = counted(message.usage_metadata) or Usage(tokens_in=cost, tokens_out=estimated(text))
            self._check_reply(message, text)
            return Reply(text, usage, time.monotonic() - begun)
        finally:
            reservation.settle(usage)

    def _check_reply(self, message: AIMessage, text: str) -> None:
        where = f"{self.host} (model {self.name})"
        refusal = message.additional_kwargs.get("refusal")
        if isinstance(refusal, str) and refusal:
            raise WordsRefused(f"{where} will not answer. It says: “{without_key(refusal, self.chosen)[:200]}”")
        why = message.response_metadata.get("finish_reason")
        if why == "content_filter":
            raise WordsRefused(f"{where} will not answer: its filter of content stopped the reply")
        if why == "length":
            raise ModelReplyError(
                f"{where} was cut off in its reply after {self.chosen.reply_tokens:,} tokens or at the end of what it can hold; "
                "OKR_COACH_REPLY_TOKENS sets another limit"
            )
        if not text.strip():
            raise ModelReplyError(f"{where} replied with nothing")

    def limits(self) -> dict[str, Any]:
        """The limit of a reply's length, by the name that the endpoint knows it."""
        if "max_tokens" in self.memory.without:
            return {}
        name = "max_completion_tokens" if self.chosen.is_openai else "max_tokens"
        return {name: self.chosen.reply_tokens}

    def in_time(self, run: Callable[[], T]) -> T:
        """The result of a call that must come back within the time limit.

        It runs in a thread of its own, which is left alone when the time is over: neither a name that is not
        resolved nor a header that comes byte by byte can hold up the caller.

        Raises:
            ModelError: it failed, or is late.
        """
        from coach.llm.wire import Exchange, late

        limit = time_left(self.chosen.timeout)
        if limit <= 0:
            raise late(self.chosen)
        exchange = Exchange(time.monotonic() + limit)
        found: list[T] = []
        failed: list[ModelError] = []
        done = threading.Event()

        def work() -> None:
            try:
                found.append(self.unobserved(run, exchange))
            except Exception as error:
                failed.append(self.told(error, exchange))
            finally:
                done.set()

        threading.Thread(target=copy_context().run, args=(work,), name="coach-model-call", daemon=True).start()
        if not done.wait(limit + _GRACE):
            exchange.cancelled.set()
            raise late(self.chosen)
        if failed:
            raise failed[0]
        return found[0]

    def unobserved(self, run: Callable[[], T], exchange: Exchange) -> T:
        """Run a call within its exchange; LangChain's own telemetry is off, whatever the environment says."""
        from langsmith import tracing_context

        from coach.llm.wire import exchanging

        with exchanging(exchange), tracing_context(enabled=False):
            return run()

    def told(self, error: Exception, exchange: Exchange) -> ModelError:
        """What an exception of the libraries means. It is made anew, so that nothing of the old one, which may hold the key, hangs on to it."""
        from coach.llm.wire import unreached

        if exchange.failure is not None:
            return exchange.failure
        chain: BaseException | None = error
        while chain is not None:
            if isinstance(chain, ModelError):
                return chain
            if type(chain).__module__.split(".")[0] in ("httpx", "httpx2", "httpcore", "httpcore2"):
                return unreached(chain, exchange, self.chosen) if isinstance(chain, Exception) else ModelReplyError("")
            chain = chain.__cause__ or chain.__context__
        words = " ".join(without_key(str(error), self.chosen).split())[:160]
        return ModelReplyError(
            f"{self.host} (model {self.name}) answered, and not as the endpoint of a model does ({type(error).__name__}: {words})"
        )

    def library(self) -> BaseChatOpenAI:
        """LangChain's chat model, for what the endpoint is known to take."""
        without = self.memory.without
        with self._making:
            if without not in self._libraries:
                self._libraries[without] = _library(self.chosen, self._line(), "stream_options" not in without)
            return self._libraries[without]

    def _load(self) -> None:
        self.library()

    def _check_key(self) -> None:
        """OpenAI's own service without a key needs no call to say no."""
        if self.chosen.key is None and self.chosen.base_url is None:
            raise ModelRefused(f"{self.host} asks for a key; set OPENAI_API_KEY")

    def _own_budget(self) -> Any:
        """The budget of one review, where the caller counts in none."""
        return nullcontext() if budgets() else spending(Budget(self.chosen.tokens_per_review))

    @contextmanager
    def _probing_alone(self) -> Iterator[None]:
        """What the others wait for as well is found out once."""
        from coach.llm.wire import late

        if not self._probing.acquire(timeout=time_left(threading.TIMEOUT_MAX)):
            raise late(self.chosen)
        try:
            yield
        finally:
            self._probing.release()

    @contextmanager
    def _slot(self) -> Iterator[None]:
        """One of the calls that may be under way at one time."""
        if not self._slots.acquire(timeout=time_left(self.chosen.timeout)):
            raise ModelUnreachable(
                f"{self.host} (model {self.name}) is busy with {self.chosen.concurrent} other calls; OKR_COACH_CONCURRENT allows more"
            )
        try:
            yield
        finally:
            self._slots.release()


def _library(chosen: ModelSettings, line: Line, counts: bool) -> BaseChatOpenAI:
    """LangChain's chat model, with nothing left for it to take from the environment."""
    from langchain_openai import AzureChatOpenAI, ChatOpenAI
    from pydantic import SecretStr

    # Without a key a word stands in its place, for the libraries ask for one; the line takes it out again.
    common: dict[str, Any] = {
        "api_key": chosen.key or SecretStr("none"),
        "http_client": line,
        "max_retries": 0,
        "timeout": chosen.timeout,
        "stream_usage": counts,
        "openai_proxy": "",
        "use_responses_api": False,
        "disable_streaming": False,
        "http_socket_options": (),
        "disabled_params": {"parallel_tool_calls": None},
        "cache": False,
    }
    if chosen.api_version is not None:
        return AzureChatOpenAI(
            azure_endpoint=chosen.base_url,
            azure_deployment=chosen.name,
            api_version=chosen.api_version,
            model=chosen.name,
            **common,
        )
    return ChatOpenAI(model=chosen.name, base_url=chosen.base_url or OPENAI, **common)


def spoken(messages: Sequence[Message]) -> list[tuple[str, str]]:
    """Messages in the form that LangChain takes."""
    return [(message.role, message.content) for message in messages]


def counted(usage: Mapping[str, Any] | None) -> Usage | None:
    """What the endpoint counted; None where it says nothing."""
    if not usage:
        return None
    tokens_in, tokens_out = usage.get("input_tokens") or 0, usage.get("output_tokens") or 0
    return Usage(tokens_in=max(0, tokens_in), tokens_out=max(0, tokens_out)) if tokens_in or tokens_out else None


def _structured_text(message: AIMessage) -> str:
    """The reply's text: the arguments of the tool that was called, or the content."""
    if message.tool_calls:
        return json.dumps(message.tool_calls[0]["args"], ensure_ascii=False)
    if message.invalid_tool_calls:
        return message.invalid_tool_calls[0].get("args") or ""
    return str(message.text)


__all__ = ["BudgetSpent", "Chat", "counted", "spoken"]
