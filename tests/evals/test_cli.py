"""``okr-coach evals`` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from coach.cli import app as whole_app
from evals import baseline, cli
from tests.evals.made import CRITERION, LABELLED, PLACED, draft, written

TASKS = {
    **LABELLED,
    "id": "three",
    "field": "school",
    "key_results": ["Train all reading mentors", "Pupils at the expected level from 61% to 70% by July"],
}


def _evals(*args: object) -> Result:
    return CliRunner().invoke(cli.app, [str(arg) for arg in args])


def _told(*args: object) -> str:
    """What the whole program says of a mistake: one line on standard error, and exit code 2."""
    said = CliRunner().invoke(whole_app, ["evals", *[str(arg) for arg in args]])
    assert said.exit_code == 2, said.output
    assert said.stderr.count("\n") == 1 and "Traceback" not in said.output
    return said.stderr


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return written(tmp_path / "cases.jsonl", LABELLED, PLACED, TASKS)


def test_a_run_is_scored_kept_and_scored_again(tmp_path: Path, cases: Path) -> None:
    kept = tmp_path / "deep" / "run.jsonl"
    first = _evals("run", "--cases", cases, "--out", kept)
    assert first.exit_code == 0, first.output
    assert "3 cases of 2 families over 2 fields" in first.output
    assert "activity-key-result" in first.output
    before = kept.read_bytes()
    assert before.count(b"\n") == 4
    assert _evals("run", "--cases", cases, "--out", kept).output == first.output
    assert _evals("run", "--cases", cases, "--score", kept).output == first.output
    assert kept.read_bytes() == before


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_every_format_is_written(tmp_path: Path, cases: Path, form: str) -> None:
    said = _evals("run", "--cases", cases, "--engine", "grammar", "--format", form)
    assert said.exit_code == 0
    start = {"text": "Criteria. ", "json": "{", "markdown": "## Criteria", "html": "<!doctype html>"}[form]
    assert said.output.startswith(start)
    if form == "json":
        assert json.loads(said.output)["card"]["cases"] == 3


def test_two_kept_runs_are_compared(tmp_path: Path, cases: Path) -> None:
    runs = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    for path, engine in zip(runs, ("grammar", "rules"), strict=True):
        assert _evals("run", "--cases", cases, "--engine", engine, "--out", path).exit_code == 0
    said = _evals("run", "--cases", cases, "--compare", *runs)
    assert said.exit_code == 0 and "Change. F1 of the first run" in said.output
    same = _evals("run", "--cases", cases, "--compare", runs[0], runs[0], "--format", "json")
    assert {row["change"]["value"] for row in json.loads(same.output)["differences"]} <= {0.0, None}


def test_what_was_judged_wrongly_is_listed_a_line_each(tmp_path: Path) -> None:
    row = {
        "id": "odd",
        "draft": draft("Launch the\tchecklist\x1b[31m on all wards"),
        "innocent": [{"criterion": "activity-key-result", "objective": 0, "key_result": 0}],
    }
    said = _evals("run", "--cases", written(tmp_path / "c.jsonl", row), "--wrong", "activity-key-result")
    assert said.exit_code == 0
    (line,) = said.output.splitlines()
    assert line.split("\t")[:2] == ["odd", "raised wrongly"]
    assert line.count("\t") == 2 and "\x1b" not in line


def test_all_suites_run_on_a_few_cases(cases: Path) -> None:
    said = _evals("suite", "all", "--cases", cases, "--format", "json")
    assert said.exit_code == 0, said.output
    assert [suite["name"] for suite in json.loads(said.output)["suites"]] == [*cli.SUITES]


def test_mistakes_are_told_in_one_line(tmp_path: Path, cases: Path) -> None:
    broken = written(tmp_path / "broken.jsonl", LABELLED, {"id": "x"})
    notes = written(tmp_path / "notes.md", "no run")
    begun = tmp_path / "begun.jsonl"
    _evals("run", "--cases", written(tmp_path / "one.jsonl", PLACED), "--engine", "grammar", "--out", begun)
    assert "broken.jsonl, line 2: not a labelled case" in _told("run", "--cases", broken)
    assert "could not be read" in _told("run", "--cases", tmp_path / "none.jsonl")
    assert "notes.md: this is not a run" in _told("run", "--cases", cases, "--score", notes)
    assert "notes.md: this is not a run" in _told("run", "--cases", cases, "--out", notes)
    assert "made by another version" in _told("run", "--cases", cases, "--engine", "rules", "--out", begun)
    other = written(tmp_path / "other.jsonl", LABELLED)
    assert "none of these cases in common" in _told("run", "--cases", other, "--compare", begun, begun)
    assert notes.read_text() == "no run\n"


def test_options_that_mean_nothing_together_are_refused(tmp_path: Path) -> None:
    run = tmp_path / "run.jsonl"
    assert "there is no criterion 'missing-basline'; there are" in _told("run", "--wrong", "missing-basline")
    assert "have no meaning beside it" in _told("run", "--compare", run, run, "--wrong", CRITERION)
    assert "nothing to keep with --out" in _told("run", "--score", run, "--out", run)
    assert "there is no suite 'judgment'; there are" in _told("suite", "judgment")
    assert "--update needs --why" in _told("check", "--update")
    _told("run", "--engine", "model")
    _told("run", "--format", "pdf")


def test_a_check_against_the_baseline(tmp_path: Path, cases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evals.cases.shipped_cases", lambda: [cases])
    monkeypatch.setattr(cli, "SUITES", ("intake", "retrieval"))
    kept, page = tmp_path / "baseline.json", tmp_path / "out" / "report.html"
    monkeypatch.setattr(baseline, "BASELINE", kept)
    monkeypatch.setattr(baseline.read, "__defaults__", (kept,))

    assert "no baseline" in _told("check")
    assert _evals("check", "--update", "--why", "first").exit_code == 0
    said = _evals("check", "--out", page)
    assert said.exit_code == 0 and "0 real drops or broken floors" in said.output
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")

    raised = json.loads(kept.read_text(encoding="utf-8")) | {"floors": {"intake/exact": 1.01}}
    kept.write_text(json.dumps(raised), encoding="utf-8")
    said = _evals("check")
    assert said.exit_code == 1 and "the floor is 1.01" in said.output
    assert _evals("check", "--update", "--why", "again").exit_code == 0
    assert baseline.read(kept)["floors"] == {"intake/exact": 1.01}, "an update keeps the floors"

    written(cases, LABELLED)
    assert "The cases have changed since the baseline was made" in _told("check")
