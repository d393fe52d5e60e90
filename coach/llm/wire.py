"""The line to an endpoint: one HTTP client that keeps the time limit, tries again where it helps, and hides the key.

All that can go wrong on the line is judged here, from the answer itself, so that it does not depend on how the libraries above
word it. Imported only once a model is asked: openai comes with it.
"""

from __future__ import annotations

import json
import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from importlib import import_module
from typing import Any

import openai

from coach.errors import ModelError, ModelReplyError, ModelUnreachable
from coach.llm.faults import Answer, fault, without_controls, without_key
from coach.model_settings import ModelSettings

# One line a call, on the screen of whoever logs at the level of information.
for _name in ("httpx", "httpx2"):
    if logging.getLogger(_name).level == logging.NOTSET:
        logging.getLogger(_name).setLevel(logging.WARNING)

LARGEST_REPLY = 4_000_000
"""Bytes; a review of a large draft is a hundredth of it."""
_TRIED_AGAIN = (408, 409, 425, 429)
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 8.0
"""Seconds before the second try; each further one waits twice as long, up to the longest. A Retry-After outranks both."""
_ERROR_BODY = 20_000
"""Bytes read of an answer that is an error."""


@dataclass
class Exchange:
    """One call of a caller, with its tries: until when it may last, and what went wrong with it."""

    deadline: float
    """By `time.monotonic`."""
    failure: ModelError | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    tries: int = 0

    @property
    def left(self) -> float:
        """Seconds; never below 0."""
        return max(0.0, self.deadline - time.monotonic())


_EXCHANGE: ContextVar[Exchange | None] = ContextVar("exchange", default=None)


@contextmanager
def exchanging(exchange: Exchange) -> Iterator[Exchange]:
    """Let the calls made inside be part of this exchange."""
    token = _EXCHANGE.set(exchange)
    try:
        yield exchange
    finally:
        _EXCHANGE.reset(token)


_CLIENT: Any = openai.DefaultHttpxClient
"""openai's own HTTP client."""
HTTP: Any = import_module(_CLIENT.__mro__[1].__module__.split(".")[0])
"""The library that it is made with: httpx or its successor, whichever this openai speaks through."""


class Line(_CLIENT):  # type: ignore[misc]
    """The HTTP client. Follows no redirect: the key goes to the host that was set, and to none other.

    What fails is written into the exchange as a `ModelError`, and the library above is told of a broken connection.
    """

    def __init__(self, chosen: ModelSettings, transport: Any = None) -> None:
        """`transport`: what carries the calls in place of the network."""
        # A proxy is used as the environment says, but not to reach this machine itself.
        super().__init__(
            follow_redirects=False, trust_env=not chosen.is_local, timeout=chosen.timeout, transport=transport
        )
        self._chosen = chosen

    def send(self, request: Any, *, stream: bool = False, **_: Any) -> Any:
        """Send, try again where it helps, and judge the answer; the body is read here unless it is streamed."""
        exchange = _EXCHANGE.get() or Exchange(time.monotonic() + self._chosen.timeout)
        _plain_headers(request, self._chosen)
        while True:
            exchange.tries += 1
            response, failure, wait = self._one_try(request, stream, exchange)
            if failure is None:
                return response
            last = exchange.tries > self._chosen.retries or wait is None
            if not last and wait is not None and wait < exchange.left:
                exchange.cancelled.wait(wait)
                if not exchange.cancelled.is_set():
                    continue
            exchange.failure = failure
            raise self._broken("the call has failed", request)

    def _one_try(self, request: Any, stream: bool, exchange: Exchange) -> tuple[Any, ModelError | None, float | None]:
        """The response, or what went wrong and after how many seconds another try may help (None: none does)."""
        backoff = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (exchange.tries - 1)) * random.uniform(0.75, 1.0)
        if exchange.left <= 0:
            return None, self._late(), None
        request.extensions["timeout"] = _timeouts(exchange.left, self._chosen.connect_timeout)
        try:
            response = super().send(request, stream=True, follow_redirects=False)
        except Exception as error:
            # The libraries below may raise more than they name: a TLS fault, a proxy's, a wrong header.
            return None, unreached(error, exchange, self._chosen), backoff if exchange.left > 0 else None
        try:
            if response.status_code != 200:
                answer = Answer(response.status_code, response.headers, _beginning(response, exchange))
                again = answer.status in _TRIED_AGAIN or answer.status >= 500
                asked = retry_after(answer.headers.get)
                failure = fault(answer, self._chosen, asked)
                can_help = again and failure.can_help_to_wait
                return None, failure.error, (asked if asked is not None else backoff) if can_help else None
            self._watch(response, exchange)
            if not stream:
                response.read()
                _check_form(response, self._chosen)
            return response, None, None
        except ModelReplyError as error:
            return None, error, None
        except Exception as error:
            broken = exchange.failure or unreached(error, exchange, self._chosen)
            retried = backoff if exchange.left > 0 and not isinstance(broken, ModelReplyError) else None
            exchange.failure = None
            return None, broken, retried
        finally:
            if not stream or response.status_code != 200:
                response.close()

    def _watch(self, response: Any, exchange: Exchange) -> None:
        """Have the body end where it grows too large, lasts too long, or nobody waits for it any more."""
        if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
            raise ModelReplyError(
                f"{self._chosen.host} sent a packed reply, which was not asked for; it is left unread"
            )
        response.stream = _Watched(response.stream, exchange, self._too_large, self._late)

    def _too_large(self) -> ModelError:
        return ModelReplyError(
            f"{self._chosen.host} sent more than {LARGEST_REPLY // 1_000_000} MB in reply; it was cut off there. "
            "Is this the endpoint of a model?"
        )

    def _late(self) -> ModelError:
        return late(self._chosen)

    def _broken(self, message: str, request: Any) -> Exception:
        return openai.APIConnectionError(message=message, request=request)


