"""Comments on the cells that are quoted: the list of a sheet's comments and the drawing of their boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from coach.report.department.cells import xml_attribute, xml_text
from coach.report.department.xlsx_package import Package, appended
from coach.report.department.xlsx_reading import Measured, column_number

AUTHOR = "OKR Coach"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


class Comment(NamedTuple):
    """A comment on one cell."""

    row: int
    column: str
    words: str


def add_comments(
    package: Package, sheet: str, measured: Measured, comments: Iterable[Comment], number: int
) -> tuple[bytes, int]:
    """Put comments on the cells of a sheet.

    Args:
        package: the workbook.
        sheet: the sheet's part.
        measured: what is known of the sheet.
        comments: what to say, and where.
        number: the sheet's number, for the ids of the boxes.

    Returns:
        the element that the sheet needs for them (nothing where it has one), and how many cells were left as they are
        because they carry a comment of their own.
    """
    related = package.relationships(sheet)
    listed = next((target for _, kind, target in related if kind == "comments" and package.has(target)), None)
    drawn = next((target for id_, _, target in related if id_ == measured.legacy_drawing and package.has(target)), None)
    taken = set(re.findall(rb'\sref\s*=\s*["\']([A-Z]+\d+)["\']', package.read(listed))) if listed else set()
    wanted = list(comments)
    free = [comment for comment in wanted if f"{comment.column}{comment.row}".encode() not in taken]
    kept = len(wanted) - len(free)
    if not free or (measured.legacy_drawing is not None and (listed is None or drawn is None)):
        return b"", kept if not free else len(wanted)
    element = b""
    if listed is None:
        listed = package.free_name("xl/comments_coach{}.xml")
        package.changed[listed] = _no_comments(package.is_strict)
        package.declare(listed, _COMMENTS_TYPE)
        package.relate(sheet, "comments", listed)
    if drawn is None:
        drawn = package.free_name("xl/drawings/coach{}.vml")
        package.changed[drawn] = _DRAWING.format(number=number).encode()
        package.declare_ending("vml", _DRAWING_TYPE)
        relation = package.relate(sheet, "vmlDrawing", drawn)
        element = _element(package, relation)
    package.changed[listed] = _with_comments(package.read(listed), free)
    package.changed[drawn] = appended(
        package.read(drawn), "".join(_boxes(free, number)).replace("{", "{{").replace("}", "}}")
    )
    return element, kept


def _element(package: Package, relation: str) -> bytes:
    kind = "purl.oclc.org/ooxml" if package.is_strict else "schemas.openxmlformats.org"
    year = "" if package.is_strict else "/2006"
    namespace = f"http://{kind}/officeDocument{year}/relationships"
    main = _STRICT_MAIN if package.is_strict else _MAIN
    return f'<legacyDrawing xmlns="{main}" xmlns:coach="{namespace}" coach:id="{relation}"/>'.encode()


def _no_comments(strict: bool) -> bytes:
    main = _STRICT_MAIN if strict else _MAIN
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{main}"><authors></authors>'
        "<commentList></commentList></comments>"
    ).encode()


def _with_comments(content: bytes, comments: list[Comment]) -> bytes:
    """The list with more comments, under an author of their own."""
    prefix = (re.search(rb"<((?:[\w.-]+:)?)comments\b", content) or re.match(rb"()", content)).group(1).decode()  # type: ignore[union-attr]
    author = len(re.findall(f"<{prefix}author[\\s/>]".encode(), content))
    p = prefix
    more = "".join(
        f'<{p}comment ref="{comment.column}{comment.row}" authorId="{author}"><{p}text><{p}r><{p}t xml:space="preserve">'
        f"{xml_text(comment.words)}</{p}t></{p}r></{p}text></{p}comment>"
        for comment in comments
    )
    content = _into(content, f"{p}authors", f"<{p}author>{xml_attribute(AUTHOR)}</{p}author>")
    return _into(content, f"{p}commentList", more)


def _into(content: bytes, name: str, words: str) -> bytes:
    closing = f"</{name}>".encode()
    if closing in content:
        return content.replace(closing, words.encode("utf-8", "replace") + closing, 1)
    whole = f"<{name}>{words}</{name}>".encode("utf-8", "replace")
    return re.sub(f"<{name}\\s*/>".encode(), lambda match: whole, content, count=1)


def _boxes(comments: list[Comment], number: int) -> Iterable[str]:
    """A hidden box beside each cell; its size is the same for all, and a click on its edge changes it."""
    for at, comment in enumerate(comments, 1):
        column, row = column_number(comment.column) - 1, comment.row - 1
        yield (
            f'<v:shape id="_x0000_s{number * 1_000_000 + at}" type="#_x0000_t202" '
            'style="position:absolute;width:260pt;height:150pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
            'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
            'xmlns:x="urn:schemas-microsoft-com:office:excel" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
            '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox/>'
            f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{column + 1}, 15, {max(0, row - 1)}, 10, '
            f"{column + 5}, 15, {row + 8}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
            f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
        )
