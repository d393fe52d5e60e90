"""What every test stands on: a data directory of its own, an empty environment, and an honest list of what was left out."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.support.browser import browser as browser

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

ALL = "OKR_COACH_TEST_ALL"
"""Set where a browser is promised (`.ci/run`): a browser test that is left out then fails the run."""
_OURS = pytest.StashKey[str]()
_OUTSIDE = (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OKR_COACH_MODEL",
    "OKR_COACH_RULES",
    "OKR_COACH_DATABASE_URL",
    "OKR_COACH_EMBEDDINGS",
    "OKR_COACH_ENV",
    "OPENAI_API_TYPE",
    "OPENAI_API_VERSION",
    "LANGSMITH_TRACING",
    "LANGCHAIN_TRACING_V2",
    "NO_COLOR",
    "FORCE_COLOR",
)

# No test asserts on the clock: a slow machine must not fail one.
settings.register_profile("coach", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("coach")


def pytest_configure(config: pytest.Config) -> None:
    """One data directory for the whole run, so that the index is built once. Workers inherit it."""
    for name in _OUTSIDE:
        os.environ.pop(name, None)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Started in the background of a shell: what the tests start would ignore interrupts too.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):
        config.stash[_OURS] = os.environ["OKR_COACH_HOME"] = tempfile.mkdtemp(prefix="okr-coach-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if _OURS in config.stash:
        shutil.rmtree(config.stash[_OURS], ignore_errors=True)


def _left_out(reporter: TerminalReporter) -> list[tuple[str, str]]:
    """Each browser test that was not run, with the reason it gave."""
    found = []
    for report in reporter.stats.get("skipped", []):
        if "browser" in report.keywords:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            found.append((report.nodeid, reason.removeprefix("Skipped: ")))
    return found


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where all tests are promised, a browser test that was left out is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    left_out = reporter is not None and _left_out(reporter)
    if left_out and os.environ.get(ALL) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say what was left out, and why."""
    others: dict[str, int] = {}
    browser = _left_out(terminalreporter)
    for report in terminalreporter.stats.get("skipped", []):
        if "browser" not in report.keywords and isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            others[reason] = others.get(reason, 0) + 1
    if browser:
        terminalreporter.section(f"{len(browser)} browser tests were left out")
        for test, reason in browser:
            terminalreporter.line(f"{test}: {reason}")
        if os.environ.get(ALL):
            terminalreporter.line(f"{ALL} is set, so this run has failed.", red=True)
    if others:
        terminalreporter.section("other tests that were left out")
        for reason, count in others.items():
            terminalreporter.line(f"{count}: {reason}")
