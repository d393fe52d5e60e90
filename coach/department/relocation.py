"""A review without places, and back: what is kept is the review of the words, wherever they stand.

A unit is reviewed in a form in which every line stands at the beginning of a cell of its own. The same words with the same values
give the same form, so its review can be served again after rows were added above them, from another sheet, or for another team.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from coach.critique import Finding, Review
from coach.department.packing import as_text
from coach.okr import Draft, Objective, Place, Wording
from coach.reading.result import Reading, ReadValue, Where

_OBJECTIVE = "/objective"
_VALUES = ("metric", "baseline", "target", "deadline")


def canonical(draft: Draft) -> Draft:
    """The words and values of a unit's draft, without places and without whose it is.

    Period, level, parent and whether the input carries owners stay: they bear on the verdict.
    """
    return draft.model_copy(
        update={
            "id": None,
            "team": None,
            "unread": (),
            "notices": (),
            "source": None,
            "objectives": tuple(_canonical_objective(objective) for objective in draft.objectives),
        }
    )


def digest(draft: Draft) -> str:
    """What identifies the words and values of a unit's draft."""
    return hashlib.sha256(as_text(canonical(draft)).encode("ascii")).hexdigest()


def relocated(review: Review, draft: Draft) -> Review:
    """The review of `canonical(draft)` as one of `draft`: each quote and each value where it stands in the input.

    Args:
        review: a review of the same words and values.
        draft: where they stand now.
    """
    lines = _lines(draft)
    return review.model_copy(
        update={
            "draft": draft,
            "findings": tuple(_moved(finding, lines) for finding in review.findings),
            "readings": tuple(_moved_reading(reading, lines) for reading in review.readings),
            "overruled": tuple(_moved(finding, lines) for finding in review.overruled),
            "second_opinions": tuple(_moved(finding, lines) for finding in review.second_opinions),
        }
    )


def _canonical_objective(objective: Objective) -> Objective:
    rows = []
    for number, key_result in enumerate(objective.key_results):
        rows.append(
            key_result.model_copy(
                update={
                    "wording": _placed(key_result.wording, str(number)),
                    "label": None,
                    "initiatives": _all_placed(key_result.initiatives, f"{number}/initiatives"),
                }
            )
        )
    wording = objective.wording and _placed(objective.wording, _OBJECTIVE)
    beside = _all_placed(objective.initiatives, "initiatives")
    return objective.model_copy(
        update={"wording": wording, "label": None, "team": None, "key_results": tuple(rows), "initiatives": beside}
    )


def _all_placed(wordings: Iterable[Wording], field: str) -> tuple[Wording, ...]:
    return tuple(_placed(wording, f"{field}/{number}") for number, wording in enumerate(wordings))


def _placed(wording: Wording, field: str) -> Wording:
    """The wording as if it began a cell of its own, which `field` names."""
    begin = wording.place.start
    runs = tuple(run.model_copy(update={"start": run.start - begin, "end": run.end - begin}) for run in wording.runs)
    place = Place(start=0, end=wording.place.end - begin, field=field)
    return wording.model_copy(update={"place": place, "runs": runs})


def _lines(draft: Draft) -> dict[str | None, Place]:
    """Where each line of the canonical form stands in `draft`."""
    found: dict[str | None, Place] = {}
    for objective in draft.objectives:
        if objective.wording is not None:
            found[_OBJECTIVE] = objective.wording.place
        found |= {str(number): row.wording.place for number, row in enumerate(objective.key_results)}
    return found


def _there(place: Place, lines: dict[str | None, Place]) -> Place:
    line = lines[place.field]
    return line.model_copy(update={"start": line.start + place.start, "end": line.start + place.end})


def _moved(finding: Finding, lines: dict[str | None, Place]) -> Finding:
    return finding.model_copy(update={"place": _there(finding.place, lines)})


def _moved_value(value: ReadValue | None, lines: dict[str | None, Place]) -> ReadValue | None:
    if value is None or value.place is None:
        return value
    return value.model_copy(update={"place": _there(value.place, lines)})


def _moved_reading(reading: Reading, lines: dict[str | None, Place]) -> Reading:
    moved = {name: _moved_value(getattr(reading, name), lines) for name in _VALUES}
    words = tuple(_moved_value(word, lines) for word in reading.vague_words)
    return reading.model_copy(update={**moved, "vague_words": words})


def at_objective(review: Review, number: int) -> Review:
    """The review of one objective as part of a draft in which that objective is number `number`, from 0."""

    def there(where: Where) -> Where:
        return where if where.objective is None else where.model_copy(update={"objective": where.objective + number})

    def finding(each: Finding) -> Finding:
        also = tuple(there(where) for where in each.also)
        return each.model_copy(update={"where": there(each.where), "also": also})

    left = review.engine.left_to_rules
    engine = review.engine.model_copy(update={"left_to_rules": left and tuple(at + number for at in left)})
    return review.model_copy(
        update={
            "findings": tuple(finding(each) for each in review.findings),
            "overruled": tuple(finding(each) for each in review.overruled),
            "second_opinions": tuple(finding(each) for each in review.second_opinions),
            "readings": tuple(r.model_copy(update={"where": there(r.where)}) for r in review.readings),
            "excused": tuple(e.model_copy(update={"where": there(e.where)}) for e in review.excused),
            "engine": engine,
        }
    )
