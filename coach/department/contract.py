"""What a department's review is made of: the values that its parts give to one another. No reading, judging or writing here.

source ──► units (one objective each, in order) ──► engine ──► ledger ──► across teams ──► reports
                 bad rows ──────────────────────────────────────┘
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, Protocol

from coach.criteria import Severity
from coach.critique import Citation, Review
from coach.okr import Draft, Place, Value
from coach.reading.result import Where


class ColumnUse(Value):
    """What one column of a sheet was taken for."""

    column: str
    """The letters a spreadsheet shows over it."""
    header: str
    role: str
    """As in `coach.intake.columns`: "objective", "key result", "owner", ...; "ignored" and "note" are not read as OKRs."""
    number: int | None = None
    """The 2 of KR2, where key results stand in columns side by side."""
    because: Literal["its name", "its cells", "given", "remembered"] = "its name"


class SheetMapping(Value):
    """How one sheet was understood."""

    sheet: str | None
    header_row: int | None
    columns: tuple[ColumnUse, ...]
    shape: str
    """A fingerprint of the header's names: a mapping that was corrected is remembered for it."""
    notices: tuple[str, ...] = ()
    """What is to be told of the sheet as a whole: a guessed encoding, a hidden sheet, a damaged memory of columns."""


class BadRow(Value):
    """A row, or a line of a file, that was kept and not reviewed."""

    file: str
    sheet: str | None = None
    row: int
    text: str
    reason: str
    """What was expected, and what to do."""


class Unit(Value):
    """One objective with its key results, and whose it is: the unit that is reviewed, kept and reviewed again when it changes."""

    number: int
    """Its place in the input, from 0."""
    draft_id: str
    """The draft it is part of: the id of a JSON draft, a document's name, or the team of a sheet."""
    team: str
    """As the report names it; the sheet or the file where no team is named."""
    department: str | None = None
    draft: Draft
    """With exactly one objective. What holds for the whole draft (period, level, parent, carries_owners) is in it."""


class Source(Protocol):
    """Something with OKRs of many teams in it."""

    name: str

    def read(self) -> Iterator[Unit | BadRow | SheetMapping]:
        """All of it, in order, in bounded memory."""
        ...


class Side(Value):
    """One side of a finding across teams."""

    team: str
    unit: int
    where: Where
    """Within the unit's draft: its objective (0), or one of its key results."""
    quote: str
    place: Place


class CrossFinding(Value):
    """Something that is seen only when teams are read beside one another."""

    criterion: str
    title: str
    severity: Severity
    sides: tuple[Side, ...]
    message: str
    question: str
    """To be put to both teams."""
    because: str
    confidence: float
    citations: tuple[Citation, ...] = ()


class TeamReview(Value):
    """A draft's review, put together from its units: what `reviews.jsonl` holds a line of."""

    draft_id: str
    team: str
    department: str | None = None
    units: tuple[int, ...]
    review: Review


class Count(Value):
    """How often a criterion was seen in a team."""

    team: str
    criterion: str
    severity: Severity
    lines: int
    """Lines it was seen on."""
    of: int
    """Lines it could have been seen on."""


class Quoted(Value):
    """A finding in short, for lists."""

    team: str
    unit: int
    where: Where
    criterion: str
    severity: Severity
    quote: str
    place: Place
    confidence: float


class Progress(Value):
    """How far a run is."""

    done: int
    """Units reviewed or taken from what was kept."""
    total: int | None
    """None while the input is still being read."""
    kept: int
    """Of those done, taken from what was kept."""
    key_results: int
    findings: int
    seconds: float
    stage: Literal["reading", "reviewing", "across teams", "writing"] = "reviewing"


class Ledger(Protocol):
    """One run as it is kept: everything a report needs, streamed, in input order."""

    id: str
    name: str

    def mappings(self) -> Sequence[SheetMapping]: ...

    def bad_rows(self) -> Iterator[BadRow]: ...

    def units(self) -> Iterator[Unit]: ...

    def team_reviews(self) -> Iterator[TeamReview]:
        """In the order in which the drafts began in the input."""
        ...

    def counts(self) -> Sequence[Count]:
        """By team and criterion, counted in the database."""
        ...

    def quoted(self, criterion: str, most: int = 3) -> Sequence[Quoted]:
        """The clearest cases of a criterion: the surest first, no two of one team while others have some."""
        ...

    def across(self) -> Sequence[CrossFinding]: ...

    def totals(self) -> Mapping[str, int]:
        """teams, drafts, objectives, key_results, findings, bad_rows, kept."""
        ...
