"""A rehearsal: one structured call and one turn of talk that are answered within the program, and go nowhere.

The libraries build much of themselves with the first call and the first reply (0.1 s and more). Rehearsed while nobody waits, that
costs the first review nothing. Imported only once a model is warmed: openai comes with it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from coach.llm.chat import Chat
from coach.llm.methods import PROBE, PROBING, form
from coach.llm.model import Tool
from coach.llm.wire import HTTP, Line
from coach.model_settings import ModelSettings

_HEAD: dict[str, Any] = {"id": "rehearsal", "created": 0, "model": "rehearsal"}
_USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
_TEXT = '{"word": "ready"}'


def rehearse(chosen: ModelSettings, home: Path) -> None:
    """Make both kinds of call as they would be made by `chosen`. Nothing is sent and nothing is kept."""
    twin = Chat(chosen, home)
    twin.use(Line(chosen, HTTP.MockTransport(_answer)))
    try:
        twin.once(form("json_schema", PROBING, PROBE, twin.memory.without))
        tool = Tool("rehearse", "Does nothing.", {"type": "object", "properties": {}}, lambda: "")
        for _ in twin.talk(PROBING, [tool]):
            pass
    finally:
        twin.close()


def _answer(request: Any) -> Any:
    if not json.loads(request.content).get("stream"):
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": _TEXT}}
        whole = {**_HEAD, "object": "chat.completion", "choices": [choice], "usage": _USAGE}
        return HTTP.Response(200, json=whole)
    pieces: list[tuple[dict[str, Any], str | None]] = [({"role": "assistant", "content": _TEXT}, None), ({}, "stop")]
    told = [
        {**_HEAD, "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
        for delta, finish in pieces
    ]
    told.append({**_HEAD, "object": "chat.completion.chunk", "choices": [], "usage": _USAGE})
    body = "".join(f"data: {json.dumps(each)}\n\n" for each in told) + "data: [DONE]\n\n"
    return HTTP.Response(200, headers={"content-type": "text/event-stream"}, content=body.encode())
