"""What reading costs on this machine, by the kind of text.

    python -m benchmarks.intake [--kilobytes 200]

Prints the seconds per megabyte of drafts as people paste them, and of texts made of one thing again and again, where an
expression that goes back over its text would show.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from coach.intake import read_text

PASTES = Path(__file__).resolve().parent.parent / "evals" / "pastes.jsonl"
_REPEATED = {
    "labelled lines": "Objective: a\nKR1: b to 5%\n",
    "bullets": "- a\n  - b\n",
    "plain lines": "a\n",
    "long lines": "a" * 200 + "\n",
    "sentences": "we want to a. ",
    "table rows": "| a | b |\n",
    "tabs": "a\t",
    "open brackets": "(a",
    "emphasis": "**a ",
    "commas": "a, ",
    "wide gaps": "  a  b  c\n",
    "chat lines": "Anna 10:32 a\n",
}


def seconds_per_megabyte(text: str) -> float:
    """How long `text` takes to read, for a million characters."""
    start = time.perf_counter()
    read_text(text)
    return (time.perf_counter() - start) / len(text) * 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kilobytes", type=int, default=200)
    size = parser.parse_args().kilobytes * 1000
    pastes = [json.loads(line)["text"] for line in PASTES.read_text(encoding="utf-8").splitlines() if line.strip()]
    read_text(pastes[0])
    drafts = "\n\n".join(pastes)
    kinds = {"drafts as pasted": drafts, **_REPEATED}
    for name, unit in kinds.items():
        text = (unit * (size // len(unit) + 1))[:size]
        print(f"{name}: {seconds_per_megabyte(text):.1f} s per MB")


if __name__ == "__main__":
    main()
