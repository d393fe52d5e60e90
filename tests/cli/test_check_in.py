"""``okr-coach check-in`` and ``okr-coach since`` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from coach.cli import app
from coach.intake import read_text
from coach.shared import shared_coach

_SHEET = "Key result;Date;Status;Note\nRenewal rate from 88% to 93%;2026-11-16;{status};{note}\n"


def _run(*arguments: str | Path, input: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=input, prog_name="okr-coach")


@pytest.fixture
def red(tmp_path: Path) -> Path:
    path = tmp_path / "check-ins.csv"
    path.write_text(_SHEET.format(status="red", note="Behind"), encoding="utf-8")
    return path


def test_a_sheet_is_reviewed_and_fails(red: Path) -> None:
    result = _run("check-in", red)
    assert result.exit_code == 1 and result.stderr == ""
    assert result.stdout.startswith("Check-ins: 1 key result as of 16 November 2026: 1 fix first")
    assert "In trouble, and no plan, “Behind” at D2 (red-without-plan)" in result.stdout


def test_the_exit_code_follows_the_failing_severity(tmp_path: Path, red: Path) -> None:
    assert _run("check-in", red, "--fail-on", "never").exit_code == 0
    hollow = tmp_path / "hollow.csv"
    hollow.write_text(_SHEET.format(status="green", note="On track"), encoding="utf-8")
    assert _run("check-in", hollow).exit_code == 0
    assert _run("check-in", hollow, "--fail-on", "improve").exit_code == 1


def test_standard_input_and_json() -> None:
    result = _run(
        "check-in", "-", "--format", "json", "--as-of", "2026-12-31", input=_SHEET.format(status="green", note="91 %")
    )
    value = json.loads(result.stdout)
    assert value["as_of"] == "2026-12-31" and value["as_of_from"] == "given"
    assert [finding["criterion"] for finding in value["findings"]] == ["stale-check-in"]


def test_markdown_is_written(red: Path) -> None:
    assert _run("check-in", red, "--format", "markdown").stdout.startswith("# Check-ins: ")


@pytest.mark.parametrize("arguments", [("gone.csv",), ("{red}", "--as-of", "tomorrow")])
def test_what_cannot_be_done_is_said_in_one_line(arguments: tuple[str, ...], red: Path) -> None:
    result = _run("check-in", *(argument.format(red=red) for argument in arguments))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1 and result.stderr.startswith("okr-coach: ")


def test_two_runs_are_compared(tmp_path: Path) -> None:
    for name, line in (
        ("old", "Launch the wizard"),
        ("new", "Shops that finish setup alone from 30% to 55% by 31 March 2027"),
    ):
        draft = read_text(f"Team: A\nObjective: Onboarding feels effortless\nKR: {line}\n")
        (tmp_path / name).mkdir()
        value = json.dumps(shared_coach().by_rules(draft).as_json())
        (tmp_path / name / "reviews.jsonl").write_text(value + "\n", encoding="utf-8")
    result = _run("since", tmp_path / "old", tmp_path / "new" / "reviews.jsonl")
    assert result.exit_code == 0 and result.stdout.startswith("Since last time: ")
    assert "In place of another: Shops that finish setup alone" in result.stdout
    assert "activity-key-result: 1 fixed" in result.stdout
    assert (
        json.loads(_run("since", tmp_path / "old", tmp_path / "new", "--format", "json").stdout)["totals"]["fixed"] >= 1
    )


def test_a_run_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = _run("since", tmp_path / "gone.jsonl", tmp_path / "gone.jsonl")
    assert result.exit_code == 2 and "gone.jsonl" in result.stderr
