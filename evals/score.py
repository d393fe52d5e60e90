"""The score of a run: per criterion what was right and wrong, with intervals; kinds; calibration; the worst cases.

Precision and recall carry Wilson intervals (Wilson 1927, by scipy); F1 a percentile bootstrap over families of cases,
because the versions of one OKR are no independent draws. All intervals are at 95 %.
"""

from __future__ import annotations

import math
import warnings
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from evals.cases import KINDS, Case, Site
from evals.results import Result, Run

OUTCOMES = "outcomes (kind)"
"""The row for how well outcomes are told from tasks and milestones; no criterion, but what the others rest on."""
WORST = 20
_RESAMPLES = 2000
_SEED = 20270101


class Frozen(BaseModel):
    """A value of a score card."""

    model_config = ConfigDict(frozen=True)


class Share(Frozen):
    """A share of `of` things, with its Wilson interval; all None where there were none."""

    held: int
    of: int
    value: float | None
    low: float | None
    high: float | None


class Measured(Frozen):
    """A figure with its interval; None where it is not defined."""

    value: float | None
    low: float | None = None
    high: float | None = None


class CriterionScore(Frozen):
    """How often one criterion was right."""

    criterion: str
    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int
    precision: Share
    recall: Share
    f1: Measured


class Bin(Frozen):
    """Findings of like confidence: how sure they were on average, and how many were right."""

    confidence: float
    right: Share


class Calibration(Frozen):
    """Whether a finding's confidence is what it says."""

    brier: float | None
    bins: tuple[Bin, ...]


class Wrong(Frozen):
    """A place that was judged wrongly."""

    case: str
    field: str
    criterion: str
    missed: bool
    line: str
    confidence: float
    seen: str


class ScoreCard(Frozen):
    """The score of one run."""

    engine: dict[str, Any]
    cases: int
    left_out: int = 0
    """Cases that the run does not hold, or whose draft has changed since."""
    families: int
    fields: int
    criteria: tuple[CriterionScore, ...]
    kinds: dict[str, dict[str, int]]
    """How many key results labelled so (outer) were read so (inner)."""
    calibration: Calibration
    worst: tuple[Wrong, ...]

    def row(self, criterion: str) -> CriterionScore | None:
        """The score of one criterion; None where no case is about it."""
        return next((row for row in self.criteria if row.criterion == criterion), None)


def share(held: int, of: int) -> Share:
    """A share with its Wilson interval."""
    if not of:
        return Share(held=0, of=0, value=None, low=None, high=None)
    from scipy.stats import binomtest

    interval = binomtest(held, of).proportion_ci(0.95, method="wilson")
    return Share(held=held, of=of, value=held / of, low=float(interval.low), high=float(interval.high))


Counts = dict[str, dict[str, list[int]]]
"""By criterion and family: true positives, false positives, false negatives, true negatives."""


def counted(pairs: Sequence[tuple[Case, Result]]) -> Counts:
    """Right and wrong by criterion and family."""
    counts: Counts = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
    for case, result in pairs:
        for site, holds in case.expected.items():
            counts[site.criterion][case.family][_cell(result.finding(site) is not None, holds)] += 1
        for number, kind in case.kinds.items():
            read = result.kinds.get(number, ("", 0.0))[0]
            counts[OUTCOMES][case.family][_cell(read == "outcome", kind == "outcome")] += 1
    return counts


def _cell(found: bool, holds: bool) -> int:
    return (0 if holds else 1) if found else (2 if holds else 3)


def f1_of(counts: Any) -> Any:
    """F1 from an array of counts whose last axis is (true positives, false positives, false negatives, ...)."""
    counts = np.asarray(counts, dtype=float)
    right, wrong, missed = counts[..., 0], counts[..., 1], counts[..., 2]
    whole = 2 * right + wrong + missed
    return np.divide(2 * right, whole, out=np.full_like(whole, math.nan), where=whole > 0)


def f1_with_interval(by_family: Any) -> Measured:
    """F1 over families, with a percentile bootstrap over them."""
    table = np.asarray(by_family, dtype=float)
    value = float(f1_of(table.sum(axis=0)))
    if math.isnan(value):
        return Measured(value=None)
    if len(table) < 2:
        return Measured(value=value)
    from scipy.stats import bootstrap

    columns = tuple(table[:, column] for column in range(3))
    # Few families can be drawn so that F1 is not defined; those draws are left out below, which is no cause for a warning.
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        drawn = bootstrap(
            columns,
            lambda *parts, axis=-1: f1_of(np.stack([part.sum(axis=axis) for part in parts], axis=-1)),
            paired=True, vectorized=True, n_resamples=_RESAMPLES, method="percentile", batch=200,
            rng=np.random.default_rng(_SEED),
        )  # fmt: skip
    spread = drawn.bootstrap_distribution[~np.isnan(drawn.bootstrap_distribution)]
    low, high = (float(v) for v in np.quantile(spread, (0.025, 0.975))) if spread.size else (value, value)
    return Measured(value=value, low=low, high=high)


