"""Sentences, and lists run into one: parts told by numbers, ordinals, semicolons, a repeated word, or commas."""

from __future__ import annotations

import re

from coach.intake.shapes import is_measurable
from coach.intake.view import Span

_SENTENCE_END = re.compile(r"(?<=[^\s.][.!?])[\"”’)]?\s+(?=[\"“„(]?[A-ZÀ-Þ0-9])")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|vs|approx|ca|z\.B|bzw|d\.h|Dr|Mr|Ms|Mrs|No|Nr|St|etc|inkl|max|min|[A-Z])\.$", re.IGNORECASE
)
MARK = re.compile(
    r"(?:(?<=[\s,;:.])|^)(?:\((?P<round>\d{1,2}|[a-hA-H]|[ivx]{1,4})\)|(?P<close>\d{1,2}|[a-h])\)|(?P<stop>\d)\.(?=\s+\D))\s*"
)
ORDINAL = re.compile(
    r"(?:(?<=[\s,;:.])|^)(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|finally|lastly|erstens|zweitens|drittens|premièrement|deuxièmement|troisièmement)\s*[,:]\s*",
    re.IGNORECASE,
)
_TAIL_JOIN = re.compile(
    r"[\s,;]*(?:\b(?:and(?: finally)?|and also|as well as|und|sowie|et|y|plus|then)\b)?[\s,;:–—-]*$", re.IGNORECASE
)
_HEAD_JOIN = re.compile(
    r"^[\s,;:–—-]*(?:(?:and(?: finally)?|and also|as well as|und|sowie|et|plus|that|when|dass|wenn|by)\s+)?",
    re.IGNORECASE,
)
_DEPENDENT = re.compile(
    r"(?:or|nor|oder|ou|down|up|from|currently|today|now|compared|which|who|with|while|without|before|after|instead|versus|vs\.?|i\.e\.|e\.g\.|especially|including|excluding|measured|per|at(?! (?:least|most|all))|in|on|for|so|but|starting|against|of|than|ahead|by|not|as|until|through"
    r"|heute|aktuell|derzeit|statt|von|gegenüber|bis|im|in|bei|ohne|mit|contre|actuellement|au lieu)\b",
    re.IGNORECASE,
)
_BY_ANOTHER = re.compile(
    r"by (?!(?:\d|[€$£<>~≥≤]|half\b|about\b|around\b|at\b|over\b|under\b|more\b|less\b|up\b|a\b|an\b|one\b|two\b|three\b|the (?:end|start|close)\b|end\b|start\b"
    r"|mid|early\b|late\b|next\b|then\b|year|month|quarter|[qh][1-4]\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b))",
    re.IGNORECASE,
)
"""After a measure that ``by`` led in: the same word before the next measure, and no amount or date."""
OWN_CLAUSE = re.compile(
    r"we(?:['’]ll|\s+will|(?:\s+also)?\s+(?:want|plan|aim|intend|need|hope)\s+to)(?:\s+also)?\s+(?=\S)", re.IGNORECASE
)
"""What leads in something the writers will do, beside measures that have a subject of their own."""
_COMMA = re.compile(r",(?!\d)\s+(?:(?:and|und|et|as well as|sowie)\s+)?")
_AND = re.compile(r",?\s+(?:and|und|et|as well as|sowie)\s+")
_CONDITION = re.compile(
    r"(?:,\s*(?:(?:and|und|et)\s+)?|\s+(?:and|und|et)\s+)(?P<word>if|when|once|wenn|dass|si|quand|lorsque)\s+",
    re.IGNORECASE,
)


def split_sentences(span: Span) -> list[Span]:
    """The sentences of a paragraph."""
    sentences: list[Span] = []
    text, start = span.text, 0
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[max(start, match.start() - 12) : match.start()]):
            continue
        sentences.append(span.part(start, match.end()).strip())
        start = match.end()
    sentences.append(span.part(start).strip())
    return [sentence for sentence in sentences if sentence]


