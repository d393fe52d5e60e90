"""A run in memory, as reports see it: made of reviews by hand or of a real review of drafts, and counted the slow and plain way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from coach.critique import Finding, Review
from coach.department.contract import BadRow, Count, CrossFinding, Quoted, SheetMapping, TeamReview, Unit
from coach.okr import Draft


class MemoryLedger:
    """See `coach.department.contract.Ledger`."""

    def __init__(
        self,
        reviews: Sequence[TeamReview],
        *,
        name: str = "plan.xlsx",
        bad_rows: Sequence[BadRow] = (),
        across: Sequence[CrossFinding] = (),
        mappings: Sequence[SheetMapping] = (),
    ) -> None:
        self.id, self.name = "run", name
        self._reviews, self._bad_rows, self._across, self._mappings = reviews, bad_rows, across, mappings

    def mappings(self) -> Sequence[SheetMapping]:
        return self._mappings

    def bad_rows(self) -> Iterator[BadRow]:
        return iter(self._bad_rows)

    def units(self) -> Iterator[Unit]:
        return iter(())

    def team_reviews(self) -> Iterator[TeamReview]:
        return iter(self._reviews)

    def counts(self) -> Sequence[Count]:
        lines: Counter[tuple[str, str]] = Counter()
        severity, of = {}, {}
        for reviewed in self._reviews:
            for finding in reviewed.review.findings:
                key = (reviewed.team, finding.criterion)
                lines[key] += 1 + len(finding.also)
                severity[key] = finding.severity
                of[key] = max(lines[key], sum(_places(r.review.draft, finding) for r in self._of(reviewed.team)))
        return [
            Count(team=key[0], criterion=key[1], severity=severity[key], lines=number, of=max(of[key], number))
            for key, number in lines.items()
        ]

    def quoted(self, criterion: str, most: int = 3) -> Sequence[Quoted]:
        found = [
            Quoted(
                team=reviewed.team, unit=0, where=finding.where, criterion=criterion, severity=finding.severity,
                quote=finding.quote, place=finding.place, confidence=finding.confidence,
            )
            for reviewed in self._reviews
            for finding in reviewed.review.findings
            if finding.criterion == criterion
        ]  # fmt: skip
        found.sort(key=lambda each: -each.confidence)
        firsts = [each for at, each in enumerate(found) if each.team not in {other.team for other in found[:at]}]
        return [*firsts, *(each for each in found if each not in firsts)][:most]

    def across(self) -> Sequence[CrossFinding]:
        return self._across

    def totals(self) -> Mapping[str, int]:
        drafts = [reviewed.review.draft for reviewed in self._reviews]
        return {
            "teams": len({reviewed.team for reviewed in self._reviews}),
            "drafts": len(drafts),
            "objectives": sum(len(draft.objectives) for draft in drafts),
            "key_results": sum(len(list(draft.key_results())) for draft in drafts),
            "findings": sum(len(reviewed.review.findings) for reviewed in self._reviews),
            "bad_rows": len(self._bad_rows),
            "kept": 0,
        }

    def _of(self, team: str) -> list[TeamReview]:
        return [reviewed for reviewed in self._reviews if reviewed.team == team]


def _places(draft: Draft, finding: Finding) -> int:
    if finding.where.objective is None:
        return 1
    return len(draft.objectives) if finding.where.key_result is None else len(list(draft.key_results()))


def team_review(team: str, review: Review, department: str | None = None) -> TeamReview:
    """A review as that of a team's one draft."""
    return TeamReview(draft_id=team, team=team, department=department, units=(0,), review=review)


def by_team(draft: Draft) -> Iterator[tuple[str, Draft]]:
    """One draft a team of a sheet, in the order in which the teams begin."""
    teams = dict.fromkeys(objective.team or "No team" for objective in draft.objectives)
    for team in teams:
        mine = tuple(objective for objective in draft.objectives if (objective.team or "No team") == team)
        yield team, draft.model_copy(update={"objectives": mine, "team": team, "unread": ()})
