"""Cells with HTML in them, as tools export them: the words a reader would see, with the way back into the cell."""

from __future__ import annotations

import html
import re

from coach.intake.view import View, make_view
from coach.okr import Place, Run

_NAMES = (
    "a|abbr|article|aside|b|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|div|dl|dt|em|figure|font|footer|h[1-6]|header|hr|i|img|ins|kbd"
    "|label|li|mark|main|nav|o:p|ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|html|head|body"
)
"""Elements that texts are written with. Others (``<select>``) are more likely what somebody writes about."""
_TAG = re.compile(rf"<(?:/?(?:{_NAMES})(?:[\s/][^<>]{{0,4000}})?|!--.{{0,4000}}?--)>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_EDIT = re.compile(
    rf"(?P<hidden><(?P<what>script|style)\b[^<>]{{0,4000}}>.{{0,20000}}?</(?P=what)\s*>)|(?P<tag>{_TAG.pattern})|(?P<entity>{_ENTITY.pattern})"
    r"|(?P<space>[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\r\n\x0b\x0c\x85\u2028\u2029])|(?P<invisible>[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff])",
    re.DOTALL | re.IGNORECASE,
)
_BREAKING = re.compile(r"</?(?:br|p|div|li|ul|ol|tr|td|th|h[1-6]|table|blockquote|pre|section)\b", re.IGNORECASE)
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\r\n\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def has_html(text: str) -> bool:
    """Whether a cell's text is written in HTML."""
    return ("<" in text and _TAG.search(text) is not None) or ("&" in text and _ENTITY.search(text) is not None)


def cell_view(text: str, place: Place) -> View:
    """The view of a cell's text: tags and entities read where it is HTML, else as everywhere."""
    return _html_view(text, place) if has_html(text) else make_view(text, place)


def _html_view(source: str, place: Place) -> View:
    runs: list[Run] = []
    parts: list[str] = []
    at = here = 0

    def add(text: str, start: int, end: int) -> None:
        nonlocal at
        if text:
            runs.append(Run(at=at, size=len(text), start=start, end=end))
            parts.append(text)
            at += len(text)

    for match in _EDIT.finditer(source):
        add(source[here : match.start()], here, match.start())
        here = match.end()
        if match.group("tag"):
            add("\n" if _BREAKING.match(match.group()) else "", match.start(), match.end())
        elif match.group("entity"):
            said = html.unescape(match.group())
            said = match.group() if said == match.group() else _INVISIBLE.sub("", _SPACES.sub(" ", said))
            add(said, match.start(), match.end())
        elif match.group("space"):
            add(" ", match.start(), match.end())
    add(source[here:], here, len(source))
    return View(source, "".join(parts), place, runs)
