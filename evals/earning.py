"""Whether a model has earned its say: the model alone, the detectors alone and both, scored from one run on the same cases.

The detectors' word is every finding of theirs, whatever the model said of it. The model's word is what it confirmed and what it
added and was verified, wherever the review then showed it; silence is no word. Both is what the reviewer would show with the
card that comes of it.

The card is made on the cases that "both" is then scored on, so "both" is a little too kind where something was earned: the
award asks for an interval wholly above zero on `ENOUGH_POSITIVES` places so that luck seldom earns one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from coach.llm.model import Usage
from coach.scorecards import ENOUGH_POSITIVES, Scorecard
from coach.scorecards import Measured as OnCard
from coach.scorecards import Share as ShareOnCard
from evals.cases import Case
from evals.compare import compare
from evals.results import Result, Run, Said
from evals.runs import RunError
from evals.score import OUTCOMES, CriterionScore, Frozen, Measured, Share, score


class Contest(Frozen):
    """One criterion, by each judge."""

    criterion: str
    model: CriterionScore
    rules: CriterionScore
    both: CriterionScore
    difference: Measured
    """F1 of the model alone minus F1 of the detectors alone, paired over families."""

    @property
    def positives(self) -> int:
        """Places where the criterion holds."""
        return self.rules.recall.of

    @property
    def is_earned(self) -> bool:
        """Whether the model's word stands against the detectors' here."""
        return _is_earned(self.difference, self.positives)

    @property
    def verdict(self) -> str:
        """Whether it is earned, and if not, why."""
        if self.is_earned:
            return "earned"
        if self.positives < ENOUGH_POSITIVES:
            return f"no: under {ENOUGH_POSITIVES} places"
        return "no: worse" if self.difference.high is not None and self.difference.high < 0 else "no: not shown"


class Contests(Frozen):
    """What one model has shown on labelled cases."""

    model: str
    host: str
    prompt: str
    version: str
    fingerprint: str
    """Of the cases that it answered."""
    answered: int
    unanswered: int
    families: int
    usage: Usage
    rows: tuple[Contest, ...]
    why_unanswered: tuple[tuple[str, int], ...] = ()
    """The notices of the reviews without an answer, with how often each came."""


def contests(run: Run, cases: Sequence[Case]) -> Contests:
    """Who was right where, from one run with a model. Cases that it did not answer are counted and not scored.

    Raises:
        RunError: it is a run without a model, or the model answered none of the cases.
    """
    told = run.engine.get("model")
    if not isinstance(told, dict):
        raise RunError("This is a run without a model. Make one with it: okr-coach evals run --model NAME.")
    pairs = run.of(cases)
    answered = [case for case, result in pairs if result.by_model is not None and result.by_model.answered]
    silent = [result for case, result in pairs if result.by_model is None or not result.by_model.answered]
    if not answered:
        raise RunError(
            f"{told['name']} answered none of {len(pairs)} cases, so nothing can be said of it."
            + "".join(f" {notice}" for notice, _ in _commonest(silent)[:1])
        )
    rules, model = _seen_by(run, rules_alone), _seen_by(run, model_alone)
    differences = {row.criterion: row for row in compare(rules, model, answered) if row.criterion != OUTCOMES}
    by_rules, by_model = score(rules, answered), score(model, answered)
    positives = {row.criterion: row.recall.of for row in by_rules.criteria}
    earned = frozenset(name for name, row in differences.items() if _is_earned(row.change, positives[name]))
    together = score(_seen_by(run, lambda result: joined(result, earned)), answered)
    rows = []
    for of_rules in by_rules.criteria:
        of_model, of_both = by_model.row(of_rules.criterion), together.row(of_rules.criterion)
        if of_rules.criterion in differences and of_model is not None and of_both is not None:
            rows.append(
                Contest(
                    criterion=of_rules.criterion,
                    model=of_model,
                    rules=of_rules,
                    both=of_both,
                    difference=differences[of_rules.criterion].change,
                )
            )
    return Contests(
        model=told["name"],
        host=told["host"],
        prompt=told["prompt"],
        version=str(run.engine.get("version", "")),
        fingerprint=fingerprint(answered),
        answered=len(answered),
        unanswered=len(silent),
        families=by_rules.families,
        usage=sum((result.by_model.usage for _, result in pairs if result.by_model), Usage()),
        rows=tuple(rows),
        why_unanswered=tuple(_commonest(silent)),
    )


def scorecard(found: Contests) -> Scorecard:
    """The card that the reviewer reads."""
    return Scorecard(
        model=found.model,
        host=found.host,
        cases=found.fingerprint,
        drafts=found.answered,
        prompt=found.prompt,
        version=found.version,
        criteria={row.criterion: _on_card(row) for row in found.rows},
        unanswered=found.unanswered,
        usage=found.usage,
    )


def rules_alone(result: Result) -> Result:
    """What the detectors said."""
    return replace(result, found=tuple(said for said in _everything(result) if said.by_rules))


def model_alone(result: Result) -> Result:
    """What the model said: found alike by both, or by it alone. A finding that it did not judge is not its own."""
    return replace(result, found=tuple(said for said in _everything(result) if said.by_model))


def joined(result: Result, earned: frozenset[str]) -> Result:
    """What the reviewer shows where the model has earned these criteria, whatever card the run itself was made with.

    There its word stands: what it disputes is set aside and what it alone says is shown. Elsewhere the detectors' findings
    stand, and the model's are shown as far as the review showed them: as questions.
    """
    heard = result.by_model
    if heard is None:
        return result
    shown = [said for said in result.found if not (said.site.criterion in earned and _is_overruled(said))]
    shown += [said for said in heard.overruled if said.site.criterion not in earned]
    shown += [said for said in heard.second_opinions if said.site.criterion in earned]
    return replace(result, found=tuple(shown))


def fingerprint(cases: Sequence[Case]) -> str:
    """Tells one set of labelled cases from another."""
    return hashlib.sha256(json.dumps(sorted((c.id, c.content, c.labels) for c in cases)).encode()).hexdigest()[:16]


def _everything(result: Result) -> list[Said]:
    heard = result.by_model
    return [*result.found, *(heard.overruled if heard else ()), *(heard.second_opinions if heard else ())]


def _is_overruled(said: Said) -> bool:
    return said.by_rules and said.verdict == "says not"


def _seen_by(run: Run, judge: Callable[[Result], Result]) -> Run:
    return Run(run.engine, {name: judge(result) for name, result in run.results.items()})


def _is_earned(difference: Measured, positives: int) -> bool:
    """The card's own rule, asked of figures that are not yet on a card."""
    nothing = ShareOnCard(value=None)
    return OnCard(
        model_f1=nothing,
        rules_f1=nothing,
        both_f1=nothing,
        model_precision=nothing,
        difference=_share(difference),
        positives=positives,
    ).model_is_better


def _on_card(row: Contest) -> OnCard:
    return OnCard(
        model_f1=_share(row.model.f1),
        rules_f1=_share(row.rules.f1),
        both_f1=_share(row.both.f1),
        model_precision=_share(row.model.precision),
        difference=_share(row.difference),
        positives=row.positives,
        model_recall=_share(row.model.recall),
        rules_precision=_share(row.rules.precision),
        rules_recall=_share(row.rules.recall),
        both_precision=_share(row.both.precision),
        both_recall=_share(row.both.recall),
    )


def _share(found: Measured | Share) -> ShareOnCard:
    return ShareOnCard(value=found.value, low=found.low, high=found.high)


def _commonest(silent: Sequence[Result]) -> list[tuple[str, int]]:
    """Why there was no answer, the most frequent first; of a review's notices the last is about the model."""
    counts: dict[str, int] = {}
    for result in silent:
        notice = result.by_model.notices[-1] if result.by_model and result.by_model.notices else "No notice was given."
        counts[notice] = counts.get(notice, 0) + 1
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
