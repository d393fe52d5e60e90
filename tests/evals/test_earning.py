"""What a model has earned: each judge by hand, the award, and what the reviewer would then show."""

from __future__ import annotations

import dataclasses

import pytest

from coach.llm.model import Usage
from coach.scorecards import ENOUGH_POSITIVES
from evals.cases import Case, Site
from evals.earning import Contest, contests, fingerprint, joined, model_alone, rules_alone, scorecard
from evals.report import Report, rendered
from evals.results import ByModel, Result, Run, Said, as_json, of_json
from evals.runs import RunError
from tests.evals.made import CRITERION, ENGINE, SITE, case

MODEL = {**ENGINE, "model": {"name": "tried", "host": "localhost:1", "prompt": "abcdefabcdef"}}
OTHER = Site("no-metric", 0, 0)


def _said(origin: str = "rules", verdict: str | None = None, unproven: bool = False, site: Site = SITE) -> Said:
    return Said(site, 0.7, unproven, "seen", origin, verdict, unproven)  # type: ignore[arg-type]


RULES_ALONE = _said()
CONFIRMED = _said("both", "says so")
DISPUTED = _said("rules", "says not")
ASKED = _said("model", "says so", unproven=True)
ADDED = _said("model", "says so")


def _result(of: Case, *found: Said, overruled: tuple[Said, ...] = (), beside: tuple[Said, ...] = ()) -> Result:
    heard = ByModel(True, overruled, beside, Usage(tokens_in=100, tokens_out=10))
    return Result(of.id, of.content, found, {}, heard)


def _run(*results: Result) -> Run:
    return Run(MODEL, {result.case: result for result in results})


def _contest(run: Run, cases: list[Case]) -> Contest:
    (row,) = contests(run, cases).rows
    return row


@pytest.mark.parametrize(
    ("result", "rules", "model", "unearned", "earned"),
    [
        ({"found": [RULES_ALONE]}, True, False, True, True),
        ({"found": [CONFIRMED]}, True, True, True, True),
        ({"found": [DISPUTED]}, True, False, True, False),
        ({"overruled": (DISPUTED,)}, True, False, True, False),
        ({"found": [ASKED]}, False, True, True, True),
        ({"found": [ADDED]}, False, True, True, True),
        ({"beside": (ASKED,)}, False, True, False, True),
        ({}, False, False, False, False),
    ],
    ids=["not judged", "confirmed", "disputed", "overruled", "asked", "added", "second opinion", "nothing"],
)
def test_whose_word_a_finding_is(
    result: dict[str, object], rules: bool, model: bool, unearned: bool, earned: bool
) -> None:
    of = case("one")
    found = result.pop("found", [])
    made = _result(of, *found, **result)  # type: ignore[misc, arg-type]
    assert (rules_alone(made).finding(SITE) is not None) is rules
    assert (model_alone(made).finding(SITE) is not None) is model
    assert (joined(made, frozenset()).finding(SITE) is not None) is unearned
    assert (joined(made, frozenset({CRITERION})).finding(SITE) is not None) is earned
    assert joined(made, frozenset({OTHER.criterion})).found == joined(made, frozenset()).found, "criteria are apart"


def _clear_win(places: int) -> tuple[Run, list[Case]]:
    """The detectors raise every place, the model only where it holds."""
    cases = [case(f"c{n}", holds=n < places) for n in range(2 * places)]
    return _run(*(_result(c, CONFIRMED if n < places else DISPUTED) for n, c in enumerate(cases))), cases


def test_a_model_that_is_better_earns_its_say_and_both_follows_it() -> None:
    run, cases = _clear_win(30)
    row = _contest(run, cases)
    assert (row.rules.f1.value, row.model.f1.value) == (pytest.approx(2 / 3), 1.0)
    assert row.difference.value == pytest.approx(1 / 3) and row.difference.low is not None and row.difference.low > 0
    assert row.is_earned and row.verdict == "earned"
    assert row.both.f1.value == 1.0 and row.both.false_positives == 0
    card = scorecard(contests(run, cases))
    assert card.all_earned == (CRITERION,)
    measured = card.criteria[CRITERION]
    assert (measured.positives, measured.model_precision.value, measured.both_f1.value) == (30, 1.0, 1.0)
    assert (card.model, card.host, card.prompt, card.drafts) == ("tried", "localhost:1", "abcdefabcdef", 60)
    assert card.usage == Usage(tokens_in=6000, tokens_out=600)


