"""``okr-coach review --lines``: JSON drafts, one a line, in; JSON reviews, one a line, out, in bounded memory."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from coach.cli.running import BAD_INPUT
from coach.errors import InputError

if TYPE_CHECKING:
    from coach.cli.review import FailOn
    from coach.okr import Draft

_TOGETHER = 32
"""Drafts read and written together: what the coach reviews in one go."""
_LONGEST = 8 * 1024 * 1024
"""Bytes of a line: more than any draft that is read, and little enough to hold."""


def review_lines(file: str, fail_on: FailOn) -> int:
    """Write a review, or what is wrong with the line, for each line of `file` ("-": standard input); the exit code.

    Raises:
        InputError: the file cannot be opened.
    """
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    if file == "-":
        return _review_stream(sys.stdin.buffer, "standard input", fail_on)
    with _opened(Path(file)) as stream:
        return _review_stream(stream, Path(file).name, fail_on)


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except FileNotFoundError:
        raise InputError(f"{file}: there is no such file; expected JSON drafts, one a line") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: the file cannot be opened ({error}); expected JSON drafts, one a line") from None


def _review_stream(stream: BinaryIO, name: str, fail_on: FailOn) -> int:
    from coach.cli.review import failed
    from coach.report import as_json_line
    from coach.shared import shared_coach

    read = bad = found = False
    for batch in _batches(stream, name):
        reviews = shared_coach().review_many(
            [draft for _, draft in batch if not isinstance(draft, InputError)], _TOGETHER
        )
        for line, draft in batch:
            read = True
            if isinstance(draft, InputError):
                bad = True
                sys.stdout.write(json.dumps({"error": str(draft), "line": line}, ensure_ascii=False) + "\n")
                continue
            review = next(reviews)
            bad = bad or (draft.is_empty and fail_on != "never")
            found = found or failed(review, fail_on)
            sys.stdout.write(as_json_line(review))
        sys.stdout.flush()
    if not read:
        raise InputError(f"{name}: there is no line in it; expected JSON drafts, one a line")
    return BAD_INPUT if bad else int(found)


def _batches(stream: BinaryIO, name: str) -> Iterator[list[tuple[int, Draft | InputError]]]:
    """The lines that are not blank, numbered as in the file, a batch at a time."""
    batch: list[tuple[int, Draft | InputError]] = []
    for number, line in enumerate(_lines(stream), start=1):
        if isinstance(line, bytes) and not line.strip():
            continue
        batch.append((number, _draft(line, f"{name}, line {number}")))
        if len(batch) == _TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Each line; None for one that is longer than is read, of which no more than the limit is held."""
    while line := stream.readline(_LONGEST):
        if line.endswith(b"\n") or len(line) < _LONGEST:
            yield line
            continue
        while (rest := stream.readline(_LONGEST)) and not rest.endswith(b"\n"):
            pass
        yield None


def _draft(line: bytes | None, name: str) -> Draft | InputError:
    from coach.intake.structured import parse_json, read_json

    try:
        if line is None:
            raise InputError(
                f"{name}: longer than {_LONGEST // 1024 // 1024} MB, which is the most that is read for one draft"
            )
        return read_json(parse_json(line.decode("utf-8-sig"), name), name=name)
    except UnicodeDecodeError:
        return InputError(f"{name}: not UTF-8; save the file as UTF-8")
    except InputError as error:
        return error
