"""After an answer: what it is, why, what the coach saw in it, and the guidance that says so."""

from __future__ import annotations

from coach.criteria import catalogue
from coach.critique import Finding, Review
from coach.grounding import citations
from coach.learning.cards import NONE, Card
from coach.report.outline import sentence
from coach.ui.engine import engine
from coach.ui.finding_card import citations_html
from coach.ui.learn.words import GOOD_LINE, NOTHING_WRONG, first_words
from coach.ui.markup import escaped, listed, quoted

_GOOD = {
    "key-result": "what does a proper key result look like: metric, from, to, by; key result format",
    "objective": "what is a good objective: it names a change and who benefits",
    "set": "different kinds of measures to combine, three sides of one objective, balanced set",
}
"""What guidance is looked for where nothing is wrong."""


def reason_html(card: Card, chosen: str, findings: tuple[Finding, ...], review: Review) -> str:
    """The reason, announced by screen readers when it comes."""
    right = chosen == card.answer
    taken = "" if right else f'<p class="okr-because">You said: {escaped(_name(chosen))}</p>'
    return (
        f'<div class="okr-reason {"right" if right else "not"}" role="status"><h3>{escaped(first_words(card, chosen))}</h3>{taken}'
        f"<p>{escaped(card.because)}</p>{_seen_html(card, findings, review)}</div>"
    )


def _name(answer: str) -> str:
    return NOTHING_WRONG if answer == NONE else catalogue()[answer].title


def _seen_html(card: Card, findings: tuple[Finding, ...], review: Review) -> str:
    """What the coach saw, in its own words, with the passage it cites."""
    mine = next((finding for finding in findings if finding.criterion == card.answer), None)
    others = [finding for finding in findings if finding.criterion != card.answer]
    if mine is None:
        said = listed(escaped(each) for each in review.strengths) if review.strengths else f"<p>{GOOD_LINE}</p>"
        hits = engine().guidance(_GOOD[card.kind])
        cited = citations(hits, "")[:1]
        return f"<h4>What the coach sees</h4>{said}{citations_html(cited)}"
    quote = f'<p class="okr-quote">{quoted(mine.quote)}</p>' if mine.quote.strip() != card.text.strip() else ""
    because = f'<p class="okr-because">Seen: {escaped(sentence(mine.because))}</p>' if mine.because else ""
    also = "; ".join(escaped(finding.title.lower()) for finding in others)
    further = f'<p class="okr-because">It also says: {also}.</p>' if also else ""
    return (
        f"<h4>What the coach says of it</h4>{quote}<p>{escaped(mine.message)}</p>{because}"
        f'<p class="okr-question">{escaped(mine.question)}</p>{further}{citations_html(mine.citations[:1])}'
    )
