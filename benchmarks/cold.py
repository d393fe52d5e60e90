"""What a cold `okr-coach review` of a file costs, and what of that is imports.

    python -m benchmarks.cold [--runs 5]

Each run is a new process on an index that is built already. Prints the wall time and the peak memory of the runs, then the
seconds each package takes to import, measured in one more run.
"""

from __future__ import annotations

import argparse
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_DRAFT = """Team: Web shop
Period: Q1 2027

Objective: Make returns painless for our customers
- Publish a help article for every step of a return
- Days from return to refund down to 5
- Share of returns settled without a call from 62% to 85%
"""
_IMPORT = re.compile(r"import time:\s*(\d+) \|\s*(\d+) \|(\s*)(\S+)")
_PACKAGES = (
    "chromadb",
    "wordllama",
    "onnxruntime",
    "bm25s",
    "numpy",
    "pydantic",
    "typer",
    "coach",
    "tokenizers",
    "yaml",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "draft.md"
        file.write_text(_DRAFT, encoding="utf-8")
        review = [sys.executable, "-m", "coach", "review", str(file)]
        subprocess.run(review, capture_output=True, check=False)
        taken = []
        for _ in range(runs):
            start = time.perf_counter()
            subprocess.run(review, capture_output=True, check=False)
            taken.append(time.perf_counter() - start)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"cold review of a file: median {statistics.median(taken):.1f} s of {runs} runs ({min(taken):.1f} to {max(taken):.1f}), peak memory {peak:.0f} MB"
        )
        help_taken = []
        for _ in range(runs):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-m", "coach", "--help"], capture_output=True, check=False)
            help_taken.append(time.perf_counter() - start)
        print(f"--help: median {statistics.median(help_taken):.2f} s")
        traced = subprocess.run(
            [sys.executable, "-X", "importtime", *review[1:]], capture_output=True, text=True, check=False
        )
    print("imports, in seconds, each with what it brings (one within another counts in both):")
    seconds = {m.group(4): int(m.group(2)) / 1e6 for m in map(_IMPORT.search, traced.stderr.splitlines()) if m}
    for name in sorted(_PACKAGES, key=lambda package: -seconds.get(package, 0.0)):
        print(f"  {name:12} {seconds.get(name, 0.0):.2f}")


if __name__ == "__main__":
    main()
