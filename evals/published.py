"""The published accuracy: the README's table, made from what is kept in the repository and from nothing else.

`evals/baseline.json` holds what was said of every case of this project; `evals/published_okrs.json` the score card on OKRs
that eight organisations published, made by `okr-coach evals run --cases FILE --format json`. That corpus is not part of the
repository, so its card is; nothing of it is trained on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from coach.embedding import embed
from coach.errors import CoachError
from evals.baseline import read, run_of
from evals.cases import Case, read_cases, shipped_cases
from evals.report.tables import Table, figure, interval, markdown_table
from evals.score import CriterionScore, ScoreCard, score, share
from evals.suites import check_ins, department

README = Path(__file__).resolve().parent.parent / "README.md"
PUBLISHED_OKRS = Path(__file__).with_name("published_okrs.json")
_BEGIN, _END = "<!-- accuracy -->\n", "<!-- /accuracy -->"
_ALIKE = 0.55


def block() -> str:
    """The README's block on accuracy."""
    baseline = read()
    cases = read_cases(shipped_cases())
    run = run_of(baseline, cases)
    card = score(run, cases)
    fields = unseen_fields(cases)
    unseen = [case for case in cases if case.kinds and case.field in fields]
    apart = score(run, unseen)
    real = ScoreCard.model_validate_json(PUBLISHED_OKRS.read_text(encoding="utf-8"))
    lines = sum(len(o["key_results"]) for case in cases for o in case.draft["objectives"])
    objectives = sum(len(case.draft["objectives"]) for case in cases)
    rows = tuple(
        (
            f"`{row.criterion}`" if "(" not in row.criterion else row.criterion,
            *_figures(row),
            _f1(apart.row(row.criterion)),
            _f1(real.row(row.criterion)),
        )
        for row in card.criteria
    )
    table = Table(
        "", "", ("criterion", "precision", "recall", "F1", "F1, fields unknown to training", "F1, published OKRs"), rows
    )
    return "\n".join(
        [
            "Measured with the offline half alone, by `okr-coach evals check`; a finding that only asks counts as a finding. With 95 %",
            "intervals:",
            "",
            markdown_table(table),
            "",
            f"- *precision, recall, F1*: the cases of this project (`evals/cases/`): {objectives} objectives and {lines} key results over "
            f"{card.fields} fields",
            "  of work, written and labelled by authors who saw neither detectors nor training data. None is trained on. Misses of some of them were",
            "  looked at afterwards and their causes mended; what each gave when first measured stands in [the evaluation](docs/decisions/0006-evaluation.md).",
            f"- *Fields unknown to training*: the {len(unseen)} of these OKRs from {apart.fields} fields of work "
            "that are like none of the training data.",
            f"- *Published OKRs*: {real.cases} objectives with their key results that eight organisations published. None is trained on, though",
            "  their labels taught us how real drafts are judged. They are full of names and jargon, and the weakest part: kinds are told apart less well",
            "  there, and most misses of a target or a baseline are misses of the kind. Some rows rest on few lines (5 numbers, 1 milestone).",
            "",
            *_suites(baseline),
            "",
            "Across teams and in the cycle, on planted pairs and weekly check-ins that were written before the detectors (`evals/department/`), the halves",
            "that nothing was set on: few of each, so the intervals are wide. What was tried: [across teams](docs/decisions/0010-across-teams.md).",
            "",
            markdown_table(_beyond_one_draft(baseline)),
            "",
            "The labels of a milestone take no account of a measure beside it, which `bare-milestone` does: part of its missing recall is meant.",
            "What was tried and what it gave: [the reader](docs/decisions/0003-reader.md), [retrieval](docs/decisions/0002-retrieval.md),",
            "[who decides what](docs/decisions/0004-who-decides.md), [the evaluation](docs/decisions/0006-evaluation.md).",
        ]
    )


def with_block(text: str, made: str) -> str:
    """The document with its block on accuracy replaced.

    Raises:
        CoachError: the marks between which the block stands are not there.
    """
    begin, end = text.find(_BEGIN), text.find(_END)
    if begin < 0 or end < begin:
        raise CoachError(
            f"README.md: the marks {_BEGIN.strip()} and {_END} are not there; put them where the table belongs."
        )
    return f"{text[: begin + len(_BEGIN)]}{made}\n{text[end:]}"


def _figures(row: CriterionScore) -> tuple[str, str, str]:
    return interval(row.precision), interval(row.recall), f"**{figure(row.f1.value)}** {interval(row.f1)[5:]}"


def _f1(row: CriterionScore | None) -> str:
    return "-" if row is None or not row.true_positives + row.false_negatives else interval(row.f1)


def _suites(baseline: dict[str, Any]) -> list[str]:
    shown = (
        ("intake", "exact", "messy pastes are read exactly"),
        ("retrieval", "fits-in-first-3", "queries find a fitting passage of guidance among the first three"),
        ("groundedness", "verbatim", "citations stand in the guidance to the letter"),
        ("groundedness", "retrieved", "citations were retrieved for their finding"),
        ("groundedness", "about", "citations are of a passage that is about the criterion"),
        ("restraint", "lines", "lines of wholly good OKRs get no verdict to fix or to improve"),
        ("suggestions", "pass", "suggestions pass the review that raised them, filled in and reviewed anew"),
        ("suggestions", "subject", "suggestions keep the subject of their line"),
        ("suggestions", "no-invented-figure", "suggestions hold no figure that is not in the draft"),
    )
    found = []
    for suite, name, words in shown:
        kept = baseline["suites"][suite][name]
        found.append(f"- {interval(share(kept['of'] - len(kept['failed']), kept['of']))} of {kept['of']} {words}.")
    held = baseline["suites"]["metamorphic"].values()
    of, failed = sum(m["of"] for m in held), sum(len(m["failed"]) for m in held)
    found.append(
        f"- {interval(share(of - failed, of))} of {of} properties hold: case, punctuation, spelling, currency, an owner or other words do not change\n"
        "  a verdict, buzzwords do not improve one, a number stuck on a task leaves it a task, a baseline taken out is missed."
    )
    return found


def _beyond_one_draft(baseline: dict[str, Any]) -> Table:
    """The criteria that need many teams, or many weeks, on the halves that nothing was set on."""
    rows = []
    for suite, halves, criteria in (
        ("department", ("test", "small"), department.CRITERIA),
        ("check-ins", ("test",), check_ins.CRITERIA),
    ):
        for criterion in criteria:
            found = []
            for what in ("precision", "recall"):
                kept = [baseline["suites"][suite][f"{criterion}-{half}-{what}"] for half in halves]
                of, failed = sum(m["of"] for m in kept), sum(len(m["failed"]) for m in kept)
                found.append(f"{interval(share(of - failed, of))} of {of}" if of else "-")
            rows.append((f"`{criterion}`", *found))
    return Table("", "", ("criterion", "precision", "recall"), tuple(rows))


def unseen_fields(cases: Sequence[Case]) -> set[str]:
    """The fields of work of the cases that are like none of the training data.

    By similarity of the names (`coach.embedding`): below 0.55 names were of other trades when all of them were looked at
    ("lab diagnostics" and "AI research lab"), above it most were of the same ("container port" and "port authority").
    """
    folder = Path(__file__).resolve().parent.parent / "training" / "data"
    rows = (
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if line
    )
    trained = sorted({row["field"] for row in rows})
    fields = sorted({case.field for case in cases if case.kinds})
    nearest = (embed(fields) @ embed(trained).T).max(axis=1)
    return {field for field, similarity in zip(fields, nearest, strict=True) if similarity < _ALIKE}
