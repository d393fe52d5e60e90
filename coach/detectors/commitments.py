"""Who drives a key result, and by when. What is true of most lines of a draft is said once, at the first of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from coach.criteria import Criterion
from coach.detectors.owners import OwnerKind, kind_of_owner
from coach.detectors.sighting import DraftRead, Sighting, detects
from coach.reading import KeyResultRead

_EXACT = 0.95


@detects("missing_deadline")
def missing_deadline(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """No date in it, and none from its cycle. A task is not asked for its date: it is to become a result first."""
    lines = list(read.key_results())
    asked = [
        line
        for line in lines
        if not line.has_deadline
        and line.reading.kind != "activity"
        and not (read.draft.period or read.objectives[line.where.objective or 0].objective.period)
    ]
    nowhere = not any(line.has_deadline for line in lines) and not any(o.objective.period for o in read.objectives)
    alone, together = _excused_apart(asked, criterion)
    if nowhere and len(together) > 1:
        first, *others = together
        yield Sighting(
            first.where,
            _EXACT,
            f"none of the {len(lines)} key results has a date, and no cycle is named",
            also=tuple(line.where for line in others),
        )
    else:
        alone = asked
    for line in alone:
        yield Sighting(line.where, _EXACT, "neither the line nor its cycle gives a date")


@detects("missing_owner")
def missing_owner(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """No one named driver, where the input carries owners."""
    lines = list(read.key_results())
    without = [line for line in lines if not (line.key_result.owner or "").strip()]
    if len(without) == len(lines) and not read.draft.carries_owners:
        return
    yield from _without_owner(read, without, criterion)
    for line in lines:
        owner = (line.key_result.owner or "").strip()
        kind = kind_of_owner(owner, criterion) if owner else "one"
        if kind != "one":
            yield Sighting(line.where, *_SEEN_AT_OWNER[kind](owner))


_SEEN_AT_OWNER: dict[OwnerKind, Callable[[str], tuple[float, str]]] = {
    "nobody": lambda owner: (0.9, f"“{owner}” names nobody"),
    "group": lambda owner: (0.85, f"“{owner}” is not one person"),
    "several": lambda owner: (0.8, f"“{owner}” names more than one driver"),
}


def _without_owner(read: DraftRead, without: Sequence[KeyResultRead], criterion: Criterion) -> Iterable[Sighting]:
    """A sighting a line; one an objective where most lines of the draft name nobody."""
    total = len(list(read.key_results()))
    if len(without) == total:
        seen = "the draft has a place for owners, and no key result names one"
    else:
        seen = "other lines of the draft name an owner; this one does not"
    if 2 * len(without) <= total:
        for line in without:
            yield Sighting(line.where, _EXACT, seen)
        return
    for objective in read.objectives:
        alone, together = _excused_apart([line for line in objective.key_results if line in without], criterion)
        for line in alone:
            yield Sighting(line.where, _EXACT, seen)
        if together:
            first, *others = together
            words = f"key results {_numbers(together)} of this objective name no owner" if others else seen
            yield Sighting(first.where, _EXACT, words, also=tuple(line.where for line in others))


def _excused_apart(
    lines: Iterable[KeyResultRead], criterion: Criterion
) -> tuple[list[KeyResultRead], list[KeyResultRead]]:
    """The lines that excuse themselves from `criterion`, and the others: an excuse is for its own line only."""
    excused: list[KeyResultRead] = []
    others: list[KeyResultRead] = []
    for line in lines:
        own = any(excuse.criterion == criterion.id for excuse in line.key_result.excuses)
        (excused if own else others).append(line)
    return excused, others


def _numbers(lines: Sequence[KeyResultRead]) -> str:
    """ "1, 2 and 4": the lines as a reader counts them."""
    *first, last = (str((line.where.key_result or 0) + 1) for line in lines)
    return f"{', '.join(first)} and {last}" if first else last
