"""A draft's review from the reviews of its objectives, without judging any line again.

What can be seen within one objective is taken from the reviews as they are. What is seen only across objectives (`ACROSS_OBJECTIVES`) is
looked for anew in the whole draft, by exact reading and by what the reviews already say of each line: the trained reader is not
asked again. The result has the findings that a review of the whole draft has. What differs is the language of a draft: it
is judged objective by objective, so that one German objective among English ones is asked about, and the others are judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from coach.criteria import SEVERITIES
from coach.critique import Engine, Finding, Review
from coach.department.contract import TeamReview, Unit
from coach.department.relocation import at_objective
from coach.detectors import DraftRead
from coach.grounding import reading_order
from coach.llm.model import Usage
from coach.okr import Draft
from coach.reading import ObjectiveRead, read_lines
from coach.reading.result import Reading
from coach.report.plain import shortened
from coach.reviewer import Coach

ACROSS_OBJECTIVES = frozenset(
    {
        "duplicate_key_result",
        "missing_deadline",
        "missing_owner",
        "mixed_cycles",
        "no_parent_link",
        "too_many_objectives",
    }
)
"""The detectors that look at more than one objective of a draft."""
_STRENGTHS = 3
_LANGUAGE = "The draft seems to be in "


def whole_draft(units: Sequence[Unit]) -> Draft:
    """The draft that units are the objectives of. What its objectives differ in (period, parent) is each one's own."""
    first = units[0].draft
    own: dict[str, object] = {}
    objectives = [objective for unit in units for objective in unit.draft.objectives]
    for name in ("period", "parent"):
        if len({getattr(unit.draft, name) for unit in units}) > 1:
            own[name] = None
            objectives = [
                objective.model_copy(update={name: getattr(objective, name) or getattr(unit.draft, name)})
                for objective, unit in zip(objectives, units, strict=True)
            ]
    return first.model_copy(
        update={
            "id": units[0].draft_id,
            "team": first.team or units[0].team,
            "objectives": tuple(objectives),
            "unread": tuple(dict.fromkeys(unread for unit in units for unread in unit.draft.unread)),
            "notices": tuple(dict.fromkeys(notice for unit in units for notice in unit.draft.notices)),
            "carries_owners": any(unit.draft.carries_owners for unit in units),
            **own,
        }
    )


def composed(units: Sequence[Unit], reviews: Sequence[Review], coach: Coach) -> TeamReview:
    """The review of the draft that `units` are the objectives of.

    Args:
        units: all units of one draft, in order.
        reviews: the review of each, by rules or with a model.
        coach: by whose criteria and knowledge.
    """
    return assembled(units, reviews, across_objectives([(units, reviews)], coach)[0], tuple(coach.criteria))


def across_objectives(
    drafts: Sequence[tuple[Sequence[Unit], Sequence[Review | None]]], coach: Coach
) -> list[Review | None]:
    """What is seen across the objectives of each draft; None for a draft of one, where its own review says all.

    Args:
        drafts: for each draft its units and their reviews, None where a unit could not be reviewed.
        coach: by whose criteria and knowledge.
    """
    several = [number for number, (units, _) in enumerate(drafts) if len(units) > 1]
    reads = [_read_again(whole_draft(drafts[number][0]), drafts[number][1], coach) for number in several]
    found: list[Review | None] = [None] * len(drafts)
    for number, review in zip(several, coach.over_the_set(reads, ACROSS_OBJECTIVES), strict=True):
        found[number] = review.model_copy(update={"readings": (), "strengths": ()})
    return found


def assembled(
    units: Sequence[Unit],
    reviews: Sequence[Review | None],
    across: Review | None,
    order: Sequence[str] = (),
    failures: Sequence[str | None] = (),
) -> TeamReview:
    """One review from those of the units and what is seen across them.

    Args:
        units: all units of one draft, in order.
        reviews: the review of each; None where there is none.
        across: what `across_objectives` found.
        order: the criteria in the order in which a reviewer looks for them.
        failures: why there is no review, for each unit where there is none.
    """
    first = units[0]
    whole = whole_draft(units)
    parts = [at_objective(review, number) for number, review in enumerate(reviews) if review is not None]
    if across is None and len(parts) == 1:
        review = parts[0].model_copy(update={"draft": whole})
    else:
        review = _joined(whole, parts, across, order)
    lost = tuple(_not_reviewed(units, reviews, failures))
    return TeamReview(
        draft_id=first.draft_id,
        team=first.team,
        department=first.department,
        units=tuple(unit.number for unit in units),
        review=review.model_copy(update={"notices": (*lost, *review.notices)}),
    )


def _read_again(whole: Draft, reviews: Sequence[Review | None], coach: Coach) -> DraftRead:
    """The draft by exact reading, with what the reviews say of its key results."""
    terms = coach.criteria["vague-wording"].terms() if "vague-wording" in coach.criteria else ()
    objectives = read_lines(whole, None, terms)
    return DraftRead(whole, tuple(_as_reviewed(o, r) for o, r in zip(objectives, reviews, strict=True)))


