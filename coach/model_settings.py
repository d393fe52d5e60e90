"""Which model is asked, where, and what it may cost: from the variables, or kept by `save_model` for the next start.

The key is never kept: it stands in the environment or in a `.env` file, which are the user's own, or it was typed into the settings page
and lives in this process's memory until it ends. A keyring would keep it better and is not on every machine; a file of ours
would keep it in plain sight.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from coach.errors import SettingsError
from coach.variables import THE_ENVIRONMENT, Variables

OPENAI = "https://api.openai.com/v1"
_HOW = (
    "Set OKR_COACH_MODEL to the model's name, OPENAI_BASE_URL to the endpoint (not needed for OpenAI's own) and OPENAI_API_KEY to its key "
    "(not needed where the endpoint asks for none)"
)
_LIMITS: dict[str, tuple[str, Callable[[str], float], float, float]] = {
    "timeout": ("OKR_COACH_TIMEOUT", float, 0.05, 3600),
    "connect_timeout": ("OKR_COACH_CONNECT_TIMEOUT", float, 0.05, 600),
    "retries": ("OKR_COACH_RETRIES", int, 0, 10),
    "concurrent": ("OKR_COACH_CONCURRENT", int, 1, 64),
    "tokens_per_review": ("OKR_COACH_TOKENS_PER_REVIEW", int, 1, 10**12),
    "tokens_per_batch": ("OKR_COACH_TOKENS_PER_BATCH", int, 1, 10**12),
    "reply_tokens": ("OKR_COACH_REPLY_TOKENS", int, 16, 10**6),
}
"""For each limit its variable, how it is read, and its smallest and greatest value."""


@dataclass(frozen=True)
class ModelSettings:
    """A model behind an endpoint, and the limits of its use. Its text never holds the key."""

    name: str
    """The model's name, as the endpoint knows it; for Azure the deployment's."""
    base_url: str | None = None
    """The endpoint; None is OpenAI's own."""
    key: SecretStr | None = None
    api_version: str | None = None
    """Azure's version of the protocol; None for every other endpoint, and for Azure's own ``/openai/v1``."""
    embeddings: str | None = None
    """The endpoint's model for embeddings; None: the embedder that ships with the program."""
    timeout: float = 60.0
    """Seconds for a whole call: retries, waiting and a slow reply included; and for all calls of a review with their probe and repairs,
    once for every `concurrent` of them."""
    connect_timeout: float = 10.0
    """Seconds until a connection must stand."""
    retries: int = 2
    """How often a call is tried again where that can help."""
    concurrent: int = 4
    """Calls at one time."""
    tokens_per_review: int = 100_000
    """Tokens in and out that one review may cost: about ten times what a draft of five objectives does."""
    tokens_per_batch: int = 5_000_000
    """Tokens in and out for a whole batch, such as a department's sheet."""
    reply_tokens: int = 8_192
    """Tokens that one reply may have; a model that repeats itself stops there."""

    @property
    def host(self) -> str:
        """Where words go, as the screen says it."""
        return urlsplit(self.base_url or OPENAI).netloc

    @property
    def is_local(self) -> bool:
        """Whether the endpoint is on this machine."""
        name = urlsplit(self.base_url or OPENAI).hostname or ""
        return name in ("localhost", "::1") or name.endswith(".localhost") or name.startswith("127.")

    @property
    def is_openai(self) -> bool:
        """Whether it is OpenAI's own service or Azure's, which know some parameters by other names than the rest."""
        name = urlsplit(self.base_url or OPENAI).hostname or ""
        return self.api_version is not None or name == "api.openai.com" or name.endswith(".azure.com")


