"""The review as a person reads it in a terminal: readiness, the draft with its weak words marked, findings, notes."""

from __future__ import annotations

from collections.abc import Iterator

from coach.criteria import SEVERITIES, SEVERITY_WORDS, Severity
from coach.critique import Citation, Finding, Review
from coach.okr import Wording
from coach.reading.result import Where
from coach.report.marks import marks
from coach.report.outline import Group, all_notices, excused_words, groups, made_by, quotes_part, reason, sentence
from coach.report.paint import SIGNS, Paint
from coach.report.places import number, said
from coach.report.plain import cells, shortened, stretches, visible, wrapped
from coach.report.second_voice import ALONE_TITLE, ASKED_TITLE, DISPUTED_TITLE, alone, asked, disputed, voices

_EXCERPT = 170
"""Characters of a cited passage: a sentence or two; `--format markdown` and `json` have it whole."""
_UNREAD = 240


def as_text(review: Review, width: int = 80, paint: Paint | None = None, file: str | None = None) -> str:
    """The review as lines of at most `width` columns; `file` is the name of what was read, if it has one."""
    paint = paint or Paint()
    blocks = [[paint.bold(line) for line in wrapped(review.summary, width)], list(_draft(review, width, paint))]
    blocks += _findings(review, width, paint)
    blocks += [
        _notes(ASKED_TITLE, asked(review), width, paint),
        _notes(DISPUTED_TITLE, disputed(review), width, paint),
        _notes(ALONE_TITLE, alone(review), width, paint),
        _notes("What is good", review.strengths, width, paint),
        _notes("Set aside", [f"{number(e.where)} {excused_words(e)}".strip() for e in review.excused], width, paint),
        _notes(
            "Not read as an OKR",
            [f"{said(review.draft, u.place, file)}: {shortened(u.text, _UNREAD)}" for u in review.unread],
            width,
            paint,
        ),
        _notes("Please note", all_notices(review), width, paint),
        [paint.faint(line) for line in wrapped(made_by(review), width)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _draft(review: Review, width: int, paint: Paint) -> Iterator[str]:
    draft, margin = review.draft, _margin(review)
    found: dict[Where, list[Finding]] = {}
    for finding in review.findings:
        found.setdefault(finding.where, []).append(finding)
    about = " · ".join(visible(part) for part in (draft.team, draft.level, draft.period) if part)
    if about:
        yield paint.bold(about)
    team = draft.team
    for i, objective in enumerate(draft.objectives):
        if i:
            yield ""
        if objective.team and objective.team != team:
            team = objective.team
            yield paint.bold(visible(team))
        yield from _line(found, Where(objective=i), objective.wording, width, margin, paint)
        for j, key_result in enumerate(objective.key_results):
            yield from _line(found, Where(objective=i, key_result=j), key_result.wording, width, margin, paint)
    used = [s for s in SEVERITIES if any(finding.severity == s for finding in review.findings)]
    if used and draft.objectives:
        yield ""
        fits = margin + sum(len(SEVERITY_WORDS[s]) + 7 for s in used) <= width
        yield " " * margin + ("   " if fits else "\n" + " " * margin).join(_legend(s, paint) for s in used)


def _legend(severity: Severity, paint: Paint) -> str:
    words = SEVERITY_WORDS[severity].lower()
    return paint.marked(words, severity) if paint.colour else f"{SIGNS[severity] * 3} {words}"


def _line(
    found: dict[Where, list[Finding]], where: Where, wording: Wording | None, width: int, margin: int, paint: Paint
) -> Iterator[str]:
    """A line of the draft; below each of its parts, where there is no colour, the signs of what is marked."""
    lead = f"{number(where):<{margin}}"
    if wording is None:
        yield f"{lead}(no objective is written)"
        return
    text = visible(wording.text)
    marked = marks(wording, found.get(where, []))
    for start, end in stretches(text, max(20, width - margin)):
        parts = [(text[max(a, start) : min(b, end)], severity) for a, b, severity in marked if a < end and b > start]
        yield lead + "".join(paint.marked(part, severity) if severity else part for part, severity in parts)
        if not paint.colour and any(severity for _, severity in parts):
            yield (" " * margin + "".join((SIGNS[s] if s else " ") * cells(part) for part, s in parts)).rstrip()
        lead = " " * margin


def _findings(review: Review, width: int, paint: Paint) -> list[list[str]]:
    told: dict[str, str] = {}
    margin = _margin(review)
    return [list(_group(group, width, margin, paint, told)) for group in groups(review)]


def _group(group: Group, width: int, margin: int, paint: Paint, told: dict[str, str]) -> Iterator[str]:
    """One line and all that is said of it. `told` holds what was said in full before, and for which line."""
    lead, indent = f"{number(group.where):<{margin}}", " " * margin
    shown = f"“{group.line}”" if group.line else group.name
    for line in wrapped(shown, width, indent, lead if group.line else ""):
        yield paint.bold(line)
    for finding in group.findings:
        yield ""
        yield from _finding(group, finding, width, indent, paint, told)
    suggestion = group.suggestion
    if suggestion:
        yield ""
        lines = wrapped(suggestion.text, width, f"{indent}     ", f"{indent}Try: ")
        yield paint.bold(lines[0])
        yield from (paint.bold(line) for line in lines[1:])
        for more in (
            suggestion.why,
            f"Or measure {', or '.join(suggestion.alternatives)}." if suggestion.alternatives else "",
        ):
            if more:
                yield from wrapped(sentence(more), width, f"{indent}     ")


def _finding(
    group: Group, finding: Finding, width: int, indent: str, paint: Paint, told: dict[str, str]
) -> Iterator[str]:
    """A finding in full; where another line was told the same, only what is new: the words it was seen in."""
    words = SEVERITY_WORDS[finding.severity]
    quote = f", “{finding.quote}”" if quotes_part(group, finding) else ""
    lines = wrapped(f"{words}: {finding.title}{quote} ({finding.criterion})", width, indent)
    yield indent + paint.severity(words, finding.severity) + lines[0][len(indent) + len(words) :]
    yield from lines[1:]
    before = told.setdefault(finding.message, number(group.where) or "the whole draft")
    if finding.because and before != (number(group.where) or "the whole draft"):
        yield from wrapped(f"{sentence(finding.because)} See {before}.", width, indent)
        return
    yield from wrapped(reason(finding), width, indent)
    yield from wrapped(finding.question, width, indent)
    for said_of_it in voices(finding):
        yield from wrapped(said_of_it, width, indent)
    if finding.citations:
        for line in _citation(finding.citations[0], width, indent, told):
            yield paint.faint(line)


def _citation(citation: Citation, width: int, indent: str, told: dict[str, str]) -> list[str]:
    """Source and section, with the passage where it was not shown before."""
    excerpt = "" if citation.passage in told else f": “{shortened(citation.excerpt, _EXCERPT)}”"
    told[citation.passage] = citation.section
    return wrapped(f"{citation.source}, {citation.section}{excerpt}", width, f"{indent}  ", f"{indent}> ")


def _notes(title: str, notes: tuple[str, ...] | list[str], width: int, paint: Paint) -> list[str]:
    if not notes:
        return []
    return [paint.bold(title), *(line for note in notes for line in wrapped(note, width, "  ", "- "))]


def _margin(review: Review) -> int:
    """Columns for the numbers of lines, and two spaces."""
    wheres = [Where(objective=i, key_result=j) for i, j, _ in review.draft.key_results()] or [
        Where(objective=0, key_result=0)
    ]
    return max(len(number(where)) for where in wheres) + 2
