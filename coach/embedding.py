"""Text to vectors, on this machine, with weights that ship in a package: no download, no network.

WordLlama (MIT, 16 MB, 256 dimensions, about 0.1 ms a text). Which embedder, and why: docs/decisions/retrieval.md.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@cache
def _model() -> Any:
    import logging

    import wordllama

    logging.getLogger("wordllama").setLevel(logging.ERROR)
    return wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)


def embedder_name() -> str:
    """The embedder's name and version, part of an index's fingerprint."""
    from importlib.metadata import version

    return f"wordllama-{version('wordllama')}"


def embed(texts: list[str]) -> Vectors:
    """One unit vector (256 float32) a text, in order. Texts of no known token get a vector of their own, never zero."""
    if not texts:
        return np.zeros((0, 256), dtype=np.float32)
    vectors = np.asarray(_model().embed(texts, norm=False), dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    for row in np.flatnonzero(~np.isfinite(lengths[:, 0]) | (lengths[:, 0] < 1e-9)):
        seed = int.from_bytes(hashlib.sha256(texts[row].encode("utf-8", "replace")).digest()[:4], "big")
        vectors[row] = np.random.default_rng(seed).standard_normal(vectors.shape[1])
        lengths[row] = np.linalg.norm(vectors[row])
    return vectors / lengths


def similarities(left: list[str], right: list[str]) -> Vectors:
    """The cosine similarity of every text of `left` (rows) to every text of `right` (columns)."""
    return np.asarray(embed(left) @ embed(right).T, dtype=np.float32)
