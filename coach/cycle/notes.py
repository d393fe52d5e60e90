"""What the note of a check-in says: clause by clause, whether it tells anything, and whether it holds a plan.

A check-in answers three questions: what moved, what works and what is stuck, what comes next. A clause *tells* where it gives a figure, or says
one of these of something that it names. It is *hollow* where it only says that all is well or that somebody is at it ("Onboarding is
going well", "Working on the migration"), and *empty* where it names nothing at all ("On track").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from coach.cycle import note_words as w
from coach.intake.people import is_name
from coach.intake.shapes import is_task
from coach.reading.dates import dates
from coach.reading.grammar import spans_of
from coach.reading.quantities import quantities

Weight = Literal["tells", "hollow", "empty"]

_CLAUSE = re.compile(
    r"(?<=[.!?;])\s+|\s*[\n\r\v]+\s*|\s+[-–—•·*]\s+|;\s*|,\s+(?=(?:but|and|so|we|then|next|however|while)\b)|\s+\b(?:but|however|although|whereas)\b\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_HOLLOW = re.compile(rf"\b{w.HOLLOW_VERBS}\b", re.IGNORECASE)
_HOLLOW_LEAD = re.compile(
    rf"\W*(?:(?:we|i|they|team|the team|everyone)(?: are|['’]re| am|['’]m| is|['’]s)? )?(?:(?:still|currently|now|actively|also|will|hard|just|all|busy|continue to|continuing to|plan to|going to|need to|keep)\s+){{0,4}}{w.HOLLOW_VERBS}\b",
    re.IGNORECASE,
)
_MARKERS = {
    "moved": re.compile(rf"\b(?:{w.MOVED})\b", re.IGNORECASE),
    "worked": re.compile(rf"\b(?:{w.WORKED})\b", re.IGNORECASE),
    "stuck": re.compile(rf"\b(?:{w.STUCK})\b", re.IGNORECASE),
    "next": re.compile(rf"\b(?:{w.NEXT})(?!\w)", re.IGNORECASE),
}
_NO_PLAN = re.compile(rf"\b(?:{w.NO_PLAN})\b", re.IGNORECASE)
_NO_TROUBLE = re.compile(
    r"\b(?:no|without(?: any)?|nothing|zero|not (?:aware of )?any|keine?|aucun|sin|senza|geen|sem)\s+(?:major |new |significant |big |known |current |real )?(?:blockers?|issues?|problems?|risks?|delays?|concerns?|impediments?|obstacles?|changes?|updates?|news|blocked|blocking|probleme|blocker|problème|problemas|problemi|problemen)\b"
    r"|\bnot? (?:blocked|stuck|delayed|behind|late)\b",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|mär|apr|avr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|déc|ene|gen)[a-zäéû]*"
_WEEKDAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|lundi|mardi|mercredi|jeudi|vendredi"
    r"|lunes|martes|miércoles|jueves|viernes|lunedì|martedì|mercoledì|giovedì|venerdì|maandag|dinsdag|woensdag|donderdag|vrijdag"
)
_DAY = (
    rf"(?:(?:{_WEEKDAY})|\d{{1,2}}(?:st|nd|rd|th|\.)?\s?(?:of |de )?{_MONTH}\b|{_MONTH}\s?\d{{0,2}}\b|(?:the )?\d{{1,2}}(?:st|nd|rd|th)\b|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}\b\.?"
    r"|q[1-4]\b|week \d|w\d|kw ?\d|eo[wmq]\b|(?:end of |the end of )(?:the )?(?:week|month|quarter|year|cycle)|next (?:week|month|sprint|cycle|quarter|term|season)|(?:christmas|easter|ostern|weihnachten|noël))"
)
_AHEAD = r"(?:by|until|till|before|due|starting|from|for|bis|ab|zum|d['’]ici(?: le)?|à partir d[eu]|avant|para el|antes del?|entro|tegen|até)"
_BY_DATE = re.compile(
    rf"\b{_AHEAD}\s+(?:the )?(?:end of |early |mid[- ]|late |week of |next |this )?{_DAY}|\b(?:next|coming|nächste[rn]?|kommende[rn]?) (?:{_WEEKDAY}|week|month|sprint|cycle|quarter|term|woche)\b|\b(?:la semaine prochaine|la próxima semana|la prossima settimana|volgende week|tomorrow|morgen|demain)\b|\b(?:week|day) after next\b",
    re.IGNORECASE,
)
"""A day that lies ahead by its preposition, whatever the tense ("pumps ordered for January")."""
_ON_DATE = re.compile(
    rf"\b(?:on|in|this|am|im|le|el|il|op)\s+(?:the )?(?:early |mid[- ]|late |week of )?{_DAY}|\bin (?:a|two|three|\d+) (?:days?|weeks?)\b",
    re.IGNORECASE,
)
"""A day that lies ahead only in a clause that is not of the past."""
_ASSIGNED = re.compile(r"@\w+|\b(?:owner|driver|lead|responsible|who|dri|verantwortlich|pilote)\s?[:=]\s?\w+")
_NAMED_DOES = re.compile(
    r"\b(?P<name>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’.-]+)?) (?:to |will |is going to |takes |leads |drives |owns |calls |meets |prepares |talks |visits |checks |tests |sends |runs |moves |books |asks |brings |presents |negotiates |fixes |hires |reviews |has agreed to |agreed to |soll |übernimmt |va |va a )"
)
_PAST = re.compile(r"\b(?:was|were|had|did|\w{3,}ed|left|fell|lost|broke|went|came|since)\b", re.IGNORECASE)
_IMPERATIVE_LEAD = re.compile(
    r"^\W*(?:next(?: steps?)?|plan|action(?: plan)?s?|mitigation|to ?do|recovery(?: plan)?|path to green|help needed|ask|nächste schritte|maßnahmen?|prochaines? étapes?|próximos? pasos?)\s?[:=-]\s*",
    re.IGNORECASE,
)
_PLAN_VERBS = frozenset(
    "bring call cancel add shift escalate stop drop freeze pause reassign swap ask request contact visit interview pull split re-plan replan rescope re-scope descope narrow raise borrow second hand pair offer email phone book arrange propose renegotiate chase retest rerun switch".split()
)
_FEW_WORDS = 4
"""Up to so many words of its own, a clause with a hollow phrase only says what it is about."""


@dataclass(frozen=True)
class Clause:
    """A part of a note. Offsets are in the note, end exclusive."""

    start: int
    end: int
    weight: Weight
    says: frozenset[str]
    """Of "moved", "worked", "stuck", "next" and "figure" what it tells."""
    own_words: int
    """Words that are this note's own, and could not stand in any."""


