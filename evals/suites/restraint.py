"""Whether good OKRs are left alone: criticism of what is good costs more trust than a fault overlooked.

A case is wholly good where every line is labelled, no criterion holds anywhere, and every key result is an outcome. A verdict is a
finding to fix or to improve that does not only ask.
"""

from __future__ import annotations

from collections.abc import Sequence

from coach.intake import read_json
from coach.reviewer import Coach
from evals.cases import Case, Site
from evals.suites import Suite, measured
from evals.suites.judging import judging


def suite(coach: Coach, cases: Sequence[Case]) -> Suite:
    """Every wholly good case."""
    good = [case for case in cases if is_good(case)]
    whole, lines = {}, {}
    for case, review in zip(good, judging(coach).review_many(read_json(case.draft) for case in good), strict=True):
        verdicts = [f for f in review.findings if f.severity in ("fix", "improve") and not f.is_question]
        whole[case.id] = not verdicts
        weak = {-1 if f.where.key_result is None else f.where.key_result for f in verdicts}
        for number in range(-1, len(case.kinds)):
            words = case.words(Site("", 0, number))
            lines[f"{case.id} line {number}: {words}"] = number not in weak
    return Suite(
        name="restraint",
        title="Good OKRs left alone",
        measures=(
            measured("lines", "lines of wholly good OKRs without a verdict to fix or to improve", lines),
            measured("okrs", "wholly good OKRs without any such verdict", whole),
        ),
    )


def is_good(case: Case) -> bool:
    """Whether nothing in a case is labelled as a fault, and all of it is labelled."""
    return bool(case.kinds) and not any(case.expected.values()) and set(case.kinds.values()) == {"outcome"}
