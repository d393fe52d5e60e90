"""The promises of the design on what the program is on its own: it works alone, draft text is data, it keeps to itself."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coach import own_documents
from coach.critique import Review
from coach.guidance import guidance_passages
from coach.index import open_index
from coach.intake import read_bytes, read_json, read_text
from coach.reviewer import Coach
from coach.shared import shared_coach
from tests.support.drafts import FIELDS, HOSTILE, Blocks, as_json, labelled, of_field

_SUPPORT = Path(__file__).parent / "support"
_ROOT = Path(__file__).parent.parent
_NETWORK_ASKED_FOR = 86


# -- 5 and 8: it works alone, and keeps to itself ----------------------------------------------------------------------


def _run_without_network(file: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run `file` with no network, no environment but a home folder, from a folder of no importance."""
    start = f"import sys; sys.path.insert(0, {str(_ROOT)!r}); sys.argv = sys.argv[1:]; import runpy; runpy.run_path(sys.argv[0], run_name='__main__')"
    command = [sys.executable, "-c", start, str(_SUPPORT / "no_network.py"), str(file), *arguments]
    return subprocess.run(
        command, env={"HOME": str(home)}, cwd=home, capture_output=True, text=True, timeout=300, check=False
    )


def test_a_whole_day_without_network_or_environment(tmp_path: Path) -> None:
    document = tmp_path / "harbour-rules.md"
    document.write_text(
        "# Berths\n\nThe berth plan is agreed with the harbour master before any aim is written.\n", encoding="utf-8"
    )
    run = _run_without_network(_SUPPORT / "whole_day.py", str(document), home=tmp_path)

    assert run.returncode == 0, (
        f"ended with {run.returncode}; -31 is the kernel at a try to open a socket. {run.stderr}"
    )
    said = json.loads(run.stdout)
    assert {"vague-objective", "activity-key-result", "missing-target"} <= set(said["findings"])
    assert said["citations"] > 0 and said["suggestions"] > 0
    assert not any("No guidance" in notice for notice in said["notices"])
    assert said["reader"] and said["model"] is None
    assert said["documents"] == ["harbour-rules.md"] and said["best"].startswith("own/harbour-rules.md")
    assert Path(said["home"]).is_relative_to(tmp_path), "data goes to the user's own data directory"
    assert said["telemetry"] == []
    strays = [
        str(path)
        for path in tmp_path.rglob("*")
        if path.is_file() and path != document and not path.is_relative_to(said["home"])
    ]
    assert strays == [], "nothing is written beside the data directory: no device number, no queue of events to send"


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('localhost', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import socket; socket.socket()",
        "import urllib.request; urllib.request.urlopen('http://localhost:9')",
    ],
)
def test_the_guard_sees_python_ask_for_the_network(attempt: str, tmp_path: Path) -> None:
    file = tmp_path / "asks.py"
    file.write_text(attempt, encoding="utf-8")
    assert _run_without_network(file, home=tmp_path).returncode == _NETWORK_ASKED_FOR


def test_the_guard_sees_compiled_code_ask_for_the_network(tmp_path: Path) -> None:
    file = tmp_path / "asks.py"
    file.write_text(
        "import ctypes, os; print(os.environ['KERNEL_WATCHES'], flush=True); ctypes.CDLL(None).socket(2, 1, 0)",
        encoding="utf-8",
    )
    run = _run_without_network(file, home=tmp_path)
    if run.stdout.strip() == "no":
        pytest.skip("this kernel offers no filter on system calls; Python's own calls are watched all the same")
    assert run.returncode < 0, "the kernel ends a process that opens a socket"


def test_chroma_is_told_to_send_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import chromadb

    asked: list[Any] = []
    client = chromadb.PersistentClient

    def spy(path: str, settings: Any = None, **others: Any) -> Any:
        asked.append(settings)
        return client(path, settings, **others)

    monkeypatch.setattr(chromadb, "PersistentClient", spy)
    open_index(guidance_passages()[:3], tmp_path)
    assert len(asked) >= 2
    assert all(settings is not None and settings.anonymized_telemetry is False for settings in asked)


def test_without_the_trained_reader_a_review_still_comes() -> None:
    plain = Coach(reader=None)
    for field in FIELDS:
        review = plain.review(read_json(as_json(of_field(field))))
        assert review.findings and review.engine.reader is None
        assert len(review.readings) == len(field["key_results"])
    review = plain.review(read_text("Objective: Guests come back\nKR: Launch the new portal\nKR: Reduce complaints"))
    found = {(finding.criterion, finding.quote) for finding in review.findings}
    assert ("activity-key-result", "Launch the new portal") in found
    assert "missing-target" in {criterion for criterion, _ in found}


# -- 7: draft text is data ---------------------------------------------------------------------------------------------

