"""A `Chat` that is connected to a scripted server, with short limits, closed at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from coach.llm import Message, connect
from coach.llm.chat import Chat
from coach.model_settings import ModelSettings
from tests.support.model_server import MODEL, ModelServer

KEY = "sk-proj-Abc123Def456Ghi789Jkl"
SCHEMA: dict[str, Any] = {
    "title": "verdict",
    "type": "object",
    "properties": {"verdict": {"type": "string"}},
    "required": ["verdict"],
    "additionalProperties": False,
}
ASKED = [Message(role="system", content="You judge."), Message(role="user", content="Launch the app")]


def chosen(base_url: str, **more: Any) -> ModelSettings:
    """Settings for a server of this machine; a call may take 5 s, and nothing is tried again, if nothing else is said."""
    limits: dict[str, Any] = {"timeout": 5.0, "connect_timeout": 2.0, "retries": 0, "key": SecretStr(KEY)}
    return ModelSettings(MODEL, base_url, **(limits | more))


@contextmanager
def connected(server: ModelServer | str, home: Path, **more: Any) -> Iterator[Chat]:
    """A model at the server, or at a base URL."""
    chat = connect(chosen(server if isinstance(server, str) else server.base_url, **more), home)
    try:
        yield chat
    finally:
        chat.close()
