"""What a report of the cycle is made of, and its two forms: lines for a terminal, Markdown for a ticket. Text in it stays text in both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from coach.criteria import SEVERITY_WORDS, Severity
from coach.report.markdown import escaped
from coach.report.paint import Paint
from coach.report.plain import wrapped


@dataclass(frozen=True)
class Block:
    """A heading, a line of words below it, a point of a list, or what is read last (a citation)."""

    kind: Literal["title", "heading", "line", "words", "point", "faint"]
    text: str
    severity: Severity | None = None
    """The severity that stands before the words."""


def as_lines(blocks: Iterable[Block], width: int, paint: Paint) -> str:
    """The blocks as lines of at most `width` columns."""
    lines: list[str] = []
    for block in blocks:
        if block.kind in ("title", "heading", "line"):
            lines += [""] if lines else []
            lines += [paint.bold(line) for line in wrapped(block.text, width)]
            continue
        first = "  - " if block.kind == "point" else "  > " if block.kind == "faint" else None
        words = f"{SEVERITY_WORDS[block.severity]}: " if block.severity else ""
        found = wrapped(f"{words}{block.text}", width, "    " if first else "  ", first)
        if block.severity:
            lines.append("")
            name = SEVERITY_WORDS[block.severity]
            found[0] = found[0].replace(name, paint.severity(name, block.severity), 1)
        lines += [paint.faint(line) for line in found] if block.kind == "faint" else found
    return "\n".join(lines) + "\n"


def as_markdown_text(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown that shows every text to the letter."""
    made: list[str] = []
    for block in blocks:
        text = escaped(block.text)
        if block.kind == "title":
            made.append(f"# {text}\n")
        elif block.kind == "heading":
            made.append(f"\n## {text}\n")
        elif block.kind == "line":
            made.append(f"\n### {text}\n")
        elif block.kind == "faint":
            made.append(f"\n> {text}\n")
        else:
            words = f"**{SEVERITY_WORDS[block.severity]}:** " if block.severity else ""
            made.append(f"- {words}{text}")
    return "\n".join(made).replace("\n\n\n", "\n\n") + "\n"
