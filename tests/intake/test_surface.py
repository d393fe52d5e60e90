"""The surface of the package: its public names, and what importing it may cost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import coach.intake


def test_public_names() -> None:
    assert coach.intake.__all__ == ["read_bytes", "read_file", "read_json", "read_lines", "read_text"]


def test_importing_loads_no_heavy_library() -> None:
    code = "import sys, coach.intake; print([m for m in ('openpyxl', 'docx', 'lxml', 'ftfy', 'charset_normalizer') if m in sys.modules])"

    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )

    assert said.stdout.strip() == "[]"


def test_articles_about_okrs_are_not_okrs() -> None:
    article = (
        "Most rollouts fail. They fail because of how they are run. That is what we see every year.\n"
        "In most places, strategy is not the issue. Leaders know where they want to go. The problem is elsewhere.\n"
        "The problem is turning that strategy into:\n- Clear priorities\n- Aligned teams\n- Consistent delivery\n"
        "But nobody steps back to ask:\n- How are decisions made today?\n- What drives delivery?\n"
        "These sound good, but they do not guide anyone. Teams are left guessing what success looks like.\n"
        "Before writing anything, strong teams ask where they are today. They design the system first.\n"
        "This includes:\n- Governance\n- Cadence\n- Ownership\n"
        "The goal is not dependency on external support. It is a system that runs independently.\n"
        "Fix the system, and the rest starts to work. That is the whole trick of it, in the end.\n"
    )

    draft = coach.intake.read_text(article)

    assert draft.is_empty and draft.unread
    assert any("No objective or key result was found" in notice for notice in draft.notices)
