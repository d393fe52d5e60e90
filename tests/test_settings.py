"""The environment is read once, and what it names wrongly is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from coach import model_settings
from coach.errors import SettingsError
from coach.model_settings import ModelSettings, forget_model, save_model
from coach.settings import Settings, env_file, settings

KEY = "sk-proj-Abc123Def456Ghi789Jkl"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory and a working folder beside it, both empty."""
    folder = tmp_path / "home"
    folder.mkdir()
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("OKR_COACH_HOME", str(folder))
    monkeypatch.setattr(model_settings, "_KEYS", {})
    return folder


def model() -> ModelSettings:
    """The model that is set."""
    chosen = settings().model
    assert chosen is not None
    return chosen


def key_of(chosen: ModelSettings) -> str | None:
    return chosen.key.get_secret_value() if chosen.key else None


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


def test_without_variables_there_is_no_model(home: Path) -> None:
    assert settings() == Settings(home, None)
    assert settings().database_url == f"sqlite:///{home / 'okr-coach.db'}"


def test_the_variables_turn_a_model_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKR_COACH_MODEL", "qwen")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:11434/v1/")

    assert model() == ModelSettings("qwen", "http://localhost:11434/v1")
    assert model().host == "localhost:11434" and model().is_local


def test_openai_itself_needs_a_key_and_no_url(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKR_COACH_MODEL", "gpt-4o")
    with pytest.raises(SettingsError, match="neither an endpoint nor a key"):
        settings()
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    assert model().host == "api.openai.com" and not model().is_local
    assert key_of(model()) == KEY


def test_a_key_alone_turns_nothing_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    assert settings().model is None


def test_an_endpoint_without_a_model_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:1/v1")
    with pytest.raises(SettingsError, match="OKR_COACH_MODEL"):
        settings()
    monkeypatch.setenv("OKR_COACH_MODEL", "")

    assert settings().model is None


@pytest.mark.parametrize(
    "url",
    [
        "localhost:11434",
        "ftp://host/v1",
        "http://",
        "http://h:99999/v1",
        "http://[::1/v1",
        "http://me:secret@host/v1",
        "https://host/v1?key=secret",
        "http://a b/v1",
        "http://host/\x1b[2J",
    ],
)
def test_what_is_no_url_is_told_and_its_password_is_not(url: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKR_COACH_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    with pytest.raises(SettingsError, match="OPENAI_BASE_URL") as caught:
        settings()

    assert "secret" not in str(caught.value) and "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("OKR_COACH_TIMEOUT", "soon"),
        ("OKR_COACH_TIMEOUT", "0"),
        ("OKR_COACH_TIMEOUT", "nan"),
        ("OKR_COACH_RETRIES", "1.5"),
        ("OKR_COACH_CONCURRENT", "0"),
        ("OKR_COACH_TOKENS_PER_REVIEW", "-1"),
    ],
)
def test_a_limit_that_is_none_is_told(variable: str, value: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKR_COACH_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:1/v1")
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsError, match=variable):
        settings()


def test_limits_are_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "OKR_COACH_MODEL": "m",
        "OPENAI_BASE_URL": "http://localhost:1/v1",
        "OKR_COACH_TIMEOUT": "12.5",
        "OKR_COACH_RETRIES": "0",
        "OKR_COACH_TOKENS_PER_BATCH": "900",
        "OKR_COACH_EMBEDDINGS": "nomic-embed-text",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    assert (model().timeout, model().retries, model().tokens_per_batch) == (12.5, 0, 900)
    assert model().embeddings == "nomic-embed-text"


def test_azure_is_known_by_its_host(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKR_COACH_MODEL", "deployed")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", "https://us.openai.azure.com/openai/v1")
    assert model().api_version is None and model().is_openai
    monkeypatch.setenv("OPENAI_BASE_URL", "https://us.openai.azure.com")
    with pytest.raises(SettingsError, match="OPENAI_API_VERSION"):
        settings()
    monkeypatch.setenv("OPENAI_API_VERSION", "2024-10-21")

    assert model().api_version == "2024-10-21"


def test_the_environment_outranks_the_folder_and_the_folder_the_home(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".env").write_text(f"OKR_COACH_MODEL=of-home\nOPENAI_BASE_URL=http://home/v1\nOPENAI_API_KEY={KEY}\n")
    assert (model().name, model().host, key_of(model())) == ("of-home", "home", KEY)
    Path(".env").write_text("export OKR_COACH_MODEL='of-folder'\n")
    assert (model().name, model().host) == ("of-folder", "home")
    monkeypatch.setenv("OKR_COACH_MODEL", "of-environment")

    assert (model().name, model().host) == ("of-environment", "home")
    assert "OPENAI_API_KEY" not in os.environ


