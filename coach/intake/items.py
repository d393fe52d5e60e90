"""Items: lines brought together into the things a writer wrote, each one objective, key result, title or remark.

A wrapped line joins the line above it; a line that holds several labels (``O: ... KR1: ... KR2: ...``) is taken apart; so
is a list run into one line (``Key results: (1) ..., (2) ...``). What an item is, where no label says it, is for
`coach.intake.roles`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.intake import vocabulary as v
from coach.intake.decorations import excuse_in
from coach.intake.labels import Label, inline_labels
from coach.intake.lines import Line, read_line
from coach.intake.prose import split_enumeration
from coach.intake.shapes import is_measurable, is_result, is_task
from coach.intake.view import Span

if TYPE_CHECKING:
    from coach.intake.tables import TableReading

_CONNECTIVE = re.compile(
    r"(?:[,\-–/&+(]|\b(?:the|a|an|of|to|and|or|for|in|on|at|with|by|from|than|that|which|our|their|its|per|as|is|are|into|der|die|das|den|dem|des|und|oder|von|auf|für|mit|zu|zum|zur|im|am|in|ein|eine|einen|unsere|unseren"
    r"|bei|durch|bis|de|du|des|la|le|les|et|ou|à|au|aux|pour|par|sur|dans|un|une|nos|notre|y|o|del|el|los|para|con|van|het|een|en|voor|met|met))$",
    re.IGNORECASE,
)
_STOPPED = re.compile(r"[.!?:;…]['\"”’)]?$")
_PLURAL_RESULTS = re.compile(
    r"key[ -]?results|krs|results|measures|metrics|kpis|ergebnisse|schl.+ergebnisse|.+resultate|r[ée]sultats.*|resultados.*|risultati.*|indicateurs.*|kennzahlen|.*measured.*|.*measure.*|.*know.*|gemessen.*|messbar.*|success.*|mesur.*|evidence|.*messen.*",
    re.IGNORECASE,
)


@dataclass(eq=False)
class Item:
    """One thing as written. `spans` are its own words; `covers` are the whole lines it stands on.

    `role` is what a label said it is, and later what was inferred: ``objective``, ``key result``, ``initiative``,
    ``meta``, ``note``, ``team``, ``decoration`` or ``unread``; None until then. A header has a role and no words.
    """

    spans: list[Span]
    covers: list[Span]
    role: str | None = None
    key: str = ""
    label: Label | None = None
    name: str | None = None
    marker: str = ""
    number: str | None = None
    indent: int = 0
    heading: int = 0
    strong: bool = False
    quoted: int = 0
    blank_before: bool = False
    status: str | None = None
    aside: Span | None = None
    inline: bool = False
    speaks: bool = False
    depth: int = 0
    table: TableReading | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        return " ".join(" ".join(span.text.split()) for span in self.spans if span)

    @property
    def is_header(self) -> bool:
        return self.role in ("objective", "key result", "initiative") and not any(self.spans)

    @property
    def is_list_item(self) -> bool:
        return bool(self.marker) and self.marker != "heading"

    @property
    def is_title_like(self) -> bool:
        return bool(self.heading) or self.strong


def make_items(lines: Sequence[Line]) -> list[Item]:
    """The items of `lines` (blank lines and rules left out), in order."""
    width = _wrap_width(lines)
    items: list[Item] = []
    before: Line | None = None
    blank = False
    for line in lines:
        if line.is_blank or line.is_rule:
            blank = True
            continue
        line.blank_before = blank
        if items and before and not blank and _continues(items[-1], before, line, width):
            items[-1].spans.append(line.body)
            items[-1].covers.append(line.span)
        else:
            items += _items_of(line)
        before, blank = line, False
    return items


def item_of(line: Line) -> Item:
    """The one item of `line`."""
    label = line.label
    item = Item(
        spans=[line.body] if line.body else [],
        covers=[line.span],
        role=label.role if label else None,
        key=label.key if label else "",
        label=label,
        name=label.text if label else line.number,
        marker=line.marker,
        number=line.number,
        indent=line.indent,
        heading=line.heading,
        strong=line.strong,
        quoted=line.quoted,
        blank_before=line.blank_before,
        status=line.status,
    )
    if label and label.key == "metric" and label.number:
        item.role, item.key = "key result", ""
    if label and label.aside:
        begin = line.body.start - label.end if line.body else line.span.end - label.end
        text = line.span.view.text[line.span.start : line.span.end]
        at = text.find(label.text)
        begin = line.span.start + at if at >= 0 else begin
        found = re.compile(r"[(\[][^()\[\]\n]*[)\]]").search(
            line.span.view.text, begin + len(label.text), line.body.start if line.body else line.span.end
        )
        item.aside = Span(line.span.view, found.start() + 1, found.end() - 1) if found else None
    return item


def _items_of(line: Line) -> list[Item]:
    """The items of one line: several where labels or a numbered list stand inside it."""
    values = _named_values(line)
    if values:
        return values
    first = item_of(line)
    if first.role in ("meta", "note") or not line.body:
        return [first]
    cuts = [cut for cut in inline_labels(line.text) if cut > 0]
    if cuts and not (first.role or len(cuts) > 1 or _is_strong_cut(line.text[cuts[0] :])):
        cuts = []
    starts = [0, *cuts]
    items: list[Item] = []
    for index, start in enumerate(starts):
        stop = starts[index + 1] if index + 1 < len(starts) else len(line.text)
        piece = line.body.part(start, stop).strip(";,|/(–—-") if len(starts) > 1 else line.body
        if index == 0:
            item = first
            item.spans = [piece] if piece else []
            if len(starts) > 1 and not item.role and not piece:
                continue
        else:
            inner = read_line(piece, indent=line.indent)
            inner.blank_before = False
            item = item_of(inner)
            item.inline, item.marker = True, ""
        items += _run_in_list(item)
    return items


_VALUE_KEY = rf"(?:(?P<baseline>{v.BASELINE})|(?P<target>{v.TARGET})|(?P<due>{v.DUE})|(?P<owner>{v.OWNER})|(?P<unit>{v.UNIT})|(?P<metric>{v.METRIC})|(?P<status>{v.STATUS})|(?P<score>{v.SCORE})|(?P<confidence>{v.CONFIDENCE}))"
_VALUE_PART = re.compile(rf"{_VALUE_KEY}(?:\s*[:=]\s*|\s+(?=[<>≥≤~$€£]?\s?\d))(?P<value>\S.{{0,80}})", re.IGNORECASE)
_VALUE_CUT = re.compile(r"\s*[|;•·]\s*|,\s+|\s+[-–—→]+>?\s+|\s{2,}")


def _named_values(line: Line) -> list[Item]:
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


def _is_strong_cut(text: str) -> bool:
    return bool(re.match(r"\(?(?:kr|rc|o) ?\d|key|krs|schl|r[ée]sultats", text, re.IGNORECASE))


def _run_in_list(item: Item) -> list[Item]:
    """The item, or one item a part where a plural label is followed by a list in the same line."""
    if not item.label or item.label.number or not item.spans:
        return [item]
    word = item.label.text
    if item.role == "key result" and _PLURAL_RESULTS.fullmatch(word.lower().rstrip(".")):
        parts = split_enumeration(item.spans[0])
    elif item.role == "objective" and item.label.plural or item.role == "initiative":
        parts = split_enumeration(item.spans[0], marked_only=True)
    else:
        return [item]
    if len(parts) < 2:
        return [item]
    made = []
    for index, part in enumerate(parts):
        made.append(
            Item(
                spans=[part],
                covers=item.covers if index == 0 else [],
                role=item.role,
                label=item.label,
                name=None,
                indent=item.indent,
                heading=0,
                quoted=item.quoted,
                blank_before=item.blank_before and index == 0,
                aside=item.aside if index == 0 else None,
                inline=index > 0,
            )
        )
    return made


def _wrap_width(lines: Sequence[Line]) -> int:
    """The width at which the text was wrapped by hand or by a mail program; 0 where it was not."""
    widths = [line.span.end - line.span.start + line.indent for line in lines if not line.is_blank]
    longest = max(widths, default=0)
    return longest if 50 <= longest <= 100 else 0


def _continues(item: Item, before: Line, line: Line, width: int) -> bool:
    """Whether `line` is the rest of `item`, whose last line is `before`."""
    if (
        line.marker
        or line.label
        or line.number
        or line.heading
        or line.strong
        or line.quoted != item.quoted
        or _named_values(line)
    ):
        return False
    if not item.spans or item.heading or item.role == "meta":
        return False
    text, above = line.text, before.text.rstrip()
    if excuse_in(text):
        return True
    if item.strong and not _CONNECTIVE.search(above):
        return False
    if text[:1] in "([" and len(text) < 60 and text.rstrip(" .").endswith((")", "]")):
        return True
    if _STOPPED.search(above) and not (item.is_list_item and line.indent > item.indent and not is_result(text)):
        return False
    if _CONNECTIVE.search(above):
        return True
    hanging = item.is_list_item and line.indent > item.indent
    lower = text[:1].islower()
    long_enough = len(above) >= 45
    if lower:
        return hanging or long_enough or not is_task(text)
    filled = (
        bool(width) and before.indent + len(before.span.text) + 1 + len(text.split(None, 1)[0]) > width and long_enough
    )
    if hanging:
        return filled or long_enough or not (is_measurable(text) and not is_measurable(item.text))
    return filled and not (is_result(text) and is_result(item.text))
