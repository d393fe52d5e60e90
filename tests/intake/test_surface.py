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
        "Why our goals faded last spring. We ran two workshops and everybody left with a page of plans.\n"
        "Nobody doubted the strategy. What was missing was the part after it, which we had skipped:\n"
        "- Fewer priorities\n- Teams that talk to one another\n- A steady pace\n"
        "We also never asked ourselves a few plain questions:\n- Who decides when two goals collide?\n- What slows us down?\n"
        "The sentences on the wall sounded fine. On a Tuesday they told no one what to do next.\n"
        "Next time we begin with a look at where we stand, and only then write anything down.\n"
        "We will set up:\n- Roles\n- A calendar\n- One page of rules\n"
        "In the end we want to need no helper for this, because it has become how we work.\n"
    )

    draft = coach.intake.read_text(article)

    assert draft.is_empty and draft.unread
    assert any("No objective or key result was found" in notice for notice in draft.notices)
