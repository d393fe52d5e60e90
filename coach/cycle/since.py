"""Since last time: two runs compared, team by team and criterion by criterion.

A finding is *fixed* where its line is still there, reworded or replaced, and its criterion fires no more; *gone* where the line was dropped, which
mends nothing; *still there*, or *new*. Lines of one team are matched by their words (`coach.cycle.matching`); lines that only changed
teams count as dropped in one and new in the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from coach.cycle.matching import edits_of, pairs_of
from coach.cycle.moved_targets import TargetChange, target_change, verdict
from coach.cycle.reviewed_lines import WHOLE_DRAFT, Reviewed, ReviewedLine, TeamLines, lines_by_team
from coach.okr import Value
from coach.reading.result import Where

Kind = Literal["same words", "reworded", "replaced", "dropped", "added", "the whole draft"]


class LineChange(Value):
    """One line on which something changed, or still stands."""

    kind: Kind
    where: Where
    """In the new run; in the old one for a line that was dropped."""
    old: str | None
    new: str | None
    fixed: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    """Criteria that fire now and did not before."""
    still: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    """Criteria that fired on a line that was dropped."""
    edits: tuple[tuple[str, str], ...] = ()
    """Words before and after, where the line was reworded."""
    target: TargetChange | None = None
    verdict: str | None = None

    @property
    def is_change(self) -> bool:
        """Whether anything is other than before."""
        return (
            self.kind != "same words"
            and self.kind != "the whole draft"
            or bool(self.fixed or self.found or self.target)
        )

    def as_json(self) -> dict[str, Any]:
        """As in the JSON of a comparison."""
        return {
            "kind": self.kind, "where": self.where.model_dump(), "old": self.old, "new": self.new, "fixed": list(self.fixed),
            "new_findings": list(self.found), "still": list(self.still), "gone": list(self.gone),
            "edits": [{"before": before, "after": after} for before, after in self.edits],
            "target": self.target.as_json() if self.target else None, "verdict": self.verdict,
        }  # fmt: skip


class Tally(Value):
    """How many findings are fixed, new, still there, and gone with their line."""

    fixed: int = 0
    found: int = 0
    still: int = 0
    gone: int = 0

    def as_json(self) -> dict[str, int]:
        """As in the JSON of a comparison."""
        return {"fixed": self.fixed, "new": self.found, "still": self.still, "gone": self.gone}


class TeamChange(Value):
    """What changed in one team."""

    team: str
    is_new: bool = False
    is_gone: bool = False
    lines: tuple[LineChange, ...] = ()
    """Those on which something changed or still stands; the others are counted."""
    unchanged: int = 0
    """Lines with the same words and without a finding, before and now."""

    @property
    def tally(self) -> Tally:
        """Its findings, counted."""
        return _tally(self.lines)

    @property
    def easier(self) -> tuple[LineChange, ...]:
        """Lines whose wording got better while their target got easier, or was dropped: the ones to look at."""
        return tuple(
            line
            for line in self.lines
            if line.target and line.fixed and {"target easier", "target dropped"} & set(line.target.effects)
        )

    def as_json(self) -> dict[str, Any]:
        """As in the JSON of a comparison."""
        return {
            "team": self.team, "is_new": self.is_new, "is_gone": self.is_gone, **self.tally.as_json(), "unchanged": self.unchanged,
            "lines": [line.as_json() for line in self.lines],
        }  # fmt: skip


class Comparison(Value):
    """Two runs compared."""

    teams: tuple[TeamChange, ...]

    @property
    def tally(self) -> Tally:
        """All findings, counted."""
        return _tally([line for team in self.teams for line in team.lines])

    @property
    def criteria(self) -> dict[str, Tally]:
        """The findings of each criterion, counted; the most that were fixed first."""
        lines = [line for team in self.teams for line in team.lines]
        counts = {
            name: Counter(c for line in lines for c in getattr(line, name))
            for name in ("fixed", "found", "still", "gone")
        }
        names = {criterion for each in counts.values() for criterion in each}
        tallies = {name: Tally(**{part: counts[part][name] for part in counts}) for name in names}
        return dict(sorted(tallies.items(), key=lambda entry: (-entry[1].fixed, -entry[1].still, entry[0])))

    @property
    def targets(self) -> dict[str, int]:
        """How many key results had their start or target changed, by what became of it."""
        return dict(
            Counter(
                e for team in self.teams for line in team.lines if line.target for e in line.target.effects
            ).most_common()
        )

    def as_json(self) -> dict[str, Any]:
        """The comparison for other programs."""
        return {
            "totals": self.tally.as_json(),
            "criteria": {name: tally.as_json() for name, tally in self.criteria.items()},
            "targets": self.targets,
            "teams": [team.as_json() for team in self.teams],
        }


def compare(old: Iterable[Reviewed], new: Iterable[Reviewed]) -> Comparison:
    """What changed from one run to the next.

    Args:
        old: the reviews of the earlier run, as `TeamReview`s or as JSON reviews (`coach.cycle.reviewed_lines.read_reviews`).
        new: those of the later one.
    """
    before, after = lines_by_team(old), lines_by_team(new)
    teams = [_team(before.get(key), lines) for key, lines in after.items()]
    teams += [_team(lines, None) for key, lines in before.items() if key not in after]
    return Comparison(teams=tuple(teams))


def _team(old: TeamLines | None, new: TeamLines | None) -> TeamChange:
    mine, theirs = (side.lines if side else [] for side in (old, new))
    pairs, gone, come = pairs_of(mine, theirs)
    changes = [_changed(*pair) for pair in pairs]
    changes += [
        LineChange(kind="dropped", where=line.where, old=line.text, new=None, gone=_names(line.criteria))
        for line in gone
    ]
    changes += [
        LineChange(kind="added", where=line.where, old=None, new=line.text, found=_names(line.criteria))
        for line in come
    ]
    changes += _whole(mine, theirs)
    told = [change for change in changes if change.is_change or change.still]
    return TeamChange(
        team=(new or old or TeamLines("")).team,
        is_new=old is None,
        is_gone=new is None,
        lines=tuple(sorted(told, key=_reading_order)),
        unchanged=len(changes) - len(told),
    )


def _changed(old: ReviewedLine, new: ReviewedLine, kind: Kind) -> LineChange:
    fixed, found, still = old.criteria - new.criteria, new.criteria - old.criteria, old.criteria & new.criteria
    change = target_change(old, new) if old.is_key_result else None
    return LineChange(
        kind=kind,
        where=new.where,
        old=old.text,
        new=new.text,
        fixed=_names(fixed),
        found=_names(found),
        still=_names(still),
        edits=edits_of(old.text, new.text) if kind == "reworded" else (),
        target=change,
        verdict=verdict(len(fixed), len(found), change, kind != "same words"),
    )


def _whole(old: Sequence[ReviewedLine], new: Sequence[ReviewedLine]) -> list[LineChange]:
    """What is said of a team's drafts as a whole."""
    before = frozenset(c for line in old if line.where == WHOLE_DRAFT and not line.text for c in line.criteria)
    after = frozenset(c for line in new if line.where == WHOLE_DRAFT and not line.text for c in line.criteria)
    if not before | after:
        return []
    if not new:
        return [LineChange(kind="the whole draft", where=WHOLE_DRAFT, old=None, new=None, gone=_names(before))]
    return [
        LineChange(
            kind="the whole draft", where=WHOLE_DRAFT, old=None, new=None,
            fixed=_names(before - after), found=_names(after - before), still=_names(before & after),
        )
    ]  # fmt: skip


def _tally(lines: Iterable[LineChange]) -> Tally:
    lines = list(lines)
    return Tally(
        **{part: sum(len(getattr(line, part)) for line in lines) for part in ("fixed", "found", "still", "gone")}
    )


def _names(criteria: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(criteria))


def _reading_order(change: LineChange) -> tuple[int, int, bool]:
    where = change.where
    return (
        -1 if where.objective is None else where.objective,
        -1 if where.key_result is None else where.key_result,
        change.kind == "dropped",
    )