@dataclass(frozen=True)
class NoteRead:
    """A note with what it says."""

    clauses: tuple[Clause, ...]
    step: bool
    """It names a step that is to be taken, something asked for, or a proposal to stop."""
    when: bool
    """It names a day for what is to come."""
    who: bool
    """It names who takes the step."""

    @property
    def tells(self) -> bool:
        """Whether it tells anything of what moved, worked, is stuck or comes next."""
        return any(clause.weight == "tells" for clause in self.clauses)

    @property
    def is_empty(self) -> bool:
        """Whether it could stand under any key result of any team."""
        return all(clause.weight == "empty" for clause in self.clauses)

    @property
    def says(self) -> frozenset[str]:
        """All that its clauses tell."""
        return frozenset().union(*(clause.says for clause in self.clauses))

    @property
    def has_plan(self) -> bool:
        """Whether it holds a next step, or at least who or when."""
        return self.step or self.when or self.who


@lru_cache(maxsize=8192)
def read_note(text: str, hollow: tuple[str, ...] = ()) -> NoteRead:
    """What a note says.

    Args:
        text: the note, its line breaks kept.
        hollow: phrases that say nothing (from the criterion's page and the house rules), lower case.
    """
    clauses = tuple(_clause(text, start, end, hollow) for start, end in _stretches(text))
    plans = [_plan(text[clause.start : clause.end], clause) for clause in clauses]
    return NoteRead(
        clauses, any(plan[0] for plan in plans), any(plan[1] for plan in plans), any(plan[2] for plan in plans)
    )


