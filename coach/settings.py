"""Where things are kept and what the environment says. The only reader of the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from coach.errors import SettingsError


@dataclass(frozen=True)
class Settings:
    """What a run is set to."""

    home: Path
    """The data directory: the retrieval index and the organisation's own documents."""
    house_rules: Path | None
    """The organisation's rules file, if there is one."""


def settings() -> Settings:
    """The settings of this process, from the environment and the folder it runs in.

    `OKR_COACH_HOME` is the data directory (default: the user's data directory). House rules are
    read from `OKR_COACH_RULES`, else from ``okr-coach.yaml`` in the folder or in the data directory.

    Raises:
        SettingsError: a variable names the home of a user that is not there.
    """
    given = os.environ.get("OKR_COACH_HOME")
    home = _path("OKR_COACH_HOME", given) if given else user_data_path("okr-coach", appauthor=False)
    named = os.environ.get("OKR_COACH_RULES")
    if named:
        return Settings(home, _path("OKR_COACH_RULES", named))
    places = (*_here(), home / "okr-coach.yaml")
    return Settings(home, next((path for path in places if path.is_file()), None))


def _here() -> tuple[Path, ...]:
    """Where rules lie in the folder that the program runs in; nowhere if that folder was removed meanwhile."""
    try:
        return (Path.cwd() / "okr-coach.yaml",)
    except FileNotFoundError:
        return ()


def _path(variable: str, given: str) -> Path:
    try:
        return Path(given).expanduser()
    except RuntimeError as error:
        raise SettingsError(f"{variable}: {given} names no folder ({error}). Give the whole path.") from error
