"""The review as Markdown that a person can paste into a ticket. Draft text in it is text: no link, picture or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.criteria import SEVERITY_WORDS
from coach.critique import Citation, Finding, Review
from coach.okr import Draft
from coach.reading.result import Where
from coach.report.outline import Group, all_notices, excused_words, groups, made_by, quotes_part, reason, sentence
from coach.report.places import number, said
from coach.report.plain import visible
from coach.report.second_voice import ALONE_TITLE, ASKED_TITLE, DISPUTED_TITLE, alone, asked, disputed, voices

_PUNCTUATION = re.compile(r"[\\`*_\[\]<>#|~&$]|^[+=-]|^\d+(?=[.)])")
"""What means something to Markdown anywhere in a line, and what does at the beginning of a block."""
_LINKED_BY_ITSELF = re.compile(r"://|www\.|@|[#!]\d|\b(?:gh|mailto|tel)\b[-:]|\w\.[^\W\d_]{2}", re.IGNORECASE)
"""What trackers turn into links or mentions without any markup, and whether or not it is escaped."""


def as_markdown(review: Review, file: str | None = None) -> str:
    """The review as Markdown; `file` is the name of what was read, if it has one."""
    blocks = [f"# OKR review: {review.summary}", "\n".join(_draft(review.draft))]
    found = groups(review)
    if found:
        blocks.append("## What to look at")
        blocks += ["\n".join(_group(group)) for group in found]
    blocks += [
        _notes(ASKED_TITLE, [escaped(text) for text in asked(review)]),
        _notes(DISPUTED_TITLE, [escaped(text) for text in disputed(review)]),
        _notes(ALONE_TITLE, [escaped(text) for text in alone(review)]),
        _notes("What is good", [escaped(text) for text in review.strengths]),
        _notes("Set aside", [f"{number(e.where)} {escaped(excused_words(e))}".strip() for e in review.excused]),
        _notes(
            "Not read as an OKR",
            [f"{escaped(said(review.draft, u.place, file))}: {escaped(u.text)}" for u in review.unread],
        ),
        _notes("Please note", [escaped(notice) for notice in all_notices(review)]),
        f"*{escaped(made_by(review))}*",
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def escaped(text: str) -> str:
    """`text` as Markdown that shows it to the letter.

    Punctuation is escaped. Text that a tracker would link by itself (an address, a mention, an issue number) is
    shown as code, which nothing links.
    """
    shown = " ".join(visible(text).split())
    if _LINKED_BY_ITSELF.search(shown):
        fence = "`" * (1 + max((len(ticks) for ticks in re.findall(r"`+", shown)), default=0))
        pad = " " if "`" in shown else ""
        return f"{fence}{pad}{shown}{pad}{fence}"
    return _PUNCTUATION.sub(
        lambda match: f"{match.group()}\\" if match.group().isdigit() else f"\\{match.group()}", shown
    )


def _draft(draft: Draft) -> Iterator[str]:
    about = " · ".join(escaped(part) for part in (draft.team, draft.level, draft.period) if part)
    if about:
        yield f"{about}\n"
    for i, objective in enumerate(draft.objectives):
        team = f" ({escaped(objective.team)})" if objective.team and objective.team != draft.team else ""
        words = escaped(objective.text) if objective.wording else "*no objective is written*"
        yield f"- **{i + 1}** {words}{team}"
        for j, key_result in enumerate(objective.key_results):
            yield f"  - **{number(Where(objective=i, key_result=j))}** {escaped(key_result.text)}"


def _group(group: Group) -> Iterator[str]:
    yield f"### {number(group.where)} {escaped(group.line)}" if group.line else f"### {group.name}"
    yield ""
    for finding in group.findings:
        yield from _finding(group, finding)
    suggestion = group.suggestion
    if suggestion:
        yield ""
        yield f"> **Try:** {escaped(suggestion.text)}"
        if suggestion.why:
            yield f">\n> {escaped(sentence(suggestion.why))}"
        if suggestion.alternatives:
            yield f">\n> Or measure {', or '.join(escaped(a) for a in suggestion.alternatives)}."


def _finding(group: Group, finding: Finding) -> Iterator[str]:
    quote = f", “{escaped(finding.quote)}”" if quotes_part(group, finding) else ""
    yield f"- **{SEVERITY_WORDS[finding.severity]}: {escaped(finding.title)}**{quote}"
    paragraphs = [
        escaped(reason(finding)),
        f"*{escaped(finding.question)}*",
        *(escaped(said_of_it) for said_of_it in voices(finding)),
        *(_citation(c) for c in finding.citations[:1]),
    ]
    for paragraph in paragraphs:
        yield f"\n  {paragraph}"


def _citation(citation: Citation) -> str:
    return f"{escaped(citation.source)}, {escaped(citation.section)}: “{escaped(citation.excerpt)}”"


def _notes(title: str, notes: list[str]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {note}" for note in notes) if notes else ""
