"""The domain: a draft of OKRs as it was read, every part with its place in the input.

A `Wording` is a run of words that was read from somewhere. Its `text` is what the coach judges: one
line, plain spaces, without bullets, labels or emphasis marks. Its `raw` is the same stretch of the input exactly as
given. `locate` maps any stretch of `text` back to the input, so that a finding can quote verbatim.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Level = Literal["company", "department", "team"]


class Value(BaseModel):
    """Base of all values here: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(Value):
    """Where a stretch of the input stands.

    `start` and `end` are character offsets (end exclusive). They count in the text as given for pasted text and text
    documents, in the cell's own text where `sheet`, `row` or `column` is set, and in the string
    at `field` (a JSON pointer such as ``/objectives/0/key_results/1``) for a structured draft.
    Rows count from 1 as a spreadsheet shows them; columns are letters, as a spreadsheet shows them.
    """

    start: int
    end: int
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    field: str | None = None

    def __str__(self) -> str:
        cell = f"{self.column or ''}{self.row or ''}"
        if cell:
            return f"{self.sheet}!{cell}" if self.sheet else cell
        return self.field or f"characters {self.start} to {self.end}"


class Run(Value):
    """One piece of a `Wording`: ``text[at:at + size]`` came from input ``[start:end]``.

    Where ``end - start == size`` the characters map one to one; otherwise the piece maps as a whole (a
    repaired character, a line break read as a space).
    """

    at: int
    size: int
    start: int
    end: int


class Wording(Value):
    """Words read from the input, with the way back to them."""

    text: str
    raw: str
    place: Place
    runs: tuple[Run, ...] = Field(default=(), repr=False)

    @classmethod
    def plain(cls, text: str, place: Place | None = None) -> Wording:
        """Wording whose text is the input itself (a JSON string, a cell without decoration)."""
        return cls(text=text, raw=text, place=place or Place(start=0, end=len(text)))

    def locate(self, start: int, end: int) -> Place:
        """The place in the input of ``text[start:end]``."""
        if not self.runs:
            begin = self.place.start + start
            return self.place.model_copy(update={"start": begin, "end": self.place.start + end})
        begins, ends = [], []
        for run in self.runs:
            low, high = max(start, run.at), min(end, run.at + run.size)
            if low >= high:
                continue
            if run.end - run.start == run.size:
                begins.append(run.start + low - run.at)
                ends.append(run.start + high - run.at)
            else:
                begins.append(run.start)
                ends.append(run.end)
        if not begins:
            return self.place
        return self.place.model_copy(update={"start": min(begins), "end": max(ends)})

    def quote(self, start: int, end: int) -> tuple[str, Place]:
        """The input's own words behind ``text[start:end]``, and where they stand."""
        place = self.locate(start, end)
        offset = self.place.start
        return self.raw[place.start - offset : place.end - offset], place


class Excuse(Value):
    """A criterion the writer set aside for one line, and why: ``(ok: missing-baseline, first year)``."""

    criterion: str
    reason: str


class KeyResult(Value):
    """One key result as written, with what other columns or brackets said of it.

    `baseline`, `target` and `unit` are only what the input gave as values of their own (a column, a JSON key);
    what stands in the words is for `coach.reading`.
    """

    wording: Wording
    label: str | None = None
    owner: str | None = None
    due: str | None = None
    baseline: str | None = None
    target: str | None = None
    unit: str | None = None
    metric: str | None = None
    status: str | None = None
    score: str | None = None
    initiatives: tuple[Wording, ...] = ()
    excuses: tuple[Excuse, ...] = ()

    @property
    def text(self) -> str:
        return self.wording.text


class Objective(Value):
    """One objective and its key results. `wording` is None where key results came without an objective."""

    wording: Wording | None = None
    label: str | None = None
    key_results: tuple[KeyResult, ...] = ()
    team: str | None = None
    owner: str | None = None
    period: str | None = None
    parent: str | None = None
    excuses: tuple[Excuse, ...] = ()
    initiatives: tuple[Wording, ...] = ()
    """Work listed under the objective itself, beside its key results."""

    @property
    def text(self) -> str:
        return self.wording.text if self.wording else ""


class Unread(Value):
    """A stretch of the input that was taken neither as an OKR nor as known decoration."""

    text: str
    place: Place


class Draft(Value):
    """What was read from one input."""

    id: str | None = None
    team: str | None = None
    level: Level | None = None
    period: str | None = None
    parent: str | None = None
    objectives: tuple[Objective, ...] = ()
    unread: tuple[Unread, ...] = ()
    notices: tuple[str, ...] = ()
    carries_owners: bool = False
    source: str | None = Field(default=None, repr=False)
    """The text as given, where the input was one text; None for tables and structured drafts."""

    def key_results(self) -> Iterator[tuple[int, int, KeyResult]]:
        """Every key result with the index of its objective and its own index."""
        for i, objective in enumerate(self.objectives):
            for j, key_result in enumerate(objective.key_results):
                yield i, j, key_result

    @property
    def is_empty(self) -> bool:
        return not self.objectives
