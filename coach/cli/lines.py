"""``okr-coach review --lines``: JSON drafts, one a line, in; JSON reviews, one a line, out, in bounded memory."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from coach.cli.interrupts import interrupted
from coach.cli.running import BAD_INPUT
from coach.cli.streams import standard_input
from coach.errors import CoachError, InputError

if TYPE_CHECKING:
    from coach.cli.review import FailOn
    from coach.critique import Review
    from coach.llm.budget import Budget
    from coach.okr import Draft
    from coach.reviewer import Coach

    _Batch = list[tuple[int, Draft | InputError]]
    """Numbered lines: the draft in each, or what is wrong with it."""

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
        return _review_stream(standard_input(), "standard input", fail_on)
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

    coach = shared_coach()
    coach.warm()
    budget = coach.batch_budget()
    read = bad = found = False
    for batch in _batches(stream, name):
        for line, outcome in zip((line for line, _ in batch), _outcomes(coach, batch, name, budget), strict=True):
            read = True
            if isinstance(outcome, InputError):
                bad = True
                sys.stdout.write(json.dumps({"error": str(outcome), "line": line}, ensure_ascii=False) + "\n")
                continue
            bad = bad or (outcome.draft.is_empty and fail_on != "never")
            found = found or failed(outcome, fail_on)
            sys.stdout.write(as_json_line(outcome))
        sys.stdout.flush()
    if not read:
        raise InputError(f"{name}: there is no line in it; expected JSON drafts, one a line")
    return BAD_INPUT if bad else int(found)


def _outcomes(coach: Coach, batch: _Batch, name: str, budget: Budget | None = None) -> Iterator[Review | InputError]:
    """For each line of the batch its review, or what is wrong with the line. Where the batch fails, each is reviewed alone."""
    drafts = [draft for _, draft in batch if not isinstance(draft, InputError)]
    try:
        reviews: Iterator[Review | InputError] = iter(list(coach.review_many(drafts, _TOGETHER, budget)))
    except Exception:
        _stop_if_interrupted()
        reviews = (
            _reviewed_alone(coach, draft, f"{name}, line {line}")
            for line, draft in batch
            if not isinstance(draft, InputError)
        )
    for _, draft in batch:
        yield draft if isinstance(draft, InputError) else next(reviews)


def _reviewed_alone(coach: Coach, draft: Draft, name: str) -> Review | InputError:
    try:
        return coach.review(draft)
    except Exception as error:
        _stop_if_interrupted()
        return _failed(name, "reviewed", error)


def _failed(name: str, done: str, error: Exception) -> InputError:
    """What is said of a line on which the program itself fails."""
    if isinstance(error, CoachError):
        return InputError(f"{name}: it cannot be {done}: {error}")
    return InputError(
        f"{name}: it cannot be {done} ({type(error).__name__}: {error}), which is a fault of okr-coach; please report it"
    )


def _stop_if_interrupted() -> None:
    """No line is to blame for a failure that comes from Ctrl-C."""
    if interrupted():
        raise KeyboardInterrupt


def _batches(stream: BinaryIO, name: str) -> Iterator[_Batch]:
    """The lines that are not blank, numbered as in the file, a batch at a time."""
    batch: _Batch = []
    for number, line in enumerate(_lines(stream, name), start=1):
        if isinstance(line, bytes) and not line.strip():
            continue
        batch.append((number, _draft(line, f"{name}, line {number}")))
        if len(batch) == _TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch


def _lines(stream: BinaryIO, name: str) -> Iterator[bytes | None]:
    """Each line; None for one that is longer than is read, of which no more than the limit is held."""

    def part() -> bytes:
        try:
            return stream.readline(_LONGEST)
        except OSError as error:
            raise InputError(
                f"{name}: it cannot be read ({error.strerror}); expected JSON drafts, one a line"
            ) from None

    while line := part():
        if line.endswith(b"\n") or len(line) < _LONGEST:
            yield line
            continue
        while (rest := part()) and not rest.endswith(b"\n"):
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
    except Exception as error:
        _stop_if_interrupted()
        return _failed(name, "read", error)
