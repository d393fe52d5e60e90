"""Reviews made by hand, so that a report is tested on what it is given and not on what a detector thinks."""

from __future__ import annotations

from coach.critique import Citation, Engine, Excused, Finding, Review, Suggestion
from coach.intake import read_text
from coach.okr import Draft
from coach.reading.result import Where
from coach.report.marks import line_at

CITATION = Citation(
    source="Baselines",
    section="What a baseline is for",
    excerpt="A baseline is the value of the metric at the start. With it, a target becomes a distance.",
    passage="guidance/baselines#What a baseline is for",
)


def finding(draft: Draft, at: Where, quote: str = "", **changes: object) -> Finding:
    """A finding on the line at `at`, quoting `quote` of it, or the whole line."""
    wording = line_at(draft, at)
    assert wording is not None
    start = wording.text.index(quote) if quote else 0
    words, place = wording.quote(start, start + len(quote or wording.text))
    values: dict[str, object] = {
        "criterion": "missing-baseline",
        "title": "No starting point",
        "severity": "improve",
        "where": at,
        "quote": words,
        "place": place,
        "message": "There is a measure here and no starting value.",
        "question": "What is the value today?",
        "citations": (CITATION,),
        "confidence": 0.9,
        "because": "where it is today is not said",
    }
    return Finding(**{**values, **changes})


def review_of(draft: Draft, *findings: Finding, **changes: object) -> Review:
    """A review of `draft` with these findings."""
    return Review(**{"draft": draft, "findings": findings, "engine": Engine(version="0.1.0"), **changes})


PASTED = """\
Hello all,

Objective: Make onboarding effortless for small shops
- Launch the **new** wizard
- Lift activation to 35%
- Support tickets from 40 to 15 a week by 31 March 2027

Lunch is on Friday, see you there!
"""
TASK, LIFT, TICKETS = (Where(objective=0, key_result=number) for number in range(3))


def sample() -> Review:
    """Two findings on one line, one on another, one on the set; something excused, unread and good."""
    draft = read_text(PASTED)
    task = finding(
        draft,
        TASK,
        criterion="activity-key-result",
        title="A task, not a result",
        severity="fix",
        message="This is a task.",
        question="What will be different?",
        suggestion=Suggestion(
            text="Lift [activation] from [baseline] to [target] by [date]",
            blanks=("activation", "baseline", "target", "date"),
        ),
    )
    return review_of(
        draft,
        task,
        finding(draft, LIFT, "activation"),
        finding(
            draft,
            LIFT,
            criterion="missing-deadline",
            title="No date",
            severity="consider",
            message="Nothing says by when.",
        ),
        finding(
            draft,
            LIFT,
            where=Where(),
            criterion="mixed-cycles",
            title="Periods that do not fit",
            message="Two periods.",
        ),
        excused=(
            Excused(
                criterion="missing-owner",
                where=TICKETS,
                quote=draft.objectives[0].key_results[2].text,
                reason="see the board",
                by="draft",
            ),
        ),
        strengths=("Baseline, target and date are all there.",),
        notices=("For some findings no fitting guidance was found.",),
    )
