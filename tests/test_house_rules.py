"""House rules: what an organisation changes in its one small file, and how the review shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.criteria import Criterion, catalogue
from coach.critique import Review
from coach.errors import CoachError, HouseRulesError
from coach.house_rules import HouseRules, read_house_rules, with_house_rules
from coach.intake import read_text
from coach.reviewer import Coach
from coach.settings import Settings, settings
from coach.shared import shared_coach

_DRAFT = """Level: team
Period: 2027-Q2
Objective: Guests come back on their own
KR: Launch the new portal
KR: Returning guests at 35%
"""


def _rules(text: str, folder: Path) -> HouseRules:
    path = folder / "okr-coach.yaml"
    path.write_text(text, encoding="utf-8")
    return read_house_rules(path, catalogue())


def _review(rules: HouseRules | None, draft: str = _DRAFT) -> Review:
    return Coach(rules=rules, reader=shared_coach().reader, home=shared_coach().home).review(read_text(draft))


def _found(review: Review) -> set[str]:
    return {finding.criterion for finding in review.findings}


def test_without_rules_the_defaults_hold() -> None:
    assert {"activity-key-result", "missing-baseline", "no-parent-link"} <= _found(_review(None))
    # By what they hold: what a criterion has computed of itself meanwhile makes it no other.
    unchanged = with_house_rules(catalogue(), HouseRules())
    assert {name: c.model_dump() for name, c in unchanged.items()} == {
        n: c.model_dump() for n, c in catalogue().items()
    }


def test_a_criterion_is_switched_off_with_a_reason_that_the_review_shows(tmp_path: Path) -> None:
    review = _review(_rules("off:\n  no-parent-link: We keep alignment in another tool.\n", tmp_path))

    assert "no-parent-link" not in _found(review)
    assert [(e.criterion, e.reason, e.by) for e in review.excused] == [
        ("no-parent-link", "We keep alignment in another tool.", "house rules")
    ]
    assert review.as_json()["excused"][0]["reason"] == "We keep alignment in another tool."


def test_a_limit_is_changed(tmp_path: Path) -> None:
    five = "Level: company\n" + "\n".join(
        f"Objective: {name} guests come back on their own" for name in ("Young", "Old", "Local", "Foreign", "Rich")
    )
    assert "too-many-objectives" in _found(_review(None, five))
    assert "too-many-objectives" not in _found(
        _review(_rules("limits:\n  too-many-objectives: {company: 5}\n", tmp_path), five)
    )
    assert "too-many-objectives" in _found(
        _review(_rules("limits:\n  too-many-objectives: {department: 9, team: 9}\n", tmp_path), five)
    )


def test_a_severity_is_changed_and_decides_the_order(tmp_path: Path) -> None:
    review = _review(_rules("severity:\n  missing-baseline: fix\n  activity-key-result: consider\n", tmp_path))
    by_criterion = {finding.criterion: finding.severity for finding in review.findings}

    assert by_criterion["missing-baseline"] == "fix"
    assert by_criterion["activity-key-result"] == "consider"
    order = [finding.criterion for finding in review.findings]
    assert order.index("missing-baseline") < order.index("activity-key-result")


def test_a_term_is_added(tmp_path: Path) -> None:
    draft = "Objective: Guests come back on their own\nKR: The lobby is zingy\n"
    rules = _rules("terms:\n  vague-wording: [zingy]\n", tmp_path)
    words = [word.text for word in _review(rules, draft).readings[0].vague_words]

    assert words == ["zingy"]
    assert "zingy" in with_house_rules(catalogue(), rules)["vague-wording"].terms()
    assert "zingy" not in catalogue()["vague-wording"].terms(), "the shipped page stays as it is"


def test_terms_are_taken_where_a_review_looks_for_them_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    terms = Criterion.terms

    def seen(self: Criterion, name: str = "terms") -> tuple[str, ...]:
        asked.update([self.id] if name == "terms" else [])
        return terms(self, name)

    monkeypatch.setattr(Criterion, "terms", seen)
    _review(None, _DRAFT + "KR: The lobby is nicer\nKR: Obtain the ISO 9001 certificate\nKR: 900 page views a day\n")
    assert asked == {c.id for c in catalogue().values() if c.takes_terms and c.applies_to != "cycle"}


def test_the_threshold_of_a_question_is_changed(tmp_path: Path) -> None:
    asking = _review(_rules("question_below: 1.0\n", tmp_path))
    judging = _review(_rules("question_below: 0.0\n", tmp_path))
    criteria = catalogue()

    assert all(f.is_question and f.message == criteria[f.criterion].doubt for f in asking.findings if f.confidence < 1)
    assert any(not f.is_question and f.message == criteria[f.criterion].message for f in judging.findings)


def test_a_line_is_excused_with_a_reason() -> None:
    draft = _DRAFT.replace(
        "Returning guests at 35%", "Returning guests at 35% (ok: missing-baseline, first year of counting)"
    )
    review = _review(None, draft)

    assert "missing-baseline" not in _found(review)
    (excused,) = (e for e in review.excused if e.criterion == "missing-baseline")
    assert (excused.reason, excused.by) == ("first year of counting", "draft")
    assert "Returning guests at 35%" in excused.quote
    assert "activity-key-result" in _found(review), "an excuse holds for its own line and criterion"


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert _rules("", tmp_path) == HouseRules()
    assert _rules("# nothing yet\n", tmp_path) == HouseRules()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("off:\n  no-parent-links: because\n", "no-parent-links"),
        ("off:\n  no-parent-link: ''\n", "reason"),
        ("off:\n  no-parent-link:\n", "no-parent-link"),
        ("off: [no-parent-link]\n", "off"),
        ("severity:\n  missing-owner: urgent\n", "severity.missing-owner"),
        ("limits:\n  too-many-objectives: {galaxy: 4}\n", "company"),
        ("limits:\n  too-many-objectives: {company: lots}\n", "limits.too-many-objectives.company"),
        ("terms:\n  vague-wording: zingy\n", "terms.vague-wording"),
        (
            "terms:\n  missing-owner: [zingy]\n",
            "those that do: business-as-usual, status-theatre, vague-wording, vanity-metric",
        ),
        ("terms:\n  bare-milestone: [zingy]\n", "bare-milestone looks for no terms"),
        ("question_below: 7\n", "question_below"),
        ("limit:\n  too-many-objectives: {company: 4}\n", "limit"),
        ("- off\n", "top"),
        ("off: {no-parent-link: [\n", "YAML"),
        ("off: !!python/object/apply:os.system ['true']\n", "YAML"),
        ("off: !!timestamp soon\n", "YAML"),
        ("off: !!bool maybe\n", "YAML"),
        ("off: !!int ''\n", "YAML"),
        ("off: &a {<<: [*a]}\n", "'<<' is not read here"),
        ("a: &a {x: 1}\noff:\n  <<: *a\n", "line 3"),
        ("off: &a [*a]\n", "'off'"),
        ("[" * 5000, "YAML"),
        ('off: {no-parent-link: "\\ud800"}\n', "half a character"),
        ("# " + "x" * 200_000, "at most 200,000"),
    ],
)
def test_a_wrong_rule_is_refused_in_words(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(HouseRulesError) as caught:
        _rules(text, tmp_path)
    assert "okr-coach.yaml" in str(caught.value) and said in str(caught.value)
    assert isinstance(caught.value, CoachError)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HouseRulesError, match=r"gone\.yaml"):
        read_house_rules(tmp_path / "gone.yaml", catalogue())
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00off")
    with pytest.raises(HouseRulesError, match=r"bytes\.yaml"):
        read_house_rules(tmp_path / "bytes.yaml", catalogue())


def test_the_rules_are_found_where_the_settings_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, work, named = tmp_path / "home", tmp_path / "work", tmp_path / "named.yaml"
    for folder in (home, work):
        folder.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("OKR_COACH_HOME", str(home))
    monkeypatch.delenv("OKR_COACH_RULES", raising=False)
    assert settings() == Settings(home, None)

    (home / "okr-coach.yaml").write_text("off: {no-parent-link: at home}\n", encoding="utf-8")
    assert settings().house_rules == home / "okr-coach.yaml"
    (work / "okr-coach.yaml").write_text("off: {no-parent-link: at work}\n", encoding="utf-8")
    assert settings().house_rules == work / "okr-coach.yaml"
    monkeypatch.setenv("OKR_COACH_RULES", str(named))
    assert settings().house_rules == named

    with pytest.raises(HouseRulesError, match=r"named\.yaml"):
        Coach.from_settings()
    named.write_text("off: {no-parent-link: named}\n", encoding="utf-8")
    assert Coach.from_settings().rules.off == {"no-parent-link": "named"}


def test_a_long_list_under_many_names_is_refused_before_it_is_unfolded(tmp_path: Path) -> None:
    """Thirty thousand words under ten thousand names would be three hundred million."""
    words = ", ".join(["a"] * 30_000)
    names = "".join(f"  n{number}: *w\n" for number in range(7_000))
    with pytest.raises(HouseRulesError, match="line 3: terms: there is no criterion 'n0'"):
        _rules(f"terms:\n  vague-wording: &w [{words}]\n{names}", tmp_path)
