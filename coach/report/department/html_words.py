"""Words to HTML for the report's page: whatever came from a draft is escaped here, and keeps its own writing direction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from coach.criteria import SEVERITY_WORDS, Severity
from coach.critique import Citation, Finding, Suggestion
from coach.okr import Wording
from coach.report.marks import marks
from coach.report.outline import reason, sentence
from coach.report.plain import visible
from coach.report.second_voice import voices


def text(words: str) -> str:
    """`words` to the letter, for an element or a double-quoted attribute; what would turn or end the text is shown as a sign."""
    return escape(" ".join(visible(words).split()), quote=True)


def own(words: str) -> str:
    """Words of a draft: isolated, so that their direction of writing turns nothing around them."""
    return f'<bdi dir="auto">{text(words)}</bdi>'


def quoted(words: str) -> str:
    """Words of a draft in quotation marks."""
    return f"“{own(words)}”"


def severity(of: Severity) -> str:
    """The severity in words and in its colour."""
    return f'<span class="severity {of}">{SEVERITY_WORDS[of]}</span>'


def marked(wording: Wording, findings: Iterable[Finding]) -> str:
    """A line of a draft with the words underlined that findings quote."""
    parts = []
    for start, end, strongest in marks(wording, findings):
        shown = escape(visible(wording.text[start:end]), quote=True)
        parts.append(f'<mark class="{strongest}">{shown}</mark>' if strongest else shown)
    return f'<bdi dir="auto">{"".join(parts)}</bdi>'


def finding(found: Finding, place: str, quote: bool) -> str:
    """One finding, folded: its title is what shows; `quote` where the words are not simply the whole line."""
    title = text(f"{found.title}?" if found.is_question else found.title)
    seen = f", {quoted(found.quote)}" if quote else ""
    paragraphs = [f"<p>{text(reason(found))}</p>", f"<p><strong>{text(found.question)}</strong></p>"]
    paragraphs += [f"<p>{text(voice)}</p>" for voice in voices(found)]
    if found.suggestion:
        paragraphs.append(f'<p class="try">Try: {suggestion(found.suggestion)}</p>')
    paragraphs += [citation(each) for each in found.citations[:1]]
    where = f' <span class="soft">({text(place)})</span>' if place else ""
    return (
        f"<details><summary>{severity(found.severity)}: {title}{seen}{where}</summary>"
        f"<div>{''.join(paragraphs)}</div></details>"
    )


def citation(cited: Citation) -> str:
    """What guidance says, and which."""
    return f'<p class="soft">{text(cited.source)}, {text(cited.section)}: “{text(cited.excerpt)}”</p>'


def suggestion(better: Suggestion) -> str:
    """A suggested line, its blanks visible; only its own blanks, since a draft may hold square brackets too."""
    labels = sorted({f"[{blank}]" for blank in better.blanks}, key=len, reverse=True)
    parts = re.split("(" + "|".join(map(re.escape, labels)) + ")", better.text) if labels else [better.text]
    words = "".join(
        f'<span class="blank">{escape(visible(part))}</span>' if part in labels else escape(visible(part))
        for part in parts
    )
    why = f'<br><span class="soft">{text(sentence(better.why))}</span>' if better.why else ""
    return f'<bdi dir="auto">{words}</bdi>{why}'


def listed(items: Iterable[str], css: str = "") -> str:
    """A list whose items are HTML already."""
    named = f' class="{css}"' if css else ""
    return f"<ul{named}>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
