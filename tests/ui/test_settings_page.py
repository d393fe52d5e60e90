"""The settings page without a browser: what is set and from where, setting another model, trying it out, working alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coach.settings import settings
from coach.ui import visitor
from coach.ui.settings.words import ALONE, ELSEWHERE
from tests.support.model_server import ModelServer, fails, gives
from tests.ui.test_review_page import html, press

APP = str(Path(__file__).parents[2] / "app.py")
KEY = "sk-proj-Abc123Def456Ghi789Jkl"


@pytest.fixture(autouse=True)
def at_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "is_here", lambda: True)


@pytest.fixture
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("OKR_COACH_HOME", str(tmp_path))
    return tmp_path


def opened() -> AppTest:
    from streamlit.util import calc_hash

    app = AppTest.from_file(APP, default_timeout=60)
    app._page_hash = calc_hash("settings")
    return app.run()


def set_model(app: AppTest, endpoint: str, name: str, key: str) -> AppTest:
    for field, value in zip(app.text_input, (endpoint, name, key), strict=True):
        field.set_value(value)
    return press(app, "Use this model")


def test_without_a_model_it_says_so_and_that_nothing_leaves(own_home: Path) -> None:
    app = opened()

    assert not app.exception
    assert ALONE in html(app)
    assert "Nothing leaves this machine." in html(app)
    assert "Check" not in [button.label for button in app.button]


def test_a_model_is_set_with_its_key_in_memory_alone_checked_and_given_up(own_home: Path) -> None:
    with ModelServer([gives({"word": "ready"})]) as server:
        app = set_model(opened(), server.base_url + "/", "scripted", KEY)
        model = settings().model
        assert model is not None and model.base_url == server.base_url
        assert model.key is not None and model.key.get_secret_value() == KEY
        assert f"the model answers at {server.host}" in html(app)
        assert "this page" in html(app)
        assert not any(KEY.encode() in file.read_bytes() for file in own_home.rglob("*") if file.is_file())
        assert app.text_input[2].value == ""
        assert KEY not in html(app)

        press(app, "Check")
        assert "json_schema" in html(app) and "median of 3 short calls" in html(app)
        assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
        app.run()
        assert "median of 3 short calls" in html(app)

        press(app, "Work without a model")
    assert settings().model is None
    assert ALONE in html(app)


def test_another_model_at_the_same_endpoint_keeps_the_key_and_another_endpoint_does_not(own_home: Path) -> None:
    app = set_model(opened(), "http://localhost:1/v1", "one", KEY)
    set_model(app, "http://localhost:1/v1", "two", "")
    kept = settings().model
    assert kept is not None and kept.name == "two" and kept.key is not None

    set_model(app, "http://localhost:2/v1", "two", "")
    elsewhere = settings().model
    assert elsewhere is not None and elsewhere.key is None


@pytest.mark.parametrize(
    ("endpoint", "name", "said"),
    [
        ("http://user:pw@example.org/v1", "m", "carries no password"),
        ("nonsense <b>", "m", "is no URL"),
        ("http://localhost:1/v1", " ", "the model’s name"),
    ],
)
def test_what_cannot_be_is_one_message_and_changes_nothing(own_home: Path, endpoint: str, name: str, said: str) -> None:
    app = set_model(opened(), endpoint, name, "")

    assert said in html(app) and "<b>" not in html(app).split(said)[0].rsplit("<p", 1)[-1]
    assert settings().model is None
    assert app.text_input[0].value == endpoint


def test_a_check_that_fails_says_why(own_home: Path) -> None:
    with ModelServer([fails(401, "no such key")], probes=False) as server:
        app = press(set_model(opened(), server.base_url, "scripted", KEY), "Check")

    assert 'role="alert"' in html(app)
    assert "401" in html(app)
    assert KEY not in html(app)


def test_what_the_environment_sets_is_not_changed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKR_COACH_MODEL", "scripted")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://models.example.org/v1")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    app = opened()

    assert "set in the environment, which outranks this page" in html(app)
    assert "Each review sends the draft" in html(app) and "models.example.org" in html(app)
    assert not app.text_input
    assert "Work without a model" not in [button.label for button in app.button]
    assert KEY not in html(app)


def test_who_is_not_at_the_machine_cannot_change_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "is_here", lambda: False)
    app = opened()

    assert ELSEWHERE in html(app)
    assert not app.text_input


@pytest.mark.parametrize(
    ("headers", "address", "here"),
    [
        ({"Host": "localhost:8501"}, None, True),
        ({"Host": "127.0.0.1:8501"}, "127.0.0.1", True),
        ({"Host": "[::1]:8501"}, None, True),
        ({"Host": "coach.example.org"}, None, False),
        ({"Host": "localhost:8501"}, "10.1.2.3", False),
        ({"Host": "localhost:8501", "X-Forwarded-For": "10.1.2.3"}, None, False),
        ({}, None, False),
    ],
)
def test_who_is_at_the_machine(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], address: str | None, here: bool
) -> None:
    from types import SimpleNamespace

    monkeypatch.undo()
    monkeypatch.setattr(visitor, "st", SimpleNamespace(context=SimpleNamespace(headers=headers, ip_address=address)))

    assert visitor.is_here() is here
