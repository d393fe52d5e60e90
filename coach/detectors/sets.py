"""What can be weak in a set: the key results of one objective, or all objectives of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coach.criteria import Criterion
from coach.detectors.same_measure import SharedFigures, measured, one_measure
from coach.detectors.sighting import DraftRead, Sighting, detects
from coach.embedding import similarities
from coach.reading import TOO_BROAD_FROM, KeyResultRead, Where
from coach.reading.dates import Dated, dates
from coach.reading.periods import Period, period_of
from coach.reading.quantities import Quantity

_EXACT = 0.95


@detects("too_many_objectives")
def too_many_objectives(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """Over the limit for its level; a draft of several teams is counted by team."""
    level = read.draft.level or "team"
    most = int(criterion.limit(level))
    by_team: dict[str | None, list[int]] = {}
    for i, objective in enumerate(read.objectives):
        if objective.text:
            by_team.setdefault(objective.objective.team, []).append(i)
    for team, at in by_team.items():
        if len(at) > most:
            whose = f"{team} has" if team else "there are"
            yield Sighting(
                Where(),
                _EXACT,
                f"{whose} {len(at)} objectives; {most} is the limit for a {level}",
                line=Where(objective=at[most]),
            )


@detects("too_many_key_results")
def too_many_key_results(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """Over five under one objective; three is the advice."""
    most, advice = int(criterion.limit("most")), int(criterion.limit("advice"))
    for i, objective in enumerate(read.objectives):
        count = len(objective.key_results)
        if objective.text and count > most:
            yield Sighting(
                Where(objective=i),
                _EXACT,
                f"{count} key results; {most} is the limit, {advice} the advice",
                line=Where(objective=i, key_result=most),
            )


@detects("single_key_result")
def single_key_result(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """One measure for the whole objective."""
    for i, objective in enumerate(read.objectives):
        if objective.text and len(objective.key_results) == 1:
            yield Sighting(
                Where(objective=i),
                0.9,
                "one key result carries the whole objective",
                line=Where(objective=i, key_result=0),
            )


_IN_OTHER_WORDS = 0.7
_FILLERS = re.compile(r"\b(?:up|down|the|a|an|our|by|to|from|of)\b|[^\w%]+")


@detects("duplicate_key_result")
def duplicate_key_result(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """Two key results of a draft say the same thing: nearly the same words, or the same figures of one subject."""
    limit = criterion.limit("similarity")
    lines = [line for line in read.key_results() if len(line.text.split()) >= 2]
    if len(lines) < 2:
        return
    texts = [_FILLERS.sub(" ", re.sub(r"\s+(?=%)", "", line.text.lower())) for line in lines]
    alike = similarities(texts, texts)
    measures = [measured(line) for line in lines]
    of_figures = SharedFigures()
    for later in range(len(lines)):
        words_alike = (alike[later, :later] >= limit).nonzero()[0].tolist()
        for earlier in sorted({*words_alike, *of_figures.met_by(measures[later])}):
            in_words = alike[later, earlier] >= limit and not _told_apart(lines[later], lines[earlier])
            if not in_words and not one_measure(measures[later], measures[earlier]):
                continue
            other = lines[earlier]
            team = read.objectives[other.where.objective or 0].objective.team
            if team != read.objectives[lines[later].where.objective or 0].objective.team:
                continue
            sure = min(0.95, float(alike[later, earlier])) if in_words else _IN_OTHER_WORDS
            yield Sighting(lines[later].where, sure, f"it says the same as “{other.text}”")
            break
        of_figures.add(later, measures[later])


def _told_apart(later: KeyResultRead, earlier: KeyResultRead) -> bool:
    """Whether lines of nearly the same words share no figure, and one names a group by another ("under 25") or goes the other way."""
    amounts = [[q.amount for q in line.quantities if q.amount is not None] for line in (later, earlier)]
    if set(amounts[0]) & set(amounts[1]):
        return False
    ways = [set(re.findall(r"\b(?:up|down)\b", line.text.lower())) for line in (later, earlier)]
    return len(amounts[0]) != len(amounts[1]) or (bool(ways[0] and ways[1]) and ways[0] != ways[1])


@detects("objective_not_covered")
def objective_not_covered(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """A first guess by embedding: no key result speaks of anything the objective speaks of. Always a question.

    An objective that is too broad to choose by is left out: anything fits under it, and it is flagged for that.
    """
    limit = criterion.limit("similarity")
    for i, objective in enumerate(read.objectives):
        texts = [line.text for line in objective.key_results]
        if len(objective.text.split()) < 3 or len(texts) < 2 or objective.vague_confidence >= TOO_BROAD_FROM:
            continue
        closest = float(similarities([objective.text], texts).max())
        if closest < limit:
            yield Sighting(
                Where(objective=i),
                0.5,
                "no key result shares a subject with the objective",
                line=Where(objective=i),
                asks=True,
            )


_SERVES = re.compile(
    r"\b(?:objective|goal|OKR) (?:no\.? ?|# ?)?\d|[“\"][^“”\"]{8,}[”\"] of (?:the |our )?[\w &-]+? (?:department|company|division|group)\b|[A-Z]\w+['’]s [“\"][^“”\"]{8,}[”\"]",
    re.IGNORECASE,
)
"""The objective's own words say what it serves: "(Finance objective 1)"."""