def test_the_same_win_on_few_places_earns_nothing() -> None:
    run, cases = _clear_win(ENOUGH_POSITIVES - 1)
    row = _contest(run, cases)
    assert row.difference.low is not None and row.difference.low > 0
    assert not row.is_earned and row.verdict == f"no: under {ENOUGH_POSITIVES} places"
    assert row.both.f1.value == row.rules.f1.value, "what it disputes stands"
    assert not scorecard(contests(run, cases)).all_earned


def test_a_model_that_is_worse_earns_nothing_and_spoils_nothing() -> None:
    cases = [case(f"c{n}", holds=n < 30) for n in range(60)]
    run = _run(*(_result(c, DISPUTED) if n < 30 else _result(c, beside=(ASKED,)) for n, c in enumerate(cases)))
    row = _contest(run, cases)
    assert (row.rules.f1.value, row.model.f1.value, row.both.f1.value) == (1.0, 0.0, 1.0)
    assert row.verdict == "no: worse"


def test_a_win_within_one_family_is_not_shown() -> None:
    cases = [case(f"c{n}", holds=n < 30, family="same") for n in range(60)]
    run = _run(*(_result(c, CONFIRMED if n < 30 else DISPUTED) for n, c in enumerate(cases)))
    assert _contest(run, cases).verdict == "no: not shown"


def test_silence_is_no_word_of_the_model() -> None:
    cases = [case(f"c{n}") for n in range(30)]
    row = _contest(_run(*(_result(c, RULES_ALONE) for c in cases)), cases)
    assert (row.rules.recall.held, row.model.recall.held, row.both.recall.held) == (30, 0, 30)


def test_cases_without_an_answer_are_counted_and_score_nobody() -> None:
    cases = [case(f"c{n}") for n in range(5)]
    silent = ByModel(False, notices=("The model was asked too fast.",), usage=Usage(tokens_in=7))
    results = [_result(c, CONFIRMED) for c in cases[:3]]
    results += [Result(c.id, c.content, (RULES_ALONE,), {}, silent) for c in cases[3:]]
    found = contests(_run(*results), cases)
    assert (found.answered, found.unanswered) == (3, 2)
    assert found.why_unanswered == (("The model was asked too fast.", 2),)
    assert found.rows[0].rules.recall.of == found.rows[0].model.recall.of == 3
    assert scorecard(found).unanswered == 2 and scorecard(found).drafts == 3
    assert found.usage == Usage(tokens_in=314, tokens_out=30)
    assert found.fingerprint == fingerprint(cases[:3]) != fingerprint(cases)


def test_a_run_without_a_model_or_an_answer_makes_no_card() -> None:
    of = case("one")
    with pytest.raises(RunError, match="a run without a model"):
        contests(Run(ENGINE, {of.id: _result(of)}), [of])
    silent = Result(of.id, of.content, (), {}, ByModel(False, notices=("Wrong key.",)))
    with pytest.raises(RunError, match=r"tried answered none of 1 cases, so nothing can be said of it\. Wrong key\."):
        contests(_run(silent), [of])


def test_a_result_is_kept_whole() -> None:
    of = case("one")
    whole = _result(of, RULES_ALONE, CONFIRMED, DISPUTED, ASKED, overruled=(DISPUTED,), beside=(ASKED,))
    whole = dataclasses.replace(whole, kinds={0: ("outcome", 0.9)})
    assert of_json(as_json(whole)) == whole
    alone = Result(of.id, of.content, (RULES_ALONE,), {})
    assert of_json(as_json(alone)) == alone
    assert as_json(alone)["found"] == [[CRITERION, 0, 0, 0.7, False, "seen"]], "a run by rules is kept as it always was"
    assert "by_model" not in as_json(alone)
    with pytest.raises(ValueError, match="6 or 9 parts"):
        of_json({**as_json(alone), "found": [[CRITERION, 0, 0, 0.7]]})


def test_the_report_shows_every_judge_and_why() -> None:
    run, cases = _clear_win(30)
    text = rendered(Report(contests=contests(run, cases)), "text")
    assert "tried at localhost:1, prompt abcdefabcdef: 60 cases of 60 families, each answered." in text
    assert "Tokens: 6,000 in and 600 out, 100 and 10 a case." in text
    assert f"Its word stands on {CRITERION}." in text
    assert [word in text for word in ("detectors", "model", "both", "earned")] == [True] * 4
    for form in ("markdown", "html", "json"):
        assert CRITERION in rendered(Report(contests=contests(run, cases)), form)  # type: ignore[arg-type]
