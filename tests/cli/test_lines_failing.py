"""``review --lines`` where the program itself fails on a draft: its line says so, and the others go on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FAILING = """
import sys
from coach.errors import KnowledgeError
{patched}
sys.argv = ["okr-coach", "review", "--lines", sys.argv[1], "--fail-on", "never"]
from coach.cli import app
app()
"""
IN_THE_REVIEW = """
import coach.reviewer
real = coach.reviewer.read_lines
def failing(draft, *rest):
    if "poison" in draft.objectives[0].text:
        raise {error}
    return real(draft, *rest)
coach.reviewer.read_lines = failing
"""
IN_THE_READING = """
import coach.intake.structured as structured
real = structured.read_json
def failing(raw, *, name):
    if "poison" in str(raw):
        raise {error}
    return real(raw, name=name)
structured.read_json = failing
"""


@pytest.mark.parametrize("patched", [IN_THE_REVIEW, IN_THE_READING], ids=["review", "reading"])
@pytest.mark.parametrize("error", ["KeyError('odd')", "KnowledgeError('the page is gone')"])
def test_one_failing_draft_does_not_end_the_run(patched: str, error: str, tmp_path: Path) -> None:
    aims = [f"Guests come back {number}" for number in range(40)]
    aims[4] = "poison"
    path = tmp_path / "drafts.jsonl"
    lines = [
        json.dumps({"id": str(n), "objectives": [{"objective": aim, "key_results": []}]}) for n, aim in enumerate(aims)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", FAILING.format(patched=patched.format(error=error)), str(path)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [row.get("draft_id") for row in found] == [str(n) if n != 4 else None for n in range(40)]
    assert found[4]["line"] == 5
    assert "drafts.jsonl, line 5" in found[4]["error"]
    assert ("odd" if "odd" in error else "the page is gone") in found[4]["error"]
    assert "Traceback" not in done.stderr