@detects("no_parent_link")
def no_parent_link(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """The draft says it is a team's or a department's, and nothing says what above it this serves."""
    if read.draft.level not in ("team", "department") or read.draft.parent:
        return
    for objective in read.objectives:
        if objective.text and not objective.objective.parent and not _SERVES.search(objective.text):
            yield Sighting(
                Where(), 0.9, f"the draft is a {read.draft.level}'s, and names nothing above it", line=objective.where
            )
            return


@detects("mixed_cycles")
def mixed_cycles(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """Objectives of different periods in one draft, or a key result due outside its cycle."""
    cycles: list[tuple[int, Period]] = []
    for i, objective in enumerate(read.objectives):
        named = _IN_TITLE.search(objective.text)
        period = period_of(objective.objective.period or (named.group(1) if named else None) or read.draft.period or "")
        if period:
            cycles.append((i, period))
    for i, period in cycles[1:]:
        if not period.is_same(cycles[0][1]):
            yield Sighting(
                Where(objective=i),
                0.9,
                f"its cycle is {period}, the first objective's is {cycles[0][1]}",
                line=Where(objective=i),
            )
            return
    if not cycles:
        yield from _apart(read)
    for i, period in cycles:
        for line in read.objectives[i].key_results:
            if due := _outside(line, period):
                yield Sighting(line.where, 0.8, f"it is due {due}; its cycle is {period}")


_IN_TITLE = re.compile(
    r"[(\[]\s*((?:20\d\d[ -]?)?[QHT][1-4](?:[ /'-]*(?:20)?\d\d)?)\s*[)\]]\s*$|^[QH][1-4](?=\s*[:–—-])", re.IGNORECASE
)
_DUE_THEN = re.compile(r"\W*(?:by|until|till|due|no later|(?:at |the |on )*(?:end|close))\b", re.IGNORECASE)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:laws?|act|directive|regulation|standards?|strategy|vision|agenda|plan|roadmap|goals?|targets?|benchmark|warranty|lease|contract|licen[cs]e|extended|"
    r"valid|guaranteed|secured|parked|postponed)\b[^,;.]{0,25}$",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(r"\b20\d\d$")


def _outside(line: KeyResultRead, cycle: Period) -> Period | None:
    """When a line is due, where that lies outside its cycle.

    Besides its deadline any later date counts that its words name ("new model Q2/2028 tried by 60 clients"); an earlier one
    counts only where the line is said to be due then, and is no reference ("in Q2 it was 81").
    """
    text = line.text
    found = dates(text)
    led = [date for date in found if date.is_deadline and _DUE_THEN.match(text[date.start : date.end])]
    for date in found:
        words = text[date.start : date.end]
        due = period_of(words)
        if (
            due is None
            or cycle.holds(due)
            or _OF_SOMETHING_ELSE.search(text[: date.start])
            or _names_a_thing(text, date)
            or _dates_the_start(line, date)
        ):
            continue
        both_known = due.year_known and cycle.year_known
        if both_known and due.first > cycle.last:
            return due
        # Beside a date that the line says it is due by, another one says when something else was or is.
        if (
            date.is_deadline
            and (not led or date in led)
            and (not (both_known and due.last < cycle.first) or _DUE_THEN.match(words))
        ):
            return due
    said = line.key_result.due
    given = period_of(said) if said and not re.search(r":\s*\d", said) else None
    return given if given and not cycle.holds(given) else None


def _dates_the_start(line: KeyResultRead, date: Dated) -> bool:
    """Whether a date says when the start was measured: it stands nearer to the start than to the value to reach."""
    start, goal = line.values.baseline, line.values.target
    if start is None:
        return False

    def gap(value: Quantity) -> int:
        return max(value.start - date.end, date.start - value.end, 0)

    return goal is None or gap(start) < gap(goal)


def _names_a_thing(text: str, date: Dated) -> bool:
    """Whether a year is part of a name: "the 2030 permit band", "the 2030-app"."""
    words, after = text[date.start : date.end], text[date.end :]
    if not _BARE_YEAR.search(words):
        return False
    led = re.search(r"\bthe (?:20\d\d)$", text[: date.end], re.IGNORECASE) is not None
    return re.match(r"-[a-z]", after) is not None or (led and re.match(r" [a-z]", after) is not None)


_FAR_APART = 5
"""Months between two deadlines from which they no longer belong to one cycle: two quarters do not touch."""


def _apart(read: DraftRead) -> Iterable[Sighting]:
    """Where no cycle is named: the line whose deadline lies furthest behind the first one's, if that is too far."""
    due = [(line, period_of(line.reading.deadline.text)) for line in read.key_results() if line.reading.deadline]
    dated = [(line, period) for line, period in due if period is not None and period.year_known]
    if len(dated) < 2:
        return
    first = min(period.last for _, period in dated)
    line, latest = max(dated, key=lambda pair: pair[1].last)
    if latest.last - first >= _FAR_APART:
        yield Sighting(
            line.where,
            0.8,
            f"it is due {latest}; another key result of the draft is due {latest.last - first} months earlier",
        )
