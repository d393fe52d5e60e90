"""Program text: a paste that is code and no draft, where a comment may well say ``# objective: ...``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coach.intake.labels import read_label

_COMMENT = re.compile(r"\s*(?:#|//|/\*|\*/|--\s|<!--)")
_STATEMENT = re.compile(
    r"\s*(?:(?:def|class|func|function|fn|public|private|static|const|let|var|import|package|include)\s[^\n]*[(:={;\"'<][^\n]*"
    r"|(?:from\s[\w.]+\s)?import\s[\w., *]+|(?:if|elif|for|while|with|switch|catch|else if)\b[^\n]*[:{]|(?:else|try|finally|do)\s*[:{]"
    r"|(?:return|yield|raise|throw|await)\b[^\n]*|[\w.\[\]\"']+\s*[-+*/|]?=(?!=)\s?[^\n]*|[^\n]*[;{]|[\])}]+[;,]?|@\w+\([^\n]*\)|[\w.]+\([^\n]*\))\s*$"
)
_LONG = 300


def is_program(lines: Iterable[str]) -> bool:
    """Whether four of five lines, comments left out, have the form of statements of a program."""
    telling = [line for line in lines if line.strip() and not _COMMENT.match(line)]
    statements = sum(bool(_STATEMENT.match(line[:_LONG])) for line in telling)
    return len(telling) >= 3 and statements * 5 >= len(telling) * 4 and sum(map(_is_labelled, telling)) < 2


def _is_labelled(line: str) -> bool:
    """Whether the line is labelled like one of a draft (``KR1 = 40 shops``)."""
    label = read_label(line.strip())
    return bool(label and label.role in ("objective", "key result"))
