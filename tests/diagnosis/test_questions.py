"""The questions of the diagnosis: whole, in plain words, and each cited from guidance that is about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coach.diagnosis.cited import passages_for
from coach.diagnosis.questions import AUDIT, load_questionnaire, questionnaire
from coach.errors import KnowledgeError
from coach.guidance import guidance_passages
from coach.paths import shipped
from coach.shared import shared_coach

_ABOUT = {
    "priorities": "too-many-okrs mid-cycle-adjustment",
    "leadership": "leadership-own-okrs",
    "decisions": "starting-with-a-diagnosis fixing-the-system",
    "ownership": "one-named-driver weak-accountability-loops",
    "cadence": "cadence weekly-check-ins set-and-forget",
    "standard": "one-page-standard",
    "writing": "task-based-key-results outcomes-not-output",
    "same-standard": "one-page-standard",
    "in-the-work": "cadence isolation-from-work",
    "shared-priorities": "shared-okrs alignment-theatre",
    "named-driver": "one-named-driver green-yellow-red weak-accountability-loops",
    "covers-the-aim": "covering-the-objective task-based-key-results",
    "weekly-talk": "weekly-check-ins cadence",
    "review-changes": "reviews-that-change-nothing",
    "who-notices": "weak-accountability-loops one-named-driver",
    "team-part": "teams-not-involved",
    "leaders-report": "leadership-own-okrs",
    "leaders-agenda": "leadership-own-okrs",
    "decided-by": "set-and-forget fixing-the-system",
    "clash": "alignment-by-conversation alignment-theatre",
    "stay-put": "mid-cycle-adjustment too-many-okrs",
    "by-heart": "too-many-okrs",
    "refuse": "objectives-that-create-focus",
    "start-and-target": "baselines without-a-baseline what-makes-a-key-result",
}
"""The documents that a reader would want cited, for each area and question."""


def test_the_audit_has_five_statements_and_every_subject_has_questions() -> None:
    asked = questionnaire()
    (audit,) = [part for part in asked.parts if part.id == AUDIT]
    assert len(audit.questions) == 5
    assert all(list(question.answers) == ["holds", "not"] for question in audit.questions)
    for area in ("cadence", "ownership", "leadership", "decisions", "priorities", "writing"):
        assert sum(question.area == area for question in asked.questions) >= 2, area
    assert {question.id for question in asked.questions} | {area.id for area in asked.areas} == set(_ABOUT)


@pytest.mark.parametrize("name", _ABOUT)
def test_what_it_says_is_cited_from_guidance_that_is_about_it(name: str) -> None:
    asked = questionnaire()
    look_for = next(one.look_for for one in (*asked.areas, *asked.questions) if one.id == name)
    (cited,) = passages_for(shared_coach(), look_for)

    assert cited.passage.split("#")[0].removeprefix("guidance/") in _ABOUT[name].split()
    text = next(passage.text for passage in guidance_passages() if passage.id == cited.passage)
    assert cited.excerpt in text
    assert cited.attribution


def test_no_words_of_it_are_read_as_markdown() -> None:
    written = [
        words
        for question in questionnaire().questions
        for words in (question.text, *(answer.says for answer in question.answers.values()))
    ]
    assert written and not [words for words in written if re.search(r"[*_`\[\]<>#$\\~:|]", words)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("area: standard", "area: weather", "no area 'weather'"),
        ("id: in-the-work", "id: same-standard", "two questions"),
        ("sources: [five-silent-killers,", "sources: [hearsay,", "hearsay"),
        ("    lead: Say yes only to what you could show somebody today.\n", "", "not complete"),
        ('not: {says: "No", points: "Each team', 'seldom: {says: "No", points: "Each team', "from 'holds' to 'not'"),
    ],
)
def test_a_fault_in_the_file_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (shipped("knowledge") / "diagnosis" / "questions.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "questions.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(KnowledgeError, match=said) as caught:
        load_questionnaire(path)
    assert "questions.yaml" in str(caught.value)
