"""The words of an item without decoration, and what the decoration said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from coach.intake.brackets import SCORE, STATUS, STATUS_MARKS, excuse_in, read_bracket
from coach.intake.decorations import Dress, undress
from coach.intake.item import Item
from coach.intake.people import is_handle, is_name
from coach.intake.view import Span
from coach.intake.wordings import wording_of
from coach.okr import Wording

_BRACKET_AT_END = re.compile(
    rf"[(\[]([^()\[\]]{{1,60}})[)\]][.\s]*(?:[-–—|,;:]*\s*(?:{STATUS.pattern}|{SCORE.pattern}|[{STATUS_MARKS}]\ufe0f?|[(\[](?:{STATUS.pattern}|{SCORE.pattern})[)\]])\s*)?$",
    re.IGNORECASE,
)


def owners_in_brackets(items: Iterable[Item]) -> bool:
    """Whether the draft puts owners in brackets at the end of lines, so that every name-like bracket there is one.

    That is so where a sure name stands in one of them, or where half of the key results end in a name-like bracket and
    not all say the same.
    """
    lines = 0
    values: list[str] = []
    for item in items:
        if item.role not in ("objective", "key result") or not item.spans:
            continue
        lines += item.role == "key result"
        bracket = _BRACKET_AT_END.search(item.spans[-1].text[-80:])
        said = read_bracket(" ".join(bracket.group(1).split()), True, True, True) if bracket else None
        if said and "owner" in said:
            values.append(said["owner"])
    if any(is_name(value) or is_handle(value) for value in values):
        return len(values) >= 2
    return len(set(values)) >= 2 and len(values) * 2 >= lines


def item_words(item: Item, owners_seen: bool) -> tuple[Wording, Dress]:
    """The item's words without decoration, and what the decoration said."""
    spans, excuses = list(item.spans), []
    while len(spans) > 1 and (excuse := excuse_in(spans[-1].text)):
        excuses.append(excuse)
        spans.pop()
    whole = _joined(spans)
    if item.marker.startswith("emoji") and whole[-1].text.endswith((item.marker[5:], item.marker[5:] + "\ufe0f")):
        whole = [*whole[:-1], whole[-1].strip(item.marker[5:] + "\ufe0f")]
    words, dress = undress(whole[-1], owners_seen=owners_seen)
    if len(whole) > 1:
        first, front = undress(whole[0])
        words = [*(first if first and first[0].start > whole[0].start else whole[:1]), *whole[1:-1], *words]
        dress = _merge(front, dress) if first and first[0].start > whole[0].start else dress
    dress.excuses += excuses
    if item.status and not dress.status:
        dress.status = item.status
    if item.aside:
        for key, value in (read_bracket(item.aside.text.strip(), True, owners_seen, True) or {}).items():
            if key != "excuse":
                dress.say(key, value)
    return wording_of([word for word in words if word] or item.spans), dress


def _joined(spans: list[Span]) -> list[Span]:
    """One span over all lines of an item where only white space stands between them; the lines where more does."""
    first, last = spans[0], spans[-1]
    text = first.view.text
    if any(a.view is not b.view or text[a.end : b.start].strip() for a, b in pairwise(spans)):
        return spans
    return [Span(first.view, first.start, last.end)]


def _merge(first: Dress, second: Dress) -> Dress:
    for key in ("owner", "due", "status", "score"):
        if getattr(first, key) is None:
            setattr(first, key, getattr(second, key))
    first.excuses += second.excuses
    return first
