"""Items before roles are inferred: prose taken apart, and labels whose words show that they mean something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.intake.item import Item
from coach.intake.prose import ProseReading, read_prose, split_labelled
from coach.intake.view import Span

_VALUE = re.compile(
    r"[<>≥≤=~±+-]*\s*[€$£]?\s*\d[\d.,\s]*\s*(?:%|[€$£]|k|m|bn|mio\.?|million|days?|hours?|tage|stunden|jours|points?|pts?|ms|s|h|x)?\.?",
    re.IGNORECASE,
)


def settle_items(items: Sequence[Item]) -> list[Item]:
    """The items, with paragraphs that state an objective and its measures as items of their own."""
    settled: list[Item] = []
    results = stated = False
    index = 0
    while index < len(items):
        item = items[index]
        if (
            item.role == "objective"
            and item.spans
            and results
            and item.label
            and not item.label.number
            and _VALUE.fullmatch(item.text.strip())
        ):
            item.role, item.key = "meta", "target"
        if (
            item.role == "meta"
            and not item.spans
            and item.key
            and index + 1 < len(items)
            and _is_value_line(items[index + 1])
        ):
            item.spans = items[index + 1].spans
            item.covers = [*item.covers, *items[index + 1].covers]
            settled.append(item)
            index += 2
            continue
        if item.role == "objective" and item.spans and len(item.spans[0].text) < 5000:
            settled += _labelled(item)
        elif item.role is None and not item.heading and item.table is None:
            size = _paragraph_size(items, index)
            made = _prose(items[index : index + size], stated)
            stated = stated or bool(made)
            settled += made or items[index : index + size]
            index += size
            continue
        else:
            settled.append(item)
        results = results or item.role == "key result"
        index += 1
    return settled


def _is_value_line(item: Item) -> bool:
    return item.role is None and not item.marker and not item.blank_before and len(item.text.split()) <= 6


def _paragraph_size(items: Sequence[Item], index: int) -> int:
    """How many items from `index` are the lines of one paragraph."""
    size = 1
    if items[index].is_list_item:
        return size
    while index + size < len(items):
        item = items[index + size]
        if item.role or item.marker or item.blank_before or item.table is not None or not item.spans or item.speaks:
            break
        size += 1
    return size


def _whole(items: Sequence[Item]) -> Span | None:
    """One span over all words of `items`; None where quote marks stand between them."""
    first, last = items[0].spans[0], items[-1].spans[-1]
    if first.view is not last.view or (items[0].quoted and len(items) + len(items[0].spans) > 2):
        return None
    return Span(first.view, first.start, last.end)


def _prose(items: Sequence[Item], goes_on: bool) -> list[Item]:
    """The items a paragraph of prose comes to; empty where it states no objective. `goes_on`: an earlier one stated one."""
    whole = _whole(items) if all(item.spans for item in items) else None
    if whole is None or whole.end - whole.start > 8000:
        return []
    readings = read_prose(whole, goes_on)
    if not readings:
        return []
    first = items[0]
    covers = [span for item in items for span in item.covers]
    made: list[Item] = []
    for reading in readings:
        made += _items_of(reading, first, covers if not made else [])
    rest = [Item(spans=[span], covers=[span], role="unread") for reading in readings for span in reading.rest]
    return [*made, *rest] if not readings[-1].announces else [*rest, *made]


def _labelled(item: Item) -> list[Item]:
    """A labelled objective, with the measures that its own sentence states as key results."""
    first, last = item.spans[0], item.spans[-1]
    if item.quoted and len(item.spans) > 1:
        return [item]
    reading = split_labelled(Span(first.view, first.start, last.end))
    if reading is None:
        return [item]
    head, *rest = _items_of(reading, item, item.covers)
    item.spans = head.spans
    return [item, *rest]


def _items_of(reading: ProseReading, like: Item, covers: list[Span]) -> list[Item]:
    made = [
        Item(
            spans=list(reading.objective),
            covers=covers,
            role="objective",
            blank_before=like.blank_before,
            indent=like.indent,
            name=like.name,
        )
    ]
    for spans in reading.key_results:
        made.append(Item(spans=spans, covers=[], role="key result", inline=True, indent=like.indent))
    return made
