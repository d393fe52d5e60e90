"""How much of an endpoint's throughput a department's run takes: an endpoint of fixed delay that serves a fixed number of calls at a time.

    python -m benchmarks.department_model [--delay 1.0] [--concurrent 8] [--rows 900]

The endpoint is scripted and on this machine, in a process of its own; the run is `okr-coach department` as one starts it. Measured is
the time from the first call that came in to the last answer that went out, beside the least that delay and limit allow.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Lock
from typing import Any

from benchmarks.department import sheet

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.support.model_server import Act, ModelServer, gives

_REPLY: dict[str, Any] = {"verdicts": [], "additions": [], "rewrites": [], "questions": []}


class Endpoint:
    """Answers after a fixed time, and says when calls came in."""

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.came: list[float] = []
        self._lock = Lock()

    def __call__(self, _: dict[str, Any]) -> Act:
        with self._lock:
            self.came.append(time.monotonic())
        return gives(_REPLY, delay=self.delay)


def main() -> None:
    """Run once and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--delay", type=float, default=1.0, help="seconds a call takes")
    parser.add_argument("--concurrent", type=int, default=8, help="calls at one time")
    parser.add_argument("--rows", type=int, default=900, help="key results")
    chosen = parser.parse_args()
    endpoint = Endpoint(chosen.delay)
    with tempfile.TemporaryDirectory() as folder, ModelServer(endpoint) as server:
        path = Path(folder, "department.csv")
        sheet(chosen.rows, path)
        settings = {
            "OKR_COACH_HOME": f"{folder}/home",
            "OKR_COACH_MODEL": "scripted",
            "OPENAI_BASE_URL": server.base_url,
            "OKR_COACH_CONCURRENT": str(chosen.concurrent),
            "OKR_COACH_TOKENS_PER_BATCH": str(10**12),
        }
        command = [
            sys.executable,
            "-m",
            "coach",
            "department",
            str(path),
            "--out",
            f"{folder}/out",
            "--fail-on",
            "never",
        ]
        begun = time.monotonic()
        subprocess.run(command, check=True, env={**os.environ, **settings}, stdout=subprocess.DEVNULL)
        whole = time.monotonic() - begun
    calls = len(endpoint.came)
    took = endpoint.came[-1] + chosen.delay - endpoint.came[0]
    least = math.ceil(calls / chosen.concurrent) * chosen.delay
    print(
        f"{calls} calls of {chosen.delay} s, {chosen.concurrent} at a time: {took:.1f} s, least {least:.1f} s, {least / took:.1%} of the throughput; "
        f"the whole run {whole:.1f} s"
    )


if __name__ == "__main__":
    main()
