"""One finding as HTML: quote, reason, question, citations that open in place, and a line to start from."""

from __future__ import annotations

from coach.criteria import catalogue
from coach.critique import Citation, Finding, Suggestion, View
from coach.report.outline import sentence
from coach.report.second_voice import UNPROVEN
from coach.ui.markup import escaped, quoted, with_blanks, words_of
from coach.ui.words import NO_GUIDANCE, STARTS


def card_html(finding: Finding) -> str:
    """The body of an opened finding. What the detectors saw stands beside what the model says, where it speaks."""
    said_below = any(view.by == "rules" and view.reason for view in finding.views)
    parts = [
        '<div class="okr-card">',
        f'<p class="okr-quote">{quoted(finding.quote)}</p>',
        f"<p>{escaped(finding.message)}</p>",
        f'<p class="okr-because">{words_of(sentence(finding.because))}</p>'
        if finding.because and not said_below
        else "",
        f'<p class="okr-question">{escaped(finding.question)}</p>',
        f'<p class="okr-because">{UNPROVEN}</p>' if finding.unproven else "",
        voices_html(finding.views),
        citations_html(finding.citations),
        _example_html(finding),
        _suggestion_html(finding.suggestion) if finding.suggestion else "",
        "</div>",
    ]
    return "".join(parts)


def _example_html(finding: Finding) -> str:
    """A pair from the criterion's page, weak and better, from another field of work; nothing where the page has none."""
    criterion = catalogue().get(finding.criterion)
    pair = next(iter(criterion.examples), None) if criterion else None
    if pair is None:
        return ""
    return (
        f'<details class="okr-citation okr-example"><summary><span><b>An example</b>: {escaped(pair.field)}</span></summary>'
        f'<p class="okr-cap">Weak</p><p class="okr-said">{escaped(pair.bad)}</p><p class="okr-because">{escaped(pair.bad_because)}</p>'
        f'<p class="okr-cap">Better</p><p class="okr-said">{escaped(pair.better)}</p><p class="okr-because">{escaped(pair.better_because)}</p>'
        "</details>"
    )


def voices_html(views: tuple[View, ...]) -> str:
    """What each side says, where a model has spoken: who says it, and why."""
    rows = "".join(_voice_html(view) for view in views if view.reason or view.verdict == "says not")
    return f'<dl class="okr-voices">{rows}</dl>' if rows else ""


def _voice_html(view: View) -> str:
    who = "The model" if view.by == "model" else "The detectors"
    verb = "does not see this" if view.by == "model" else "do not see this"
    if view.verdict == "says so":
        verb = "sees this" if view.by == "model" else "see this"
    return f"<dt>{who} {verb}</dt>" + (f"<dd>{words_of(sentence(view.reason))}</dd>" if view.reason else "")


def citations_html(citations: tuple[Citation, ...], numbered: bool = False) -> str:
    """Passages, each a line that opens in place, with the number it is named by; where there are none, a line that says so."""
    if not citations:
        return f'<p class="okr-because">{NO_GUIDANCE}</p>'
    return (
        '<div class="okr-citations">'
        + "".join(
            _citation_html(citation, f"[{number}] " if numbered else "")
            for number, citation in enumerate(citations, start=1)
        )
        + "</div>"
    )


def _citation_html(citation: Citation, name: str) -> str:
    origin = (
        f'<p class="okr-from">From: {"; ".join(escaped(a) for a in citation.attribution)}</p>'
        if citation.attribution
        else ""
    )
    return (
        f'<details class="okr-citation"><summary><span>{name}<b>{escaped(citation.source)}</b>: {escaped(citation.section)}</span></summary>'
        f"<blockquote>{words_of(citation.excerpt)}</blockquote>{origin}</details>"
    )


def _suggestion_html(suggestion: Suggestion) -> str:
    why = f'<p class="okr-because">Why: {words_of(suggestion.why)}</p>' if suggestion.why else ""
    others = ""
    if suggestion.alternatives:
        others = f'<p class="okr-because">It could also show in: {"; ".join(words_of(other) for other in suggestion.alternatives)}.</p>'
    hint = "Words in brackets are yours to fill in." if suggestion.blanks else ""
    return (
        f'<div class="okr-suggestion"><p class="okr-cap">{STARTS[suggestion.origin]}</p>'
        f'<p class="okr-line" dir="auto">{with_blanks(suggestion)}</p>{why}{others}'
        + (f'<p class="okr-because">{hint}</p>' if hint else "")
        + "</div>"
    )
