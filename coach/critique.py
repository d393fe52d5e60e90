"""What a review says: findings with their quotes, citations and suggestions, and the checks that keep them honest.

Every surface shows a `Review`; none judges by itself. `Review.as_json` is the contract other programs rely on.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field

from coach.criteria import SEVERITIES, SEVERITY_WORDS, Severity
from coach.gaps import Gap, gaps
from coach.llm.model import Usage
from coach.okr import Draft, Place, Unread, Value, Wording
from coach.reading.result import Reading, Where


class Citation(Value):
    """A passage that was retrieved for a finding, with what it is from."""

    source: str
    """The document's title."""
    section: str
    excerpt: str
    """Words of the passage, verbatim."""
    passage: str
    """The passage's id in the index."""
    attribution: tuple[str, ...] = ()
    score: float = 0.0
    """Similarity to the finding, 0 to 1, by the retrieval's own measure."""


class Suggestion(Value):
    """A better line. What is unknown is a labelled blank in square brackets."""

    text: str
    blanks: tuple[str, ...] = ()
    why: str = ""
    alternatives: tuple[str, ...] = ()
    """Other metrics of the library that could show the effect."""
    origin: Literal["rules", "model"] = "rules"

    def as_json(self) -> dict[str, Any]:
        """The suggestion in the form of the contract; whose it is stands there only where it is the model's."""
        return self.model_dump(mode="json", exclude={"origin"} if self.origin == "rules" else None)


class View(Value):
    """What one side says of a finding, where there are two: the detectors, or the model."""

    by: Literal["rules", "model"]
    verdict: Literal["says so", "says not"]
    reason: str = ""


class Finding(Value):
    """One thing to look at, in one place."""

    criterion: str
    title: str
    severity: Severity
    where: Where
    quote: str
    place: Place
    message: str
    question: str
    citations: tuple[Citation, ...] = ()
    suggestion: Suggestion | None = None
    origin: Literal["rules", "model", "both"] = "rules"
    confidence: float = Field(ge=0, le=1)
    is_question: bool = False
    """True where the confidence is below the threshold: the message asks, it does not judge."""
    because: str = ""
    """What was seen in the words: shown to the reader, never a score."""
    also: tuple[Where, ...] = ()
    """Further lines of which the same is true, so that it is said once and not line by line."""
    views: tuple[View, ...] = ()
    """Where detectors and model differ, or the model gave its reason: what each says."""
    unproven: bool = False
    """Said by a model that has not been measured to be better at this: a question, which counts for no verdict on the draft."""

    def as_json(self) -> dict[str, Any]:
        """The finding in the form of the contract; what only a model's review has stands there only then."""
        by_model: dict[str, Any] = {}
        if self.views:
            by_model["views"] = [view.model_dump() for view in self.views]
        if self.unproven:
            by_model["unproven"] = True
        place = self.place.model_dump(exclude={"start", "end"}, exclude_none=True)
        return {
            "criterion": self.criterion,
            "title": self.title,
            "severity": self.severity,
            "where": self.where.model_dump(),
            "quote": self.quote,
            "span": [self.place.start, self.place.end],
            "place": place,
            "message": self.message,
            "question": self.question,
            "citations": [c.model_dump(mode="json") for c in self.citations],
            "suggestion": self.suggestion.as_json() if self.suggestion else None,
            "origin": self.origin,
            "confidence": round(self.confidence, 2),
            "is_question": self.is_question,
            "because": self.because,
            "also": [where.model_dump() for where in self.also],
            **by_model,
        }


class Excused(Value):
    """A finding the writer or the house rules set aside, and why."""

    criterion: str
    where: Where
    quote: str
    reason: str
    by: Literal["draft", "house rules"]


class Engine(Value):
    """What made the review."""

    version: str
    model: str | None = None
    knowledge: str | None = None
    """The hash of the knowledge base the citations come from."""
    reader: str | None = None
    """The version of the trained reader, or None where the grammar judged alone."""
    host: str | None = None
    """Where the model is, as the screen says it."""
    prompt: str | None = None
    """The hash of what the model was told beside the draft: templates, criteria, rules of the reply."""
    usage: Usage | None = None
    """What the model's calls for this review cost."""
    left_to_rules: tuple[int, ...] | None = None
    """Objectives that the model was asked about and gave no usable answer to; None where it answered for all, or was not asked."""

    def as_json(self) -> dict[str, Any]:
        """The engine in the form of the contract; without a model nothing is said of one but that there is none."""
        beside = {name for name in ("host", "prompt", "usage", "left_to_rules") if getattr(self, name) is None}
        return self.model_dump(mode="json", exclude=beside)


