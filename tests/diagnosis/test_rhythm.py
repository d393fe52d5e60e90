"""The cycle's rhythm and its calendar file: right days, valid RFC 5545, a second import moves what the first one brought."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from coach.diagnosis.calendar_file import as_calendar, file_name
from coach.diagnosis.rhythm import Rhythm, plan
from coach.diagnosis.rhythm_words import AGENDA, TITLES
from coach.errors import InputError

_MOMENT = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
_cycles = st.builds(
    lambda start, days, weekday: plan(start, start + timedelta(days=days), weekday, "2027-Q1", "Bakery"),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(27, 53 * 7 - 1),
    st.integers(0, 6),
)


def _events(rhythm: Rhythm, moment: datetime = _MOMENT) -> dict[str, Any]:
    calendar = Calendar.from_ical(as_calendar(rhythm, moment))
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_a_quarter_has_its_talks_on_the_day_that_was_chosen() -> None:
    rhythm = plan(date(2027, 1, 1), date(2027, 3, 31), 0)

    assert rhythm.days_of("monthly-review") == (date(2027, 1, 25), date(2027, 2, 22))
    assert rhythm.days_of("mid-cycle") == (date(2027, 2, 15),)
    assert rhythm.days_of("drafting") == (date(2027, 3, 15),)
    assert rhythm.days_of("scoring") == (date(2027, 3, 29),)
    assert len(rhythm.days_of("check-in")) == 9


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2027, 1, 4), date(2027, 1, 4), "not after its start"),
        (date(2027, 1, 4), date(2026, 3, 31), "not after its start"),
        (date(2027, 1, 4), date(2027, 1, 30), "27 days; a cycle has 4 to 53 weeks"),
        (date(2027, 1, 1), date(2028, 1, 7), "372 days; a cycle has 4 to 53 weeks"),
    ],
)
def test_dates_that_are_no_cycle_are_refused_in_words(start: date, end: date, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        plan(start, end, 0)


@given(_cycles)
def test_no_two_talks_but_the_drafting_fall_on_one_day_and_all_lie_in_the_cycle(rhythm: Rhythm) -> None:
    held = [day for talk in rhythm.talks if talk.kind != "drafting" for day in talk.days]

    assert len(set(held)) == len(held)
    assert all(rhythm.start <= day <= rhythm.end for talk in rhythm.talks for day in talk.days)
    assert {"check-in", "mid-cycle", "drafting", "scoring"} <= {talk.kind for talk in rhythm.talks}
    assert sorted(held) == [min(held) + timedelta(weeks=week) for week in range(len(held))], "one talk in every week"


@given(_cycles)
def test_a_calendar_that_reads_the_file_shows_the_days_of_the_plan(rhythm: Rhythm) -> None:
    written = as_calendar(rhythm, _MOMENT)
    assert written.startswith(b"BEGIN:VCALENDAR\r\n") and written.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in written.split(b"\r\n")) and b"\n" not in written.replace(b"\r\n", b"")
    events = _events(rhythm)
    for talk in rhythm.talks:
        event = events[f"{TITLES[talk.kind]}: Bakery"]
        assert _days(event) == talk.days
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=talk.length)
        assert event["dtstamp"].dt == _MOMENT
        assert all(line in event["description"] for line in AGENDA[talk.kind])


def _days(event: Any) -> tuple[date, ...]:
    """The days on which a calendar would show the event."""
    first = event["dtstart"].dt
    if "rrule" not in event:
        return (first,)
    rule = event["rrule"].to_ical().decode()
    left_out = {day.dt for day in event["exdate"].dts} if "exdate" in event else set()
    found = rrulestr(rule, dtstart=datetime(first.year, first.month, first.day))
    return tuple(day.date() for day in found if day.date() not in left_out)


def test_the_check_in_asks_its_three_questions() -> None:
    event = _events(plan(date(2027, 1, 1), date(2027, 3, 31), 0))["OKR check-in"]

    assert [line[0] for line in event["description"].split("\n") if re.match(r"\d\.", line)] == ["1", "2", "3"]


def test_a_second_file_replaces_the_first_and_another_team_or_cycle_does_not() -> None:
    first = _events(plan(date(2027, 1, 1), date(2027, 3, 31), 0, "2027-Q1", "Bakery"))
    moved = _events(plan(date(2027, 1, 8), date(2027, 4, 2), 4, "2027-q1", "BAKERY"), _MOMENT + timedelta(hours=1))

    def uids(events: dict[str, Any]) -> set[str]:
        return {str(event["uid"]) for event in events.values()}

    assert uids(first) == uids(moved)
    assert len(uids(first)) == len(first) == 5
    assert min(int(e["sequence"]) for e in moved.values()) > max(int(e["sequence"]) for e in first.values())
    for other in (("2027-Q2", "Bakery"), ("2027-Q1", "Mill"), ("", "Bakery")):
        assert not uids(first) & uids(_events(plan(date(2027, 1, 1), date(2027, 3, 31), 0, *other)))


def test_a_name_is_text_and_nothing_else() -> None:
    team = "Ops; BEGIN:VEVENT\r\nATTACH:http://evil.example, \\n שלום \x00\ud800"
    written = as_calendar(plan(date(2027, 1, 1), date(2027, 3, 31), 0, "Q1\nX:1", team), _MOMENT)
    calendar = Calendar.from_ical(written)

    assert len(calendar.walk("VEVENT")) == 5
    assert not [event for event in calendar.walk("VEVENT") if "attach" in event or "x" in event]
    assert re.fullmatch(
        r"okr-rhythm-[a-z0-9-]+\.ics", file_name(plan(date(2027, 1, 1), date(2027, 3, 31), 0, "Q1", team))
    )
    assert file_name(plan(date(2027, 1, 1), date(2027, 3, 31), 0, "שלום")) == "okr-rhythm-cycle.ics"


def test_the_first_and_the_last_years_there_are_make_a_plan_or_a_clear_answer() -> None:
    first = plan(date(1, 1, 1), date(1, 3, 31), 0)
    assert as_calendar(first, _MOMENT).count(b"BEGIN:VEVENT") == len(first.talks)
    assert plan(date(9998, 10, 1), date(9998, 12, 31), 4).talks
    with pytest.raises(InputError, match="Give an earlier last day"):
        plan(date(9999, 10, 1), date(9999, 12, 31), 0)
