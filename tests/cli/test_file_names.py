"""File names that are no UTF-8 are names like any other, in every format."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.support.commands import okr_coach

ROOT = Path(__file__).parent.parent.parent


def coach(*arguments: str | bytes, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return okr_coach(*arguments, **variables)


@pytest.fixture
def odd(tmp_path: Path) -> bytes:
    name = os.fsencode(tmp_path) + b"/pl\xff n.md"
    try:
        Path(os.fsdecode(name)).write_text("Objective: Be the best\n- Launch the new website\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    return name


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "markdown"])
def test_every_format_is_written(form: str, odd: bytes) -> None:
    done = coach("review", odd, "--format", form)
    assert (done.returncode, done.stderr) == (1, b"")
    done.stdout.decode("utf-8")


def test_sarif_names_the_file_by_its_bytes(odd: bytes) -> None:
    for name in (odd, os.fsencode(os.path.relpath(os.fsdecode(odd), ROOT))):
        run = json.loads(coach("review", name, "--format", "sarif").stdout)["runs"][0]
        assert run["artifacts"][0]["location"]["uri"].endswith("/pl%FF%20n.md")


def test_an_error_shows_a_replacement(odd: bytes) -> None:
    done = coach("review", odd + b".gone")
    assert done.returncode == 2
    assert "pl\ufffd n.md.gone: there is no such file" in done.stderr.decode("utf-8")


def test_two_documents_with_such_names_stay_two(odd: bytes, tmp_path: Path) -> None:
    other, home = odd.replace(b"\xff", b"\xfe"), str(tmp_path / "home")
    Path(os.fsdecode(other)).write_text("Count what changes.", encoding="utf-8")
    assert coach("knowledge", "add", odd, other, OKR_COACH_HOME=home).returncode == 0
    assert b"2 of your own" in coach("knowledge", "list", OKR_COACH_HOME=home).stdout
    assert coach("knowledge", "remove", odd.rpartition(b"/")[2], OKR_COACH_HOME=home).returncode == 0
    assert b"1 of your own" in coach("knowledge", "list", OKR_COACH_HOME=home).stdout
