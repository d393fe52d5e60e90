"""Puts what the program reads at run time into the wheel, below ``coach/_shipped`` (see `coach.paths`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("knowledge", "prompts", "app.py", ".streamlit")


class ShippedFolders(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the shipped folders to a real wheel. An editable install reads them from the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a build; `version` is "standard" or "editable"."""
        if version == "standard":
            build_data["force_include"] |= {str(Path(self.root, name)): f"coach/_shipped/{name}" for name in SHIPPED}