def test_a_value_is_taken_as_it_is_written(home: Path) -> None:
    Path(".env").write_text('OKR_COACH_MODEL=m\nOPENAI_BASE_URL=http://h/v1\nOPENAI_API_KEY="sk-$HOME-${HOME}#1"\n')

    assert key_of(model()) == "sk-$HOME-${HOME}#1"


@pytest.mark.parametrize("damage", ['OPENAI_API_KEY="sk-secret', "OPENAI_API_KEY 'sk-secret", "OKR_COACH_MODEL=a\x00b"])
def test_damage_in_a_line_of_ours_is_told_without_its_value(damage: str, home: Path) -> None:
    Path(".env").write_text(f"OTHER=1\n{damage}\n")
    with pytest.raises(SettingsError, match="line 2") as caught:
        settings()

    assert "sk-secret" not in str(caught.value)


def test_damage_in_lines_of_others_is_theirs(home: Path) -> None:
    Path(".env").write_bytes(b"if then 'else\nNAME=\xff\xfe\nOKR_COACH_MODEL=m\nOPENAI_BASE_URL=http://h/v1\n")

    assert model().name == "m"


def test_a_folder_cannot_have_the_users_key_sent_to_its_own_endpoint(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(".env").write_text("OKR_COACH_MODEL=m\nOPENAI_BASE_URL=https://elsewhere.example/v1\n")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with pytest.raises(SettingsError, match="same place") as caught:
        settings()

    assert KEY not in str(caught.value)


def test_a_file_that_is_named_is_read_in_place_of_the_folders(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(".env").write_text("OKR_COACH_MODEL=of-folder\nOPENAI_BASE_URL=http://h/v1\n")
    named = tmp_path / "other.env"
    monkeypatch.setenv("OKR_COACH_ENV", str(named))
    with pytest.raises(SettingsError, match="OKR_COACH_ENV"):
        settings()
    named.write_text("OKR_COACH_MODEL=of-file\nOPENAI_BASE_URL=http://h/v1\n")

    assert model().name == "of-file" and env_file() == named


def test_a_model_is_kept_without_its_key(home: Path) -> None:
    chosen = ModelSettings("m", "https://h/v1", SecretStr(KEY), timeout=9.0)
    path = save_model(home, chosen)

    assert KEY not in "".join(p.read_text() for p in home.rglob("*") if p.is_file())
    assert json.loads(path.read_text())["timeout"] == 9.0
    assert model() == chosen
    assert settings("other").model == ModelSettings("other", "https://h/v1", SecretStr(KEY), timeout=9.0)
    # Another process knows the endpoint, and has to be given the key.
    program = "from coach.settings import settings; m = settings().model; print(m.name, m.host, m.key)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert done.stdout.split() == ["m", "h", "None"]
    forget_model(home)
    assert settings().model is None


def test_the_variables_key_goes_to_no_endpoint_that_was_typed_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    save_model(home, ModelSettings("kept", "https://elsewhere.example/v1"))
    assert model().key is None
    save_model(home, ModelSettings("kept"))
    key = model().key
    assert key is not None and key.get_secret_value() == KEY


def test_the_variables_outrank_what_was_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_model(home, ModelSettings("kept", "http://kept/v1"))
    monkeypatch.setenv("OKR_COACH_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://h/v1")
    assert model().name == "m"
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.setenv("OKR_COACH_MODEL", "")

    assert settings().model is None


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"{",
        b"\xff",
        b"{}",
        b'{"name": ""}',
        b'{"name": "m", "base_url": "file:///x"}',
        b'{"name": "m", "timeout": "9"}',
    ],
)
def test_a_damaged_file_of_a_model_is_told(content: bytes, home: Path) -> None:
    (home / "model.json").write_bytes(content)

    with pytest.raises(SettingsError, match=r"model\.json"):
        settings()


def test_nothing_shows_a_key_or_a_password(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKR_COACH_MODEL", "m")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OKR_COACH_DATABASE_URL", "postgresql://me:hunter2@db/okr")
    chosen = settings()

    assert chosen.database_url.endswith("@db/okr")
    assert KEY not in repr(chosen) + str(chosen) and "hunter2" not in repr(chosen) + str(chosen)


@pytest.mark.parametrize("key", ["two words", "schlüssel"])
def test_what_can_be_no_key_is_told_without_it(key: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKR_COACH_MODEL", "m")
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(SettingsError, match="OPENAI_API_KEY") as caught:
        settings()

    assert key not in str(caught.value)
