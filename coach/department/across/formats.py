"""`inconsistent-format`: teams of one department that do not share template, cycle or scale, so that they cannot be read together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from coach.criteria import Criterion
from coach.department.across.context import Context
from coach.department.across.lines import Line, Organisation, Team, same_words, stems
from coach.department.across.sighting import CrossSighting, detects_across
from coach.department.contract import Side
from coach.reading.periods import period_of

_SHOWN = 6
_FIELDS = re.compile(r"(?:^|[|;/•]\s*|\s[-–—]\s)[A-ZÄÖÜ][\w./ ]{0,14}:|(?<=\w)\s*\|\s*(?=\w)")
_MOST_LINES = 0.6
"""The share of a team's key results that must have a form for it to be the team's form."""
_SCALE = re.compile(
    r"\b(?:scale|skala|échelle)\s*(?:of|from|:|von|de)?\s*(?P<low>\d)\s*(?:[-–—]|to|bis|à)\s*(?P<high>\d{1,3})\b|"
    r"(?:\bout of|\bof|\bvon|\bsur|(?<=\d)\s*/)\s*(?P<of>5|6|7|10|20|100)(?:\s*(?:points?|stars?|Punkten?))?(?=\s*(?:$|[,;.()\w→-]))",
    re.IGNORECASE,
)
_RATED = frozenset(stems("satisfaction satisfied rating rated score scored stars grade survey pulse feedback happiness mood content"))


@detects_across("inconsistent_format")
def inconsistent_format(context: Context, criterion: Criterion) -> Iterable[CrossSighting]:
    """Department by department: cycles, the form of key results, scales of what is rated, and scores."""
    organisation = context.organisation
    least = int(criterion.limit("teams"))
    for teams in _departments(organisation).values():
        if len(teams) < least:
            continue
        yield from _cycles(organisation, teams)
        yield from _templates(organisation, teams)
        yield from _scales(organisation, teams)
        yield from _scores(organisation, teams)


def _departments(organisation: Organisation) -> dict[str, list[Team]]:
    """The teams of each department, without the department's own page; all teams where no department is named."""
    found: dict[str, list[Team]] = defaultdict(list)
    for team in organisation.teams:
        if team.level in ("team", None) and team.goals:
            found[same_words(team.department)].append(team)
    return found


def _cycles(organisation: Organisation, teams: list[Team]) -> Iterator[CrossSighting]:
    """A team that plans another length of time than most of its neighbours, or another quarter than all of them."""
    held: dict[int, tuple[int, int]] = {}
    for team in teams:
        spans = set()
        for number in team.goals:
            period = period_of(organisation.goals[number].period or "")
            if period is not None and period.year_known:
                spans.add((period.first, period.last))
        if len(spans) == 1:
            held[team.number] = spans.pop()
    counted = Counter(held.values())
    if len(counted) < 2:
        return
    (usual, count), *_ = counted.most_common()
    if count * 2 <= len(held):
        return
    months = usual[1] - usual[0] + 1
    for team in teams:
        own = held.get(team.number)
        if own is None or own == usual:
            continue
        other = next(t for t in teams if held.get(t.number) == usual)
        length = own[1] - own[0] + 1
        said = (
            f"{team.name} plans {_months(length)}, the others {_months(months)}"
            if length != months
            else f"{team.name} plans {organisation.goals[team.goals[0]].period}, the others {organisation.goals[other.goals[0]].period}"
        )
        yield from _sighting(organisation, [team, other], 0.85, said)


def _months(count: int) -> str:
    return {1: "one month", 3: "a quarter", 6: "half a year", 12: "a year"}.get(count, f"{count} months")


