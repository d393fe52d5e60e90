"""One exchange: what the writer said is being answered. Holds the conversation as it changes and the words of the answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from coach.critique import Citation, Finding, Review, Suggestion
from coach.dialogue.agenda import Point, next_point, points, quote_of
from coach.dialogue.answers import Line
from coach.dialogue.conversation import Conversation, Decision, OpenQuestion, Option, Outcome, Turn
from coach.dialogue.speech import asking, hint, joined, new_points, question_of
from coach.okr import Draft
from coach.reading import KeyResultRead, read_lines
from coach.reading.result import Where
from coach.reviewer import Coach

_RETURNING = (
    "single-key-result",
    "too-many-key-results",
    "too-many-objectives",
    "objective-not-covered",
    "no-parent-link",
)
"""Points about the set: a new one is no fault of the change just made."""


_STILL_MISSING = ("missing-baseline", "missing-target", "missing-deadline", "missing-owner", "no-metric")


@dataclass
class Exchange:
    """The state of one exchange.

    Args:
        coach: reviews and retrieves.
        state: the conversation, the writer's turn in it.
        said: what the writer said.
        when: the time of it.
        reviewed: reviews a draft.
        sure: the writer chose this meaning; nothing is asked back.
    """

    coach: Coach
    state: Conversation
    said: str
    when: str
    reviewed: Callable[[Draft], Review]
    sure: bool = False
    told: list[str] = field(default_factory=list)
    citations: tuple[Citation, ...] = ()
    focus: Where | None = None
    criterion: str | None = None
    """What the answer is about, where it asks nothing new."""
    fresh: frozenset[str] = frozenset()
    """Criteria that came up with the change just made."""
    asked: OpenQuestion | None = None
    """What was open when the writer spoke."""
    _settled: tuple[Decision, ...] | None = None

    def __post_init__(self) -> None:
        self.asked = self.state.open
        self.focus = self.asked.where if self.asked else None

    @property
    def draft(self) -> Draft:
        """The draft as it stands."""
        return self.state.draft or Draft()

    @property
    def review(self) -> Review:
        """The review of the draft as it stands."""
        return self.reviewed(self.draft)

    @property
    def open_points(self) -> list[Point]:
        """What is left."""
        return points(self.review, self.state.decisions)

    def tell(self, *paragraphs: str) -> None:
        """Say something in the answer."""
        self.told += [paragraph for paragraph in paragraphs if paragraph]

    def read(self, where: Where, draft: Draft | None = None) -> KeyResultRead:
        """What a key result says."""
        lines = read_lines(draft or self.draft, self.coach.reader, self.coach.criteria["vague-wording"].terms())
        return lines[where.objective or 0].key_results[where.key_result or 0]

    def decision(self, outcome: Outcome, where: Where, criterion: str | None, note: str = "") -> Decision:
        """A decision of the writer's, in the words just said."""
        return Decision(
            outcome=outcome, criterion=criterion, where=where, quote=quote_of(self.draft, where),
            words=self.said, note=note,
        )  # fmt: skip

    def decide(self, *decisions: Decision, draft: Draft | None = None, why: str = "") -> None:
        """Take decisions, with a changed draft or without, as a version of its own."""
        last = decisions[-1] if decisions else None
        reason = why or (": ".join(filter(None, (last.criterion, last.outcome))) if last else "changed")
        taken = (*(self.state.decisions if self._settled is None else self._settled), *decisions)
        self._settled = None
        self.state = self.state.with_version(draft or self.draft, taken, reason, self.when)

    def settle(self, where: Where, criteria: Collection[str]) -> None:
        """Forget that these points of a line were set aside: they have been answered now."""
        labels = {"missing-baseline": "[baseline]", "missing-target": "[target]", "missing-deadline": "[date]"}
        answered = {*criteria, *(labels[each] for each in criteria if each in labels)}
        self._settled = tuple(
            d for d in self.state.decisions
            if d.where != where or d.criterion not in answered or d.outcome in ("given", "accepted", "changed")
        )  # fmt: skip

    def ask(self, question: OpenQuestion, *paragraphs: str) -> None:
        """Ask this next."""
        self.tell(*paragraphs)
        self._close(question)

    def ask_back(self, question: str, options: Sequence[tuple[str, str]], kept: str | None = None) -> None:
        """Where an answer can mean two things, ask which; the question before stays to be answered.

        Args:
            question: the question.
            options: for each answer how it reads, and what the writer would say to mean it alone.
        """
        offered = tuple(Option(words=words, said=said) for words, said in options)
        numbered = "\n".join(f"{number}. {option.words}" for number, option in enumerate(offered, 1))
        about = self.asked.about if self.asked and self.asked.options else self.asked
        where = self.focus or Where()
        self.ask(OpenQuestion(asks="choice", where=where, options=offered, about=about, kept=kept), question, numbered)

    def return_to_question(self) -> OpenQuestion | None:
        """Make the question that stood before the options the one in hand; what it is."""
        self.asked = self.asked.about if self.asked else None
        self.state = self.state.changed(open=self.asked)
        self.focus = self.asked.where if self.asked else self.focus
        return self.asked

    def naming(self, where: Where, said: str) -> str:
        """What is said of a line, naming it where another one was asked about."""
        question = self.asked.about if self.asked and self.asked.options else self.asked
        if where.key_result is None or (question and question.where == where):
            return said
        return f"for KR {(where.objective or 0) + 1}.{where.key_result + 1}, {said}"

    def take_back(self) -> None:
        """The writer wants to say it again: ask what was asked before the options."""
        self.return_to_question()
        self.ask_again("Go on, then.")

    def ask_again(self, *paragraphs: str, with_hint: bool = True) -> None:
        """Say something and leave the question open as it was."""
        self.tell(*paragraphs)
        question = self.asked
        if question is None:
            self.move_on()
            return
        if question.options:
            self.tell("\n".join(f"{number}. {option.words}" for number, option in enumerate(question.options, 1)))
        else:
            point = self._point_of(question)
            self.tell(
                " ".join(filter(None, (question_of(point) if point else "", hint(question.asks) if with_hint else "")))
            )
        self._close(question)

    def move_on(self) -> None:
        """Ask what is next, or say that nothing is left."""
        from coach.dialogue.closing import nothing_left

        due = self.open_points
        fresh = [point for point in due if point.where == self.focus and point.criterion in self.fresh]
        point = fresh[0] if fresh else next_point(due, self.focus, self.state.thorough)
        if point is None:
            self.tell(*nothing_left(self))
            self._close(None)
            return
        self.tell(*asking(point, self.draft, just_shown=bool(self.told) and point.where == self.focus))
        found = point.finding
        if found is not None and not self.citations:
            self.citations = found.citations
        self._close(
            OpenQuestion(
                asks=point.asks, where=point.where, criterion=found.criterion if found else None, blank=point.blank,
                suggestion=found.suggestion if found else None,
            ),
            quote=found.quote if found else "",
        )  # fmt: skip

    def stop(self) -> None:
        """End the answer without a question."""
        self._close(None)

    def new_since(self, before: Review, where: Where) -> list[Finding]:
        """What is said of a line now that was not said of it before."""
        earlier = {finding.criterion for finding in before.findings if finding.where == where}
        return [
            finding
            for finding in self.review.findings
            if finding.where == where and finding.criterion not in earlier and finding.criterion not in _RETURNING
        ]

    def warn_of_new(self, before: Review, where: Where) -> None:
        """Say so where a change has made something worse, and ask about it next. What is only still missing is asked in its turn."""
        if worse := [finding for finding in self.new_since(before, where) if finding.criterion not in _STILL_MISSING]:
            self.tell(new_points(worse))
            self.fresh = frozenset(finding.criterion for finding in worse)

    def lines_meant(self, line: Line | None) -> list[Where]:
        """The line that an answer names, else the one that was asked about; empty where there is no such line."""
        if line is None:
            return [self.focus] if self.focus is not None and self.focus.objective is not None else []
        if line.is_objective:
            number = (line.objective or 1) - 1 if line.objective else (self.focus.objective or 0) if self.focus else 0
            return [Where(objective=number)] if 0 <= number < len(self.draft.objectives) else []
        objective = (line.objective - 1) if line.objective else (self.focus.objective or 0) if self.focus else 0
        if not 0 <= objective < len(self.draft.objectives) or line.number is None:
            return []
        rows = self.draft.objectives[objective].key_results
        number = len(rows) + line.number if line.number < 0 else line.number - 1
        return [Where(objective=objective, key_result=number)] if 0 <= number < len(rows) else []

    def _point_of(self, question: OpenQuestion) -> Point | None:
        for point in self.open_points:
            same = (
                point.blank == question.blank
                and (point.finding.criterion if point.finding else None) == question.criterion
            )
            if same and point.where == question.where:
                return point
        return None

    def _close(self, question: OpenQuestion | None, quote: str = "") -> None:
        suggestion: Suggestion | None = question.suggestion if question else None
        turn = Turn(
            by="coach",
            text=joined(self.told),
            when=self.when,
            where=question.where if question else self.focus,
            criterion=(question.criterion if question else None) or self.criterion,
            quote=quote,
            citations=self.citations,
            suggestion=suggestion,
            options=tuple(option.words for option in question.options) if question else (),
        )
        self.state = self.state.with_turn(turn).changed(open=question)
