"""Versions of a draft: one back, one on, any of them, and never more than fits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.drafting import begun, history
from coach.intake import read_text
from coach.okr import Draft

DRAFT = read_text("Objective: Guests come back\n- Raise repeat visits from 3 to 5 by May\n")


def named(number: int) -> Draft:
    return DRAFT.model_copy(update={"id": str(number)})


def test_undo_goes_all_the_way_back_and_redo_all_the_way_on() -> None:
    told = begun(named(0), "As it came")
    for number in range(1, 6):
        told = told.with_version(named(number), f"change {number}")
    seen = [told.current.draft.id]
    while (back := told.undone()) is not None:
        told = back
        seen.append(told.current.draft.id)
    assert seen == ["5", "4", "3", "2", "1", "0"]

    while (on := told.redone()) is not None:
        told = on
    assert told.current.draft.id == "5"


def test_a_change_after_undo_gives_up_what_was_undone_and_goes_on_counting() -> None:
    told = begun(named(0), "").with_version(named(1), "").with_version(named(2), "")
    given_up = told.current.serial
    back = told.undone()
    assert back is not None
    changed = back.with_version(named(3), "another")

    assert [version.draft.id for version in changed.versions] == ["0", "1", "3"]
    assert changed.current.number == 3
    assert changed.current.serial != given_up
    assert changed.redone() is None
    assert changed.at_version(given_up) is None


def test_blanks_that_suggestions_brought_are_known_from_then_on() -> None:
    told = (
        begun(named(0), "")
        .with_version(named(1), "", frozenset({"baseline"}))
        .with_version(named(2), "", frozenset({"date"}))
    )

    assert [version.offered for version in told.versions] == [frozenset(), {"baseline"}, {"baseline", "date"}]


def test_a_large_draft_keeps_its_first_and_its_last_versions(monkeypatch: object) -> None:
    lines = 2
    most = history._MOST_LINES // lines
    told = begun(named(0), "")
    for number in range(1, 5):
        told = told.with_version(named(number), "")
    assert not told.let_go
    big = DRAFT.model_copy(update={"objectives": DRAFT.objectives * (most // 3)})
    told = begun(big.model_copy(update={"id": "0"}), "")
    for number in range(1, 8):
        told = told.with_version(big.model_copy(update={"id": str(number)}), "")

    assert told.first.draft.id == "0"
    assert [version.draft.id for version in told.versions][-2:] == ["6", "7"]
    assert told.let_go
    assert told.versions[-1].number == 8


@given(st.lists(st.sampled_from(["change", "undo", "redo"]), max_size=30))
def test_what_stands_is_always_one_of_the_versions_and_the_first_is_never_lost(steps: list[str]) -> None:
    told = begun(named(0), "")
    for number, step in enumerate(steps, start=1):
        moved = {"undo": told.undone(), "redo": told.redone()}.get(step)
        told = told.with_version(named(number), "") if step == "change" else moved or told
        assert told.current in told.versions
        assert told.first.draft.id == "0"
        assert told.up_to_now()[-1] is told.current.draft
        assert len({version.serial for version in told.versions}) == len(told.versions)
