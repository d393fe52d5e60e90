"""`overloaded-owner`: one person drives more than anyone can, under all forms of the name, in all teams.

The same first name in two teams is not the same person, unless surname or address agrees; a role is no person.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from coach.criteria import Criterion
from coach.department.across.context import Context
from coach.department.across.lines import Goal, Line, Organisation, same_words
from coach.department.across.sighting import CrossSighting, detects_across
from coach.department.contract import Side
from coach.intake.people import GIVEN_NAMES

_ASIDE = re.compile(r"\s*[(\[<][^)\]>]*[)\]>]?")
_ADDRESS = re.compile(r"([\w.+-]+)@[\w-]+(?:\.[\w-]+)+")
_JOINT = re.compile(r"\s*[/&+;]\s*|\s+(?:and|und|et|y|e|en)\s+")
_TITLE = re.compile(r"^(?:(?:dr|prof|mr|mrs|ms|miss|mx|sir|dame|herr|frau|mme|sr|sra)\b\.?\s*)+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][^\W\d_'’-]*\.?")
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as written, taken apart. Either part may be an initial ("P.", "N.") or missing."""

    given: str
    surname: str

    @property
    def is_whole(self) -> bool:
        return len(self.given) > 1 and len(self.surname) > 1


Person = tuple[Name, int | None]
"""A name and, where it says too little to be known elsewhere, the team it stands for one person in."""


@dataclass(slots=True)
class _Load:
    """What one person drives."""

    forms: Counter[str] = field(default_factory=Counter)
    objectives: list[Goal] = field(default_factory=list)
    key_results: list[Line] = field(default_factory=list)
    teams: set[int] = field(default_factory=set)


@detects_across("overloaded_owner")
def overloaded_owner(context: Context, criterion: Criterion) -> Iterable[CrossSighting]:
    """People with more objectives, or more key results, than the page's limits."""
    organisation = context.organisation
    most_objectives, most_key_results = int(criterion.limit("objectives")), int(criterion.limit("key_results"))
    for load in _loads(organisation, criterion).values():
        objectives, key_results = len(load.objectives), len(load.key_results)
        if objectives <= most_objectives and key_results <= most_key_results:
            continue
        sides = [side for goal in load.objectives if (side := organisation.side_of_goal(goal)) is not None]
        sides += [organisation.side(line) for line in load.key_results]
        forms = " / ".join(form for form, _ in load.forms.most_common(4))
        counts = f"{objectives} objectives and {key_results} key results"
        places = f"{len(load.teams)} teams" if len(load.teams) > 1 else "one team"
        over = max(objectives / most_objectives, key_results / most_key_results)
        yield CrossSighting(
            tuple(_spread(sides)), min(0.95, 0.75 + 0.1 * (over - 1)), f"{forms} drives {counts} in {places}"
        )


def _spread(sides: list[Side]) -> list[Side]:
    """A handful of sides, of as many teams as there are."""
    first: list[Side] = []
    rest: list[Side] = []
    seen: set[str] = set()
    for side in sides:
        (rest if side.team in seen else first).append(side)
        seen.add(side.team)
    return [*first, *rest][:_SHOWN]


def _loads(organisation: Organisation, criterion: Criterion) -> dict[Person, _Load]:
    """What each person drives."""
    held: list[tuple[Name, str, int, Goal | Line]] = []
    holders: list[Goal | Line] = [*organisation.goals, *organisation.key_results()]
    for holder in holders:
        for written, name in names_in(holder.owner or "", criterion):
            held.append((name, written, holder.team, holder))
    people = _People(organisation, [(name, team) for name, _, team, _ in held])
    loads: dict[Person, _Load] = defaultdict(_Load)
    for name, written, team, holder in held:
        load = loads[people.who(name, team)]
        load.forms[written] += 1
        load.teams.add(team)
        if isinstance(holder, Goal):
            load.objectives.append(holder)
        else:
            load.key_results.append(holder)
    return loads


