"""The databases that the store is tested on: SQLite always, PostgreSQL where a server and the driver are installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.store.conversations import Conversations
from coach.store.database import Database

_STARTS_WITHIN = 60
"""Seconds; it only ends a test that would hang."""
_USER = "postgres"
"""PostgreSQL does not run as root."""


def _program(name: str) -> str | None:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return shutil.which(name, path=os.pathsep.join([*map(str, reversed(places)), os.environ.get("PATH", "")]))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A server of our own on a loopback port: the start of its URLs."""
    initdb, postgres = _program("initdb"), _program("postgres")
    if initdb is None or postgres is None:
        pytest.skip("no PostgreSQL server on this machine; `apt-get install postgresql` brings it")
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("no PostgreSQL driver; `pip install 'psycopg[binary]'` brings it")
    folder = Path(tempfile.mkdtemp(prefix="okr-coach-postgres-"))
    user = _USER if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "user": user, "cwd": folder}
    command = [initdb, "-D", str(folder / "data"), "-U", "coach", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(command, check=True, **quiet)  # type: ignore[call-overload]
    options = ["-D", str(folder / "data"), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder), "-F"]
    server = subprocess.Popen([postgres, *options], **quiet)  # type: ignore[call-overload]
    try:
        url = f"postgresql://coach@127.0.0.1:{port}/postgres"
        _wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    import psycopg  # type: ignore[import-not-found, unused-ignore]

    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended before it listened"
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"PostgreSQL did not answer within {_STARTS_WITHIN} s")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'coach.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    import psycopg

    name = f"coach_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield f"{server.rsplit('/', 1)[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def conversations(url: str) -> Iterator[Conversations]:
    """The store on an empty database."""
    store = Conversations(Database(url))
    yield store
    store.database.close()
