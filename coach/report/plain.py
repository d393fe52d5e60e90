"""Draft text made safe to print: no control character reaches a terminal, and lines break at the width there is.

What a draft holds is data. An escape sequence in it could recolour or rewrite what the reader sees, and a mark that
turns the direction of writing could make a line look like another; both are shown as what they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_TURNS_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAKS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_CONTROL_PICTURES = 0x2400


def visible(text: str) -> str:
    """`text` on one line, of the same length, with every control character replaced by a sign for it.

    The length stays the same so that offsets into the text go on to count.
    """
    if text.isprintable() and text.isascii():
        return text
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    if char in _BREAKS or char == "\u00a0":
        return " "
    if char < " ":
        return chr(_CONTROL_PICTURES + ord(char))
    if char == "\x7f":
        return "\u2421"
    if char in _TURNS_DIRECTION or unicodedata.category(char) in ("Cc", "Cs"):
        return "\ufffd"
    return char


def cells(text: str) -> int:
    """How many columns of a terminal `text` takes: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def stretches(text: str, width: int) -> Iterator[tuple[int, int]]:
    """The stretches of `text` that stand on one line each, as (start, end), broken at spaces where there are any."""
    start = 0
    while start < len(text):
        end = _fitting(text, start, width)
        if end < len(text):
            space = text.rfind(" ", start, end + 1)
            if space > start:
                end = space
        yield start, end
        start = end
        while start < len(text) and text[start] == " ":
            start += 1


def _fitting(text: str, start: int, width: int) -> int:
    """The end of the longest stretch from `start` that fits into `width` columns: one character at least."""
    if text.isascii():
        return min(len(text), start + max(1, width))
    end, taken = start, 0
    while end < len(text):
        taken += cells(text[end])
        if taken > width and end > start:
            break
        end += 1
    return end


def wrapped(text: str, width: int, indent: str = "", first: str | None = None) -> list[str]:
    """`text` as lines of at most `width` columns; `first` stands before the first line, `indent` before the others."""
    lead = indent if first is None else first
    shown = " ".join(visible(text).split())
    room = max(20, width - cells(indent))
    lines = [shown[start:end] for start, end in stretches(shown, room)] or [""]
    return [f"{lead if number == 0 else indent}{line}".rstrip() for number, line in enumerate(lines)]


def shortened(text: str, length: int) -> str:
    """`text` up to the last whole sentence within `length` characters, else up to the last whole word and an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    ends = [at for at in range(length // 3, length) if text[at] in ".?!" and text[at + 1] == " "]
    if ends:
        return text[: ends[-1] + 1]
    cut = text.rfind(" ", 0, length)
    return text[: cut if cut > 0 else length].rstrip(",;: ") + " ..."
