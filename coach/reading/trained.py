"""The trained reader: what kind of line this is and whether its words decide anything, learned from labelled OKRs.

The seam is `LineReader`: anything that gives a `Judgement` a line can be put in its place. The one that ships is a
MiniLM encoder with one head per label, int8 ONNX, run by ONNX Runtime; `training/README.md` is its card.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

WEIGHTS = Path(__file__).with_name("weights")
_REMEMBERED = 20_000


@dataclass(frozen=True)
class Judgement:
    """Probabilities, 0 to 1, of a key result or of an objective; the last four default to what is said without such a head."""

    outcome: float
    activity: float
    milestone: float
    vague: float
    metric: float
    target: float
    deadline: float
    objective_vague: float
    objective_activity: float
    objective_number: float
    baseline: float = 0.5
    """That a key result states its starting value."""
    compound: float | None = None
    """That a line holds two results, or two aims."""
    vanity: float | None = None
    """That a key result counts what can rise while nothing gets better."""
    usual: float | None = None
    """That an objective keeps things as they are."""


class LineReader(Protocol):
    """Judges single lines. The same text gives the same judgement, whatever stands beside it."""

    version: str

    def judge(self, texts: Sequence[str]) -> list[Judgement]:
        """One judgement a text, in order."""
        ...


class TrainedReader:
    """Runs the weights in `folder` (``reader.onnx``, ``tokenizer.json``, ``reader.json``)."""

    def __init__(self, folder: Path = WEIGHTS, threads: int = 2, remembered: int = _REMEMBERED) -> None:
        """`remembered`: how many lines it remembers its judgement of, at 1 kB a line."""
        import onnxruntime
        import tokenizers

        card = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        self.version: str = card["version"]
        self._heads: dict[str, list[str]] = card["heads"]
        self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(card["max_tokens"])
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="reader")
        self._remembered: dict[str, Judgement] = {}
        self._most_remembered = remembered

    def judge(self, texts: Sequence[str]) -> list[Judgement]:
        """One judgement a text, in order. Lines seen before are remembered."""
        # Several threads judge at one time: each reads what is remembered from the table it began with.
        remembered = self._remembered
        unseen = list(dict.fromkeys(text for text in texts if text not in remembered))
        if len(remembered) + len(unseen) > self._most_remembered:
            remembered = self._remembered = {text: remembered[text] for text in texts if text in remembered}
        remembered.update(zip(unseen, self._pool.map(self._run, unseen), strict=True))
        return [remembered[text] for text in texts]

    def _run(self, text: str) -> Judgement:
        # One line a run: in a batch, int8 scales are taken over all lines, and a neighbour would change a judgement.
        ids = np.array(self._tokenizer.encode(plain(text)).ids, dtype=np.int64)
        logits = self._session.run(None, {"input_ids": ids})[0]
        return self._judgement(logits)

    def _judgement(self, row: Any) -> Judgement:
        shares: dict[str, Any] = {}
        at = 0
        for head, values in self._heads.items():
            part = np.exp(row[at : at + len(values)] - row[at : at + len(values)].max())
            shares[head] = part / part.sum()
            at += len(values)
        kind = shares["kind"]
        return Judgement(
            outcome=float(kind[0]), activity=float(kind[1]), milestone=float(kind[2]),
            vague=float(shares["vague"][1]), metric=float(shares["metric"][1]), target=float(shares["target"][1]),
            deadline=float(shares["deadline"][1]), objective_vague=float(shares["focus"][1]),
            objective_activity=float(shares["activity"][1]), objective_number=float(shares["number"][1]),
            **{head: float(shares[head][1]) for head in ("baseline", "compound", "vanity", "usual") if head in shares},
        )  # fmt: skip


def plain(text: str) -> str:
    """The line as the reader is taught and asked: one kind of quote, dash, space and currency, no final full stop.

    None of these says anything about a line, so none may change what is said of it.
    """
    return " ".join(text.translate(_TYPOGRAPHY).split()).rstrip(".!")


_TYPOGRAPHY = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "€": "$", "£": "$", "\u00a0": " ", "\u202f": " "}
)


@lru_cache(maxsize=1)
def trained_reader() -> TrainedReader | None:
    """The reader that ships, or None where its weights are not there (the grammar then judges alone)."""
    return TrainedReader() if (WEIGHTS / "reader.onnx").is_file() else None
