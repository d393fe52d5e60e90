"""Lines: what stands before a line's own words (quote marks, heading marks, bullets, numbers, tick boxes, labels)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coach.intake.brackets import STATUS_MARKS, read_bracket
from coach.intake.labels import Label, read_label
from coach.intake.view import VIEW_BREAK, Span, View

_BULLETS = "•‣◦●○▪▫■□◘◙⦁⦾⦿∙·➢➤►▶▸▹→⇒➔➜➡↳⤷➥⟶✦✧✱✳★☆◆◇❖❯»§\uf0b7\uf0a7\uf076\uf0d8\uf0fc\uf02d\u2043\u204c\u204d"
_EMOJI = "\U0001f1e6-\U0001f1ff\U0001f300-\U0001f5ff\U0001f600-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f900-\U0001faff\u2600-\u27bf\u2b00-\u2bff"
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+|(?P<packed>#{1,6})(?=[^\W\d_])|h(?P<wiki>[1-6])\.[ \t]+")
_BULLET = re.compile(
    rf"(?P<mark>\*{{1,4}}(?=[ \t])|[-+](?=[ \t])|[-*+](?=[^\W\d_])|[-+*]$|[–—―]+(?!\d)|[{_BULLETS}]+\ufe0f?|o(?=\t|[ ]{{2,}}|[ ](?=[^\W\d_a-z]))|--(?=[ \t]))[ \t]*"
)
_BOX = re.compile(r"(?:\[(?P<tick>[ xX✓✔~]?)\]|(?P<box>[☐☑☒🔲🔳]))\ufe0f?[ \t]+")
_EMOJI_MARK = re.compile(
    rf"(?:(?P<keycap>\d)\ufe0f?\u20e3|(?P<emoji>(?:[{_EMOJI}][\ufe0f\U0001f3fb-\U0001f3ff]*)+))[ \t]*"
)
_NUMBER = re.compile(
    r"(?:\((?P<round>\d{1,3}|[a-zA-Z]|[ivxIVX]{2,4})\)[ \t]*"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})(?:[.)][ \t]*|[ \t]+[-–—][ \t]+|[ \t]+)(?=\S)"
    r"|(?P<plain>\d{1,3})(?:[.)](?!\d)[ \t]*|[ \t]+[-–—][ \t]+(?=[^\W\d]))"
    r"|(?P<tabbed>\d{1,2})\t+(?=[^\W\d])"
    r"|(?P<letter>[a-zA-Z])\)[ \t]*|(?P<stop>[a-hA-H])\.[ \t]+(?=\S)"
    r"|(?P<roman>[ivx]{1,4}|[IVX]{1,4})[.)][ \t]+"
    r"|#(?P<hash>\d{1,2})[.):]?[ \t]+)"
)
_AFTER_DOTTED = re.compile(
    r"(?:million|mio|mrd|billion|bn|k|m|x|times|days?|hours?|weeks?|months?|years?|points?|stars?|to|of|percent)\b|(?:%|€|\$)(?=\s|$)",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s\-=_*~#.·•+|<>–—:\\/]*")
_STATUS_BRACKET = re.compile(r"[\[(]([^\[\]()]{1,40})[\])]\s*(?=\S)")
_QUOTES = '"“”„‟«»'
_TICKS = "✔✓✗✘☑"
_LINE_END = re.compile(f"[\n{VIEW_BREAK}]")
_NEWLINE = re.compile("\n")
_SETEXT = re.compile(r"(?:={3,}|-{3,})\s*")


@dataclass(eq=False)
class Line:
    """One line. `body` is its own words with label and markers off; `marker` says how the line was set off.

    `marker` is ``""`` (none), ``"heading"``, a bullet character, ``"emoji"`` with the emoji, or the
    shape of a number (``1.``, ``1.1``, ``a``, ``i``). `speaks` says that it opens a message in a conversation.
    """

    span: Span
    body: Span
    indent: int = 0
    quoted: int = 0
    heading: int = 0
    marker: str = ""
    number: str | None = None
    status: str | None = None
    label: Label | None = None
    strong: bool = False
    blank_before: bool = False
    speaks: bool = False
    is_rule: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.span

    @property
    def is_item(self) -> bool:
        return bool(self.marker) and self.marker != "heading"

    @property
    def text(self) -> str:
        return self.body.text


def split_lines(view: View, start: int = 0, end: int | None = None, *, breaks: bool = True) -> Iterator[Span]:
    """The lines of a view as spans without their line ends; with `breaks`, a break inside a cell ends a line too."""
    stop = len(view.text) if end is None else end
    at = start
    for match in (_LINE_END if breaks else _NEWLINE).finditer(view.text, start, stop):
        yield Span(view, at, match.start())
        at = match.end()
    yield Span(view, at, stop)


def read_line(span: Span, indent: int | None = None) -> Line:
    """Reads one line; `indent` overrules the white space it begins with (a cell's column)."""
    text = span.text
    bare = text.lstrip(" \t\x0b\x0c")
    width = _width(text[: len(text) - len(bare)]) if indent is None else indent
    line = Line(span=span.strip(), body=span.strip("|│┃║") if bare[:1] in "|│┃║" else span.strip(), indent=width)
    if not line.span:
        return line
    _read_markers(line)
    if not line.body or not any(char.isalnum() for char in line.body.text[:400]):
        line.is_rule = bool(_RULE.fullmatch(line.span.text[:400])) or not any(c.isalnum() for c in line.span.text)
    if (
        line.body.text[:1] in _QUOTES
        and (quoted := read_label(line.body.text[1:160]))
        and quoted.role in ("objective", "key result")
    ):
        line.body = line.body.strip(_QUOTES)
    line.label = read_label(line.body.text)
    if line.label:
        line.body = line.body.part(line.label.end).strip()
        if (
            line.label.role in ("objective", "key result")
            and line.body
            and not any(c.isalnum() for c in line.body.text[:200])
        ):
            line.body = Span(span.view, line.body.end, line.body.end)
        emoji = _EMOJI_MARK.match(line.body.text[:80]) if line.body else None
        if emoji and emoji.group("emoji") and not any(char in STATUS_MARKS for char in emoji.group()):
            line.body = line.body.part(emoji.end()).strip()
    return line


def is_underline(span: Span) -> bool:
    """Whether the line is the underline that makes the line above a heading."""
    return bool(_SETEXT.fullmatch(span.text.strip()))


def _read_markers(line: Line) -> None:
    """Takes quote marks, heading marks, bullets, boxes, emoji and numbers off the front of `line.body`, at most six."""
    body = line.body
    for _ in range(6):
        text = body.text[:80] if body.end - body.start > 80 else body.text
        if not text:
            break
        if not line.marker and (match := _QUOTE.match(text)):
            line.quoted += match.group().count(">")
            inner = body.part(match.end())
            line.indent = _width(inner.text[: len(inner.text) - len(inner.text.lstrip())])
        elif not line.marker and (match := _HEADING.match(text)) and len(match.group()) < len(text):
            line.heading = len(match.group("marks") or match.group("packed") or "") or int(match.group("wiki") or 1)
            line.marker = "heading"
        elif match := _BOX.match(text):
            line.marker = line.marker or "-"
        elif (match := _BULLET.match(text)) and not line.is_item:
            line.marker = match.group("mark")[:1]
            line.indent += 4 * (match.group("mark").count("*") - 1) if line.marker == "*" else 0
        elif (match := _EMOJI_MARK.match(text)) and len(match.group()) < len(text):
            if match.group("keycap"):
                line.number = match.group("keycap")
                line.marker = line.marker or "1."
            else:
                if any(char in STATUS_MARKS and char not in _TICKS for char in match.group("emoji")):
                    line.status = match.group("emoji").strip()
                if not line.marker:
                    led = read_label(body.part(match.end()).strip().text)
                    line.marker = "" if led else "emoji" + match.group("emoji")[:1]
        elif (
            (match := _STATUS_BRACKET.match(text))
            and (said := read_bracket(match.group(1).strip(), True, False, False))
            and set(said) <= {"status", "score"}
        ):
            if not read_label(body.part(match.end()).strip().text):
                break
            line.status = match.group(1).strip()
        elif line.number is None and (match := _NUMBER.match(text)) and _is_number(match, text):
            line.number = next(group for group in match.groups() if group)
            line.marker = line.marker if line.marker else _number_shape(line.number, match)
        else:
            break
        body = body.part(match.end()).strip()
    line.body = body
    line.strong = bool(body) and body.view.is_strong(body.start, body.end)


def _is_number(match: re.Match[str], text: str) -> bool:
    """Whether the digits are a number of the line, and not the first figure of its words (``1.5 million users``)."""
    rest = text[match.end() :]
    if match.group("dotted") and text[match.end("dotted")] not in ".)":
        return not _AFTER_DOTTED.match(rest)
    return bool(rest.strip()) or bool(match.group("round"))


def _number_shape(number: str, match: re.Match[str]) -> str:
    if number.isdigit():
        return "(1)" if match.group("round") else "1)" if match.group().rstrip().endswith(")") else "1."
    if "." in number:
        return "1" + ".1" * number.count(".")
    if match.group("roman") or (match.group("letter") and number in "iv"):
        return "i" if number.islower() else "I"
    return "a" if number.islower() else "A"


_LONE_NUMBER = re.compile(r"(?P<number>\d{1,2})(?:(?P<dash>[ \t]+[-–—][ \t]+)(?=\S)|[ \t]+(?=[^\W\d_]))")


def number_plain_lines(lines: list[Line]) -> None:
    """Takes numbers without a dot for numbers where they count up over lines that begin with capitals, in place."""
    count, known = 1, 0
    taken: list[tuple[Line, re.Match[str]]] = []
    for line in lines:
        match = _LONE_NUMBER.match(line.text) if not line.marker and not line.label else None
        if (
            match
            and int(match.group("number")) == count
            and (match.group("dash") or line.text[match.end() : match.end() + 1].isupper())
        ):
            taken.append((line, match))
            count += 1
        elif line.marker == "1." and line.number == str(count):
            known, count = known + 1, count + 1
    dotted = any(line.marker.startswith("1.1") for line in lines)
    if len(taken) + known >= 2 or (taken and dotted):
        for line, match in taken:
            line.number, line.marker = match.group("number"), "1."
            line.body = line.body.part(match.end()).strip()


def label_lone_words(lines: Sequence[Line]) -> None:
    """Reads words such as ``Owner`` alone on a line as labels where ``Objective`` stands alone on a line too, in place."""
    if not any(line.label and line.label.role == "objective" and not line.body and not line.marker for line in lines):
        return
    for line, below in pairwise(lines):
        if line.marker or line.label or below.is_blank or below.label or len(line.text) > 24 or not line.body:
            continue
        label = read_label(f"{line.text}:")
        if label and label.role == "meta" and label.end > len(line.text) and line.text[:1].isupper():
            line.label, line.body = label, Span(line.span.view, line.span.end, line.span.end)


def is_numbered_head(text: str) -> bool:
    """Whether the only tabs in `text` stand right after its bullet or number."""
    match = _BULLET.match(text) or _NUMBER.match(text)
    return bool(match) and "\t" not in text[match.end() :].strip() if match else False


def _width(space: str) -> int:
    width = 0
    for char in space:
        width = (width // 4 + 1) * 4 if char == "\t" else width + 1
    return width