class Review(Value):
    """The critique of one draft."""

    draft: Draft
    findings: tuple[Finding, ...] = ()
    readings: tuple[Reading, ...] = ()
    excused: tuple[Excused, ...] = ()
    notices: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    """What is good, said once and precisely."""
    overruled: tuple[Finding, ...] = ()
    """Findings of the detectors that the model disputes, on criteria where it has been measured to be better. Both views are in them."""
    second_opinions: tuple[Finding, ...] = ()
    """What the model alone says against the detectors, on criteria where it has not been measured to be better."""
    questions: tuple[str, ...] = ()
    """What the model would ask the writer of the draft as a whole."""
    engine: Engine

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What of the input was not read as an OKR."""
        return self.draft.unread

    def count(self, severity: Severity) -> int:
        """How many findings have this severity; what an unproven model asks is counted apart."""
        return sum(1 for finding in self.findings if finding.severity == severity and not finding.unproven)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is not there to be judged: no key result, no objective, most of the input not read."""
        return tuple(gaps(self.draft))

    @property
    def all_notices(self) -> tuple[str, ...]:
        """What the reader should know of gaps and of how the draft was read and reviewed, each once."""
        return tuple(dict.fromkeys((*(gap.notice for gap in self.gaps), *self.draft.notices, *self.notices)))

    def reaches(self, severity: Severity) -> bool:
        """Whether any finding, or anything that is missing altogether, is at or above `severity`."""
        worst = SEVERITIES.index(severity)
        severities = [
            *(finding.severity for finding in self.findings if not finding.unproven),
            *(gap.severity for gap in self.gaps),
        ]
        return any(SEVERITIES.index(each) <= worst for each in severities)

    @property
    def readiness(self) -> str:
        """How ready the draft is, in words."""
        if self.draft.is_empty:
            return "Nothing to review"
        if self.reaches("fix"):
            return "Not ready"
        return "Nearly there" if self.reaches("improve") else "Ready to share"

    @property
    def summary(self) -> str:
        """Readiness and counts in one line."""
        said: tuple[tuple[Severity, str], ...] = (("fix", "fix"), ("improve", "improve"), ("consider", "think about"))
        counts = [f"{self.count(severity)} to {words}" for severity, words in said if self.count(severity)]
        counts = [*(gap.brief for gap in self.gaps), *counts]
        if asked := sum(1 for finding in self.findings if finding.unproven):
            counts.append(f"{asked} asked by the model")
        return f"{self.readiness}: {', '.join(counts)}" if counts else self.readiness

    def as_json(self) -> dict[str, Any]:
        """The review in the form of the contract."""
        return {
            "draft_id": self.draft.id,
            "draft": draft_as_json(self.draft),
            "readiness": self.readiness,
            "findings": [finding.as_json() for finding in self.findings],
            "readings": [reading.as_json() for reading in self.readings],
            "unread": [
                {
                    "text": u.text,
                    "span": [u.place.start, u.place.end],
                    "place": u.place.model_dump(exclude={"start", "end"}, exclude_none=True),
                }
                for u in self.draft.unread
            ],
            "excused": [e.model_dump(mode="json") for e in self.excused],
            "strengths": list(self.strengths),
            "notices": list(self.all_notices),
            **self._by_model(),
            "engine": self.engine.as_json(),
        }

    def _by_model(self) -> dict[str, Any]:
        """The keys that only a review with a model has."""
        if self.engine.model is None:
            return {}
        return {
            "overruled": [finding.as_json() for finding in self.overruled],
            "second_opinions": [finding.as_json() for finding in self.second_opinions],
            "questions": list(self.questions),
        }


def draft_as_json(draft: Draft) -> dict[str, Any]:
    """The draft as it was read, in the form of the contract's JSON draft."""
    objectives = []
    for objective in draft.objectives:
        rows = []
        for key_result in objective.key_results:
            row: dict[str, Any] = {"text": key_result.text}
            for name in ("owner", "due", "baseline", "target", "unit", "metric", "status", "score"):
                if getattr(key_result, name) is not None:
                    row[name] = getattr(key_result, name)
            if key_result.initiatives:
                row["initiatives"] = [initiative.text for initiative in key_result.initiatives]
            rows.append(row)
        entry: dict[str, Any] = {"objective": objective.text, "owner": objective.owner, "key_results": rows}
        for name in ("team", "period", "parent"):
            if getattr(objective, name) is not None:
                entry[name] = getattr(objective, name)
        objectives.append(entry)
    return {
        "id": draft.id, "team": draft.team, "level": draft.level, "period": draft.period, "parent": draft.parent, "objectives": objectives,
    }  # fmt: skip


def severity_words(severity: Severity) -> str:
    """The severity as the reader sees it: "Fix first", "Improve", "Worth a thought"."""
    return SEVERITY_WORDS[severity]


BLANK = re.compile(r"\[(?=[^\[\]]*[a-z]{3})[A-Za-z][^\[\]]*\]|\[[a-z][^\[\]]*\]")
"""A labelled blank such as ``[baseline]`` or ``[IT cost per employee]``; ``[Q3]`` is none."""


def blanks_of(text: str) -> tuple[str, ...]:
    """The labels of the blanks in a suggestion, in order, without brackets."""
    return tuple(match.group()[1:-1] for match in BLANK.finditer(text))


Cell = tuple[str | None, int | None, str | None, str | None]


def wordings_by_place(draft: Draft) -> dict[Cell, list[Wording]]:
    """The lines of a draft by the sheet, row, column and field they stand in."""
    found: dict[Cell, list[Wording]] = {}
    for wording in [*(o.wording for o in draft.objectives), *(k.wording for _, _, k in draft.key_results())]:
        if wording is not None:
            found.setdefault(_cell(wording.place), []).append(wording)
    return found


def stands_in(finding: Finding, draft: Draft, wordings: dict[Cell, list[Wording]]) -> bool:
    """Whether the finding's quote stands in the draft at the place it names, to the letter.

    Args:
        finding: the finding.
        draft: the draft it is about.
        wordings: `wordings_by_place(draft)`, made once for all findings.
    """
    place = finding.place
    if not finding.quote:
        return False
    if draft.source is not None and place.field is None and place.row is None:
        return draft.source[place.start : place.end] == finding.quote
    return any(
        wording.raw[place.start - wording.place.start : place.end - wording.place.start] == finding.quote
        for wording in wordings.get(_cell(place), [])
        if wording.place.start <= place.start
    )


def _cell(place: Place) -> Cell:
    return (place.sheet, place.row, place.column, place.field)
