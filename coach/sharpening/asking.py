"""What a model is asked: the draft in parts that fit a call, with what was found in it and the passages that were retrieved."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from coach.criteria import Criterion
from coach.critique import Citation, Finding, Review
from coach.grounding import reading_order
from coach.llm.model import Message
from coach.okr import Draft, KeyResult
from coach.prompts import fence_for, fingerprint, render, template
from coach.report.plain import shortened
from coach.sharpening.doubt import COUNTED
from coach.sharpening.places import Line, label_of
from coach.sharpening.plain_words import bare
from coach.sharpening.reply import schema

TOKENS_A_CALL = 6000
"""What a call may hold of a draft and what was found in it, in tokens, as estimated."""
CHARACTERS_A_TOKEN = 4
_LINE = 600
"""Characters shown of one line of a draft."""
_SAID = 160
"""Characters shown of what a criterion checks, of what was seen, and of a value from a column."""
_PASSAGES = 6
"""Passages sent with a part; each once, the best of the gravest findings first."""
_REPLY = 3000
"""Characters of a reply that are shown again where it has to be repaired."""


@dataclass(frozen=True)
class Part:
    """A part of a draft that is asked about in one call."""

    lines: tuple[Line, ...]
    findings: tuple[int, ...]
    """Indexes of the review's findings; a model knows them by their number in here, from 1."""
    passages: Mapping[str, Citation] = field(default_factory=dict)
    """What was sent, by the short ids it was sent under."""
    messages: tuple[Message, ...] = ()
    mark: str = ""

    @property
    def objectives(self) -> tuple[int, ...]:
        """The objectives of this part, by index."""
        return tuple(dict.fromkeys(line[0] for line in self.lines))


def estimated_tokens(text: str) -> int:
    """How many tokens a text has, roughly."""
    return len(text) // CHARACTERS_A_TOKEN + 1


def parts_of(review: Review, criteria: str, tokens_a_call: int = TOKENS_A_CALL) -> list[Part]:
    """The calls that a draft needs: one, or several of whole objectives where one would be too long.

    An objective that is too long by itself is told in stretches of its key results, each under the objective's line.

    Args:
        review: the draft as reviewed by rules.
        criteria: `criteria_text` of what may be added.
        tokens_a_call: what a call may hold beside rules and criteria, as estimated.
    """
    by_line: dict[Line, list[int]] = {}
    for number, finding in enumerate(review.findings):
        by_line.setdefault(_home_of(finding), []).append(number)
    groups: list[list[Line]] = []
    size = 0
    for stretch in _stretches(review, by_line, tokens_a_call):
        cost = sum(_tokens(review, line, by_line) for line in stretch)
        if not groups or size + cost > tokens_a_call:
            groups.append([])
            size = 0
        groups[-1] += stretch
        size += cost
    asked: set[int] = set()
    parts = []
    for lines in groups:
        mine = [n for line in dict.fromkeys(lines) for n in by_line.get(line, ()) if n not in asked]
        asked.update(mine)
        parts.append(_part(review, tuple(dict.fromkeys(lines)), tuple(sorted(mine)), criteria))
    return parts


def criteria_text(criteria: Mapping[str, Criterion], off: Collection[str] = ()) -> str:
    """The criteria a model may add by: id, what it is about and what it checks, a line each; from the pages."""
    return "\n".join(
        f"- {criterion.id} ({criterion.applies_to}): {criterion.title}. "
        f"{shortened(criterion.sections['What it checks'], _SAID)}"
        for criterion in criteria.values()
        if criterion.detector not in COUNTED
        and criterion.id not in off
        and criterion.applies_to in ("objective", "key-result", "set")
    )


def prompt_hash(criteria: str) -> str:
    """What identifies all that a model is told beside the draft."""
    names = ("review-system", "review-draft", "repair")
    return fingerprint([*(template(name) for name in names), criteria, json.dumps(schema(), sort_keys=True)])


def repair_messages(part: Part, reply: str, problem: str) -> tuple[Message, ...]:
    """The messages of the one turn in which a model can mend its reply."""
    return (
        *part.messages,
        Message(role="assistant", content=bare(reply[:_REPLY]) or "(nothing)"),
        Message(role="user", content=render("repair", {"problem": problem})),
    )


