"""Whether two runs over the same cases differ for real.

Both runs are drawn together, family by family (a paired percentile bootstrap), so that what is hard for both does not widen
the interval. A difference is called real where its interval at 95 % leaves out zero. McNemar's exact test over the places on
which exactly one of the two was right is given beside it (McNemar 1947).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from evals.cases import Case
from evals.results import Result, Run
from evals.score import OUTCOMES, Frozen, Measured, counted, f1_of

_RESAMPLES = 2000
_SEED = 20270102


class Difference(Frozen):
    """One criterion in two runs."""

    criterion: str
    before: float | None
    after: float | None
    change: Measured
    only_before_right: int
    only_after_right: int
    p_value: float | None
    """McNemar's exact test, two-sided; None where the two agree everywhere."""

    @property
    def is_real(self) -> bool:
        """The interval of the change leaves out zero."""
        low, high = self.change.low, self.change.high
        return low is not None and high is not None and (low > 0 or high < 0)

    @property
    def is_drop(self) -> bool:
        """The interval of the change lies wholly below zero."""
        return self.change.high is not None and self.change.high < 0


def compare(before: Run, after: Run, cases: Sequence[Case]) -> tuple[Difference, ...]:
    """Every criterion in two runs, over the cases that both hold."""
    first, second = dict(_by_case(before, cases)), dict(_by_case(after, cases))
    both = [case for case in cases if case.id in first and case.id in second]
    counts_first = counted([(case, first[case.id]) for case in both])
    counts_second = counted([(case, second[case.id]) for case in both])
    found = []
    for criterion in counts_first:
        families = list(counts_first[criterion])
        table = np.array(
            [[counts_first[criterion][family], counts_second[criterion][family]] for family in families], dtype=float
        )
        only_first, only_second = _discordant(both, first, second, criterion)
        values = f1_of(table.sum(axis=0))
        found.append(
            Difference(
                criterion=criterion,
                before=_number(values[0]),
                after=_number(values[1]),
                change=paired_change(table),
                only_before_right=only_first,
                only_after_right=only_second,
                p_value=_mcnemar(only_first, only_second),
            )
        )
    return tuple(found)


def paired_change(table: np.ndarray) -> Measured:
    """The change of F1 between two runs.

    Args:
        table: counts, of shape (families, 2 runs, 4 cells), the cells as in `evals.score.Counts`.
    """
    values = f1_of(table.sum(axis=0))
    change = float(values[1] - values[0])
    if math.isnan(change):
        return Measured(value=None)
    if len(table) < 2:
        return Measured(value=change)
    drawn = np.random.default_rng(_SEED).integers(0, len(table), size=(_RESAMPLES, len(table)))
    # How often each family was drawn, times its counts: the same sums as picking rows, without building them.
    times = np.apply_along_axis(np.bincount, 1, drawn, minlength=len(table))
    sums = np.einsum("rf,fac->rac", times, table)
    both = f1_of(sums)
    spread = both[:, 1] - both[:, 0]
    spread = spread[~np.isnan(spread)]
    low, high = (float(v) for v in np.quantile(spread, (0.025, 0.975))) if spread.size else (change, change)
    return Measured(value=change, low=low, high=high)


def _by_case(run: Run, cases: Sequence[Case]) -> list[tuple[str, Result]]:
    return [(case.id, result) for case, result in run.of(cases)]


def _discordant(
    cases: Sequence[Case], first: dict[str, Result], second: dict[str, Result], criterion: str
) -> tuple[int, int]:
    only_first = only_second = 0
    for case in cases:
        for one, other in zip(
            _right(case, first[case.id], criterion), _right(case, second[case.id], criterion), strict=True
        ):
            only_first += one and not other
            only_second += other and not one
    return only_first, only_second


def _right(case: Case, result: Result, criterion: str) -> list[bool]:
    """Whether each place that is labelled for the criterion was judged rightly."""
    if criterion == OUTCOMES:
        return [
            (result.kinds.get(number, ("", 0.0))[0] == "outcome") == (kind == "outcome")
            for number, kind in case.kinds.items()
        ]
    return [
        (result.finding(site) is not None) == holds
        for site, holds in case.expected.items()
        if site.criterion == criterion
    ]


def _mcnemar(only_first: int, only_second: int) -> float | None:
    if not only_first + only_second:
        return None
    from scipy.stats import binomtest

    return float(binomtest(only_first, only_first + only_second).pvalue)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
