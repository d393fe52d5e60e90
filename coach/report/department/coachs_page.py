"""What a coach does on Monday, worked out from a ledger: five actions, the heat map, and which teams are shown in full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from coach.criteria import SEVERITIES, Severity, catalogue
from coach.department.contract import Count, CrossFinding, Ledger, Quoted, SheetMapping
from coach.okr import Place, Value
from coach.report.department.actions import action_words

FIRST = 5
"""Actions on the coach's page."""
QUOTES = 3
FULL_TEAMS = 150
"""Teams shown line by line in a report, at most."""
FULL_LINES = 3_000
"""Lines that these teams have together, at most: about eight megabytes of HTML."""
HEAT_ROWS = 200


class Action(Value):
    """One thing to do, and what it would mend."""

    criterion: str
    title: str
    severity: Severity
    words: str
    question: str
    teams: int
    lines: int
    quotes: tuple[Quoted, ...]

    @property
    def mends(self) -> str:
        """What it would mend, in words."""
        return f"{counted(self.lines, 'line')} of {counted(self.teams, 'team')}"


class Column(Value):
    """A column of the heat map."""

    criterion: str
    title: str
    severity: Severity


class HeatRow(Value):
    """One team's row of the heat map: for each column how many lines it was seen on, and on how many it could have been."""

    team: str
    cells: tuple[tuple[int, int], ...]


class HeatMap(Value):
    """Teams by criterion."""

    columns: tuple[Column, ...]
    rows: tuple[HeatRow, ...]
    left_out: int
    """Teams that have no row because there are too many."""


class Overview(Value):
    """All of a report that is not one team's."""

    name: str
    totals: dict[str, int]
    actions: tuple[Action, ...]
    heat: HeatMap
    across: tuple[CrossFinding, ...]
    mappings: tuple[SheetMapping, ...]
    shown_in_full: frozenset[str] | None
    """The teams shown line by line; None where all are."""
    severities: dict[Severity, int]
    """Findings by severity."""

    def in_full(self, team: str) -> bool:
        """Whether this team is shown line by line."""
        return self.shown_in_full is None or team in self.shown_in_full


def counted(number: int, thing: str) -> str:
    """``1 team``, ``2,400 teams``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def overview(ledger: Ledger) -> Overview:
    """What a ledger's counts and findings across teams say, in bounded memory."""
    counts, across = ledger.counts(), tuple(ledger.across())
    totals = dict(ledger.totals())
    columns = _columns(counts)
    return Overview(
        name=ledger.name,
        totals=totals,
        actions=_actions(ledger, counts, across, totals.get("teams", 0)),
        heat=_heat_map(counts, columns),
        across=across,
        mappings=tuple(ledger.mappings()),
        shown_in_full=_shown_in_full(counts, totals),
        severities={s: totals.get(s, sum(c.lines for c in counts if c.severity == s)) for s in SEVERITIES},
    )


def title_of(criterion: str) -> str:
    """The title of the criterion's page; its id where there is none."""
    known = catalogue().get(criterion)
    return known.title if known else criterion


def place_words(place: Place) -> str:
    """The cell or the field, where the words stand in one; nothing for a stretch of a text, which says little by itself."""
    return str(place) if place.row is not None or place.field is not None else ""


def _actions(ledger: Ledger, counts: Sequence[Count], across: Sequence[CrossFinding], of: int) -> tuple[Action, ...]:
    """The five that mend most teams; what is only worth a thought comes in where there are fewer than five others."""
    teams: dict[str, set[str]] = defaultdict(set)
    lines: dict[str, int] = defaultdict(int)
    severity: dict[str, Severity] = {}
    questions: dict[str, str] = {}
    for count in counts:
        if count.lines:
            teams[count.criterion].add(count.team)
            lines[count.criterion] += count.lines
            severity[count.criterion] = _worse(severity.get(count.criterion), count.severity)
    for finding in across:
        teams[finding.criterion].update(side.team for side in finding.sides)
        lines[finding.criterion] += len(finding.sides)
        severity[finding.criterion] = _worse(severity.get(finding.criterion), finding.severity)
        questions.setdefault(finding.criterion, finding.question)
    by_reach = sorted(teams, key=lambda c: (-len(teams[c]), SEVERITIES.index(severity[c]), -lines[c], c))
    pressing = [c for c in by_reach if severity[c] != "consider"]
    chosen = set([*pressing, *(c for c in by_reach if severity[c] == "consider")][:FIRST])
    return tuple(
        Action(
            criterion=criterion,
            title=title_of(criterion),
            severity=severity[criterion],
            words=action_words(criterion, len(teams[criterion]), max(of, len(teams[criterion]))),
            question=_question(criterion) or questions.get(criterion, ""),
            teams=len(teams[criterion]),
            lines=lines[criterion],
            quotes=(*ledger.quoted(criterion, QUOTES), *_sides(criterion, across))[:QUOTES],
        )
        for criterion in by_reach
        if criterion in chosen
    )


