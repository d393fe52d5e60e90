"""How often the metric that is offered for a task fits it, on labelled lines of thirty fields.

    python -m benchmarks.metric_matches [--fit]

`evals/metric_matches.jsonl` names for each line the metrics of the library that a good coach could offer. The weights and the
floor are chosen on every second field; what is measured is measured on the others. ``--fit`` prints fitted weights.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from coach.metrics import WEIGHTS, Task, metric_library

MATCHES = Path(__file__).resolve().parent.parent / "evals" / "metric_matches.jsonl"
_RESTRAINT = 0.02
"""Ridge on the weights: seventy lines decide four numbers."""


@dataclass(frozen=True)
class Measured:
    """What was offered on some lines. `fitting` of the `offered` lines got a metric that fits first."""

    lines: int
    offered: int
    fitting: int
    others: int
    others_fitting: int

    @property
    def precision(self) -> float:
        return self.fitting / max(1, self.offered)

    @property
    def coverage(self) -> float:
        return self.offered / self.lines


def halves() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The labelled lines: those fitted on, and those only measured on. No field is in both."""
    lines = [json.loads(line) for line in MATCHES.read_text(encoding="utf-8").splitlines()]
    fields = list(dict.fromkeys(line["field"] for line in lines))
    chosen = set(fields[::2])
    return [line for line in lines if line["field"] in chosen], [line for line in lines if line["field"] not in chosen]


def measure(lines: list[dict[str, Any]]) -> Measured:
    """What is offered on these lines, and whether it fits."""
    found = metric_library().offers([Task(line["key_result"], line["objective"]) for line in lines])
    offered = [(line["fitting"], [metric.id for metric in metrics]) for line, metrics in zip(lines, found, strict=True)]
    named = [(fitting, ids) for fitting, ids in offered if ids]
    return Measured(
        lines=len(lines),
        offered=len(named),
        fitting=sum(ids[0] in fitting for fitting, ids in named),
        others=sum(len(ids) - 1 for _, ids in named),
        others_fitting=sum(i in fitting for fitting, ids in named for i in ids[1:]),
    )


def fitted(lines: list[dict[str, Any]], steps: int = 2000, rate: float = 1.0) -> list[float]:
    """Weights under which the fitting metrics of these lines are the likeliest ones."""
    library = metric_library()
    lines = [line for line in lines if line["fitting"]]
    close = library.closeness([(line["key_result"], line["objective"]) for line in lines])
    right = np.array([[metric.id in line["fitting"] for metric in library.metrics] for line in lines])
    weights = np.zeros(len(WEIGHTS))
    for _ in range(steps):
        score = np.exp(close @ weights)
        likely = score / score.sum(axis=1, keepdims=True)
        among = likely * right / (likely * right).sum(axis=1, keepdims=True)
        slope = np.einsum("lm,lmk->k", among - likely, close) / len(lines) - _RESTRAINT * weights
        weights += rate * slope
    return [round(float(weight), 1) for weight in weights]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true")
    fit, held_out = halves()
    if parser.parse_args().fit:
        print(f"weights fitted on {len(fit)} lines: {fitted(fit)}; in use: {list(WEIGHTS)}")
    for name, lines in (("fitted on", fit), ("not fitted on", held_out)):
        got = measure(lines)
        print(
            f"{name}: {got.lines} lines, offered on {got.offered} ({got.coverage:.0%}), "
            f"fitting {got.fitting} (precision {got.precision:.2f}); others named {got.others}, fitting {got.others_fitting}"
        )


if __name__ == "__main__":
    main()
