"""Scorecards: where a model's word counts, and that a card is kept and read back whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from coach.errors import SettingsError
from coach.llm.model import Usage
from coach.scorecards import (
    ENOUGH_POSITIVES,
    Measured,
    Scorecard,
    Share,
    read_scorecard,
    scorecard_path,
    write_scorecard,
)

CRITERION = "missing-baseline"


def _measured(low: float | None, positives: int) -> Measured:
    half = Share(value=0.5, low=0.4, high=0.6)
    change = Share(value=None if low is None else low + 0.1, low=low, high=None if low is None else low + 0.2)
    return Measured(
        model_f1=half, rules_f1=half, both_f1=half, model_precision=half, difference=change, positives=positives
    )


def _card(low: float | None = 0.05, positives: int = 40, **changed: object) -> Scorecard:
    card = Scorecard(
        model="small/model:7b",
        host="localhost:11434",
        cases="abc",
        drafts=90,
        prompt="0123456789ab",
        version="1",
        criteria={CRITERION: _measured(low, positives)},
        unanswered=3,
        usage=Usage(tokens_in=10, tokens_out=2),
    )
    return card.model_copy(update=changed)


@pytest.mark.parametrize(
    ("low", "positives", "earned"),
    [
        (0.001, ENOUGH_POSITIVES, True),
        (0.0, 400, False),
        (-0.01, 400, False),
        (0.3, ENOUGH_POSITIVES - 1, False),
        (None, 400, False),
    ],
)
def test_a_say_is_earned_by_a_whole_interval_on_enough_places(low: float | None, positives: int, earned: bool) -> None:
    card = _card(low, positives)
    assert card.earned(CRITERION) is earned
    assert card.all_earned == ((CRITERION,) if earned else ())
    assert not card.earned("vague-wording"), "nothing was measured there"


def test_a_card_is_kept_and_read_back_whole(tmp_path: Path) -> None:
    card = _card()
    path = write_scorecard(tmp_path / "home", card)
    assert read_scorecard(tmp_path / "home", card.model, card.host) == card
    assert [each.name for each in path.parent.iterdir()] == [path.name], "nothing else is left lying"
    assert read_scorecard(tmp_path / "home", card.model, "elsewhere:1") is None
    assert read_scorecard(tmp_path / "home", "other", card.host) is None


def test_a_card_of_the_version_before_reads_with_what_it_has(tmp_path: Path) -> None:
    card = _card()
    path = write_scorecard(tmp_path, card)
    older = card.model_dump(exclude={"unanswered", "usage"})
    path.write_text(Scorecard.model_validate(older).model_dump_json(exclude={"unanswered", "usage"}), encoding="utf-8")
    found = read_scorecard(tmp_path, card.model, card.host)
    assert found is not None and found.earned(CRITERION) and found.unanswered == 0


@pytest.mark.parametrize("said", ["", "{}", "[]", "no card", '{"model": 1}', "\ud800"])
def test_a_damaged_card_is_told_and_never_taken_for_one(tmp_path: Path, said: str) -> None:
    path = write_scorecard(tmp_path, _card())
    path.write_bytes(said.encode("utf-8", "surrogatepass"))
    with pytest.raises(SettingsError) as error:
        read_scorecard(tmp_path, "small/model:7b", "localhost:11434")
    assert str(path) in str(error.value)


def test_a_card_that_cannot_be_kept_says_where(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(SettingsError, match="cannot be kept there"):
        write_scorecard(blocked, _card())


@pytest.mark.parametrize("value", [1.5, -1.5, float("nan"), float("inf")])
def test_a_figure_that_cannot_be_is_no_figure(value: float) -> None:
    with pytest.raises(ValidationError):
        Share(value=value)


@given(st.text(max_size=200), st.text(max_size=40))
def test_any_name_makes_a_file_in_its_folder(model: str, host: str) -> None:
    path = scorecard_path(
        Path("/data"), model.encode("utf-8", "replace").decode(), host.encode("utf-8", "replace").decode()
    )
    assert path.parent == Path("/data/scorecards")
    assert len(path.name) < 100 and path.name.isascii() and not path.name.startswith(".")


def test_two_models_share_no_card() -> None:
    home = Path("/data")
    assert scorecard_path(home, "a/b", "x") != scorecard_path(home, "a-b", "x")
    assert scorecard_path(home, "a", "x") != scorecard_path(home, "a", "y")
