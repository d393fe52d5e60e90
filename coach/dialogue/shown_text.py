"""What a model says, made fit to be shown while it still comes in: markers become citations, and links, pictures and HTML go.

A stream arrives in pieces of any size. The text is read from left to right, and what could still turn into a marker, a
link or a tag waits until it is settled, a few hundred characters at the most: a reader never sees half of one, and what
is shown does not depend on how the stream was cut.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from coach.report.plain import visible

_HELD_BACK = 300
"""Characters held back at most for something that has opened and not closed."""
_SCHEME = 24
"""Characters at the end of a long run in which an address could still begin."""
_ADDRESS = re.compile(
    r"(?:[a-z0-9+.-]{0,20}://|www\.|(?:java|vb)script:|data:[\w/+.-]*[;,]|mailto:|blob:)[^\s)\]>\"”]*",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"[\w.+-]{0,64}@[\w+@-]{1,60}\.[\w.+@-]*|(?:[a-z0-9-]{1,60}\.)+[a-z]{2,12}/[^\s)\]>\"”]*", re.IGNORECASE
)
"""Addresses that some readers of text make links of by themselves."""
_IN_ADDRESS = re.compile(r"\A[^\s)\]>\"”]*")
_RUN = re.compile(r"[!-;=-Z\\^-~]+|\]")
"""Plain signs without a space, "[" and "<": an address would stand within one run."""
_MARKER = re.compile(r"\s*p?\d+(?:\s*[,;]\s*p?\d+)*\s*\Z", re.IGNORECASE)
_TAG_BEGINS = re.compile(r"<[a-z/!?]", re.IGNORECASE)
_OPENS = re.compile(r"\[|<[a-z/!?]", re.IGNORECASE)
_TARGET = re.compile(r"\((?:[^()]|\([^()]*\))*\)")


@dataclass
class ShownText:
    """Turns the pieces of one answer into text that can be shown.

    Args:
        retrieved: the ids ("p1") of the passages of this turn; it may grow while the answer comes in.
    """

    retrieved: Collection[str]
    cited: list[str] = field(default_factory=list)
    """Ids that the text refers to, in the order of their numbers in the text."""
    unknown: int = 0
    """Markers of passages that were not retrieved; they are not shown."""
    removed: int = 0
    """Links, pictures and HTML that are not shown."""
    _waiting: str = ""
    _space: str = ""
    _last: str = "\n"
    _gap: bool = False
    """Something was left out just before: what stands on its two sides must not grow together into something new."""
    _skipping: bool = False
    """Within an address that is longer than what is held back."""

    def shown(self, piece: str) -> str:
        """What of the text so far is settled by this piece and not yet shown."""
        self._waiting += piece
        return "".join(self._settled(ended=False))

    def rest(self) -> str:
        """What was still held back when the stream ended."""
        return "".join(self._settled(ended=True))

    def _settled(self, ended: bool) -> Iterator[str]:
        at, text = 0, self._waiting
        while at < len(text):
            # Never more than a window: what is shown must not depend on how much had come in when it was looked at.
            window = text[at : at + _HELD_BACK]
            whole = ended and at + len(window) == len(text)
            if self._skipping:
                skipped = len(window) - len(_IN_ADDRESS.sub("", window, count=1))
                at, self._skipping = at + skipped, skipped == len(window)
                continue
            step = self._step(window, whole)
            if step is None:
                if len(window) < _HELD_BACK and not ended:
                    break
                step = self._forced(window)
            at += step[0]
            yield step[1]
        self._waiting = text[at:]

    def _step(self, text: str, ended: bool) -> tuple[int, str] | None:
        """How much of `text` is settled from its start, and how it is shown; None where nothing is yet."""
        sign = text[0]
        if sign.isspace():
            self._space += sign
            return 1, ""
        if sign == "<":
            return self._tag(text, ended)
        if sign == "[" or text[:2] == "![":
            return self._bracket(text, text.index("["), ended)
        if text == "!" and not ended:
            return None
        run = _RUN.match(text)
        if run is None:
            return 1, self._out(sign)
        end = run.end()
        if end == len(text) and not ended:
            return None
        if text[end - 1 : end + 1] == "![" and end > 1:
            end -= 1
        return end, self._run(text[:end])

    def _tag(self, text: str, ended: bool) -> tuple[int, str] | None:
        if text == "<" and not ended:
            return None
        if not _TAG_BEGINS.match(text):
            return 1, self._out("<")
        if len(text) < len("<!--") and "<!--".startswith(text) and not ended:
            return None
        closing = "-->" if text.startswith("<!--") else ">"
        end = text.find(closing)
        return None if end < 0 else (end + len(closing), self._left_out())

    def _bracket(self, text: str, opened: int, ended: bool) -> tuple[int, str] | None:
        """A marker, a link, a picture (`opened` is 1) or words in brackets."""
        closed = text.find("]", opened)
        within = _OPENS.search(text, opened + 1, closed if closed >= 0 else len(text))
        if within:
            return opened + 1, self._out(text[: opened + 1])
        if closed < 0:
            return None
        inside = text[opened + 1 : closed]
        if _MARKER.match(inside):
            return closed + 1, self._numbers(inside)
        after = text[closed + 1 : closed + 2]
        if not after and not ended:
            return None
        end = closed + 1
        if after == "(":
            match = _TARGET.match(text, end)
            if match is None:
                return None
            end = match.end()
        elif after == "[":
            second = text.find("]", end)
            if second < 0:
                return None
            end = end if _MARKER.match(text[end + 1 : second]) else second + 1
        if end == closed + 1 and not opened:
            return end, self._run(f"[{inside}] " if after == ":" else f"[{inside}]")
        left_out = self._left_out()
        return end, left_out if opened else left_out + self._run(inside)

    def _forced(self, text: str) -> tuple[int, str]:
        """What has opened does not close within bounds: its first sign goes, or, where it is an address, all of it."""
        if text[0] in "[<!":
            self.removed += 1
            self._gap = True
            return 1, ""
        run = _RUN.match(text)
        end = run.end() if run else 1
        address = _ADDRESS.search(text, 0, end)
        if address and address.end() == end:
            self.removed += 1
            shown = self._run(text[: address.start()])
            self._gap = self._skipping = True
            return end, shown
        end = max(end - _SCHEME, 1)
        return end, self._run(text[:end])

    def _run(self, words: str) -> str:
        """Words as they are shown: without addresses and control characters."""
        bare, count = _ADDRESS.subn("", words)
        bare, more = _MAIL.subn("", bare)
        count += more
        self.removed += count
        shown = self._out(bare) if bare else ""
        self._gap = self._gap or bool(count)
        return shown

    def _numbers(self, inside: str) -> str:
        """A marker as the reader sees it: "[1]" for the first passage referred to, nothing for one that was not retrieved."""
        numbers = []
        for name in re.split(r"[,;]", inside):
            passage = name.strip().lower()
            if passage not in self.retrieved:
                self.unknown += 1
                continue
            if passage not in self.cited:
                self.cited.append(passage)
            numbers.append(f"[{self.cited.index(passage) + 1}]")
        if numbers:
            return self._out("".join(numbers), citation=True)
        self._space = self._space if "\n" in self._space else ""
        self._gap = True
        return ""

    def _left_out(self) -> str:
        self.removed += 1
        self._gap = True
        return ""

    def _out(self, words: str, citation: bool = False) -> str:
        """`words` after the space that stands before them, kept apart from what they could grow together with."""
        shown = "\n".join(visible(line) for line in words.split("\n"))
        space, self._space = re.sub(r"[^\S\n]", " ", self._space.replace("\r\n", "\n")), ""
        if self._gap:
            space = re.sub(r" {2,}", " ", space)
        closes = self._last == "]" and shown[:1] in "([" and not citation
        opens = self._last == "<" and (shown[:1].isalpha() or shown[:1] in "/!?")
        grown = self._gap and len(shown) > 1 and not self._last.isspace()
        if not space and (closes or opens or grown):
            space = " "
        self._gap = False
        self._last = shown[-1:]
        return space + shown
