"""Intake: whatever a person pastes or uploads becomes a `Draft`, every part with its place in the input.

    text ──► view ──► lines ──► items ──► roles ──► objectives and key results
    .docx ─► text                 ▲                         ▲
    .csv .tsv .xlsx ─► cells ─► tables, forms, outlines ────┘
    .json ─► the contract's draft, or {"id", "text"}

Decisions that a reader of a draft should know:

- The words kept are the writer's own: bullet, number, label, emphasis, owner, score and status are taken off; a bracket
  that is only a date, or that says a value (``(today: 41)``), stays. A final full stop stays, but for an objective in prose. ``We want to`` and ``Our
  objective is to`` are labels, and so are not part of the objective.
- A lone line or list without any label is read as key results without an objective where its lines are tasks or have
  figures, as an objective where it reads like an aim (``Become ...``), and a notice says so. Prose is left unread.
- A bracket with the form of a name is an owner where it begins with a common given name, or where other lines of the
  draft carry owners in brackets.
- A heading or line that names only a team is the team, also when key results stand right under it.
- A period in a heading is that of what follows; one in a last line of its own (``Review date: 30 June 2027``) is that of all
  objectives where none names one.
- Initiatives listed beside key results, not under one, are the objective's.
- A confidence is kept in `status`, as ``Confidence 6/10``. A "current" column is the baseline where there is no other.
- What is not an objective, a key result or known decoration is `unread`; remarks and comment columns are, too.
"""

from __future__ import annotations

import re
from pathlib import Path

from coach.errors import InputError
from coach.intake import bounds
from coach.intake.encodings import decode
from coach.intake.fenced_json import fenced_json
from coach.intake.structured import is_draft, parse_json, read_json, read_lines
from coach.intake.text import read_text as read_plain_text
from coach.okr import Draft

__all__ = ["read_bytes", "read_file", "read_json", "read_lines", "read_text"]

_DRAFT_KEY = re.compile(r'"(?:objectives|key_results)"\s*:')


def read_text(text: str, *, id: str | None = None, name: str = "the text") -> Draft:
    """The draft in `text`; a JSON draft that was pasted as text is read as one, with its places.

    Raises InputError where the text, or a line of it, is longer than is read, or the JSON draft is not as it must be.
    """
    bare = text.lstrip("\ufeff \t\r\n")
    if bare[:1] not in ("{", "["):
        return _read_fenced(text, id, name) or read_plain_text(text, id=id, name=name)
    try:
        value = parse_json(bare, name)
    except InputError as error:
        notices = [f"The text looks like JSON and was read as plain text. {error}"] if _DRAFT_KEY.search(bare) else []
        return _with_notices(read_plain_text(text, id=id, name=name), notices)
    return read_json(value, id=id, name=name) if is_draft(value) else read_plain_text(text, id=id, name=name)


def _read_fenced(text: str, id: str | None, name: str) -> Draft | None:
    """The JSON draft in a code fence of `text`, with a notice of the words around it; None where there is none."""
    bounds.check_text(text, name)
    for body, around in fenced_json(text):
        try:
            value = parse_json(body, name)
        except InputError:
            continue
        if is_draft(value):
            left = f"{name}: the words around the JSON were not read: {around[:200]!r}."
            return _with_notices(read_json(value, id=id, name=name), [left] if around else [])
    return None


def read_file(path: str | Path) -> Draft:
    """The draft in a file. Raises InputError where it is not there, too large, or not of a kind that is read."""
    path = Path(path)
    try:
        if path.is_dir():
            raise InputError(f"{path}: this is a folder. Expected one file: text, Markdown, CSV, JSON, .docx or .xlsx.")
        bounds.check_size(path.stat().st_size, str(path))
        with path.open("rb") as stream:
            content = bounds.read_bounded(stream, str(path))
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file. Check the path, or paste the draft.") from None
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path}: the file cannot be opened ({error}). Check its permissions, or paste the draft."
        ) from None
    return read_bytes(content, name=path.name)


def read_bytes(content: bytes, *, name: str) -> Draft:
    """The draft in the bytes of a file; `name` is its file name, whose ending says what text files hold.

    Raises InputError for what cannot be read: empty, too large, damaged, encrypted, a picture, no text.
    """
    bounds.check_size(len(content), name)
    kind = bounds.sniff(content, name)
    if kind == "xlsx":
        from coach.intake.workbook import read_workbook

        return read_workbook(content, name=name)
    if kind == "docx":
        from coach.intake.document import read_document

        return read_document(content, name=name)
    ending = Path(name).suffix.lower()
    if ending in (".docx", ".xlsx", ".xlsm", ".xls", ".doc", ".pdf", ".pptx", ".ods", ".odt"):
        raise InputError(
            f"{name}: the ending is {ending}, but the bytes are not. The file may be damaged, or hold something else under that name. Save it again, or paste its words."
        )
    text, notice = decode(content, name)
    notices = [notice] if notice else []
    if not text.strip():
        raise InputError(
            f"{name}: the file holds no text. Expected objectives and key results as text, Markdown, CSV, JSON, .docx or .xlsx."
        )
    if ending in (".json", ".jsonl", ".ndjson") or (
        ending not in (".md", ".txt", ".csv", ".tsv") and text.lstrip()[:1] == "{"
    ):
        return _with_notices(_read_json_text(text, ending, name), notices)
    if ending in (".csv", ".tsv", ".tab"):
        from coach.intake.csv_file import read_csv

        return read_csv(text, name=name, notices=notices)
    return _with_notices(read_text(text, name=name), notices)


def _read_json_text(text: str, ending: str, name: str) -> Draft:
    lines = [line for line in text.splitlines() if line.strip()]
    if ending in (".jsonl", ".ndjson") and len(lines) > 1:
        raise InputError(
            f"{name}: this holds {len(lines)} drafts, one a line. Read it line by line (`okr-coach review --lines {name}`)."
        )
    return read_json(parse_json(text, name), name=name)


def _with_notices(draft: Draft, notices: list[str]) -> Draft:
    return draft.model_copy(update={"notices": (*notices, *draft.notices)}) if notices else draft
