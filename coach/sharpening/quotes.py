"""Finds a model's quote in the line it names. What is quoted is always the draft's own words, never the model's."""

from __future__ import annotations

import re

from coach.okr import Wording

_ALIKE = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})
_AROUND = " \t\"'“”‘’`.…"
_FEWEST = 2
"""Letters or digits a quote needs; one of fewer could stand anywhere."""


def quote_span(wording: Wording, quote: str) -> tuple[int, int] | None:
    """Where `quote` stands in the text of a line, as (start, end); None where it does not.

    Case, kinds of quotation mark and the amount of space are let pass. It has to begin and end between words.
    """
    wanted = _flat(quote)[0].strip(_AROUND)
    if sum(char.isalnum() for char in wanted) < _FEWEST and wanted != _flat(wording.text)[0].strip(_AROUND):
        return None
    if not wanted:
        return None
    held, origin = _flat(wording.text)
    for match in re.finditer(re.escape(wanted), held):
        start, end = match.span()
        if _between_words(held, start) and _between_words(held, end):
            return origin[start], origin[end - 1] + 1
    return None


def _flat(text: str) -> tuple[str, list[int]]:
    """The text in small letters with single spaces, and for each character where it came from."""
    chars: list[str] = []
    origin: list[int] = []
    for at, char in enumerate(text.translate(_ALIKE)):
        if char.isspace():
            if chars and chars[-1] != " ":
                chars.append(" ")
                origin.append(at)
            continue
        small = char.lower()
        chars.append(small if len(small) == 1 else char)
        origin.append(at)
    return "".join(chars), origin


def _between_words(text: str, at: int) -> bool:
    return at in (0, len(text)) or not (text[at - 1].isalnum() and text[at].isalnum())
