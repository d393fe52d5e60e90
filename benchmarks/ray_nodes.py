"""Two Ray nodes on this machine, one of which is killed in the middle of a department's run: the run ends as if nothing had happened.

    python -m benchmarks.ray_nodes [ROWS]

Needs Ray (`pip install 'okr-coach[ray]'`). What is compared is `reviews.jsonl`, to the byte, with that of this machine's own processes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.department import sheet

_ROWS = 1_500
_MIDWAY = 0.4
"""The share of the undisturbed time after which the node is killed."""


def main(rows: int) -> None:
    """Run undisturbed and disturbed, and compare."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    clusters: Any = import_module("ray.cluster_utils")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "department.csv")
        sheet(rows, path)
        expected = _run(path, f"{folder}/local", [])[1]
        cluster = clusters.Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
        try:
            second = cluster.add_node(num_cpus=1)
            cluster.wait_for_nodes()
            options = ["--engine", "ray", "--address", cluster.address]
            undisturbed, found = _run(path, f"{folder}/two", options)
            print(f"two nodes: {undisturbed:.1f} s; the same reviews: {found == expected}")

            def kill(after: float) -> None:
                time.sleep(after)
                cluster.remove_node(second, allow_graceful=False)

            disturbed, found = _run(path, f"{folder}/one", options, lambda: kill(_MIDWAY * undisturbed))
            left = sum(node["Alive"] for node in _nodes(cluster.address))
            print(
                f"one killed after {_MIDWAY * undisturbed:.1f} s: {disturbed:.1f} s, {left} node left; the same reviews: {found == expected}"
            )
        finally:
            cluster.shutdown()
        if found != expected:
            raise SystemExit(1)


def _run(path: Path, out: str, options: list[str], meanwhile: Any = None) -> tuple[float, bytes]:
    """Seconds, and the reviews. A data directory of its own: nothing is served from a former run."""
    command = [sys.executable, "-m", "coach", "department", str(path), "--out", out, "--fail-on", "never", *options]
    begun = time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, "OKR_COACH_HOME": f"{out}-home"}, stdout=subprocess.DEVNULL)
    if meanwhile:
        meanwhile()
    if process.wait():
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return time.monotonic() - begun, Path(out, "reviews.jsonl").read_bytes()


def _nodes(address: str) -> list[dict[str, Any]]:
    ray: Any = import_module("ray")
    ray.init(address=address, log_to_driver=False, logging_level="ERROR")
    found: list[dict[str, Any]] = ray.nodes()
    ray.shutdown()
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else _ROWS)
