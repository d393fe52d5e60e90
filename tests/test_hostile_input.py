"""Faults that an attack on the product found, each kept mended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach.criteria import catalogue
from coach.critique import BLANK
from coach.errors import HouseRulesError, InputError
from coach.house_rules import read_house_rules
from coach.intake import read_json, read_text
from coach.own_documents import add
from coach.reviewer import Coach
from coach.shared import shared_coach


def test_half_a_character_in_json_is_read_and_reviewed() -> None:
    draft = read_json({"objectives": [{"objective": "x y z", "key_results": ["Launch \udfff it"]}]})
    assert shared_coach().review(draft).findings
    assert "\udfff" not in draft.objectives[0].key_results[0].text


@pytest.mark.parametrize(
    ("given", "shown"), [(123456.78, "123456.78"), (999999.6, "999999.6"), (22, "22"), (22.0, "22")]
)
def test_numbers_in_json_stay_as_they_are(given: float, shown: str) -> None:
    row = {"text": "Lift sales", "baseline": given}
    draft = read_json({"objectives": [{"objective": "Grow", "key_results": [row]}]})
    assert draft.objectives[0].key_results[0].baseline == shown


def test_a_damaged_document_of_ones_own_is_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "foo.json").write_text("{broken", encoding="utf-8")
    review = Coach(reader=shared_coach().reader, home=tmp_path).review(
        read_text("Objective: Drive innovation\nKR: Launch it")
    )
    assert review.findings and all(finding.citations for finding in review.findings)
    assert any("foo.json" in notice for notice in review.notices)


def test_a_document_that_cannot_be_kept_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder", encoding="utf-8")
    (tmp_path / "a.md").write_text("# Way\n\nWords.\n", encoding="utf-8")
    with pytest.raises(InputError, match="OKR_COACH_HOME"):
        add(tmp_path / "a.md", tmp_path / "home")


@pytest.mark.parametrize(
    "rules",
    [
        "limits: {too-many-key-results: {most: .nan}}",
        "limits: {too-many-key-results: {most: -1}}",
        "off: {2027-13-45: x}",
        "[" * 5000,
    ],
)
def test_house_rules_of_any_form_are_refused_in_words(rules: str, tmp_path: Path) -> None:
    path = tmp_path / "okr-coach.yaml"
    path.write_text(rules, encoding="utf-8")
    with pytest.raises(HouseRulesError):
        read_house_rules(path, catalogue())


@pytest.mark.parametrize(
    "line",
    [
        "Reduce churn to 3% (today: 5%",
        "Improve NPS (currently",
        "Reduce from 5% to",
        "🎉🎉",
        "5",
        "Launch the [beta] portal",
    ],
)
def test_no_suggestion_is_half_a_line_or_takes_the_writers_brackets_for_blanks(line: str) -> None:
    for finding in shared_coach().review(read_text(f"Objective: Shops order without a call\nKR: {line}")).findings:
        if finding.suggestion and finding.where.key_result is not None:
            text = finding.suggestion.text
            assert text.count("(") == text.count(")") and " to by " not in text and "[beta]" not in text
            assert len(re.findall(r"[^\W\d]{2,}", BLANK.sub(" ", text))) >= 2


def test_a_very_long_line_is_reviewed() -> None:
    assert shared_coach().review(read_text("Objective: Grow\n- Launch 5 " + "a" * 32_000)).readings
    assert shared_coach().review(read_text("Objective: Grow\n- Launch " + "the new portal and " * 3000)).readings
