"""Lines that hold nothing but named values (``Baseline: 22 | Target: 35 | Owner: Anna``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.intake import vocabulary as v
from coach.intake.lines import Line
from coach.intake.view import Span

if TYPE_CHECKING:
    pass
from coach.intake.item import Item

_VALUE_KEY = rf"(?:(?P<baseline>{v.BASELINE})|(?P<target>{v.TARGET})|(?P<due>{v.DUE})|(?P<owner>{v.OWNER})|(?P<unit>{v.UNIT})|(?P<metric>{v.METRIC})|(?P<status>{v.STATUS})|(?P<score>{v.SCORE})|(?P<confidence>{v.CONFIDENCE}))"
_VALUE_PART = re.compile(rf"{_VALUE_KEY}(?:\s*[:=]\s*|\s+(?=[<>≥≤~$€£]?\s?\d))(?P<value>\S.{{0,80}})", re.IGNORECASE)
_VALUE_CUT = re.compile(r"\s*[|;•·]\s*|,\s+|\s+[-–—→]+>?\s+|\s{2,}")


def named_values(line: Line) -> list[Item]:
    """The items of a line that holds nothing but several named values (``Baseline: 22 | Target: 35 | Owner: Anna``)."""
    text = (
        line.span.text
        if not line.marker
        else line.span.part(line.span.text.find(line.label.text) if line.label else 0).text
    )
    if len(text) > 300 or (line.label and line.label.role != "meta") or not _VALUE_PART.match(text):
        return []
    base = line.span.end - len(text)
    cuts = [
        (match.start(), match.end()) for match in _VALUE_CUT.finditer(text) if _VALUE_PART.match(text[match.end() :])
    ]
    if not cuts:
        return []
    starts, stops = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    made: list[Item] = []
    for index, (start, stop) in enumerate(zip(starts, stops, strict=True)):
        part = _VALUE_PART.match(text[start:stop])
        if part is None:
            return []
        key = next(
            name
            for name in ("baseline", "target", "due", "owner", "unit", "metric", "status", "score", "confidence")
            if part.group(name)
        )
        value = Span(line.span.view, base + start + part.start("value"), base + stop).strip()
        made.append(
            Item(
                spans=[value],
                covers=[line.span] if index == 0 else [],
                role="meta",
                key=key,
                indent=line.indent,
                inline=index > 0,
                blank_before=line.blank_before,
            )
        )
    return made
