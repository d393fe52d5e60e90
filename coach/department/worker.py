"""What is done for a chunk of a run, wherever it is done: on this machine or on another one of a cluster.

Everything here is a plain function of a `Setup` and a chunk. A process loads its coach once and keeps it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.criteria import Severity
    from coach.critique import Review
    from coach.department.contract import TeamReview, Unit
    from coach.okr import Draft
    from coach.reviewer import Coach

_BESIDE = ("ui", "cli", "report", "store", "department", "dialogue", "llm", "sharpening", "cycle")
"""Packages of the program that have no say in a review by rules."""


@dataclass(frozen=True)
class Setup:
    """By what a run is reviewed: the same for all its chunks."""

    home: str
    """The data directory: the retrieval index and the organisation's own documents."""
    rules: str | None = None
    """The house rules, as JSON."""
    suggestions: bool = False


@dataclass(frozen=True)
class Reviewed:
    """What came of one unit: its review, packed, or why there is none."""

    document: str | None
    findings: int = 0
    failure: str | None = None


@dataclass(frozen=True)
class ReviewedChunk:
    """What came of a chunk of units, and by what it was reviewed."""

    identity: str
    units: tuple[Reviewed, ...]
    citations: dict[str, str]


@dataclass(frozen=True)
class DraftToCompose:
    """The units of one draft with their reviews, all packed; None, and why, where there is none."""

    units: tuple[str, ...]
    reviews: tuple[str | None, ...]
    failures: tuple[str | None, ...]


@dataclass(frozen=True)
class FoundLine:
    """A finding at one of its lines, for counting and for lists."""

    unit: int
    line: int
    """-2: the whole draft; -1: the objective; from 0 the key result."""
    criterion: str
    severity: Severity
    quote: str
    place: str
    """As JSON."""
    confidence: float
    first: bool
    """The line that the finding quotes; False for one of which the same is true."""


@dataclass(frozen=True)
class ComposedDraft:
    """What came of one draft: what is seen across its objectives, packed, and every finding at every line."""

    across: str | None
    found: tuple[FoundLine, ...]
    worst: Severity | None
    """The gravest of its findings and of what is missing altogether."""


@dataclass(frozen=True)
class ComposedChunk:
    """What came of a chunk of drafts."""

    drafts: tuple[ComposedDraft, ...]
    citations: dict[str, str]


def identity(setup: Setup, _: str = "") -> str:
    """What identifies a review by this setup beside the words it is of: program, criteria, house rules, knowledge, trained reader."""
    return _identity(setup)


@lru_cache(maxsize=1)
def _identity(setup: Setup) -> str:
    coach = _coach(setup)
    told = [
        _program(),
        *(criterion.model_dump_json() for criterion in coach.criteria.values()),
        coach.rules.model_dump_json(),
        coach.reader.version if coach.reader else "",
        coach.index.version if coach.index else "",
        str(setup.suggestions),
    ]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:20]


def review_chunk(setup: Setup, units: Sequence[str]) -> ReviewedChunk:
    """Review units, given packed, in their canonical form. A unit on which the program fails does not stop the others."""
    from coach.department.packing import packed_review, unpacked_unit
    from coach.department.relocation import canonical
    from coach.reading import forget_lines

    coach = _coach(setup)
    read = [canonical(unpacked_unit(unit).draft) for unit in units]
    citations: dict[str, str] = {}
    found = []
    for outcome in _outcomes(lambda some: coach.by_rules_many(some, setup.suggestions), read):
        if isinstance(outcome, str):
            found.append(Reviewed(None, 0, outcome))
            continue
        document, cited = packed_review(outcome)
        citations |= cited
        found.append(Reviewed(document, len(outcome.findings)))
    forget_lines()
    return ReviewedChunk(_identity(setup), tuple(found), citations)


