"""The handout and the facilitator's page as PDF, for those who print. Written with DejaVu Sans, whose files ship with the program.

The font has Latin, Greek, Cyrillic, Hebrew and Arabic letters, among others; what it has no sign for is counted, so that
the page can say so. HTML shows everything the reader's machine has a font for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coach.learning.workshop import Guide, Handout, HandoutLine, Step
from coach.learning.workshop_words import (
    AFTERWARDS,
    FACILITATOR,
    HANDOUT,
    HANDOUT_LEAD,
    NO_GUIDANCE,
    ROOM_KEY_RESULT,
    ROOM_OBJECTIVE,
    WAYS,
    counted,
    name_of,
)
from coach.report.plain import visible

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.enums import WrapMode

_FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
_NAME = "DejaVu Sans"
_MARGIN = 16
_ROOM = 11
"""Millimetres between two lines to write on."""
_RULES = 3
_LONGEST = 1000
"""Characters of one stretch of a draft; setting a longer one takes seconds, and the HTML has it whole."""
_CUT = " ... (whole in the HTML)"
_SURELY_THERE = 0x250
"""The font has all of Latin: most drafts need no look into it, which takes half a second the first time."""
_NEEDS_SHAPING = "\u0590"
"""Hebrew is the first of the scripts that do; Latin, Greek and Cyrillic come before it."""
_INK, _SOFT, _RULE = (36, 34, 30), (93, 88, 78), (138, 133, 122)


class _Said(NamedTuple):
    """A paragraph: its words, their size in points, their colour, and the space before it in millimetres."""

    words: str
    size: float = 10
    colour: tuple[int, int, int] = _INK
    before: float = 0


def handout_pdf(handout: Handout) -> bytes:
    """The handout as a PDF on A4."""
    pdf = _begun(HANDOUT)
    about = [_Said(handout.about, 11)] if handout.about else []
    _say(pdf, [*about, _Said(HANDOUT_LEAD, colour=_SOFT)])
    for line in handout.lines:
        _together(pdf, _of_line(line), _RULES)
    return bytes(pdf.output())


def guide_pdf(guide: Guide, handout: Handout) -> bytes:
    """The facilitator's page as a PDF on A4."""
    pdf = _begun(FACILITATOR)
    about = " · ".join(part for part in (f"{guide.minutes} minutes", handout.about) if part)
    _say(pdf, [_Said(about, 11, _SOFT), _heading("Before"), *_items(guide.before)])
    for step in guide.steps:
        _together(pdf, _of_step(step))
    _say(pdf, [_heading("The lines"), _Said(f"{counted(handout)} {AFTERWARDS}", colour=_SOFT)])
    for line in handout.lines:
        ways = (_Said(f"{WAYS} {way}", 9, _SOFT) for way in line.ways)
        _together(pdf, [_Said(f"{line.number}. {line.text}", before=1.5), *ways])
    return bytes(pdf.output())


def unprintable(handout: Handout) -> str:
    """The characters of the draft's lines that the PDF has no sign for, each once, in order; empty where it has all."""
    words = "".join(visible(each) for line in handout.lines for each in (line.text, line.objective)) + visible(
        handout.about
    )
    if all(ord(char) < _SURELY_THERE for char in words):
        return ""
    has = _signs()
    return "".join(dict.fromkeys(char for char in words if ord(char) not in has and not char.isspace()))


@cache
def _signs() -> frozenset[int]:
    from fpdf import FPDF
    from fpdf.fonts import TTFFont

    pdf = FPDF()
    pdf.add_font(_NAME, fname=_FONT)
    (font,) = pdf.fonts.values()
    if not isinstance(font, TTFFont):
        return frozenset()
    signs = frozenset(font.cmap)
    font.close()
    return signs


