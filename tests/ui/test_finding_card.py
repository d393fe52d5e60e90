"""One opened finding: all its parts are there, and draft text in it is only text."""

from __future__ import annotations

import re

from coach import review
from coach.criteria import catalogue
from coach.critique import Suggestion, View
from coach.ui.finding_card import card_html
from coach.ui.markup import escaped, with_blanks


def test_quote_reason_question_citation_and_suggestion_are_there() -> None:
    found = review("Objective: Patients get seen sooner\n- Noticeably fewer missed appointments\n")
    finding = next(f for f in found.findings if f.suggestion and f.suggestion.blanks and f.citations)
    html = card_html(finding)
    citation = finding.citations[0]

    for words in (
        finding.quote,
        finding.message,
        finding.question,
        citation.source,
        citation.section,
        citation.excerpt,
    ):
        assert escaped(words) in html
    for words in citation.attribution:
        assert escaped(words) in html
    assert html.count("<details") == len(finding.citations) + 1
    pair = catalogue()[finding.criterion].examples[0]
    for words in (pair.field, pair.bad, pair.bad_because, pair.better, pair.better_because):
        assert escaped(words) in html
    assert f'<span class="okr-blank">[{finding.suggestion.blanks[0]}]</span>' in html


def test_draft_text_in_a_card_makes_no_elements() -> None:
    found = review('Objective: Shops grow\n- Launch <img src=x onerror="alert(1)"> [x](javascript:alert(1)) by May\n')

    assert found.findings
    for finding in found.findings:
        assert set(re.findall(r"<(\w+)", card_html(finding))) <= {
            "div", "p", "bdi", "details", "summary", "span", "b", "blockquote",
        }  # fmt: skip


def test_only_the_suggestions_own_blanks_become_chips() -> None:
    html = with_blanks(Suggestion(text="Lift [a link](x) from [baseline] to <b>", blanks=("baseline",)))

    assert html == 'Lift [a link](x) from <span class="okr-blank">[baseline]</span> to &lt;b&gt;'


def test_a_finding_without_guidance_says_so() -> None:
    finding = review("Objective: Be the best\n- Launch it\n").findings[0].model_copy(update={"citations": ()})

    assert "No fitting guidance was found" in card_html(finding)


def test_both_sides_are_shown_where_a_model_spoke_and_the_detectors_reason_once() -> None:
    finding = review("Objective: Patients get seen sooner\n- Noticeably fewer missed appointments\n").findings[0]
    assert finding.because
    views = (
        View(by="rules", verdict="says so", reason=finding.because),
        View(by="model", verdict="says not", reason="They <b>count</b> them every day"),
    )
    html = card_html(finding.model_copy(update={"views": views, "unproven": True}))

    assert "<dt>The detectors see this</dt>" in html and "<dt>The model does not see this</dt>" in html
    assert "They &lt;b&gt;count&lt;/b&gt; them every day." in html
    assert html.count(escaped(finding.because[1:])) == 1
    assert "has not been measured" in html


def test_a_line_of_the_model_says_whose_it_is() -> None:
    finding = review("Objective: Be the best\n- Launch it\n").findings[0]
    offered = Suggestion(text="Lift it", origin="model")

    assert "proposed by the model" in card_html(finding.model_copy(update={"suggestion": offered}))
