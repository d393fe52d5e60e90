from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.cycle import compare, since_words
from coach.cycle.matching import likeness_of, pairs_of
from coach.cycle.reviewed_lines import ReviewedLine, lines_by_team, read_reviews
from coach.cycle.since import LineChange
from coach.department.contract import TeamReview
from coach.errors import InputError
from coach.intake import read_text
from coach.reading.result import Where
from coach.shared import shared_coach

_OLD = """\
Objective: Onboarding feels effortless
KR: Launch the new wizard
KR: Activation rate to 40%
KR: Support tickets from 40 to 15 a week by 31 March 2027
"""
_NEW = """\
Objective: Onboarding feels effortless
KR: Shops that finish setup alone from 30% to 55% by 31 March 2027
KR: Activation rate from 22% to 35% by 31 March 2027
KR: Support tickets from 40 to 15 a week by 31 March 2027
"""


def _review(text: str, team: str = "A") -> dict[str, Any]:
    draft = read_text(text).model_copy(update={"team": team})
    return json.loads(json.dumps(shared_coach().by_rules(draft).as_json()))


def _line(changes: tuple[LineChange, ...], start: str) -> LineChange:
    (found,) = [line for line in changes if (line.new or line.old or "").startswith(start)]
    return found


def test_lines_are_followed_through_rewording_and_replacement() -> None:
    (team,) = compare([_review(_OLD)], [_review(_NEW)]).teams
    reworded = _line(team.lines, "Activation")
    assert reworded.kind == "reworded" and reworded.old == "Activation rate to 40%"
    assert {"missing-baseline", "missing-deadline"} <= set(reworded.fixed)
    assert ("", "from 22%") in reworded.edits
    replaced = _line(team.lines, "Shops")
    assert (replaced.kind, replaced.old) == ("replaced", "Launch the new wizard")
    assert "activity-key-result" in replaced.fixed
    assert team.tally.found == 0


def test_better_wording_with_an_easier_target_is_said() -> None:
    comparison = compare([_review(_OLD)], [_review(_NEW)])
    (team,) = comparison.teams
    (easier,) = team.easier
    assert (
        easier.target is not None
        and "target easier" in easier.target.effects
        and "start written down" in easier.target.effects
    )
    assert easier.verdict is not None and easier.verdict.startswith(
        "The wording is better, and the target is easier than before"
    )
    assert "Better wording, easier target" in since_words.as_text(comparison)


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ("Churn from 9% to 5% by 31 March 2027", "Churn from 9% to 7% by 31 March 2027", "target easier"),
        ("Churn from 9% to 5% by 31 March 2027", "Churn from 9% to 4% by 31 March 2027", "target harder"),
        ("Churn from 9% to 5% by 31 March 2027", "Churn to 5% by 31 March 2027", "start dropped"),
        ("Churn from 9% to 5% by 31 March 2027", "Churn from 10% to 5% by 31 March 2027", "start changed"),
        ("Answer time from 4 hours to 60 minutes", "Answer time from 4 hours to 1 hour", None),
    ],
)
def test_what_became_of_start_and_target(before: str, after: str, effect: str | None) -> None:
    old, new = (
        f"Objective: Customers stay with us\nKR: {line}\nKR: Visits from 10 to 90 a week\n" for line in (before, after)
    )
    (team,) = compare([_review(old)], [_review(new)]).teams
    effects = [e for line in team.lines if line.target for e in line.target.effects]
    assert effects == ([effect] if effect else [])


def test_a_dropped_line_mends_nothing() -> None:
    new = "\n".join(line for line in _OLD.splitlines() if "wizard" not in line)
    (team,) = compare([_review(_OLD)], [_review(new)]).teams
    dropped = _line(team.lines, "Launch")
    assert dropped.kind == "dropped" and "activity-key-result" in dropped.gone
    assert "activity-key-result" not in {c for line in team.lines for c in line.fixed}


def test_teams_that_come_and_go_are_named() -> None:
    comparison = compare([_review(_OLD, "A"), _review(_OLD, "B")], [_review(_OLD, "a "), _review(_NEW, "C")])
    assert [(team.team, team.is_new, team.is_gone) for team in comparison.teams] == [
        ("a ", False, False),
        ("C", True, False),
        ("B", False, True),
    ]
    assert comparison.teams[0].tally.fixed == comparison.teams[0].tally.found == 0


def test_the_same_run_twice_has_no_change() -> None:
    comparison = compare([_review(_OLD)], [_review(_OLD)])
    (team,) = comparison.teams
    assert not any(line.is_change for line in team.lines)
    assert comparison.tally.still > 0 and comparison.targets == {}


def test_team_reviews_and_their_json_give_the_same() -> None:
    drafts = [read_text(text).model_copy(update={"team": "A"}) for text in (_OLD, _NEW)]
    reviews = [
        TeamReview(draft_id="d", team="A", units=(0,), review=shared_coach().by_rules(draft)) for draft in drafts
    ]
    assert compare(reviews[:1], reviews[1:]) == compare([_review(_OLD)], [_review(_NEW)])


def test_counts_add_up_by_team_and_by_criterion() -> None:
    comparison = compare([_review(_OLD, "A"), _review(_NEW, "B")], [_review(_NEW, "A"), _review(_OLD, "B")])
    for part in ("fixed", "found", "still", "gone"):
        total = getattr(comparison.tally, part)
        assert total == sum(getattr(tally, part) for tally in comparison.criteria.values())
        assert total == sum(getattr(team.tally, part) for team in comparison.teams)
    value = json.loads(since_words.as_json(comparison))
    assert value["totals"]["fixed"] == comparison.tally.fixed


def test_a_file_that_is_no_review_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "reviews.jsonl"
    path.write_text(json.dumps(_review(_OLD)) + "\n\n{}\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 3"):
        list(read_reviews(tmp_path))
    with pytest.raises(InputError, match="no such file"):
        list(read_reviews(tmp_path / "gone.jsonl"))


def test_hostile_lines_control_neither_terminal_nor_markdown() -> None:
    hostile = "Objective: Be \x1b[31mred\u202e\nKR: Launch \x1b]0;x\x07 <b>it</b>\n"
    comparison = compare([_review(_OLD)], [_review(hostile)])
    shown = since_words.as_text(comparison) + since_words.as_markdown(comparison) + since_words.as_json(comparison)
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


_text = st.text(alphabet="abcde fghij 0123456789%", min_size=1, max_size=30).map(str.strip).filter(bool)


def _lines(texts: list[str]) -> list[ReviewedLine]:
    return [ReviewedLine(0, Where(objective=0, key_result=j), text, frozenset()) for j, text in enumerate(texts)]


@given(st.lists(_text, max_size=6), st.lists(_text, max_size=6))
def test_every_line_is_matched_once_dropped_or_added(old: list[str], new: list[str]) -> None:
    before, after = _lines(old), _lines(new)
    pairs, gone, come = pairs_of(before, after)
    assert sorted(line.where.key_result or 0 for line in [*(p[0] for p in pairs), *gone]) == list(range(len(old)))
    assert sorted(line.where.key_result or 0 for line in [*(p[1] for p in pairs), *come]) == list(range(len(new)))


@given(_text, _text)
def test_likeness_lies_between_0_and_1(old: str, new: str) -> None:
    assert 0.0 <= likeness_of(old, new) <= 1.0


def test_lines_of_a_review_without_a_team_go_by_its_id() -> None:
    review = _review(_OLD)
    review["draft"]["team"] = None
    review["draft_id"] = "d7"
    assert list(lines_by_team([review])) == ["d7"]
