"""Word documents: paragraphs, list levels, headings and tables, in order, as the text they are read as.

The text is Markdown-like, and places in the draft count in it: headings with ``#``, list items with ``-`` or ``1.`` and
four spaces a level, tables with bars. Deleted text of tracked changes is left out, inserted text is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from coach.errors import InputError
from coach.intake.bounds import open_zip
from coach.intake.text import read_text
from coach.okr import Draft

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop)\s*(\d)", re.IGNORECASE)
_LIST = re.compile(
    r"list (bullet|number|paragraph|continue)?\s*(\d)?|(?:aufzählungszeichen|listennummer|liste à puces|liste à numéros)\s*(\d)?",
    re.IGNORECASE,
)
_MAX_NESTING = 30
_MAX_LEVEL = 8  # Word has list levels 0 to 8


def read_document(content: bytes, *, name: str) -> Draft:
    """The draft in a .docx document; raises InputError where it is damaged or cannot be opened."""
    text = document_text(content, name)
    return read_text(text, name=name)


def document_text(content: bytes, name: str) -> str:
    """The text that a .docx document is read as; raises InputError where it is damaged, a bomb, or cannot be opened."""
    from docx import Document

    open_zip(content, name)
    try:
        document = Document(BytesIO(content))
        return "\n".join(_blocks(document.element.body, _Styles(document), 0))
    except InputError:
        raise
    except RecursionError:
        raise InputError(
            f"{name}: the document is nested too deep to be read. Copy its words and paste them."
        ) from None
    except Exception as error:
        said = " ".join(str(error).split())[:160] or type(error).__name__
        raise InputError(
            f"{name}: the document is damaged and cannot be read ({said}). Expected a .docx document. Open it in its program, save it again as .docx and try again."
        ) from None


class _Styles:
    """A document's style names and the kinds of its numbered lists."""

    def __init__(self, document: Any) -> None:
        self.names: dict[str, str] = {}
        self.lists: dict[str, tuple[str, int]] = {}
        for style in document.styles.element.iter(f"{_W}style"):
            key = style.get(f"{_W}styleId")
            name = style.find(f"{_W}name")
            if key is not None:
                self.names[key] = name.get(f"{_W}val") if name is not None else key
                number = style.find(f"{_W}pPr/{_W}numPr/{_W}numId")
                level = style.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
                if number is not None:
                    self.lists[key] = (number.get(f"{_W}val"), _list_level(level))
        self.formats: dict[tuple[str, int], str] = {}
        try:
            numbering = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract: dict[str, dict[int, str]] = {}
        for entry in numbering.iter(f"{_W}abstractNum"):
            levels = abstract.setdefault(entry.get(f"{_W}abstractNumId"), {})
            for level in entry.iter(f"{_W}lvl"):
                shape = level.find(f"{_W}numFmt")
                levels[int(level.get(f"{_W}ilvl"))] = shape.get(f"{_W}val") if shape is not None else "bullet"
        for entry in numbering.iter(f"{_W}num"):
            link = entry.find(f"{_W}abstractNumId")
            for depth, shape in abstract.get(link.get(f"{_W}val") if link is not None else "", {}).items():
                self.formats[(entry.get(f"{_W}numId"), depth)] = shape


def _blocks(body: Any, styles: _Styles, depth: int) -> Iterator[str]:
    """The lines of a body, cell or content control."""
    if depth > _MAX_NESTING:
        return
    for child in body:
        if child.tag == f"{_W}p":
            yield _paragraph(child, styles)
        elif child.tag == f"{_W}tbl":
            yield ""
            yield from _table(child, styles, depth)
            yield ""
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag", f"{_W}customXml"):
            yield from _blocks(child, styles, depth + 1)


