"""The runs that one browser's owner keeps: a folder a run under the data directory, and one database for them all.

departments/OWNER/runs.db            what was read and reviewed; runs of one owner share reviews, those of two never do
departments/OWNER/columns.json       corrections of columns that the owner asked to be remembered
departments/OWNER/RUN/about.json     name, files, when it was made, whether a model is asked
departments/OWNER/RUN/input/         the files as they were uploaded
departments/OWNER/RUN/out/           what `run_department` writes
departments/OWNER/RUN/progress.json, ended.json    how far it is, and how it ended
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from coach.department.intake.limits import MAX_DOCUMENTS
from coach.errors import InputError, StoreError

_OWNER = re.compile(r"[A-Za-z0-9_-]{1,80}")
_ID = re.compile(r"[0-9a-f]{16}")
_ABOUT = "about.json"
_LONGEST_NAME = 120
_LONGEST_ENDING = 20
_DAMAGED = "A run whose note cannot be read"


@dataclass(frozen=True)
class KeptRun:
    """One run, begun or about to begin."""

    path: Path
    name: str
    files: tuple[str, ...]
    created: datetime
    model: str | None = None
    """The model that is asked too, as "NAME at HOST"; None: by the rules alone."""
    begun: bool = False

    @property
    def id(self) -> str:
        """Its name among the owner's runs."""
        return self.path.name

    @property
    def input(self) -> Path:
        """What is reviewed: the file, or the folder of several.

        Raises:
            StoreError: it is not kept any more.
        """
        try:
            (found,) = (self.path / "input").iterdir()
        except (OSError, ValueError) as error:
            raise StoreError(
                f"{self.name}: its files are not kept any more, so it cannot be read again. Delete it, and upload them anew."
            ) from error
        return found

    @property
    def out(self) -> Path:
        """Where its results are written."""
        return self.path / "out"

    @property
    def columns(self) -> Path | None:
        """What the user said of the columns of its one file; None where nothing was said."""
        path = self.path / "columns.yaml"
        return path if path.is_file() else None


