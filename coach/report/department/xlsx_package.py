"""The parts of a workbook's package that name one another: the list of sheets, relationships, content types, styles.

They are read with a parser and changed by adding bytes, so that what other programs wrote into them stays.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

from coach.errors import InputError
from coach.report.department.cells import xml_attribute

_STRICT = "http://purl.oclc.org/ooxml/"
_FIRST_WORDS = rb"""\s+%s\s*=\s*(?:"[^"]*"|'[^']*')"""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    part: str
    """Where its content is in the package."""
    is_worksheet: bool


@dataclass(frozen=True)
class Styles:
    """The numbers of the two styles that are added."""

    heading: int | None
    words: int | None


class Package:
    """A workbook's parts, with those that were changed; large parts are never held here."""

    def __init__(self, archive: ZipFile) -> None:
        """Raises InputError where it is no workbook."""
        self._archive = archive
        self.changed: dict[str, bytes] = {}
        self.names = {name.lower(): name for name in archive.namelist()}
        self.workbook = next(
            (target for _, kind, target in self.relationships("") if kind == "officeDocument"), "xl/workbook.xml"
        )
        root = _tree(self.read(self.workbook), self.workbook)
        self.is_strict = _STRICT in root.tag
        targets = {id_: (kind, target) for id_, kind, target in self.relationships(self.workbook)}
        self.sheets: list[Sheet] = []
        self._ids: set[int] = set()
        for element in root.iter():
            if _local(element.tag) == "sheet":
                relation = next((v for k, v in element.attrib.items() if _local(k) == "id"), "")
                kind, target = targets.get(relation, ("", ""))
                self.sheets.append(Sheet(element.attrib.get("name", ""), target, kind == "worksheet"))
                self._ids.add(int(element.attrib.get("sheetId", "0")))

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self.changed or part.lower() in self.names

    def read(self, part: str) -> bytes:
        """A part, as it is now. Raises InputError where there is none."""
        if part in self.changed:
            return self.changed[part]
        if part.lower() not in self.names:
            raise InputError(f"the workbook has no part {part}")
        return self._archive.read(self.names[part.lower()])

    def free_name(self, pattern: str) -> str:
        """A part's name that is not taken: `pattern` with a number in the place of ``{}``."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def relationships(self, part: str) -> list[tuple[str, str, str]]:
        """The id, the kind and the target part of each relationship of a part; those to places outside are left out."""
        path = _relationships_of(part)
        if not self.has(path):
            return []
        found = []
        for element in _tree(self.read(path), path):
            if element.attrib.get("TargetMode") != "External":
                target = element.attrib.get("Target", "")
                base = "" if target.startswith("/") else posixpath.dirname(part)
                target = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
                found.append((element.attrib.get("Id", ""), element.attrib.get("Type", "").rpartition("/")[2], target))
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship from `part` to `target`, and give its id."""
        path = _relationships_of(part)
        taken = {id_ for id_, _, _ in self.relationships(part)}
        number = 1
        while f"rIdCoach{number}" in taken:
            number += 1
        base = _STRICT + "officeDocument/relationships/" if self.is_strict else _TRANSITIONAL
        existing = self.read(path) if self.has(path) else _NO_RELATIONSHIPS
        self.changed[path] = appended(
            existing,
            f'<{{p}}Relationship Id="rIdCoach{number}" Type="{base}{kind}" Target="/{xml_attribute(target)}"/>',
        )
        return f"rIdCoach{number}"

    def declare(self, part: str, content_type: str) -> None:
        """Say what a new part holds."""
        name = "[Content_Types].xml"
        entry = f'<{{p}}Override PartName="/{xml_attribute(part)}" ContentType="{content_type}"/>'
        self.changed[name] = appended(self.read(name), entry)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Say what parts with this ending hold, where that is not said."""
        name = "[Content_Types].xml"
        content = self.read(name)
        if not re.search(rb'Extension\s*=\s*["\']' + ending.encode() + rb'["\']', content, re.IGNORECASE):
            entry = f'<{{p}}Default Extension="{ending}" ContentType="{content_type}"/>'
            self.changed[name] = appended(content, entry)

    def put_sheet_first(self, name: str, part: str) -> None:
        """Make a part the workbook's first sheet, the one that shows when it is opened."""
        relation = self.relate(self.workbook, "worksheet", part)
        content = self.read(self.workbook)
        namespace = _STRICT + "officeDocument/relationships" if self.is_strict else _TRANSITIONAL.rstrip("/")
        opening = re.search(rb"<((?:[\w.-]+:)?)sheets\b[^>]*>", content)
        if opening is None:
            raise InputError("the workbook lists no sheets")
        prefix = opening.group(1).decode()
        entry = (
            f'<{prefix}sheet xmlns:coach="{namespace}" name="{xml_attribute(name)}" sheetId="{max(self._ids, default=0) + 1}" '
            f'coach:id="{relation}"/>'
        )
        content = content[: opening.end()] + entry.encode() + content[opening.end() :]
        # Names that hold for one sheet count the sheets, and so does the one that is shown.
        content = re.sub(
            rb'(localSheetId\s*=\s*["\'])(\d+)',
            lambda match: match.group(1) + str(int(match.group(2)) + 1).encode(),
            content,
        )
        content = re.sub(rb"<(?:[\w.-]+:)?workbookView\b[^>]*>", _showing_the_first, content, count=1)
        self.changed[self.workbook] = content

    def add_styles(self) -> Styles:
        """Add a style for headings and one for words; none where the workbook keeps its styles in no known form."""
        part = next((target for _, kind, target in self.relationships(self.workbook) if kind == "styles"), None)
        if part is None or not self.has(part):
            return Styles(None, None)
        content = self.read(part)
        fonts, formats = _list_in(content, "fonts"), _list_in(content, "cellXfs")
        if formats is None or fonts is None:
            return Styles(None, None)
        p = formats.prefix
        font = f'<{p}font><{p}b/><{p}sz val="11"/><{p}name val="Calibri"/><{p}family val="2"/></{p}font>'
        made = "".join(
            f'<{p}xf numFmtId="49" fontId="{number}" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" '
            f'applyFont="1" applyAlignment="1"><{p}alignment vertical="top" wrapText="1"/></{p}xf>'
            for number in (fonts.count("font", content), 0)
        )
        first = formats.count("xf", content)
        for found, added, more in sorted(((fonts, font, 1), (formats, made, 2)), key=lambda e: -e[0].start):
            content = found.with_more(content, added, more)
        self.changed[part] = content
        return Styles(first, first + 1)


