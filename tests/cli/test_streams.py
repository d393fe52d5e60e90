"""The standard streams: closed, full or broken, each ends a run in one line and exit code 2, and never in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
WEAK = "Objective: Be the best\n- Launch the new website\n- Train all managers\n"
FULL = Path("/dev/full")

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full, which is what a full disk is tried with")


def shell(arguments: str, redirected: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A run in a process of its own, with its streams redirected as a shell does it."""
    return subprocess.run(
        ["sh", "-c", f'"$0" -m coach {arguments} {redirected}', sys.executable],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.fixture
def weak(tmp_path: Path) -> Path:
    path = tmp_path / "weak.md"
    path.write_text(WEAK, encoding="utf-8")
    return path


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "drafts.jsonl"
    path.write_text('{"text": "Objective: Be the best"}\n', encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "arguments",
    ["review {weak}", "review --lines {lines}", "explain --list", "knowledge list", "--help", "--version"],
)
@pytest.mark.parametrize(("redirected", "said"), [("> /dev/full", "cannot be written"), (">&-", "output is closed")])
def test_output_that_takes_nothing_is_one_line_and_exit_2(
    arguments: str, redirected: str, said: str, weak: Path, lines: Path
) -> None:
    done = shell(arguments.format(weak=weak, lines=lines), redirected)
    assert done.returncode == 2
    assert done.stderr.startswith("okr-coach: ") and said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("variable", ["PYTHONUNBUFFERED", "PYTHONIOENCODING"])
def test_a_full_disk_is_told_however_the_output_is_encoded_and_buffered(variable: str) -> None:
    done = shell("--version", "> /dev/full", **{variable: "ascii"})
    assert done.returncode == 2
    assert "cannot be written" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", ["review -", "review --lines -"])
@pytest.mark.parametrize(("redirected", "said"), [("<&-", "closed"), ("0> /dev/null", "cannot be read")])
def test_input_that_gives_nothing_is_one_line_and_exit_2(arguments: str, redirected: str, said: str) -> None:
    done = shell(arguments, redirected)
    assert done.returncode == 2
    assert done.stderr.startswith("okr-coach: standard input") and said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("redirected", ["2>&-", "2> /dev/full", "> /dev/full 2> /dev/full", "<&- >&- 2>&-"])
@pytest.mark.parametrize("arguments", ["review no-such-file.md", "no-such-command", ""])
def test_the_exit_code_is_right_where_nothing_can_be_said(arguments: str, redirected: str) -> None:
    assert shell(arguments, redirected).returncode == 2


def test_a_closed_stream_changes_nothing_for_the_others(weak: Path) -> None:
    done = shell(f"review {weak}", "<&- 2>&-")
    assert done.returncode == 1
    assert done.stdout.startswith("Not ready")
