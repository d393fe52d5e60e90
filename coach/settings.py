"""Where things are kept and what the environment says. The only reader of the environment, and of `.env` files.

What turns a model on (`OPENAI_BASE_URL`, `OPENAI_API_KEY`, `OKR_COACH_MODEL`), its limits and the store's URL may also stand in a file
``.env`` in the folder that the program runs in (or in the file that `OKR_COACH_ENV` names) or in the data directory. The environment outranks the folder's file, and that one the data
directory's. Nothing that is read is written into the environment, so no library picks it up there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from platformdirs import user_data_path

from coach.errors import SettingsError
from coach.model_settings import ModelSettings, model_from, saved_model
from coach.variables import Variables, read_variables

ENV_FILE = "OKR_COACH_ENV"
"""The variable that names a file to be read in place of the folder's ``.env``."""


@dataclass(frozen=True)
class Settings:
    """What a run is set to."""

    home: Path
    """The data directory: the retrieval index and the organisation's own documents."""
    house_rules: Path | None
    """The organisation's rules file, if there is one."""
    model: ModelSettings | None = None
    """The model that was set; None: the coach works alone."""
    database_url: str = field(default="", repr=False)
    """Where conversations are kept: SQLite in the data directory, if nothing else was said. May hold a password."""

    def __post_init__(self) -> None:
        if not self.database_url:
            # Read as a URL is: a `?` would end the path, and `%23` be a `#`.
            path = quote(str(self.home / "okr-coach.db"), safe="/\\: ")
            object.__setattr__(self, "database_url", f"sqlite:///{path}")


def settings(model: str | None = None) -> Settings:
    """The settings of this process, from the environment and the folder it runs in.

    Args:
        model: a model's name that takes the place of the one that is set, at the endpoint that is set.

    `OKR_COACH_HOME` is the data directory (default: the user's data directory). House rules are
    read from `OKR_COACH_RULES`, else from ``okr-coach.yaml`` in the folder or in the data directory.
    These two are read from the environment alone. The model is that of the variables, else the one kept by `save_model`.

    Raises:
        SettingsError: a variable names the home of a user that is not there, a model is set by halves, a limit is
            no number, or a ``.env`` file is damaged where it speaks of these variables.
    """
    home, variables = _home_and_variables()
    chosen = _model(home, variables) if model is None else _named_model(home, variables, model)
    database_url = variables.get("OKR_COACH_DATABASE_URL") or ""
    return Settings(home, _house_rules(home), chosen, database_url)


def model_decided_in() -> str | None:
    """Where the variables say which model is used, or that none is; None where it is left to what `save_model` kept.

    Raises:
        SettingsError: as for `settings`.
    """
    _, variables = _home_and_variables()
    return variables.decided_in("OKR_COACH_MODEL") or variables.decided_in("OPENAI_BASE_URL")


def env_file() -> Path | None:
    """The file of variables that stands for this run: the one that `OKR_COACH_ENV` names, else the folder's ``.env``, if there is one.

    Raises:
        SettingsError: the one that is named is not there.
    """
    named = os.environ.get(ENV_FILE)
    if named:
        path = _path(ENV_FILE, named)
        if not path.is_file():
            raise SettingsError(f"{ENV_FILE}: there is no file {path}. Name a file of variables, or unset it")
        return path
    return next((path for path in _here(".env") if path.is_file()), None)


def _home_and_variables() -> tuple[Path, Variables]:
    given = os.environ.get("OKR_COACH_HOME")
    home = _path("OKR_COACH_HOME", given) if given else user_data_path("okr-coach", appauthor=False)
    here = env_file()
    return home, read_variables((here, home / ".env") if here else (home / ".env",))


def _model(home: Path, variables: Variables) -> ModelSettings | None:
    return model_from(variables, home) or saved_model(home, variables)


def _named_model(home: Path, variables: Variables, name: str) -> ModelSettings | None:
    """The model `name` at the endpoint that is set: by the variables, else by what was kept, else by a key alone."""
    named = Variables((("the command line", {"OKR_COACH_MODEL": name}), *variables.layers))
    if variables.get("OPENAI_BASE_URL"):
        return model_from(named, home)
    kept = _model(home, variables)
    if kept is not None:
        return replace(kept, name=name)
    return model_from(named, home) if variables.get("OPENAI_API_KEY") else None


def _house_rules(home: Path) -> Path | None:
    named = os.environ.get("OKR_COACH_RULES")
    if named:
        return _path("OKR_COACH_RULES", named)
    places = (*_here("okr-coach.yaml"), home / "okr-coach.yaml")
    return next((path for path in places if path.is_file()), None)


def _here(name: str) -> tuple[Path, ...]:
    """Where `name` lies in the folder that the program runs in; nowhere if that folder was removed meanwhile."""
    try:
        return (Path.cwd() / name,)
    except FileNotFoundError:
        return ()


def _path(variable: str, given: str) -> Path:
    try:
        return Path(given).expanduser()
    except RuntimeError as error:
        raise SettingsError(f"{variable}: {given} names no folder ({error}). Give the whole path.") from error


__all__ = ["ENV_FILE", "ModelSettings", "Settings", "env_file", "model_decided_in", "settings"]
