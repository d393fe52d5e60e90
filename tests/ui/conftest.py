"""A real server, started once for all browser tests of a worker, and windows of the browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coach.okr import Draft
from coach.reviewer import Coach

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
_STARTS_WITHIN = 120
"""Seconds. No test asserts on the clock: these only end a test that would hang, on a machine with much else to do."""
_ANSWERS_WITHIN = 60_000
"""Milliseconds."""


@pytest.fixture(autouse=True)
def cookie(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a browser's cookie holds where there is no browser: AppTest gives none of its own."""
    from coach.ui import browser_key

    monkeypatch.setattr(browser_key, "held_by_browser", lambda: "1" * 32)


@pytest.fixture
def reviews(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Draft]]:
    """The drafts that the engine was asked to review."""
    asked: list[Draft] = []
    real = Coach.by_rules

    def counting(self: Coach, draft: Draft) -> Any:
        asked.append(draft)
        return real(self, draft)

    monkeypatch.setattr(Coach, "by_rules", counting)
    yield asked


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the app listens, started as a user starts it."""
    with served() as url:
        yield url


@contextmanager
def served(**variables: str) -> Iterator[str]:
    """The app, started with these variables beside those of the tests; where it listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.headless",
        "true",
        "--server.port",
        str(port),
    ]
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **variables}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://localhost:{port}/_stcore/health", server)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until:
        assert server.poll() is None, f"the app ended with exit code {server.returncode} before it listened"
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"{url} did not answer within {_STARTS_WITHIN} s")


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """One window a set of settings: its cache keeps the app's scripts from one test to the next, its pages share nothing."""
    found: dict[str, BrowserContext] = {}

    def window(**settings: Any) -> BrowserContext:
        name = repr(sorted(settings.items()))
        if name not in found:
            found[name] = browser.new_context(**settings)
        return found[name]

    yield window
    for context in found.values():
        context.close()


@pytest.fixture
def open_page(windows: Callable[..., BrowserContext], address: str) -> Iterator[Callable[..., Page]]:
    """Opens the app; a request to any other machine, a script error and a dialog fail the test."""
    pages: list[Page] = []
    wrong: list[str] = []

    def opened(width: int = 1280, height: int = 900, at: str | None = None, **settings: Any) -> Page:
        here = at or address
        page = windows(**settings).new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(_ANSWERS_WITHIN)
        page.on("request", lambda request: wrong.append(request.url) if _elsewhere(request.url, here) else None)
        page.on("websocket", lambda sock: wrong.append(sock.url) if _elsewhere(sock.url, here) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "dialog", lambda dialog: (wrong.append(f"a script of the draft ran: {dialog.message}"), dialog.dismiss())
        )
        page.goto(here)
        page.get_by_label("Your draft").wait_for()
        return page

    yield opened
    for page in pages:
        page.close()
    assert not wrong


def _elsewhere(url: str, address: str) -> bool:
    return url.startswith(("http", "ws")) and not url.replace("ws://", "http://").startswith(address + "/")
