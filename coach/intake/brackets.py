"""Brackets and named values: whether they say an owner, a date, a status, a score or an excuse, or are a line's own words."""

from __future__ import annotations

import re
from functools import lru_cache

from coach.intake import vocabulary as v
from coach.intake.dates import is_date
from coach.intake.people import GIVEN_NAMES, is_handle, is_name, may_be_name
from coach.okr import Excuse

STATUS_MARKS = "🟢🟡🔴🟠⚪⚫🔵🟣🟤✅❌☑✔✓✗✘⏳🚧🚦⚠⛔🛑🏁⭕🔘❗❓⏸💚💛❤🧡🟩🟨🟥🟧⬜⬛👍👎🆗"
WINDOW = 240
STATUS_WORDS = (
    r"on[ -]track|at[ -]risk|off[ -]track|behind|ahead|done|completed?|achieved|missed|in progress|not started|open|closed|blocked|delayed|on hold|paused|"
    r"cancell?ed|dropped|carried over|planned|pending|wip|red|amber|yellow|green|grey|gray|rot|gelb|gr[üu]n|erledigt|offen|in arbeit|gef[äa]hrdet|"
    r"abgeschlossen|laufend|im plan|vert|rouge|orange|termin[ée]|en cours|en retard|atteint|partially achieved|started|draft|ongoing"
)
STATUS = re.compile(rf"[{STATUS_MARKS}\ufe0f\s]*(?:{STATUS_WORDS})[{STATUS_MARKS}\ufe0f\s!]*", re.IGNORECASE)
_MARK = re.compile(rf"[{STATUS_MARKS}]\ufe0f?")
SCORE = re.compile(
    r"\d{1,3}\s?%\s+(?:complete|completed|done|achieved|progress|erreicht|erledigt)|[01][.,]\d{1,2}(?:\s*/\s*1(?:[.,]0)?)?|\d{1,3}(?:[.,]\d)?\s?%|\d{1,2}\s*/\s*10|(?:0|1)(?:[.,]0{1,2})"
)
_KEYED = re.compile(
    rf"(?:(?P<owner>{v.OWNER}|by|von|par)|(?P<due>{v.DUE})|(?P<status>{v.STATUS})|(?P<score>{v.SCORE})|(?P<confidence>{v.CONFIDENCE}|conf\.?))"
    r"\s*(?P<colon>[:=]|\s)\s*(?P<value>\S.{0,80})",
    re.IGNORECASE | re.DOTALL,
)
EXCUSE = re.compile(
    r"ok\s*:\s*(?P<id>[\w-]+(?:\s*/\s*[\w-]+)?)\s*(?:[,;:–—-]\s*(?P<reason>.*))?", re.IGNORECASE | re.DOTALL
)


def excuse_of(match: re.Match[str]) -> Excuse:
    return Excuse(criterion=match.group("id").lower(), reason=" ".join((match.group("reason") or "").split()))


def excuse_in(text: str) -> Excuse | None:
    """The excuse that `text` is, alone in its brackets or comment."""
    bare = text.strip()
    for left, right in (("(", ")"), ("[", "]"), ("<!--", "-->")):
        if bare.startswith(left) and bare.endswith(right):
            match = EXCUSE.fullmatch(bare[len(left) : -len(right)].strip())
            return excuse_of(match) if match else None
    return None


@lru_cache(maxsize=4096)
def read_bracket(inner: str, square: bool, owners_seen: bool, valued: bool) -> dict[str, str] | None:
    """What the words in a bracket say, or None where they belong to the line's own words.

    `valued` says that the line has figures of its own, so that a percentage alone in a round bracket is a score.
    """
    if not inner or len(inner) > WINDOW:
        return None
    if EXCUSE.match(inner) and not re.match(r"ok\s*:\s*\d", inner):
        return {"excuse": inner}
    if is_date(inner):
        return {"due": inner}
    if STATUS.fullmatch(inner) or (_MARK.match(inner) and not any(c.isalnum() for c in inner)):
        return {"status": inner}
    if SCORE.fullmatch(inner) and (square or valued or "%" not in inner):
        return {"score": inner}
    whole = read_named_value(inner)
    if whole:
        return (
            {whole[0]: whole[1]}
            if "," not in whole[1] and ";" not in whole[1]
            else _read_parts(inner, owners_seen) or {whole[0]: whole[1]}
        )
    if is_name(inner) or is_handle(inner) or (owners_seen and may_be_name(inner)):
        return {"owner": inner}
    return _read_parts(inner, owners_seen)


def _read_parts(inner: str, owners_seen: bool) -> dict[str, str] | None:
    """A bracket of several parts, all of them known and one of them an owner, score or status."""
    parts = [part for part in re.split(r"\s*[,;|/·•]\s*|\s+[-–—]\s+", inner) if part]
    if not 2 <= len(parts) <= 6:
        return None
    said: dict[str, str] = {}
    for index, part in enumerate(parts):
        keyed = read_named_value(part)
        if keyed:
            key, value = keyed
        elif is_date(part):
            key, value = "due", part
        elif (
            is_name(part)
            or is_handle(part)
            or (index == 0 and (may_be_name(part) or part in GIVEN_NAMES))
            or (owners_seen and may_be_name(part))
        ):
            key, value = "owner", part
        elif STATUS.fullmatch(part):
            key, value = "status", part
        elif SCORE.fullmatch(part) and "%" not in part:
            key, value = "score", part
        else:
            return None
        said[key] = f"{said[key]}, {value}" if key in said else value
    if set(said) == {"due"}:
        return {"due": inner}
    if (
        set(said) == {"owner"}
        and not owners_seen
        and not any(is_name(p) or is_handle(p) or read_named_value(p) for p in parts)
    ):
        return None
    return said


def read_named_value(text: str) -> tuple[str, str] | None:
    """``Owner: Priya`` as ("owner", "Priya"); a value without a colon must look like its key."""
    match = _KEYED.fullmatch(text)
    if not match:
        return None
    key = match.lastgroup if match.lastgroup in ("owner", "due") else None
    key = next(name for name in ("owner", "due", "status", "score", "confidence") if match.group(name))
    value = match.group("value").strip()
    if key == "due":
        return (key, value) if match.group("colon") in ":=" and is_date(value) else None
    if match.group("colon") in ":=":
        return (
            (key, value)
            if key != "owner" or match.group("owner").lower() not in ("by", "von", "par") or is_name(value)
            else None
        )
    if key == "owner":
        return (
            (key, value)
            if is_name(value) or is_handle(value) or match.group("owner").lower() in ("dri", "owner")
            else None
        )
    if key == "status":
        return (key, value) if STATUS.fullmatch(value) else None
    return (
        (key, value)
        if SCORE.fullmatch(value) or re.fullmatch(r"\d{1,2}(?:/\d{1,2})?|high|medium|low", value, re.IGNORECASE)
        else None
    )
