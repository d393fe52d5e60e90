"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from coach.errors import CoachError


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A file to write text into; it takes the place of `path` when all is written, and is gone where that fails.

    Raises:
        CoachError: the file cannot be written there.
    """
    with replacing_path(path) as beside, beside.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        yield file


@contextmanager
def replacing_path(path: Path) -> Iterator[Path]:
    """The path of a new file beside `path`, which takes its place when all is written.

    Raises:
        CoachError: the file cannot be written there.
    """
    beside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        os.close(number)
        beside = Path(name)
        yield beside
        beside.chmod(0o644)
        os.replace(beside, path)
    except OSError as error:
        said = error.strerror or str(error)
        raise CoachError(
            f"{path}: the report cannot be written ({said}). Close the file where it is open, or choose another folder with --out."
        ) from error
    finally:
        if beside is not None:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
