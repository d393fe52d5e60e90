"""Items: lines brought together into the things a writer wrote, each one objective, key result, title or remark.

A wrapped line joins the line above it; a line that holds several labels (``O: ... KR1: ... KR2: ...``) is taken apart; so
is a list run into one line (``Key results: (1) ..., (2) ...``). What an item is, where no label says it, is for
`coach.intake.roles`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.intake.conversation import is_closing
from coach.intake.enumerations import split_enumeration, split_sentences
from coach.intake.item import Item
from coach.intake.labels import inline_labels
from coach.intake.lines import Line, read_line
from coach.intake.named_values import named_values
from coach.intake.shapes import is_chatter
from coach.intake.view import Span
from coach.intake.wrapping import continues, short_notes, wrap_width

_PLURAL_RESULTS = re.compile(
    r"key[ -]?results|krs|results|measures|metrics|kpis|ergebnisse|schl.+ergebnisse|.+resultate|r[ée]sultats.*|resultados.*|risultati.*|indicateurs.*|kennzahlen|.*measured.*|.*measure.*|.*know.*|gemessen.*|messbar.*|success.*|mesur.*|evidence|.*messen.*",
    re.IGNORECASE,
)


def make_items(lines: Sequence[Line]) -> list[Item]:
    """The items of `lines` (blank lines and rules left out), in order."""
    width, notes = wrap_width(lines), short_notes(lines)
    items: list[Item] = []
    before: Line | None = None
    blank = False
    for index, line in enumerate(lines):
        if line.is_blank or line.is_rule:
            blank = True
            continue
        line.blank_before = blank
        noted = index in notes and index - 1 in notes
        if items and before and not blank and continues(items[-1], before, line, width, notes=noted):
            items[-1].spans.append(line.span if line.marker or line.label else line.body)
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
        speaks=line.speaks,
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
    values = named_values(line)
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
            if len(starts) > 1 and not item.role:
                item.covers = list(item.spans)
            if len(starts) > 1 and not item.role and not piece:
                continue
        else:
            inner = read_line(piece, indent=line.indent)
            inner.blank_before = False
            item = item_of(inner)
            item.inline, item.marker = True, ""
        items += _run_in_list(item)
    return items


def _is_strong_cut(text: str) -> bool:
    return bool(re.match(r"\(?(?:kr|rc|o) ?\d|key|krs|schl|r[ée]sultats", text, re.IGNORECASE))


def _cut_remarks(span: Span) -> tuple[Span, list[Span]]:
    """The span without a greeting or words to a colleague at its end (``... to 40. Any thoughts? Best, Tom``), and those words."""
    sentences = split_sentences(span)
    remarks: list[Span] = []
    while len(sentences) > 1 and (is_closing(sentences[-1].text) or is_chatter(sentences[-1].text)):
        last = sentences.pop()
        if not is_closing(last.text):
            remarks.insert(0, last)
    return Span(span.view, span.start, sentences[-1].end) if sentences else span, remarks


def _run_in_list(item: Item) -> list[Item]:
    """The item, or one item a part where a plural label is followed by a list in the same line."""
    if not item.label or item.label.number or not item.spans:
        return [item]
    word = item.label.text
    remarks: list[Span] = []
    if item.role == "key result" and _PLURAL_RESULTS.fullmatch(word.lower().rstrip(".")):
        own, remarks = _cut_remarks(item.spans[0])
        item.spans = [own]
        parts = split_enumeration(item.spans[0])
    elif item.role == "objective" and item.label.plural or item.role == "initiative":
        parts = split_enumeration(item.spans[0], marked_only=True)
    else:
        return [item]
    left = [Item(spans=[span], covers=[span], role="unread") for span in remarks]
    if len(parts) < 2:
        return [item, *left]
    made: list[Item] = []
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
    return [*made, *left]
