"""What a model added to a review is told in every report, as the model's, and counts for no verdict it has not earned."""

from __future__ import annotations

import json

import pytest

from coach import report, review
from coach.critique import Engine, Review, Suggestion, View
from coach.llm import Usage

_TEXT = (
    "Objective: Shops order without asking for help\n- Launch the new wizard\n- Order errors from 9% to 4% by 30 June"
)


@pytest.fixture(scope="module")
def by_rules() -> Review:
    return review(_TEXT)


@pytest.fixture(scope="module")
def with_model(by_rules: Review) -> Review:
    """A review in which the model disputed one finding, overruled one, asked one, and said one against the detectors."""
    first = by_rules.findings[0]
    disputed = first.model_copy(
        update={
            "views": (
                View(by="rules", verdict="says so"),
                View(by="model", verdict="says not", reason="<b>no</b> task"),
            )
        }
    )
    asked = first.model_copy(
        update={
            "criterion": "vanity-metric",
            "origin": "model",
            "unproven": True,
            "is_question": True,
            "confidence": 0.5,
        }
    )
    return by_rules.model_copy(
        update={
            "findings": (disputed, *by_rules.findings[1:], asked),
            "overruled": (disputed,),
            "second_opinions": (asked,),
            "questions": ("Who decides that an order counts as an error?",),
            "engine": Engine(
                version="1", model="some-model", host="localhost:1", usage=Usage(tokens_in=1200, tokens_out=90)
            ),
        }
    )


@pytest.mark.parametrize("form", ["as_text", "as_markdown", "as_sarif", "as_github"])
def test_every_report_tells_both_views_and_who_asks(with_model: Review, form: str) -> None:
    shown = " ".join(getattr(report, form)(with_model, *(() if form != "as_text" else (400,))).split())
    assert "does not see this here" in shown
    assert "Who decides that an order counts as an error?" in shown
    assert "<b>no</b>" not in shown or form != "as_markdown"
    assert "some-model" in shown or form == "as_github"


def test_what_is_unproven_counts_for_no_verdict(by_rules: Review, with_model: Review) -> None:
    only_asked = with_model.model_copy(update={"findings": (with_model.findings[-1],)})
    assert not only_asked.reaches("consider") and only_asked.count("fix") == 0
    assert only_asked.readiness == "Ready to share" and "1 asked by the model" in only_asked.summary
    assert with_model.readiness == by_rules.readiness
    assert [with_model.count(s) for s in ("fix", "improve", "consider")] == [
        by_rules.count(s) for s in ("fix", "improve", "consider")
    ]


def test_the_json_of_a_review_by_rules_says_nothing_of_a_model(by_rules: Review) -> None:
    value = by_rules.as_json()
    assert {"overruled", "second_opinions", "questions"}.isdisjoint(value)
    assert set(value["engine"]) == {"version", "model", "knowledge", "reader"}
    assert all({"views", "unproven"}.isdisjoint(finding) for finding in value["findings"])
    assert all("origin" not in f["suggestion"] for f in value["findings"] if f["suggestion"])


def test_the_json_of_a_review_with_a_model_says_whose_word_it_is(with_model: Review) -> None:
    value = with_model.as_json()
    assert value["engine"]["host"] == "localhost:1" and value["engine"]["usage"] == {
        "tokens_in": 1200,
        "tokens_out": 90,
    }
    assert value["findings"][0]["views"][1] == {"by": "model", "verdict": "says not", "reason": "<b>no</b> task"}
    assert value["findings"][-1]["unproven"] is True and value["findings"][-1]["origin"] == "model"
    assert len(value["overruled"]) == len(value["second_opinions"]) == len(value["questions"]) == 1
    assert Suggestion(text="x", origin="model").as_json()["origin"] == "model"
    assert Review.model_validate_json(with_model.model_dump_json()) == with_model
    json.dumps(value, allow_nan=False)
