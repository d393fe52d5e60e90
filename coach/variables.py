"""The program's variables, from the environment and from `.env` files, each with where it was set."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coach.errors import SettingsError

THE_ENVIRONMENT = "the environment"
_OURS = ("OPENAI_", "OKR_COACH_")
_LONGEST = 1_000_000
"""Bytes of a `.env` file; a longer one is something else."""


@dataclass(frozen=True)
class Variables:
    """Values by name. Holds keys, so it never shows its values."""

    layers: tuple[tuple[str, dict[str, str]], ...]
    """Where they stand, as a message names it, and the values; the first that has a name wins."""

    def __repr__(self) -> str:
        return f"Variables({', '.join(place for place, _ in self.layers)})"

    def get(self, name: str) -> str | None:
        """The value, without spaces around it; None where it is set nowhere or empty."""
        return self._found(name)[1]

    def place(self, name: str) -> str | None:
        """Where the value that counts was set."""
        return self._found(name)[0]

    def decided_in(self, name: str) -> str | None:
        """Where it was set, to a value or to nothing; None where nobody speaks of it."""
        return next((place for place, values in self.layers if name in values), None)

    def is_blank(self, name: str) -> bool:
        """Whether it was set to nothing, on purpose, in the place that counts."""
        return next((not values[name].strip() for _, values in self.layers if name in values), False)

    def _found(self, name: str) -> tuple[str | None, str | None]:
        for place, values in self.layers:
            if name in values:
                value = values[name].strip()
                return (place, value) if value else (None, None)
        return None, None


def read_variables(files: Sequence[Path]) -> Variables:
    """The environment's own, then those of each file that is there.

    Raises:
        SettingsError: a file cannot be read, or is damaged in a line that speaks of one of this program's variables.
    """
    layers = [(THE_ENVIRONMENT, {name: value for name, value in os.environ.items() if name.startswith(_OURS)})]
    for path in files:
        if path.is_file() and not any(place == str(path) for place, _ in layers):
            layers.append((str(path), dict(_lines(path))))
    return Variables(tuple(layers))


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """This program's variables in a `.env` file, as they are written: nothing in a value is replaced.

    Damage elsewhere is none of this program's business: the file may be another's.
    """
    from io import StringIO

    from dotenv.parser import parse_stream

    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST).decode("utf-8-sig", errors="surrogateescape")
    except OSError as error:
        raise SettingsError(f"{path}: it cannot be read ({error.strerror}); mend its rights or remove it") from error
    for line in parse_stream(StringIO(text)):
        ours = line.key is not None and line.key.startswith(_OURS)
        if line.error and any(name in line.original.string for name in _OURS):
            raise SettingsError(
                f"{path}, line {line.original.line}: this cannot be read; write NAME=value, with a quote at both ends or at none"
            )
        if ours and line.key and line.value is not None:
            if not line.value.isprintable():
                raise SettingsError(
                    f"{path}, line {line.original.line}: the value of {line.key} holds characters that it cannot have; "
                    "save the file as UTF-8 and write the value on one line"
                )
            yield line.key, line.value