def _as_reviewed(objective: ObjectiveRead, review: Review | None) -> ObjectiveRead:
    if review is None:
        return objective
    rows = tuple(
        replace(row, reading=_at(reading, row.reading))
        for row, reading in zip(objective.key_results, review.readings, strict=True)
    )
    return replace(objective, key_results=rows)


def _at(reading: Reading, other: Reading) -> Reading:
    return reading.model_copy(update={"where": other.where})


def _joined(whole: Draft, parts: Sequence[Review], across: Review | None, order: Sequence[str]) -> Review:
    """One review of all parts, in which what is seen across objectives takes the place of what each part said of that."""
    again = across.findings if across is not None else ()
    anew = _criteria_across() if across is not None else frozenset()
    by_rules = [
        finding
        for part in parts
        for finding in part.findings
        if finding.criterion not in anew or finding.origin == "model"
    ]
    said = {(f.criterion, reading_order(f.where)): f for part in parts for f in part.findings}
    disputed = {(f.criterion, reading_order(f.where)) for part in parts for f in part.overruled}
    standing = [_with_voice(f, said) for f in again if (f.criterion, reading_order(f.where)) not in disputed]
    excused = [e for part in parts for e in part.excused if e.criterion not in anew]
    return Review(
        draft=whole,
        findings=_in_order([*by_rules, *standing], order),
        readings=tuple(reading for part in parts for reading in part.readings),
        excused=(*excused, *(across.excused if across is not None else ())),
        notices=tuple(_notices(parts, across)),
        strengths=tuple(strength for part in parts for strength in part.strengths)[:_STRENGTHS],
        overruled=_in_order([f for part in parts for f in part.overruled], order),
        second_opinions=_in_order([f for part in parts for f in part.second_opinions], order),
        questions=tuple(dict.fromkeys(question for part in parts for question in part.questions)),
        engine=_engine([*parts, *([across] if across is not None else [])]),
    )


def _criteria_across() -> frozenset[str]:
    """The criteria of `ACROSS_OBJECTIVES`: a page's id is its detector's name with dashes."""
    return frozenset(name.replace("_", "-") for name in ACROSS_OBJECTIVES)


def _with_voice(finding: Finding, said: dict[tuple[str, tuple[int, int]], Finding]) -> Finding:
    """The finding with what the review of its own objective adds to it: a suggestion, the model's view."""
    own = said.get((finding.criterion, reading_order(finding.where)))
    if own is None:
        return finding
    return finding.model_copy(update={"suggestion": own.suggestion, "origin": own.origin, "views": own.views})


def _in_order(findings: Iterable[Finding], order: Sequence[str]) -> tuple[Finding, ...]:
    """By severity, verdicts before questions, as they stand in the draft, and in the reviewer's order; what is unproven last."""
    rank = {criterion: number for number, criterion in enumerate(order)}

    def key(finding: Finding) -> tuple[bool, int, bool, tuple[int, int], int]:
        return (
            finding.unproven,
            SEVERITIES.index(finding.severity),
            finding.is_question,
            reading_order(finding.where),
            rank.get(finding.criterion, len(rank)),
        )

    return tuple(sorted(findings, key=key))


def _notices(parts: Sequence[Review], across: Review | None) -> Iterable[str]:
    """Each notice once; where only some objectives are in another language, it says which."""
    said: dict[str, None] = {}
    whole = across.notices if across is not None else ()
    for part in parts:
        for notice in part.notices:
            if notice.startswith(_LANGUAGE) and notice not in whole:
                at = min((reading.where.objective or 0 for reading in part.readings), default=0)
                said[f"Objective {at + 1} seems to be in {notice.removeprefix(_LANGUAGE)}"] = None
            else:
                said[notice] = None
    return dict.fromkeys([*said, *whole])


def _engine(parts: Sequence[Review]) -> Engine:
    """What made the parts: one program with one knowledge base, and at most one model."""
    if not parts:
        from coach.about import version

        return Engine(version=version())
    engines = [part.engine for part in parts]

    def first(of: Callable[[Engine], str | None]) -> str | None:
        return next((of(engine) for engine in engines if of(engine)), None)

    usage = [engine.usage for engine in engines if engine.usage is not None]
    left = tuple(at for engine in engines for at in engine.left_to_rules or ())
    return Engine(
        version=engines[0].version,
        model=first(lambda engine: engine.model),
        knowledge=first(lambda engine: engine.knowledge),
        reader=first(lambda engine: engine.reader),
        host=first(lambda engine: engine.host),
        prompt=first(lambda engine: engine.prompt),
        usage=sum(usage, Usage()) if usage else None,
        left_to_rules=left or None,
    )


def _not_reviewed(
    units: Sequence[Unit], reviews: Sequence[Review | None], failures: Sequence[str | None]
) -> Iterable[str]:
    for number, review in enumerate(reviews):
        if review is None:
            objective = units[number].draft.objectives[0].text
            words = f" (“{shortened(objective, 80)}”)" if objective else ""
            reason = (failures[number] if number < len(failures) else None) or "it failed"
            yield f"Objective {number + 1}{words} could not be reviewed: {reason.rstrip('.')}."
