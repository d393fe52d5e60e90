"""What every report says in the same order: the lines that have findings, and the notes around them."""

from __future__ import annotations

from dataclasses import dataclass

from coach.criteria import SEVERITIES, catalogue
from coach.critique import Excused, Finding, Review, Suggestion
from coach.reading.result import Where
from coach.report.marks import line_at


@dataclass(frozen=True)
class Group:
    """All that a review says of one line, the most important first."""

    where: Where
    line: str
    """The line's text; for the whole draft and for an objective that is not there, none."""
    findings: tuple[Finding, ...]

    @property
    def suggestion(self) -> Suggestion | None:
        """The one suggestion shown for the line: that of its most important finding."""
        return next((finding.suggestion for finding in self.findings if finding.suggestion), None)

    @property
    def name(self) -> str:
        """What the group is about, where it has no line."""
        return "The whole draft" if self.where.objective is None else f"Objective {self.where.objective + 1}"


def groups(review: Review) -> list[Group]:
    """The findings a line, so that a line is read once; lines in the order of the most important thing said of each."""
    by_line: dict[Where, list[Finding]] = {}
    for finding in review.findings:
        by_line.setdefault(finding.where, []).append(finding)
    found = []
    for where, findings in by_line.items():
        wording = line_at(review.draft, where)
        found.append(Group(where, wording.text if wording else "", tuple(sorted(findings, key=_importance))))
    return sorted(found, key=lambda group: (_importance(group.findings[0]), _reading_order(group.where)))


def reason(finding: Finding) -> str:
    """Why: what is wrong, and the words it was seen in."""
    return f"{finding.message} {sentence(finding.because)}" if finding.because else finding.message


def sentence(words: str) -> str:
    """`words` with a capital and a full stop."""
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "?", "!")) else words + "."


def quotes_part(group: Group, finding: Finding) -> bool:
    """Whether the quote is not simply the group's line, so that it has to be shown beside the title."""
    return " ".join(finding.quote.split()) != " ".join(group.line.split())


def excused_words(excused: Excused) -> str:
    """What was set aside, and why, in a sentence."""
    known = catalogue().get(excused.criterion)
    title = f"{known.title} ({excused.criterion})" if known else excused.criterion
    by = "said in the draft" if excused.by == "draft" else "by the house rules"
    return f"{title}: {excused.reason or 'no reason given'}, {by}"


def all_notices(review: Review) -> list[str]:
    """What the reader should know about how the draft was read and reviewed, each once."""
    return list(review.all_notices)


def made_by(review: Review) -> str:
    """What made the review, and whether anything left the machine."""
    engine = review.engine
    if engine.model is None:
        return f"Reviewed on this machine by okr-coach {engine.version}, without a model."
    where = f" at {engine.host}, which was sent the draft" if engine.host else ""
    cost = f": {engine.usage.tokens_in:,} tokens in, {engine.usage.tokens_out:,} out" if engine.usage else ""
    return f"Reviewed by okr-coach {engine.version} with the model {engine.model}{where}{cost}."


def _importance(finding: Finding) -> tuple[bool, int, bool]:
    return (finding.unproven, SEVERITIES.index(finding.severity), finding.is_question)


def _reading_order(where: Where) -> tuple[int, int]:
    return (-1 if where.objective is None else where.objective, -1 if where.key_result is None else where.key_result)
