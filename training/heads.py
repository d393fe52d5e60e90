"""Fits some heads of a trained reader anew, on its encoder as it stands: after readers were averaged, for heads that few of them had.

    python -m training.heads training/work/model baseline compound vanity usual

The encoder gives one vector a line; each head is a logistic regression on them (scikit-learn), written back as the head's weights.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from transformers import AutoTokenizer

from coach.reading.dates import undated
from coach.reading.trained import plain
from training.examples import HEADS, Line, lines
from training.train import MAX_TOKENS, Reader, base_folder


def refit(trained: Path, data: Path, names: list[str], strength: float) -> None:
    """The named heads of the reader in `trained`, fitted anew on the lines in `data` that have their labels."""
    reader = Reader(base_folder(trained.parent))
    reader.load_state_dict(torch.load(trained / "reader.pt"))
    reader.eval()
    found = [line for line in lines(data) if any(name in line.labels for name in names)]
    vectors = encoded(reader, AutoTokenizer.from_pretrained(trained), found)
    for name in names:
        assert len(HEADS[name]) == 2, f"{name}: only heads with two values are fitted here"
        rows = [at for at, line in enumerate(found) if name in line.labels]
        wanted = [found[at].labels[name] for at in rows]
        model = LogisticRegression(C=strength, max_iter=2000).fit(vectors[rows], wanted)
        # Two logits whose difference is the regression's: half of it each way.
        half = torch.tensor(np.concatenate([-model.coef_, model.coef_]) / 2, dtype=torch.float32)
        shift = torch.tensor(np.concatenate([-model.intercept_, model.intercept_]) / 2, dtype=torch.float32)
        reader.heads[name].weight.data, reader.heads[name].bias.data = half, shift
        print(f"{name}: {len(rows)} lines, {model.score(vectors[rows], wanted):.3f} of them right", flush=True)
    torch.save(reader.state_dict(), trained / "reader.pt")


def encoded(reader: Reader, tokenizer: AutoTokenizer, found: list[Line]) -> np.ndarray:
    """The encoder's vector of each line, of shape (lines, width)."""
    texts = [plain(line.text if line.is_objective else undated(line.text)) for line in found]
    vectors = []
    with torch.no_grad():
        for at in range(0, len(texts), 64):
            tokens = tokenizer(
                texts[at : at + 64], padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt"
            )
            hidden = reader.encoder(**{k: tokens[k] for k in ("input_ids", "attention_mask")}).last_hidden_state
            mask = tokens["attention_mask"].unsqueeze(-1).to(hidden.dtype)
            vectors.append(((hidden * mask).sum(1) / mask.sum(1)).numpy())
    return np.concatenate(vectors)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("heads", nargs="+")
    parser.add_argument("--data", type=Path, default=Path(__file__).parent / "data")
    parser.add_argument("--strength", type=float, default=1.0, help="the inverse of the penalty on large weights")
    arguments = parser.parse_args()
    refit(arguments.trained, arguments.data, arguments.heads, arguments.strength)
