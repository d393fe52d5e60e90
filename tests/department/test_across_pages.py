"""The pages about a department: every example judged as the page says, by the detector that the page names."""

from __future__ import annotations

import re

import pytest

from coach.criteria import Criterion, Example, catalogue
from coach.department.across import ACROSS, find_across
from coach.department.contract import CrossFinding, Unit
from coach.intake import read_text

PAGES = [criterion for criterion in catalogue().values() if criterion.applies_to == "department"]
_EXAMPLES = [
    pytest.param(page, example, id=f"{page.id}-{re.sub('[^a-z]+', '-', example.field.lower())}")
    for page in PAGES
    for example in page.examples
]


def units_in(text: str) -> list[Unit]:
    """The drafts of an example, each below its own "Team:" line, as units."""
    found: list[Unit] = []
    for part in re.split(r"(?m)^(?=Team: )", text):
        if not part.strip():
            continue
        department = re.search(r"(?m)^Department: (.+)\n", part)
        draft = read_text(re.sub(r"(?m)^Department: .+\n", "", part))
        assert not draft.unread, f"the example is not read whole: {draft.unread}"
        assert draft.team, "each draft of an example names its team"
        for objective in draft.objectives:
            unit = draft.model_copy(update={"objectives": (objective,)})
            found.append(
                Unit(
                    number=len(found), draft_id=draft.team, team=draft.team,
                    department=department.group(1) if department else None, draft=unit,
                )
            )  # fmt: skip
    return found


def _found(text: str, page: Criterion) -> list[CrossFinding]:
    return [finding for finding in find_across(units_in(text), {page.id: page}) if finding.criterion == page.id]


@pytest.mark.parametrize(("page", "example"), _EXAMPLES)
def test_a_bad_example_fires(page: Criterion, example: Example) -> None:
    assert _found(example.bad, page), f"{page.id} says nothing of:\n{example.bad}"


@pytest.mark.parametrize(("page", "example"), _EXAMPLES)
def test_a_better_example_does_not_fire(page: Criterion, example: Example) -> None:
    found = _found(example.better, page)
    assert not found, f"{page.id} finds fault with:\n{example.better}\n{[(f.because, f.confidence) for f in found]}"


def test_every_detector_across_teams_has_a_page() -> None:
    named = {criterion.detector for criterion in catalogue().values()}
    assert set(ACROSS) <= named
    assert {page.detector for page in PAGES} <= set(ACROSS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_a_page_has_six_fields_of_work(page: Criterion) -> None:
    assert len({example.field for example in page.examples}) >= 6
