"""Runs: kept as they come, gone on with after any stop, and never mixed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from coach.critique import Review
from coach.okr import Draft
from coach.reviewer import Coach
from evals.cases import Case
from evals.runs import RunError, described, engine, read_run, run
from tests.evals.made import case, draft

CASES = [dataclasses.replace(case(f"fall – {n}"), draft=draft(f"Falls per week under {n} “soon”")) for n in range(4)]


class Counting(Coach):
    """A coach that counts the drafts it is given."""

    given = 0

    def review_many(self, drafts: Iterable[Draft], batch: int = 32) -> Iterator[Review]:
        for review in super().review_many(drafts, batch):
            self.given += 1
            yield review


def _coach() -> Counting:
    return Counting(home=engine("grammar").home)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A run in one go, as it lies on disk."""
    path = tmp_path_factory.mktemp("run") / "deep" / "run.jsonl"
    made = run(CASES, _coach(), "grammar", path)
    assert read_run(path) == made
    return path.read_bytes()


def _goes_on(tmp_path: Path, kept: bytes, cases: list[Case] = CASES) -> tuple[int, bytes]:
    path = tmp_path / "run.jsonl"
    path.write_bytes(kept)
    coach = _coach()
    made = run(cases, coach, "grammar", path)
    assert read_run(path).of(cases) == made.of(cases)
    return coach.given, path.read_bytes()


def test_a_run_goes_on_wherever_it_was_cut(tmp_path: Path, whole: bytes) -> None:
    ends = [at + 1 for at, byte in enumerate(whole) if byte == ord("\n")]
    near = {at for end in ends for at in (end - 1, end, end + 1)}
    inside_a_letter = whole.index("–".encode()) + 1
    for cut in sorted({0, 1, 7, *near, *range(0, len(whole), 97), inside_a_letter}):
        given, kept = _goes_on(tmp_path, whole[:cut])
        assert kept == whole, f"cut at byte {cut}"
        assert given == len(CASES) - max(0, sum(end <= cut for end in ends) - 1)


def test_a_whole_run_is_not_made_again(tmp_path: Path, whole: bytes) -> None:
    assert _goes_on(tmp_path, whole) == (0, whole)


def test_a_changed_draft_is_run_again_and_no_other(tmp_path: Path, whole: bytes) -> None:
    changed = [CASES[0], dataclasses.replace(CASES[1], draft=draft("Hold ten workshops")), *CASES[2:]]
    given, kept = _goes_on(tmp_path, whole, changed)
    assert given == 1
    assert kept.startswith(whole)
    assert [c.id for c, _ in read_run(tmp_path / "run.jsonl").of(CASES)] == [CASES[n].id for n in (0, 2, 3)]


def test_only_whole_lines_are_read_and_reading_changes_nothing(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(whole[:-1])
    assert list(read_run(path).results) == [c.id for c in CASES[:-1]]
    assert path.read_bytes() == whole[:-1]


@pytest.mark.parametrize("cut", [True, False])
def test_another_engines_run_is_refused_and_left_alone(tmp_path: Path, whole: bytes, cut: bool) -> None:
    path = tmp_path / "run.jsonl"
    kept = whole.replace(b'"engine": "grammar"', b'"engine": "rules"')
    kept = kept[:-5] if cut else kept
    path.write_bytes(kept)
    with pytest.raises(RunError, match="another version, reader, knowledge, model, prompt or set of rules"):
        run(CASES, _coach(), "grammar", path)
    assert path.read_bytes() == kept


def test_a_change_of_the_code_or_the_criteria_is_another_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    before = described(_coach(), "grammar")
    monkeypatch.setattr("evals.runs.coach_package", __file__)
    assert described(_coach(), "grammar") != before


@pytest.mark.parametrize(
    "text",
    ["notes, no line end", "notes\nand more", "[]\n", '{"run": 5}\n', '{"run": {}}\n[1]\n', '{"run": {}}\n{"case": 1}\n',
     '{"run": {}}\n{"case": "a", "content": "b", "found": [], "kinds": []}\n'],
)  # fmt: skip
def test_a_file_that_is_no_run_is_refused_and_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.md"
    path.write_text(text, encoding="utf-8")
    for attempt in (lambda: read_run(path), lambda: run(CASES, _coach(), "grammar", path)):
        with pytest.raises(RunError, match=r"notes\.md"):
            attempt()
    assert path.read_text(encoding="utf-8") == text


def test_places_that_cannot_be_read_or_written_are_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.jsonl"):
        with pytest.raises(RunError, match="could not be read"):
            read_run(path)
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="could not be kept there"):
        run(CASES, _coach(), "grammar", tmp_path / "file" / "run.jsonl")