_WELL_KNOWN: Blocks = [block for field in (FIELDS[0], FIELDS[13]) for block in of_field(field)]


def _by_line(review: Review, *, citations: bool = True) -> dict[str, list[dict[str, Any]]]:
    """What is found on each line, by the line's text, without its place in the draft."""
    found: dict[str, list[dict[str, Any]]] = {}
    for i, objective in enumerate(review.draft.objectives):
        for j, text in [(None, objective.text), *((j, result.text) for j, result in enumerate(objective.key_results))]:
            here = [
                f
                for f in review.findings
                if (f.where.objective, f.where.key_result) == (i, j) and f.criterion in _ON_LINES
            ]
            left_out = {"where", "place"} | (set() if citations else {"citations"})
            found[text] = sorted(
                (finding.model_dump(exclude=left_out) for finding in here), key=lambda f: str(f["criterion"])
            )
    return found


_ON_LINES = {
    name for name, criterion in shared_coach().criteria.items() if criterion.applies_to in ("objective", "key-result")
}


def _unchanged(before: Review, after: Review, *, citations: bool = True) -> None:
    old, new = _by_line(before, citations=citations), _by_line(after, citations=citations)
    for text, findings in old.items():
        assert new.get(text) == findings, f"another judgement of {text!r}"


@cache
def _plain_review() -> Review:
    return shared_coach().review(read_text(labelled(_WELL_KNOWN)))


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: text[:40])
def test_an_order_in_a_pasted_draft_changes_nothing(hostile: str) -> None:
    plain, before = labelled(_WELL_KNOWN), _plain_review()
    for text in (
        f"{hostile}\n\n{plain}\n\n{hostile}\n",
        plain.replace("\n\nObjective:", f"\n\n{hostile}\n\nObjective:", 1),
    ):
        _unchanged(before, shared_coach().review(read_text(text)))


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: text[:40])
def test_an_order_written_as_an_okr_changes_nothing(hostile: str) -> None:
    before = _plain_review()
    after = shared_coach().review(read_text(f"{labelled(_WELL_KNOWN)}\n\nObjective: {hostile}\nKR: {hostile}\n"))
    _unchanged(before, after)
    words = re.findall(r"[a-z]{4,}", hostile.lower())
    assert any(all(word in text.lower() for word in words) for text in _by_line(after)), (
        "the line itself is read as any other"
    )


def test_thirty_orders_in_a_json_draft_change_nothing() -> None:
    value = as_json(_WELL_KNOWN)
    before = shared_coach().review(read_json(value))
    for objective in HOSTILE[0], HOSTILE[11]:
        value["objectives"].insert(1, {"objective": objective, "team": HOSTILE[1], "key_results": [*HOSTILE]})
    _unchanged(before, shared_coach().review(read_json(value)))


def test_thirty_orders_beside_the_key_results_change_nothing() -> None:
    """As neighbours under the same objective; milestones are left out, since a measure beside them is meant to count."""
    blocks = [
        (text, [r for r in results if not any(w in r for w in ("accredited", "validated"))])
        for text, results in _WELL_KNOWN
    ]
    before = shared_coach().review(read_json(as_json(blocks)))
    mixed = [(text, [*HOSTILE[:16], *results, *HOSTILE[16:]]) for text, results in blocks]
    _unchanged(before, shared_coach().review(read_json(as_json(mixed))))


def test_thirty_orders_in_a_sheet_change_nothing() -> None:
    header = ["Objective", "Key result", "Notes"]
    plain = [[text, result, ""] for text, results in _WELL_KNOWN for result in results]
    noted = [[text, result, HOSTILE[i % len(HOSTILE)]] for i, (text, result, _) in enumerate(plain)]
    orders = [["Guests return", hostile, hostile] for hostile in HOSTILE]

    def review_of(rows: list[list[str]]) -> Review:
        out = io.StringIO()
        csv.writer(out).writerows([header, *rows])
        return shared_coach().review(read_bytes(out.getvalue().encode(), name="okrs.csv"))

    before = review_of(plain)
    _unchanged(before, review_of(noted))
    _unchanged(before, review_of([*plain, *orders]))


def test_orders_in_an_added_document_change_nothing(tmp_path: Path) -> None:
    before = _plain_review()
    document = tmp_path / "our-rules.md"
    document.write_text("# How we write OKRs\n\n" + "\n\n".join(HOSTILE), encoding="utf-8")
    own_documents.add(document, tmp_path / "home")
    after = Coach(reader=shared_coach().reader, home=tmp_path / "home").review(read_text(labelled(_WELL_KNOWN)))

    _unchanged(before, after, citations=False)
    assert after.excused == before.excused and after.strengths == before.strengths
    assert [f.criterion for f in after.findings] == [f.criterion for f in before.findings]
