"""Answers kept by cycle: without a name, for their owner alone, in the order of time, deleted for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from coach.diagnosis.kept import Diagnoses
from coach.errors import InputError, StoreError
from coach.store.database import Database
from coach.store.diagnoses import DIAGNOSES

_NOW = datetime(2027, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def kept(tmp_path: Path) -> Diagnoses:
    return Diagnoses(Database(f"sqlite:///{tmp_path / 'coach.db'}"))


def test_answers_come_back_by_cycle_and_for_their_owner_alone(kept: Diagnoses) -> None:
    kept.add("ours", "2027-Q1", {"weekly-talk": "seldom"}, _NOW)
    kept.add("ours", " 2027-Q1 ", {"weekly-talk": "holds"}, _NOW + timedelta(minutes=5))
    kept.add("theirs", "2027-Q1", {"weekly-talk": "not"}, _NOW)

    (cycle,) = kept.cycles("ours")
    assert cycle.name == "2027-Q1"
    assert [sheet.answers for sheet in cycle.sheets] == [{"weekly-talk": "seldom"}, {"weekly-talk": "holds"}]
    assert cycle.sheets[0].created == _NOW
    assert len(kept.cycles("theirs")[0].sheets) == 1


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["2027-Q1", "2026-Q4", "2027-Q2"], ["2026-Q4", "2027-Q1", "2027-Q2"]),
        (["spring", "2026-Q4", "autumn"], ["spring", "2026-Q4", "autumn"]),
    ],
)
def test_cycles_stand_in_the_order_of_time(kept: Diagnoses, names: list[str], order: list[str]) -> None:
    for number, name in enumerate(names):
        kept.add("ours", name, {"clash": "not"}, _NOW + timedelta(days=number))

    assert [cycle.name for cycle in kept.cycles("ours")] == order


def test_what_is_deleted_is_gone_from_the_file(kept: Diagnoses, tmp_path: Path) -> None:
    kept.add("ours", "harvest-cycle", {"clash": "not"}, _NOW)
    last = kept.add("ours", "2027-Q2", {"clash": "holds"}, _NOW)

    assert not kept.delete_cycle("theirs", "harvest-cycle")
    assert kept.delete_cycle("ours", "harvest-cycle")
    assert [cycle.name for cycle in kept.cycles("ours")] == ["2027-Q2"]
    assert not any(b"harvest-cycle" in file.read_bytes() for file in tmp_path.iterdir())
    assert not kept.delete_sheet("theirs", last) and kept.delete_sheet("ours", last)
    assert kept.cycles("ours") == ()


@pytest.mark.parametrize(("name", "said"), [("  ", "no name"), ("x" * 61, "61 characters")])
def test_a_cycle_without_a_fitting_name_is_refused(kept: Diagnoses, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        kept.add("ours", name, {"clash": "not"}, _NOW)
    with pytest.raises(InputError, match="nothing was answered"):
        kept.add("ours", "2027-Q1", {}, _NOW)


def test_a_damaged_row_is_told(kept: Diagnoses) -> None:
    kept.add("ours", "2027-Q1", {"clash": "not"}, _NOW)
    with kept.database.writing() as connection:
        connection.execute(update(DIAGNOSES).values(document='{"clash":"perhaps"}'))

    with pytest.raises(StoreError, match="damaged"):
        kept.cycles("ours")


def test_any_name_is_kept_as_it_can_be_shown(kept: Diagnoses) -> None:
    kept.add("ours", "Q1\u202e \x00 \ud800 שלום", {"clash": "not"}, _NOW)
    (cycle,) = kept.cycles("ours")
    assert "\u202e" not in cycle.name and "\x00" not in cycle.name and "שלום" in cycle.name


@pytest.mark.parametrize("document", ["{", "[]", '{"clash": "perhaps"}', "[" * 20_000])
def test_answers_that_are_damaged_are_named_and_deleted_and_the_others_stay(kept: Diagnoses, document: str) -> None:
    kept.add("ours", "2027-Q1", {"clash": "not"}, _NOW)
    lost = kept.add("ours", "2027-Q1", {"clash": "holds"}, _NOW)
    with kept.database.writing() as connection:
        connection.execute(update(DIAGNOSES).where(DIAGNOSES.c.id == lost).values(document=document))
    with pytest.raises(StoreError, match="damaged"):
        kept.cycles("ours")
    assert kept.damaged("ours") == (lost,) and kept.damaged("theirs") == ()
    assert kept.delete_sheet("ours", lost) and kept.damaged("ours") == ()
    assert [sheet.answers for sheet in kept.cycles("ours")[0].sheets] == [{"clash": "not"}]
