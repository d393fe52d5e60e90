"""The knowledge base: enough of it, each part with its source, and in the project's own words."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from coach.criteria import catalogue
from coach.errors import KnowledgeError
from coach.guidance import guidance_passages, sources
from coach.metrics import load_metrics, metric_library
from coach.paths import shipped

_KNOWLEDGE = shipped("knowledge")
_GUIDANCE = sorted((_KNOWLEDGE / "guidance").glob("*.md"))
_ARTICLES = Path(__file__).parents[2] / "shared" / "sources"
_RUN = 12
"""Words in a row that would be a copy."""


def test_there_are_thirty_documents_of_guidance() -> None:
    assert len(_GUIDANCE) >= 30
    assert len({passage.document for passage in guidance_passages()}) == len(_GUIDANCE)


def test_every_section_names_its_source_and_says_something() -> None:
    names = set(sources().values())
    for passage in guidance_passages():
        assert passage.attribution and set(passage.attribution) <= names, passage.id
        assert 15 <= len(passage.text.split()) <= 400, passage.id
        assert "Source:" not in passage.text and "Asked:" not in passage.text, passage.id


def test_passages_have_ids_of_their_own() -> None:
    assert [name for name, count in Counter(passage.id for passage in guidance_passages()).items() if count > 1] == []


def test_guidance_supports_the_catalogue() -> None:
    supported = {criterion for passage in guidance_passages() for criterion in passage.criteria}
    assert set(catalogue()) <= supported, "every criterion has guidance of its own"
    assert supported <= set(catalogue()) | _LATER, "and none that is unknown"


_LATER = {
    "duplicated-effort", "competing-goals", "copied-down", "overloaded-owner", "undeclared-dependency", "inconsistent-format", "stale-check-in", "red-without-plan", "status-theatre", "all-targets-hit",
}  # fmt: skip
"""Criteria of the design that judge a department or the cycle; their pages come with their detectors."""


def test_every_source_of_a_page_is_known() -> None:
    import yaml

    known = set(yaml.safe_load((_KNOWLEDGE / "sources.yaml").read_text(encoding="utf-8")))
    assert {key for criterion in catalogue().values() for key in criterion.sources} <= known


@pytest.mark.parametrize(
    "subject",
    [
        "baseline", "stretch", "0.7", "milestone", "weekly", "driver", "conversation", "shared", "KPI", "bonus", "mid-cycle", "diagnosis", "outcome", "output", "leadership", "counter-measure", "vanity", "theatre",
        "slogan", "parent", "objective", "cadence", "owner", "task", "department",
    ],
)  # fmt: skip
def test_guidance_speaks_of_a_subject(subject: str) -> None:
    assert any(subject.lower() in f"{p.document} {p.section} {p.text}".lower() for p in guidance_passages())


def test_the_metric_library_is_wide_enough() -> None:
    metrics = metric_library().metrics
    assert len(metrics) >= 150
    assert len({metric.function for metric in metrics}) >= 12
    assert len({metric.name.lower() for metric in metrics}) == len(metrics)
    titles = " ".join({metric.function.lower() for metric in metrics})
    for function in (
        "sales",
        "marketing",
        "product",
        "engineering",
        "operations",
        "support",
        "people",
        "finance",
        "legal",
        "it",
        "health",
        "education",
        "public",
    ):
        assert re.search(rf"\b{function}", titles), function


@pytest.mark.parametrize("metric", metric_library().metrics, ids=lambda metric: metric.id)
def test_a_metric_is_whole_and_invents_no_value(metric: object) -> None:
    from coach.metrics import Metric

    assert isinstance(metric, Metric)
    assert not re.search(r"\d", metric.name), "a name with a figure would put it into a suggestion"
    assert not re.search(r"[%€$£\[\]]", metric.name)
    assert metric.direction in ("up", "down", "hold") and metric.timing in ("leading", "lagging")
    assert metric.answers and all(metric.answers)
    assert all(len(text.split()) >= 3 for text in (metric.what, metric.gaming)) and metric.comes_from and metric.unit


def test_an_activity_leads_to_a_metric_of_its_own_kind() -> None:
    for activity, function in [
        ("Launch the email campaign", "marketing"),
        ("Write a sales playbook", "sales"),
        ("Train new nurses", "health"),
    ]:
        found = metric_library().for_activity(activity, count=5)
        assert len(found) == 5 and [score for _, score in found] != []
        assert any(function in metric.function.lower() for metric, _ in found), (
            activity,
            [metric.id for metric, _ in found],
        )
    assert metric_library().for_activities([]) == []


def test_a_metric_that_lacks_a_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "boats.yaml").write_text(
        "title: Boats\nmetrics:\n  - id: berth-nights\n    name: nights in a berth\n", encoding="utf-8"
    )
    with pytest.raises(KnowledgeError, match=r"boats\.yaml.*berth-nights.*unit"):
        load_metrics(tmp_path)


def test_a_section_without_a_source_is_refused(tmp_path: Path) -> None:
    (tmp_path / "guidance").mkdir()
    (tmp_path / "sources.yaml").write_text("practice: {title: Practice}\n", encoding="utf-8")
    page = tmp_path / "guidance" / "boats.md"
    page.write_text("---\ntitle: Boats\n---\n\n## Berths\n\nCount them.\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"boats\.md.*Berths.*no source"):
        guidance_passages(tmp_path)
    page.write_text("---\ntitle: Boats\n---\n\n## Berths\n\nCount them.\n\nSource: hearsay\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="hearsay"):
        guidance_passages(tmp_path)


@pytest.mark.skipif(
    not _ARTICLES.is_dir(),
    reason="the articles that the guidance stands on are not beside this checkout (../shared/sources)",
)
def test_nothing_is_copied_from_the_articles() -> None:
    taken: dict[tuple[str, ...], str] = {}
    for article in _ARTICLES.glob("*.txt"):
        for run in _runs(article.read_text(encoding="utf-8")):
            taken[run] = article.name
    assert taken
    copied = {
        f"{path.name}: {' '.join(run)}": taken[run]
        for path in sorted(_KNOWLEDGE.rglob("*"))
        if path.suffix in (".md", ".yaml") and path.name != "sources.yaml"  # which holds their titles
        for run in _runs(path.read_text(encoding="utf-8"))
        if run in taken
    }
    assert copied == {}


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+(?:['’][a-z]+)?", text.lower())
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
