"""Cells of a table: the key results in one, and labels in them that outrank their column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from coach.intake.decorations import undress
from coach.intake.enumerations import split_enumeration
from coach.intake.labels import read_code, read_label
from coach.intake.lines import Line, read_line, split_lines
from coach.intake.shapes import is_result, is_task
from coach.intake.view import Span
from coach.intake.wordings import wording_of

Row = list[Span | None]
ABSENT = re.compile(r"[-–—.\s]*|n/?a|tbd|tbc|none|\?+|#(?:ref|n/a|value|name\?|div/0)!?", re.IGNORECASE)


def by_own_label(
    objective: Span | None, results: list[tuple[int | None, Span]]
) -> tuple[Span | None, list[tuple[int | None, Span]]]:
    """A label in the cell outranks its column: ``Objective: ...`` among key results, ``KR1: ...`` among objectives."""
    if objective is not None and not results:
        label = read_label(objective.text)
        if label and label.role == "key result" and label.end < len(objective.text):
            return None, [(None, objective)]
    if objective is None and len(results) == 1:
        label = read_label(results[0][1].text)
        if label and label.role == "objective" and label.end < len(results[0][1].text):
            return results[0][1], []
    return objective, results


def kind_of(text: str) -> str | None:
    label = read_code(text) or (read_label(text) if not text.isdigit() else None)
    if label and label.role in ("objective", "key result", "initiative"):
        return label.role
    return None


def by_kind(
    title: Span, kind: str | None, objective: Span | None, results: list[tuple[int | None, Span]]
) -> tuple[Span | None, list[tuple[int | None, Span]]]:
    """A title column beside a type column: the type says what the title is."""
    label = read_label(title.text)
    kind = kind or (label.role if label else None)
    if kind == "objective":
        return title, results
    return objective, [*results, (None, title)]


def result_of(line: Line, code: str | None) -> dict[str, Any] | None:
    words, dress = undress(line.body)
    if not words or ABSENT.fullmatch(line.body.text.strip()):
        return None
    return {
        "wording": wording_of(words),
        "label": line.label.text if line.label else line.number or code,
        "owner": dress.owner,
        "due": dress.due,
        "status": dress.status or line.status,
        "score": dress.score,
        "excuses": list(dress.excuses),
        "initiatives": [],
    }


def cell_lines(cell: Span) -> list[Line]:
    """The lines of a cell, each one key result; a wrapped line joins the one above."""
    lines = [read_line(span, indent=0) for span in split_lines(cell.view, cell.start, cell.end) if span.text.strip()]
    if len(lines) <= 1:
        parts = split_enumeration(cell, marked_only=True)
        return [read_line(part, indent=0) for part in parts] if len(parts) > 1 else lines
    marked = sum(bool(line.marker or line.label) for line in lines)
    joined: list[Line] = []
    for line in lines:
        own = bool(line.marker or line.label)
        if (
            joined
            and not own
            and (
                marked * 2 > len(lines)
                or line.text[:1].islower()
                or not (is_result(line.text) or line.text[:1].isupper())
            )
        ):
            last = joined[-1]
            last.body = Span(cell.view, last.body.start, line.body.end)
            last.span = Span(cell.view, last.span.start, line.span.end)
        else:
            joined.append(line)
    return [line for line in joined if not (line.label and not line.body)]


def is_form(rows: Sequence[Row]) -> bool:
    """Whether the first column holds labels (``Objective``, ``KR1``, ``Owner``) and the second their words."""
    known = 0
    telling = False
    for row in rows:
        filled = [cell.text.strip() for cell in row if cell is not None and cell.text.strip()]
        if not filled:
            continue
        label = read_label(filled[0].rstrip(":") + ":") if len(filled[0]) < 40 else None
        if label and len(filled) >= 2 and label.end >= len(filled[0].rstrip(":")):
            known += 1
            telling = telling or label.role in ("objective", "key result")
        elif len(filled) > 2 or is_task(filled[0]):
            known -= 1
    return telling and known >= 2