def _worse(one: Severity | None, other: Severity) -> Severity:
    return other if one is None or SEVERITIES.index(other) < SEVERITIES.index(one) else one


def _question(criterion: str) -> str:
    known = catalogue().get(criterion)
    return known.question if known else ""


def _sides(criterion: str, across: Sequence[CrossFinding]) -> list[Quoted]:
    """Both sides of the surest finding across teams, then those of the next."""
    found = sorted((f for f in across if f.criterion == criterion), key=lambda f: -f.confidence)
    return [
        Quoted(
            team=side.team, unit=side.unit, where=side.where, criterion=criterion, severity=finding.severity,
            quote=side.quote, place=side.place, confidence=finding.confidence,
        )
        for finding in found[:QUOTES]
        for side in finding.sides[:2]
    ]  # fmt: skip


def _columns(counts: Sequence[Count]) -> tuple[Column, ...]:
    """The criteria that were seen, the most important first, then by how many lines they were seen on."""
    lines: dict[str, int] = defaultdict(int)
    severity: dict[str, Severity] = {}
    for count in counts:
        lines[count.criterion] += count.lines
        if count.lines:
            severity[count.criterion] = _worse(severity.get(count.criterion), count.severity)
    seen = sorted(severity, key=lambda c: (SEVERITIES.index(severity[c]), -lines[c], c))
    return tuple(Column(criterion=c, title=title_of(c), severity=severity[c]) for c in seen)


def _heat_map(counts: Sequence[Count], columns: Sequence[Column]) -> HeatMap:
    at = {column.criterion: number for number, column in enumerate(columns)}
    rows: dict[str, list[tuple[int, int]]] = {}
    weight: dict[str, tuple[int, int]] = {}
    for count in counts:
        cells = rows.setdefault(count.team, [(0, 0)] * len(columns))
        if count.criterion in at:
            lines, of = cells[at[count.criterion]]
            cells[at[count.criterion]] = (lines + count.lines, of + count.of)
        weight[count.team] = _weight(weight.get(count.team, (0, 0)), count)
    kept = set(sorted(rows, key=lambda team: (-weight[team][0], -weight[team][1]))[:HEAT_ROWS])
    return HeatMap(
        columns=tuple(columns),
        rows=tuple(HeatRow(team=team, cells=tuple(cells)) for team, cells in rows.items() if team in kept),
        left_out=len(rows) - len(kept),
    )


def _weight(so_far: tuple[int, int], count: Count) -> tuple[int, int]:
    """Lines to fix, then lines to improve: what decides which teams are shown where not all can be."""
    return (
        so_far[0] + (count.lines if count.severity == "fix" else 0),
        so_far[1] + (count.lines if count.severity == "improve" else 0),
    )


def _shown_in_full(counts: Sequence[Count], totals: Mapping[str, int]) -> frozenset[str] | None:
    """The teams with the most to fix, as many as fit into a report that a browser opens at once; None where all do."""
    if totals.get("teams", 0) <= FULL_TEAMS and totals.get("key_results", 0) <= FULL_LINES:
        return None
    weight: dict[str, tuple[int, int]] = {}
    size: dict[str, int] = {}
    for count in counts:
        weight[count.team] = _weight(weight.get(count.team, (0, 0)), count)
        size[count.team] = max(size.get(count.team, 1), count.of)
    chosen: list[str] = []
    lines = 0
    for team in sorted(weight, key=lambda team: (-weight[team][0], -weight[team][1])):
        if len(chosen) == FULL_TEAMS or lines + size[team] > FULL_LINES:
            break
        chosen.append(team)
        lines += size[team]
    return frozenset(chosen)
