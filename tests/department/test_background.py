"""Runs in the background: cancelled and gone on with, found again by a registry that never heard of them, deleted for good."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from coach.department import background as background_module
from coach.department import background_work
from coach.department.background import Background, Standing
from coach.department.kept_runs import KeptRun, KeptRuns
from coach.errors import InputError, StoreError
from coach.model_settings import ModelSettings
from coach.settings import Settings, settings
from coach.shared import shared_coach
from tests.support.answering import NOTHING
from tests.support.departments import ORGANISATIONS
from tests.support.model_server import ModelServer, gives

ANSWER = gives({**NOTHING, "questions": ["Who would notice first?"]}, usage=(900, 100))
ODD = "Reduce the qzxv backlog from 40 to 10"
"""Words that stand in no other test's reviews."""


def lines(teams: int, each: int, start: int = 0) -> bytes:
    """JSON Lines: a team a line."""
    written = []
    for team in range(teams):
        mine = [ORGANISATIONS[(start + team * each + at) % len(ORGANISATIONS)] for at in range(each)]
        objectives = [{"objective": one["objective"], "key_results": [*one["key_results"], ODD]} for one in mine]
        written.append(json.dumps({"id": f"t{team}", "team": f"Team {team}", "objectives": objectives}))
    return "\n".join(written).encode()


@pytest.fixture
def mine(tmp_path: Path) -> KeptRuns:
    return KeptRuns(tmp_path, "browser-one")


@pytest.fixture
def chosen(mine: KeptRuns) -> Settings:
    """The index that all tests share, and a store of its own."""
    assert shared_coach().index is not None
    return replace(settings(), model=None, database_url=mine.database_url)


@pytest.fixture
def registry() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def begun(mine: KeptRuns, content: bytes, name: str = "okrs.jsonl") -> KeptRun:
    return mine.begin(mine.prepare([(name, content)]), "", None)


def wait(registry: Background, run: KeptRun, until: Callable[[Standing], bool]) -> Standing:
    while True:
        now = registry.standing(run)
        if until(now) or not now.is_under_way:
            return now
        time.sleep(0.02)


def some_done(now: Standing) -> bool:
    return now.progress is not None and now.progress.stage == "reviewing" and now.progress.done > 0


def ended(now: Standing) -> bool:
    return not now.is_under_way


