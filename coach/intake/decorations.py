"""Decoration around the words of an objective or key result: owners, dates, scores, statuses and excuses.

`undress` takes a stretch of a view and gives back the stretches that are the writer's own words, and what the
decoration said. A bracket that is only a date says when, and stays in the words; so does every bracket that is not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coach.intake import vocabulary as v
from coach.intake.brackets import (
    EXCUSE,
    SCORE,
    STATUS,
    STATUS_MARKS,
    STATUS_WORDS,
    WINDOW,
    excuse_of,
    read_bracket,
    read_named_value,
)
from coach.intake.dates import is_date
from coach.intake.people import is_handle, is_name
from coach.intake.view import Span
from coach.okr import Excuse

_MARK_AT_END = re.compile(rf"(?:[{STATUS_MARKS}]\ufe0f?\s*)+(?:{STATUS_WORDS})?\s*$", re.IGNORECASE)
_SEGMENT = re.compile(
    rf"(?:^|\s*[|;,–—•·/]\s*|\s+-+\s*|\s{{2,}}|\.\s+|\s+(?=[\w .]{{3,20}}\s?[:=]))(?=(?:{v.OWNER}|{v.DUE}|{v.STATUS}|{v.SCORE}|{v.CONFIDENCE})\s?[:=]|(?:{v.CONFIDENCE}|score)\s+\d)",
    re.IGNORECASE,
)
MAY_BE_KEYED = re.compile(rf"[:=]|score|{v.CONFIDENCE}", re.IGNORECASE)
_AT_TAIL = re.compile(
    r"(?:\s*[-–—|,;]\s*|\s+)(?P<who>@[\w][\w.-]{0,40}(?:(?:\s*[,/&+]\s*|\s+(?:and\s+)?)@[\w][\w.-]{0,40}){0,5})\s*[.]?\s*$"
)
_DIGIT = re.compile(r"\d")
_AT_HEAD = re.compile(r"(?P<who>@[\w][\w.-]{0,40})\s*[:–—-]?\s+")
_DASHED = re.compile(r"(?P<sep>\s+[-–—]+\s*|\s*\|\s*|\s*;\s*|\t+\s*|(?<=\S) {2,})(?P<rest>[^|→;\t]{1,60})$")
_COMMENT = re.compile(r"<!--(?P<body>.{0,400}?)-->\s*$", re.DOTALL)
_CHECKBOX = re.compile(r"\[(?P<done>[ xX✓✔]?)\]\s+")


@dataclass
class Dress:
    """What decoration said of one line. Values are as written."""

    owner: str | None = None
    due: str | None = None
    status: str | None = None
    score: str | None = None
    excuses: list[Excuse] = field(default_factory=list)
    maybe_owner: bool = False

    def say(self, key: str, value: str) -> None:
        value = " ".join(value.split()).strip(" ,;|")
        if not value:
            return
        if key == "confidence":
            value = value if value.lower().startswith("conf") else f"Confidence {value}"
            self.status = f"{self.status}; {value}" if self.status else value
        elif key == "owner" and self.owner:
            self.owner = f"{self.owner}, {value}"
        elif getattr(self, key) is None:
            setattr(self, key, value)


def undress(span: Span, *, owners_seen: bool = False) -> tuple[list[Span], Dress]:
    """The stretches of `span` that are its own words, and what was around them.

    `owners_seen` says that other lines of the draft carry owners in brackets, so that a bracket with the form of a name
    is taken for one too.
    """
    dress = Dress()
    span = _undress_head(span.strip(), dress)
    kept: list[Span] = []
    for _ in range(12):
        span = _trim(span)
        step = (
            _tail_comment(span, dress)
            or _tail_bracket(span, dress, owners_seen, bool(kept))
            or _tail_mark(span, dress)
            or (not kept and (_tail_keyed(span, dress) or _tail_mention(span, dress) or _tail_dashed(span, dress)))
        )
        if not step:
            break
        rest, stays = step
        if stays:
            kept.insert(0, stays)
        span = rest
    words = [part for part in [span, *kept] if part]
    return words, dress


def _trim(span: Span) -> Span:
    text = span.text
    bare = text.rstrip(" \t\n\r\x0b\x0c;,|–—:")
    while bare.endswith(" -"):
        bare = bare[:-2].rstrip(" \t\n;,|–—:")
    if bare.endswith("-") and len(bare) > 1 and bare[-2] in " \t":
        bare = bare[:-1].rstrip()
    return Span(span.view, span.start, span.start + len(bare))


Step = tuple[Span, Span | None]


def _tail_comment(span: Span, dress: Dress) -> Step | None:
    tail = span.part(max(0, len(span.text) - 500)) if span.end - span.start > 500 else span
    if not tail.text.endswith("-->"):
        return None
    start = tail.text.rfind("<!--")
    if start < 0:
        return None
    match = EXCUSE.match(tail.text[start + 4 : -3].strip())
    if match:
        dress.excuses.insert(0, excuse_of(match))
    return Span(span.view, span.start, tail.start + start), None


def _tail_bracket(span: Span, dress: Dress, owners_seen: bool, after_kept: bool) -> Step | None:
    """Reads the bracket the span ends with, a full stop after it allowed."""
    low = max(span.start, span.end - WINDOW)
    text = span.view.text[low : span.end]
    dot = 1 if text.endswith((").", "].")) else 0
    close = text[len(text) - 1 - dot : len(text) - dot]
    if close not in (")", "]"):
        return None
    opening = "(" if close == ")" else "["
    depth, at = 0, len(text) - 1 - dot
    while at >= 0:
        depth += (text[at] == close) - (text[at] == opening)
        if depth == 0:
            break
        at -= 1
    if depth or at < 0 or (low + at == span.start and not after_kept and span.end - dot - low - at < 4):
        return None
    inner = " ".join(text[at + 1 : len(text) - 1 - dot].split())
    before = Span(span.view, span.start, low + at)
    said = read_bracket(inner, close == "]", owners_seen, _has_value(before.text[-200:]))
    if said is None:
        return (before, Span(span.view, low + at, span.end)) if _is_quiet(inner) and before.text.strip() else None
    if said == {"due": inner}:
        dress.say("due", inner)
        return before, Span(span.view, low + at, span.end)
    for key, value in said.items():
        if key == "excuse":
            match = EXCUSE.match(inner)
            if match:
                dress.excuses.insert(0, excuse_of(match))
        else:
            dress.say(key, value)
    return before, None


def _is_quiet(inner: str) -> bool:
    """Whether a bracket that stays may have decoration before it: a value (``today: 41``) or a date."""
    return len(inner) < 60 and not inner.strip().isalpha()


def _has_value(text: str) -> bool:
    return bool(_DIGIT.search(text))


def _tail_mark(span: Span, dress: Dress) -> Step | None:
    """A status mark (a coloured dot, a tick) at the end."""
    text = span.view.text[max(span.start, span.end - 40) : span.end]
    match = _MARK_AT_END.search(text)
    if not match or (match.start() == 0 and span.end - span.start <= 40):
        return None
    dress.say("status", match.group().strip())
    return Span(span.view, span.start, span.end - len(match.group())), None


def _tail_keyed(span: Span, dress: Dress) -> Step | None:
    """Named values at the end: ``- owner: Sam``, ``| Status: green | Due: 30 June``."""
    low = max(span.start, span.end - WINDOW)
    text = span.view.text[low : span.end]
    if not MAY_BE_KEYED.search(text):
        return None
    for match in _SEGMENT.finditer(text):
        if match.start() == 0 and low == span.start:
            continue
        said: list[tuple[str, str]] = []
        for part in re.split(
            r"\s*[|;•·]\s*|\s*,\s*(?=[^\W\d][\w ]{1,20}\s?[:=])|\s+[-–—]\s+(?=[^\W\d][\w ]{1,20}\s?[:=])",
            text[match.end() :],
        ):
            keyed = read_named_value(part.strip().rstrip(".")) if part.strip() else None
            if not keyed and part.strip():
                break
            if keyed:
                said.append(keyed)
        else:
            if said:
                for key, value in said:
                    dress.say(key, value)
                return Span(span.view, span.start, low + match.start()), None
    return None


def _tail_mention(span: Span, dress: Dress) -> Step | None:
    low = max(span.start, span.end - WINDOW)
    match = _AT_TAIL.search(span.view.text[low : span.end])
    if not match or low + match.start() <= span.start:
        return None
    dress.say("owner", match.group("who"))
    return Span(span.view, span.start, low + match.start()), None


def _tail_dashed(span: Span, dress: Dress) -> Step | None:
    """A name, status or score after a dash, a bar or a wide gap at the end."""
    low = max(span.start, span.end - 80)
    match = _DASHED.search(span.view.text[low : span.end])
    if not match or low + match.start() <= span.start:
        return None
    rest, before = (
        match.group("rest").strip().rstrip("."),
        span.view.text[max(span.start, low - 200) : low + match.start()],
    )
    if STATUS.fullmatch(rest):
        dress.say("status", rest)
    elif is_name(rest) or is_handle(rest):
        dress.say("owner", rest)
    elif (named := read_named_value(rest)) and named[0] == "owner":
        dress.say("owner", named[1])
    elif SCORE.fullmatch(rest) and _has_value(before) and _is_apart(match.group("sep"), rest, before):
        dress.say("score", rest)
    elif "|" in match.group("sep") and is_date(rest):
        dress.say("due", rest)
    else:
        return None
    return Span(span.view, span.start, low + match.start()), None


def _is_apart(separator: str, score: str, before: str) -> bool:
    """Whether a figure after a separator is a score, and not the far end of a range (``18 - 25%``)."""
    if "|" in separator or "\t" in separator or ("%" not in score and "/" not in score and score[:1] in "01"):
        return True
    return (
        not before.rstrip()[-1:].isdigit()
        and before.rstrip()[-1:] != "%"
        or len(re.findall(r"\d+(?:[.,]\d+)?", before)) >= 2
    )


def _undress_head(span: Span, dress: Dress) -> Span:
    """Decoration before the words: ``[On track]``, ``🟢``, ``[0.7]``, ``@kim:``, ``[@ben]``."""
    for _ in range(4):
        span = span.strip()
        text = span.text[:WINDOW]
        mark = re.match(rf"(?:[{STATUS_MARKS}]\ufe0f?\s*)+", text)
        bracket = re.match(r"(?:\[(?P<square>[^\[\]]{1,80})\]|\((?P<round>[^()]{1,80})\))\s*[:–—-]?\s*(?=\S)", text)
        mention = _AT_HEAD.match(text)
        score = re.match(r"(?P<score>[01]\.\d{1,2}|\d{1,3} ?%)\s*[|–—]\s*(?=\S)", text)
        if mark and mark.end() < len(text):
            dress.say("status", mark.group().strip())
            span = span.part(mark.end())
        elif bracket:
            square = bracket.group("square") is not None
            inner = (bracket.group("square") or bracket.group("round") or "").strip()
            said = read_bracket(inner, square, False, False)
            if (
                not said
                or "excuse" in said
                or "due" in said
                or (not square and "owner" not in said and "status" not in said)
            ):
                return span
            for key, value in said.items():
                dress.say(key, value)
            span = span.part(bracket.end())
        elif mention:
            dress.say("owner", mention.group("who"))
            span = span.part(mention.end())
        elif score and "%" not in score.group("score"):
            dress.say("score", score.group("score"))
            span = span.part(score.end())
        else:
            return span
    return span
