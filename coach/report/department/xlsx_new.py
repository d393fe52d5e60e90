"""A sheet written anew, row by row: the first sheet of a reviewed workbook, and a workbook for rows that came in no workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from coach.intake.sheets import column_letters
from coach.report.department.cells import xml_attribute, xml_text

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EXACT_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{0,9}[1-9])?")
"""What a cell can hold as a number and show again to the letter."""
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_TYPE}"/>'
    '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
)
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Words(NamedTuple):
    """What one cell of a new sheet holds."""

    text: str
    style: int | None = None
    link: str = ""
    """A cell of the workbook that a click leads to, such as ``'Q1 plan'!B3``."""


def sheet(rows: Iterable[Sequence[Words | None]], widths: Sequence[int], strict: bool = False) -> Iterator[str]:
    """A worksheet's part, piece by piece, with `widths` in characters."""
    yield f'{_HEAD}<worksheet xmlns="{_STRICT_MAIN if strict else _MAIN}"><cols>'
    for number, width in enumerate(widths, 1):
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    links = []
    for number, row in enumerate(rows, 1):
        yield f'<row r="{number}">'
        for at, cell in enumerate(row):
            if cell is not None and cell.text:
                name = f"{column_letters(at)}{number}"
                yield text_cell(name, cell.text, cell.style)
                if cell.link:
                    links.append(f'<hyperlink ref="{name}" location="{xml_attribute(cell.link)}"/>')
        yield "</row>"
    yield "</sheetData>"
    if links:
        yield f"<hyperlinks>{''.join(links)}</hyperlinks>"
    yield "</worksheet>"


def text_cell(name: str, text: str, style: int | None) -> str:
    """A cell that holds words, whatever they begin with."""
    styled = f' s="{style}"' if style is not None else ""
    return f'<c r="{name}"{styled} t="inlineStr"><is><t xml:space="preserve">{xml_text(text)}</t></is></c>'


def cell_of_a_workbook(sheet_name: str, cell: str) -> str:
    """The address of a cell, with the name of its sheet quoted."""
    return "'" + sheet_name.replace("'", "''") + f"'!{cell}"


def write_workbook(to: ZipFile, name: str, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """A workbook with one sheet that holds `rows` as they are: each with its number, words as words, plain numbers as numbers."""
    related = f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{{}}</Relationships>'
    parts = {
        "[Content_Types].xml": _HEAD + _TYPES,
        "_rels/.rels": related.format(
            f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": (
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
            f'<sheet name="{xml_attribute(sheet_name(name))}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": related.format(
            f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
        ),
        "xl/styles.xml": _HEAD + _STYLES,
    }
    for part, content in parts.items():
        to.writestr(part, content, ZIP_DEFLATED)
    with to.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as out:
        out.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
        for number, cells in rows:
            made = "".join(_cell(f"{column_letters(at)}{number}", words) for at, words in enumerate(cells) if words)
            out.write(f'<row r="{number}">{made}</row>'.encode("utf-8", "replace"))
        out.write(b"</sheetData></worksheet>")


def _cell(name: str, words: str) -> str:
    if _EXACT_NUMBER.fullmatch(words) and words != "-0":
        return f'<c r="{name}"><v>{words}</v></c>'
    return text_cell(name, words, 1)


def sheet_name(name: str) -> str:
    """`name` as far as a sheet can be called so."""
    kept = re.sub(r"[\\/*?:\[\]\x00-\x1f]", " ", name).strip(" '")[:31].strip(" '")
    return kept or "Sheet"
