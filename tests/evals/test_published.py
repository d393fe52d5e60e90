"""The README's figures are those of the baseline, and both are of what ships."""

from __future__ import annotations

import json

import pytest

from coach.errors import CoachError
from coach.shared import shared_coach
from evals import baseline
from evals.cases import read_cases, shipped_cases
from evals.published import PUBLISHED_OKRS, README, block, with_block


def test_the_readme_holds_the_figures_of_the_baseline() -> None:
    text = README.read_text(encoding="utf-8")

    assert with_block(text, block()) == text, "run: okr-coach evals readme"


def test_the_figures_are_of_the_reader_that_ships() -> None:
    reader = shared_coach().reader
    assert reader is not None

    assert baseline.read()["engine"]["reader"] == reader.version
    assert json.loads(PUBLISHED_OKRS.read_text(encoding="utf-8"))["engine"]["reader"] == reader.version


def test_the_baseline_is_of_the_cases_as_they_are() -> None:
    cases = read_cases(shipped_cases())

    assert set(baseline.run_of(baseline.read(), cases).results) == {case.id for case in cases}


def test_a_readme_without_the_marks_is_told() -> None:
    with pytest.raises(CoachError, match="marks"):
        with_block("no marks here", "figures")