def _templates(organisation: Organisation, teams: list[Team]) -> Iterator[CrossSighting]:
    """A team that fills in a form ("KPI: ... | Now: ... | Goal: ...") where the others write sentences."""
    shares = {team.number: _share_in_form(organisation, team) for team in teams}
    known = {number: share for number, share in shares.items() if share is not None}
    in_form = [team for team in teams if known.get(team.number, 0) >= _MOST_LINES]
    plain = [team for team in teams if team.number in known and known[team.number] <= 1 - _MOST_LINES]
    if not in_form or not plain:
        return
    odd, usual = (in_form, plain) if len(in_form) <= len(plain) else (plain, in_form)
    how = "a form with labelled fields" if odd is in_form else "sentences"
    for team in odd:
        yield from _sighting(organisation, [team, usual[0]], 0.85, f"{team.name} writes its key results as {how}, the others do not")


def _share_in_form(organisation: Organisation, team: Team) -> float | None:
    lines = list(_key_results(organisation, team))
    if len(lines) < 2:
        return None
    return sum(len(_FIELDS.findall(line.text)) >= 2 for line in lines) / len(lines)


def _scales(organisation: Organisation, teams: list[Team]) -> Iterator[CrossSighting]:
    """The same kind of judgement, rated by one team on 1 to 5 and by another on 0 to 100."""
    rated: dict[str, list[tuple[str, Line]]] = defaultdict(list)
    for team in teams:
        for line in _key_results(organisation, team):
            scale = _scale_of(line.text)
            for word in sorted(_RATED.intersection(stems(line.bare))) if scale else ():
                rated[word].append((scale or "", line))
    for lines in rated.values():
        first: dict[str, Line] = {}
        for scale, line in lines:
            first.setdefault(scale, line)
        if len(first) > 1 and len({line.team for line in first.values()}) > 1:
            names = ", ".join(f"{organisation.team_of(line).name} {scale}" for scale, line in first.items())
            yield CrossSighting(tuple(organisation.side(line) for line in first.values())[:_SHOWN], 0.8, f"the scales are: {names}")
            return


def _scale_of(text: str) -> str | None:
    found = _SCALE.search(text)
    if found is None:
        return None
    high = int(found.group("high") or found.group("of"))
    # "4.0 of 5" is the scale from 1 to 5, in other words.
    low = int(found.group("low") or (0 if high >= 20 else 1))
    return f"{low} to {high}"


def _scores(organisation: Organisation, teams: list[Team]) -> Iterator[CrossSighting]:
    """Scores between 0 and 1 beside scores in percent."""
    first: dict[str, tuple[Team, Line]] = {}
    for team in teams:
        found = [(amount, line) for line in _key_results(organisation, team) if (amount := _score(line.score)) is not None]
        if len(found) < 2:
            continue
        highest, line = max(found, key=lambda each: each[0])
        scale = "0 to 1" if highest <= 1 else "0 to 10" if highest <= 10 else "0 to 100"
        if scale == "0 to 1" and all(amount in (0, 1) for amount, _ in found):
            continue
        first.setdefault(scale, (team, line))
    if len(first) > 1:
        names = ", ".join(f"{team.name} {scale}" for scale, (team, _) in first.items())
        yield CrossSighting(tuple(organisation.side(line) for _, line in first.values()), 0.8, f"scores are given as: {names}")


def _score(text: str | None) -> float | None:
    found = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*(%?)\s*", text or "")
    if found is None:
        return None
    amount = float(found.group(1).replace(",", "."))
    return max(amount, 1.01) if found.group(2) else amount


def _key_results(organisation: Organisation, team: Team) -> Iterator[Line]:
    for goal in team.goals:
        for number in organisation.goals[goal].key_results:
            yield organisation.lines[number]


def _sighting(organisation: Organisation, teams: list[Team], sure: float, because: str) -> Iterator[CrossSighting]:
    sides = [side for team in teams if (side := _first(organisation, team)) is not None]
    if len(sides) == len(teams):
        yield CrossSighting(tuple(sides), sure, because)


def _first(organisation: Organisation, team: Team) -> Side | None:
    line = next(_key_results(organisation, team), None)
    return organisation.side(line) if line is not None else organisation.side_of_goal(organisation.goals[team.goals[0]])
