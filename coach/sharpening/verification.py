"""What of a model's answer stands up: each part is checked against the draft, the criteria and what was sent; the rest is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from coach.criteria import Criterion
from coach.critique import Citation, Review
from coach.detectors import DraftRead
from coach.grounding import words_of
from coach.okr import Place
from coach.prompts import template
from coach.rewriting import invents
from coach.sharpening.asking import Part
from coach.sharpening.places import Line, line_of, wording_at
from coach.sharpening.plain_words import plain_words, repeats, runs_of
from coach.sharpening.quotes import quote_span
from coach.sharpening.reply import Addition, Answer, SetJudged

MOST_A_LINE = 3
MOST_A_DRAFT = 40
"""Additions that are taken over for one line, and for one draft."""
_QUESTIONS = 3
_REASON = 240
_SMALL_NUMBERS = " one two three four five both half first second 0 1 2 3 4 5"
"""Words of counting that a reason may use of the draft's own parts."""
_A_WHILE = re.compile(r"\b(?:within|under|less than) an? ", re.IGNORECASE)


@dataclass(frozen=True)
class Doubt:
    """The model's verdict on a finding."""

    confirms: bool
    reason: str


@dataclass(frozen=True)
class Added:
    """An addition that stands up: its words are the draft's, its criterion applies, its passages were sent."""

    criterion: Criterion
    line: Line
    quote: str
    place: Place
    reason: str
    citations: tuple[Citation, ...] = ()


@dataclass
class Verified:
    """What of the answers for a draft stands up, and how much does not, by reason in plain words."""

    verdicts: dict[int, Doubt] = field(default_factory=dict)
    """By the index of the finding in the review."""
    added: list[Added] = field(default_factory=list)
    rewrites: dict[Line, str] = field(default_factory=dict)
    """Not yet checked: `coach.sharpening.rewrites` does."""
    questions: list[str] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