def _paragraph(paragraph: Any, styles: _Styles) -> str:
    """One paragraph as a line, with the mark of its heading or list level."""
    text = _words(paragraph).strip()
    if not text:
        return ""
    properties = paragraph.find(f"{_W}pPr")
    style = properties.find(f"{_W}pStyle") if properties is not None else None
    key = style.get(f"{_W}val") if style is not None else ""
    name = styles.names.get(key, key) or ""
    outline = properties.find(f"{_W}outlineLvl") if properties is not None else None
    heading = _HEADING.match(name)
    if name.lower() in ("title", "titel", "titre"):
        return f"# {text}"
    depth = int(outline.get(f"{_W}val", "9")) + 1 if outline is not None else 9
    if heading or depth <= 6:
        level = int(heading.group(1)) if heading else depth
        return f"{'#' * min(level + 1, 6)} {text}"
    mark = _list_mark(properties, key, name, styles)
    if mark is not None:
        return mark + text
    return f"**{text}**" if _is_bold(paragraph) and "\n" not in text and len(text) < 200 else text


def _list_mark(properties: Any, key: str, name: str, styles: _Styles) -> str | None:
    """The bullet or number of a list paragraph, set in by its level; None where it is no list item."""
    number = properties.find(f"{_W}numPr/{_W}numId") if properties is not None else None
    level = properties.find(f"{_W}numPr/{_W}ilvl") if properties is not None else None
    depth = _list_level(level)
    numbered = number.get(f"{_W}val") if number is not None else None
    if numbered is None and key in styles.lists:
        numbered, depth = styles.lists[key]
    listed = _LIST.match(name)
    if numbered in (None, "0") and not (
        listed and listed.group(1) != "paragraph" and (listed.group(1) or listed.group(3))
    ):
        return None
    shape = styles.formats.get(
        (numbered or "", depth), "bullet" if "bullet" in name.lower() or "number" not in name.lower() else "decimal"
    )
    if listed:
        depth = max(depth, int(listed.group(2) or listed.group(3) or 1) - 1)
    return "    " * depth + ("- " if shape in ("bullet", "none") else "1. ")


def _list_level(level: Any) -> int:
    """The level that a list paragraph names, within those that Word has."""
    said = level.get(f"{_W}val", "0") if level is not None else "0"
    return max(0, min(int(said), _MAX_LEVEL)) if re.fullmatch(r"-?\d{1,9}", said) else 0


def _words(paragraph: Any) -> str:
    """The text of a paragraph: inserted words kept, deleted words left out, breaks as line breaks."""
    parts: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t" and not _is_deleted(node, paragraph):
            parts.append(node.text or "")
        elif node.tag == f"{_W}tab" and node.getparent().tag == f"{_W}r":
            parts.append("\t")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif node.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return "".join(parts)


def _is_deleted(node: Any, top: Any) -> bool:
    """Whether a text stands in a deleted or moved-away stretch, or in a text box's fallback copy."""
    parent = node.getparent()
    while parent is not None and parent is not top:
        if parent.tag in (f"{_W}del", f"{_W}moveFrom") or parent.tag.endswith("}Fallback"):
            return True
        parent = parent.getparent()
    return False


def _is_bold(paragraph: Any) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if any((t.text or "").strip() for t in run.iter(f"{_W}t"))]
    return bool(runs) and all(
        (bold := run.find(f"{_W}rPr/{_W}b")) is not None and bold.get(f"{_W}val", "1") not in ("0", "false")
        for run in runs
    )


def _table(table: Any, styles: _Styles, depth: int) -> Iterator[str]:
    """A table with bars; a cell merged over several rows or columns is written once."""
    for row in table.iter(f"{_W}tr"):
        if _nearest_table(row) is not table:
            continue
        cells: list[str] = []
        for cell in row.iter(f"{_W}tc"):
            if _nearest_table(cell) is not table:
                continue
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            inside = (
                ""
                if merged is not None and merged.get(f"{_W}val", "continue") == "continue"
                else _cell(cell, styles, depth)
            )
            cells += [inside, *[""] * (min(int(span.get(f"{_W}val", "1")), 60) - 1 if span is not None else 0)]
        yield "| " + " | ".join(cells) + " |"


def _nearest_table(node: Any) -> Any:
    parent = node.getparent()
    while parent is not None and parent.tag != f"{_W}tbl":
        parent = parent.getparent()
    return parent


def _cell(cell: Any, styles: _Styles, depth: int) -> str:
    lines = [line for line in _blocks(cell, styles, depth + 1) if line.strip()]
    return "<br>".join(line.strip().strip("*").replace("|", "\\|") for text in lines for line in text.split("\n"))
