"""Joins what detectors and model say of a draft. A model's word outranks a detector's only where it has been shown to be better.

Where it has (its scorecard says so, criterion by criterion), its verdict stands: what it disputes is moved aside, what it adds is a
finding. Elsewhere it confirms, doubts in the open and asks; it removes nothing. Either way both views are there to read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from coach.criteria import SEVERITIES, Criterion
from coach.critique import Citation, Finding, Review, View, stands_in, wordings_by_place
from coach.detectors import DraftRead
from coach.grounding import query_for, reading_order, words_of
from coach.okr import Draft
from coach.reading.language import foreign_language
from coach.rewriting import Fired
from coach.scorecards import Scorecard
from coach.sharpening.doubt import room_for
from coach.sharpening.places import Line, where_of
from coach.sharpening.rewrites import Better, passing
from coach.sharpening.verification import Added, Doubt, Verified

_ASKED_A_CRITERION = 2
"""Unproven findings of one criterion in a draft: what a model says of every line it says of the draft, and is told aside."""
_UNPROVEN = 0.5
Cite = Callable[[Sequence[tuple[str, str]]], list[tuple[Citation, ...]]]


@dataclass(frozen=True)
class Grounds:
    """What a model's words are judged by."""

    criteria: Mapping[str, Criterion]
    off: Mapping[str, str]
    """Criteria that are switched off, each with the reason."""
    question_below: float
    judge: Callable[[Draft], Fired]
    """Reviews a draft by the same criteria, line by line."""
    cite: Cite
    """Retrieves and cites for each query and criterion."""
    scorecard: Scorecard | None = None
    """What the model has shown, with the prompt it is asked with now; None: nothing."""

    def earned(self, criterion: str) -> bool:
        """Whether the model's word outranks the detector's on this criterion."""
        return self.scorecard is not None and self.scorecard.earned(criterion)


def joined(review: Review, read: DraftRead, said: Verified, grounds: Grounds) -> Review:
    """The review by rules with what the model said of it, so far as it stands up.

    Args:
        review: the review by rules.
        read: the draft of it as read.
        said: what stood up of the model's answers.
        grounds: what it is judged by.
    """
    foreign = foreign_language(words_of(review.draft)) is not None
    dropped = Counter(said.dropped)
    verdicts, new = _agreements(review, said)
    standing, overruled = _judged(review, verdicts, grounds)
    raised, beside = _raised(review, read, new, grounds, foreign, dropped)
    better: dict[Line, Better] = {}
    if foreign and said.rewrites:
        dropped["a better line in a language that cannot be checked here"] += len(said.rewrites)
    elif said.rewrites:
        better, faults = passing(said.rewrites, read, grounds.judge)
        dropped.update({f"a better line: {fault}": count for fault, count in faults.items()})
    notices = list(review.notices)
    if dropped:
        notices.append(
            f"Of what the model said, {dropped.total()} did not stand up and were left out: {_counts(dropped)}."
        )
    return review.model_copy(
        update={
            "findings": _in_order([_with_better(finding, better) for finding in (*standing, *raised)]),
            "overruled": tuple(overruled),
            "second_opinions": _in_order(beside),
            "questions": tuple(said.questions),
            "notices": tuple(notices),
        }
    )


def _agreements(review: Review, said: Verified) -> tuple[dict[int, Doubt], list[Added]]:
    """The verdicts on findings, an addition of what was found already counted as one; and the additions that are new."""
    at = {
        (finding.criterion, reading_order(where)): index
        for index, finding in reversed(list(enumerate(review.findings)))
        for where in (finding.where, *finding.also)
    }
    verdicts, new = dict(said.verdicts), []
    for each in said.added:
        index = at.get((each.criterion.id, each.line))
        if index is None:
            new.append(each)
        else:
            verdicts.setdefault(index, Doubt(True, each.reason))
    return verdicts, new