def _stretches(text: str) -> list[tuple[int, int]]:
    """The clauses of a note, as stretches of it."""
    found, start = [], 0
    for cut in _CLAUSE.finditer(text):
        found.append((start, cut.start()))
        start = cut.end()
    found.append((start, len(text)))
    return [(a, b) for a, b in found if text[a:b].strip(" \t\n.-–—•*·")]


def _clause(text: str, start: int, end: int, hollow: tuple[str, ...]) -> Clause:
    words = text[start:end]
    rest, phrases = _without(words, hollow)
    rest = _NO_TROUBLE.sub(" ", rest)
    troubled = rest
    says = {name for name, marker in _MARKERS.items() if marker.search(troubled)}
    own = _own_words(rest)
    if _has_figure(rest):
        says.add("figure")
    if "next" in says and _NO_PLAN.search(rest) and not _BY_DATE.search(rest):
        says.discard("next")
    if "figure" in says or (says and own):
        return Clause(start, end, "tells", frozenset(says), own)
    if not own:
        return Clause(start, end, "empty", frozenset(), 0)
    busy = _HOLLOW_LEAD.match(words) is not None or phrases and own <= _FEW_WORDS
    if busy or own == 1 and _HOLLOW.search(words):
        return Clause(start, end, "hollow", frozenset(), own)
    return Clause(start, end, "tells" if own >= 2 else "hollow", frozenset(), own)


def _without(words: str, hollow: tuple[str, ...]) -> tuple[str, bool]:
    """The words without the phrases that say nothing, and whether there were any."""
    spans = spans_of(words, hollow) if hollow else []
    for start, end in reversed(spans):
        words = f"{words[:start]} {words[end:]}"
    return words, bool(spans)


def _own_words(words: str) -> int:
    """How many different words are no fillers; dates and weeks are none of a note's own."""
    for day in reversed(dates(words)):
        words = f"{words[: day.start]} {words[day.end :]}"
    own = {word.lower().strip("'’-") for word in _WORD.findall(words)}
    return sum(
        1
        for word in own
        if len(word) > 1 and word not in w.FILLERS and word.split("'")[0].split("’")[0] not in w.FILLERS
    )


def _has_figure(words: str) -> bool:
    """Whether a value is given: a number that is no date, no week and no name, written in digits."""
    found = quantities(words, [(d.start, d.end) for d in dates(words)])
    return any(q.amount is not None and any(char.isdigit() for char in q.number) for q in found)


def _plan(words: str, clause: Clause) -> tuple[bool, bool, bool]:
    """Whether a clause names a step, a day for it, and who takes it."""
    if clause.weight == "empty":
        return False, False, False
    lead = _IMPERATIVE_LEAD.match(words)
    body = words[lead.end() :] if lead else words
    none = _NO_PLAN.search(body) is not None
    own = _own_words(body)
    first = (_WORD.search(body) or re.match("", body)).group().lower() if body else ""  # type: ignore[union-attr]
    past = _PAST.search(body) is not None
    step = bool(lead and own and not none) or ("next" in clause.says and not none)
    step = step or (
        clause.weight == "tells"
        and not none
        and own >= 1
        and (is_task(body.strip()) or first in _PLAN_VERBS)
        and not past
    )
    named = _NAMED_DOES.search(body)
    who = _ASSIGNED.search(body) is not None or bool(named and is_name(named["name"].split()[0]) and not none)
    dated = _BY_DATE.search(body) is not None or (_ON_DATE.search(body) is not None and not past)
    when = dated and clause.weight == "tells" and (not none or "next" in clause.says)
    return step, when, who
