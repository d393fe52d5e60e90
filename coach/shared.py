"""One coach for a process: loading the reader and opening the index takes longer than a review."""

from __future__ import annotations

from functools import cache

from coach.reviewer import Coach


@cache
def shared_coach() -> Coach:
    """The coach as this machine is set up, made once. It holds no draft."""
    return Coach.from_settings()