def _judged(review: Review, verdicts: Mapping[int, Doubt], grounds: Grounds) -> tuple[list[Finding], list[Finding]]:
    """The detectors' findings with what the model says of each: those that stand, and those it overrules."""
    standing: list[Finding] = []
    overruled: list[Finding] = []
    for index, finding in enumerate(review.findings):
        verdict = verdicts.get(index)
        if verdict is None:
            standing.append(finding)
        elif verdict.confirms:
            reasoned = (View(by="model", verdict="says so", reason=verdict.reason),) if verdict.reason else ()
            standing.append(finding.model_copy(update={"origin": "both", "views": reasoned}))
        else:
            views = (
                View(by="rules", verdict="says so", reason=finding.because),
                View(by="model", verdict="says not", reason=verdict.reason),
            )
            aside = overruled if grounds.earned(finding.criterion) else standing
            aside.append(finding.model_copy(update={"views": views}))
    return standing, overruled


def _raised(
    review: Review,
    read: DraftRead,
    added: Sequence[Added],
    grounds: Grounds,
    foreign: bool,
    dropped: Counter[str],
) -> tuple[list[Finding], list[Finding]]:
    """The model's own findings: those that are shown among the others, and those told beside them."""
    found, beside = [], []
    asked: Counter[str] = Counter()
    wordings = wordings_by_place(review.draft)
    retrieved = grounds.cite([query_for(each.criterion, each.quote) for each in added if not each.citations])
    own = iter(retrieved)
    for each in added:
        cited = each.citations or next(own)
        earned = grounds.earned(each.criterion.id)
        finding = _finding(each, cited, grounds, earned)
        room = room_for(each.criterion, each.line, read, foreign)
        if not stands_in(finding, review.draft, wordings):
            dropped["with a quote that does not stand there"] += 1
        elif room == "impossible":  # also where it is earned: the model was measured without these
            dropped["against what was read in the line"] += 1
        elif not earned and (room == "against" or asked[each.criterion.id] >= _ASKED_A_CRITERION):
            views = (View(by="rules", verdict="says not"), View(by="model", verdict="says so", reason=each.reason))
            beside.append(finding.model_copy(update={"views": views}))
        else:
            asked[each.criterion.id] += not earned
            found.append(finding)
    return found, beside


def _finding(said: Added, cited: tuple[Citation, ...], grounds: Grounds, earned: bool) -> Finding:
    """An addition as a finding: with the share of its additions that were right where that was measured, else a question."""
    criterion = said.criterion
    sure = _precision(grounds, criterion.id) if earned else _UNPROVEN
    asks = not earned or sure < grounds.question_below
    return Finding(
        criterion=criterion.id,
        title=criterion.title,
        severity=criterion.severity,
        where=where_of(said.line),
        quote=said.quote,
        place=said.place,
        message=criterion.doubt if asks else criterion.message,
        question=criterion.question,
        citations=cited,
        origin="model",
        confidence=sure,
        is_question=asks,
        because=said.reason,
        views=(View(by="model", verdict="says so", reason=said.reason),),
        unproven=not earned,
    )


def _precision(grounds: Grounds, criterion: str) -> float:
    measured = grounds.scorecard.criteria.get(criterion) if grounds.scorecard else None
    value = measured.model_precision.value if measured else None
    return _UNPROVEN if value is None else min(max(value, 0.0), 1.0)


def _with_better(finding: Finding, better: Mapping[Line, Better]) -> Finding:
    """The finding with the model's better line in the place of the rules' suggestion, where that line clears it."""
    mine = better.get(reading_order(finding.where))
    if mine is None or finding.criterion not in mine.clears:
        return finding
    others = finding.suggestion.alternatives if finding.suggestion else ()
    return finding.model_copy(update={"suggestion": mine.suggestion.model_copy(update={"alternatives": others})})


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """By severity, verdicts before questions, as they stand in the draft; what is unproven last."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (f.unproven, SEVERITIES.index(f.severity), f.is_question, reading_order(f.where)),
        )
    )


def _counts(dropped: Mapping[str, int]) -> str:
    """The counts by reason, the most frequent first."""
    ranked = sorted(dropped.items(), key=lambda pair: (-pair[1], pair[0]))
    return "; ".join(f"{count} {reason}" for reason, count in ranked)
