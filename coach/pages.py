"""Reads a Markdown page of the knowledge base: front matter and sections."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.errors import KnowledgeError


@dataclass(frozen=True)
class Section:
    """What stands under one ``## title``."""

    title: str
    body: str


@dataclass(frozen=True)
class Page:
    """A page: its front matter, and its sections in order."""

    front: dict[str, Any]
    sections: tuple[Section, ...]


def read_page(path: Path) -> Page:
    """The page at `path`.

    Raises:
        KnowledgeError: there is no front matter, it is no YAML mapping, or there is no section.
    """
    import yaml

    text = path.read_text(encoding="utf-8")
    match = re.match(r"\A---\n(.*?)\n---\n(.*)\Z", text, re.DOTALL)
    if match is None:
        raise KnowledgeError(
            f"{path.name}: no front matter; expected the page to begin with a block between '---' lines"
        )
    try:
        front = yaml.load(match.group(1), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise KnowledgeError(f"{path.name}: the front matter is not YAML: {error}") from error
    if not isinstance(front, dict):
        raise KnowledgeError(f"{path.name}: the front matter is no mapping; expected lines such as 'title: ...'")
    return Page(front, _sections(match.group(2), path))


def _sections(body: str, path: Path) -> tuple[Section, ...]:
    parts = re.split(r"^## (.+)\n", body, flags=re.MULTILINE)
    if len(parts) < 3:
        raise KnowledgeError(f"{path.name}: no sections; expected headings such as '## What it checks'")
    return tuple(Section(title.strip(), text.strip()) for title, text in zip(parts[1::2], parts[2::2], strict=True))
