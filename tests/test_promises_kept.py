"""The promise that the coach loses nothing: every line of what was pasted is in the draft, unread, or known decoration."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.intake import read_text
from coach.okr import Draft, Objective, Wording
from coach.shared import shared_coach
from tests.support.drafts import FIELDS

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
@example(
    [
        "1. Better chairside communication",
        "Team: Orchard crew",
        "Objective: Anxious patients come back for the second visit",
    ]
)
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
