"""Documents to passages: each section is one passage, with what it is from and a hash of the whole.

Guidance is what advice may cite. Examples of the criteria pages are passages of their own kind and are never
cited as guidance: a bad OKR must not be quoted as advice.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from coach.errors import KnowledgeError
from coach.pages import Page, Section, read_page
from coach.paths import shipped

PassageKind = Literal["guidance", "own", "criterion", "example"]

_SOURCE_LINE = re.compile(r"\n+Source: (.+?)\s*\Z", re.DOTALL)
_ASKED_LINE = re.compile(r"\n+Asked: (.+?)\s*\Z", re.DOTALL)


@dataclass(frozen=True)
class Passage:
    """One passage of the knowledge base."""

    id: str
    """``guidance/outcomes-not-output#The difference in one question``; unique in the knowledge base."""
    kind: PassageKind
    document: str
    section: str
    text: str
    attribution: tuple[str, ...] = ()
    """What the facts in it are from, in words a reader can look up."""
    criteria: tuple[str, ...] = ()
    """The criteria it supports, by id."""
    asked: tuple[str, ...] = ()
    """Ways people ask for it, in their words: what it is found by, beside its own text, and never cited."""

    @property
    def indexed(self) -> str:
        """Its own words for the index: headings and text."""
        return f"{self.document}. {self.section}. {self.text}"


def sources(folder: Path | None = None) -> dict[str, str]:
    """What each source key stands for, in words: "Measure What Matters (John Doerr, 2018)".

    Raises:
        KnowledgeError: `sources.yaml` has an entry without a title.
    """
    import yaml

    path = (folder or shipped("knowledge")) / "sources.yaml"
    found = {}
    for key, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        if "title" not in entry:
            raise KnowledgeError(f"{path.name}: '{key}' has no title; every source needs one")
        details = ", ".join(str(entry[name]) for name in ("author", "date") if name in entry)
        found[key] = f"{entry['title']} ({details})" if details else entry["title"]
    return found


def guidance_passages(folder: Path | None = None) -> list[Passage]:
    """The passages of `knowledge/guidance/`, one a section.

    Raises:
        KnowledgeError: a section names no source, or one that `sources.yaml` does not have.
    """
    root = folder or shipped("knowledge")
    names = sources(root)
    found = []
    for path in sorted((root / "guidance").glob("*.md")):
        page = read_page(path)
        found += [_guidance(section, page, path, names) for section in page.sections]
    return found


def _guidance(section: Section, page: Page, path: Path, names: dict[str, str]) -> Passage:
    match = _SOURCE_LINE.search(section.body)
    if match is None:
        raise KnowledgeError(
            f"{path.name}, '{section.title}': no source; expected a last line such as 'Source: general-practice'"
        )
    keys = [key.strip() for key in match.group(1).split(",")]
    unknown = [key for key in keys if key not in names]
    if unknown:
        raise KnowledgeError(
            f"{path.name}, '{section.title}': source '{unknown[0]}' is not in sources.yaml; add it there"
        )
    body = section.body[: match.start()].strip()
    asked = _ASKED_LINE.search(body)
    return Passage(
        id=f"guidance/{path.stem}#{section.title}",
        kind="guidance",
        document=str(page.front["title"]),
        section=section.title,
        text=(body[: asked.start()] if asked else body).strip(),
        attribution=tuple(names[key] for key in keys),
        criteria=tuple(page.front.get("criteria") or ()),
        asked=tuple(way.strip() for way in asked.group(1).split("|")) if asked else (),
    )


def criteria_passages(criteria: dict[str, Any]) -> list[Passage]:
    """The prose and the examples of the criteria pages, each example marked as one."""
    found = []
    for criterion in criteria.values():
        for title in ("What it checks", "Why it matters", "Ask yourself", "Known limits"):
            found.append(
                Passage(
                    f"criteria/{criterion.id}#{title}",
                    "criterion",
                    criterion.title,
                    title,
                    criterion.sections[title],
                    (),
                    (criterion.id,),
                )
            )
        for number, example in enumerate(criterion.examples, start=1):
            text = f"Bad: {example.bad}\n{example.bad_because}\nBetter: {example.better}\n{example.better_because}"
            found.append(
                Passage(
                    f"criteria/{criterion.id}#example-{number}",
                    "example",
                    criterion.title,
                    example.field,
                    text,
                    (),
                    (criterion.id,),
                )
            )
    return found


def fingerprint(passages: list[Passage], embedder: str) -> str:
    """A short hash of everything an index is built from: the passages and the embedder's name."""
    digest = hashlib.sha256(embedder.encode())
    for passage in passages:
        digest.update(repr(passage).encode())
    return digest.hexdigest()[:16]
