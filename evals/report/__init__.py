"""A score card as text, as Markdown, as JSON and as one page of HTML."""

from __future__ import annotations

from typing import Literal

from evals.compare import Difference
from evals.earning import Contests
from evals.score import Frozen, ScoreCard
from evals.spoiling import Spoiling
from evals.suites import Suite

Format = Literal["text", "json", "markdown", "html"]


class Report(Frozen):
    """What an evaluation shows: the score of a run, how it differs from another, what models earned or spoiled, and the suites."""

    card: ScoreCard | None = None
    contests: Contests | None = None
    spoiling: Spoiling | None = None
    differences: tuple[Difference, ...] = ()
    suites: tuple[Suite, ...] = ()


def rendered(report: Report, form: Format) -> str:
    """The report in one of its forms."""
    if form == "json":
        return report.model_dump_json(indent=2)
    if form == "html":
        from evals.report.html import page

        return page(report)
    from evals.report.tables import as_markdown, as_text, tables

    found = tables(report)
    return as_markdown(found) if form == "markdown" else as_text(found)
