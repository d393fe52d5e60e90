"""The versions of a draft, from how it came to how it stands: one back, one on, any of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from coach.okr import Draft

_MOST_LINES = 60_000
"""Lines that all versions together may hold. Each holds its lines anew, about 2 KB a line, so a sheet of thousands keeps fewer."""
_FEWEST = 4
"""Versions that are kept whatever their size: how it came, how it stands, and two to go back to."""


@dataclass(frozen=True)
class Version:
    """The draft at one moment."""

    number: int
    """As the reader counts: 1 is the draft as it came."""
    serial: int
    """Tells it from every other version of this history, those among them that were given up."""
    draft: Draft
    did: str
    """What made it, in words that hold nothing of the draft."""
    offered: frozenset[str] = frozenset()
    """The labels of the blanks that suggestions taken over so far have brought."""


@dataclass(frozen=True)
class History:
    """The versions, oldest first, and which of them stands."""

    versions: tuple[Version, ...]
    at: int = 0
    made: int = 1
    """How many versions were ever made."""

    @property
    def current(self) -> Version:
        """The version that stands."""
        return self.versions[self.at]

    @property
    def first(self) -> Version:
        """The draft as it came."""
        return self.versions[0]

    @property
    def let_go(self) -> bool:
        """Whether versions near the beginning were let go, since all of them would have been too large."""
        return any(later.number - earlier.number > 1 for earlier, later in pairwise(self.versions))

    def with_version(self, draft: Draft, did: str, offered: frozenset[str] = frozenset()) -> History:
        """The history with a further version after the one that stands; those that were undone are given up."""
        now = self.current
        version = Version(now.number + 1, self.made + 1, draft, did, now.offered | offered)
        kept = _within_bounds((*self.versions[: self.at + 1], version))
        return History(kept, len(kept) - 1, self.made + 1)

    def undone(self) -> History | None:
        """One version back; None where there is nothing to undo."""
        return replace(self, at=self.at - 1) if self.at > 0 else None

    def redone(self) -> History | None:
        """One version on; None where nothing was undone."""
        return replace(self, at=self.at + 1) if self.at + 1 < len(self.versions) else None

    def at_version(self, serial: int) -> History | None:
        """The history with this version standing; None where there is none of that serial."""
        found = (at for at, version in enumerate(self.versions) if version.serial == serial)
        at = next(found, None)
        return None if at is None else replace(self, at=at)

    def up_to_now(self) -> tuple[Draft, ...]:
        """The draft as it came and after each change, up to how it stands."""
        return tuple(version.draft for version in self.versions[: self.at + 1])


def begun(draft: Draft, did: str) -> History:
    """A history that begins with this draft."""
    return History((Version(1, 1, draft, did),))


def _within_bounds(versions: tuple[Version, ...]) -> tuple[Version, ...]:
    lines = [sum(1 + len(objective.key_results) for objective in version.draft.objectives) for version in versions]
    first, rest = versions[0], list(versions[1:])
    while sum(lines) > _MOST_LINES and len(rest) >= _FEWEST:
        rest.pop(0)
        lines.pop(1)
    return (first, *rest)
