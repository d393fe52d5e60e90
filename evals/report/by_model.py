"""The tables that say what a model has earned: each judge's figures, and whether the model is measurably better."""

from __future__ import annotations

from collections.abc import Iterator

from coach.scorecards import ENOUGH_POSITIVES
from evals.earning import Contest, Contests
from evals.report.table import Table, figure, interval
from evals.spoiling import BOUND, OPEN, Spoiling


def model_tables(found: Contests) -> Iterator[Table]:
    """Who was right where, and what follows."""
    earned = [row.criterion for row in found.rows if row.is_earned]
    yield Table(
        "What the model has earned",
        f"{found.model} at {found.host}, prompt {found.prompt}: {found.answered} cases of {found.families} families, "
        f"{_unanswered(found)}. {_cost(found)} F1 of the model alone against the detectors alone, the difference paired over families. "
        f"Earned: its interval lies wholly above zero, on {ENOUGH_POSITIVES} places or more. "
        f"Its word stands on {', '.join(earned) if earned else 'no criterion'}.",
        ("criterion", "places", "detectors", "model", "difference", "earned"),
        tuple(
            (
                row.criterion, str(row.positives), figure(row.rules.f1.value), figure(row.model.f1.value),
                interval(row.difference, sign=True), row.verdict,
            )
            for row in found.rows
        ),
    )  # fmt: skip
    yield Table(
        "Each judge",
        "The model: what it confirmed or added. The detectors: their findings, whatever it said. Both: as the reviewer shows them with "
        "the card above. Wilson intervals for precision and recall, bootstrap over families for F1.",
        ("criterion", "judge", "precision", "recall", "F1"),
        tuple(row for contest in found.rows for row in _judges(contest)),
        words=2,
    )
    if found.why_unanswered:
        yield Table(
            "Not scored for the model", "What the reviews without an answer said.", ("notice", "cases"),
            tuple((notice, str(count)) for notice, count in found.why_unanswered),
        )  # fmt: skip


def _judges(contest: Contest) -> Iterator[tuple[str, ...]]:
    for name, row in (("detectors", contest.rules), ("model", contest.model), ("both", contest.both)):
        yield contest.criterion, name, interval(row.precision), interval(row.recall), interval(row.f1)


def _unanswered(found: Contests) -> str:
    if not found.unanswered:
        return "each answered"
    return f"{found.unanswered} more without a usable answer, which count for nothing"


def _cost(found: Contests) -> str:
    cases = found.answered + found.unanswered
    usage = found.usage
    return (
        f"Tokens: {usage.tokens_in:,} in and {usage.tokens_out:,} out, {usage.tokens_in // cases:,} and "
        f"{usage.tokens_out // cases:,} a case."
    )


def spoiling_table(found: Spoiling) -> Table:
    """F1 by rules alone and with each weak model."""
    falls = [
        "",
        "",
        "",
        *(f"{found.largest_with(model):+.3f}" for model in found.models),
    ]
    said = [f"{model} answered {found.answered[model]} of {found.cases} cases" for model in found.models]
    said += [f"{model} would earn {', '.join(names)}" for model, names in found.earned.items() if names]
    shown = [row.criterion for row in found.rows if row.criterion in OPEN]
    said += [f"{', '.join(shown)} is not under the bound: there the coach only asks"] if shown else []
    held = "held" if found.is_held else "broken"
    return Table(
        "With models that know nothing",
        f"F1 by rules alone, and as the reviewer shows it with each model. {'; '.join(said)}. The largest fall is {found.largest:.3f}; "
        f"allowed are {BOUND}: {held}.",
        ("criterion", "places", "rules", *found.models),
        (
            *(
                (row.criterion, str(row.places), figure(row.rules, 3), *(figure(row.with_model.get(m), 3) for m in found.models))
                for row in found.rows
            ),
            ("largest fall", *falls[1:]),
        ),
    )  # fmt: skip
