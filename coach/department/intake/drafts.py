"""Drafts to units: a document or a JSON draft taken apart into its objectives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import PurePath

from coach.department.contract import BadRow, Unit
from coach.intake.shapes import read_title
from coach.okr import Draft, Objective


@dataclass
class Naming:
    """What units are called that come from one file."""

    file: str
    """As it is named in messages: its name, or its path within the folder."""
    in_folder: bool = False
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def team(self) -> str:
        """The team where nothing in the file names one: what the file is called."""
        stem = PurePath(self.file).stem or self.file
        return read_title(stem.replace("_", " "))[0] or stem

    def draft_id(self, team: str, department: str | None = None) -> str:
        """The draft that a team's rows belong to. Teams of one name in two departments are two."""
        name = f"{department}: {team}" if department and department != team else team
        if not self.in_folder:
            return name
        return self.file if name == self.team else f"{self.file}: {name}"


def units_of(draft: Draft, naming: Naming, draft_id: str, team: str | None = None) -> Iterator[Unit]:
    """One unit an objective. What was not read, and what is to be told of the whole, is with the first."""
    for index, objective in enumerate(draft.objectives):
        update = {"id": draft_id, "objectives": (objective,)}
        if index:
            update |= {"unread": (), "notices": ()}
        whole = draft.model_copy(update=update)
        yield Unit(
            number=next(naming.numbers),
            draft_id=draft_id,
            team=objective.team or draft.team or team or naming.team,
            draft=whole,
        )


def nothing_in(draft: Draft, naming: Naming, row: int) -> BadRow:
    """A draft in which no objective was found, kept as a bad row."""
    text = "\n".join(stretch.text for stretch in draft.unread) or (draft.source or "")
    said = " ".join(draft.notices) or "No objective or key result was found."
    return BadRow(file=naming.file, row=row, text=text, reason=said)


def unit_of(naming: Naming, objective: Objective, draft: Draft, team: str | None, department: str | None) -> Unit:
    """The unit of one objective of a sheet; `draft` is what holds for its rows, without objectives."""
    name = team or naming.team
    draft_id = naming.draft_id(name, department)
    whole = Draft(
        id=draft_id,
        team=team,
        level=draft.level,
        period=draft.period,
        parent=draft.parent,
        objectives=(objective,),
        carries_owners=draft.carries_owners,
    )
    return Unit(number=next(naming.numbers), draft_id=draft_id, team=name, department=department, draft=whole)
