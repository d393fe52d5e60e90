"""Whatever an endpoint does, a call ends within its limit: in a reply, or in a `ModelError` that says what happened and what to do."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path

import pytest

from coach.errors import ModelError, ModelRefused, ModelReplyError, ModelUnreachable
from coach.llm import Piece
from coach.llm.chat import Chat
from coach.llm.faults import TooLong
from coach.llm.wire import retry_after
from tests.llm.connected import ASKED, KEY, SCHEMA, connected
from tests.support.model_server import Act, ModelServer, fails, gives, refuses, says

SHORT = 0.4
HTML = b"<!doctype html><title>Sign in</title>"


@pytest.fixture(scope="module", autouse=True)
def _libraries_loaded() -> None:
    """What the libraries take to load is no part of a call's time."""
    import coach.llm.wire  # noqa: F401


def asked(chat: Chat) -> ModelError:
    """The error that a structured call ends in."""
    with pytest.raises(ModelError) as caught:
        chat.ask(ASKED, SCHEMA)
    return caught.value


def talked(chat: Chat) -> ModelError:
    """The error that a streamed turn ends in."""
    with pytest.raises(ModelError) as caught:
        list(chat.talk(ASKED))
    return caught.value


FAULTS: dict[str, tuple[Act, type[ModelError], str]] = {
    "429 without Retry-After": (fails(429, "Rate limit reached"), ModelRefused, "no more calls for now"),
    "429 for long": (fails(429, "Slow down", headers={"Retry-After": "300"}), ModelRefused, "wait 300 s"),
    "no quota": (fails(429, "You exceeded your quota", "insufficient_quota"), ModelRefused, "no quota left"),
    "500": (fails(500, "Internal error"), ModelUnreachable, "fault of its own"),
    "502 with a page": (Act(status=502, body=HTML, content_type="text/html"), ModelUnreachable, "HTTP 502"),
    "401": (fails(401, f"Incorrect API key provided: {KEY}."), ModelRefused, "OPENAI_API_KEY"),
    "401 with the key's ends": (
        fails(401, f"Incorrect API key provided: {KEY[:8]}*****{KEY[-4:]}."),
        ModelRefused,
        "OPENAI_API_KEY",
    ),
    "403": (fails(403, "Country not supported"), ModelRefused, "Country not supported"),
    "404": (fails(404, "The model does not exist"), ModelRefused, "OPENAI_BASE_URL"),
    "400": (fails(400, "I do not like it"), ModelRefused, "I do not like it"),
    "too long": (fails(400, "This model's maximum context length is 10 tokens"), TooLong, "too long"),
    "redirect": (Act(status=307, headers={"Location": "http://127.0.0.2:9/v1"}, body=b""), ModelRefused, "127.0.0.2:9"),
    "empty body": (Act(body=b""), ModelReplyError, "with nothing"),
    "a page": (Act(body=HTML, content_type="text/html"), ModelReplyError, "text/html"),
    "invalid UTF-8": (Act(body=b'{"choices": "\xff\xfe"}'), ModelReplyError, "no text"),
    "half a reply": (Act(body=b'{"choices": [{"mess'), ModelReplyError, "broken off"),
    "a list": (Act(body=b"[1, 2]"), ModelReplyError, "no completion"),
    "no choices": (Act(body=b'{"id": "x", "choices": []}'), ModelReplyError, "not as the endpoint"),
    "null choices": (Act(body=b'{"id": "x", "choices": null}'), ModelReplyError, "not as the endpoint"),
    "deeply nested": (Act(body=b"[" * 200_000), ModelReplyError, "not as the endpoint"),
    "an error with 200": (Act(body=b'{"error": {"message": "no"}}'), ModelReplyError, "no completion"),
    "nothing said": (says(""), ModelReplyError, "with nothing"),
    "null said": (Act(text=None), ModelReplyError, "with nothing"),
    "refusal": (refuses(f"I cannot, with {KEY}"), ModelRefused, "I cannot"),
    "filtered": (says("", finish="content_filter"), ModelRefused, "filter"),
    "cut at the limit": (says('{"verdict": "al', finish="length"), ModelReplyError, "OKR_COACH_REPLY_TOKENS"),
    "huge": (Act(body=b" " * 6_000_000), ModelReplyError, "cut off"),
    "closed mid-body": (says("x" * 4000, cut=0.5), ModelUnreachable, "broke"),
    "packed": (Act(body=b"\x1f\x8b", headers={"Content-Encoding": "gzip"}), ModelReplyError, "packed"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_of_a_structured_call_is_told(name: str, tmp_path: Path) -> None:
    act, kind, words = FAULTS[name]
    with ModelServer([act]) as server, connected(server, tmp_path) as chat:
        error = asked(chat)

    assert type(error) is kind or isinstance(error, kind)
    assert words in str(error)
    assert server.host in str(error)
    assert KEY not in str(error) and KEY[:8] not in str(error)


STREAMED = {
    "429 without Retry-After": "no more calls",
    "500": "fault of its own",
    "401": "OPENAI_API_KEY",
    "404": "OPENAI_BASE_URL",
    "redirect": "127.0.0.2:9",
    "empty body": "",
    "a page": "",
    "nothing said": "with nothing",
}


@pytest.mark.parametrize("name", STREAMED)
def test_each_fault_of_a_streamed_turn_is_told(name: str, tmp_path: Path) -> None:
    act, _, _ = FAULTS[name]
    with ModelServer([act]) as server, connected(server, tmp_path) as chat:
        error = talked(chat)

    assert STREAMED[name] in str(error)
    assert KEY not in str(error)


SLOW = {
    "silent": says("ok", delay=30),
    "body byte by byte": says("word " * 400, drip=0.05),
    "waiting for an error": fails(500, "late", delay=30),
    "an error byte by byte": fails(500, "late" * 500, drip=0.05),
}


@pytest.mark.parametrize("turn", [asked, talked])
@pytest.mark.parametrize("name", SLOW)
def test_the_whole_time_limit_holds(name: str, turn: Callable[[Chat], ModelError], tmp_path: Path) -> None:
    with ModelServer([SLOW[name]]) as server:
        with connected(server, tmp_path) as ready:
            ready.probe()
        with connected(server, tmp_path, timeout=SHORT, retries=5) as chat:
            error = turn(chat)

    # Had the call waited, it would have ended otherwise: in a reply, or in the whole of the error's words.
    assert isinstance(error, ModelUnreachable)
    assert "OKR_COACH_TIMEOUT" in str(error) or "HTTP 500" in str(error)


def test_a_header_that_comes_byte_by_byte_holds_nobody_up(tmp_path: Path) -> None:
    import threading

    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while not stop.wait(0.05):
                try:
                    connection.sendall(b"a")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        with connected(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", tmp_path, timeout=SHORT) as chat:
            error = asked(chat)
    finally:
        stop.set()
        thread.join(timeout=5)
        listener.close()

    assert isinstance(error, ModelUnreachable)


def test_a_port_where_nobody_listens(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with connected(f"http://127.0.0.1:{port}/v1", tmp_path) as chat:
        error = asked(chat)

    assert isinstance(error, ModelUnreachable)
    assert "is it running" in str(error) and str(port) in str(error)


def test_a_stream_that_breaks_off_is_told_after_the_pieces_that_came(tmp_path: Path) -> None:
    with ModelServer([says("one two three four five six", cut=0.5)]) as server, connected(server, tmp_path) as chat:
        events = chat.talk(ASKED)
        first = next(events)
        with pytest.raises(ModelUnreachable, match="middle of the reply"):
            list(events)

    assert first == Piece("one")


@pytest.mark.parametrize(
    "header", [{"Retry-After": "0.2"}, {"retry-after-ms": "200"}, {"Retry-After": formatdate(0, usegmt=True)}]
)
def test_what_passes_is_tried_again_when_the_endpoint_says(header: dict[str, str], tmp_path: Path) -> None:
    with (
        ModelServer([fails(429, "Slow down", headers=header), gives({"verdict": "ok"})]) as server,
        connected(server, tmp_path, retries=1) as chat,
    ):
        assert chat.ask(ASKED, SCHEMA).text == '{"verdict": "ok"}'
        assert len(server.requests) == 2


def test_a_wait_longer_than_the_limit_is_not_begun(tmp_path: Path) -> None:
    with (
        ModelServer([fails(429, "Slow down", headers={"Retry-After": "60"})]) as server,
        connected(server, tmp_path, retries=5) as chat,
    ):
        error = asked(chat)

        assert len(server.requests) == 1
    assert "wait 60 s" in str(error)


@pytest.mark.parametrize("act", [fails(503, "busy"), says("x" * 4000, cut=0.5)])
def test_a_passing_fault_is_tried_again(act: Act, tmp_path: Path) -> None:
    with ModelServer([act, gives({"verdict": "ok"})]) as server, connected(server, tmp_path, retries=1) as chat:
        assert chat.ask(ASKED, SCHEMA).text == '{"verdict": "ok"}'
        assert len(server.requests) == 2


@pytest.mark.parametrize("act", [fails(401, "no"), fails(429, "no", "insufficient_quota"), fails(404, "no"), says("")])
def test_what_does_not_pass_is_not_tried_again(act: Act, tmp_path: Path) -> None:
    with ModelServer([act]) as server, connected(server, tmp_path, retries=3) as chat:
        asked(chat)

        assert len(server.requests) == 1


def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    with ModelServer([gives({"verdict": "stolen"})]) as other:
        act = Act(status=302, headers={"Location": f"{other.base_url}/chat/completions"}, body=b"")
        with ModelServer([act]) as server, connected(server, tmp_path) as chat:
            asked(chat)

        assert other.requests == [] and other.others == []


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("3", 3.0), ("0.5", 0.5), ("-1", None), ("inf", None), ("nan", None), ("soon", None), (None, None)],
)
def test_retry_after_is_read(value: str | None, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}.get) == seconds


def test_retry_after_as_a_date_is_read() -> None:
    later = retry_after({"retry-after": formatdate(time.time() + 100, usegmt=True)}.get)

    assert later is not None and 90 < later <= 100
