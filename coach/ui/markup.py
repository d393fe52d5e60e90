"""Words to HTML: everything that came from a draft is escaped here before it reaches the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from coach.criteria import Severity
from coach.critique import Suggestion
from coach.report.plain import visible

_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
"""The punctuation of ASCII: Markdown takes a backslash before any of it."""
_LINKED_BY_ITSELF = re.compile(r"www(?=\.)|https?(?=:)|[\w.+-](?=@)", re.IGNORECASE)
"""How an address begins that the browser's Markdown links after it has taken the backslashes away."""


def escaped(text: str) -> str:
    """`text` as it was typed, for use inside an element or a double-quoted attribute.

    Control characters, and those that turn the direction of writing, are replaced by a sign for them.
    """
    return escape("\n".join(visible(line) for line in text.split("\n")), quote=True)


def words_of(text: str) -> str:
    """A stretch of draft text that keeps its own writing direction, so that it cannot turn the words around it."""
    return f'<bdi dir="auto">{escaped(text)}</bdi>'


def quoted(text: str) -> str:
    """Draft text in quotation marks."""
    return f"“{words_of(text)}”"


def swatch(severity: Severity) -> str:
    """The kind of line that marks this severity in the draft, drawn small; it repeats words beside it."""
    return f'<span class="okr-swatch {severity}" aria-hidden="true"></span>'


def with_blanks(suggestion: Suggestion) -> str:
    """A suggested line, its blanks as chips.

    Only the suggestion's own blanks become chips: square brackets may stand in the draft's words too.
    """
    labels = sorted({f"[{blank}]" for blank in suggestion.blanks}, key=len, reverse=True)
    if not labels:
        return escaped(suggestion.text)
    parts = re.split("(" + "|".join(re.escape(label) for label in labels) + ")", suggestion.text)
    return "".join(
        f'<span class="okr-blank">{escaped(part)}</span>' if part in labels else escaped(part) for part in parts
    )


def note(text: str, kind: str = "note") -> str:
    """One message to the reader. An alert is announced by screen readers at once."""
    role = ' role="alert"' if kind == "alert" else ""
    return f'<p class="okr-note {kind}"{role}>{escaped(text)}</p>'


def label_of(text: str) -> str:
    """`text` for a widget's label, which is Markdown: each sign that could mean something there is escaped.

    Addresses would become links escaped or not, so a sign without width stands in them.
    """
    apart = _LINKED_BY_ITSELF.sub("\\g<0>\u2060", " ".join(visible(text).split()))
    return _SIGNS.sub(r"\\\g<0>", apart)


def listed(items: Iterable[str], css: str = "okr-list") -> str:
    """A list whose items are HTML already."""
    return f'<ul class="{css}">' + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
