"""The rhythm of a cycle as a calendar file (RFC 5545), to be imported into any calendar.

Every talk is an all-day event without a time zone: the day is settled, the hour is the team's own, and nobody's calendar shows
them as busy. A talk keeps its identifier as long as the team's and the cycle's names stay (the first day, where the cycle has no name), and a later file has a higher sequence
number, so a second import moves what the first one brought.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from coach.diagnosis.rhythm import Kind, Rhythm, Talk
from coach.diagnosis.rhythm_words import AGENDA, TITLES
from coach.report.plain import visible

if TYPE_CHECKING:
    from icalendar import Event

_MADE_BY = "-//OKR Coach//okr-coach//EN"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK = timedelta(days=7)


def as_calendar(rhythm: Rhythm, moment: datetime) -> bytes:
    """The calendar file. `moment` is when it is made: it stamps every event and orders one file after another."""
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", _MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_named("OKRs", rhythm)))
    for talk in rhythm.talks:
        calendar.add_component(_event(talk, rhythm, moment.astimezone(UTC)))
    return bytes(calendar.to_ical())


def file_name(rhythm: Rhythm) -> str:
    """A name for the file that any system takes."""
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in f"{rhythm.team} {rhythm.title}")
    return f"okr-rhythm-{'-'.join(part for part in kept.split('-') if part)[:60] or 'cycle'}.ics".lower()


def _event(talk: Talk, rhythm: Rhythm, moment: datetime) -> Event:
    from icalendar import Event

    first, last = talk.days[0], talk.days[-1]
    event = Event()
    event.add("uid", _uid(talk.kind, rhythm))
    event.add("dtstamp", moment)
    # Minutes since 1970: rises from file to file, and fits the 31 bits that some calendars have for it.
    event.add("sequence", int(moment.timestamp()) // 60)
    event.add("summary", _named(TITLES[talk.kind], rhythm))
    event.add("description", "\n".join((*AGENDA[talk.kind], "", f"Cycle: {_shown(rhythm.title)}")))
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days=talk.length))
    event.add("transp", "TRANSPARENT")
    if len(talk.days) > 1:
        event.add("rrule", _rule(talk.kind, first, last))
        left_out = [day for day in _by_rule(talk.kind, first, last) if day not in talk.days]
        if left_out:
            event.add("exdate", left_out)
    return event


def _rule(kind: Kind, first: date, last: date) -> dict[str, object]:
    if kind == "monthly-review":
        return {"freq": "monthly", "byday": f"-1{_DAYS[first.weekday()]}", "until": last}
    return {"freq": "weekly", "byday": _DAYS[first.weekday()], "until": last}


def _by_rule(kind: Kind, first: date, last: date) -> list[date]:
    """Every day that the rule names."""
    days = [first + _WEEK * week for week in range((last - first).days // 7 + 1)]
    return [day for day in days if kind != "monthly-review" or (day + _WEEK).month != day.month]


def _uid(kind: Kind, rhythm: Rhythm) -> str:
    said = "\x1f".join((rhythm.team.casefold(), rhythm.name.casefold() or rhythm.start.isoformat(), kind))
    return f"{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:32]}@okr-coach"


def _named(title: str, rhythm: Rhythm) -> str:
    return f"{title}: {_shown(rhythm.team)}" if rhythm.team else title


def _shown(text: str) -> str:
    return visible(text.encode("utf-8", "replace").decode("utf-8"))
