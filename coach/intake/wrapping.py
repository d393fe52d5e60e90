"""Wrapped lines: whether a line is the rest of the one above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coach.intake import vocabulary as v
from coach.intake.brackets import STATUS_MARKS, excuse_in, read_bracket
from coach.intake.lines import Line
from coach.intake.shapes import is_measurable, is_result, is_task

if TYPE_CHECKING:
    pass
from coach.intake.item import Item
from coach.intake.named_values import named_values

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
_STOPPED = re.compile(r"[.!?:;…]['\"”’)]?$")


def wrap_width(lines: Sequence[Line]) -> int:
    """The width at which the text was wrapped by hand or by a mail program; 0 where it was not."""
    widths = [line.span.end - line.span.start + line.indent for line in lines if not line.is_blank]
    longest = max(widths, default=0)
    full = sum(width * 100 >= longest * 85 for width in widths)
    return longest if 45 <= longest <= 100 and full >= 2 else 0


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


def continues(item: Item, before: Line, line: Line, width: int) -> bool:
    """Whether `line` is the rest of `item`, whose last line is `before`."""
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
