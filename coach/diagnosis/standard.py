"""An organisation's one-page OKR standard: six questions answered from its house rules and from what was given; the rest stays blank.

Nothing is made up: a day, a name or a scale that was not given is a labelled blank, to be filled in by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from pydantic import Field

from coach.criteria import Criterion, Severity
from coach.diagnosis.rhythm import WEEKDAYS, plan
from coach.house_rules import HouseRules, with_house_rules
from coach.okr import Value
from coach.paths import shipped

NAME_LENGTH = 60
"""Characters of a name on the page; longer ones would not leave it one page."""
AGREEMENT_LENGTH = 90
MOST_AGREEMENTS = 5
SCALES = {
    "0.0 to 1.0": "From 0.0 (where it started) to 1.0 (the target), by how far the measure came. 0.7 is the hope for a stretch; a commitment is expected in full.",
    "0 to 100 %": "From 0 % (where it started) to 100 % (the target), by how far the measure came. 70 % is the hope for a stretch; a commitment is expected in full.",
    "Met or not met": "Met or not met on the last day, with the value that was reached beside it.",
}
"""Ways to score that can be chosen, each with what the page says of it."""
_MOST_OFF = 4
_MOST_TERMS = 8
_REASON_LENGTH = 60
_TERM_LENGTH = 24


class Piece(Value):
    """Words, or a labelled blank to fill in."""

    text: str
    is_blank: bool = False


class Line(Value):
    """One line of the page."""

    pieces: tuple[Piece, ...]
    is_strong: bool = False
    """It has to be so before a draft is shared."""


class Section(Value):
    """One of the six questions, answered."""

    title: str
    pattern: Line | None = None
    lines: tuple[Line, ...] = ()


class Standard(Value):
    """The page."""

    title: Line
    about: Line
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    """What the house does otherwise: criteria switched off, with the reason, and words of its own."""


class Given(Value):
    """What the form gives. Empty or None: a blank on the page."""

    organisation: str = Field(default="", max_length=NAME_LENGTH)
    cycle: str = Field(default="", max_length=NAME_LENGTH)
    start: date | None = None
    end: date | None = None
    weekday: int | None = Field(default=None, ge=0, le=6)
    """The day of the talks; 0 is Monday."""
    meeting: str = Field(default="", max_length=NAME_LENGTH)
    """The meeting that the check-in is part of."""
    scale: str | None = None
    keeper: str = Field(default="", max_length=NAME_LENGTH)
    decides: str = Field(default="", max_length=NAME_LENGTH)
    """Who decides when two aims collide."""
    agreements: tuple[str, ...] = ()
    """Who agrees with whom, and on what."""


def standard(criteria: Mapping[str, Criterion], rules: HouseRules, given: Given) -> Standard:
    """The page for these criteria (as shipped), house rules and facts.

    Raises:
        InputError: both dates were given, and they are no cycle.
    """
    ruled, written = with_house_rules(dict(criteria), rules), _written()
    return Standard(
        title=_line("OKR standard of ", given.organisation or Piece(text="organisation", is_blank=True)),
        about=_line(
            "Cycle ", given.cycle or _blank("name"), ", from ", _day(given.start, "first day"), " to ", _day(given.end, "last day"),
            ". This page is kept by ", given.keeper or _blank("name"), ".",
        ),
        sections=(
            _ruled(written["objective"], ruled, rules),
            _ruled(written["key_result"], ruled, rules),
            _baseline(written["baseline"], ruled, rules),
            _scoring(given),
            _review(given),
            _alignment(given),
        ),
        notes=tuple(_notes(ruled, rules)),
    )  # fmt: skip


@cache
def _written() -> Any:
    import yaml

    return yaml.safe_load((shipped("knowledge") / "diagnosis" / "standard.yaml").read_text(encoding="utf-8"))


def _ruled(written: Any, criteria: Mapping[str, Criterion], rules: HouseRules) -> Section:
    """The lines of the criteria that hold here, what has to be fixed first."""
    order: tuple[Severity, ...] = ("fix", "improve", "consider")
    held = [entry for entry in written["lines"] if entry["criterion"] not in rules.off]
    held.sort(key=lambda entry: order.index(criteria[entry["criterion"]].severity))
    lines = []
    for entry in held:
        criterion = criteria[entry["criterion"]]
        limits = {name: f"{limit:g}" for name, limit in criterion.data.get("limits", {}).items()}
        lines.append(_line(entry["text"].format(**limits), strong=criterion.severity == "fix"))
    pattern = [
        _blank(words) if number % 2 else Piece(text=words) for number, words in enumerate(written["pattern"]) if words
    ]
    return Section(title=written["title"], pattern=Line(pieces=tuple(pattern)), lines=tuple(lines))


def _baseline(written: Any, criteria: Mapping[str, Criterion], rules: HouseRules) -> Section:
    if written["criterion"] in rules.off:
        return Section(title=written["title"], lines=(_line("A starting value is not asked for here: see below."),))
    strong = criteria[written["criterion"]].severity == "fix"
    return Section(title=written["title"], lines=tuple(_line(text, strong=strong) for text in written["lines"]))


def _scoring(given: Given) -> Section:
    how = _line(SCALES[given.scale]) if given.scale in SCALES else _line(_blank("scale, and which value is good"))
    return Section(
        title="How we score",
        lines=(how, _line("First the score, then the talk about it. Scores are for learning.")),
    )


def _review(given: Given) -> Section:
    weekday = WEEKDAYS[given.weekday] if given.weekday is not None else _blank("day of the week")
    meeting = given.meeting or _blank("meeting")
    days: dict[str, str] = {}
    if given.start and given.end:
        rhythm = plan(given.start, given.end, given.weekday or 0)
        if given.weekday is not None:
            days = {talk.kind: ", ".join(f"{day:%d %b}" for day in talk.days[:6]) for talk in rhythm.talks}
            more = len(rhythm.days_of("monthly-review")) - 6
            if more > 0:
                days["monthly-review"] += f" and {more} more"
    return Section(
        title="When we review",
        lines=(
            _line("Each ", weekday, ", in ", meeting, ": what has moved, what is stuck, what comes next."),
            _line("Each month (", days.get("monthly-review") or _blank("days"), "): what do we change, and who does it?"),
            _line("Half way (", days.get("mid-cycle") or _blank("day"), "): is the aim still right, and the work?"),
            _line("Next drafts from ", days.get("drafting") or _blank("day"), "; scoring on ", days.get("scoring") or _blank("day"), "."),
        ),
    )  # fmt: skip


def _alignment(given: Given) -> Section:
    agreements = [text.strip() for text in given.agreements if text.strip()][:MOST_AGREEMENTS]
    lines = [_line(text[:AGREEMENT_LENGTH]) for text in agreements] or [
        _line(_blank("team"), " agrees with ", _blank("team"), " on ", _blank("what")) for _ in range(2)
    ]
    return Section(
        title="Who agrees with whom",
        lines=(
            _line("Before drafts are closed, each team asks: who needs what from us, and from whom do we need what?"),
            *lines,
            _line("Where two aims collide, ", given.decides or _blank("name"), " decides within days."),
        ),
    )


def _notes(criteria: Mapping[str, Criterion], rules: HouseRules) -> Iterator[str]:
    off = [f"{criteria[name].title} ({_short(reason)})" for name, reason in rules.off.items() if name in criteria]
    if off:
        more = f", and {len(off) - _MOST_OFF} more in the house rules" if len(off) > _MOST_OFF else ""
        yield f"Not checked here: {'; '.join(off[:_MOST_OFF])}{more}."
    terms = [term for name in rules.terms for term in rules.terms[name]]
    if terms:
        more = f" and {len(terms) - _MOST_TERMS} more" if len(terms) > _MOST_TERMS else ""
        shown = ", ".join(f"“{_short(term, _TERM_LENGTH)}”" for term in terms[:_MOST_TERMS])
        yield f"Words that we ask about here too: {shown}{more}."


def _short(text: str, most: int = _REASON_LENGTH) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _line(*parts: str | Piece, strong: bool = False) -> Line:
    return Line(pieces=tuple(part if isinstance(part, Piece) else Piece(text=part) for part in parts), is_strong=strong)


def _blank(label: str) -> Piece:
    return Piece(text=label, is_blank=True)


def _day(day: date | None, label: str) -> str | Piece:
    return f"{day.day} {day:%B %Y}" if day else _blank(label)
