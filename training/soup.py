"""Averages the weights of several trained readers into one: right more often than each of them, at the price of one.

    python -m training.soup training/work/model training/work/seed-1 training/work/seed-2 ...

The readers must start from the same base weights (Wortsman and others, 2022, "Model soups"). A head that some of them lack is the
average of those that have it.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch


def soup(out: Path, folders: list[Path]) -> None:
    """The average of the readers in `folders`, in `out`, ready for `training.export`."""
    readers = [torch.load(folder / "reader.pt") for folder in folders]
    names = {name: None for reader in readers for name in reader}
    mixed = {}
    for name in names:
        weights = [reader[name] for reader in readers if name in reader]
        mixed[name] = torch.stack(weights).mean(dim=0) if weights[0].is_floating_point() else weights[0]
    out.mkdir(parents=True, exist_ok=True)
    torch.save(mixed, out / "reader.pt")
    for path in folders[-1].glob("token*.json"):
        shutil.copy(path, out / path.name)
    runs = [json.loads((folder / "run.json").read_text()) for folder in folders]
    everywhere = set(runs[0]["left_out"]).intersection(*(run["left_out"] for run in runs[1:]))
    (out / "run.json").write_text(
        json.dumps(
            {
                "lines": max(run["lines"] for run in runs),
                "left_out": sorted(everywhere),
                "epochs": [run["epochs"] for run in runs],
                "seed": [run["seed"] for run in runs],
                "rate": [run["rate"] for run in runs],
            }
        )
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    arguments = parser.parse_args()
    soup(arguments.out, arguments.folders)
