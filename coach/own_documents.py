"""An organisation's own guidance: documents that are added to the knowledge base, cited like any other, listed and removed.

A document is text to be cited, nothing more: what stands in it can add to advice and never instructs the program. Each is
kept below the data directory as one JSON file of passages; the file it came from is not needed again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from coach.errors import InputError, KnowledgeError
from coach.guidance import Passage

_ENDINGS = (".md", ".txt", ".docx", ".pdf")
_LARGEST = 20 * 1024 * 1024
_PASSAGE = 900
"""Characters of a passage: about the length of a section of the shipped guidance."""
_MOST_PASSAGES = 2000
"""Of one document: a book of 600 pages. With so many a search takes about 1 ms, with 6,000 about 8 ms."""
_MOST_PAGES = 500


@dataclass(frozen=True)
class OwnDocument:
    """A document that was added."""

    name: str
    title: str
    added: str
    passages: int


def add(path: Path, home: Path) -> OwnDocument:
    """Add the document at `path`, replacing one of the same name.

    Raises:
        InputError: it is missing, too large, of no known format, damaged, or holds no text.
    """
    if not path.is_file():
        raise InputError(f"{path}: there is no such file; expected a document in {', '.join(_ENDINGS)}")
    if path.suffix.lower() not in _ENDINGS:
        raise InputError(
            f"{path.name}: '{path.suffix}' is not read as guidance; save it as one of {', '.join(_ENDINGS)}"
        )
    if path.stat().st_size > _LARGEST:
        raise InputError(
            f"{path.name}: {path.stat().st_size / 1e6:.0f} MB; at most {_LARGEST // 1024 // 1024} MB are read. Split it into chapters"
        )
    title, sections = _sections(path)
    if not any(text.strip() for _, text in sections):
        raise InputError(f"{path.name}: no text was found in it; if it is a scan, save it with its text recognised")
    pieces = _split(sections)
    if len(pieces) > _MOST_PASSAGES:
        raise InputError(
            f"{path.name}: {len(pieces):,} passages of up to {_PASSAGE} characters; at most {_MOST_PASSAGES:,} are kept of one "
            "document, so that a search stays quick. Add only the chapters that a review is to cite, each as a document"
        )
    name = _writable(path.name)
    title = title or _writable(path.stem).replace("_", " ").replace("-", " ").strip()
    passages = [
        {"id": f"own/{name}#{number}", "section": heading or title, "text": text}
        for number, (heading, text) in enumerate(pieces, start=1)
    ]
    added = datetime.now(UTC).isoformat(timespec="seconds")
    record = {"name": name, "title": title, "added": added, "passages": passages}
    folder = _folder(home)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as out:
            json.dump(record, out, ensure_ascii=False)
        os.replace(temporary, folder / _file(name))
    except OSError as error:
        raise InputError(
            f"{path.name}: it cannot be kept in {folder} ({error}); set OKR_COACH_HOME to a folder you can write to"
        ) from error
    return OwnDocument(name, title, added, len(passages))


def remove(name: str, home: Path) -> None:
    """Remove the document of this name.

    Raises:
        InputError: there is none of this name.
    """
    path = _folder(home) / _file(_writable(name))
    if not path.is_file():
        known = ", ".join(document.name for document in documents(home)) or "none yet"
        raise InputError(f"there is no document '{name}' in the knowledge base; there are: {known}")
    path.unlink()


def documents(home: Path) -> list[OwnDocument]:
    """The documents that were added, by name."""
    return [OwnDocument(r["name"], r["title"], r["added"], len(r["passages"])) for r in _records(home)]


def stamp(home: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells one state of the added documents from another, without reading them."""
    found = []
    for path in sorted(_folder(home).glob("*.json")):
        with suppress(FileNotFoundError):  # removed meanwhile
            status = path.stat()
            found.append((path.name, status.st_mtime_ns, status.st_size))
    return tuple(found)


def own_passages(home: Path) -> list[Passage]:
    """The passages of every document that was added."""
    return [
        Passage(p["id"], "own", record["title"], p["section"], p["text"], (record["name"],))
        for record in _records(home)
        for p in record["passages"]
    ]


def _records(home: Path) -> list[dict]:  # type: ignore[type-arg]
    folder = _folder(home)
    if not folder.is_dir():
        return []
    return sorted((_record(path) for path in folder.glob("*.json")), key=lambda record: str(record["name"]))


def _record(path: Path) -> dict:  # type: ignore[type-arg]
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        complete = {"name", "title", "added"} <= set(record) and all(
            {"id", "section", "text"} <= set(p) for p in record["passages"]
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise KnowledgeError(
            f"{path} is damaged ({type(error).__name__}); remove the file and add its document again"
        ) from error
    if not complete:
        raise KnowledgeError(f"{path} is no document of the knowledge base; remove the file and add its document again")
    return dict(record)


def _folder(home: Path) -> Path:
    return home / "documents"


def _writable(name: str) -> str:
    """A file's name as text: bytes of it that are not UTF-8 are spelt out, so that two names stay two."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _file(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:24] + ".json"


def _sections(path: Path) -> tuple[str, list[tuple[str, str]]]:
    """The document's own title, if its only heading of the first level leads it, and the document as (heading, text) in order."""
    if path.suffix.lower() == ".pdf":
        return "", _pdf(path)
    if path.suffix.lower() == ".docx":
        from coach.intake.document import document_text

        text = document_text(path.read_bytes(), path.name)
    else:
        text = _plain_text(path.read_bytes(), path)
    before, *parts = re.split(r"^(#{1,6}) +(.+)$", text, flags=re.MULTILINE)
    levels, headings, texts = parts[0::3], parts[1::3], parts[2::3]
    leads = not before.strip() and levels.count("#") == 1 and levels[0] == "#"
    return headings[0].strip() if leads else "", [("", before), *zip(headings, texts, strict=True)]


def _plain_text(content: bytes, path: Path) -> str:
    from coach.intake.bounds import sniff
    from coach.intake.encodings import decode

    try:
        if content and sniff(content, path.name) != "text":
            raise InputError("an Office file")
        return decode(content, path.name)[0]
    except InputError:
        raise InputError(
            f"{path.name}: the ending is {path.suffix}, but the bytes are no text. Give the file the ending of what it is "
            "(.docx or .pdf), or save its words as Markdown or plain text in UTF-8"
        ) from None


def _pdf(path: Path) -> list[tuple[str, str]]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{path.name}: the PDF is encrypted; save it without a password")
        if len(reader.pages) > _MOST_PAGES:
            raise InputError(
                f"{path.name}: {len(reader.pages):,} pages; at most {_MOST_PAGES} of a PDF are read. Split it into chapters"
            )
        return [(f"page {number}", page.extract_text() or "") for number, page in enumerate(reader.pages, start=1)]
    except InputError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise InputError(
            f"{path.name}: the PDF is damaged or of a kind that cannot be read ({type(error).__name__}); print it to a new PDF"
        ) from error


def _split(sections: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Sections in pieces of a passage's length, cut at paragraphs and sentences."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=_PASSAGE, chunk_overlap=0, separators=["\n\n", "\n", ". ", " ", ""]
    )
    return [
        (heading.strip(), piece.strip())
        for heading, text in sections
        for piece in splitter.split_text(text)
        if piece.strip()
    ]