class KeptRuns:
    """The runs of one owner; those of others cannot be reached through it."""

    def __init__(self, home: Path, owner: str) -> None:
        """Raises ValueError for an owner's name that could lead out of the folder."""
        if not _OWNER.fullmatch(owner):
            raise ValueError("not the name of an owner")
        self.folder = home / "departments" / owner

    @property
    def database_url(self) -> str:
        """Where the runs' reviews are kept: beside them, so that nobody else's run takes from them, and deleting deletes."""
        return f"sqlite:///{quote(str((self.folder / 'runs.db').absolute()), safe='/: ' + chr(92))}"

    def listed(self) -> list[KeptRun]:
        """Those that were begun, the newest first, with those whose note is damaged: they can be opened, and deleted."""
        return sorted((run for run in self._all() if run.begun), key=lambda run: (run.created, run.id), reverse=True)

    def prepared(self) -> KeptRun | None:
        """The one whose columns are being looked at, if there is one."""
        return next((run for run in self._all() if not run.begun), None)

    def opened(self, id_: str) -> KeptRun | None:
        """One run; None where the owner has none of that id."""
        return _read(self.folder / id_) if _ID.fullmatch(id_) else None

    def prepare(self, files: Sequence[tuple[str, bytes]]) -> KeptRun:
        """Keep what was uploaded, to be looked at and then run. Takes the place of what was prepared before.

        Raises:
            InputError: there are no files, or too many.
            StoreError: they cannot be written.
        """
        if not files or len(files) > MAX_DOCUMENTS:
            raise InputError("No file was chosen; expected a sheet (.csv, .xlsx), JSON Lines, or documents.")
        self.discard()
        path = self.folder / secrets.token_hex(8)
        named = _file_names([name for name, _ in files])
        title = Path(named[0]).stem
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            into = path / "input"
            if len(files) > 1:
                title = f"{title} and {len(files) - 1} more"
                into = into / title
            into.mkdir(parents=True, mode=0o700)
            for name, (_, content) in zip(named, files, strict=True):
                (into / name).write_bytes(content)
            run = KeptRun(path, title[:_LONGEST_NAME], tuple(named), datetime.now(UTC))
            write_json(path / _ABOUT, _as_json(run))
        except OSError as error:
            shutil.rmtree(path, ignore_errors=True)
            raise StoreError(
                f"{self.folder}: the files cannot be kept there ({error.strerror}). Make room, or make the folder writable."
            ) from error
        return run

    def begin(self, run: KeptRun, name: str, model: str | None) -> KeptRun:
        """Note that a prepared run begins, under this name.

        Raises:
            StoreError: it cannot be written.
        """
        named = " ".join(name.split())[:_LONGEST_NAME] or run.name
        begun = KeptRun(run.path, named, run.files, datetime.now(UTC), model, begun=True)
        write_json(run.path / _ABOUT, _as_json(begun))
        return begun

    def discard(self) -> None:
        """Delete what was prepared and not begun, and what is left of an upload that was cut short."""
        for path in self._folders():
            run = _read(path)
            if run is None or not run.begun:
                shutil.rmtree(path, ignore_errors=True)

    def delete(self, run: KeptRun) -> None:
        """Delete a run for good, with every review that no other run of the owner holds. It must not be under way.

        Raises:
            StoreError: something of it could not be deleted.
        """
        if not run.path.exists():
            return  # another tab was quicker
        others = any(path != run.path for path in self._folders())
        if others:
            from coach.department.forgetting import forget_run

            forget_run(self.database_url, run.out)
        try:
            shutil.rmtree(run.path if others else self.folder)
        except OSError as error:
            raise StoreError(
                f"{run.path}: not all of it could be deleted ({error.strerror}). Delete the folder by hand."
            ) from error

    def _all(self) -> list[KeptRun]:
        return [run for path in self._folders() if (run := _read(path)) is not None]

    def _folders(self) -> list[Path]:
        """Every run's folder, whether or not it can be read."""
        if not self.folder.is_dir():
            return []
        return [path for path in self.folder.iterdir() if _ID.fullmatch(path.name)]


def write_json(path: Path, value: Any) -> None:
    """Write a small file whole or not at all.

    Raises:
        StoreError: it cannot be written.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_text(json.dumps(value), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: it cannot be written ({error.strerror}). Make room, and go on.") from error


def read_json(path: Path) -> dict[str, Any] | None:
    """What a small file holds; None where it is not there, or damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _as_json(run: KeptRun) -> dict[str, Any]:
    return {
        "name": run.name, "files": list(run.files), "created": run.created.isoformat(),
        "model": run.model, "begun": run.begun,
    }  # fmt: skip


def _read(path: Path) -> KeptRun | None:
    """The run of a folder; None where its note was never written. One whose note is damaged is shown as begun."""
    note = path / _ABOUT
    try:
        about = read_json(note) or {}
        created = datetime.fromisoformat(str(about["created"])).astimezone(UTC)
        files = tuple(str(name) for name in about["files"])
        return KeptRun(path, str(about["name"]), files, created, about["model"], bool(about["begun"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        try:
            changed = datetime.fromtimestamp(note.stat().st_mtime, UTC)
        except OSError:
            return None
        return KeptRun(path, _DAMAGED, (), changed, begun=True)


def _file_names(given: Sequence[str]) -> list[str]:
    """A name for each file that any system takes, no two the same; the ending stays, since it says how to read it."""
    from coach.report.department.file_names import compared, safe_stem

    names: list[str] = []
    taken: set[str] = set()
    for name in given:
        path = Path(Path(name.replace("\\", "/")).name)
        ending = "".join(char for char in path.suffix.lower() if char.isalnum() or char == ".")[:_LONGEST_ENDING]
        stem, number = safe_stem(path.stem), 1
        found = f"{stem}{ending}"
        while compared(found) in taken:
            number += 1
            found = f"{stem} ({number}){ending}"
        taken.add(compared(found))
        names.append(found)
    return names
