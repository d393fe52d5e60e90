"""Labelled cases: both forms, what is refused, and that there are enough of them."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coach.criteria import catalogue
from coach.detectors import DETECTORS
from evals.cases import Case, CasesError, Site, read_cases, shipped_cases
from tests.evals.made import LABELLED, PLACED, written


@cache
def _all() -> list[Case]:
    return read_cases(shipped_cases())


def _on_lines() -> list[Case]:
    return [case for case in _all() if case.kinds]


def test_labels_of_the_corpus_become_what_is_expected_of_every_line(tmp_path: Path) -> None:
    (case,) = read_cases([written(tmp_path / "cases.jsonl", LABELLED)])
    assert (case.family, case.field, case.kinds) == ("twins", "hospital ward", {0: "activity", 1: "outcome"})
    assert {site for site, holds in case.expected.items() if holds} == {Site("activity-key-result", 0, 0)}
    assert len(case.expected) == 3 + 2 * 6
    assert case.words(Site("missing-baseline", 0, 1)) == "Median stay from 6.1 to 5.2 days"


def test_a_draft_with_places_counts_the_places_named_and_no_other(tmp_path: Path) -> None:
    (case,) = read_cases([written(tmp_path / "cases.jsonl", PLACED)])
    assert case.expected == {Site("missing-deadline", 0, 1): True, Site("too-many-objectives", -1, -1): False}
    assert (case.family, case.kinds) == ("two", {})


def test_a_changed_draft_and_changed_labels_are_told_apart(tmp_path: Path) -> None:
    other_draft, other_labels = copy.deepcopy(LABELLED), copy.deepcopy(LABELLED)
    other_draft["key_results"][1] = "Median stay from 7 to 5.2 days"
    other_labels["labels"]["key_results"][1]["vague"] = "yes"
    one, redrafted, relabelled = (
        read_cases([written(tmp_path / "cases.jsonl", row)])[0] for row in (LABELLED, other_draft, other_labels)
    )
    assert one.content != redrafted.content and one.labels == redrafted.labels
    assert one.content == relabelled.content and one.labels != relabelled.labels


def _with(row: dict[str, Any], change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    other = copy.deepcopy(row)
    change(other)
    return other


@pytest.mark.parametrize(
    "row",
    [
        "{not JSON",
        "[1]",
        "5",
        '"text"',
        _with(LABELLED, lambda r: r.pop("labels")),
        _with(LABELLED, lambda r: r["labels"].pop("objective")),
        _with(LABELLED, lambda r: r["labels"].update(objective="clear")),
        _with(LABELLED, lambda r: r["labels"]["objective"].update(focus="vauge")),
        _with(LABELLED, lambda r: r["labels"]["key_results"][0].update(kind="Activity")),
        _with(LABELLED, lambda r: r["labels"]["key_results"][0].update(metric="n/a")),
        _with(LABELLED, lambda r: r["labels"]["key_results"].pop()),
        _with(LABELLED, lambda r: r.update(key_results="Launch it")),
        _with(LABELLED, lambda r: r["key_results"].__setitem__(0, "")),
        _with(PLACED, lambda r: r.update(draft=[])),
        _with(PLACED, lambda r: r.update(draft={})),
        _with(PLACED, lambda r: r.update(expect=["missing-deadline"])),
        _with(PLACED, lambda r: r["expect"][0].pop("criterion")),
        _with(PLACED, lambda r: r["expect"][0].update(criterion="missing-dedline")),
        _with(PLACED, lambda r: r["expect"][0].update(key_result=2)),
        _with(PLACED, lambda r: r["expect"][0].update(key_result=-1)),
        _with(PLACED, lambda r: r["expect"][0].update(key_result="1")),
        _with(PLACED, lambda r: r.update(innocent=r["expect"])),
    ],
)
def test_what_is_no_case_is_refused_by_file_and_line(tmp_path: Path, row: Any) -> None:
    path = written(tmp_path / "mine.jsonl", {**LABELLED, "id": "first"}, "", row)
    with pytest.raises(CasesError, match=r"mine\.jsonl, line 3: "):
        read_cases([path])


def test_an_id_that_comes_twice_is_refused(tmp_path: Path) -> None:
    paths = [written(tmp_path / name, LABELLED) for name in ("a.jsonl", "b.jsonl")]
    with pytest.raises(CasesError, match=r"b\.jsonl, line 1: the id 'one' comes twice"):
        read_cases(paths)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}\n')
    for name in ("none.jsonl", "latin.jsonl", "."):
        with pytest.raises(CasesError, match="could not be read"):
            read_cases([tmp_path / name])


def test_other_line_ends_inside_a_text_do_not_split_a_case(tmp_path: Path) -> None:
    row = _with(LABELLED, lambda r: r.update(team="a\u2028b\x85c"))
    (tmp_path / "c.jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert len(read_cases([tmp_path / "c.jsonl"])) == 1


@pytest.mark.parametrize("path", shipped_cases(), ids=lambda path: path.name)
def test_every_shipped_file_loads_alone(path: Path) -> None:
    assert read_cases([path])


def test_there_are_enough_labelled_lines_of_many_fields() -> None:
    assert sum(len(case.kinds) for case in _on_lines()) >= 600
    assert len(_on_lines()) >= 200
    assert len({case.field for case in _on_lines()}) >= 40


def test_every_criterion_with_a_detector_has_enough_on_both_sides() -> None:
    sides = Counter((site.criterion, holds) for case in _all() for site, holds in case.expected.items())
    detected = [name for name, criterion in catalogue().items() if criterion.detector in DETECTORS]
    lacking = {
        name: (sides[name, True], sides[name, False])
        for name in detected
        if min(sides[name, True], sides[name, False]) < 60
    }
    assert not lacking, "positives and negatives, below 60"


def test_there_are_fully_good_okrs_and_families_of_versions() -> None:
    assert sum(not any(case.expected.values()) for case in _on_lines()) >= 40
    versions = Counter(case.family for case in _on_lines())
    assert sum(count > 1 for count in versions.values()) >= 40
