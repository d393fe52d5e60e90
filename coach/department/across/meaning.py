"""What a line measures, as a vector: a MiniLM encoder taught on phrases of one measure and phrases that only look like it.

Why its own encoder, how it was taught and what it gains: docs/decisions/0010-across-teams.md; `training/same_measure.py`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from coach.embedding import Vectors
from coach.reading.trained import WEIGHTS as READER
from coach.reading.trained import plain

WEIGHTS = Path(__file__).with_name("weights")
_WIDTH = 384
_SLIM_FROM = 20_000
"""From so many texts on vectors are kept in half precision: 77 MB at 100,000."""
_BLOCK = 2_048
_THREADS = 2


def vectors_of(texts: Sequence[str]) -> Vectors:
    """One unit vector a text, in order; in half precision where there are many. A text is never read beside another one."""
    found = np.empty((len(texts), _WIDTH), dtype=np.float16 if len(texts) > _SLIM_FROM else np.float32)
    if not texts:
        return found
    encoder = _encoder()
    with ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="meaning") as pool:
        for start in range(0, len(texts), _BLOCK):
            part = texts[start : start + _BLOCK]
            found[start : start + len(part)] = list(pool.map(encoder.vector, part))
    if len(texts) > _SLIM_FROM:
        _encoder.cache_clear()  # 80 MB that nothing needs while so many are compared
    return found


@cache
def _encoder() -> _Encoder:
    return _Encoder(WEIGHTS)


class _Encoder:
    """Runs ``measure.onnx``, one text at a time, so that a vector never depends on its neighbours."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        import tokenizers

        card = json.loads((folder / "measure.json").read_text(encoding="utf-8"))
        self.version: str = card["version"]
        # The same word pieces as the trained reader's: both are taught from MiniLM.
        self._tokenizer = tokenizers.Tokenizer.from_file(str(READER / "tokenizer.json"))
        self._tokenizer.enable_truncation(card["max_tokens"])
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "measure.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def vector(self, text: str) -> Vectors:
        ids = np.array(self._tokenizer.encode(plain(text)).ids, dtype=np.int64)
        vector = np.asarray(self._session.run(None, {"input_ids": ids})[0], dtype=np.float32)
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)


def encoder_version() -> str:
    """The version of the encoder that ships."""
    return _encoder().version
