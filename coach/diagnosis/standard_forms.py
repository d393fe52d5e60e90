"""The one-page standard as a file: HTML that prints on one A4 page, Markdown, and a Word document. Its words are data in all three."""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from coach.diagnosis.standard import Line, Section, Standard
from coach.report.markdown import escaped
from coach.report.plain import visible

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

Form = Literal["html", "markdown", "docx"]
ENDINGS: dict[Form, str] = {"html": "html", "markdown": "md", "docx": "docx"}
MIME: dict[Form, str] = {
    "html": "text/html",
    "markdown": "text/markdown",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
STRONG = "In bold: to be mended before a draft is shared."
_NO_XML = str.maketrans({"\ufffe": "�", "\uffff": "�"})
_CSS = """
@page { size: A4; margin: 12mm 14mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 62rem; background: #fff; color: #24221e;
  font: 14px/1.4 "Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .2rem; }
.about { margin: 0 0 .9rem; color: #5d584e; }
main { display: grid; grid-template-columns: 1fr 1fr; gap: .9rem 1.6rem; }
section { border-top: 2px solid #2b5f52; padding-top: .4rem; break-inside: avoid; }
h2 { font-size: 1.02rem; margin: 0 0 .3rem; }
.pattern { margin: 0 0 .4rem; padding: .35rem .55rem; background: #f3f0e9; border-radius: 4px; }
ul { margin: 0; padding-left: 1.05rem; }
li { margin: .12rem 0; }
.blank { border-bottom: 1px dashed #2b5f52; color: #2b5f52; padding: 0 .1rem; white-space: nowrap; }
footer { margin-top: .9rem; border-top: 1px solid #d9d4c8; padding-top: .4rem; font-size: .88rem; color: #5d584e; }
footer p { margin: .15rem 0; }
@media (max-width: 600px) { main { grid-template-columns: 1fr; } .blank { white-space: normal; } }
@media print { html { font-size: 12px; } body { padding: 0; max-width: none; font-size: 11.5px; line-height: 1.33; } }
"""


def written(page: Standard, form: Form) -> bytes:
    """The page in one of its forms, ready to be written to a file."""
    if form == "docx":
        return as_docx(page)
    text = as_html(page) if form == "html" else as_markdown(page)
    return text.encode("utf-8", "replace")


def as_html(page: Standard) -> str:
    """One file that needs no other; printed on A4 it is one page."""
    title = plain(page.title)
    sections = "".join(_section_html(section) for section in page.sections)
    notes = "".join(f"<p>{_escaped(note)}</p>" for note in (*page.notes, STRONG))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_escaped(title)}</title><style>{_CSS}</style></head><body>"
        f'<h1>{_line_html(page.title)}</h1><p class="about">{_line_html(page.about)}</p>'
        f"<main>{sections}</main><footer>{notes}</footer></body></html>\n"
    )


def as_markdown(page: Standard) -> str:
    """Markdown in which every text shows to the letter; a blank is its label in square brackets."""
    blocks = [f"# {_line_markdown(page.title)}", _line_markdown(page.about)]
    for section in page.sections:
        blocks.append(f"## {escaped(section.title)}")
        if section.pattern:
            blocks.append(_line_markdown(section.pattern))
        blocks.append("\n".join(f"- {_line_markdown(line)}" for line in section.lines))
    blocks += [escaped(note) for note in (*page.notes, STRONG)]
    return "\n\n".join(blocks) + "\n"


def as_docx(page: Standard) -> bytes:
    """A Word document of one A4 page."""
    from docx import Document
    from docx.shared import Mm, Pt

    document = Document()
    paper = document.sections[0]
    paper.page_width, paper.page_height = Mm(210), Mm(297)
    paper.top_margin = paper.bottom_margin = Mm(11)
    paper.left_margin = paper.right_margin = Mm(15)
    for name, size in (("Normal", 9), ("List Bullet", 9), ("Heading 1", 15), ("Heading 2", 11)):
        style: Any = document.styles[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before = Pt(5 if name == "Heading 2" else 0)
        style.paragraph_format.space_after = Pt(1)
        style.paragraph_format.line_spacing = 1.0
    _line_docx(document.add_paragraph(style="Heading 1"), page.title)
    _line_docx(document.add_paragraph(), page.about)
    for section in page.sections:
        document.add_paragraph(section.title, style="Heading 2")
        if section.pattern:
            _line_docx(document.add_paragraph(), section.pattern)
        for line in section.lines:
            _line_docx(document.add_paragraph(style="List Bullet"), line)
    for note in (*page.notes, STRONG):
        document.add_paragraph().add_run(_in_xml(note)).italic = True
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def plain(line: Line) -> str:
    """A line as text, its blanks in square brackets."""
    return "".join(f"[{piece.text}]" if piece.is_blank else piece.text for piece in line.pieces)


def _section_html(section: Section) -> str:
    pattern = f'<p class="pattern">{_line_html(section.pattern)}</p>' if section.pattern else ""
    items = "".join(f"<li>{_line_html(line)}</li>" for line in section.lines)
    return f"<section><h2>{_escaped(section.title)}</h2>{pattern}<ul>{items}</ul></section>"


def _line_html(line: Line) -> str:
    words = "".join(
        f'<span class="blank">[{_escaped(piece.text)}]</span>'
        if piece.is_blank
        else f"<bdi>{_escaped(piece.text)}</bdi>"
        for piece in line.pieces
    )
    return f"<b>{words}</b>" if line.is_strong else words


def _line_markdown(line: Line) -> str:
    words = "".join(f"\\[{escaped(piece.text)}\\]" if piece.is_blank else _spaced(piece.text) for piece in line.pieces)
    return f"**{words.strip()}**" if line.is_strong else words


def _spaced(text: str) -> str:
    """Escaped Markdown that keeps the spaces at both ends, which join it to a blank."""
    inner = text.strip()
    if not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{escaped(inner)}{after}"


def _line_docx(paragraph: Paragraph, line: Line) -> None:
    for piece in line.pieces:
        run = paragraph.add_run(f"[{_in_xml(piece.text)}]" if piece.is_blank else _in_xml(piece.text))
        if line.is_strong:
            run.bold = True
        if piece.is_blank:
            run.underline = True


def _in_xml(text: str) -> str:
    return visible(text).translate(_NO_XML)


def _escaped(text: str) -> str:
    return escape(visible(text), quote=True)