def compose_chunk(setup: Setup, drafts: Sequence[DraftToCompose]) -> ComposedChunk:
    """Put drafts together from the reviews of their units."""
    from coach.department.composition import across_objectives, assembled
    from coach.department.packing import packed_review, unpacked_review, unpacked_unit
    from coach.department.relocation import relocated

    coach = _coach(setup)
    citations: dict[str, str] = {}
    composed = []
    units = [[unpacked_unit(unit) for unit in draft.units] for draft in drafts]
    reviews = [
        [
            None if packed is None else relocated(unpacked_review(packed, unit.draft, {}), unit.draft)
            for unit, packed in zip(mine, draft.reviews, strict=True)
        ]
        for mine, draft in zip(units, drafts, strict=True)
    ]
    across = across_objectives(list(zip(units, reviews, strict=True)), coach)
    for mine, reviewed, seen, draft in zip(units, reviews, across, drafts, strict=True):
        packed = None
        if seen is not None:
            packed, cited = packed_review(seen)
            citations |= cited
        whole = assembled(mine, reviewed, seen, failures=draft.failures)
        composed.append(ComposedDraft(packed, tuple(_found(mine, whole)), _worst(whole.review)))
    return ComposedChunk(tuple(composed), citations)


def _outcomes(review: Callable[[list[Draft]], list[Review]], drafts: list[Draft]) -> list[Review | str]:
    """For each draft its review, or why there is none. Where all together fail, each is reviewed alone."""
    try:
        return list(review(drafts))
    except Exception:
        return [_alone(review, draft) for draft in drafts]


def _alone(review: Callable[[list[Draft]], list[Review]], draft: Draft) -> Review | str:
    try:
        return review([draft])[0]
    except CoachError as error:
        return f"it cannot be reviewed: {error}"
    except Exception as error:
        return (
            f"it cannot be reviewed ({type(error).__name__}: {error}), which is a fault of okr-coach; please report it"
        )


def _found(units: Sequence[Unit], whole: TeamReview) -> list[FoundLine]:
    """Each finding at each of its lines; what an unproven model asks counts for nothing, and is left out."""
    found = []
    for finding in whole.review.findings:
        if finding.unproven:
            continue
        for number, where in enumerate((finding.where, *finding.also)):
            line = -2 if where.objective is None else -1 if where.key_result is None else where.key_result
            found.append(
                FoundLine(
                    units[where.objective or 0].number,
                    line,
                    finding.criterion,
                    finding.severity,
                    finding.quote if number == 0 else "",
                    finding.place.model_dump_json(exclude_none=True) if number == 0 else "",
                    finding.confidence,
                    number == 0,
                )
            )
    return found


def _worst(review: Review) -> Severity | None:
    from coach.criteria import SEVERITIES

    return next((severity for severity in SEVERITIES if review.reaches(severity)), None)


@lru_cache(maxsize=1)
def _coach(setup: Setup) -> Coach:
    """The coach of this process. It asks no model: that is the parent's."""
    from coach.house_rules import HouseRules
    from coach.reading.trained import WEIGHTS, TrainedReader
    from coach.reviewer import LeanCoach

    rules = HouseRules.model_validate_json(setup.rules) if setup.rules else None
    # One thread: the processes share the cores. No long memory: equal lines mostly stand in equal units, which are reviewed once.
    reader = TrainedReader(threads=1, remembered=2000) if (WEIGHTS / "reader.onnx").is_file() else None
    return LeanCoach(rules=rules, reader=reader, home=Path(setup.home))


@lru_cache(maxsize=1)
def _program() -> str:
    """What identifies the program: its version and, since a checkout keeps its version from change to change, its text."""
    from coach.about import version

    package = Path(__file__).resolve().parent.parent
    told = hashlib.sha256(version().encode())
    for path in sorted(package.rglob("*")):
        part = path.relative_to(package)
        if path.suffix in (".py", ".yaml", ".json") and part.parts[0] not in (*_BESIDE, "_shipped", "__pycache__"):
            told.update(part.as_posix().encode())
            told.update(path.read_bytes())
    return told.hexdigest()
