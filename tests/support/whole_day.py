"""Run as a program, without a network and with an empty environment: everything that a day's work asks of the library.

    python whole_day.py DOCUMENT

Prints one JSON object of what came out.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from coach import review
from coach.intake import read_json
from coach.own_documents import add, documents
from coach.reviewer import Coach
from coach.settings import settings

_LINGER = 12
"""Seconds to stay after the work. A library that reports on its user does so late: onnxruntime 1.32 after 8 to 10."""
_TEXT = "Objective: Operational excellence\nKR: Launch the new portal\nKR: Fewer complaints\nKR: Returning guests from 22% to 35% by 30 June"

if __name__ == "__main__":
    first = review(_TEXT)
    add(Path(sys.argv[1]), settings().home)
    coach = Coach.from_settings()
    second = coach.review(
        read_json(
            {
                "objectives": [
                    {"objective": "Guests come back", "key_results": ["Ask the harbour master for a berth plan"]}
                ]
            }
        )
    )
    assert coach.index is not None
    hits = coach.index.search([("berth plan of the harbour master", None)], 1)[0]
    said = {
        "findings": [finding.criterion for finding in first.findings],
        "citations": sum(len(finding.citations) for finding in (*first.findings, *second.findings)),
        "suggestions": sum(finding.suggestion is not None for finding in first.findings),
        "notices": [*first.notices, *second.notices],
        "reader": first.engine.reader,
        "model": first.engine.model,
        "documents": [document.name for document in documents(settings().home)],
        "best": hits[0].passage.id,
        "home": str(settings().home),
        "kernel": os.environ["KERNEL_WATCHES"],
        "telemetry": sorted(name for name in sys.modules if name.split(".")[0] in ("posthog", "sentry_sdk")),
    }
    time.sleep(_LINGER)
    sys.stdout.write(json.dumps(said))
