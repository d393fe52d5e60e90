"""Text to vectors, on this machine, with weights that ship in a package: no download, no network.

WordLlama (MIT, 16 MB, 256 dimensions, about 0.1 ms a text). Which embedder, and why: docs/decisions/0002-retrieval.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Embedder:
    """Another way from text to vectors, for retrieval alone: that of an endpoint. All thresholds here are measured with the shipped one."""

    name: str
    """With its version and place: part of an index's fingerprint."""
    embed: Callable[[list[str]], Vectors]
    """One unit vector a text, in order; raises ModelError."""


@cache
def _model() -> Any:
    import logging
    import os

    # A few short texts at a time: threads of the tokenizer cost more than they give.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import wordllama

    logging.getLogger("wordllama").setLevel(logging.ERROR)
    return wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)


def embedder_name() -> str:
    """The embedder's name and version, part of an index's fingerprint."""
    from importlib.metadata import version

    return f"wordllama-{version('wordllama')}"


_REMEMBERED = 8192
_remembered: dict[str, Vectors] = {}


def embed(texts: list[str]) -> Vectors:
    """One unit vector (256 float32) a text, in order. Texts of no known token get a vector of their own, never zero.

    The texts of the last reviews are remembered: one line is compared with its neighbours, the library and the guidance.
    """
    if not texts:
        return np.zeros((0, 256), dtype=np.float32)
    unseen = list(dict.fromkeys(text for text in texts if text not in _remembered))
    known = {text: _remembered[text] for text in texts if text in _remembered}
    if unseen:
        known |= dict(zip(unseen, _embedded(unseen), strict=True))
        if len(_remembered) + len(unseen) > _REMEMBERED:
            _remembered.clear()
        if len(unseen) <= _REMEMBERED:
            _remembered.update((text, known[text]) for text in unseen)
    return np.stack([known[text] for text in texts])


def _embedded(texts: list[str]) -> Vectors:
    vectors = np.asarray(_model().embed(texts, norm=False), dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    for row in np.flatnonzero(~np.isfinite(lengths[:, 0]) | (lengths[:, 0] < 1e-9)):
        seed = int.from_bytes(hashlib.sha256(texts[row].encode("utf-8", "replace")).digest()[:4], "big")
        vectors[row] = np.random.default_rng(seed).standard_normal(vectors.shape[1])
        lengths[row] = np.linalg.norm(vectors[row])
    return np.asarray(vectors / lengths, dtype=np.float32)


def similarities(left: list[str], right: list[str]) -> Vectors:
    """The cosine similarity of every text of `left` (rows) to every text of `right` (columns)."""
    return np.asarray(embed(left) @ embed(right).T, dtype=np.float32)