def model_from(variables: Variables, home: Path) -> ModelSettings | None:
    """The model that the variables turn on; None where they name none. `home` is the data directory.

    Raises:
        SettingsError: a model is set by halves, a URL or a limit is not what it must be, or a key would go to an
            endpoint that a file of the working folder names.
    """
    name, base_url = variables.get("OKR_COACH_MODEL"), variables.get("OPENAI_BASE_URL")
    if name is None:
        if base_url is None or variables.is_blank("OKR_COACH_MODEL"):
            return None
        raise SettingsError(
            f"OPENAI_BASE_URL is set ({variables.place('OPENAI_BASE_URL')}) and OKR_COACH_MODEL is not. {_HOW}; to work "
            "without a model, set OKR_COACH_MODEL to nothing or unset OPENAI_BASE_URL"
        )
    key = variables.get("OPENAI_API_KEY")
    if base_url is None and key is None:
        raise SettingsError(
            f"OKR_COACH_MODEL is set ({variables.place('OKR_COACH_MODEL')}), and neither an endpoint nor a key is. {_HOW}"
        )
    _same_place(variables, home)
    return _checked(name, base_url, key, variables)


def _same_place(variables: Variables, home: Path) -> None:
    """A folder that was got from elsewhere must not have the user's key sent to an endpoint of its own."""
    endpoint, key = variables.place("OPENAI_BASE_URL"), variables.place("OPENAI_API_KEY")
    if endpoint in (None, THE_ENVIRONMENT, str(home / ".env")) or key in (None, endpoint):
        return
    raise SettingsError(
        f"OPENAI_BASE_URL is set in {endpoint} and OPENAI_API_KEY in {key}: a key is only sent to an endpoint that was set "
        "in the same place, in the environment or in the data directory. Set both there"
    )


def _checked(name: str, base_url: str | None, key: str | None, variables: Variables) -> ModelSettings:
    if not name.isprintable():
        raise SettingsError("OKR_COACH_MODEL: the name holds characters that no model's name has")
    if key is not None and not (key.isascii() and key.isprintable() and " " not in key):
        raise SettingsError(
            f"OPENAI_API_KEY ({variables.place('OPENAI_API_KEY')}): this is no key; a key is of letters, digits and signs, without spaces"
        )
    if base_url is not None:
        base_url = _endpoint(base_url)
    return ModelSettings(
        name=name,
        base_url=base_url,
        key=SecretStr(key) if key else None,
        api_version=_api_version(base_url, variables),
        embeddings=variables.get("OKR_COACH_EMBEDDINGS"),
        **_limits(variables),
    )


def _endpoint(given: str) -> str:
    """A base URL, checked and without a slash at its end.

    Raises:
        SettingsError: it is none, or holds a password.
    """
    wanted = "give a URL such as https://api.example.com/v1 or http://localhost:11434/v1"
    try:
        url = urlsplit(given)
        port_ok = url.port is None or url.port > 0
    except ValueError:
        raise SettingsError(f"OPENAI_BASE_URL: this is no URL; {wanted}") from None
    if url.username is not None or url.password is not None or url.query or url.fragment:
        raise SettingsError(
            "OPENAI_BASE_URL: a base URL carries no password and no query; put the key into OPENAI_API_KEY, and "
            + wanted
        )
    if (
        url.scheme not in ("http", "https")
        or not url.hostname
        or not port_ok
        or not given.isprintable()
        or " " in given
    ):
        raise SettingsError(f"OPENAI_BASE_URL: {given[:80]!r} is no URL of an endpoint; {wanted}")
    return given.rstrip("/")


def _api_version(base_url: str | None, variables: Variables) -> str | None:
    """Azure's version, where the endpoint is Azure's older form; None for all else."""
    if base_url is None:
        return None
    url = urlsplit(base_url)
    azure = (url.hostname or "").endswith(".azure.com") or variables.get("OPENAI_API_TYPE") == "azure"
    if not azure or "/openai/v1" in f"{url.path}/":
        return None
    version = variables.get("OPENAI_API_VERSION")
    if version is None:
        raise SettingsError(
            f"OPENAI_BASE_URL: {url.netloc} is Azure's; add /openai/v1 to it, or set OPENAI_API_VERSION to the version "
            "that the deployment speaks, such as 2024-10-21"
        )
    return version


