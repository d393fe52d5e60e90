"""A file name for any team's name: one that every system takes, that says whose it is, and that no other team has."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 100
"""Bytes of the name without its ending; file systems take 255, and some tools add to a name."""
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*%#&$;`\'!{}\[\]~^]')
"""What Windows refuses, and what a shell or a link would read as something else."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending."""


class FileNames:
    """Gives each team a name of its own; the same teams in the same order get the same names."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, team: str) -> str:
        """The file name for a team, without an ending."""
        if team not in self._given:
            stem = safe_stem(team)
            name, number = stem, 1
            while compared(name) in self._taken:
                number += 1
                name = f"{stem} ({number})"
            self._taken.add(compared(name))
            self._given[team] = name
        return self._given[team]


def safe_stem(name: str) -> str:
    """`name` as far as a file can be called so; "team" where nothing of it can stay."""
    normal = unicodedata.normalize("NFC", name)
    kept = "".join(" " if char.isspace() else char for char in normal if _stays(char))
    kept = " ".join(_NOT_IN_NAMES.sub("-", kept).split()).strip(" .-").lstrip("=+@ .-")
    while len(kept.encode()) > LONGEST:
        kept = kept[:-1]
    kept = kept.rstrip(" .-")
    if not any(char.isalnum() for char in kept):
        return "team"
    return f"{kept}_" if _RESERVED.fullmatch(kept.split(".")[0].strip()) else kept


def _stays(char: str) -> bool:
    """Whether a character may stand in a name: no control, no mark that turns the direction of writing, no half of a pair."""
    return char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def compared(name: str) -> str:
    """What file systems compare that tell neither upper from lower case nor one form of a letter from another."""
    return unicodedata.normalize("NFKC", name).casefold()
