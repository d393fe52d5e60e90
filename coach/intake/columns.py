"""The columns of a table: by the names in a header row, or by what stands in them where there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from coach.intake import vocabulary as v
from coach.intake.labels import read_code

VALUE_ROLES = ("due", "baseline", "target", "unit", "metric", "status", "score", "confidence")

_NAME = r"(?: (?:name|title|text|statement|wording|description|\(o\)|\(kr\)))?"
_HEADERS: list[tuple[str, str]] = [
    (
        "id",
        r"#|id|no\.?|nr\.?|number|key|ref|(?:objective|okr|kr|key result|goal) ?(?:id|#|no\.?|nr\.?|number|key)|row|index|url|link",
    ),
    ("objective owner", r"(?:objective|goal|okr|obj\.?) (?:owner|lead|driver|dri)s?"),
    ("objective progress", r"(?:objective|goal) (?:progress|status|score|confidence)(?: ?\(?%\)?)?"),
    (
        "parent",
        rf"{v.PARENT}|aligned objective|parent goal|supported objective|company objective|company okr|strategic objective|alignment",
    ),
    ("due", rf"{v.DUE}|(?:kr |key result )?(?:due|end|target|finish|completion)(?: |-)?date|end|by|date"),
    (
        "ignored",
        r"start[- ]?date|created(?: (?:at|on|date|by))?|updated(?: (?:at|on))?|last (?:check-?in|update|updated|modified)(?: date)?|weight(?:ing)?(?: ?\(?%\)?)?|priority|type of (?:okr|kr)|checkbox|check-?ins?|startdatum|début",
    ),
    (
        "both",
        rf"(?:{v.OBJECTIVE}) ?(?:/|\||&|\+|or|and|und|oder|et|ou) ?(?:{v.KEY_RESULT}){_NAME}|o ?/ ?kr|okrs? (?:text|description|wording)",
    ),
    ("type", r"type|item type|kind|typ|okr type|category|element"),
    ("objective", rf"(?:(?:team|company|department|our|q[1-4]|quarterly) )?(?:{v.OBJECTIVE}){_NAME}|o"),
    ("key result", rf"(?:{v.KEY_RESULT}){_NAME}|kr description|measurable (?:key )?results?|key result/metric"),
    (
        "owner",
        rf"{v.OWNER}|(?:kr|key result) (?:owner|lead|driver|dri)s?|assignees?|owner\(?s\)?|owner name|owner e-?mail|person|name of owner|wer\?|in charge",
    ),
    ("team", rf"{v.TEAM}|teams|(?:owning|responsible) team|departments|team/department"),
    ("level", v.LEVEL),
    ("confidence", rf"{v.CONFIDENCE}|confidence ?\(.*\)"),
    (
        "score",
        rf"{v.SCORE}|(?:kr |key result |overall )?(?:score|progress|grade)(?: ?[(\[].*[)\]])?|% ?(?:achieved|complete|of target)|percent complete|attainment",
    ),
    (
        "baseline",
        rf"{v.BASELINE}|(?:start|baseline|initial|starting|base)(?:ing)?[- ]?(?:value|line|kpi|point|number)?|q[1-4] (?:actual|baseline)",
    ),
    ("target", rf"{v.TARGET}|(?:target|goal|end|desired)[- ]?(?:value|number|kpi|line)|q[1-4] target|goal \(target\)"),
    (
        "current",
        r"current(?:[- ](?:value|state|status value|level|number|progress))?|actual(?: value)?|now|today|aktuell(?:er wert)?|ist-?wert|actuel|valeur actuelle|latest(?: value)?",
    ),
    ("metric", rf"{v.METRIC}|metrics|kpis|measured by|how measured|measurement|measures"),
    ("unit", rf"{v.UNIT}|uom"),
    ("status", rf"{v.STATUS}|state|okr status"),
    (
        "period",
        rf"{v.PERIOD}|periods?|quarters?|okr (?:cycle|period)|time ?period|session|interval|planning (?:cycle|period)",
    ),
    (
        "initiative",
        rf"{v.INITIATIVES}|initiatives? ?/ ?(?:tasks?|projects?)|related (?:initiatives|projects)|tasks?/initiatives?",
    ),
    ("note", rf"{v.NOTES}|comment\(?s\)?|details|updates?|learnings?"),
    ("title", r"title|name|item|summary|okr|okrs|text|titel|intitulé|what|was"),
]
_COMPILED = [(role, re.compile(rf"(?:{pattern})", re.IGNORECASE)) for role, pattern in _HEADERS]
_ANY = re.compile("|".join(f"(?:{pattern})" for _, pattern in _HEADERS), re.IGNORECASE)
_CURRENT = re.compile(
    r"current.*|actual.*|now|today|as[- ]is|aktuell.*|ist.*|heute|valeur actuelle|actuel|latest.*|valor actual",
    re.IGNORECASE,
)
_NUMBERED_RESULT = re.compile(rf"(?:{v.KEY_RESULT})[ #.:-]*(?P<number>\d{{1,2}})(?P<rest>.*)", re.IGNORECASE)
_NUMBERED_VALUE = re.compile(
    r"(?P<rest>owner|target|baseline|score|status|due(?: date)?|current|progress|confidence)[ #-]*(?:kr)?[ #-]*(?P<number>\d{1,2})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds; `number` tells KR1, KR2, ... and their own values apart."""

    role: str
    number: int | None = None