class Verifier:
    """Checks the answers for one draft, part by part."""

    def __init__(
        self, review: Review, read: DraftRead, criteria: Mapping[str, Criterion], off: Collection[str]
    ) -> None:
        self._review, self._read, self._criteria, self._off = review, read, criteria, off
        draft = review.draft
        beside = [str(value) for value in (draft.period, draft.team, draft.parent) if value]
        for objective in draft.objectives:
            beside += [str(v) for v in (objective.period, objective.parent, objective.team) if v]
            for row in objective.key_results:
                beside += [str(v) for v in (row.due, row.baseline, row.target, row.unit) if v]
        self._given = " ".join([words_of(draft), *beside]) + _SMALL_NUMBERS
        self._prompt = runs_of(template("review-system"))
        self._a_line: Counter[Line] = Counter()
        self._taken: set[tuple[str, Line]] = set()
        self._set_questions: list[str] = []
        self._own_questions: list[str] = []
        self.found = Verified()

    def take(self, part: Part, answer: Answer) -> None:
        """Check the answer to `part`, and add what stands up to `found`."""
        dropped = self.found.dropped
        dropped["not in the form asked for"] += answer.malformed
        dropped["more than is looked at"] += answer.beyond
        self._verdicts(part, answer)
        for addition in answer.additions:
            self._addition(part, addition)
        for judged in answer.sets:
            self._set(part, judged)
        for rewrite in answer.rewrites:
            line = line_of(rewrite.place, self._review.draft)
            if line is None or line not in part.lines or wording_at(self._review.draft, line) is None:
                dropped["at a place that was not asked about"] += 1
            elif line in self.found.rewrites:
                dropped["said twice"] += 1
            else:
                self.found.rewrites[line] = rewrite.text
        self._own_questions += answer.questions

    def finish(self) -> Verified:
        """What stood up of all answers."""
        sets, own = self._plain_all(self._set_questions), self._plain_all(self._own_questions)
        # A counter-measure or a lack of early signs is what nobody else asks of a set: one such question has its place.
        room = _QUESTIONS - min(1, len(sets))
        chosen = [*own[:room], *sets, *own[room:]]
        self.found.questions = list(dict.fromkeys(chosen))[:_QUESTIONS]
        if self._own_questions and not own:
            self.found.dropped["a question that is not in plain words"] += len(self._own_questions)
        self.found.dropped = +self.found.dropped
        return self.found

    def _verdicts(self, part: Part, answer: Answer) -> None:
        dropped = self.found.dropped
        said: dict[int, set[str]] = {}
        for verdict in answer.verdicts:
            said.setdefault(verdict.finding, set()).add(verdict.verdict)
        for verdict in answer.verdicts:
            if not 1 <= verdict.finding <= len(part.findings):
                dropped["on a finding that is not there"] += 1
                continue
            index = part.findings[verdict.finding - 1]
            reason = self._reason(verdict.reason, self._review.findings[index].criterion)
            if len(said[verdict.finding]) > 1:
                dropped["both for and against one finding"] += 1
            elif index in self.found.verdicts:
                dropped["said twice"] += 1
            elif verdict.verdict == "dispute" and not reason:
                dropped["a doubt without a reason that stands up"] += 1
            else:
                self.found.verdicts[index] = Doubt(verdict.verdict == "confirm", reason)

    def _addition(self, part: Part, said: Addition) -> None:
        fault = self._fault(part, said)
        if fault:
            self.found.dropped[fault] += 1

    def _fault(self, part: Part, said: Addition) -> str | None:
        """Take an addition over, or say what is wrong with it."""
        draft = self._review.draft
        criterion = self._criteria.get(said.criterion.strip().lower())
        if criterion is None:
            return "by a criterion that is not there"
        if criterion.id in self._off:
            return "by a criterion that is switched off"
        line = line_of(said.place, draft)
        if line is None or line not in part.lines:
            return "at a place that was not asked about"
        if not _applies(criterion, line):
            return "by a criterion that does not apply there"
        wording = wording_at(draft, line)
        span = quote_span(wording, said.quote) if wording else None
        if wording is None or span is None:
            return "with a quote that does not stand there"
        if self._excused(criterion.id, line):
            return "on what the writer has set aside"
        if (criterion.id, line) in self._taken:
            return "said twice"
        if self._a_line[line] >= MOST_A_LINE or len(self.found.added) >= MOST_A_DRAFT:
            return "more than is looked at"
        quote, place = wording.quote(*span)
        reason = self._reason(said.reason, criterion.id)
        cited = tuple(part.passages[key] for key in dict.fromkeys(said.passages) if key in part.passages)
        self._a_line[line] += 1
        self._taken.add((criterion.id, line))
        self.found.added.append(Added(criterion, line, quote, place, reason, cited[:2]))
        return None

    def _set(self, part: Part, said: SetJudged) -> None:
        line = line_of(said.place, self._review.draft)
        if line is None or line not in part.lines:
            self.found.dropped["at a place that was not asked about"] += 1
            return
        self._set_questions += [each for each in (said.counter_measure, said.lagging) if "?" in each]
        objective = self._review.draft.objectives[line[0]]
        if not said.covered and objective.wording is not None and self._reason(said.missing, "objective-not-covered"):
            added = Addition(
                criterion="objective-not-covered",
                place=str(line[0] + 1),
                quote=objective.wording.text,
                reason=said.missing,
            )
            self._addition(part, added)

    def _excused(self, criterion: str, line: Line) -> bool:
        objective = self._review.draft.objectives[line[0]]
        holder = objective if line[1] < 0 else objective.key_results[line[1]]
        return any(excuse.criterion == criterion for excuse in holder.excuses)

    def _reason(self, said: str, criterion: str) -> str:
        """A reason in plain words that hold no figure but those of the draft; else nothing."""
        reason = self._plain(said)
        page = self._criteria.get(criterion)
        given = f"{self._given} {page.message} {page.title} {page.sections['What it checks']}" if page else self._given
        return "" if _holds_figure(reason, given) else reason

    def _plain(self, said: str) -> str:
        words = plain_words(said, _REASON)
        return "" if repeats(words, self._prompt) else words

    def _plain_all(self, asked: list[str]) -> list[str]:
        """The questions that can be shown: plain, with a question mark, without a figure from nowhere."""
        plain = (self._plain(each) for each in asked[: 10 * _QUESTIONS])
        return [each for each in dict.fromkeys(plain) if "?" in each and not _holds_figure(each, self._given)]


def _holds_figure(text: str, given: str) -> bool:
    """Whether there is a figure in `text` that was not given; "within a week" is a way to speak."""
    return invents(_A_WHILE.sub(" ", text), given)


def _applies(criterion: Criterion, line: Line) -> bool:
    """Whether a criterion can be raised at a line: at an objective also what is true of its set."""
    if criterion.applies_to == "set":
        return line[1] < 0 or criterion.id == "duplicate-key-result"
    return criterion.applies_to == ("objective" if line[1] < 0 else "key-result")
