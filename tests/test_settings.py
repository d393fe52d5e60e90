"""The environment is read once, and what it names wrongly is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.errors import SettingsError
from coach.settings import settings


def test_home_of_a_user_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKR_COACH_HOME", "~nobody-by-this-name/coach")

    with pytest.raises(SettingsError, match="OKR_COACH_HOME"):
        settings()


def test_a_folder_removed_meanwhile_holds_no_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.delenv("OKR_COACH_RULES", raising=False)
    monkeypatch.setenv("OKR_COACH_HOME", str(tmp_path / "home"))

    assert settings().house_rules is None