def _begun(title: str) -> FPDF:
    from fpdf import FPDF

    # It tells every character that it puts into the font of the file: those of the draft.
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    pdf = FPDF(format="A4")
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.set_auto_page_break(True, _MARGIN + 2)
    pdf.alias_nb_pages("")  # else "{nb}" in a draft would become the number of pages
    pdf.set_title(title)
    pdf.set_lang("en")
    pdf.add_font(_NAME, fname=_FONT)
    pdf.add_page()
    pdf.set_draw_color(*_RULE)
    _say(pdf, [_Said(title, 18)])
    pdf.ln(1)
    return pdf


def _say(pdf: FPDF, paragraphs: Iterable[_Said]) -> None:
    for said in paragraphs:
        pdf.ln(said.before)
        pdf.set_text_color(*said.colour)
        _set(pdf, said, dry_run=False)


def _together(pdf: FPDF, paragraphs: list[_Said], rules: int = 0) -> None:
    """Paragraphs, and lines to write on below them, that stand on one page where a page holds them."""
    high = sum(said.before + _set(pdf, said, dry_run=True) for said in paragraphs) + rules * _ROOM
    if pdf.will_page_break(high):
        pdf.add_page()
    _say(pdf, paragraphs)
    for _ in range(rules):
        pdf.cell(0, _ROOM, "", border="B", new_x="LMARGIN", new_y="NEXT")


def _set(pdf: FPDF, said: _Said, dry_run: bool) -> float:
    """Set a paragraph, or only measure it; its height in millimetres."""
    from fpdf.enums import MethodReturnValue

    pdf.set_font(_NAME, size=said.size)
    # A sign that the font lacks is shown as one that says so; the library would leave it out, and log it.
    has = _signs()
    words = said.words if len(said.words) <= _LONGEST else said.words[:_LONGEST] + _CUT
    shown = " ".join("".join(char if ord(char) in has else "\ufffd" for char in visible(words)).split())
    # Shaping joins letters and turns their direction where a script needs it, and takes six times as long.
    pdf.set_text_shaping(any(char >= _NEEDS_SHAPING for char in shown))
    # The size is in points, a line's height in millimetres: half of it is 1.4 times the size.
    high = pdf.multi_cell(
        0, said.size * 0.5, shown, align="L", new_x="LMARGIN", new_y="NEXT", wrapmode=_wrapping(shown),
        dry_run=dry_run, output=MethodReturnValue.HEIGHT,
    )  # fmt: skip
    return float(high) if isinstance(high, (int, float)) else 0.0


def _wrapping(words: str) -> WrapMode:
    """Words are kept whole, unless one is longer than a line."""
    from fpdf.enums import WrapMode

    return WrapMode.CHAR if any(len(word) > 60 for word in words.split()) else WrapMode.WORD


def _heading(words: str) -> _Said:
    return _Said(words, 13, before=3)


def _items(items: Iterable[str]) -> list[_Said]:
    return [_Said(f"–  {item}") for item in items]


def _of_line(line: HandoutLine) -> list[_Said]:
    above = [_Said(f"For: {line.objective}", 9, _SOFT)] if line.objective else []
    room = ROOM_OBJECTIVE if line.is_objective else ROOM_KEY_RESULT
    return [
        _Said(f"{line.number}. {name_of(line)}", 9, _SOFT, before=5),
        *above,
        _Said(line.text, 13),
        _Said(line.question, 11, before=1),
        _Said(room, 9, _SOFT, before=1),
    ]


def _of_step(step: Step) -> list[_Said]:
    cited = [f"“{each.excerpt}” {each.source}: {each.section}" for each in step.citations] or [NO_GUIDANCE]
    return [
        _heading(f"{step.title} ({step.minutes} minutes)"),
        _Said(step.do),
        _Said("Ask", 9, _SOFT, before=1),
        *_items(step.ask),
        _Said("Listen for", 9, _SOFT, before=1),
        *_items(step.listen_for),
        *(_Said(said, 9, _SOFT, before=1) for said in cited),
    ]
