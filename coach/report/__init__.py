"""A `Review` as people and programs take it: text, JSON, Markdown, SARIF, workflow commands. A report never judges."""

from __future__ import annotations

import json
import re

from coach.critique import Review
from coach.report.github import as_github
from coach.report.markdown import as_markdown
from coach.report.sarif import as_sarif
from coach.report.text import as_text

__all__ = ["as_github", "as_json", "as_json_line", "as_markdown", "as_sarif", "as_text"]


def as_json(review: Review) -> str:
    """The review in the form of the contract, indented."""
    return inert(json.dumps(review.as_json(), ensure_ascii=False, indent=2)) + "\n"


def as_json_line(review: Review) -> str:
    """The review in the form of the contract, on one line."""
    return inert(json.dumps(review.as_json(), ensure_ascii=False, separators=(",", ":"))) + "\n"


_ACTED_ON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What JSON lets stand as it is and a terminal or an editor acts on: controls of the second set, marks that turn the direction."""


def inert(text: str) -> str:
    """JSON that says the same and does nothing where it is shown: such characters are written as escapes."""
    return _ACTED_ON.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