class _Watched(HTTP.SyncByteStream):  # type: ignore[misc]
    """The stream of a body, as the client reads and closes it, under the exchange's limits."""

    def __init__(
        self, stream: Any, exchange: Exchange, large: Callable[[], ModelError], slow: Callable[[], ModelError]
    ) -> None:
        self._stream, self._exchange, self._large, self._slow = stream, exchange, large, slow

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._stream:
            size += len(piece)
            if size > LARGEST_REPLY:
                self._exchange.failure = self._large()
            elif self._exchange.left <= 0 or self._exchange.cancelled.is_set():
                self._exchange.failure = self._slow()
            else:
                yield piece
                continue
            raise self._exchange.failure

    def close(self) -> None:
        self._stream.close()


def late(chosen: ModelSettings) -> ModelError:
    """The time limit was reached."""
    return ModelUnreachable(
        f"{chosen.host} (model {chosen.name}) gave no whole answer within {chosen.timeout:g} s; OKR_COACH_TIMEOUT sets another limit"
    )


def unreached(error: Exception, exchange: Exchange, chosen: ModelSettings) -> ModelError:
    """What an exception of the line means, in words."""
    if exchange.left <= 0:
        return late(chosen)
    kind = type(error).__name__
    where = f"{chosen.host} (model {chosen.name})"
    if kind in ("ConnectTimeout", "PoolTimeout"):
        return ModelUnreachable(f"{where} could not be reached within {chosen.connect_timeout:g} s; is it running?")
    if kind in ("ReadTimeout", "WriteTimeout"):
        return late(chosen)
    words = without_key(_words(error), chosen)
    if "certificate" in words.lower() or "ssl" in words.lower():
        return ModelUnreachable(f"{where} could not be reached safely ({words}); check its certificate and the URL")
    if kind == "ConnectError":
        return ModelUnreachable(f"{where} could not be reached ({words}); is it running, and is the URL right?")
    return ModelUnreachable(f"the connection to {where} broke ({words}); try again")


def _timeouts(left: float, connect: float) -> dict[str, float]:
    return {"connect": min(connect, left), "read": left, "write": left, "pool": left}


def _plain_headers(request: Any, chosen: ModelSettings) -> None:
    """Send what the endpoint needs and no more: no packing, nothing about this machine, no key where there is none."""
    # The one about the raw response is read again by the client, from the request that it sent.
    for name in [n for n in request.headers if n.startswith("x-stainless-") and n != "x-stainless-raw-response"]:
        del request.headers[name]
    if not chosen.is_openai:
        for name in ("openai-organization", "openai-project"):
            request.headers.pop(name, None)
    if chosen.key is None:
        for name in ("authorization", "api-key"):
            request.headers.pop(name, None)
    request.headers["accept-encoding"] = "identity"


def _beginning(response: Any, exchange: Exchange) -> bytes:
    """The beginning of a body that says what went wrong; what can be had of it."""
    found = b""
    with suppress(Exception):
        for piece in response.stream:
            found += piece
            if len(found) > _ERROR_BODY or exchange.left <= 0:
                break
    return found[:_ERROR_BODY]


def _check_form(response: Any, chosen: ModelSettings) -> None:
    """That a whole reply is one JSON object.

    Raises:
        ModelReplyError: it is not. Nothing of the reply hangs on to it.
    """
    fault = _form_fault(response.content, response.headers.get("content-type", "").split(";")[0])
    if fault:
        raise ModelReplyError(
            f"{chosen.host} answered, and not as the endpoint of a model does: {fault}; check OPENAI_BASE_URL, which mostly ends in /v1"
        )
    # What the client reads afterwards is JSON, whatever the server called it.
    response.headers["content-type"] = "application/json"


def _form_fault(content: bytes, kind: str) -> str | None:
    """What a reply is in place of a JSON object; None where it is one."""
    if not content.strip():
        return "with nothing"
    try:
        found = json.loads(content)
    except UnicodeDecodeError:
        return "its reply is no text"
    except ValueError:
        return f"its reply is {without_controls(kind) or 'of no kind'} and no JSON, or broken off"
    except RecursionError:
        return "its reply is nested too deeply"
    if not isinstance(found, dict) or found.get("error"):
        return "its reply is no completion"
    return None


def retry_after(header: Callable[[str], str | None]) -> float | None:
    """The seconds that an answer asks to wait, in any of the ways it can say so; None where it does not."""
    for name, divisor in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        with suppress(ValueError, TypeError):
            seconds = float(header(name) or "") / divisor
            if 0 <= seconds < float("inf"):
                return seconds
    with suppress(ValueError, TypeError, OverflowError):
        return max(0.0, parsedate_to_datetime(header("retry-after") or "").timestamp() - time.time())
    return None


def _words(error: Exception) -> str:
    """An exception's own words, short and on one line."""
    return " ".join(str(error).split())[:120] or type(error).__name__