def _limits(variables: Variables) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for limit, (variable, read, least, most) in _LIMITS.items():
        given = variables.get(variable)
        if given is None:
            continue
        kind = "a whole number" if read is int else "a number"
        try:
            value = read(given)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise SettingsError(f"{variable}: {given[:40]!r} is not {kind} from {least:g} to {most:,}")
        found[limit] = value
    return found


_KEYS: dict[str, SecretStr] = {}
"""Keys that were typed into the settings page, by endpoint; gone when the process ends."""


def save_model(home: Path, chosen: ModelSettings) -> Path:
    """Keep a model for the next start, without its key, which this process alone remembers. Returns the file.

    Raises:
        SettingsError: the endpoint or the name is not what it must be, or the file cannot be written.
    """
    import json

    base_url = _endpoint(chosen.base_url) if chosen.base_url else None
    if not chosen.name.strip() or not chosen.name.isprintable():
        raise SettingsError("a model needs its name, as the endpoint knows it")
    kept = {f.name: getattr(chosen, f.name) for f in fields(chosen) if f.name != "key"} | {"base_url": base_url}
    path = _saved(home)
    fresh = path.with_name(f".model-{os.getpid()}.new")
    try:
        home.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise SettingsError(f"{path}: the model cannot be kept there ({error.strerror})") from error
    _KEYS.pop(base_url or OPENAI, None)
    if chosen.key is not None:
        _KEYS[base_url or OPENAI] = chosen.key
    return path


def forget_model(home: Path) -> None:
    """Work alone again: remove what `save_model` kept, and every key this process remembers.

    Raises:
        SettingsError: the file cannot be removed.
    """
    _KEYS.clear()
    try:
        _saved(home).unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(f"{_saved(home)}: it cannot be removed ({error.strerror})") from error


def saved_model(home: Path, variables: Variables) -> ModelSettings | None:
    """The model that was kept; None where none was, or the variable of the model's name is set to nothing.

    Its key is the one this process remembers; else `OPENAI_API_KEY`, if that is for the same endpoint: the variables' key goes
    nowhere but where the variables (or, without a base URL, OpenAI's own) say.

    Raises:
        SettingsError: the file is damaged, or the key stands in a `.env` file of the working folder.
    """
    import json

    path = _saved(home)
    if variables.is_blank("OKR_COACH_MODEL") or not path.is_file():
        return None
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        known = {f.name for f in fields(ModelSettings)} - {"key"}
        chosen = ModelSettings(**{name: value for name, value in kept.items() if name in known})
        _check_kept(chosen)
    except (OSError, ValueError, TypeError, AttributeError, SettingsError) as error:
        raise SettingsError(
            f"{path}: the model that was kept cannot be read ({error}); remove the file, and set it anew"
        ) from error
    key = _KEYS.get(chosen.base_url or OPENAI)
    same_endpoint = (
        urlsplit(chosen.base_url or OPENAI).netloc == urlsplit(variables.get("OPENAI_BASE_URL") or OPENAI).netloc
    )
    given = variables.get("OPENAI_API_KEY") if key is None and same_endpoint else None
    if given:
        key = SecretStr(given)
    return ModelSettings(
        **{f.name: getattr(chosen, f.name) for f in fields(chosen)} | {"key": key} | _limits(variables)
    )


def _check_kept(chosen: ModelSettings) -> None:
    """A file that was changed by hand must not bring in what the variables could not."""
    if not isinstance(chosen.name, str) or not chosen.name.strip():
        raise ValueError("no name")
    if chosen.base_url is not None:
        _endpoint(chosen.base_url)
    for limit, (_, read, least, most) in _LIMITS.items():
        value = getattr(chosen, limit)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise ValueError(f"{limit} is {value!r}")
        if read is int and not isinstance(value, int):
            raise ValueError(f"{limit} is {value!r}")
    for optional in (chosen.api_version, chosen.embeddings):
        if optional is not None and not isinstance(optional, str):
            raise ValueError(f"{optional!r} is no name")


def _saved(home: Path) -> Path:
    return home / "model.json"
