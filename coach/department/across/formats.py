"""`inconsistent-format`: teams of one department that do not share template, cycle or scale, so that they cannot be read together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from coach.criteria import Criterion
from coach.department.across.context import Context
from coach.department.across.lines import Line, Organisation, Team, same_words
from coach.department.across.sighting import CrossSighting, detects_across
from coach.department.contract import Side
from coach.reading.periods import period_of

_SHOWN = 6
_FIELDS = re.compile(r"(?:^|[|;/•]\s*|\s[-–—]\s)[A-ZÄÖÜ][\w./ ]{0,14}:|(?<=\w)\s*\|\s*(?=\w)")
_LABELLED = "a form"
_BEGINNING = re.compile(
    r"\[[ xX]?\]|[A-Za-z]{1,12}[ .]?\d{0,2}(?:\.\d+)?\s*[:|\])–—](?=\s)|(?:we|i) (?:will|want|aim)\b|as an?\b|as measured by\b",
    re.IGNORECASE,
)
_ENOUGH = 3
"""Key results from which on a common beginning is no chance."""
_MOST_LINES = 0.6
"""The share of a team's key results that must have a form for it to be the team's form."""
_SCALE = re.compile(
    r"\b(?:scale|skala|échelle|scored?|scoring|rated|rating|points?|marks?|grades?)\b[ :(]*(?:of|from|:|von|de|on)?\s*(?P<low>[01])\s*(?:[-–—]|to|bis|à)\s*(?P<high>\d{1,3})(?:\.0)?(?![\d.,]|\s*%)|"
    r"(?:\bout of|\bof|\bvon|\bsur|(?<=\d)\s*/)\s*(?P<of>5|6|7|10|20|100)(?:\s*(?:points?|stars?|Punkten?))?(?=\s*(?:$|[,;.()\w→-]))",
    re.IGNORECASE,
)
_STARS = re.compile(r"\d\s*(?:stars?|points?|pts)\b", re.IGNORECASE)
_RATED = frozenset(
    "satisfaction rating ratings score scores stars grade grades pulse confidence happiness mood index".split()
)


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
    held: dict[int, tuple[int, int] | str] = {}
    for team in teams:
        spans = {_cycle(organisation.goals[number].period) for number in team.goals} - {None}
        if len(spans) == 1:
            held[team.number] = spans.pop() or ""
    counted = Counter(held.values())
    if len(counted) < 2:
        return
    (usual, count), *_ = counted.most_common()
    if count * 2 <= len(held):
        return
    like = next(team for team in teams if held.get(team.number) == usual)
    for team in teams:
        own = held.get(team.number)
        if own is None or own == usual:
            continue
        lengths = [each[1] - each[0] + 1 if isinstance(each, tuple) else 0 for each in (own, usual)]
        if all(lengths) and lengths[0] != lengths[1]:
            said = f"{team.name} plans {_months(lengths[0])}, the others {_months(lengths[1])}"
        else:
            said = f"{team.name} plans {organisation.goals[team.goals[0]].period}, the others {organisation.goals[like.goals[0]].period}"
        yield from _sighting(organisation, [team, like], 0.85, said)


def _cycle(written: str | None) -> tuple[int, int] | str | None:
    """A cycle as months, or in its own words where they cannot be read as months ("Spring term"); None where none is named."""
    if not written or not written.strip():
        return None
    period = period_of(written)
    if period is None:
        return same_words(written)
    return (period.first, period.last) if period.year_known else None


def _months(count: int) -> str:
    return {1: "one month", 3: "a quarter", 6: "half a year", 12: "a year"}.get(count, f"{count} months")


def _templates(organisation: Organisation, teams: list[Team]) -> Iterator[CrossSighting]:
    """A team that fills in a form ("KPI: ... | Now: ... | Goal: ...") or begins every line alike ("We will ...") where others do not."""
    form_of = {team.number: form for team in teams if (form := _form(organisation, team)) is not None}
    if len(form_of) < 2:
        return
    (usual, count), *_ = Counter(form_of.values()).most_common()
    if count * 2 <= len(form_of) and len(form_of) > 2:
        return
    if len(form_of) == 2 and usual != "":
        usual = ""  # of two teams the one with sentences is like most plans
    like = next((team for team in teams if form_of.get(team.number) == usual), None)
    for team in teams:
        own = form_of.get(team.number)
        if like is not None and own is not None and own != usual:
            how = (
                f"begins its key results with “{own}”"
                if own not in ("", _LABELLED)
                else "writes them as sentences"
                if not own
                else "writes them as a form with labelled fields"
            )
            yield from _sighting(organisation, [team, like], 0.85, f"{team.name} {how}, the others do not")


def _form(organisation: Organisation, team: Team) -> str | None:
    """The form that most key results of a team have: labelled fields, a common beginning, or none (""); None for a line or two."""
    lines = list(_key_results(organisation, team))
    if len(lines) < 2:
        return None
    if sum(len(_FIELDS.findall(line.text)) >= 2 for line in lines) >= _MOST_LINES * len(lines):
        return _LABELLED
    if len(lines) < _ENOUGH:
        return ""
    beginnings = Counter(match.group().strip() for line in lines if (match := _BEGINNING.match(line.text)))
    best, count = beginnings.most_common(1)[0] if beginnings else ("", 0)
    return re.sub(r"\d+", "1", best) if count >= _MOST_LINES * len(lines) else ""


def _scales(organisation: Organisation, teams: list[Team]) -> Iterator[CrossSighting]:
    """The same kind of judgement, rated by one team on 1 to 5 and by another on 0 to 100."""
    rated: dict[str, list[tuple[str, Line]]] = defaultdict(list)
    for team in teams:
        for line in _key_results(organisation, team):
            scale = _scale_of(line.text)
            for word in sorted(_RATED.intersection(line.bare.casefold().split())) if scale else ():
                rated[word].append((scale or "", line))
    for lines in rated.values():
        first: dict[str, Line] = {}
        for scale, line in lines:
            first.setdefault(scale, line)
        if len(first) > 1 and len({line.team for line in first.values()}) > 1:
            names = ", ".join(f"{organisation.team_of(line).name} {scale}" for scale, line in first.items())
            yield CrossSighting(
                tuple(organisation.side(line) for line in first.values())[:_SHOWN], 0.8, f"the scales are: {names}"
            )
            return


def _scale_of(text: str) -> str | None:
    """The scale that something is rated on: written down, or told by the figures' unit."""
    found = _SCALE.search(text)
    if found is None:
        return "points" if _STARS.search(text) else "in percent" if re.search(r"\d\s*%", text) else None
    high = int(found.group("high") or found.group("of"))
    # "4.0 of 5" is the scale from 1 to 5, in other words.
    low = int(found.group("low") or (0 if high >= 20 else 1))
    return f"{low} to {high}"


def _scores(organisation: Organisation, teams: list[Team]) -> Iterator[CrossSighting]:
    """Scores between 0 and 1 beside scores in percent."""
    first: dict[str, tuple[Team, Line]] = {}
    for team in teams:
        found = [
            (amount, line) for line in _key_results(organisation, team) if (amount := _score(line.score)) is not None
        ]
        if len(found) < 2:
            continue
        highest, line = max(found, key=lambda each: each[0])
        scale = "0 to 1" if highest <= 1 else "0 to 10" if highest <= 10 else "0 to 100"
        if scale == "0 to 1" and all(amount in (0, 1) for amount, _ in found):
            continue
        first.setdefault(scale, (team, line))
    if len(first) > 1:
        names = ", ".join(f"{team.name} {scale}" for scale, (team, _) in first.items())
        yield CrossSighting(
            tuple(organisation.side(line) for _, line in first.values()), 0.8, f"scores are given as: {names}"
        )


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
