"""Figures in what a model said that nobody gave: what stands neither in the draft nor in the guidance is named to the reader."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coach.critique import BLANK
from coach.reading.dates import dates
from coach.reading.quantities import quantities

_DIGITS = re.compile(r"(?<![\w.,/])[A-Z]?\d+(?:[.,'’\u00a0\u202f]\d+)*(?![\w/])")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)](?=\s)|\[\d+\]", re.MULTILINE)
_NAMED_LINE = re.compile(r"\b(?:objectives?|key results?|kr|okr|lines?|points?|no\.?|number)\s*#?\d+(?:\.\d+)?(?:\s*(?:,|and|or|to)\s*\d+(?:\.\d+)?)*", re.IGNORECASE)  # fmt: skip
_COUNTING = 12
"""Numbers in words up to this are how people speak ("one thing", "two key results")."""
_SPOKEN = frozenset({"multiple", "share", "ratio", "rank"})
"""Words such as "double" and "half" give a size and no figure."""
_MOST = 5
"""Figures that are named; a reader who has seen five knows enough."""


def unfounded(text: str, given: Iterable[str]) -> tuple[str, ...]:
    """The figures and dates in `text` that stand in none of the texts in `given`, as they are written, each once.

    Numbers of a list, of a citation and of a line ("key result 2") are no figures.
    """
    ground = "\n".join(given)
    bare = _NAMED_LINE.sub(_blank, _NUMBERED.sub(_blank, BLANK.sub(_blank, text)))
    known, digits = _ground(ground)
    lower = " ".join(ground.lower().split())
    found = []
    for quantity in quantities(bare):
        words = bare[quantity.start : quantity.end]
        if not re.search(r"\d", words) and (quantity.kind in _SPOKEN or (quantity.amount or 0) <= _COUNTING):
            continue
        if quantity.amount not in (None, *known) and " ".join(words.lower().split()) not in lower:
            found.append((quantity.start, quantity.end))
    for dated in dates(bare):
        words = bare[dated.start : dated.end]
        named = {_plain(match.group()) for match in _DIGITS.finditer(words)}
        if " ".join(words.lower().split()) not in lower and not named <= digits:
            found.append((dated.start, dated.end))
    for match in _DIGITS.finditer(bare):
        if _plain(match.group()) not in digits and _amount(match.group()) not in known:
            found.append(match.span())
    widest = [span for span in found if not any(a <= span[0] and span[1] <= b and (a, b) != span for a, b in found)]
    return tuple(dict.fromkeys(" ".join(text[a:b].split()) for a, b in sorted(widest)))[:_MOST]


def notice_of(figures: tuple[str, ...]) -> str | None:
    """What the reader is told of unfounded figures; None where there are none."""
    if not figures:
        return None
    listed = ", ".join(figures)
    if len(figures) == 1:
        return f"This number stands neither in your draft nor in the guidance: {listed}"
    return f"These numbers stand neither in your draft nor in the guidance: {listed}"


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _ground(text: str) -> tuple[set[float], set[str]]:
    """Every amount that a text gives, and every number as it is written; of "40k" the amount is given, and not the 40."""
    read = quantities(text)
    amounts = {quantity.amount for quantity in read if quantity.amount is not None}
    digits = set()
    for match in _DIGITS.finditer(text):
        amount = _amount(match.group())
        within = next((q for q in read if q.start <= match.start() and match.end() <= q.end), None)
        if within is None or within.amount == amount or within.kind in ("ratio", "share"):
            digits.add(_plain(match.group()))
            amounts |= {amount} if amount is not None else set()
    return amounts, digits


def _amount(digits: str) -> float | None:
    plain = re.sub(r"[^\d.,]", "", digits)
    plain = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", plain).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


def _plain(digits: str) -> str:
    return re.sub(r"[^\w.,]", "", digits).lower()
