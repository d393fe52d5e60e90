"""The review as workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from coach.criteria import SEVERITY_WORDS, Severity
from coach.critique import Finding, Review
from coach.report.outline import all_notices, groups, reason
from coach.report.places import counts_in_lines, line_and_column, number, said
from coach.report.plain import visible
from coach.report.second_voice import ALONE_TITLE, ASKED_TITLE, DISPUTED_TITLE, alone, asked, disputed, voices

_COMMANDS: dict[Severity, str] = {"fix": "error", "improve": "warning", "consider": "notice"}


def as_github(review: Review, file: str | None = None) -> str:
    """One annotation a finding, then one for what was not read, then a line with the readiness."""
    return "".join(f"{line}\n" for line in _lines(review, file))


def _lines(review: Review, file: str | None) -> Iterator[str]:
    for group in groups(review):
        for finding in group.findings:
            yield _annotation(review, finding, file)
    for unread in review.unread:
        where = said(review.draft, unread.place, file)
        yield f"::notice {_properties(file, title='Not read as an OKR')}::{_data(f'{where}: {unread.text}')}"
    for title, parts in ((ASKED_TITLE, asked), (DISPUTED_TITLE, disputed), (ALONE_TITLE, alone)):
        for part in parts(review):
            yield f"::notice {_properties(file, title=title)}::{_data(part)}"
    for notice in all_notices(review):
        yield f"::notice {_properties(file, title='Please note')}::{_data(notice)}"
    yield visible(review.summary)


def _annotation(review: Review, finding: Finding, file: str | None) -> str:
    draft, place = review.draft, finding.place
    numbers: dict[str, int] = {}
    words = " ".join([f"“{finding.quote}” {reason(finding)} {finding.question}", *voices(finding)])
    if file and counts_in_lines(draft, place, file):
        numbers["line"], numbers["col"] = line_and_column(draft.source or "", place.start)
        end_line, end_column = line_and_column(draft.source or "", max(place.start, place.end - 1))
        numbers["endLine"] = end_line
        if end_line == numbers["line"]:  # columns are only shown where both ends stand on one line
            numbers["endColumn"] = end_column
        else:
            del numbers["col"]
    else:
        at = number(finding.where) or "the whole draft"
        words = f"{said(draft, place, file)} ({at}): {words}"
    title = f"{SEVERITY_WORDS[finding.severity]}: {finding.title} ({finding.criterion})"
    command = "notice" if finding.unproven else _COMMANDS[finding.severity]
    return f"::{command} {_properties(file, title, **numbers)}::{_data(words)}"


def _properties(file: str | None, title: str, **numbers: int) -> str:
    pairs = [("file", file)] if file else []
    pairs += [(name, str(value)) for name, value in numbers.items()]
    return ",".join(f"{name}={_property(value)}" for name, value in [*pairs, ("title", title)])


def _data(text: str) -> str:
    """Text after the second ``::``: on one line, with the signs escaped that the runner reads."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
