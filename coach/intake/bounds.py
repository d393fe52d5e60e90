"""Bounds and first looks: how much is read, and what the first bytes say a file is."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import BinaryIO

from coach.errors import InputError

MAX_FILE_BYTES = 20 * 1024 * 1024
_PART_BYTES = 64 * 1024
MAX_TEXT_CHARACTERS = 5 * 1024 * 1024
MAX_LINE_CHARACTERS = 100_000
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_PART_BYTES = 192 * 1024 * 1024
RATIO_FROM_BYTES = 16 * 1024 * 1024
MAX_RATIO = 120
MAX_PARTS = 5000

_MAGIC: list[tuple[bytes, str]] = [
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"BM", "a bitmap picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a rich text (RTF) document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
    (b"SQLite format 3", "a SQLite database"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_bounded(stream: BinaryIO, name: str) -> bytes:
    """All bytes of `stream`; raises InputError as soon as it holds more than the limit."""
    parts, size = [], 0
    # In parts: a read that waits for a slow writer can then be interrupted between two of them.
    while part := stream.read(min(_PART_BYTES, MAX_FILE_BYTES + 1 - size)):
        parts.append(part)
        size += len(part)
        check_size(size, name)
    return b"".join(parts)


def check_size(size: int, name: str) -> None:
    """Raises InputError where a file is larger than is read."""
    if size > MAX_FILE_BYTES:
        raise InputError(
            f"{name}: larger than {MAX_FILE_BYTES // 1024 // 1024} MB, which is the most that is read at once. Split it, or save only the sheet or pages with the OKRs."
        )


def check_text(text: str, name: str) -> None:
    """Raises InputError where a text is longer than is read."""
    if len(text) > MAX_TEXT_CHARACTERS:
        raise InputError(
            f"{name}: {len(text):,} characters of text, and at most {MAX_TEXT_CHARACTERS:,} are read. Paste or save only the part with the OKRs."
        )


def check_line(line: str, name: str) -> None:
    """Raises InputError where a line, cell or JSON string is longer than is read; a line is read as a whole."""
    if len(line) > MAX_LINE_CHARACTERS:
        raise InputError(
            f"{name}: {len(line):,} characters without a line break, and at most {MAX_LINE_CHARACTERS:,} are read. Expected one objective or key result a line. Leave it out, or break it into lines."
        )


def check_lines(text: str, name: str) -> None:
    """Raises InputError where a line of `text` is longer than is read."""
    if len(text) > MAX_LINE_CHARACTERS:
        for number, line in enumerate(text.splitlines(), start=1):
            check_line(line, f"{name}, line {number}")


def sniff(content: bytes, name: str) -> str:
    """What the bytes are: ``docx``, ``xlsx``, ``text``; raises InputError for everything that is not read."""
    if not content:
        raise InputError(
            f"{name}: the file is empty. Expected text, Markdown, CSV, JSON, .docx or .xlsx with objectives and key results."
        )
    if content.startswith(_OLE):
        raise InputError(_ole_message(content, name))
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(content, name)
    for magic, what in _MAGIC:
        if content.startswith(magic) and (len(magic) > 3 or _is_binary(content)):
            raise InputError(_unreadable(name, what))
    if content[:4] == b"RIFF" and content[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        raise InputError(
            _unreadable(name, {b"WEBP": "a WebP picture", b"WAVE": "a recording"}.get(content[8:12], "a video"))
        )
    if content[4:8] == b"ftyp":
        raise InputError(
            _unreadable(name, "a HEIC picture" if content[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "a video")
        )
    return "text"


def _unreadable(name: str, what: str) -> str:
    return f"{name}: this looks like {what}, which is not read. Copy the words out of it and paste them, or save them as .docx, .xlsx, .csv, .md or .txt."


def _is_binary(content: bytes) -> bool:
    head = content[:4096]
    return b"\x00" in head or sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head) > len(head) // 20


def is_binary(content: bytes) -> bool:
    """Whether the bytes hold control characters as no text does (UTF-16 and UTF-32 with a mark are looked at before)."""
    return _is_binary(content)


def _ole_message(content: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return f"{name}: the file is encrypted with a password, so it cannot be read. Open it, remove the password (File, Info, Protect), save it and try again."
    for stream, what in (
        ("WordDocument", "an old Word document (.doc): save it as .docx"),
        ("Workbook", "an old Excel workbook (.xls): save it as .xlsx"),
        ("Book", "an old Excel workbook (.xls): save it as .xlsx"),
        ("PowerPoint Document", "an old PowerPoint file (.ppt): copy its words and paste them"),
    ):
        if stream.encode("utf-16-le") in content:
            return f"{name}: this looks like {what} and try again."
    return f"{name}: this is an old or encrypted Office file, which is not read. Save it as .docx or .xlsx without a password and try again."


def _sniff_zip(content: bytes, name: str) -> str:
    parts = open_zip(content, name).namelist()
    if "word/document.xml" in parts or any(part.startswith("word/") for part in parts):
        return "docx"
    if any(part.startswith("xl/") for part in parts):
        return "xlsx"
    if any(part.startswith("ppt/") for part in parts):
        raise InputError(_unreadable(name, "a PowerPoint presentation"))
    if "mimetype" in parts or "content.xml" in parts:
        raise InputError(
            f"{name}: this looks like an OpenDocument file, which is not read. Save it as .docx or .xlsx and try again."
        )
    if "[Content_Types].xml" in parts:
        raise InputError(
            f"{name}: this is an Office file without a document or sheets in it; it may be damaged. Open it, save it as .docx or .xlsx and try again."
        )
    raise InputError(_unreadable(name, "a ZIP archive"))


def open_zip(content: bytes, name: str) -> zipfile.ZipFile:
    """The archive in `content`, once its unpacked size is known to be bounded; raises InputError otherwise."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise InputError(
            f"{name}: the file is damaged: it begins like an Office file, but its contents cannot be listed ({error}). Open it in its program, save it again and try again."
        ) from None
    total = sum(part.file_size for part in parts)
    heavy = next(
        (
            p
            for p in parts
            if p.file_size > MAX_PART_BYTES
            or (p.file_size > RATIO_FROM_BYTES and p.file_size > MAX_RATIO * max(p.compress_size, 1))
        ),
        None,
    )
    if (
        len(parts) > MAX_PARTS
        or total > MAX_UNPACKED_BYTES
        or heavy is not None
        or (total > RATIO_FROM_BYTES and total > MAX_RATIO * len(content))
    ):
        raise InputError(
            f"{name}: unpacked, the file would take {total // 1024 // 1024:,} MB from {len(content) // 1024:,} KB, like a compression bomb, so it was not opened. "
            "Save only the sheet or pages with the OKRs in a new file and try again."
        )
    if any(part.flag_bits & 1 for part in parts):
        raise InputError(
            f"{name}: the archive is encrypted with a password, so it cannot be read. Remove the password and try again."
        )
    return archive
