"""The library's front door: `from coach import review`, its names, and what importing it costs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import coach
from coach import review
from coach.critique import BLANK, Review, blanks_of
from coach.errors import CoachError, HouseRulesError, IndexBuildError, InputError, KnowledgeError
from coach.intake import read_json, read_text

_ROOT = Path(__file__).parent.parent
_HEAVY = (
    "chromadb",
    "langchain",
    "langchain_core",
    "langchain_text_splitters",
    "openai",
    "streamlit",
    "onnxruntime",
    "numpy",
    "wordllama",
    "openpyxl",
    "docx",
    "tokenizers",
)
_TEXT = "Period: 2027-Q2\nObjective: Operational excellence\nKR: Launch the new portal\nKR: Returning guests from 22% to 35%"


def test_the_names_are_pinned() -> None:
    assert coach.__all__ == ["review"]


def test_a_text_is_reviewed() -> None:
    found = review(_TEXT)
    assert isinstance(found, Review)
    assert {"vague-objective", "activity-key-result"} <= {finding.criterion for finding in found.findings}
    assert found == review(read_text(_TEXT)), "a text and the draft read from it are judged alike"


@pytest.mark.parametrize("text", ["", "   \n\n", "\x00", "Hello, how are you?", "🎯", "-\n-\n-", "Objective:\nKR:\n"])
def test_a_text_without_an_okr_is_no_error(text: str) -> None:
    found = review(text)
    assert found.findings == () and found.readiness == "Nothing to review"
    json.dumps(found.as_json())


def test_importing_the_library_loads_nothing_heavy() -> None:
    command = f"import sys, json, coach; print(json.dumps([name for name in {_HEAVY!r} if name in sys.modules]))"
    run = subprocess.run(
        [sys.executable, "-c", command], cwd=_ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert json.loads(run.stdout) == []


def test_the_json_review_keeps_the_contract() -> None:
    value = review(
        read_json(
            {
                "id": "d-1",
                "objectives": [
                    {
                        "objective": "Operational excellence",
                        "key_results": [
                            "Launch the new portal",
                            {"text": "Returning guests at 35%", "due": "2027-03-31"},
                        ],
                    }
                ],
            }
        )
    ).as_json()

    assert {"draft_id", "draft", "findings", "readings", "unread", "notices", "engine"} <= set(value)
    assert value["draft_id"] == "d-1"
    assert [row["text"] for row in value["draft"]["objectives"][0]["key_results"]] == [
        "Launch the new portal",
        "Returning guests at 35%",
    ]
    for finding in value["findings"]:
        assert {
            "criterion",
            "severity",
            "where",
            "quote",
            "span",
            "message",
            "question",
            "citations",
            "suggestion",
            "origin",
            "confidence",
        } <= set(finding)
        assert (
            finding["severity"] in ("fix", "improve", "consider")
            and finding["origin"] == "rules"
            and 0 <= finding["confidence"] <= 1
        )
        assert set(finding["where"]) == {"objective", "key_result"}
        assert len(finding["span"]) == 2 and finding["span"][0] < finding["span"][1]
        for citation in finding["citations"]:
            assert {"source", "section", "excerpt"} <= set(citation)
        if finding["suggestion"]:
            assert {"text", "blanks"} <= set(finding["suggestion"])
    for reading in value["readings"]:
        assert {"where", "kind", "metric", "baseline", "target", "deadline", "vague"} <= set(reading)
        assert reading["kind"] in ("outcome", "activity", "milestone")
    assert value["readings"][1]["target"] == "35 %" and value["readings"][1]["deadline"] == "2027-03-31"
    assert value["engine"]["model"] is None and value["engine"]["version"]
    json.dumps(value, allow_nan=False)


def test_findings_come_by_importance() -> None:
    found = review(_TEXT)
    order = ["fix", "improve", "consider"]
    ranks = [order.index(finding.severity) for finding in found.findings]
    assert ranks == sorted(ranks)
    assert found.reaches("consider") and found.reaches("fix") == (found.count("fix") > 0)
    assert found.readiness == "Not ready" and found.summary.startswith("Not ready")


def test_a_review_goes_to_json_and_back() -> None:
    found = review(_TEXT)
    assert Review.model_validate_json(found.model_dump_json()) == found


def test_a_draft_from_the_review_s_json_reads_the_same() -> None:
    value = review(_TEXT).as_json()["draft"]
    again = review(read_json(value)).as_json()
    assert again["draft"]["objectives"] == value["objectives"]


def test_every_error_is_a_coach_error() -> None:
    for error in (InputError, KnowledgeError, HouseRulesError, IndexBuildError):
        assert issubclass(error, CoachError)


def test_blanks_are_found_by_their_brackets() -> None:
    assert blanks_of("Lift [the metric] from [baseline] to 35% [1]") == ("the metric", "baseline")
    assert BLANK.findall("no blanks") == []
