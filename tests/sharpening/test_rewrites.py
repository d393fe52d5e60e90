"""A model's better line is shown only if it invents nothing, is better by the same criteria and keeps the subject."""

from __future__ import annotations

import pytest

from coach.detectors import DraftRead
from coach.intake import read_json, read_text
from coach.okr import Draft
from coach.shared import shared_coach
from coach.sharpening.invention import Given, invention_in
from coach.sharpening.rewrites import (
    MOVES_VALUES,
    NO_BETTER,
    NOT_PLAIN,
    NOTHING_TO_MEND,
    OTHER_SUBJECT,
    Better,
    passing,
)

DRAFT = read_text("""Period: 2027-Q2
Objective: Patients at Elmwood go home sooner
KR1: Launch the discharge checklist on all wards
KR2: Increase the share of patients discharged before noon to 30%
KR3: Improve satisfaction of patients
KR4: Cut the waiting time for transport from 90 to 45 minutes
""")


def _tried(place: tuple[int, int], text: str, draft: Draft = DRAFT) -> Better | str:
    coach = shared_coach()
    found, dropped = passing({place: text}, DraftRead(draft, coach.read(draft)), coach.fires)
    return found[place] if found else next(iter(dropped))


@pytest.mark.parametrize(
    ("place", "text", "clears"),
    [
        ((0, 1), "Increase the share of patients discharged before noon from [baseline] to 30%", "missing-baseline"),
        ((0, 1), "Share of patients discharged before noon from [baseline] to 30 %", "missing-baseline"),
        ((0, 2), "Share of patients who are satisfied from [baseline] to [target]", "vague-wording"),
        (
            (0, 0),
            "Share of patients on all wards who go home with a discharge checklist from [baseline] to [target]",
            "activity-key-result",
        ),
    ],
)
def test_a_line_that_is_better_passes(place: tuple[int, int], text: str, clears: str) -> None:
    found = _tried(place, text)
    assert isinstance(found, Better), found
    assert clears in found.clears
    assert found.suggestion.origin == "model" and found.suggestion.text == text
    assert found.suggestion.blanks == tuple(b for b in ("baseline", "target") if f"[{b}]" in text)


@pytest.mark.parametrize(
    ("place", "text", "why"),
    [
        ((0, 1), "Increase the share of patients discharged before noon from 22% to 30%", "a figure"),
        ((0, 1), "Increase the share of patients discharged before noon from a fifth to 30%", "a figure"),
        ((0, 1), "Increase the share of patients discharged before noon from [baseline of 22] to 30%", "a figure"),
        ((0, 1), "Increase the share of patients discharged before noon from [twenty percent] to 30%", "a figure"),
        ((0, 1), "Increase the share of patients discharged before noon from [baseline] to 30% by March", "a date"),
        ((0, 1), "Increase the share of patients discharged before noon from [baseline] to 30% by Q3", "a figure"),
        ((0, 1), "Increase the share of patients discharged before noon from [baseline] to 30% next month", "a date"),
        ((0, 2), "Satisfaction of patients from [baseline] to [target] minutes", "a unit"),
        ((0, 2), "Satisfaction of patients from [baseline] to [target] per week", "a unit"),
        ((0, 2), "Satisfaction of patients from €[baseline] to €[target]", "a unit"),
        ((0, 2), "Satisfaction of patients in the NPS from [baseline] to [target]", "a name"),
        ((0, 2), "Priya lifts satisfaction of patients from [baseline] to [target]", "a name"),
        ((0, 2), "Satisfaction of patients at Riverside from [baseline] to [target]", "a name"),
        ((0, 1), "Share of patients discharged before noon from [baseline] to [target]", MOVES_VALUES),
        ((0, 3), "Waiting time for transport from 45 to 90 minutes", MOVES_VALUES),
        ((0, 2), "Share of [patients](https://x.y) satisfied from [baseline] to [target]", NOT_PLAIN),
        ((0, 2), "Satisfaction of patients <b>from</b> [baseline] to [target]", NOT_PLAIN),
        ((0, 2), "Satisfaction of patients from [BASELINE] to [target]", NOT_PLAIN),
        ((0, 2), "[metric]", NOT_PLAIN),
        ((0, 2), "Satisfaction " * 60, NOT_PLAIN),
        ((0, 2), "Share of invoices paid late from [baseline] to [target]", OTHER_SUBJECT),
        ((0, 2), "Improve satisfaction of patients significantly", NO_BETTER),
        ((0, 0), "Launch the discharge checklist on all wards quickly", NO_BETTER),
        ((0, 3), "Waiting time for transport of patients from 90 to 45 minutes", NOTHING_TO_MEND),
    ],
)
def test_a_line_that_does_not_stand_up_is_dropped_with_its_reason(place: tuple[int, int], text: str, why: str) -> None:
    found = _tried(place, text)
    assert isinstance(found, str), found
    assert why in found


@pytest.mark.parametrize(
    ("text", "invented"),
    [
        ("from 90 minutes to 45 minutes by 30 June", None),
        ("from 90 min to 30 min", "figure"),
        ("30 minutes", "figure"),
        ("90%", "figure"),
        ("under 12%", None),
    ],
)
def test_a_figure_keeps_its_kind(text: str, invented: str | None) -> None:
    given = "wait from 90 to 45 minutes, 12 % of them at most, by 30 June"
    assert invention_in(text, Given(given, given)) == invented


def test_names_of_the_objective_may_be_used() -> None:
    found = _tried((0, 2), "Share of patients at Elmwood who are satisfied from [baseline] to [target]")
    assert isinstance(found, Better), found


def test_a_line_with_brackets_of_its_own_gets_no_rewrite() -> None:
    draft = read_text("Objective: Patients go home sooner\nKR1: Improve satisfaction [patients]\n")
    assert _tried((0, 0), "Satisfaction of patients from [baseline] to [target]", draft) == NOT_PLAIN


def test_what_columns_say_counts_for_a_line_and_its_rewrite() -> None:
    draft = read_json(
        {
            "period": "2027-Q2",
            "objectives": [
                {
                    "objective": "Patients go home sooner",
                    "key_results": [
                        {"text": "Improve the satisfaction of patients", "owner": "Ines", "due": "30 June"}
                    ],
                }
            ],
        }
    )
    found = _tried((0, 0), "Satisfaction of patients from [baseline] to [target] by 30 June", draft)
    assert isinstance(found, Better), found


@pytest.mark.parametrize(
    ("text", "invented"),
    [
        ("Serve 20 patients a day", None),
        ("serve 20 patients within 3 weeks", "figure"),
        ("twenty-one patients", "figure"),
        ("double the patients", "figure"),
        ("20 patients by end of June", None),
        ("20 patients by 20 May", "date"),
        ("20 patients on Monday", "date"),
        ("[share] % of patients", "unit"),
        ("20 patients weekly", "unit"),
        ("20 patients with SAP", "name"),
        ("Patients. Zanzibar comes", "name"),
        ("Patients of Bo's ward", None),
        ("[target] minutes", "unit"),
        ("20 patients a day by end of June, 20%", "figure"),
        ("[number of patients]", None),
        ("[patients, 20 of them]", "figure"),
    ],
)
def test_what_was_not_given_is_seen(text: str, invented: str | None) -> None:
    given = "serve 20 patients a day of Bo's ward by end of June"
    assert invention_in(text, Given(given, given)) == invented
