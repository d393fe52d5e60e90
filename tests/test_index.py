"""The retrieval index: built once, whole or not at all, anew when the knowledge changes, and honest when it is damaged."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from coach.errors import IndexBuildError
from coach.guidance import Passage, criteria_passages, fingerprint, guidance_passages
from coach.index import build, open_index
from coach.intake import read_text
from coach.reviewer import Coach
from coach.shared import shared_coach

_ROOT = Path(__file__).parent.parent
_PASSAGES = [
    Passage(f"guidance/harbour#{name}", "guidance", "Harbour", name, text, ("test",), (criterion,))
    for name, text, criterion in [
        ("Berths", "Boats find a free berth at night.", "missing-baseline"),
        ("Cranes", "The crane lifts hulls in strong wind.", "missing-target"),
        ("Storms", "A storm warning closes the quay.", "vague-wording"),
    ]
]
_OPENS = """
import json, sys, time
from pathlib import Path
from coach.guidance import guidance_passages
from coach.index import open_index
passages = guidance_passages()
Path(sys.argv[2]).touch()
while len(list(Path(sys.argv[2]).parent.glob("ready-*"))) < 2:
    time.sleep(0.01)
index = open_index(passages, Path(sys.argv[1]))
hits = index.search([("where does the baseline come from", None)], 3)[0]
print(json.dumps([index.version, [hit.passage.id for hit in hits]]))
"""


def _folders(home: Path) -> list[str]:
    """The versions that are there, each once for every index of it, and whatever was left of a building."""
    return sorted(path.name.split("-")[0] for path in (home / "index").iterdir() if path.suffix != ".current")


def test_two_processes_that_build_at_once_do_no_harm(tmp_path: Path) -> None:
    home = tmp_path / "home"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _OPENS, str(home), str(tmp_path / f"ready-{n}")],
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(2)
    ]
    said = [process.communicate(timeout=300) for process in started]

    assert [process.returncode for process in started] == [0, 0], [error for _, error in said]
    first, second = (json.loads(out) for out, _ in said)
    assert first == second
    assert _folders(home) == [first[0]], "one index, and nothing left of the building"
    assert len(open_index(guidance_passages(), home).passages) == len(guidance_passages())


def test_an_index_is_built_once(tmp_path: Path) -> None:
    first = open_index(_PASSAGES, tmp_path)
    built = (first.folder / "passages.json").stat().st_mtime_ns
    assert open_index(_PASSAGES, tmp_path).folder == first.folder
    assert (first.folder / "passages.json").stat().st_mtime_ns == built


def test_it_finds_what_was_asked(tmp_path: Path) -> None:
    index = open_index(_PASSAGES, tmp_path)
    found = index.search(
        [("a free berth for boats", None), ("storm warning", None), ("", None), ("storm warning", None)], 2
    )

    assert [len(hits) for hits in found] == [2, 2, 2, 2]
    assert found[0][0].passage == _PASSAGES[0] and found[1][0].passage == _PASSAGES[2]
    assert found[1] == found[3]
    assert all(-1.001 <= hit.similarity <= 1.001 for hits in found for hit in hits)
    assert index.search([], 3) == []


def test_it_is_built_anew_when_the_knowledge_changes(tmp_path: Path) -> None:
    old = open_index(_PASSAGES, tmp_path)
    changed = [*_PASSAGES[:2], replace(_PASSAGES[2], text="The lighthouse shows a red light.")]
    new = open_index(changed, tmp_path)

    assert new.version != old.version
    assert (
        new.search([("lighthouse with a red light", None)], 1)[0][0].passage.text == "The lighthouse shows a red light."
    )
    assert old.search([("storm warning", None)], 1)[0][0].passage == _PASSAGES[2], (
        "who holds the old one still reads it"
    )
    assert open_index(_PASSAGES, tmp_path).version == old.version


@pytest.mark.parametrize("name", ["id", "document", "section", "text", "attribution", "criteria", "asked"])
def test_everything_that_is_shown_or_searched_is_part_of_the_version(name: str) -> None:
    plain = fingerprint(_PASSAGES, "embedder")
    value = ("another",) if name in ("attribution", "criteria", "asked") else "another"
    assert fingerprint([replace(_PASSAGES[0], **{name: value}), *_PASSAGES[1:]], "embedder") != plain
    assert fingerprint(_PASSAGES, "another embedder") != plain


def test_old_versions_do_not_pile_up(tmp_path: Path) -> None:
    versions = [
        open_index([replace(_PASSAGES[0], text=f"Rule {n} of the harbour."), *_PASSAGES[1:]], tmp_path).version
        for n in range(6)
    ]
    assert len(_folders(tmp_path)) <= 3
    assert versions[-1] in _folders(tmp_path)


@pytest.mark.parametrize("damaged", ["chroma/chroma.sqlite3", "passages.json", "bm25"])
def test_a_damaged_index_is_told_with_what_to_do(damaged: str, tmp_path: Path) -> None:
    """In a process of its own, as after a crash: the one that built it may still hold its files open."""
    folder = build(_PASSAGES, tmp_path, "version")
    path = folder / damaged
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.write_bytes(b"\x00damaged" * 100)
    opens = "import sys\nfrom pathlib import Path\nfrom coach.errors import IndexBuildError\nfrom coach.index import Index\ntry:\n    Index(Path(sys.argv[1])).search([('berth', None)], 1)\nexcept IndexBuildError as error:\n    print(error)\n"
    run = subprocess.run(
        [sys.executable, "-c", opens, str(folder)],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert "knowledge rebuild" in run.stdout and folder.name in run.stdout


def test_a_review_over_a_damaged_index_comes_and_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    built = open_index(guidance_passages(), home)
    (built.folder / "passages.json").write_text("not json", encoding="utf-8")
    review = Coach(reader=shared_coach().reader, home=home).review(
        read_text("Objective: Operational excellence\nKR: Launch the portal")
    )

    assert review.findings and not any(finding.citations for finding in review.findings)
    assert any("knowledge rebuild" in notice for notice in review.notices)


def test_an_index_that_was_thrown_away_is_built_again(tmp_path: Path) -> None:
    """What `knowledge rebuild` does: in the same process, with the old index still held."""
    first = open_index(_PASSAGES, tmp_path)
    shutil.rmtree(tmp_path / "index")
    second = open_index(_PASSAGES, tmp_path)

    assert second.version == first.version
    assert second.search([("a free berth for boats", None)], 1)[0][0].passage == _PASSAGES[0]


def test_a_half_built_index_is_never_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import coach.index

    def fails(*_: object) -> None:
        raise RuntimeError("out of space")

    monkeypatch.setattr(coach.index, "_vectors", fails)
    with pytest.raises(IndexBuildError, match="out of space"):
        open_index(_PASSAGES, tmp_path)
    assert _folders(tmp_path) == []
    monkeypatch.undo()
    assert open_index(_PASSAGES, tmp_path).search([("berth", None)], 1)[0]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file, no folder", encoding="utf-8")
    with pytest.raises(IndexBuildError, match="OKR_COACH_HOME"):
        open_index(_PASSAGES, home)


def test_no_weights_are_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chroma's own embedder, which fetches its weights, is never asked, and no cache folder appears."""
    from chromadb.utils import embedding_functions

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("Chroma's own embedder was asked")

    monkeypatch.setattr(embedding_functions.DefaultEmbeddingFunction, "__call__", refuse)
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    index = open_index(_PASSAGES, tmp_path / "home")
    assert index.search([("storm", None)], 1)[0]
    assert not (tmp_path / "user").exists()


def test_examples_are_no_guidance() -> None:
    """The coach's own index holds guidance only: a bad OKR is never there to be cited."""
    index = shared_coach().index
    assert index is not None
    assert {passage.kind for passage in index.passages} <= {"guidance", "own"}
    kinds = {passage.kind for passage in criteria_passages(dict(shared_coach().criteria))}
    assert kinds == {"criterion", "example"}, "the pages' examples are passages of their own kind"
