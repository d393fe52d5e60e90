"""What a table held."""

from __future__ import annotations

from dataclasses import dataclass, field

from coach.okr import Level, Objective, Unread


@dataclass
class TableReading:
    """What a table held. `is_okr` is False where nothing in it reads like OKRs."""

    objectives: list[Objective] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    level: Level | None = None
    names_owners: bool = False
    is_okr: bool = True
