"""What reading a key result gives: the types that every surface shows."""

from __future__ import annotations

from typing import Any, Literal

from coach.okr import Place, Value

Kind = Literal["outcome", "activity", "milestone"]
Direction = Literal["up", "down", "hold"]


class Where(Value):
    """Which line is meant. Both None: the whole set."""

    objective: int | None = None
    key_result: int | None = None


class ReadValue(Value):
    """A value read from a line, with its place in the input."""

    text: str
    amount: float | None = None
    unit: str | None = None
    place: Place | None = None
    """None where the value came from a column or key of its own, not from the words."""


class Reading(Value):
    """What one key result says."""

    where: Where
    kind: Kind
    kind_confidence: float = 1.0
    metric: ReadValue | None = None
    baseline: ReadValue | None = None
    target: ReadValue | None = None
    unit: str | None = None
    direction: Direction | None = None
    deadline: ReadValue | None = None
    owner: str | None = None
    vague: bool = False
    vague_words: tuple[ReadValue, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The reading in the form of the contract, with the places of its values."""
        values = {"metric": self.metric, "baseline": self.baseline, "target": self.target, "deadline": self.deadline}
        return {
            "where": self.where.model_dump(),
            "kind": self.kind,
            **{name: value.text if value else None for name, value in values.items()},
            "unit": self.unit,
            "direction": self.direction,
            "owner": self.owner,
            "vague": self.vague,
            "kind_confidence": round(self.kind_confidence, 2),
            "vague_words": [word.text for word in self.vague_words],
            "spans": {n: [v.place.start, v.place.end] for n, v in values.items() if v and v.place},
        }
