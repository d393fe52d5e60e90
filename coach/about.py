"""What this program is called and which version runs."""

from __future__ import annotations

from functools import cache


@cache
def version() -> str:
    """The installed version; "0+checkout" where it runs from files that were never installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed_version

    try:
        return installed_version("okr-coach")
    except PackageNotFoundError:
        return "0+checkout"
