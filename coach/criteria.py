"""The criteria: each is a page in `knowledge/criteria/`, loaded and validated here, defined nowhere else."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from coach.errors import KnowledgeError
from coach.pages import Page, read_page
from coach.paths import shipped

Severity = Literal["fix", "improve", "consider"]
AppliesTo = Literal["objective", "key-result", "set", "department", "cycle"]

SEVERITIES: tuple[Severity, ...] = ("fix", "improve", "consider")
"""From the most to the least important. In words: "Fix first", "Improve", "Worth a thought"."""
SEVERITY_WORDS: dict[Severity, str] = {"fix": "Fix first", "improve": "Improve", "consider": "Worth a thought"}
SECTIONS = ("What it checks", "Why it matters", "Ask yourself", "Examples", "Known limits")
MODEL_ONLY = "model-only"
_TAKE_TERMS = ("business_as_usual", "status_theatre", "vague_wording", "vanity_metric")
"""The detectors that look for the page's `terms`; the others read no list of words, or lists of other names."""


class Example(BaseModel):
    """A pair from one field of work, with the reason for each side."""

    model_config = ConfigDict(frozen=True)

    field: str
    bad: str
    bad_because: str
    better: str
    better_because: str


class Criterion(BaseModel):
    """One page of the catalogue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    title: str
    applies_to: AppliesTo
    severity: Severity
    since: str
    sources: tuple[str, ...] = Field(min_length=1)
    detector: str
    """The detector's name, or "model-only" where only a model can judge the criterion."""
    message: str
    doubt: str
    question: str
    retrieval: str
    data: dict[str, Any] = Field(default_factory=dict)
    sections: dict[str, str] = Field(repr=False)
    examples: tuple[Example, ...] = Field(min_length=4, repr=False)
    _terms: dict[str, tuple[str, ...]] = PrivateAttr(default_factory=dict)

    def terms(self, name: str = "terms") -> tuple[str, ...]:
        """A list of words from the page's data, lower case."""
        if name not in self._terms:
            self._terms[name] = tuple(str(term).lower() for term in self.data.get(name, ()))
        return self._terms[name]

    @property
    def takes_terms(self) -> bool:
        """Whether words added to its `terms` are looked for."""
        return self.detector in _TAKE_TERMS

    def limit(self, name: str) -> float:
        """A number from the page's ``data: limits:``.

        Raises:
            KnowledgeError: the page has no such limit.
        """
        limits = self.data.get("limits", {})
        if name not in limits:
            raise KnowledgeError(f"{self.id}: no limit named '{name}' in the page's data; expected under `limits:`")
        return float(limits[name])


def load_criteria(folder: Path) -> dict[str, Criterion]:
    """Every page in `folder` by its id, in the order of the ids.

    Raises:
        KnowledgeError: a page is incomplete, or its file is not named after its id.
    """
    pages = sorted(folder.glob("*.md"))
    if not pages:
        raise KnowledgeError(f"no criteria pages in {folder}; expected files such as activity-key-result.md")
    found = {}
    for path in pages:
        criterion = _criterion(read_page(path), path)
        if criterion.id != path.stem:
            raise KnowledgeError(
                f"{path.name}: its id is '{criterion.id}'; expected '{path.stem}', after the file's name"
            )
        found[criterion.id] = criterion
    return found


@cache
def catalogue() -> dict[str, Criterion]:
    """The criteria that ship with the program."""
    return load_criteria(shipped("knowledge") / "criteria")


def _criterion(page: Page, path: Path) -> Criterion:
    titles = tuple(section.title for section in page.sections)
    if titles != SECTIONS:
        raise KnowledgeError(
            f"{path.name}: its sections are {', '.join(titles)}; expected {', '.join(SECTIONS)}, in this order"
        )
    sections = {section.title: section.body for section in page.sections}
    try:
        return Criterion(**page.front, sections=sections, examples=_examples(sections["Examples"], path))
    except (ValidationError, TypeError) as error:
        raise KnowledgeError(f"{path.name}: the front matter is not complete: {error}") from error


_EXAMPLE = re.compile(
    r"^### (?P<field>[^\n]+)\n\s*```bad\n(?P<bad>.*?)\n```\s*\n(?P<bad_because>.+?)\n\s*```better\n(?P<better>.*?)\n```\s*\n(?P<better_because>.+?)\s*(?=^### |\Z)",
    re.MULTILINE | re.DOTALL,
)


def _examples(body: str, path: Path) -> tuple[Example, ...]:
    found = tuple(
        Example(**{name: value.strip() for name, value in match.groupdict().items()})
        for match in _EXAMPLE.finditer(body)
    )
    if len(found) != len(re.findall(r"^### ", body, re.MULTILINE)):
        raise KnowledgeError(
            f"{path.name}: an example is not a `bad` and a `better` block, each followed by its reason; "
            "see any other page for the form"
        )
    return found
