"""The source view: a text as it is judged, with the way back to the text as given.

The view differs from the source only where the source would mislead a reader: spaces of every kind are plain spaces,
line ends are ``\\n``, invisible characters are gone, text broken by a wrong encoding is repaired, and the marks of
emphasis, code and links around words are dropped. Every character of the view knows where it came from.

`VIEW_BREAK` stands for a line break inside a table cell (``<br>``, a soft return): it ends a line everywhere but in a
table.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from coach.okr import Place, Run

VIEW_BREAK = "\x0b"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_TAIL = (
    "\x80-\xbf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d"
)
_TAIL += "\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
_BROKEN = re.compile(f"[\u00c2-\u00f4][{_TAIL}]")
_SPECIAL = re.compile(
    rf"(?P<line>\r\n?|\n|[\x0c\x85\u2028\u2029])"
    rf"|(?P<space>[{_SPACES}])"
    rf"|(?P<invisible>[{_INVISIBLE}])"
    rf"|(?P<break><(?:br|li|p|div|h[1-6]|tr)\s{{0,9}}/?>|</br>)"
    rf"|(?P<tag></?(?:b|strong|i|em|u|code|mark|span|ins|ul|ol|li|p|div|h[1-6]|tr|td|th|table|tbody|thead|html|body)>)"
    rf"|(?P<entity>&(?:amp|lt|gt|nbsp|quot|\#39|apos);)"
    rf"|(?P<link>\[(?=[^\[\]\n]{{1,200}}\]\((?:https?://|mailto:|/|\#)[^()\s]{{0,400}}\)))"
    rf"|(?P<mark>\*{{1,3}}(?!\*)|\*{{4,}}|_{{1,3}}(?!_)|_{{4,}}|`+|~~)"
    rf"|(?P<escape>\\(?=[*_`#\[\]()|+\-.!>~]))"
    rf"|(?P<foreign>[^\x00-\x7f]{{2,}})",
    re.IGNORECASE,
)
_LINK_END = re.compile(r"\]\([^()\s]{0,400}\)")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&quot;": '"', "&#39;": "'", "&apos;": "'"}
_SPACE = re.compile(f"[{_SPACES}]")


@dataclass(eq=False)
class View:
    """A text as it is judged.

    `runs` cover `text` without a gap; `strong` are the stretches that were emphasised; `pairs` are the marks of
    emphasis in the source, each with the start and end of its opening mark and of its closing mark, in order.
    """

    source: str
    text: str
    anchor: Place
    runs: list[Run] = field(repr=False)
    strong: list[tuple[int, int]] = field(default_factory=list, repr=False)
    pairs: list[tuple[int, int, int, int]] = field(default_factory=list, repr=False)
    _ats: list[int] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self._ats = [run.at for run in self.runs]

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """The source behind ``text[start:end]``: (view start, view end, source start, source end) a piece."""
        index = max(bisect_right(self._ats, start) - 1, 0)
        while index < len(self.runs):
            run = self.runs[index]
            low, high = max(start, run.at), min(end, run.at + run.size)
            if run.at >= end:
                return
            if low < high:
                if run.end - run.start == run.size:
                    yield low, high, run.start + low - run.at, run.start + high - run.at
                else:
                    yield low, high, run.start, run.end
            index += 1

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets behind ``text[start:end]``."""
        pieces = list(self.pieces(start, end))
        return (pieces[0][2], pieces[-1][3]) if pieces else (0, 0)

    def is_strong(self, start: int, end: int) -> bool:
        """Whether the whole of ``text[start:end]`` was emphasised in the source."""
        index = bisect_right(self.strong, (start, len(self.text) + 1)) - 1
        return index >= 0 and self.strong[index][1] >= end and start < end


@dataclass(frozen=True, eq=False, slots=True)
class Span:
    """A stretch of a view."""

    view: View
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.view.text[self.start : self.end]

    def strip(self, extra: str = "") -> Span:
        """The span without white space (and the characters of `extra`) at either end."""
        text = self.text
        drop = extra + " \t\n\r\x0b\x0c"
        left = len(text) - len(text.lstrip(drop))
        right = len(text.rstrip(drop))
        return Span(self.view, self.start + left, self.start + max(left, right))

    def part(self, start: int, end: int | None = None) -> Span:
        """The stretch ``[start:end]`` of the span, counted within it."""
        stop = self.end if end is None else self.start + end
        return Span(self.view, self.start + start, max(stop, self.start + start))

    def __bool__(self) -> bool:
        return self.end > self.start


