"""Small departments made for tests: teams with lines, as units."""

from __future__ import annotations

from collections.abc import Sequence

from coach.department.contract import Unit
from coach.okr import Draft, KeyResult, Objective, Wording


def key_result(text: str, owner: str | None = None, **more: str) -> KeyResult:
    return KeyResult(wording=Wording.plain(text), owner=owner, **more)


def unit(
    number: int,
    team: str,
    objective: str,
    key_results: Sequence[str | KeyResult] = (),
    department: str | None = "Services",
    level: str | None = "team",
    **more: str | None,
) -> Unit:
    """One objective of a team; `more` are fields of the objective (owner, parent, period, label) and `draft_id`."""
    draft_id = more.pop("draft_id", None) or team
    rows = tuple(row if isinstance(row, KeyResult) else key_result(row) for row in key_results)
    made = Objective(wording=Wording.plain(objective), key_results=rows, **more)  # type: ignore[arg-type]
    draft = Draft(id=draft_id, team=team, level=level, objectives=(made,))  # type: ignore[arg-type]
    return Unit(number=number, draft_id=draft_id, team=team, department=department, draft=draft)


def teams(**lines: Sequence[str]) -> list[Unit]:
    """A unit for each team, by its name with underscores for spaces."""
    return [
        unit(number, name.replace("_", " "), f"What {name.replace('_', ' ')} is here for", texts)
        for number, (name, texts) in enumerate(lines.items())
    ]
