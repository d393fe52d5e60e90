"""``python -m coach`` is the command line, where no entry point is installed."""

from __future__ import annotations

from coach.cli import app

if __name__ == "__main__":
    app(prog_name="okr-coach")