def score(run: Run, cases: Sequence[Case]) -> ScoreCard:
    """The score of a run on those of the cases that it holds."""
    pairs = run.of(cases)
    counts = counted(pairs)
    rows = []
    for criterion in _in_order(counts):
        table = np.array(list(counts[criterion].values()))
        right, wrong, missed, left = (int(n) for n in table.sum(axis=0))
        rows.append(
            CriterionScore(
                criterion=criterion,
                true_positives=right,
                false_positives=wrong,
                false_negatives=missed,
                true_negatives=left,
                precision=share(right, right + wrong),
                recall=share(right, right + missed),
                f1=f1_with_interval(table),
            )
        )
    return ScoreCard(
        engine=run.engine,
        cases=len(pairs),
        left_out=len(cases) - len(pairs),
        families=len({case.family for case, _ in pairs}),
        fields=len({case.field for case, _ in pairs}),
        criteria=tuple(rows),
        kinds=_confusion(pairs),
        calibration=_calibration(pairs),
        worst=_worst(pairs),
    )


def _in_order(counts: Counts) -> list[str]:
    from coach.criteria import catalogue

    order = [*catalogue(), OUTCOMES]
    return sorted(counts, key=lambda name: order.index(name) if name in order else len(order))


def _confusion(pairs: Sequence[tuple[Case, Result]]) -> dict[str, dict[str, int]]:
    from sklearn.metrics import confusion_matrix

    labelled = [
        (kind, result.kinds[number][0])
        for case, result in pairs
        for number, kind in case.kinds.items()
        if number in result.kinds
    ]
    if not labelled:
        return {}
    wanted, read = zip(*labelled, strict=True)
    table = confusion_matrix(wanted, read, labels=list(KINDS))
    return {
        kind: {other: int(n) for other, n in zip(KINDS, row, strict=True)}
        for kind, row in zip(KINDS, table, strict=True)
    }


def _calibration(pairs: Sequence[tuple[Case, Result]]) -> Calibration:
    """Over the findings whose place is labelled: confidence against being right, in ten bins of equal width."""
    judged = []
    for case, result in pairs:
        for site, holds in case.expected.items():
            if (said := result.finding(site)) is not None:
                judged.append((said.confidence, holds))
    if not judged:
        return Calibration(brier=None, bins=())
    from sklearn.metrics import brier_score_loss

    confidences = np.array([confidence for confidence, _ in judged])
    right = np.array([holds for _, holds in judged])
    place = np.minimum((confidences * 10).astype(int), 9)
    bins = tuple(
        Bin(
            confidence=float(confidences[place == b].mean()),
            right=share(int(right[place == b].sum()), int((place == b).sum())),
        )
        for b in sorted(set(place.tolist()))
    )
    return Calibration(brier=float(brier_score_loss(right, confidences, pos_label=True)), bins=bins)


def _worst(pairs: Sequence[tuple[Case, Result]]) -> tuple[Wrong, ...]:
    """The twenty that were judged wrongly with the most confidence."""
    wrong = []
    for case, result in pairs:
        for site, holds in case.expected.items():
            said = result.finding(site)
            if (said is not None) == holds:
                continue
            kind, sure = result.kinds.get(site.key_result, ("", 0.5)) if site.objective == 0 else ("", 0.5)
            seen = said.because if said else (f"read as {_article(kind)}{kind}" if kind else "nothing was seen")
            wrong.append(
                Wrong(
                    case=case.id,
                    field=case.field,
                    criterion=site.criterion,
                    missed=holds,
                    line=case.words(site),
                    confidence=said.confidence if said else sure,
                    seen=seen,
                )
            )
    return tuple(sorted(wrong, key=lambda w: (-w.confidence, w.case, w.criterion))[:WORST])


def _article(word: str) -> str:
    return "an " if word[:1] in "aeiou" else "a "


def wrong_sites(run: Run, cases: Sequence[Case], criterion: str) -> list[tuple[Case, Site, bool]]:
    """Every place judged wrongly on one criterion, with whether it was missed."""
    return [
        (case, site, holds)
        for case, result in run.of(cases)
        for site, holds in case.expected.items()
        if site.criterion == criterion and (result.finding(site) is not None) != holds
    ]
