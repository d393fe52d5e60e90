"""The documents keep their word: links lead somewhere, the README's table is the catalogue, its examples run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from coach.criteria import SEVERITY_WORDS, catalogue
from coach.house_rules import read_house_rules
from coach.intake import read_json, read_text

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LOCAL_LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)(?:#[^)]*)?\)")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("document", sorted(ROOT.glob("*.md")), ids=lambda path: path.name)
def test_local_links_lead_somewhere(document: Path) -> None:
    for target in LOCAL_LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_links_within_the_readme_lead_to_a_heading() -> None:
    headings = {
        re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    }

    assert set(re.findall(r"\]\(#([^)]+)\)", README)) <= headings


def test_table_is_the_catalogue() -> None:
    rows = re.findall(r"^\| \[`([a-z-]+)`\]\([^)]+\) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", README, re.MULTILINE)

    assert {(name, title.strip(), weight.strip()) for name, title, weight in rows} == {
        (criterion.id, criterion.title.lower(), SEVERITY_WORDS[criterion.severity])
        for criterion in catalogue().values()
    }


def test_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = blocks("python")

    exec(compile(example, "README.md", "exec"), {})

    assert "activity-key-result 'Launch the discharge checklist on all wards'" in capsys.readouterr().out


def test_house_rules_example_is_allowed(tmp_path: Path) -> None:
    (example,) = blocks("yaml")
    path = tmp_path / "okr-coach.yaml"
    path.write_text(example, encoding="utf-8")

    rules = read_house_rules(path, catalogue())

    assert rules.limits["too-many-objectives"] == {"company": 4}
    assert "no-parent-link" in rules.off


def test_json_example_is_a_draft() -> None:
    (example,) = blocks("json")

    draft = read_json(json.loads(example))

    assert [len(objective.key_results) for objective in draft.objectives] == [2]


@pytest.mark.parametrize("line", re.findall(r"^    - (.+\(ok: .+\))$", README, re.MULTILINE))
def test_excuse_example_is_read(line: str) -> None:
    draft = read_text(f"Objective: Get patients home sooner\n- {line}")

    (excuse,) = draft.objectives[0].key_results[0].excuses
    assert (excuse.criterion, excuse.reason) == ("missing-baseline", "we measure it for the first time")
