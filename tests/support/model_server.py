"""A scripted server that speaks the protocol of OpenAI on this machine: what a test's model says, and how its line breaks.

    with ModelServer([says("Hello."), gives({"findings": []}), Act(status=429, headers={"Retry-After": "1"})]) as server:
        ...                                  # server.base_url is for OPENAI_BASE_URL, such as http://127.0.0.1:40123/v1
        server.requests[0].body["messages"]  # what was sent, in order; .headers, .path, .text (all words of the messages)

The script is a list of acts, one a call and the last one for ever after, or a callable that is given the request's body
and returns an act:

    def reply(body: dict) -> Act:
        return gives({"verdict": "confirm"}) if "Launch" in words(body) else says("I cannot tell.")

    with ModelServer(reply) as server: ...

Acts: `says` (text), `gives` (an object: as the content, or as the arguments of the tool where a call of one tool is forced), `calls` (a tool
call), `refuses`, `fails` (an error in OpenAI's form). `Act(...)` says all the rest: see its fields. One act serves a streamed call
and one that is not: the server sends what was asked for. `/v1/models` and `/v1/embeddings` answer by themselves, and are no part of the script;
so do calls that only probe the methods of structured output (`probes` below), unless the server is made with `probes=False`.
"""

from __future__ import annotations

import hashlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

MODEL = "scripted"
"""The only model that `/v1/models` lists; calls may name any."""
PROBE = "coach_probe"
"""The title of the schema by which the coach tries out a method of structured output."""


@dataclass(frozen=True)
class Act:
    """One answer, and what goes wrong with it."""

    text: str | None = None
    """The reply's content; None where there is none (a tool call, nothing at all)."""
    tool: str | None = None
    """The tool that is called, by name."""
    arguments: Mapping[str, Any] | str | None = None
    """The tool's arguments: an object, or a text to be sent as it is (broken JSON)."""
    either: Mapping[str, Any] | None = None
    """An object, for `gives`: the content, or the arguments of the tool that the call forces."""
    refusal: str | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | str | None = None
    """The whole body as it is, in place of a completion."""
    content_type: str | None = None
    delay: float = 0.0
    """Seconds before anything is sent."""
    drip: float = 0.0
    """Seconds between one byte and the next (events, where it is streamed)."""
    cut: float | None = None
    """The share of the body (0 to 1) after which the connection is closed without a word."""
    usage: tuple[int, int] | None = None
    """Tokens in and out, as the server counts them; None counts characters by four; (-1, -1) says nothing of usage."""
    finish: str = "stop"


Script = Sequence[Act] | Callable[[dict[str, Any]], Act]


def says(text: str, **more: Any) -> Act:
    """A reply of plain text."""
    return Act(text=text, **more)


def gives(found: Mapping[str, Any], **more: Any) -> Act:
    """A structured reply, in whichever form the call asks for it."""
    return Act(either=found, **more)


def calls(tool: str, arguments: Mapping[str, Any] | str | None = None, **more: Any) -> Act:
    """A call of a tool."""
    return Act(tool=tool, arguments={} if arguments is None else arguments, **more)


def refuses(why: str) -> Act:
    """A refusal, in the field that OpenAI has for it."""
    return Act(refusal=why)


def fails(status: int, message: str, code: str | None = None, **more: Any) -> Act:
    """An error in OpenAI's form."""
    error = {"message": message, "type": "error", "param": None, "code": code}
    return Act(status=status, body=json.dumps({"error": error}), **more)


def words(body: Mapping[str, Any]) -> str:
    """All words of the messages of a call."""
    found = []
    for message in body.get("messages", ()):
        content = message.get("content") or ""
        found.append(content if isinstance(content, str) else " ".join(part.get("text", "") for part in content))
    return "\n".join(found)


