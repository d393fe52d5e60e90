"""Without a model a free question is answered from the guidance, with a citation, or honestly not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coach.dialogue.from_guidance import without_model
from coach.shared import shared_coach


@pytest.mark.parametrize(
    "question",
    [
        "we have no idea what the number is today, what now",
        "should bonus depend on the okr score",
        "how many key results are too many?",
    ],
)
def test_without_a_model_the_guidance_answers_with_a_citation(question: str) -> None:
    found = without_model(question, shared_coach())

    assert found.found and found.citations
    assert f"“{found.citations[0].excerpt}” [1]" in found.text
    assert found.text.count("[") == len(found.citations)


@pytest.mark.parametrize(
    "question",
    ["what time is it in tokyo", "recipe for banana bread", "how do I fix a flat bicycle tyre", "", "   ", "🙂"],
)
def test_without_a_model_and_without_guidance_it_says_so(question: str) -> None:
    found = without_model(question, shared_coach())

    assert not found.found and found.citations == () and found.text.startswith("I have no guidance on that.")


def test_the_threshold_holds_on_the_labelled_questions() -> None:
    lines = (Path(__file__).parents[2] / "evals" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [case for case in map(json.loads, lines) if case["kind"] == "question"]

    answers = [without_model(case["query"], shared_coach()) for case in asked]

    fitting = [
        bool({each.passage.removeprefix("guidance/") for each in found.citations[:1]} & set(case["relevant"]))
        for found, case in zip(answers, asked, strict=True)
    ]
    assert sum(found.found for found in answers) / len(asked) >= 0.94
    assert sum(fitting) / len(asked) >= 0.70
