"""The promise that the coach takes its own medicine: a suggestion, filled in, is better and still about the same thing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.criteria import catalogue
from coach.critique import Finding, Review
from coach.intake import read_json
from coach.okr import Draft, KeyResult, Wording
from coach.shared import shared_coach
from tests.support.drafts import FIELDS, as_json, blocks, of_field
from tests.support.suggestions import filled, line_of, stems

_by_field = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field["field"])
_EXAMPLES = 30
"""Drafts a property is tried on. A review of one takes 30 to 100 ms."""


def _mended(draft: Draft, finding: Finding, line: str) -> Draft:
    """The draft with the suggestion taken: in place of the line, or after it where it is to stand beside it."""
    assert finding.where.objective is not None and finding.suggestion is not None
    objectives = list(draft.objectives)
    objective = objectives[finding.where.objective]
    if finding.where.key_result is None:
        changed = objective.model_copy(update={"wording": Wording.plain(line)})
    else:
        results = list(objective.key_results)
        old = results[finding.where.key_result]
        new = KeyResult(wording=Wording.plain(line), owner=old.owner, due=old.due)
        results[finding.where.key_result] = new
        if finding.suggestion.text.startswith("Beside it:"):
            results[finding.where.key_result] = old
            results.append(new)
        changed = objective.model_copy(update={"key_results": tuple(results)})
    objectives[finding.where.objective] = changed
    return draft.model_copy(update={"objectives": tuple(objectives)})


def _of_line(review: Review, finding: Finding) -> set[str]:
    """What is found on the finding's line, by criteria of the finding's own level."""
    level = catalogue()[finding.criterion].applies_to
    return {
        f.criterion
        for f in review.findings
        if f.where == finding.where and catalogue()[f.criterion].applies_to == level
    }


def _side_effects(draft: Draft, choice: int) -> list[str]:
    """The suggestions that, filled in and reviewed again, still have their finding or have gained one; in words."""
    review = shared_coach().review(draft)
    readings = {reading.where: reading for reading in review.readings}
    taken = [(f, filled(f.suggestion.text, readings.get(f.where), choice)) for f in review.findings if f.suggestion]
    again = shared_coach().review_many([_mended(draft, finding, line) for finding, line in taken])
    found = []
    for (finding, line), second in zip(taken, again, strict=True):
        before, after = _of_line(review, finding), _of_line(second, finding)
        if finding.criterion in after:
            found.append(f"{finding.criterion} still fires: {line_of(finding, draft)!r} became {line!r}")
        elif after - before:
            found.append(
                f"{finding.criterion}: {line_of(finding, draft)!r} became {line!r}, which gains {', '.join(sorted(after - before))}"
            )
    return found


@_by_field
@pytest.mark.parametrize("choice", [0, 1, 2])
def test_a_suggestion_filled_in_loses_its_finding_and_gains_none(field: dict[str, Any], choice: int) -> None:
    assert _side_effects(read_json(as_json(of_field(field))), choice) == []


@settings(max_examples=_EXAMPLES)
@given(blocks, st.sampled_from([0, 1, 2]))
def test_a_suggestion_for_any_draft_loses_its_finding_and_gains_none(assembled: Any, choice: int) -> None:
    assert _side_effects(read_json(as_json(assembled)), choice) == []


@_by_field
def test_a_suggestion_is_about_the_same_thing(field: dict[str, Any]) -> None:
    """It shares a content word with the line, or names a metric that answers it. A bare form with blanks is about nothing else."""
    draft = read_json(as_json(of_field(field)))
    strays = []
    for finding in shared_coach().review(draft).findings:
        if finding.suggestion is None or finding.where.objective is None:
            continue
        line = line_of(finding, draft)
        about = stems(line) | stems(draft.objectives[finding.where.objective].text)
        said = stems(finding.suggestion.text)
        metrics = [
            metric
            for metric in shared_coach().library.metrics
            if metric.name.lower() in finding.suggestion.text.lower()
        ]
        answered = any(stems(answer) & stems(line) for metric in metrics for answer in metric.answers)
        if said and not said & about and not answered:
            strays.append(f"{line!r} became {finding.suggestion.text!r}")
    assert strays == []