@dataclass(frozen=True)
class _List:
    """A list of elements within a part."""

    name: str
    prefix: str
    start: int
    inner: int
    end: int

    def count(self, child: str, content: bytes) -> int:
        """How many there are."""
        return len(
            re.findall(rb"<" + self.prefix.encode() + child.encode() + rb"[\s/>]", content[self.inner : self.end])
        )

    def with_more(self, content: bytes, words: str, more: int) -> bytes:
        """The part with elements added at the end of the list."""
        child = {"fonts": "font", "cellXfs": "xf"}[self.name]
        count = self.count(child, content) + more
        tag = re.sub(
            rb'(\scount\s*=\s*["\'])\d+', lambda m: m.group(1) + str(count).encode(), content[self.start : self.inner]
        )
        return content[: self.start] + tag + content[self.inner : self.end] + words.encode() + content[self.end :]


def _list_in(content: bytes, name: str) -> _List | None:
    opening = re.search(
        rb"<((?:[\w.-]+:)?)" + name.encode() + rb"\b[^>]*[^/>]>|<((?:[\w.-]+:)?)" + name.encode() + rb">", content
    )
    if opening is None:
        return None
    prefix = (opening.group(1) or opening.group(2) or b"").decode()
    end = content.find(f"</{prefix}{name}>".encode(), opening.end())
    return _List(name, prefix, opening.start(), opening.end(), end) if end >= 0 else None


def _showing_the_first(match: re.Match[bytes]) -> bytes:
    tag = match.group()
    for attribute in (b"activeTab", b"firstSheet"):
        tag = re.sub(_FIRST_WORDS % attribute, b"", tag)
    return tag


_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_NO_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def appended(content: bytes, words: str) -> bytes:
    """A part with an element added as the last of its root; ``{p}`` in `words` becomes the root's prefix."""
    at = content.rfind(b"</")
    if at < 0:
        root = re.search(rb"<((?:[\w.-]+:)?)([\w.-]+)(?:\s[^<>]*)?/>\s*$", content)
        if root is None:
            raise InputError("a part of the workbook is not XML")
        prefix = root.group(1).decode()
        opened = content[: root.end()].rstrip()[:-2] + b">"
        return opened + words.format(p=prefix).encode() + f"</{prefix}{root.group(2).decode()}>".encode()
    name = content[at + 2 :].split(b">")[0].strip().decode("utf-8", "replace")
    prefix = f"{name.rpartition(':')[0]}:" if ":" in name else ""
    return content[:at] + words.format(p=prefix).encode("utf-8", "replace") + content[at:]


def _relationships_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _tree(content: bytes, part: str) -> Any:
    from xml.etree.ElementTree import fromstring

    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise InputError(
            f"the workbook's part {part} declares entities of its own, which no spreadsheet program writes"
        )
    try:
        return fromstring(content)
    except Exception as error:
        raise InputError(f"the workbook's part {part} cannot be read ({error})") from error


def _local(name: str) -> str:
    return name.rpartition("}")[2]
