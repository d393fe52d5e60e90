"""What a review costs on this machine.

    python -m benchmarks.review [--objectives 1000]

Prints: a warm review of one objective with three key results (retrieval and suggestions included), a thousand objectives with
their key results, and the peak memory of the process. Drafts are the labelled lines of `training/data`, none
reviewed twice, so that nothing is answered from memory.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from coach.intake import read_json
from coach.okr import Draft
from coach.shared import shared_coach

DATA = Path(__file__).resolve().parent.parent / "training" / "data"
_WARM = 60


def drafts(key_results: int = 3) -> Iterator[Draft]:
    """Drafts of one objective and `key_results` key results each, every line used once."""
    for path in sorted(DATA.glob("*.jsonl")):
        for record in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            rows = record["key_results"][:key_results]
            if len(rows) == key_results:
                yield read_json(
                    {"id": record["id"], "objectives": [{"objective": record["objective"], "key_results": rows}]}
                )


def warm(found: Iterator[Draft]) -> list[float]:
    """Milliseconds of each of some reviews after the first ones."""
    coach = shared_coach()
    coach.review(next(found))
    taken = []
    for _ in range(_WARM):
        draft = next(found)
        start = time.perf_counter()
        coach.review(draft)
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def _many(share: list[Draft]) -> tuple[int, float, int]:
    """Reviews a share of drafts; returns the objectives, the seconds without loading, and the peak memory in KiB."""
    coach = shared_coach()
    coach.review(share[0])
    start = time.perf_counter()
    for _ in coach.review_many(share[1:]):
        pass
    return len(share) - 1, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objectives", type=int, default=1000)
    count = parser.parse_args().objectives
    found = drafts()
    taken = warm(found)
    quantiles = statistics.quantiles(taken, n=20)
    print(
        f"one objective with three key results, warm: p50 {statistics.median(taken):.0f} ms, p95 {quantiles[18]:.0f} ms"
    )
    batch = [draft for draft, _ in zip(found, range(count), strict=False)]
    one = _many(batch[: count // 2])
    print(f"{one[0]} objectives in one process: {one[0] / one[1]:.0f} objectives a second")
    print(f"peak memory of the process: {one[2] / 1024:.0f} MB")
    half = len(batch) // 2
    with ProcessPoolExecutor(max_workers=2, mp_context=multiprocessing.get_context("spawn")) as pool:
        parts = list(pool.map(_many, [batch[:half], batch[half:]]))
    slowest = max(seconds for _, seconds, _ in parts)
    print(
        f"{sum(n for n, _, _ in parts)} objectives in two processes: {sum(n for n, _, _ in parts) / slowest:.0f} objectives a second"
    )


if __name__ == "__main__":
    main()
