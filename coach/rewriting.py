"""Suggestions: a better line for a finding, with labelled blanks for what is not known, and the check that it is better.

No number, date, name or unit is ever made up: a suggestion holds words of the draft, words of the metric library
and of the templates here (which carry none of these), and blanks. Whether it is better is decided by reviewing it
by the same criteria, with its blanks taken as filled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.critique import BLANK, Suggestion, blanks_of
from coach.metrics import Metric, MetricLibrary
from coach.reading import KeyResultRead, ObjectiveRead
from coach.reading.grammar import WORK_VERBS
from coach.reading.quantities import quantities

_FILLINGS = {
    "baseline": "40", "target": "60", "date": "30 June", "metric": "waiting time", "name": "Ines", "who it is for": "small shops",
    "they can do something new": "can order in one step", "what changes for them": "ordering takes one step", "something they do": "ordering",
}  # fmt: skip
_FALLING = {**_FILLINGS, "baseline": "60", "target": "40"}
_METRIC_FLOOR = 0.45
"""A metric whose closest activity is less similar than this is not offered by name; a plain [metric] blank is.
From 81 made-up task lines while the library was written: wrong first hits began at 0.40."""
_NO_BRACKETS = str.maketrans("", "", "[]")
_VERBS = {"up": "Lift", "down": "Cut", "hold": "Hold"}


@dataclass(frozen=True)
class Proposal:
    """A suggestion that is still to be checked, and its text with the blanks filled for the check."""

    suggestion: Suggestion
    lines: tuple[str, ...]
    """The lines as they would be reviewed."""
    applies_to: str


def propose(criterion: str, line: KeyResultRead, metrics: Sequence[tuple[Metric, float]]) -> list[Proposal]:
    """A better key result for a finding of `criterion` on `line`; none where only the writer can find one."""
    made = _proposed(criterion, line, metrics)
    return [made] if made else []


def _proposed(criterion: str, line: KeyResultRead, metrics: Sequence[tuple[Metric, float]]) -> Proposal | None:
    text = line.text.rstrip(" .;,")
    if criterion in ("activity-key-result", "bare-milestone", "vanity-metric"):
        return _measured_effect(line, metrics, keeps_line=criterion == "bare-milestone")
    if criterion == "missing-baseline" and line.values.target is not None:
        return _proposal(_with_baseline(line), "the starting value stands beside the target", line)
    if criterion in ("missing-baseline", "missing-target", "vague-wording", "no-metric"):
        if line.reading.kind != "outcome":
            return _measured_effect(line, metrics, keeps_line=False)
        return _proposal(_with_values(line), "a start and a value to reach decide it", line)
    if criterion == "missing-deadline":
        return _proposal(f"{text} by [date]", "the date says when to look", line)
    if criterion == "missing-owner":
        return _proposal(f"{text} (owner: [name])", "one person brings the number to the check-in", line)
    return None


def propose_objective(criterion: str, objective: ObjectiveRead) -> list[Proposal]:
    """Better objectives for a finding of `criterion`, the plainest first; none where only the writer can find one."""
    text = objective.text.rstrip(" .;,")
    if criterion == "number-in-objective":
        without = _without_values(text)
        return (
            [Proposal(Suggestion(text=without, why="the number moves to a key result"), (without,), "objective")]
            if without
            else []
        )
    if criterion == "vague-objective":
        shapes = [
            f"{text}, so that [who it is for] [they can do something new]",
            f"{text}: [who it is for] [they can do something new]",
            f"[who it is for] notice that [what changes for them]: {_lower_first(text)}",
        ]
    elif criterion == "activity-objective":
        led_by_work = text.split(" ", 1)[0].lower() in WORK_VERBS
        shapes = (
            [f"[something they do] is easier for [who it is for] once we {_lower_first(text)}"] if led_by_work else []
        )
        shapes.append(f"[who it is for] notice that [what changes for them] because of this: {_lower_first(text)}")
    else:
        return []
    why = "it says whose situation changes, and how"
    return [
        Proposal(Suggestion(text=shown, blanks=blanks_of(shown), why=why), (_filled(shown, _FILLINGS),), "objective")
        for shown in shapes
    ]


def invents(suggestion: str, given: str) -> bool:
    """Whether `suggestion` holds a digit run, or a quantity in words, that does not stand in `given`."""
    bare = BLANK.sub(" ", suggestion)
    digits = set(re.findall(r"\d+(?:[.,]\d+)*", bare)) - set(re.findall(r"\d+(?:[.,]\d+)*", given))
    if digits:
        return True
    lower = given.lower()
    return any(bare[q.start : q.end].lower() not in lower for q in quantities(bare) if q.amount is not None)


def _measured_effect(line: KeyResultRead, metrics: Sequence[tuple[Metric, float]], keeps_line: bool) -> Proposal | None:
    near = [(metric, score) for metric, score in metrics if score >= _METRIC_FLOOR]
    date = f"by {_date_of(line)}" if _date_of(line) else "by [date]"
    if not near:
        shown = f"Move [the number that should change once this is done: {_lower_first(line.text.strip(' .;,').translate(_NO_BRACKETS))}] from [baseline] to [target] {date}"
        return Proposal(
            Suggestion(text=shown, blanks=blanks_of(shown), why="name the number this work was meant to move"),
            (_filled(shown, _FILLINGS),),
            "key-result",
        )
    metric = near[0][0]
    shown = f"{_VERBS[metric.direction]} [{metric.name}] from [baseline] to [target] {date}"
    fillings = {**(_FALLING if metric.direction == "down" else _FILLINGS), metric.name: metric.name}
    why = f"{metric.what} Usually from: {metric.comes_from}."
    beside = "Beside it: " if keeps_line else ""
    suggestion = Suggestion(
        text=f"{beside}{shown}" if keeps_line else shown,
        blanks=blanks_of(shown),
        why=why,
        alternatives=tuple(other.name for other, _ in near[1:]),
    )
    return Proposal(suggestion, (_filled(shown, fillings),), "key-result")


def _proposal(shown: str | None, why: str, line: KeyResultRead) -> Proposal | None:
    if shown is None:
        return None
    fillings = _fillings_for(line)
    return Proposal(Suggestion(text=shown, blanks=blanks_of(shown), why=why), (_filled(shown, fillings),), "key-result")


def _fillings_for(line: KeyResultRead) -> dict[str, str]:
    """Values for the blanks that suit the line: a start on the right side of a given target, in its unit."""
    falling = line.values.direction == "down"
    fillings = dict(_FALLING if falling else _FILLINGS)
    target = line.values.target
    if target is not None and target.amount and not line.values.relative:
        start = target.amount * (1.5 if falling else 0.6)
        unit = (
            f" {target.unit}"
            if target.unit and target.kind == "duration"
            else "%"
            if target.kind in ("percent", "ratio", "share")
            else ""
        )
        fillings["baseline"] = f"{start:.4g}{unit}"
    return fillings


def _with_baseline(line: KeyResultRead) -> str | None:
    text, target = line.text.rstrip(" .;,"), line.values.target
    if target is None:
        return f"{text} (today: [baseline])"
    lead = re.search(
        r"\b(?:to|auf)\s+(?:at least |at most |under |over |below |above |around |about |just )*$",
        text[: target.start],
        re.IGNORECASE,
    )
    if (
        lead
        and not line.values.relative
        and not re.search(
            r"\b(?:up|down|due|able|access|answers?|response|replies|reply|time|days|next|close|according|compared) $",
            text[: lead.start()],
            re.IGNORECASE,
        )
    ):
        return f"{text[: lead.start()]}from [baseline] {text[lead.start() :]}"
    end = min(target.end, len(text))
    if line.values.relative:
        return f"{text} (today: [baseline])"
    return (
        f"{text[:end]} (today: [baseline]){text[end:]}"
        if end < len(text) and text[end] in " ,;" and _closes(text, end)
        else f"{text} (today: [baseline])"
    )


def _closes(text: str, at: int) -> bool:
    return re.match(r"\s*(?:,|;|by\b|until\b|before\b|in\b|$)", text[at:]) is not None


_DEGREE = re.compile(
    r"\s*\b(?:significantly|substantially|considerably|dramatically|massively|greatly|markedly|noticeably|strongly|further|a lot|as much as possible|as far as possible)\b",
    re.IGNORECASE,
)


def _with_values(line: KeyResultRead) -> str | None:
    text = line.text.rstrip(" .;,")
    if line.values.baseline is None:
        text = re.sub(r"\s{2,}", " ", _DEGREE.sub("", text)).strip()
    date = "" if line.has_deadline else " by [date]"
    if line.values.placeholder:
        return None
    if line.values.target is not None:
        return None
    if line.values.baseline is not None:
        end = line.values.baseline.end
        start = "to [target]"
        return (
            f"{text[:end]} {start}{text[end:]}{date}"
            if re.match(r"\s*(?:$|,|;|by\b)", text[end:])
            else f"{text}, {start}{date}"
        )
    if not line.has_metric:
        return f"{text}, as measured by [metric] from [baseline] to [target]{date}"
    when = line.reading.deadline
    if when and when.place:
        cut = text.rfind(when.text)
        if cut > 0:
            return f"{text[:cut].rstrip(' ,(')} from [baseline] to [target] {text[cut:]}"
    return f"{text} from [baseline] to [target]{date}"


def _without_values(text: str) -> str | None:
    """The objective without the stretch that carries its value, or None where nothing readable is left."""
    found = [q for q in quantities(text) if q.amount is not None]
    for quantity in reversed(found):
        lead = re.search(
            r"[\s,(]*\b(?:from|by|to|of|at least|under|over|above|below|up to|at)\s*$|[\s,(]+$",
            text[: quantity.start],
            re.IGNORECASE,
        )
        start = lead.start() if lead else quantity.start
        if lead is None or not re.search(r"\w", lead.group()):
            return None  # the value is woven into the sentence: taking it out would leave half a thought
        end = quantity.end
        text = (text[:start] + text[end:]).strip()
    text = re.sub(r"\s{2,}", " ", text).strip(" ,;")
    return text if len(text.split()) >= 3 else None


def _date_of(line: KeyResultRead) -> str | None:
    if line.reading.deadline is None:
        return None
    return re.sub(
        r"^(?:by|until|before|in|on|due)\s+", "", line.reading.deadline.text.strip("()[] "), flags=re.IGNORECASE
    )


def _filled(text: str, fillings: dict[str, str]) -> str:
    return BLANK.sub(lambda match: fillings.get(match.group()[1:-1], "waiting time"), text)


def _lower_first(text: str) -> str:
    """The text as it goes on within a sentence; a word in capitals ("SOC 2") stays."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]


def library_lines(
    lines: Sequence[KeyResultRead], objectives: Sequence[ObjectiveRead], library: MetricLibrary
) -> dict[tuple[int, int], list[tuple[Metric, float]]]:
    """The metrics that answer each of `lines`, by (objective, key result)."""
    pairs = [(line.text, objectives[line.where.objective or 0].text) for line in lines]
    found = library.for_activities(pairs)
    return {
        (line.where.objective or 0, line.where.key_result or 0): hits for line, hits in zip(lines, found, strict=True)
    }