def _home_of(finding: Finding) -> Line:
    """The line a finding is told with; one on the whole set with the first objective."""
    at, row = reading_order(finding.where)
    return (max(at, 0), row if at >= 0 else -1)


def _stretches(review: Review, by_line: Mapping[Line, list[int]], most: int) -> Iterator[list[Line]]:
    """Each objective with its key results, in one stretch where it fits."""
    for at, objective in enumerate(review.draft.objectives):
        head: Line = (at, -1)
        stretch, size = [head], _tokens(review, head, by_line)
        for row in range(len(objective.key_results)):
            cost = _tokens(review, (at, row), by_line)
            if len(stretch) > 1 and size + cost > most:
                yield stretch
                stretch, size = [head], _tokens(review, head, by_line)
            stretch.append((at, row))
            size += cost
        yield stretch


def _tokens(review: Review, line: Line, by_line: Mapping[Line, list[int]]) -> int:
    told = _told(review.draft, line)
    return estimated_tokens(told + "".join(_found(review.findings[n], n) for n in by_line.get(line, ())))


def _part(review: Review, lines: tuple[Line, ...], findings: tuple[int, ...], criteria: str) -> Part:
    passages = _passages(review.findings[number] for number in findings)
    draft = "\n".join([*_context(review.draft), *(_told(review.draft, line) for line in lines)])
    found = "\n".join(_found(review.findings[n], at) for at, n in enumerate(findings, start=1)) or "(none)"
    cited = "\n".join(f"{key}: {bare(each.source)}. {bare(each.excerpt)}" for key, each in passages.items()) or "(none)"
    mark = fence_for((draft, found, cited))
    at = [label_of(line) for line in lines]
    fields = {
        "draft": draft,
        "findings": found,
        "passages": cited,
        "fence": mark,
        "places": f"{at[0]} to {at[-1]}",
        "count": str(len(findings)),
    }
    messages = (
        Message(role="system", content=render("review-system", {"criteria": criteria})),
        Message(role="user", content=render("review-draft", fields)),
    )
    return Part(lines, findings, passages, messages, mark)


def _context(draft: Draft) -> list[str]:
    said = {"team": draft.team, "level": draft.level, "period": draft.period, "serves": draft.parent}
    line = "; ".join(f"{name}: {_short(value)}" for name, value in said.items() if value)
    return [line] if line else []


def _told(draft: Draft, line: Line) -> str:
    """A line of the draft as it is shown: its label, its words, and what columns say beside them."""
    objective = draft.objectives[line[0]]
    if line[1] < 0:
        said = {"owner": objective.owner, "period": objective.period, "serves": objective.parent}
        return f"{label_of(line)} Objective: {_words(objective.text) or '(none given)'}{_beside(said)}"
    row: KeyResult = objective.key_results[line[1]]
    said = {name: getattr(row, name) for name in ("owner", "due", "metric", "baseline", "target", "unit")}
    return f"{label_of(line)} {_words(row.text)}{_beside(said)}"


def _beside(said: Mapping[str, str | None]) -> str:
    values = "; ".join(f"{name}: {_short(value)}" for name, value in said.items() if value)
    return f" ({values})" if values else ""


def _words(text: str) -> str:
    shown = bare(text[: 2 * _LINE])
    return shown if len(shown) <= _LINE else f"{shown[:_LINE].rstrip()} ..."


def _short(text: str) -> str:
    return shortened(bare(text[: 2 * _LINE]), _SAID)


def _found(finding: Finding, number: int) -> str:
    asks = ", asked as a question" if finding.is_question else ""
    return f"{number} at {_place(finding)}: {finding.criterion}{asks}; {_short(finding.because)}"


def _place(finding: Finding) -> str:
    at, row = reading_order(finding.where)
    return "the whole" if at < 0 else label_of((at, row))


def _passages(findings: Iterable[Finding]) -> dict[str, Citation]:
    """The passages retrieved for these findings, by short ids: the first of each finding before the second of any."""
    ranked: list[list[Citation]] = [[], []]
    for finding in findings:
        for rank, citation in enumerate(finding.citations[:2]):
            ranked[rank].append(citation)
    found: dict[str, Citation] = {}
    for citation in (*ranked[0], *ranked[1]):
        if len(found) < _PASSAGES:
            found.setdefault(citation.passage, citation)
    return {f"p{number}": citation for number, citation in enumerate(found.values(), start=1)}
