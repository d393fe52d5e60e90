"""The lines of a run's reviews, cut down to what a comparison needs: words, criteria that fired, start and target."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.department.contract import TeamReview
from coach.errors import InputError
from coach.reading.result import Where

REVIEWS = "reviews.jsonl"
"""What a run's folder calls its reviews."""
WHOLE_DRAFT = Where()


@dataclass(frozen=True, slots=True)
class ReviewedLine:
    """One objective, one key result, or, without words, the draft as a whole."""

    draft: int
    """Which of its team's drafts it is of."""
    where: Where
    text: str
    criteria: frozenset[str]
    baseline: str | None = None
    target: str | None = None
    direction: str | None = None

    @property
    def is_key_result(self) -> bool:
        """Whether it is one."""
        return self.where.key_result is not None


@dataclass
class TeamLines:
    """All lines of one team in one run, in order."""

    team: str
    lines: list[ReviewedLine] = field(default_factory=list)
    drafts: int = 0


Reviewed = TeamReview | Mapping[str, Any]


def read_reviews(path: Path) -> Iterator[dict[str, Any]]:
    """The reviews in a ``reviews.jsonl``, or in the folder of a run, one at a time.

    Raises:
        InputError: it cannot be read, or a line of it is no review; the message names the line.
    """
    file = path / REVIEWS if path.is_dir() else path
    try:
        with file.open(encoding="utf-8-sig") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield _review(line, f"{file}, line {number}")
    except FileNotFoundError:
        raise InputError(
            f"{file}: there is no such file. Name the {REVIEWS} of a run, or the folder that `okr-coach department` wrote."
        ) from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: not UTF-8. Name the {REVIEWS} of a run.") from None
    except OSError as error:
        raise InputError(f"{file}: the file cannot be opened ({error.strerror}). Check its permissions.") from None


def _review(line: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    draft = value.get("draft") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(draft, dict) or not isinstance(draft.get("objectives"), list):
        raise InputError(
            f"{where}: this is no review. Expected a JSON review a line, as `okr-coach department` writes them."
        )
    return value


def lines_by_team(reviews: Iterable[Reviewed]) -> dict[str, TeamLines]:
    """The lines of each team, by its name in lower case, in the order in which teams first come."""
    teams: dict[str, TeamLines] = {}
    for reviewed in reviews:
        named, value = _as_json(reviewed)
        for team, lines in _lines(value, named):
            entry = teams.setdefault(" ".join(team.casefold().split()), TeamLines(team))
            number = entry.drafts
            entry.drafts += 1
            entry.lines += [_of_draft(line, number) for line in lines]
    return teams


def _as_json(reviewed: Reviewed) -> tuple[str | None, Mapping[str, Any]]:
    """The team, where it is named beside the review, and the review in the form of the contract."""
    if isinstance(reviewed, TeamReview):
        return reviewed.team, reviewed.review.as_json()
    named = reviewed.get("team")
    return (named if isinstance(named, str) and named else None), reviewed


def _of_draft(line: ReviewedLine, draft: int) -> ReviewedLine:
    return ReviewedLine(draft, line.where, line.text, line.criteria, line.baseline, line.target, line.direction)


def _lines(value: Mapping[str, Any], named: str | None) -> list[tuple[str, list[ReviewedLine]]]:
    """The lines of one review by team: its own, unless objectives name others."""
    draft = value["draft"]
    own = named or draft.get("team") or value.get("draft_id") or "(no team)"
    fired = _fired(value.get("findings") or ())
    readings = {_key(reading.get("where")): reading for reading in value.get("readings") or ()}
    teams: dict[str, list[ReviewedLine]] = {}
    for i, objective in enumerate(draft["objectives"]):
        lines = teams.setdefault(str(named or objective.get("team") or own), [])
        lines.append(_line(Where(objective=i), str(objective.get("objective") or ""), fired, readings))
        for j, row in enumerate(objective.get("key_results") or ()):
            text = row if isinstance(row, str) else str(row.get("text") or "")
            lines.append(_line(Where(objective=i, key_result=j), text, fired, readings))
    if whole := fired.get((None, None)):
        teams.setdefault(str(own), []).append(ReviewedLine(0, WHOLE_DRAFT, "", frozenset(whole)))
    return list(teams.items()) or [(str(own), [])]


def _line(
    where: Where, text: str, fired: Mapping[tuple[Any, Any], set[str]], readings: Mapping[tuple[Any, Any], Any]
) -> ReviewedLine:
    key = (where.objective, where.key_result)
    reading = readings.get(key) or {}
    return ReviewedLine(
        draft=0,
        where=where,
        text=" ".join(text.split()),
        criteria=frozenset(fired.get(key, ())),
        baseline=_said(reading.get("baseline")),
        target=_said(reading.get("target")),
        direction=_said(reading.get("direction")),
    )


def _fired(findings: Iterable[Mapping[str, Any]]) -> dict[tuple[Any, Any], set[str]]:
    """The criteria by line. What a model asks without having shown that it can is left out: it comes and goes."""
    fired: dict[tuple[Any, Any], set[str]] = {}
    for finding in findings:
        if finding.get("unproven"):
            continue
        for where in (finding.get("where"), *(finding.get("also") or ())):
            fired.setdefault(_key(where), set()).add(str(finding.get("criterion")))
    return fired


def _key(where: Any) -> tuple[Any, Any]:
    return (where.get("objective"), where.get("key_result")) if isinstance(where, Mapping) else (None, None)


def _said(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None
