"""Which folder holds the index of a version: one is named, however many processes build at once, and old ones are removed."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

_KEPT_VERSIONS = 3


def current_folder(home: Path, version: str) -> Path | None:
    """The folder of the whole index of this version, if there is one."""
    try:
        folder = home / "index" / _pointer(home, version).read_text(encoding="utf-8")
    except OSError:
        return None
    return folder if folder.is_dir() else None


def _pointer(home: Path, version: str) -> Path:
    """The file that names the folder of a version: there is one, however many processes build at once."""
    return home / "index" / f"{version}.current"


def made_current(folder: Path, home: Path, version: str) -> Path:
    """Name `folder` as the version's index, unless another process was faster; returns the folder that is named."""
    name = folder.with_suffix(".name")
    name.write_text(folder.name, encoding="utf-8")
    try:
        if current_folder(home, version) is None:
            _pointer(home, version).unlink(missing_ok=True)
            with contextlib.suppress(FileExistsError):  # another process was faster; its index is as good
                os.link(name, _pointer(home, version))  # whole or not at all, and only where there is none
    finally:
        name.unlink()
    current = current_folder(home, version) or folder
    if current != folder:
        shutil.rmtree(folder, ignore_errors=True)
    return current


def forget_old(folder: Path) -> None:
    """Remove all but the newest versions. One that another process still reads stays readable until it closes its files."""
    versions = sorted(
        (p for p in folder.parent.iterdir() if p.is_dir() and not p.name.startswith(".")),
        key=lambda p: p.stat().st_mtime,
    )
    for old in [p for p in versions if p != folder][: -(_KEPT_VERSIONS - 1)]:
        shutil.rmtree(old, ignore_errors=True)
        _pointer(folder.parent.parent, old.name.split("-")[0]).unlink(missing_ok=True)
