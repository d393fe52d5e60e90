"""What became of a key result's start and target from one run to the next, and whether better wording came with a better target."""

from __future__ import annotations

from typing import Any, Literal

from coach.cycle.amounts import cell_amount, levels
from coach.cycle.check_ins import Amount
from coach.cycle.reviewed_lines import ReviewedLine
from coach.okr import Value

Effect = Literal[
    "start written down", "start dropped", "start changed",
    "target written down", "target dropped", "target harder", "target easier", "target changed",
]  # fmt: skip


class TargetChange(Value):
    """What became of start and target."""

    baseline: tuple[str | None, str | None]
    """Before and after, as written."""
    target: tuple[str | None, str | None]
    effects: tuple[Effect, ...]

    def as_json(self) -> dict[str, Any]:
        """As in the JSON of a comparison."""
        return {
            "baseline": {"before": self.baseline[0], "after": self.baseline[1]},
            "target": {"before": self.target[0], "after": self.target[1]},
            "effects": list(self.effects),
        }


def target_change(old: ReviewedLine, new: ReviewedLine) -> TargetChange | None:
    """What became of start and target; None where nothing did."""
    effects: list[Effect] = []
    if old.baseline != new.baseline and not _is_same(old.baseline, new.baseline):
        effects.append(
            "start written down"
            if old.baseline is None
            else "start dropped"
            if new.baseline is None
            else "start changed"
        )
    if old.target != new.target and not _is_same(old.target, new.target):
        if old.target is None or new.target is None:
            effects.append("target written down" if old.target is None else "target dropped")
        else:
            effects.append(_harder_or_easier(old, new))
    if not effects:
        return None
    return TargetChange(baseline=(old.baseline, new.baseline), target=(old.target, new.target), effects=tuple(effects))


def _is_same(before: str | None, after: str | None) -> bool:
    """Whether two values differ only in how they are written."""
    pair = _on_one_scale(before, after)
    return pair is not None and pair[0] == pair[1]


def _harder_or_easier(old: ReviewedLine, new: ReviewedLine) -> Effect:
    pair = _on_one_scale(old.target, new.target)
    wanted = _direction(new) or _direction(old)
    if pair is None or wanted is None or pair[0] == pair[1]:
        return "target changed"
    further = pair[1] > pair[0] if wanted == "up" else pair[1] < pair[0]
    return "target harder" if further else "target easier"


def _direction(line: ReviewedLine) -> str | None:
    pair = _on_one_scale(line.baseline, line.target)
    if pair is not None and pair[0] != pair[1]:
        return "up" if pair[1] > pair[0] else "down"
    return line.direction if line.direction in ("up", "down") else None


def _on_one_scale(first: str | None, second: str | None) -> tuple[float, ...] | None:
    amounts: list[Amount] = [a for text in (first, second) if text and (a := cell_amount(text)) is not None]
    return levels(amounts) if len(amounts) == 2 else None


def verdict(fixed: int, new: int, change: TargetChange | None, reworded: bool) -> str | None:
    """What is to be said of wording and target together; None where neither changed for better or worse.

    Args:
        fixed: criteria that fired before and do not fire now.
        new: criteria that fire now and did not before.
        change: what became of start and target.
        reworded: the words are others than before.
    """
    lead = "The wording is better, and the" if fixed and not new else "The"
    effects = change.effects if change else ()
    before, after = change.target if change else (None, None)
    if "target dropped" in effects:
        return f"{lead} target {before} is gone."
    if "target easier" in effects:
        return f"{lead} target is easier than before: {before} then, {after} now."
    if "start dropped" in effects and change:
        return f"{lead} start {change.baseline[0]} is gone."
    gained = [
        name
        for name, effect in (("start", "start written down"), ("target", "target written down"))
        if effect in effects
    ]
    if gained:
        return f"{lead} {' and the '.join(gained)} {'is' if len(gained) == 1 else 'are'} now written down."
    if "target harder" in effects:
        return f"{lead} target asks for more: {before} then, {after} now."
    if "target changed" in effects:
        return f"The target is another: {before} then, {after} now."
    if fixed and not new and reworded:
        return "The wording is better."
    return None
