"""JSON drafts inside a Markdown code fence, as a chat assistant or a wiki gives them back."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(
    r"^[ \t]{0,3}(?P<marks>`{3,}|~{3,})[ \t]*[\w-]*[ \t]*\r?\n(?P<body>\s*[{\[].*?)(?:\r?\n[ \t]{0,3}(?P=marks)[ \t]*$|\Z)",
    re.DOTALL | re.MULTILINE,
)


def fenced_json(text: str) -> Iterator[tuple[str, str]]:
    """The code blocks of `text` that begin like JSON, each with the words around it on one line."""
    if "```" not in text and "~~~" not in text:
        return
    for match in _FENCE.finditer(text):
        around = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
        yield match.group("body").strip(), around
