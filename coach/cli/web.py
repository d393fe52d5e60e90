"""``okr-coach app``: the page, on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from coach.errors import KnowledgeError
from coach.paths import shipped


def run(
    port: Annotated[int, typer.Option(help="The port the page is served on.", min=1, max=65535)] = 8501,
) -> None:
    """Open the page at http://localhost:8501. It is served to this machine only, and sends nothing anywhere, unless a model is set: then drafts go to its endpoint."""
    from coach.settings import ENV_FILE, env_file, settings

    page = page_file()
    rules = settings().house_rules
    if rules is not None:
        os.environ["OKR_COACH_RULES"] = str(rules.resolve())
    variables = env_file()
    if variables is not None:
        os.environ[ENV_FILE] = str(variables.resolve())
    os.chdir(page.parent)  # where Streamlit looks for the theme and for "no telemetry"
    sys.stdout.flush()
    # The process becomes the page's server, so that a signal to it ends the server and not only a parent of it.
    options = ("--server.address=localhost", "--server.headless=true", "--browser.gatherUsageStats=false")
    command = [sys.executable, "-m", "streamlit", "run", str(page), f"--server.port={port}", *options]
    os.execv(sys.executable, command)


def page_file() -> Path:
    """`app.py`, beside the library in a checkout and inside it in an installed package.

    Raises:
        KnowledgeError: it is in neither place.
    """
    found = shipped("app.py")
    if not found.is_file():
        raise KnowledgeError(f"the page (app.py) is not in {found.parent}; install okr-coach again")
    return found