def probes(body: Mapping[str, Any]) -> bool:
    """Whether a call only tries out a method of structured output."""
    schema = (body.get("response_format") or {}).get("json_schema") or {}
    tools = [tool.get("function", {}).get("name") for tool in body.get("tools") or ()]
    return schema.get("name") == PROBE or PROBE in tools or f'"title": "{PROBE}"' in words(body)


@dataclass(frozen=True)
class Request:
    """One call as it came in."""

    path: str
    headers: Mapping[str, str]
    """By lower-case name."""
    body: dict[str, Any]

    @property
    def text(self) -> str:
        return words(self.body)


class ModelServer:
    """The server; a context manager. Listens on a free port of 127.0.0.1 and answers each call in a thread of its own."""

    def __init__(self, script: Script = (), probes: bool = True, models: Sequence[str] = (MODEL,)) -> None:
        """`probes`: probing calls are answered rightly and are no part of the script nor of `requests`."""
        self._script = script
        self._probes = probes
        self._models = list(models)
        self._lock = threading.Lock()
        self._taken = 0
        self._stopping = threading.Event()
        self.requests: list[Request] = []
        """Calls to `/v1/chat/completions`, in the order they came in."""
        self.others: list[Request] = []
        """All other calls, and the probing ones."""
        self.at_once = 0
        """The most calls that were under way at one time."""
        self._under_way = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def base_url(self) -> str:
        """For OPENAI_BASE_URL."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def host(self) -> str:
        """Host and port, as a screen shows them."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> ModelServer:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def _act(self, request: Request) -> Act:
        if self._probes and probes(request.body):
            with self._lock:
                self.others.append(request)
            return gives({"word": "ready"})
        with self._lock:
            self.requests.append(request)
            if not callable(self._script):
                if not self._script:
                    return fails(500, "this test's script holds no act")
                self._taken += 1
                return self._script[min(self._taken, len(self._script)) - 1]
        return self._script(request.body)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body are two writes, which the line would otherwise hold apart for 40 ms.
            disable_nagle_algorithm = True

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing: a test's output is the test's."""

            def do_GET(self) -> None:
                server._note(self._request({}))
                if self.path.endswith("/models"):
                    listed = [{"id": name, "object": "model", "owned_by": "test"} for name in server._models]
                    self._whole(json.dumps({"object": "list", "data": listed}).encode())
                else:
                    self._whole(b'{"error": {"message": "no such page"}}', status=404)

            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                request = self._request(json.loads(self.rfile.read(size) or b"{}"))
                if self.path.endswith("/embeddings"):
                    server._note(request)
                    self._whole(json.dumps(_embeddings(request.body)).encode())
                    return
                with server._lock:
                    server._under_way += 1
                    server.at_once = max(server.at_once, server._under_way)
                try:
                    with suppress(BrokenPipeError, ConnectionResetError):
                        self._play(server._act(request), request.body)
                finally:
                    with server._lock:
                        server._under_way -= 1

            def _request(self, body: dict[str, Any]) -> Request:
                return Request(self.path, {name.lower(): value for name, value in self.headers.items()}, body)

            def _play(self, act: Act, body: dict[str, Any]) -> None:
                act = _formed(act, body)
                server._stopping.wait(act.delay)
                if act.body is None and act.status == 200 and body.get("stream"):
                    self._pieces(act, _events(act, body), "text/event-stream")
                    return
                whole = json.dumps(_completion(act, body)) if act.body is None else act.body
                raw = whole.encode() if isinstance(whole, str) else whole
                if act.drip or act.cut is not None:
                    self._pieces(act, [bytes([byte]) for byte in raw], "application/json", len(raw))
                else:
                    self._whole(raw, act.status, act.content_type or "application/json", act.headers)

            def _whole(
                self,
                raw: bytes,
                status: int = 200,
                content_type: str = "application/json",
                headers: Mapping[str, str] | None = None,
            ) -> None:
                self.send_response(status)
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def _pieces(self, act: Act, pieces: Sequence[bytes], content_type: str, size: int | None = None) -> None:
                self.close_connection = True
                self.send_response(act.status)
                for name, value in act.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", act.content_type or content_type)
                self.send_header("Content-Length" if size is not None else "Connection", str(size or "close"))
                self.end_headers()
                end = len(pieces) if act.cut is None else int(len(pieces) * act.cut)
                for piece in pieces[:end]:
                    self.wfile.write(piece)
                    self.wfile.flush()
                    if act.drip and server._stopping.wait(act.drip):
                        break
                with suppress(OSError):
                    self.connection.shutdown(socket.SHUT_RDWR)

        return Handler

    def _note(self, request: Request) -> None:
        with self._lock:
            self.others.append(request)


def _formed(act: Act, body: Mapping[str, Any]) -> Act:
    """An act of `gives`, in the form that the call asks for."""
    if act.either is None:
        return act
    forced = body.get("tool_choice")
    if isinstance(forced, dict):
        return replace(act, either=None, tool=forced["function"]["name"], arguments=act.either)
    return replace(act, either=None, text=json.dumps(act.either, ensure_ascii=False))


def _usage(act: Act, body: Mapping[str, Any]) -> dict[str, int] | None:
    if act.usage == (-1, -1):
        return None
    given = len(json.dumps(body.get("messages", ""), ensure_ascii=False)) // 4
    taken, made = act.usage or (given, max(1, len(act.text or json.dumps(act.arguments)) // 4))
    return {"prompt_tokens": taken, "completion_tokens": made, "total_tokens": taken + made}


def _tool_calls(act: Act) -> list[dict[str, Any]]:
    raw = act.arguments if isinstance(act.arguments, str) else json.dumps(act.arguments, ensure_ascii=False)
    return [{"index": 0, "id": "call_1", "type": "function", "function": {"name": act.tool, "arguments": raw}}]


def _head(body: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": int(time.time()), "model": body.get("model", MODEL)}


def _completion(act: Act, body: Mapping[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": act.text, "refusal": act.refusal}
    if act.tool:
        message["tool_calls"] = _tool_calls(act)
    finish = "tool_calls" if act.tool and act.finish == "stop" else act.finish
    choices = [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}]
    usage = _usage(act, body)
    return _head(body, "chat.completion") | {"choices": choices} | ({"usage": usage} if usage else {})


def _events(act: Act, body: Mapping[str, Any]) -> list[bytes]:
    """The reply as server-sent events: word by word, then the end, then the usage where it was asked for."""

    def event(delta: Mapping[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return _event(_head(body, "chat.completion.chunk") | {"choices": [choice]})

    found = [event({"role": "assistant", "content": ""})]
    if act.refusal:
        found.append(event({"refusal": act.refusal}))
    found += [event({"content": piece}) for piece in _in_words(act.text or "")]
    if act.tool:
        found.append(event({"tool_calls": _tool_calls(act)}))
    found.append(event({}, "tool_calls" if act.tool and act.finish == "stop" else act.finish))
    usage = _usage(act, body)
    if usage and (body.get("stream_options") or {}).get("include_usage"):
        found.append(_event(_head(body, "chat.completion.chunk") | {"choices": [], "usage": usage}))
    return [*found, b"data: [DONE]\n\n"]


def _event(content: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n".encode()


def _in_words(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find(" ", start + 1)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end


def _embeddings(body: Mapping[str, Any]) -> dict[str, Any]:
    """Vectors of 32 figures that depend on the words of a text, so that texts of shared words are near."""
    asked = body.get("input", [])
    texts = asked if isinstance(asked, list) else [asked]
    rows = []
    for number, text in enumerate(texts):
        vector = [0.0] * 32
        for word in str(text).lower().split():
            vector[hashlib.sha256(word.encode()).digest()[0] % 32] += 1.0
        rows.append({"object": "embedding", "index": number, "embedding": vector or [1.0]})
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return {"object": "list", "data": rows, "model": body.get("model", MODEL), "usage": usage}