def names_in(owner: str, criterion: Criterion) -> list[tuple[str, Name]]:
    """The people that an owner's place names, each as written and taken apart; no roles, groups or placeholders."""
    if address := _ADDRESS.search(owner):
        parts = [part for part in re.split(r"[._+-]", address.group(1)) if part.isalpha()]
        return [(owner.strip(), Name(_folded(parts[0]), _folded(parts[-1]) if len(parts) > 1 else ""))] if parts else []
    found = []
    for written in _JOINT.split(_ASIDE.sub("", owner)):
        pieces = [piece.strip() for piece in written.split(",") if piece.strip()]
        turned = len(pieces) == 2 and all(len(piece.split()) == 1 for piece in pieces) and not _is_given(pieces[0])
        for piece in [" ".join(reversed(pieces))] if turned else pieces:
            if (name := _name(piece, criterion)) is not None:
                found.append((piece, name))
    return found


def _name(written: str, criterion: Criterion) -> Name | None:
    bare = _TITLE.sub("", written.lstrip("@").strip())
    words = _WORD.findall(bare)
    if not words or len(words) > 4 or re.search(r"\d", bare):
        return None
    if any(word.lower().rstrip(".") in criterion.terms("not_names") for word in words):
        return None
    particles = {"von", "van", "de", "der", "den", "da", "di", "la", "le", "al", "bin", "dos"}
    if not written.startswith("@") and any(word[0].islower() and word.lower() not in particles for word in words):
        return None
    given, surname = _folded(words[0]), _folded(words[-1]) if len(words) > 1 else ""
    return Name(given, surname) if len(given) > 1 or len(surname) > 1 else None


def _is_given(word: str) -> bool:
    return word.lower() in GIVEN_NAMES


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.rstrip(".").casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


class _People:
    """Who is meant by a name in a team."""

    def __init__(self, organisation: Organisation, held: list[tuple[Name, int]]) -> None:
        self._teams = organisation.teams
        self._by_surname: dict[str, set[str]] = defaultdict(set)
        self._wholes: dict[int, set[Name]] = defaultdict(set)
        for name, _ in held:
            if name.is_whole:
                self._by_surname[name.surname].add(name.given)
        for name, team in held:
            if name.is_whole:
                self._wholes[team].add(self._full(name))
        self._in_department: dict[str, set[Name]] = defaultdict(set)
        for number, names in self._wholes.items():
            self._in_department[self._department(number)].update(names)
        self._everybody = set().union(*self._wholes.values()) if self._wholes else set()
        self._by_part: dict[str, set[Name]] = defaultdict(set)
        for name in self._everybody:
            self._by_part[name.surname].add(name)
            self._by_part[name.given].add(name)

    def who(self, name: Name, team: int) -> Person:
        """The person: one of the whole names, or a name that stands for one person in its own team only."""
        if name.is_whole:
            return self._full(name), None
        among = self._by_part.get(name.surname if len(name.surname) > 1 else name.given, set())
        fitting = {whole for whole in among if _fits(name, whole)}
        scopes = [self._wholes[team]]
        if name.surname:
            # A first name alone is nobody outside its team: two teams can have a Lukas each.
            scopes += [self._in_department[self._department(team)], self._everybody]
        for scope in scopes:
            here = fitting & scope
            if here:
                return (here.pop(), None) if len(here) == 1 else (name, team)
        # With a surname one person is meant wherever it stands; without, only within the team.
        return (name, None) if len(name.surname) > 1 and not fitting else (name, team)

    def _full(self, name: Name) -> Name:
        """The longest form of a given name: Dan Okonjo is Daniel Okonjo, where there is one of them only."""
        longer = {g for g in self._by_surname[name.surname] if g != name.given and _is_short_for(name.given, g)}
        return Name(longer.pop(), name.surname) if len(longer) == 1 else name

    def _department(self, team: int) -> str:
        return same_words(self._teams[team].department)


def _is_short_for(short: str, given: str) -> bool:
    return len(short) >= 3 and len(given) > len(short) and given.startswith(short)


def _fits(name: Name, whole: Name) -> bool:
    def part_fits(part: str, of: str) -> bool:
        return not part or part == of or (len(part) == 1 and of.startswith(part)) or _is_short_for(part, of)

    return part_fits(name.given, whole.given) and part_fits(name.surname, whole.surname)
