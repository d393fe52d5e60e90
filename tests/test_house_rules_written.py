"""House rules written: what is put in can be read again, a preview says what would change, a file is replaced whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.criteria import SEVERITIES, catalogue
from coach.errors import HouseRulesError
from coach.house_rules import HouseRules, parse_house_rules
from coach.house_rules.edit import named, with_criterion, without
from coach.house_rules.file import as_text, keep_house_rules, kept_text
from coach.house_rules.preview import changes_by
from coach.intake import read_text
from coach.shared import shared_coach

_WITH_TERMS = sorted(name for name, criterion in catalogue().items() if criterion.takes_terms)
_words = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
)
_rules = st.builds(
    HouseRules,
    limits=st.just({"too-many-objectives": {"company": 4.0, "team": 2.5}}) | st.just({}),
    severity=st.dictionaries(st.sampled_from(sorted(catalogue())), st.sampled_from(SEVERITIES), max_size=3),
    off=st.dictionaries(st.sampled_from(sorted(catalogue())), _words, max_size=3),
    terms=st.dictionaries(st.sampled_from(_WITH_TERMS), st.lists(_words, min_size=1, max_size=3), max_size=2),
    question_below=st.sampled_from([0.8, 0.0, 0.55]),
)


@given(_rules)
def test_what_is_written_is_read_again_as_it_was(rules: HouseRules) -> None:
    assert parse_house_rules(as_text(rules), catalogue(), "okr-coach.yaml") == rules


def test_words_are_written_on_one_line() -> None:
    rules = HouseRules(off={"no-parent-link": " for\n now\x85"}, terms={"vague-wording": ["zingy\u2028"]})
    read = parse_house_rules(as_text(rules), catalogue(), "okr-coach.yaml")
    assert (read.off, read.terms) == ({"no-parent-link": "for now"}, {"vague-wording": ["zingy"]})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# ours\nseverity:\n  missing-owner: urgent\n", 3),
        ("limits:\n  too-many-objectives:\n    company: 3\n    galaxy: 4\n", 4),
        ("off:\n  no-parent-link: kept elsewhere\n  no-such-thing: because\n", 3),
        ("off:\n  no-parent-link: ' '\n", 2),
        ("terms:\n  missing-owner: [zingy]\n", 2),
        ("severity: {missing-owner: fix}\noff: {a: b\n", 3),
        ("\n\nlimit: 3\n", 3),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(HouseRulesError, match=rf"^okr-coach\.yaml, line {line}: "):
        parse_house_rules(text, catalogue(), "okr-coach.yaml")


def test_a_criterion_is_put_in_and_taken_back() -> None:
    criterion = catalogue()["too-many-objectives"]
    shipped = {name: float(limit) for name, limit in criterion.data["limits"].items()}
    rules = with_criterion(HouseRules(), criterion, severity=criterion.severity, off=None, limits=shipped, terms=[])
    assert rules == HouseRules(), "what is as the page has it is not written down"

    rules = with_criterion(rules, criterion, "fix", "for now", {**shipped, "team": 2}, [])
    assert (rules.severity, rules.off) == ({criterion.id: "fix"}, {criterion.id: "for now"})
    assert rules.limits == {criterion.id: {"team": 2}} and named(rules) == (criterion.id,)
    assert without(rules, criterion.id) == HouseRules()


def test_a_preview_says_what_goes_comes_and_weighs_otherwise() -> None:
    draft = read_text("Objective: Guests come back on their own\n- Launch the portal\n- Returning guests at 35%\n")
    coach = shared_coach()
    rules = HouseRules(
        off={"activity-key-result": "elsewhere"},
        severity={
            finding.criterion: "fix" for finding in coach.by_rules(draft).findings if finding.severity == "improve"
        },
        limits={"too-many-key-results": {"most": 1, "advice": 1}},
    )

    found = {(change.kind, change.finding.criterion) for change in changes_by(coach, rules, draft)}
    assert ("goes", "activity-key-result") in found
    assert ("comes", "too-many-key-results") in found
    assert any(kind == "severity" for kind, _ in found)
    assert changes_by(coach, coach.rules, draft) == ()


def test_a_file_is_replaced_whole_and_its_former_version_stays(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "okr-coach.yaml"
    assert kept_text(path) == "" and keep_house_rules(path, "# one") is None
    former = keep_house_rules(path, "# two: é\n")

    assert path.read_text(encoding="utf-8") == "# two: é\n"
    assert former is not None and former.read_text(encoding="utf-8") == "# one\n"
    with pytest.raises(HouseRulesError, match="what was there stays"):
        keep_house_rules(path, "\ud800")
    assert path.read_text(encoding="utf-8") == "# two: é\n"
    assert sorted(file.name for file in path.parent.iterdir()) == ["okr-coach.yaml", "okr-coach.yaml.bak"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("# one\n", encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "real.yaml")
    keep_house_rules(tmp_path / "link.yaml", "# two\n")

    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text(encoding="utf-8") == "# two\n"