@lru_cache(maxsize=4096)
def read_header_cell(text: str) -> Column | None:
    """What a header cell says its column holds, or None where it is no known name."""
    bare = " ".join(text.replace("_", " ").split()).strip(" :*?.").strip()
    if not bare or len(bare) > 60:
        return None
    numbered = _NUMBERED_RESULT.fullmatch(bare) or _NUMBERED_VALUE.fullmatch(bare)
    if numbered:
        rest = numbered.group("rest").strip(" :-–()")
        inner = read_header_cell(rest) if rest else None
        role = inner.role if inner and inner.role in (*VALUE_ROLES, "owner", "current", "initiative") else "key result"
        return Column(role, int(numbered.group("number")))
    if not _ANY.match(bare) and not _CURRENT.match(bare) and not _NUMBERED_VALUE.match(bare):
        return None
    for candidate in (bare, re.sub(r"\s*[(\[].*?[)\]]\s*$", "", bare), re.sub(r"\s*/.*$", "", bare)):
        if not candidate:
            continue
        if _CURRENT.fullmatch(candidate):
            return Column("current")
        for role, pattern in _COMPILED:
            if pattern.fullmatch(candidate):
                return Column(role)
    return None


def find_header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[int, Column]] | None:
    """The index of the header row among the first rows and what its columns hold, or None where there is none."""
    for index, row in enumerate(rows[:25]):
        filled = {k: text for k, text in enumerate(row) if text.strip()}
        known = {k: column for k, text in filled.items() if (column := read_header_cell(text))}
        if not known:
            continue
        roles = {column.role for column in known.values()}
        telling = (
            roles & {"objective", "key result", "both"}
            or {"type", "title"} <= roles
            or {"title", "owner"} <= roles
            and len(known) >= 3
            or {"metric", "target"} <= roles
        )
        if not telling or len(known) * 2 < len(filled) or any(len(text) > 70 for text in filled.values()):
            continue
        if len(known) == 1 and not (len(filled) == 1 and _is_one_column(rows[index + 1 :], next(iter(filled)))):
            continue
        if len(known) == 2 and len(filled) == 2 and len(roles) == 1 and not any(c.number for c in known.values()):
            continue
        return index, _settle(known)
    return None


def find_objective_column(rows: Sequence[Sequence[str]], known: dict[int, Column]) -> int | None:
    """The column before the key results that holds words under no known name, where no column is the objective's."""
    if any(column.role in ("objective", "title", "type") for column in known.values()):
        return None
    result = min((k for k, column in known.items() if column.role == "key result"), default=0)
    for k in range(result):
        if k in known and known[k].role != "ignored":
            continue
        cells = [row[k].strip() for row in rows if k < len(row) and row[k].strip()]
        if cells and sum(len(cell.split()) >= 2 for cell in cells) * 2 >= len(cells):
            return k
    return None


def settle_codes(rows: Sequence[Sequence[str]], columns: dict[int, Column], names: Sequence[str]) -> None:
    """Where a column named for key results holds only codes (``KR1``), the words stand in one after it, in place."""
    if any(column.role == "title" for column in columns.values()):
        return
    for role in ("key result", "objective"):
        for k in [k for k, column in columns.items() if column == Column(role)]:
            cells = [row[k] for row in rows if k < len(row) and row[k].strip()]
            after = (n for n in range(k + 1, len(names)) if columns.get(n, Column("note")).role == "note")
            words = next(after, None)
            if words is not None and cells and all(read_code(cell) for cell in cells):
                columns[k], columns[words] = Column("type"), Column("title")
                return


def _is_one_column(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether all rows hold at most the one cell: then a single known name is a header all the same."""
    return bool(rows) and all(k == column or not text.strip() for row in rows[:50] for k, text in enumerate(row))


def _settle(known: dict[int, Column]) -> dict[int, Column]:
    """Settles names that mean different things beside different neighbours."""
    roles = [column.role for column in known.values()]
    settled: dict[int, Column] = {}
    seen: set[tuple[str, int | None]] = set()
    for k in sorted(known):
        column = known[k]
        role = column.role
        if role == "both":
            role = "title"
        elif role == "title":
            role = (
                "title"
                if "type" in roles
                else "key result"
                if "key result" not in roles
                else "objective"
                if "objective" not in roles
                else "note"
            )
        elif role == "type" and "title" not in roles and not {"objective", "key result"} & set(roles):
            role = "ignored"
        elif role == "current" and "baseline" not in roles:
            role = "baseline"
        elif role == "metric" and "key result" not in roles and "title" not in roles:
            role = "key result"
        elif role == "objective" and (
            ("objective", None) in seen or ("key result", None) in seen and "baseline" in roles
        ):
            role = "target" if "target" not in roles else "ignored"
        elif role == "key result" and ("key result", column.number) in seen:
            role = "key result" if column.number is None else "ignored"
        settled[k] = Column(role, column.number)
        seen.add((role, column.number))
    return settled
