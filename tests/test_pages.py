"""The criteria pages: complete, each with its detector, and every example of every page judged as the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach.criteria import MODEL_ONLY, SEVERITIES, Criterion, Example, catalogue, load_criteria
from coach.critique import Review
from coach.detectors import DETECTORS
from coach.errors import KnowledgeError
from coach.intake import read_text
from coach.okr import Draft, KeyResult, Objective, Wording
from coach.paths import shipped
from coach.shared import shared_coach

_EXPECTED = {
    "vague-objective", "activity-objective", "number-in-objective", "compound-objective", "business-as-usual", "activity-key-result", "bare-milestone", "no-metric", "missing-baseline",
    "missing-target", "missing-deadline", "missing-owner", "vague-wording", "vanity-metric", "safe-target", "implausible-target", "compound-key-result", "too-many-objectives", "too-many-key-results",
    "single-key-result", "duplicate-key-result", "objective-not-covered", "no-parent-link", "mixed-cycles",
}  # fmt: skip
"""The catalogue of the design, as far as it judges an objective, a key result or a set."""

_HEADED = re.compile(r"^(Team|Level|Period|Parent|Objective|Objective owner|KR): ", re.MULTILINE)
_OF_DRAFTS = ("objective", "key-result", "set")
"""What is judged in one draft. Pages on a department and on the cycle are run in tests/department and tests/cycle."""
_PAIRS = [
    pytest.param(criterion, example, id=f"{criterion.id}-{re.sub('[^a-z]+', '-', example.field.lower())}-{number}")
    for criterion in catalogue().values()
    if criterion.detector != MODEL_ONLY and criterion.applies_to in _OF_DRAFTS
    for number, example in enumerate(criterion.examples, start=1)
]


def _draft(text: str, criterion: Criterion) -> Draft:
    """An example as a draft: the small draft it is, or the one bare line it is."""
    if _HEADED.search(text):
        draft = read_text(text)
        assert not draft.unread, f"the example is not read whole: {draft.unread}"
        return draft
    assert "\n" not in text, f"expected one line or a small draft with labels, found {text!r}"
    wording = Wording.plain(text)
    if criterion.applies_to == "objective":
        return Draft(objectives=(Objective(wording=wording),))
    return Draft(objectives=(Objective(key_results=(KeyResult(wording=wording),)),))


def _fired(text: str, criterion: Criterion) -> tuple[bool, Review]:
    review = shared_coach().review(_draft(text, criterion))
    return any(finding.criterion == criterion.id for finding in review.findings), review


def _seen(review: Review) -> str:
    found = (
        ", ".join(f"{f.criterion} on {f.quote!r} ({f.confidence:.2f}: {f.because})" for f in review.findings)
        or "nothing"
    )
    kinds = ", ".join(f"{r.kind} {r.kind_confidence:.2f}" for r in review.readings)
    return f"found {found}; read {kinds or 'no key result'}"


@pytest.mark.parametrize(("criterion", "example"), _PAIRS)
def test_a_bad_example_fires(criterion: Criterion, example: Example) -> None:
    fired, review = _fired(example.bad, criterion)
    assert fired, f"{criterion.id} says nothing of:\n{example.bad}\n{_seen(review)}"


@pytest.mark.parametrize(("criterion", "example"), _PAIRS)
def test_a_better_example_does_not_fire(criterion: Criterion, example: Example) -> None:
    fired, review = _fired(example.better, criterion)
    assert not fired, f"{criterion.id} finds fault with:\n{example.better}\n{_seen(review)}"


def test_the_catalogue_is_the_design_s() -> None:
    assert set(catalogue()) >= _EXPECTED


def test_every_page_has_a_detector_and_every_detector_a_page() -> None:
    named = {c.detector for c in catalogue().values() if c.applies_to in _OF_DRAFTS} - {MODEL_ONLY}
    assert named == set(DETECTORS)


@pytest.mark.parametrize("criterion", catalogue().values(), ids=lambda criterion: criterion.id)
def test_a_page_is_whole(criterion: Criterion) -> None:
    assert len(criterion.examples) >= 4
    assert len({example.field for example in criterion.examples}) >= 4, "examples come from different fields of work"
    assert criterion.severity in SEVERITIES
    assert criterion.question.endswith("?") and criterion.doubt.endswith("?")
    assert "!" not in criterion.message + criterion.doubt + criterion.question
    assert all(body.strip() for body in criterion.sections.values())
    for example in criterion.examples:
        assert example.bad != example.better and example.bad_because and example.better_because


def test_a_page_without_a_section_is_refused(tmp_path: Path) -> None:
    page = (shipped("knowledge") / "criteria" / "no-metric.md").read_text(encoding="utf-8")
    (tmp_path / "no-metric.md").write_text(page.replace("## Known limits", "## Limits"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"no-metric\.md.*Known limits"):
        load_criteria(tmp_path)


def test_a_page_under_another_name_is_refused(tmp_path: Path) -> None:
    page = (shipped("knowledge") / "criteria" / "no-metric.md").read_text(encoding="utf-8")
    (tmp_path / "no-measure.md").write_text(page, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"no-measure\.md.*no-metric"):
        load_criteria(tmp_path)


def test_a_half_example_is_refused(tmp_path: Path) -> None:
    page = (shipped("knowledge") / "criteria" / "no-metric.md").read_text(encoding="utf-8")
    (tmp_path / "no-metric.md").write_text(page.replace("```better", "```good", 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="example"):
        load_criteria(tmp_path)


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no criteria pages"):
        load_criteria(tmp_path)
