"""A `Review` as people and programs take it: text, JSON, Markdown, SARIF, workflow commands. A report never judges."""

from __future__ import annotations

import json

from coach.critique import Review
from coach.report.github import as_github
from coach.report.markdown import as_markdown
from coach.report.sarif import as_sarif
from coach.report.text import as_text

__all__ = ["as_github", "as_json", "as_json_line", "as_markdown", "as_sarif", "as_text"]


def as_json(review: Review) -> str:
    """The review in the form of the contract, indented."""
    return json.dumps(review.as_json(), ensure_ascii=False, indent=2) + "\n"


def as_json_line(review: Review) -> str:
    """The review in the form of the contract, on one line."""
    return json.dumps(review.as_json(), ensure_ascii=False, separators=(",", ":")) + "\n"