def make_view(source: str, anchor: Place | None = None) -> View:
    """The view of `source`; `anchor` names the cell or field whose text it is."""
    edits, strong, pairs = _edits(source)
    runs: list[Run] = []
    parts: list[str] = []
    at = 0
    here = 0
    marks: list[tuple[int, int]] = []

    def add(text: str, start: int, end: int) -> None:
        nonlocal at
        if not text:
            return
        same = end - start == len(text)
        last = runs[-1] if runs else None
        if same and last and last.end == start and last.end - last.start == last.size:
            runs[-1] = _run(last.at, last.size + len(text), last.start, end)
        else:
            runs.append(_run(at, len(text), start, end))
        parts.append(text)
        at += len(text)

    opens = {begin: None for begin, _ in strong}
    closes = {end for _, end in strong}
    pending: list[int] = []
    for start, end, text in edits:
        add(source[here:start], here, start)
        if end in opens:
            pending.append(at)
        if start in closes and pending:
            marks.append((pending.pop(), at))
        add(text, start, end)
        here = end
    add(source[here:], here, len(source))
    return View(source, "".join(parts), anchor or Place(start=0, end=0), runs, sorted(marks), sorted(pairs))


def _run(at: int, size: int, start: int, end: int) -> Run:
    return Run.model_construct(at=at, size=size, start=start, end=end)


def _edits(source: str) -> tuple[list[tuple[int, int, str]], list[tuple[int, int]], list[tuple[int, int, int, int]]]:
    """What the view changes, in order, the source stretches inside double emphasis marks, and all pairs of marks."""
    edits: list[tuple[int, int, str]] = []
    strong: list[tuple[int, int]] = []
    pairs: list[tuple[int, int, int, int]] = []
    stack: list[tuple[str, int, int]] = []
    link_end = -1
    last_line = -1
    for match in _SPECIAL.finditer(source):
        kind, start, end = match.lastgroup, match.start(), match.end()
        if kind == "line":
            if not source[last_line + 1 : start].strip():
                stack.clear()
            last_line = end - 1
            if match.group() != "\n":
                edits.append((start, end, "\n"))
        elif kind == "space":
            edits.append((start, end, " "))
        elif kind == "break":
            edits.append((start, end, VIEW_BREAK))
        elif kind in ("invisible", "tag", "escape"):
            edits.append((start, end, ""))
        elif kind == "entity":
            edits.append((start, end, _ENTITIES[match.group().lower()]))
        elif kind == "link":
            if start >= link_end:
                tail = _LINK_END.search(source, end)
                if tail and source[start - 1 : start] != "!":
                    edits += [(start, end, ""), (tail.start(), tail.end(), "")]
                    link_end = tail.end()
        elif kind == "foreign":
            edits += _foreign(match.group(), start)
        elif start >= link_end:
            _mark(source, match.group(), start, end, stack, edits, strong, pairs)
    edits.sort()
    return _without_overlap(edits), strong, pairs


def _mark(
    source: str,
    mark: str,
    start: int,
    end: int,
    stack: list[tuple[str, int, int]],
    edits: list[tuple[int, int, str]],
    strong: list[tuple[int, int]],
    pairs: list[tuple[int, int, int, int]],
) -> None:
    """Pairs one emphasis mark with its opening mark, or keeps it as a possible opening."""
    before, after = source[start - 1 : start], source[end : end + 1]
    if len(mark) > 3 and mark[0] != "`":
        return
    if before.strip() and not after.isalnum():
        for depth in range(len(stack) - 1, max(len(stack) - 6, -1), -1):
            if stack[depth][0] == mark:
                _, opened, inner = stack[depth]
                edits += [(opened, inner, ""), (start, end, "")]
                pairs.append((opened, inner, start, end))
                if mark in ("**", "__", "***"):
                    strong.append((inner, start))
                del stack[depth:]
                return
    if after.strip() and not before.isalnum():
        stack.append((mark, start, end))


def _foreign(text: str, start: int) -> list[tuple[int, int, str]]:
    """The edits within a run of characters beyond ASCII: repairs, or plain spaces and dropped characters."""
    if _BROKEN.search(text):
        from ftfy import fix_encoding

        repaired = fix_encoding(text)
        if repaired != text:
            return [(start, start + len(text), _SPACE.sub(" ", repaired).replace("\u00ad", ""))]
    edits = []
    for offset, char in enumerate(text):
        if _SPACE.match(char):
            edits.append((start + offset, start + offset + 1, " "))
        elif char in "\x85\u2028\u2029":
            edits.append((start + offset, start + offset + 1, "\n"))
        elif _INVISIBLE_CHAR.match(char):
            edits.append((start + offset, start + offset + 1, ""))
    return edits


_INVISIBLE_CHAR = re.compile(f"[{_INVISIBLE}]")


def _without_overlap(edits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for edit in edits:
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept
