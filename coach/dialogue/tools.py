"""What a model may look at, and propose, while it answers: the draft, its review, the guidance, the metric library, the criteria.

All it gets is data of bounded length in a fence that the data cannot close. Nothing here changes the draft: a proposed line is
checked, kept aside, and offered to the writer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from coach.critique import Citation, Finding, Review, Suggestion
from coach.dialogue.proposed_lines import checked
from coach.grounding import cited
from coach.index import Hit
from coach.llm.model import Tool
from coach.okr import Draft
from coach.prompts import fence_for
from coach.reading import Where
from coach.report.plain import shortened, visible
from coach.sharpening.places import label_of, line_of, where_of

if TYPE_CHECKING:
    from coach.reviewer import Coach

MOST_PASSAGES = 4
"""Passages that one look at the guidance gives."""
_PASSAGE = 700
"""Characters of a passage that a model is given; most sections of the guidance are shorter."""
_LONGEST = 3000
"""Characters of one tool's result: about 750 tokens."""
_DRAFT = 6000
"""Characters of the draft that are sent with a question; the rest can be had by objective."""
_LINE = 600
_FINDINGS, _IN_SHORT, _METRICS, _LOOKS, _PROPOSALS = 12, 6, 4, 6, 3


@dataclass(frozen=True)
class Proposal:
    """A line that the model proposed and that passed the checks."""

    where: Where
    suggestion: Suggestion


@dataclass
class Desk:
    """What lies open in one turn: the passages by their ids, everything a model was given, the lines it proposed.

    Args:
        coach: judges and retrieves.
        draft: the draft as it stands; None where there is none yet.
        asked: the question.
        said: all that the writer wrote, the question with it: what an answer may take figures from.
        reviewed: the draft's review by rules, where there is one already.
    """

    coach: Coach
    draft: Draft | None
    asked: str = ""
    said: str = ""
    reviewed: Review | None = None
    passages: dict[str, Citation] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)
    """The texts that were handed over: passages, pages, metrics, the draft."""
    proposals: list[Proposal] = field(default_factory=list)
    _ids: dict[str, str] = field(default_factory=dict)
    _looks: int = 0
    _offers: int = 0

    @cached_property
    def review(self) -> Review | None:
        """The draft's review by rules."""
        if self.reviewed is not None:
            return self.reviewed
        return self.coach.by_rules(self.draft) if self.draft is not None and not self.draft.is_empty else None

    def passages_for(self, query: str, criterion: str | None = None) -> list[tuple[str, str]]:
        """The ids and texts of the passages nearest to `query`, those on `criterion` first; they may be cited from now on."""
        found = []
        for hit in self.coach.guidance(query, criterion, MOST_PASSAGES):
            name = self._named(hit)
            text = f"{hit.passage.document}, {hit.passage.section}: {shortened(hit.passage.text, _PASSAGE)}"
            found.append((name, text))
            self.given.append(hit.passage.text)
        return found

    def _named(self, hit: Hit) -> str:
        name = self._ids.setdefault(hit.passage.id, f"p{len(self._ids) + 1}")
        self.passages.setdefault(name, cited(hit))
        return name

    def guidance(self, query: str) -> str:
        """The tool `guidance`."""
        self._looks += 1
        if self._looks > _LOOKS:
            return "No more passages in this turn: answer from those you have."
        found = self.passages_for(query)
        return self._as_data("\n".join(f"[{name}] {text}" for name, text in found)) if found else "Nothing was found."

    def draft_text(self, place: str = "") -> str:
        """The tool `draft`: all of it, or one objective with its key results."""
        if self.draft is None or self.draft.is_empty:
            return "There is no draft yet."
        line = line_of(place, self.draft) if place else None
        if place and line is None:
            return f"There is no line '{shortened(place, 20)}'. {_places(self.draft)}"
        return self._as_data(lines_of(self.draft, line[0] if line else None))

    def review_text(self) -> str:
        """The tool `review`: what was found, the most important first."""
        if self.review is None:
            return "There is no draft yet."
        told = [_told(finding) for finding in self.review.findings[:_FINDINGS]]
        more = len(self.review.findings) - len(told)
        listed = [self.review.summary, *told, *([f"and {more} more"] if more else [])]
        return self._as_data("\n".join(listed))

    def findings_in_short(self) -> str:
        """The review's summary, and the most important findings by place and criterion."""
        if self.review is None:
            return ""
        told = [f"{_place_of(finding)}: {finding.criterion}" for finding in self.review.findings[:_IN_SHORT]]
        return "; ".join([self.review.summary, *told])

    def metrics(self, query: str) -> str:
        """The tool `metrics`: what could show the effect of some work."""
        aim = self.draft.objectives[0].text if self.draft is not None and not self.draft.is_empty else ""
        found = self.coach.library.for_activity(query, aim, _METRICS)
        return self._as_data(
            "\n".join(
                f"- {metric.name} ({metric.unit}, better {_BETTER[metric.direction]}, {metric.timing}): {metric.what} "
                f"Usually from: {metric.comes_from}. What could be gamed: {metric.gaming}"
                for metric, _ in found
            )
        )

    def criterion(self, criterion: str) -> str:
        """The tool `criterion`: what the page says."""
        page = self.coach.criteria.get(criterion.strip().lower().replace(" ", "-").replace("_", "-"))
        if page is None:
            return f"There is no such criterion. There are: {', '.join(self.coach.criteria)}."
        example = page.examples[0]
        parts = [f"{page.title} ({page.id})"]
        if page.id in self.coach.rules.off:
            parts.append(f"Switched off by the house rules: {self.coach.rules.off[page.id]}")
        parts += [f"{name}: {page.sections[name]}" for name in ("What it checks", "Why it matters", "Ask yourself")]
        parts.append(
            f"Example ({example.field}). Weak: {example.bad} Better: {example.better} ({example.better_because})"
        )
        return self._as_data("\n".join(parts))

    def propose_line(self, place: str, text: str) -> str:
        """The tool `propose_line`: the checked line is kept for the writer, or the reason why not comes back."""
        if self.draft is None or (line := line_of(place, self.draft)) is None:
            return f"Refused: there is no such line. {_places(self.draft)}"
        self._offers += 1
        if self._offers > _PROPOSALS:
            return "Refused: no more proposals in this turn."
        where = where_of(line)
        found = checked(self.draft, where, text, self.asked, self.coach)
        if isinstance(found, str):
            return f"Refused: {found}"
        self.proposals = [each for each in self.proposals if each.where != where] + [Proposal(where, found)]
        return "It passed the checks and is offered to the writer."

    def _as_data(self, text: str) -> str:
        if len(text) > _LONGEST:
            text = text[: text.rfind(" ", 0, _LONGEST)] + " (cut off here)"
        self.given.append(text)
        mark = fence_for([text])
        return f"<<<DATA {mark}\n{text}\nDATA {mark}>>>"


_BETTER = {"up": "higher", "down": "lower", "hold": "held"}


def tools_at(desk: Desk) -> list[Tool]:
    """The tools of one turn, over this desk."""
    query = {"query": {"type": "string", "description": "what to look for, in a few words"}}
    place = {"type": "string", "description": '"1" is objective 1, "1.2" its key result 2'}
    made: list[tuple[str, str, dict[str, Any], list[str], Callable[..., str]]] = [
        ("guidance", "Look up passages of guidance on OKRs. Cite them by their ids.", query, ["query"], desk.guidance),
        ("review", "What the review found in the draft as it stands, by line.", {}, [], desk.review_text),
        ("draft", "The draft as it stands; with a place, one objective.", {"place": place}, [], desk.draft_text),
        ("metrics", "Metrics that could show the effect of some work.", query, ["query"], desk.metrics),
        (
            "criterion",
            "The page of a criterion of the review.",
            {"criterion": {"type": "string", "description": "its id, such as missing-baseline"}},
            ["criterion"],
            desk.criterion,
        ),
        (
            "propose_line",
            "Offer the writer another wording of one line. Only words and figures of the draft or of the writer; what is not "
            "known is a blank such as [baseline].",
            {"place": place, "text": {"type": "string", "description": "the whole line, plain text"}},
            ["place", "text"],
            desk.propose_line,
        ),
    ]
    return [
        Tool(name, told, _schema(arguments, needed), _bounded(call)) for name, told, arguments, needed, call in made
    ]


def _schema(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _bounded(call: Callable[..., str]) -> Callable[..., str]:
    """`call` with its arguments as text of bounded length, whatever a model takes for an argument."""
    return lambda **arguments: call(**{name: str(value)[:_LINE] for name, value in arguments.items()})


def lines_of(draft: Draft, objective: int | None = None, longest: int = _DRAFT) -> str:
    """The draft's lines with their places, and what stands beside them; one objective of it, or all."""
    about = (("Team", draft.team), ("Period", draft.period), ("Serves", draft.parent))
    lines = [f"{name}: {visible(value)}" for name, value in about if value]
    for number, each in enumerate(draft.objectives):
        if objective is not None and number != objective:
            continue
        lines.append(
            f"Objective {label_of((number, -1))}: {visible(each.text) or '(none is written)'}{_beside(each.owner, each.period)}"
        )
        for row, result in enumerate(each.key_results):
            beside = _beside(result.owner, result.due, result.baseline, result.target, result.unit)
            lines.append(f"Key result {label_of((number, row))}: {visible(result.text)}{beside}")
    text = "\n".join(line[:_LINE] for line in lines)
    if len(text) <= longest:
        return text
    return (
        text[: text.rfind("\n", 0, longest)]
        + "\n(the draft goes on; the tool `draft` gives one objective by its place)"
    )


def _beside(*values: str | None) -> str:
    said = ", ".join(visible(value) for value in values if value)
    return f" ({said})" if said else ""


def _places(draft: Draft | None) -> str:
    if draft is None or draft.is_empty:
        return "There is no draft yet."
    return f"The draft has objectives 1 to {len(draft.objectives)}; their key results are 1.1, 1.2 and so on."


def _place_of(finding: Finding) -> str:
    where = finding.where
    if where.objective is None:
        return "The whole draft"
    return f"Line {label_of((where.objective, -1 if where.key_result is None else where.key_result))}"


def _told(finding: Finding) -> str:
    because = f" ({finding.because})" if finding.because else ""
    quote = shortened(visible(finding.quote), 160)
    return f"{_place_of(finding)}, {finding.criterion} ({finding.severity}): “{quote}” {finding.message}{because}"
