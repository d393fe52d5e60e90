"""What an endpoint's refusal means, in the words of a notice: judged from its status and body, never showing the key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from coach.errors import ModelError, ModelRefused, ModelUnreachable
from coach.model_settings import ModelSettings

_BLOT = "[key]"
_TELLING = 6
"""Characters of a key that tell something of it."""
_SAID = 200
"""Characters of an endpoint's own words that a notice repeats."""
_TOO_LONG = (
    "context length",
    "context_length",
    "context size",
    "context window",
    "too many tokens",
    "prompt is too long",
)

_PARAMETERS = ("tool", "response_format", "json_schema", "grammar")
"""Words by which an endpoint names a parameter that it does not take."""


@dataclass(frozen=True)
class Answer:
    """An answer that is no reply."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Fault:
    """What it means."""

    error: ModelError
    can_help_to_wait: bool = True


class ParameterRefused(ModelRefused):
    """The endpoint will not take a call of this form: something in it may be unknown to it. `said` is what it says."""

    def __init__(self, message: str, said: str) -> None:
        super().__init__(message)
        self.said = said


class TooLong(ParameterRefused):
    """The call holds more than the model can read."""


class WordsRefused(ModelRefused):
    """The model will not answer what this call says; another call it may."""


class TooManyCalls(ModelRefused):
    """The endpoint takes no more calls for now; later it may."""


def fault(answer: Answer, chosen: ModelSettings, wait: float | None = None) -> Fault:
    """What an answer means whose status is not 200. `wait` is how many seconds it asks to wait."""
    said, code = _said(answer.body, chosen)
    quoted = f" It says: “{said}”" if said else ""
    where = f"{chosen.host} (model {chosen.name})"
    status = answer.status
    if status in (401, 403):
        has = (
            "the key in OPENAI_API_KEY is wrong or may not use this model"
            if chosen.key
            else "it asks for a key; set OPENAI_API_KEY"
        )
        return Fault(ModelRefused(f"{where} refuses the call (HTTP {status}): {has}.{quoted}"))
    if 300 <= status < 400:
        to = urlsplit(answer.headers.get("location", "")).netloc
        return Fault(
            ModelRefused(
                f"{chosen.host} sends the call on to {to or 'another address'} (HTTP {status}), and a key is not sent after it. "
                "If that is the endpoint, set OPENAI_BASE_URL to it"
            )
        )
    about_a_parameter = any(word in said.lower() for word in _PARAMETERS)
    if status == 404 and not about_a_parameter:
        return Fault(
            ModelRefused(
                f"{chosen.host} knows no model {chosen.name}, or OPENAI_BASE_URL is not whole: it mostly ends in /v1 (HTTP 404).{quoted}"
            )
        )
    if any(words in said.lower() for words in _TOO_LONG) or status == 413:
        return Fault(TooLong(f"what is asked is too long for {where} (HTTP {status}).{quoted}", said), False)
    if status == 429:
        if code == "insufficient_quota" or "quota" in said.lower() and wait is None:
            return Fault(ModelRefused(f"{where} has no quota left (HTTP 429).{quoted}"), can_help_to_wait=False)
        asks = f" and asks to wait {wait:.0f} s" if wait else ""
        return Fault(TooManyCalls(f"{where} takes no more calls for now (HTTP 429){asks}; try again later.{quoted}"))
    if status >= 500:
        if about_a_parameter:
            # Some servers call a parameter that they do not know a fault of their own.
            return Fault(ParameterRefused(f"{where} will not take the call (HTTP {status}).{quoted}", said), False)
        return Fault(ModelUnreachable(f"{where} has a fault of its own (HTTP {status}); try again later.{quoted}"))
    return Fault(ParameterRefused(f"{where} will not take the call (HTTP {status}).{quoted}", said))


def _said(body: bytes, chosen: ModelSettings) -> tuple[str, str]:
    """The endpoint's own words, short, on one line and without the key; and its code for the fault."""
    text = body.decode("utf-8", "replace")
    code = ""
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        error = found.get("error", found)
        if isinstance(error, dict):
            code = str(error.get("code") or "")
            text = str(error.get("message") or error.get("detail") or "")
        else:
            text = str(error)
    elif text.lstrip().startswith("<"):
        text = ""
    shown = without_controls(" ".join(without_key(text, chosen).split()))
    return (shown if len(shown) <= _SAID else f"{shown[: _SAID - 1]}…"), code


def without_controls(text: str) -> str:
    """A text of others, without what could control a terminal or hide."""
    return "".join(character for character in text if character.isprintable())


def with_key_blotted_out(text: str, chosen: ModelSettings) -> str:
    """A text with nothing changed but the key, wherever it stands whole: fit for JSON, whose form it leaves as it is."""
    return text.replace(chosen.key.get_secret_value(), _BLOT) if chosen.key is not None else text


class Blotting:
    """Blots the key out of a text that comes in pieces: an end that may be the key's beginning is held back until it is known."""

    def __init__(self, chosen: ModelSettings) -> None:
        self._key = chosen.key.get_secret_value() if chosen.key is not None else ""
        self._held = ""

    def take(self, piece: str) -> str:
        """What can be shown once this piece has come."""
        if not self._key:
            return piece
        text = (self._held + piece).replace(self._key, _BLOT)
        longest = min(len(self._key) - 1, len(text))
        held = next((n for n in range(longest, 0, -1) if self._key.startswith(text[-n:])), 0)
        self._held = text[len(text) - held :]
        return text[: len(text) - held]

    def rest(self) -> str:
        """What was held back, where nothing more comes: more than the first few characters of a key are blotted out too."""
        held, self._held = self._held, ""
        return held if len(held) < _TELLING else _BLOT


def with_key_blotted_out_of(value: Any, chosen: ModelSettings) -> Any:
    """A JSON value with the key blotted out of every text in it."""
    if isinstance(value, str):
        return with_key_blotted_out(value, chosen)
    if isinstance(value, list):
        return [with_key_blotted_out_of(item, chosen) for item in value]
    if isinstance(value, dict):
        return {
            with_key_blotted_out(str(name), chosen): with_key_blotted_out_of(v, chosen) for name, v in value.items()
        }
    return value


def without_key(text: str, chosen: ModelSettings) -> str:
    """A text of others, with the key blotted out wherever it stands, whole or with its middle hidden."""
    if chosen.key is None:
        return text
    key = chosen.key.get_secret_value()
    shown = with_key_blotted_out(text, chosen)
    if len(key) < 12:
        return shown
    # Endpoints that mean well show the beginning and the end of a key.
    words = [
        _BLOT
        if word != _BLOT and (word.strip("\"'.,:;()").startswith(key[:_TELLING]) or key[-_TELLING:] in word)
        else word
        for word in shown.split()
    ]
    return " ".join(words)