def split_enumeration(span: Span, *, marked_only: bool = False) -> list[Span]:
    """The parts of a list run into a line; the whole as its one part where it is no list.

    Numbers in brackets and ordinals come first, then semicolons, then (unless `marked_only`) commas and a last ``and``.
    """
    span = span.strip()
    if not span:
        return []
    text = span.text
    marks = _sequence(text)
    if len(marks) == 1 and marks[0].start() == 0:
        return split_enumeration(span.part(marks[0].end()), marked_only=marked_only)
    if len(marks) < 2:
        marks = list(ORDINAL.finditer(text))
    if len(marks) >= 2 and marks[0].start() <= 60:
        bounds = [*[m.start() for m in marks], len(text)]
        parts = [span.part(m.end(), bounds[i + 1]) for i, m in enumerate(marks)]
        return [part for part in map(tidy, parts) if part]
    if text.count(";") >= 1:
        return [
            part for part in map(tidy, _cut(span, [(m.start(), m.end()) for m in re.finditer(r";\s*", text)])) if part
        ]
    if marked_only:
        return [tidy(span)]
    return max(_split_commas(span), _split_conditions(span), key=len)


def _sequence(text: str) -> list[re.Match[str]]:
    """The longest run of marks of one style that counts up from one: (1), (2), (3) or a), b), c)."""
    best: list[re.Match[str]] = []
    found = list(MARK.finditer(text))
    for style in ("round", "close", "stop"):
        for names in _COUNTS:
            run: list[re.Match[str]] = []
            for mark in found:
                if mark.group(style) and len(run) < len(names) and mark.group(style).lower() == names[len(run)]:
                    run.append(mark)
            if len(run) > len(best):
                best = run
    return best


_COUNTS = ([str(n) for n in range(1, 31)], list("abcdefgh"), ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"])


def _cut(span: Span, cuts: list[tuple[int, int]]) -> list[Span]:
    starts = [0, *[end for _, end in cuts]]
    stops: list[int | None] = [*[start for start, _ in cuts], None]
    return [span.part(start, stop) for start, stop in zip(starts, stops, strict=True)]


def _split_conditions(span: Span) -> list[Span]:
    """Parts that all begin with one word (``... if a, if b, and if c``); empty where they do not."""
    text = span.text[:2000]
    found = [match for match in _CONDITION.finditer(text) if not _in_bracket(text, match.start())]
    words = {match.group("word").lower() for match in found}
    if len(words) != 1 or not all(len(part.split()) >= 3 for part in _CONDITION.sub("\n", text).split("\n")):
        return []
    return [tidy(part) for part in _cut(span, [(match.start(), match.end()) for match in found])]


def _split_commas(span: Span) -> list[Span]:
    """Parts between commas and a last ``and``, where each can stand alone; a part that leans on the one before joins it."""
    if span.end - span.start > 2000:
        return [tidy(span)]
    text = span.text
    cuts: list[tuple[int, int]] = []
    for match in _COMMA.finditer(text):
        rest = text[match.end() :]
        if not _in_bracket(text, match.start()) and not _DEPENDENT.match(rest) and _stands_alone(_next_part(rest)):
            cuts.append((match.start(), match.end()))
    last = cuts[-1][1] if cuts else 0
    for match in _AND.finditer(text, last):
        before, after = text[last : match.start()], text[match.end() :]
        if (
            not _in_bracket(text, match.start())
            and _stands_alone(after)
            and _stands_alone(before)
            and (not _DEPENDENT.match(after) or _BY_ANOTHER.match(after))
            and not re.search(r"\bbetween\b[^,]*$", before)
        ):
            both = is_measurable(before) and is_measurable(after)
            if both or OWN_CLAUSE.match(after) or (cuts and not is_measurable(text)):
                cuts.append((match.start(), match.end()))
                break
    if not cuts:
        return [tidy(span)]
    parts = [tidy(part) for part in _cut(span, cuts)]
    measured = sum(is_measurable(part.text) for part in parts)
    if measured and measured < len(parts) - 1 and measured < len(parts) * 0.6:
        return [tidy(span)]
    return [part for part in parts if part]


def _next_part(text: str) -> str:
    match = _COMMA.search(text)
    return text[: match.start()] if match else text


def _stands_alone(text: str) -> bool:
    return len(text.split()) >= 2


def _in_bracket(text: str, at: int) -> bool:
    return text.count("(", max(0, at - 200), at) > text.count(")", max(0, at - 200), at)


def tidy(span: Span) -> Span:
    """A part without the joining words and separators at its ends."""
    span = span.strip()
    head = _HEAD_JOIN.match(span.text)
    if head and head.end() < len(span.text):
        span = span.part(head.end())
    text = span.text
    tail = _TAIL_JOIN.search(text, max(0, len(text) - 40))
    return (span.part(0, tail.start()) if tail else span).strip()