def reviews(run: KeptRun) -> list[str]:
    written = (run.out / "reviews.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["draft_id"] for line in written]


def test_a_run_that_is_cancelled_or_left_by_the_server_keeps_what_it_did_and_goes_on(
    mine: KeptRuns, chosen: Settings, registry: Background
) -> None:
    run = begun(mine, lines(10, 4))
    registry.start(run, chosen, workers=1)
    assert registry.under_way(mine.folder) == run
    assert some_done(wait(registry, run, some_done))
    registry.cancel(run)
    stopped = registry.standing(run)
    assert (stopped.state, registry.under_way(mine.folder)) == ("cancelled", None)
    assert stopped.progress is not None and 0 < stopped.progress.done < 40
    assert not (run.out / "reviews.jsonl").exists()

    registry.start(run, chosen, workers=1)
    went_on = wait(registry, run, some_done)
    assert went_on.progress is not None and went_on.progress.done >= stopped.progress.done
    registry.close()

    (found,) = KeptRuns(mine.folder.parent.parent, "browser-one").listed()
    after = Background()
    try:
        assert after.standing(found).state == "left unfinished"
        after.start(found, chosen, workers=1)
        assert wait(after, found, ended).state == "done"
    finally:
        after.close()
    assert reviews(found) == [f"t{number}" for number in range(10)]


def test_one_owner_has_one_run_at_a_time_and_a_second_owner_waits_for_a_turn(
    tmp_path: Path, mine: KeptRuns, chosen: Settings
) -> None:
    registry = Background(at_once=1)
    other = KeptRuns(tmp_path, "browser-two")
    first, second = begun(mine, lines(12, 4, start=140)), begun(other, lines(1, 1))
    try:
        registry.start(first, chosen, workers=1)
        with pytest.raises(InputError, match="Another run is under way"):
            registry.start(begun(mine, lines(1, 1)), chosen)
        registry.start(second, replace(chosen, database_url=other.database_url), workers=1)
        assert wait(registry, second, lambda now: now.state == "waiting").state == "waiting"
        registry.cancel(second)
        assert registry.standing(second).state == "cancelled"
        assert registry.standing(first).is_under_way
    finally:
        registry.close()


def test_what_cannot_be_read_is_told_in_words(mine: KeptRuns, chosen: Settings, registry: Background) -> None:
    run = begun(mine, b"\x89PNG\r\n\x1a\n", "okrs.csv")
    registry.start(run, chosen, workers=1)
    told = wait(registry, run, ended)
    assert told.state == "failed" and "PNG picture" in told.words


def test_a_worker_that_is_killed_from_outside_leaves_a_run_that_goes_on(
    mine: KeptRuns, chosen: Settings, registry: Background
) -> None:
    run = begun(mine, lines(2, 1))
    registry.start(run, chosen, workers=1)
    wait(registry, run, lambda now: (run.path / "out" / "run.json").exists())
    process = registry._jobs[str(run.path)].process
    assert process is not None
    process._process.kill()
    told = wait(registry, run, ended)
    assert told.state == "failed" and "go on with it" in told.words


def test_a_model_that_is_set_is_asked_in_the_process_of_the_run(
    mine: KeptRuns, chosen: Settings, registry: Background
) -> None:
    with ModelServer([ANSWER] * 20) as server:
        model = ModelSettings("scripted", server.base_url, SecretStr("key"), retries=0, concurrent=2, timeout=20)
        run = mine.begin(mine.prepare([("okrs.jsonl", lines(1, 2))]), "", f"{model.name} at {model.host}")
        registry.start(run, replace(chosen, model=model), workers=1)
        assert wait(registry, run, ended).state == "done"
    engines = [json.loads(line)["engine"]["model"] for line in (run.out / "reviews.jsonl").read_text().splitlines()]
    assert engines == ["scripted"]


def test_deleting_takes_files_and_reviews_away_and_leaves_those_of_other_runs(
    mine: KeptRuns, chosen: Settings, registry: Background
) -> None:
    words = "Halve the wvzkj queue by June"
    kept = begun(mine, lines(1, 1))
    gone = begun(mine, json.dumps({"team": "A", "objectives": [{"objective": words, "key_results": [words]}]}).encode())
    for run in (kept, gone):
        registry.start(run, chosen, workers=1)
        assert wait(registry, run, ended).state == "done"

    def holds(text: str) -> bool:
        import sqlite3

        from coach.department.packing import unpacked_text

        with sqlite3.connect(mine.folder / "runs.db") as database:
            rows = database.execute(
                "SELECT document FROM kept_reviews UNION SELECT document FROM batch_units"
            ).fetchall()
        database.close()
        return any(text in unpacked_text(row[0]) for row in rows)

    assert holds("wvzkj")
    mine.delete(gone)
    assert [run.id for run in mine.listed()] == [kept.id]
    assert not holds("wvzkj") and holds("qzxv")
    mine.delete(kept)
    assert not mine.folder.exists()


@pytest.mark.parametrize("owner", ["", "..", "a/b", "a\\b", "a" * 81])
def test_no_owners_name_leads_out_of_the_folder(tmp_path: Path, owner: str) -> None:
    with pytest.raises(ValueError, match="owner"):
        KeptRuns(tmp_path, owner)


def test_nobody_sees_the_runs_of_another(tmp_path: Path, mine: KeptRuns) -> None:
    run = begun(mine, lines(1, 1))
    other = KeptRuns(tmp_path, "browser-two")
    assert other.listed() == [] and other.opened(run.id) is None
    assert other.opened(f"../browser-one/{run.id}") is None
    assert mine.opened(run.id) == run


def test_uploaded_names_become_names_of_files_and_two_of_one_name_stay_two(mine: KeptRuns) -> None:
    run = mine.prepare([("../../etc/pass wd.CSV", b"a"), ("okrs.csv", b"b"), ("okrs.csv", b"c"), ("", b"d")])
    assert run.files[:2] == ("pass wd.csv", "okrs.csv")
    assert len({name.casefold() for name in run.files}) == 4
    assert sorted(path.name for path in run.input.iterdir()) == sorted(run.files)
    assert all(path.is_relative_to(mine.folder) for path in run.input.resolve().iterdir())


def test_no_two_uploads_share_a_file_whatever_their_names_become(mine: KeptRuns) -> None:
    names = [
        "a.csv",
        "a.CSV",
        "x/a.csv",
        "a?.csv",
        "a (2).csv",
        "A.csv",
        "..",
        "../..",
        "a\x00.csv",
        "con.csv",
        "z." + "y" * 300,
    ]
    run = mine.prepare([(name, str(at).encode()) for at, name in enumerate(names)])
    assert len({name.casefold() for name in run.files}) == len(names)
    held = [(run.input / name).read_text() for name in run.files]
    assert held == [str(at) for at in range(len(names))]


def test_a_run_whose_note_is_damaged_is_found_and_deleted_and_takes_no_other_with_it(mine: KeptRuns) -> None:
    first, second = begun(mine, lines(1, 1)), begun(mine, lines(1, 1))
    for damage in (
        "",
        '{"created": "never"}',
        '{"name": 1, "created": "2026-01-01", "files": 3, "begun": true, "model": null}',
    ):
        (first.path / "about.json").write_text(damage)
        assert {run.id for run in mine.listed()} == {first.id, second.id}
    mine.delete(second)
    (found,) = mine.listed()
    assert found.id == first.id and "cannot be read" in found.name and found.input.is_file()
    mine.delete(found)
    assert not mine.folder.exists()
    mine.delete(found)  # a second tab that asked for the same


def test_a_time_without_its_zone_does_not_hide_the_other_runs(mine: KeptRuns) -> None:
    first, second = begun(mine, lines(1, 1)), begun(mine, lines(1, 1))
    about = json.loads((first.path / "about.json").read_text())
    (first.path / "about.json").write_text(json.dumps({**about, "created": "2026-01-01T00:00:00"}))
    assert [run.id for run in mine.listed()] == [second.id, first.id]


def test_what_is_left_of_an_upload_that_was_cut_short_goes_with_the_next(mine: KeptRuns) -> None:
    left = mine.folder / "0123456789abcdef" / "input"
    left.mkdir(parents=True)
    (left / "okrs.csv").write_text("Team,Objective")
    run = mine.prepare([("okrs.csv", b"Team,Objective")])
    assert [path.name for path in mine.folder.iterdir()] == [run.id]


def test_a_run_whose_files_are_gone_says_so(mine: KeptRuns, chosen: Settings, registry: Background) -> None:
    run = begun(mine, lines(1, 1))
    run.input.unlink()
    with pytest.raises(StoreError, match="not kept any more"):
        _ = run.input
    registry.start(run, chosen, workers=1)
    told = wait(registry, run, ended)
    assert told.state == "failed" and "upload them anew" in told.words


def test_a_process_that_cannot_be_started_takes_no_turn_away(
    mine: KeptRuns, chosen: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused() -> None:
        raise OSError(11, ODD)

    monkeypatch.setattr(background_module, "Process", refused)
    registry = Background(at_once=1)
    run = begun(mine, lines(1, 1))
    try:
        for _ in range(3):
            registry.start(run, chosen)
            told = wait(registry, run, lambda now: now.state == "waiting")
            assert told.state == "failed" and "error of this program" in told.words
    finally:
        registry.close()
    assert "OSError" not in told.words and "in refused" in caplog.text
    assert "qzxv" not in caplog.text, "an error's message may quote a draft"


def test_an_error_of_the_program_is_logged_without_words_of_the_draft(
    mine: KeptRuns, chosen: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(*_: object) -> None:
        raise ValueError(ODD)

    monkeypatch.setattr(background_work, "reviewed", faulty)
    for name in ("_end_with", "signal", "os"):
        monkeypatch.setattr(background_work, name, _Quiet())
    told = background_work.review_kept(begun(mine, lines(1, 1)), chosen, None)
    assert told.how == "failed" and "qzxv" not in told.words
    assert "ValueError" in caplog.text and "in faulty" in caplog.text and "qzxv" not in caplog.text


class _Quiet:
    """Stands for what would touch this process: nothing is done."""

    def __call__(self, *_: object) -> None:
        return None

    def __getattr__(self, name: str) -> _Quiet:
        return self


def test_a_full_disk_and_a_folder_that_cannot_be_written_are_told(
    mine: KeptRuns, chosen: Settings, registry: Background
) -> None:
    run = begun(mine, b"\x89PNG\r\n\x1a\n", "okrs.csv")
    (run.path / ".ended.json.new").mkdir()  # so that how it ended cannot be noted
    registry.start(run, chosen, workers=1)
    told = wait(registry, run, ended)
    assert told.state == "failed" and "PNG picture" in told.words
    (run.path / "ended.json").mkdir()  # so that it cannot be taken away
    with pytest.raises(StoreError, match="nothing can be written there"):
        registry.start(run, chosen)
    assert registry.under_way(mine.folder) is None


@pytest.mark.parametrize(
    "noted", ['{"how": "done"}', '{"how": "done", "words": 3, "notices": 3}', '{"how": "gone"}', "{", "[]"]
)
def test_damaged_notes_of_a_run_are_no_fault_of_the_page(mine: KeptRuns, registry: Background, noted: str) -> None:
    run = begun(mine, lines(1, 1))
    (run.path / "ended.json").write_text(noted)
    (run.path / "progress.json").write_text('{"progress": 3, "rate": "fast", "left": []}')
    told = registry.standing(run)
    assert told.state == ("done" if "done" in noted else "left unfinished")
    assert told.rate is None and told.left is None and told.notices == ()


def test_nothing_begins_where_something_is_being_deleted_nor_where_it_was(
    mine: KeptRuns, chosen: Settings, registry: Background
) -> None:
    run = begun(mine, lines(1, 1))
    with registry.held_still(mine.folder):
        with pytest.raises(InputError, match="being deleted"):
            registry.start(run, chosen)
        with pytest.raises(InputError, match="being deleted"), registry.held_still(mine.folder):
            pass
        mine.delete(run)
    with pytest.raises(InputError, match="not kept any more"):
        registry.start(run, chosen)
    assert not run.path.exists()
    other = begun(mine, lines(12, 4))
    registry.start(other, chosen, workers=1)
    with pytest.raises(InputError, match="under way"), registry.held_still(mine.folder):
        pass
    registry.cancel(other)
