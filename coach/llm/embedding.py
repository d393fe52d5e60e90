"""Embeddings from the endpoint, in place of the embedder that ships: for retrieval, where they were asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from coach.embedding import Embedder, Vectors
from coach.errors import ModelReplyError
from coach.model_settings import OPENAI, ModelSettings

if TYPE_CHECKING:
    from coach.llm.chat import Chat
    from coach.llm.wire import Line

_AT_ONCE = 128
"""Texts in one call; some endpoints take no more."""
_REMEMBERED = 8192


def endpoint_embedder(chat: Chat) -> Embedder:
    """The embedder behind a model's endpoint, by the name that was set. The texts of the last reviews are remembered."""
    chosen = chat.chosen
    remembered: dict[str, Vectors] = {}

    def embed(texts: list[str]) -> Vectors:
        import numpy as np

        unseen = list(dict.fromkeys(text for text in texts if text not in remembered))
        known = {text: remembered[text] for text in texts if text in remembered}
        for start in range(0, len(unseen), _AT_ONCE):
            part = unseen[start : start + _AT_ONCE]
            library = _library(chosen, chat.line())
            found = chat.in_time(partial(library.embed_documents, part))
            known |= dict(zip(part, _unit_vectors(found, len(part), chosen), strict=True))
        if len(remembered) + len(unseen) > _REMEMBERED:
            remembered.clear()
        remembered.update((text, known[text]) for text in unseen[:_REMEMBERED])
        return np.stack([known[text] for text in texts]) if texts else np.zeros((0, 1), dtype=np.float32)

    return Embedder(f"{chosen.embeddings} at {chosen.host}", embed)


def _unit_vectors(found: Any, count: int, chosen: ModelSettings) -> Vectors:
    """The vectors as they came, each of length 1.

    Raises:
        ModelReplyError: they are not as many as the texts, not of one size, or hold what is no figure.
    """
    import numpy as np

    try:
        vectors = np.asarray(found, dtype=np.float32)
    except (ValueError, TypeError):
        vectors = np.zeros((0, 0), dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True) if vectors.ndim == 2 else vectors
    if vectors.ndim != 2 or len(vectors) != count or not np.isfinite(lengths).all() or (lengths < 1e-9).any():
        raise ModelReplyError(
            f"{chosen.host} (model {chosen.embeddings}) gave no usable vectors; is it a model for embeddings? "
            "Unset OKR_COACH_EMBEDDINGS to use the embedder that ships with the program"
        )
    return np.asarray(vectors / lengths, dtype=np.float32)


def _library(chosen: ModelSettings, line: Line) -> Any:
    from langchain_openai import AzureOpenAIEmbeddings, OpenAIEmbeddings
    from pydantic import SecretStr

    common: dict[str, Any] = {
        "model": chosen.embeddings,
        "api_key": chosen.key or SecretStr("none"),
        "http_client": line,
        "max_retries": 0,
        "timeout": chosen.timeout,
        "openai_proxy": "",
        # Other endpoints take words and no tokens, and the tokenizer would be downloaded.
        "check_embedding_ctx_length": False,
        "chunk_size": _AT_ONCE,
    }
    if chosen.api_version is not None:
        return AzureOpenAIEmbeddings(azure_endpoint=chosen.base_url, api_version=chosen.api_version, **common)
    return OpenAIEmbeddings(base_url=chosen.base_url or OPENAI, **common)
