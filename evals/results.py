"""What was said of a case, in the form that is kept and scored: the findings' places and, where a model was asked, what each side said.

A line of a kept run without a model has nothing of one, and reads as it always did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from coach.critique import Finding, Review
from coach.llm.model import Usage
from coach.reading import Where
from evals.cases import Case, Site

Verdict = Literal["says so", "says not"]


@dataclass(frozen=True)
class Said:
    """One finding of a run."""

    site: Site
    confidence: float
    asks: bool
    because: str
    origin: Literal["rules", "model", "both"] = "rules"
    verdict: Verdict | None = None
    """What the model said of it; None where it was silent, or was not asked."""
    unproven: bool = False

    @property
    def by_rules(self) -> bool:
        """Whether the detectors found it."""
        return self.origin != "model"

    @property
    def by_model(self) -> bool:
        """Whether it is the model's word: it found it, or confirmed it. Silence confirms nothing."""
        return self.origin == "model" or self.verdict == "says so"


@dataclass(frozen=True)
class ByModel:
    """What a review with a model has beside its findings."""

    answered: bool
    """False where the model gave no usable answer to a part: there the review is by rules, and the case is no measure of the model."""
    overruled: tuple[Said, ...] = ()
    second_opinions: tuple[Said, ...] = ()
    usage: Usage = field(default_factory=Usage)
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What was said of one case."""

    case: str
    content: str
    found: tuple[Said, ...]
    kinds: Mapping[int, tuple[str, float]]
    """Kind and confidence of each key result of the first objective."""
    by_model: ByModel | None = None
    """None in a run without a model."""

    def finding(self, site: Site) -> Said | None:
        """What was said at a site; None where nothing was.

        A site on the whole set, or on a whole objective of it, is answered by a finding anywhere within.
        """
        return next((said for said in self.found if said.site == site or site.holds(said.site)), None)


@dataclass(frozen=True)
class Run:
    """A whole run, by case."""

    engine: dict[str, Any]
    results: dict[str, Result]

    def of(self, cases: Sequence[Case]) -> list[tuple[Case, Result]]:
        """Cases with their results; a case whose draft has changed since, or that was not run, is left out."""
        pairs = [(case, self.results[case.id]) for case in cases if case.id in self.results]
        return [(case, result) for case, result in pairs if result.content == case.content]


def result_of(case: Case, review: Review, asked: bool = False) -> Result:
    """A review in the form of a run.

    Args:
        case: the case that was reviewed.
        review: what was said of it.
        asked: whether the coach had a model to ask.
    """
    kinds = {
        r.where.key_result: (r.kind, round(r.kind_confidence, 4))
        for r in review.readings
        if r.where.objective == 0 and r.where.key_result is not None
    }
    by_model = (
        ByModel(
            answered=review.engine.model is not None and not review.engine.left_to_rules,
            overruled=tuple(_said(review.overruled)),
            second_opinions=tuple(_said(review.second_opinions)),
            usage=review.engine.usage or Usage(),
            notices=review.notices,
        )
        if asked
        else None
    )
    return Result(case.id, case.content, tuple(_said(review.findings)), kinds, by_model)


def _said(findings: Iterable[Finding]) -> Iterator[Said]:
    for finding in findings:
        verdict = next((view.verdict for view in finding.views if view.by == "model"), None)
        for where in (finding.where, *finding.also):
            yield Said(
                _site(finding.criterion, where),
                round(finding.confidence, 4),
                finding.is_question,
                finding.because,
                finding.origin,
                verdict or ("says so" if finding.origin == "both" else None),
                finding.unproven,
            )


def _site(criterion: str, where: Where) -> Site:
    return Site(
        criterion,
        -1 if where.objective is None else where.objective,
        -1 if where.key_result is None else where.key_result,
    )


def as_json(result: Result) -> dict[str, Any]:
    """A result as a line of a kept run."""
    line: dict[str, Any] = {
        "case": result.case,
        "content": result.content,
        "found": [_row(said) for said in result.found],
        "kinds": {str(number): list(kind) for number, kind in result.kinds.items()},
    }
    if (heard := result.by_model) is not None:
        line["by_model"] = {
            "answered": heard.answered,
            "overruled": [_row(said) for said in heard.overruled],
            "second_opinions": [_row(said) for said in heard.second_opinions],
            "tokens": [heard.usage.tokens_in, heard.usage.tokens_out],
            "notices": list(heard.notices),
        }
    return line


def of_json(line: dict[str, Any]) -> Result:
    """The result in a line of a kept run.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    heard = line.get("by_model")
    by_model = None
    if heard is not None:
        tokens_in, tokens_out = heard["tokens"]
        by_model = ByModel(
            heard["answered"],
            tuple(_of_row(row) for row in heard["overruled"]),
            tuple(_of_row(row) for row in heard["second_opinions"]),
            Usage(tokens_in=tokens_in, tokens_out=tokens_out),
            tuple(heard["notices"]),
        )
    return Result(
        line["case"],
        line["content"],
        tuple(_of_row(row) for row in line["found"]),
        {int(number): (kind, confidence) for number, (kind, confidence) in line["kinds"].items()},
        by_model,
    )


def _row(said: Said) -> list[Any]:
    site = said.site
    row = [site.criterion, site.objective, site.key_result, said.confidence, said.asks, said.because]
    sides = [said.origin, said.verdict, said.unproven]
    return row if sides == ["rules", None, False] else [*row, *sides]


def _of_row(row: Sequence[Any]) -> Said:
    criterion, objective, key_result, *rest = row
    if len(rest) not in (3, 6):
        raise ValueError(f"a finding has 6 or 9 parts, not {len(row)}")
    return Said(Site(criterion, objective, key_result), *rest)
