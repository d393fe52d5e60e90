"""Lines over or under the OKRs that say for whom and when: ``Ward 4B – Acute Medicine – Q1 2027``.

A heading is known by what its parts say: one is a period, alone or beside words such as ``OKRs`` and ``priorities``, or the
line ends in what people set out to do (``what we want to achieve this year``). A sentence is no heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.intake.brackets import read_named_value
from coach.intake.dates import PERIOD, is_date
from coach.intake.people import is_department
from coach.intake.shapes import is_aim, is_chatter, is_task, is_team_title

_CYCLE = re.compile(
    r"\b(?:this|next|the coming) (?:(?:school|academic|financial|fiscal|calendar|half) )?(?:year|quarter|half|term|semester|season|spring|summer|autumn|winter|month)\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"(?:what (?:we|i) (?:(?:want|aim|plan|hope|intend|need) to|will|are going to) (?:achieve|reach|do|deliver|accomplish|change|focus on|get done)"
    r"|(?:(?:our|my|the|team|quarterly|annual|yearly|key|top|main|strategic|draft)\s+)*(?:okrs?|objectives?(?: (?:and|&) key results?)?|key results?|goals?|priorities|focus|aims?|targets?|plans?|ambitions?|ziele|objectifs)(?: (?:for|in|of|für|pour))?"
    r"|for|in|draft|final|v\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
_PLAN_AT_END = re.compile(r"\s+(?:okrs?|objectives|goals|priorities|plans?)$", re.IGNORECASE)
_REVIEW = re.compile(
    r"(?:(?:next )?review(?: date| on| by)?|to be reviewed(?: on| by| in)?|reviewed (?:on|by|in)|check[- ]?in(?: date)?|valid until|runs until|ends(?: on)?)\s*:?\s+(?P<date>.+)",
    re.IGNORECASE,
)
_PART = re.compile(r"\s+[-–—|·•/]+\s+|\s*[|:;]\s+|,\s+|\s*[()\[\]]\s*")
_PLACE = re.compile(
    r"\b(?:ward|unit|clinic|hospital|surgery|practice|plant|factory|site|depot|warehouse|works|school|academy|college|university|faculty|nursery|kindergarten|class|library|museum|theatre|committee|board|council|parish|association"
    r"|society|club|charity|foundation|trust|union|office|branch|store|shop|region|division|department|team|squad|group|studio|bureau|institute|centre|center|hotel|restaurant|farm|fleet|brigade|station|company|gmbh|ltd|inc|ag|llc|plc|e\.v)\b",
    re.IGNORECASE,
)
_LONGEST = 16


@dataclass(frozen=True)
class Heading:
    """What a heading says. `names_team` says that its words are surely a team or a place, and no objective."""

    team: str | None = None
    period: str | None = None
    owner: str | None = None
    names_team: bool = False


def read_heading(text: str) -> Heading | None:
    """What `text` says as a heading with a period in it; None where it is none."""
    text = " ".join(text.split()).strip(" :*_#")
    if not text or len(text.split()) > _LONGEST or text.endswith((".", "!", "?")) or is_chatter(text):
        return None
    review = _REVIEW.fullmatch(text)
    if review:
        return Heading(period=review["date"]) if is_date(review["date"]) else None
    left, owner = _without_owner(text)
    found = PERIOD.search(left) or _CYCLE.search(left)
    if found is None:
        return None
    period, marked = _bare(found.group()), False
    rest = f"{left[: found.start()]}\0{left[found.end() :]}"
    kept: list[str] = []
    for part in (part.strip() for part in _PART.split(rest)):
        words = part.replace("\0", " ").strip()
        planned = bool(words) and _is_plan(words)
        if "\0" in part and words and not planned:
            return None  # the period stands inside other words
        marked = marked or planned
        if words and not planned and not PERIOD.fullmatch(words):
            kept.append(words)
    team = _PLAN_AT_END.sub("", _between(text, kept)) if kept else None
    if team and (len(team.split()) > 8 or is_task(team) or is_aim(team)):
        return None
    named = bool(team) and (is_team_title(team or "") or is_department(team or "") or bool(_PLACE.search(team or "")))
    return Heading(team, period, owner, names_team=named or marked)


def _bare(period: str) -> str:
    """The period in one piece: ``Spring term (2027)`` is ``Spring term 2027``."""
    return " ".join(period.replace("(", " ").replace(")", " ").split())


def _is_plan(words: str) -> bool:
    """Whether the words only say that a plan follows (``our priorities for``)."""
    left = words
    while left and (match := _PLAN.match(left)) and (match.end() == len(left) or not left[match.end()].isalnum()):
        left = left[match.end() :].strip(" ,-–—")
    return not left


def _without_owner(text: str) -> tuple[str, str | None]:
    """The line without a bracket or last part that names its owner, and that owner."""
    for match in re.finditer(
        r"\s*[(\[](?P<inner>[^()\[\]]{3,60})[)\]]|\s+[-–—|]\s+(?P<tail>[^–—|()\[\]]{3,60})$", text
    ):
        said = read_named_value((match["inner"] or match["tail"]).strip())
        if said and said[0] == "owner":
            return f"{text[: match.start()]} {text[match.end() :]}".strip(), said[1]
    return text, None


def _between(text: str, kept: list[str]) -> str:
    """The words of the heading from the first to the last part that was kept, as they were written where adjoining."""
    start, end = text.find(kept[0]), text.find(kept[-1]) + len(kept[-1])
    between = text[start:end]
    return (
        between
        if not any(_is_plan(part) or PERIOD.fullmatch(part) for part in _PART.split(between) if part)
        else kept[0]
    )
