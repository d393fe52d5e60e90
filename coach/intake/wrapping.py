"""Wrapped lines: whether a line is the rest of the one above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from coach.intake import vocabulary as v
from coach.intake.brackets import STATUS_MARKS, excuse_in, read_bracket
from coach.intake.item import Item
from coach.intake.lines import Line
from coach.intake.named_values import named_values
from coach.intake.shapes import is_measurable, is_result, is_task

_CONNECTIVE = re.compile(
    r"(?:[,\-–/&+(]|\b(?:the|a|an|of|to|and|or|with|than|that|which|our|their|its|is|are|into|der|die|das|den|dem|des|und|oder|von|für|zum|zur|ein|eine|einen|unsere|unseren"
    r"|de|du|des|la|le|les|et|ou|à|au|aux|pour|par|sur|dans|un|une|nos|notre|y|o|del|el|los|para|con|het|een|en|voor))$",
    re.IGNORECASE,
)
_OPEN_VALUE = re.compile(r"[|–-]\s*\w+:$")
_PARTICLE = re.compile(
    r"\b(?:for|in|on|at|by|from|per|as|up|over|via|vs|auf|mit|zu|im|am|in|bei|durch|bis|an|van|met)$", re.IGNORECASE
)
_BEFORE_FIGURE = re.compile(
    r"\b(?:from|by|under|below|above|over|least|most|per|than|within|only|about|around|von|auf|um|unter|über|mindestens|höchstens|moins|plus)$",
    re.IGNORECASE,
)
_FIGURE_FIRST = re.compile(r"[<>≤≥~€$£]?\s?\d")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|vs|approx|ca|z\.\s?B|bzw|d\.\s?h|incl|excl|inkl|max|min|no|nr|p\.m|a\.m|etc)\.$", re.IGNORECASE
)
_JOINING = re.compile(
    r"(?:and|or|but|to|of|from|by|for|with|without|than|that|which|who|while|when|before|after|until|in|on|at|into|per|as|und|oder|auf|von|bis|für|mit|et|ou|de|à|pour|avec)\b",
    re.IGNORECASE,
)
_NARROW = 30
"""No one wraps lines at fewer characters than this by hand."""
_NOTE_WIDTH = 60
_NOTE_WORDS = 8
_STOPPED = re.compile(r"[.!?:;…]['\"”’)]?$")


def wrap_width(lines: Sequence[Line]) -> int:
    """The width at which the text was wrapped by hand or by a mail program; 0 where it was not."""
    widths = [line.span.end - line.span.start + line.indent for line in lines if not line.is_blank]
    longest = max(widths, default=0)
    full = sum(width * 100 >= longest * 85 for width in widths)
    return longest if 45 <= longest <= 100 and full >= 2 else 0


def short_notes(lines: Sequence[Line]) -> set[int]:
    """The indexes of the lines that stand under one another as short notes, each a thing of its own (``churn 5%``).

    Notes are three or more lines of few words without bullets, one of them with a figure, that are not wrapped: some line
    has room left for the first word of the next, or all are too short to have been wrapped.
    """
    found: set[int] = set()
    block: list[int] = []
    for index, line in enumerate([*lines, None]):
        if line is not None and _may_be_note(line, first=not block):
            block.append(index)
            continue
        if _are_notes([lines[k] for k in block]):
            found.update(block)
        block = [index] if line is not None and _may_be_note(line, first=True) else []
    return found


def _may_be_note(line: Line, *, first: bool) -> bool:
    labelled = line.label is not None and not (first and line.label.role == "objective" and line.body)
    return not (line.is_blank or line.is_rule or line.marker or line.heading or line.strong or labelled)


def _are_notes(block: Sequence[Line]) -> bool:
    texts = [line.text.strip() for line in block]
    if len(texts) < 3 or not any(is_measurable(text) for text in texts):
        return False
    if any(len(text.split()) > _NOTE_WORDS or text.endswith((".", ",", ";")) for text in texts):
        return False
    longest = max(map(len, texts))
    return longest < _NARROW or (
        longest <= _NOTE_WIDTH
        and any(
            below[:1].islower() and not _JOINING.match(below) and len(above) + 1 + len(below.split()[0]) <= longest
            for above, below in pairwise(texts)
        )
    )


_COMPLETE = re.compile(
    rf"(?:[{STATUS_MARKS}]\ufe0f?|\s@[\w.-]+|(?:[-–—|;]\s*|\s{{2}})(?:{v.OWNER})\s?:\s?@?\w[\w.]*(?: \w+)?)$",
    re.IGNORECASE,
)


def _closes_bracket(item: Item, line: Line) -> bool:
    """Whether the line closes a bracket that the item's last line left open (``(Anna,`` / ``31.12.2027)``)."""
    if not item.spans or line.heading or line.span.text[:1] in "([":
        return False
    above, text = item.spans[-1].text[-120:], line.span.text[:120]
    for left, right in ("()", "[]"):
        if above.rfind(left) > above.rfind(right) and 0 <= text.find(right) < (
            text.find(left) if left in text else 121
        ):
            return line.indent >= item.indent or not line.label
    return False


def _is_complete(above: str) -> bool:
    """Whether a line ends in decoration, after which no words of its own follow."""
    bracket = re.search(r"[(\[]([^()\[\]]{1,60})[)\]]$", above)
    if bracket and read_bracket(" ".join(bracket.group(1).split()), True, False, True):
        return True
    return bool(_COMPLETE.search(above))


def continues(item: Item, before: Line, line: Line, width: int, *, notes: bool = False) -> bool:
    """Whether `line` is the rest of `item`, whose last line is `before`; `notes` says that both are short notes."""
    if _closes_bracket(item, line):
        return True
    if (
        line.marker
        or line.label
        or line.number
        or line.heading
        or line.strong
        or line.quoted != item.quoted
        or named_values(line)
    ):
        return False
    if not item.spans or item.heading or item.role == "meta":
        return False
    text, above = line.text, before.text.rstrip()
    if excuse_in(text):
        return True
    if item.strong and not _CONNECTIVE.search(above):
        return False
    if text[:1] in "([" and (item.role or item.is_list_item or text.rstrip(" .").endswith((")", "]"))):
        return True
    further = line.indent > item.indent
    hanging = further and (
        item.is_list_item or item.role == "key result" or (item.role == "objective" and not is_result(text))
    )
    stopped = bool(_STOPPED.search(above)) and not _ABBREVIATION.search(above) and not _OPEN_VALUE.search(above)
    if _is_complete(above) and not further:
        return False
    if stopped and not (hanging and not is_result(text)):
        return False
    if _CONNECTIVE.search(above) or _BEFORE_FIGURE.search(above) and _FIGURE_FIRST.match(text):
        return True
    if notes and not (line.indent > before.indent) and not _JOINING.match(text) and not _PARTICLE.search(above):
        return False
    lower = text[:1].islower()
    long_enough = len(above) >= 45
    if lower:
        return hanging or long_enough or not is_task(text)
    filled = (
        bool(width) and before.indent + len(before.span.text) + 1 + len(text.split(None, 1)[0]) > width and long_enough
    )
    if hanging:
        return filled or long_enough or not (is_measurable(text) and not is_measurable(item.text))
    if filled and _PARTICLE.search(above) or further and long_enough and not is_result(text):
        return True
    return filled and not is_result(text)
