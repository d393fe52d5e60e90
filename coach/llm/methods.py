"""The ways of asking for a structured reply, and what an endpoint is known to take. Imports no library of models.

json_schema  the reply's schema goes with the call, and the endpoint holds the model to it
tool_call    the reply is the arguments of a tool that must be called
json_mode    the reply is some JSON object; the schema stands in the words
prompt       nothing but words; the last resort, which every endpoint takes
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Literal, get_args

from coach.llm.model import Message
from coach.model_settings import OPENAI, ModelSettings

Method = Literal["json_schema", "tool_call", "json_mode", "prompt"]
METHODS: tuple[Method, ...] = get_args(Method)
PROBE: Mapping[str, Any] = {
    "title": "coach_probe",
    "type": "object",
    "properties": {"word": {"type": "string", "enum": ["ready"]}},
    "required": ["word"],
    "additionalProperties": False,
}
"""The schema by which a method is tried out."""
PROBING = (
    Message(role="system", content="You answer with one JSON object and nothing else."),
    Message(role="user", content='Reply with the JSON object {"word": "ready"}.'),
)
_NAMED_BY = {
    "temperature": ("temperature",),
    "max_tokens": ("max_tokens", "max_completion_tokens", "max tokens", "in the completion"),
    "strict": ("strict", "additionalproperties"),
    "stream_options": ("stream_options", "include_usage"),
}
"""Parameters that a call can do without, and the words by which endpoints say that they do not take them."""


@dataclass(frozen=True)
class Form:
    """A call in the form of one method."""

    messages: tuple[Message, ...]
    extra: Mapping[str, Any]
    """Fields of the call's body."""
    tools: tuple[Mapping[str, Any], ...] = ()
    tool_choice: Mapping[str, Any] | None = None


def form(method: Method, messages: Sequence[Message], schema: Mapping[str, Any], without: frozenset[str]) -> Form:
    """The call for a reply of this schema, without the parameters that the endpoint does not take."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", str(schema.get("title") or "reply"))[:64]
    extra: dict[str, Any] = {} if "temperature" in without else {"temperature": 0}
    if method == "json_schema":
        wanted: dict[str, Any] = {"name": name, "schema": schema}
        if "strict" not in without and is_strict(schema):
            wanted["strict"] = True
        return Form(tuple(messages), extra | {"response_format": {"type": "json_schema", "json_schema": wanted}})
    if method == "tool_call":
        about = str(schema.get("description") or "Gives the answer.")
        tool = {"type": "function", "function": {"name": name, "description": about, "parameters": schema}}
        return Form(tuple(messages), extra, (tool,), {"type": "function", "function": {"name": name}})
    in_words = Message(
        role="system",
        content="Answer with one JSON object of this JSON schema, and with nothing before or after it:\n"
        + json.dumps(schema, ensure_ascii=False),
    )
    if method == "json_mode":
        extra["response_format"] = {"type": "json_object"}
    # Servers with a chat template of their own often take one system message only, and only as the first.
    if messages and messages[0].role == "system":
        first = Message(role="system", content=f"{messages[0].content}\n\n{in_words.content}")
        return Form((first, *messages[1:]), extra)
    return Form((in_words, *messages), extra)


def is_strict(schema: Any) -> bool:
    """Whether a schema is of the kind that endpoints can hold a model to word by word: every object closed, all its fields required."""
    if isinstance(schema, Mapping):
        if "properties" in schema and (
            schema.get("additionalProperties") is not False
            or set(schema.get("required", ())) != set(schema["properties"])
        ):
            return False
        return all(is_strict(part) for part in schema.values())
    return all(is_strict(part) for part in schema) if isinstance(schema, list | tuple) else True


def parameter_at_fault(said: str, without: frozenset[str]) -> str | None:
    """The parameter that an endpoint's words say it does not take, of those that a call can do without."""
    lowered = said.lower()
    return next(
        (name for name, words in _NAMED_BY.items() if name not in without and any(word in lowered for word in words)),
        None,
    )


def answers_the_probe(text: str) -> bool:
    """Whether a reply to the probe is of its schema."""
    with suppress(ValueError, RecursionError):
        found = json.loads(text)
        return isinstance(found, dict) and found.get("word") == "ready"
    return False


class EndpointMemory:
    """What one model at one endpoint takes, kept in ``endpoints.json`` of the data directory. Safe to share between threads.

    It only spares a probe: where the file cannot be read or written, the endpoint is probed again by the next process.
    """

    def __init__(self, chosen: ModelSettings, home: Path) -> None:
        self.home = home
        self._path = home / "endpoints.json"
        self._name = hashlib.sha256(f"{chosen.base_url or OPENAI} {chosen.name}".encode()).hexdigest()[:20]
        self._lock = Lock()
        kept = self._kept().get(self._name)
        kept = kept if isinstance(kept, dict) else {}
        method = kept.get("method")
        self._method: Method | None = method if method in METHODS else None
        without = kept.get("without")
        self._without = (
            frozenset(w for w in without if isinstance(w, str)) if isinstance(without, list) else frozenset()
        )

    @property
    def method(self) -> Method | None:
        """The method that works; None before it was probed."""
        return self._method

    @property
    def without(self) -> frozenset[str]:
        """Parameters that the endpoint does not take."""
        return self._without

    def works(self, method: Method) -> None:
        """Remember a method that worked."""
        with self._lock:
            if method != self._method:
                self._method = method
                self._keep()

    def takes_no(self, parameter: str) -> None:
        """Remember a parameter that the endpoint does not take."""
        with self._lock:
            self._without |= {parameter}
            self._keep()

    def forget(self) -> None:
        """Let everything be found out anew."""
        with self._lock:
            self._method, self._without = None, frozenset()
            self._keep()

    def _kept(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _keep(self) -> None:
        kept = self._kept() | {self._name: {"method": self._method, "without": sorted(self._without)}}
        fresh = self._path.with_name(f".endpoints-{os.getpid()}.new")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(kept, indent=1), encoding="utf-8")
            fresh.replace(self._path)
