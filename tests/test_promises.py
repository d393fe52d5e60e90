"""The promises of the design on what a review says: it quotes, it cites, it invents nothing, it takes its own medicine, it
loses nothing. By example over every line of `support/lines.yaml`, and by property over drafts assembled from them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.criteria import catalogue
from coach.critique import Finding, Review
from coach.intake import read_json, read_text
from coach.okr import Draft, KeyResult, Objective, Wording
from coach.reviewer import Coach
from coach.shared import shared_coach
from tests.support.drafts import (
    FIELDS,
    RENDERINGS,
    Given,
    as_json,
    blocks,
    given_as_csv,
    given_as_json,
    given_as_text,
    given_as_workbook,
    given_drafts,
    labelled,
    of_field,
)
from tests.support.suggestions import filled, invented, line_of, stems

_by_field = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field["field"])
_EXAMPLES = 60
"""Drafts a property is tried on. A review of one takes 30 to 100 ms."""


def test_there_are_enough_lines() -> None:
    assert len(FIELDS) >= 15
    assert sum(len(field["key_results"]) for field in FIELDS) >= 80


# -- 1: it quotes ------------------------------------------------------------------------------------------------------


def _check_quotes(given_draft: Given) -> None:
    review = shared_coach().review(given_draft.draft)
    for finding in review.findings:
        assert finding.quote
        assert given_draft.words_at(finding.place) == finding.quote, finding.criterion
    assert not any("dropped" in notice for notice in review.notices), review.notices


@_by_field
@pytest.mark.parametrize(
    "render", [*RENDERINGS, given_as_json, given_as_csv, given_as_workbook], ids=lambda render: render.__name__
)
def test_a_quote_stands_where_it_says(field: dict[str, Any], render: Any) -> None:
    rendered = render(of_field(field))
    _check_quotes(rendered if isinstance(rendered, Given) else given_as_text(rendered))


@settings(max_examples=_EXAMPLES)
@given(given_drafts)
def test_a_quote_of_any_draft_stands_where_it_says(given_draft: Given) -> None:
    _check_quotes(given_draft)


@pytest.mark.parametrize(
    "text",
    [
        "Objective: Make “check-in” smoother\u00a0for guests\r\nKR: Improve\u00a0satisfaction \u2028KR: “Better” rooms",
        "\ufeffObjective: Über alles bessere Übergaben\nKR: Übergaben verbessern",
        "Objective: Serve caf\u00c3\u00a9 guests better\nKR: Improve the caf\u00c3\u00a9",
        "🎯 **Objective:** Delight 👩🏽‍🚒 crews\n1️⃣ Improve `response` times\n2️⃣ *Launch* the 🚒 app",
        "| Objective | Key Result |\n|---|---|\n| Happier crews | **Launch** the app |\n| | Improve morale |",
    ],
)
def test_a_quote_survives_what_people_paste(text: str) -> None:
    given_draft = given_as_text(text)
    assert not given_draft.draft.is_empty
    _check_quotes(given_draft)


# -- 2: it cites -------------------------------------------------------------------------------------------------------


def _check_citations(review: Review) -> None:
    index = shared_coach().index
    assert index is not None
    passages = {passage.id: passage for passage in index.passages}
    for finding in review.findings:
        assert finding.citations or any("none" in notice for notice in review.notices), finding.criterion
        for citation in finding.citations:
            passage = passages[citation.passage]
            assert passage.kind in ("guidance", "own"), "an example or a criteria page is never cited as guidance"
            assert citation.excerpt.strip() and citation.excerpt in passage.text
            assert (citation.source, citation.section) == (passage.document, passage.section)
            assert citation.attribution, "every passage names what it is from"
            for criterion in catalogue().values():
                assert not any(pair.bad in citation.excerpt for pair in criterion.examples)


@_by_field
def test_a_citation_is_in_the_knowledge_base(field: dict[str, Any]) -> None:
    _check_citations(shared_coach().review(read_json(as_json(of_field(field)))))


@settings(max_examples=_EXAMPLES)
@given(given_drafts)
def test_any_citation_is_in_the_knowledge_base(given_draft: Given) -> None:
    _check_citations(shared_coach().review(given_draft.draft))


def test_without_an_index_the_review_comes_and_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("no folder", encoding="utf-8")
    draft = read_json(as_json(of_field(FIELDS[0])))
    whole = shared_coach().review(draft)
    review = Coach(reader=shared_coach().reader, home=home).review(draft)

    assert [(f.criterion, f.where, f.quote) for f in review.findings] == [
        (f.criterion, f.where, f.quote) for f in whole.findings
    ]
    assert review.findings and not any(finding.citations for finding in review.findings)
    assert any("guidance" in notice for notice in review.notices)
    assert review.engine.knowledge is None


# -- 3: it invents nothing ---------------------------------------------------------------------------------------------


def _check_nothing_invented(review: Review, source: str) -> None:
    for finding in review.findings:
        suggestion = finding.suggestion
        if suggestion is None:
            continue
        assert invented(suggestion.text, source) == [], f"{finding.criterion}: {suggestion.text!r} from {source!r}"
        for alternative in suggestion.alternatives:
            assert not any(letter.isdigit() for letter in alternative)
        for label in suggestion.blanks:
            assert f"[{label}]" in suggestion.text
        unnamed = [part.split("]")[0] for part in suggestion.text.split("[")[1:]]
        assert all(label in suggestion.blanks or f"[{label}]" in source for label in unnamed), suggestion


@_by_field
def test_nothing_is_invented(field: dict[str, Any]) -> None:
    _check_nothing_invented(shared_coach().review(read_json(as_json(of_field(field)))), labelled(of_field(field)))


@settings(max_examples=_EXAMPLES)
@given(blocks, st.sampled_from(RENDERINGS))
def test_nothing_is_invented_for_any_draft(assembled: Any, render: Any) -> None:
    text = render(assembled)
    _check_nothing_invented(shared_coach().review(read_text(text)), text)


def test_the_checker_sees_what_is_invented() -> None:
    given_words = "Lift activation to 35% in Lyon"
    assert invented("Lift activation from [baseline] to 35% in Lyon by [date]", given_words) == []
    for text in (
        "Lift activation to 36%",
        "Lift activation by June",
        "Lift activation to 35% in Paris",
        "Anna lifts activation",
        "35 days in Lyon",
        "Lift [35 days]",
        "€35 in Lyon",
        "Double activation",
    ):
        assert invented(text, given_words), text


# -- 4: it takes its own medicine --------------------------------------------------------------------------------------


def _mended(draft: Draft, finding: Finding, line: str) -> Draft:
    """The draft with the suggestion taken: in place of the line, or after it where it is to stand beside it."""
    assert finding.where.objective is not None and finding.suggestion is not None
    objectives = list(draft.objectives)
    objective = objectives[finding.where.objective]
    if finding.where.key_result is None:
        changed = objective.model_copy(update={"wording": Wording.plain(line)})
    else:
        results = list(objective.key_results)
        old = results[finding.where.key_result]
        new = KeyResult(wording=Wording.plain(line), owner=old.owner, due=old.due)
        results[finding.where.key_result] = new
        if finding.suggestion.text.startswith("Beside it:"):
            results[finding.where.key_result] = old
            results.append(new)
        changed = objective.model_copy(update={"key_results": tuple(results)})
    objectives[finding.where.objective] = changed
    return draft.model_copy(update={"objectives": tuple(objectives)})


def _of_line(review: Review, finding: Finding) -> set[str]:
    """What is found on the finding's line, by criteria of the finding's own level."""
    level = catalogue()[finding.criterion].applies_to
    return {
        f.criterion
        for f in review.findings
        if f.where == finding.where and catalogue()[f.criterion].applies_to == level
    }


def _side_effects(draft: Draft, choice: int) -> list[str]:
    """The suggestions that, filled in and reviewed again, still have their finding or have gained one; in words."""
    review = shared_coach().review(draft)
    readings = {reading.where: reading for reading in review.readings}
    taken = [(f, filled(f.suggestion.text, readings.get(f.where), choice)) for f in review.findings if f.suggestion]
    again = shared_coach().review_many([_mended(draft, finding, line) for finding, line in taken])
    found = []
    for (finding, line), second in zip(taken, again, strict=True):
        before, after = _of_line(review, finding), _of_line(second, finding)
        if finding.criterion in after:
            found.append(f"{finding.criterion} still fires: {line_of(finding, draft)!r} became {line!r}")
        elif after - before:
            found.append(
                f"{finding.criterion}: {line_of(finding, draft)!r} became {line!r}, which gains {', '.join(sorted(after - before))}"
            )
    return found


@_by_field
@pytest.mark.parametrize("choice", [0, 1, 2])
def test_a_suggestion_filled_in_loses_its_finding_and_gains_none(field: dict[str, Any], choice: int) -> None:
    assert _side_effects(read_json(as_json(of_field(field))), choice) == []


@settings(max_examples=_EXAMPLES // 2)
@given(blocks, st.sampled_from([0, 1, 2]))
def test_a_suggestion_for_any_draft_loses_its_finding_and_gains_none(assembled: Any, choice: int) -> None:
    assert _side_effects(read_json(as_json(assembled)), choice) == []


@_by_field
def test_a_suggestion_is_about_the_same_thing(field: dict[str, Any]) -> None:
    """It shares a content word with the line, or names a metric that answers it. A bare form with blanks is about nothing else."""
    draft = read_json(as_json(of_field(field)))
    strays = []
    for finding in shared_coach().review(draft).findings:
        if finding.suggestion is None or finding.where.objective is None:
            continue
        line = line_of(finding, draft)
        about = stems(line) | stems(draft.objectives[finding.where.objective].text)
        said = stems(finding.suggestion.text)
        metrics = [
            metric
            for metric in shared_coach().library.metrics
            if metric.name.lower() in finding.suggestion.text.lower()
        ]
        answered = any(stems(answer) & stems(line) for metric in metrics for answer in metric.answers)
        if said and not said & about and not answered:
            strays.append(f"{line!r} became {finding.suggestion.text!r}")
    assert strays == []


# -- 10: it loses nothing ----------------------------------------------------------------------------------------------

_CHATTER = [
    "Anna said the numbers from last year are in the shared folder.",
    "Not sure about the second one, can we talk on Thursday?",
    "Agenda: numbers first, then people.",
    "Budget is still open, see the minutes of 12 March.",
    "PS: the cafeteria is closed on Friday.",
    "These were agreed in the offsite and signed off by the board.",
]
_DECORATION = ["---", "=====", "Key results:", "Hi all,", "Thanks,", "", "   ", "***"]
_HEADERS = {
    "Team: Orchard crew": "Orchard crew",
    "Period: Q3 2027": "Q3",
    "Parent: Fruit that people ask for": "Fruit that people ask for",
    "Owner: Priya Nair": "Priya Nair",
}
_pasted_lines = st.one_of(
    st.sampled_from([f"Objective: {text}" for field in FIELDS for text in field["objectives"]]),
    st.sampled_from(
        [mark + text for field in FIELDS for text in field["key_results"] for mark in ("KR: ", "- ", "1. ", "")]
    ),
    st.sampled_from(_CHATTER),
    st.sampled_from(_DECORATION),
    st.sampled_from(list(_HEADERS)),
)


def _kept(draft: Draft) -> str:
    """Everything that a reader of the draft could see, as bare letters and digits."""
    said: list[str | None] = [draft.team, draft.period, draft.parent, *(unread.text for unread in draft.unread)]
    for objective in draft.objectives:
        said += [objective.text, objective.label, objective.team, objective.owner, objective.period, objective.parent]
        said += [initiative.text for initiative in objective.initiatives]
        for result in objective.key_results:
            said += [result.text, result.label, result.owner, result.due, result.status, result.score]
            said += [initiative.text for initiative in result.initiatives]
    return " ".join(_bare(text) for text in said if text)


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _content(line: str) -> str:
    """What of a pasted line must not be lost: its words, without label, bullet or number; empty for known decoration."""
    if line in _DECORATION:
        return ""
    if line in _HEADERS:
        return _bare(_HEADERS[line])
    for mark in ("Objective: ", "KR: ", "- ", "1. "):
        line = line.removeprefix(mark)
    return _bare(line)


@settings(max_examples=200)
@given(st.lists(_pasted_lines, min_size=1, max_size=14))
@example(
    ["Team: Orchard crew", "Objective: Grow", "", "KR: Plant 2,000 new trees", _CHATTER[0], "- Recruit 80 volunteers"]
)
@example([*_CHATTER])
@example(["Hi all,", "Launch the mailing", "Thanks,", _CHATTER[4]])
def test_every_line_is_in_the_draft_or_unread(lines: list[str]) -> None:
    kept = _kept(read_text("\n".join(lines)))
    lost = [line for line in lines if _content(line) not in kept]
    assert lost == [], f"lost: {lost}"


def test_what_was_not_read_is_in_the_review() -> None:
    review = shared_coach().review(
        read_text(f"Objective: Pickers return\nKR: Returning pickers from 38% to 55%\n\n{_CHATTER[1]}\n")
    )
    assert _bare(_CHATTER[1]) in "".join(_bare(unread.text) for unread in review.unread)
    assert any(_bare(_CHATTER[1]) in _bare(unread["text"]) for unread in review.as_json()["unread"])


def test_a_text_without_an_okr_says_so() -> None:
    review = shared_coach().review(read_text("\n".join(_CHATTER)))
    assert review.draft.is_empty and review.findings == ()
    assert review.readiness == "Nothing to review"
    assert review.as_json()["notices"]
    assert _bare("".join(_CHATTER)) == _bare("".join(unread.text for unread in review.unread))


def test_an_objective_without_key_results_is_reviewed() -> None:
    review = shared_coach().review(Draft(objectives=(Objective(wording=Wording.plain("Operational excellence")),)))
    assert "vague-objective" in {finding.criterion for finding in review.findings}
