"""How the conversation looks in a terminal. Nothing that was pasted can control it: every line goes through `coach.report.plain`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from coach.cli.terminal import paint, width
from coach.criteria import SEVERITY_WORDS
from coach.report.plain import shortened, visible, wrapped

if TYPE_CHECKING:
    from coach.dialogue import Turn
    from coach.llm.model import Model

_ECHO = 100
_PASSAGE = 200


class Screen:
    """Writes to standard output."""

    def __init__(self) -> None:
        self._paint = paint()
        self._width = width()
        self._typed = bool(sys.stdin) and sys.stdin.isatty()
        self._cited: set[str] = set()

    def whereabouts(self, model: Model | None) -> None:
        """Whether anything leaves the machine."""
        self.faint(
            "Nothing leaves this machine."
            if model is None
            else f"The draft and your questions go to the model {model.name} at {model.host} when you ask a free question."
        )
        self.line("")

    def turn(self, turn: Turn, without_text: bool = False) -> None:
        """What the coach said, with what it cites."""
        if not without_text:
            self.text(turn.text)
        for number, citation in enumerate(turn.citations, 1):
            mark = f"[{number}] " if f"[{number}]" in turn.text else ""
            if not mark and number > 1:
                break
            shown = "" if mark or citation.passage in self._cited else f": “{shortened(citation.excerpt, _PASSAGE)}”"
            self._cited.add(citation.passage)
            self.faint(f"{mark or '> '}{citation.source}, {citation.section}{shown}")
        for notice in turn.notices:
            self.faint(notice)
        self.line("")

    def text(self, text: str) -> None:
        """Paragraphs, wrapped; a line that is indented stays so."""
        for line in text.split("\n"):
            indent = " " * (len(line) - len(line.lstrip(" "))) if line.strip() else ""
            hanging = indent + (
                "   " if line.lstrip()[:1].isdigit() else "  " if line.lstrip()[:2] in ("- ", "+ ") else ""
            )
            for piece in wrapped(line, self._width, hanging, indent) if line.strip() else [""]:
                self.line(self._lead_painted(piece))

    def piece(self, words: str) -> None:
        """A piece of an answer that is still coming in."""
        self._write("\n".join(visible(line) for line in words.split("\n")))

    def end_of_pieces(self) -> None:
        """The answer is in."""
        self.line("")

    def heard(self, said: str) -> None:
        """Where input is piped, what was said, so that the output reads as a conversation."""
        if not self._typed:
            first, _, more = said.strip().partition("\n")
            self.line(self._paint.bold(f"> {shortened(visible(first), _ECHO)}{' ...' if more else ''}"))
            self.line("")

    def prompt(self) -> None:
        """Ask for the next message."""
        self._write(self._paint.bold("> "))

    def end_of_input(self) -> None:
        """The input has ended at the prompt."""
        if self._typed:
            self.line("\n")

    def faint(self, text: str) -> None:
        """What is read last."""
        for piece in wrapped(text, self._width):
            self.line(self._paint.faint(piece))

    def line(self, text: str) -> None:
        """One line, as it is."""
        self._write(f"{text}\n")

    def _lead_painted(self, line: str) -> str:
        for severity, words in SEVERITY_WORDS.items():
            if line.startswith(f"{words}, "):
                return self._paint.severity(words, severity) + line[len(words) :]
        return line

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
