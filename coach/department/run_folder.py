"""The folder that a run writes into: locked while it runs, with a note of which run it is, and files that are there whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from coach.department.contract import Ledger
from coach.errors import InputError

_NOTE = "run.json"
_LOCK = ".okr-coach.lock"
REVIEWS = "reviews.jsonl"
BAD_ROWS = "bad-rows.jsonl"


class RunFolder:
    """A folder for one run at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """While this run writes here. The lock goes with the process, however that ends.

        Raises:
            InputError: another run writes here, or nothing can be written here.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / _LOCK).open("a+b")
        except OSError as error:
            raise InputError(
                f"{self.path}: nothing can be written there ({error.strerror}); give --out another folder"
            ) from error
        with lock:
            if not _lock(lock):
                raise InputError(
                    f"{self.path}: another run writes there just now; wait until it has ended, or give --out another folder"
                )
            yield

    def run(self) -> str | None:
        """The id of the run that this folder holds; None where it holds none.

        Raises:
            InputError: the note is damaged.
        """
        note = self.path / _NOTE
        try:
            found = json.loads(note.read_text(encoding="utf-8"))
            return str(found["run"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{note}: it does not say which run this is ({error}); remove it to begin again"
            ) from error

    def note(self, id_: str, name: str) -> None:
        """Note which run this folder holds from now on."""
        self.write(_NOTE, [json.dumps({"run": id_, "input": name}, indent=1) + "\n"])

    def write(self, name: str, lines: Iterable[str]) -> Path:
        """Write a file whole or not at all, and return where it is.

        Raises:
            InputError: it cannot be written.
        """
        path = self.path / name
        fresh = path.with_name(f".{name}.new")
        try:
            with fresh.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                for line in lines:
                    file.write(line)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError as error:
            raise InputError(
                f"{path}: it cannot be written ({error.strerror}); make room or give --out another folder, and go on with --resume"
            ) from error
        finally:
            fresh.unlink(missing_ok=True)
        return path


def write_lines(ledger: Ledger, folder: RunFolder) -> tuple[Path, Path]:
    """Write ``reviews.jsonl``, a JSON review a draft in the order of the input, and ``bad-rows.jsonl`` beside it."""
    from coach.report import as_json_line

    reviews = (as_json_line(each.review) for each in ledger.team_reviews())
    bad = (json.dumps(row.model_dump(exclude_none=True), ensure_ascii=False) + "\n" for row in ledger.bad_rows())
    return folder.write(REVIEWS, reviews), folder.write(BAD_ROWS, bad)


def _lock(file: IO[bytes]) -> bool:
    """Whether the lock could be had."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
