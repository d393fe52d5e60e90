"""The review as SARIF 2.1.0, the form in which code hosts and editors take findings."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from coach.criteria import Criterion, Severity, catalogue
from coach.critique import Excused, Finding, Review
from coach.okr import Place
from coach.reading.result import Where
from coach.report.marks import line_at
from coach.report.outline import all_notices, reason
from coach.report.places import counts_in_lines, line_and_column, number, said
from coach.report.second_voice import alone, asked, disputed, voices

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: dict[Severity, str] = {"fix": "error", "improve": "warning", "consider": "note"}


def as_sarif(review: Review, file: str | None = None) -> str:
    """One run with one result a finding; what was excused is a suppressed result, what was not read a notification."""
    run = {
        "tool": tool(review.engine.version),
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": artifact(file), "roles": ["analysisTarget"]}],
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notifications(review, file)}],
        "results": list(results(review, file)),
        "properties": _run_properties(review),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def tool(version: str) -> dict[str, Any]:
    """The program and its rules: the criteria, in the order of the catalogue."""
    return {
        "driver": {
            "name": "OKR Coach",
            "version": version,
            "semanticVersion": version,
            "rules": [_rule(criterion) for criterion in catalogue().values()],
            "notifications": [{"id": "unread", "shortDescription": {"text": "A line was not read as an OKR"}}],
        }
    }


def results(review: Review, file: str | None) -> Iterator[dict[str, Any]]:
    """The findings of a review, then what was excused in it, as suppressed results."""
    index = rule_indexes()
    for finding in review.findings:
        yield _result(review, finding, index, file)
    for excused in review.excused:
        yield _suppressed(review, excused, index, file)


def rule_indexes() -> dict[str, int]:
    """Where each criterion stands among the tool's rules."""
    return {criterion: at for at, criterion in enumerate(catalogue())}


def _run_properties(review: Review) -> dict[str, Any]:
    """What is said of the draft as a whole; what the model said against the detectors is no result of the run."""
    said_of_it: dict[str, Any] = {"readiness": review.readiness, "strengths": list(review.strengths)}
    if review.engine.model:
        said_of_it |= {"model": review.engine.model, "questions": asked(review)}
        said_of_it |= {"overruled": disputed(review), "secondOpinions": alone(review)}
    return said_of_it


def _rule(criterion: Criterion) -> dict[str, Any]:
    sections = [(title, body) for title, body in criterion.sections.items() if title != "Examples"]
    examples = "\n".join(
        f"Weak: {e.bad} ({e.bad_because}) Better: {e.better} ({e.better_because})" for e in criterion.examples
    )
    return {
        "id": criterion.id,
        "name": "".join(word.capitalize() for word in criterion.id.split("-")),
        "shortDescription": {"text": criterion.title},
        "fullDescription": {"text": criterion.message},
        "help": {
            "text": "\n\n".join(f"{title}\n{body}" for title, body in [*sections, ("Examples", examples)]),
            "markdown": "\n\n".join(f"## {title}\n\n{body}" for title, body in criterion.sections.items()),
        },
        "defaultConfiguration": {"level": LEVELS[criterion.severity]},
        "properties": {"appliesTo": criterion.applies_to, "since": criterion.since},
    }


def _result(review: Review, finding: Finding, index: dict[str, int], file: str | None) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "question": finding.question,
        "confidence": round(finding.confidence, 2),
        "asks": finding.is_question,
        "citations": [{"source": c.source, "section": c.section, "excerpt": c.excerpt} for c in finding.citations],
    }
    if said_of_it := voices(finding):
        properties |= {"origin": finding.origin, "views": said_of_it}
    if finding.suggestion:
        properties["suggestion"] = finding.suggestion.text
    return {
        **ruled(finding.criterion, index),
        "level": "note" if finding.unproven else LEVELS[finding.severity],
        "message": {"text": plain(f"{finding.title}: “{finding.quote}” {reason(finding)} {finding.question}")},
        "locations": [_location(review, finding.place, finding.where, finding.quote, file)],
        "partialFingerprints": {"okrCoach/v1": _fingerprint(review, finding.criterion, finding.where)},
        "properties": properties,
    }


def _suppressed(review: Review, excused: Excused, index: dict[str, int], file: str | None) -> dict[str, Any]:
    wording = line_at(review.draft, excused.where)
    place = wording.place if wording else Place(start=0, end=0)
    known = catalogue().get(excused.criterion)
    return {
        **ruled(excused.criterion, index),
        "level": LEVELS[known.severity] if known else "note",
        "message": {"text": plain(f"{known.title if known else excused.criterion}: “{excused.quote}”")},
        "locations": [_location(review, place, excused.where, wording.raw if wording else excused.quote, file)],
        "partialFingerprints": {"okrCoach/v1": _fingerprint(review, excused.criterion, excused.where)},
        "suppressions": [
            {"kind": "inSource" if excused.by == "draft" else "external", "justification": excused.reason}
        ],
    }


def ruled(criterion: str, index: dict[str, int]) -> dict[str, Any]:
    """Which rule a result is of."""
    return {"ruleId": criterion, "ruleIndex": index[criterion]} if criterion in index else {"ruleId": criterion}


def _location(review: Review, place: Place, where: Where, words: str, file: str | None) -> dict[str, Any]:
    """A region of the text, or the cell or field by name where the draft is no text."""
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact(file)}}
    if counts_in_lines(review.draft, place, file):
        source = review.draft.source or ""
        line, column = line_and_column(source, place.start)
        end_line, end_column = line_and_column(source, place.end)
        location["physicalLocation"]["region"] = {
            "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column,
            "charOffset": place.start, "charLength": place.end - place.start, "snippet": {"text": words},
        }  # fmt: skip
    elif place.field is not None or place.row is not None:
        kind = "value" if place.field is not None else "cell"
        location["logicalLocations"] = [{"name": words, "fullyQualifiedName": str(place), "kind": kind}]
    else:
        location["logicalLocations"] = [
            {"name": words, "fullyQualifiedName": number(where) or "draft", "kind": "paragraph"}
        ]
    return location


def artifact(file: str | None) -> dict[str, Any]:
    """Where the input is, as a URI; standard input by that name."""
    if file is None:
        return {"uri": "stdin", "description": {"text": "Standard input"}}
    path = Path(file)
    # By the name's bytes: a name that is not UTF-8 has no other form in a URI.
    return {"uri": path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))}


def notifications(review: Review, file: str | None) -> list[dict[str, Any]]:
    """What was not read as an OKR, and what the reader of the review should know."""
    unread = [
        {
            "descriptor": {"id": "unread", "index": 0},
            "level": "note",
            "message": {"text": plain(f"Not read as an OKR, {said(review.draft, u.place, file)}: {u.text}")},
            "locations": [_location(review, u.place, Where(), u.text, file)],
        }
        for u in review.unread
    ]
    return unread + [{"level": "note", "message": {"text": plain(notice)}} for notice in all_notices(review)]


def plain(text: str) -> str:
    """A message is searched for ``{0}`` and ``[text](link)``; both are escaped so that draft text stays text."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("{", "{{").replace("}", "}}")


def _fingerprint(review: Review, criterion: str, where: Where) -> str:
    """The same for the same criterion on the same words, wherever the line moves to."""
    wording = line_at(review.draft, where)
    return hashlib.sha256(f"{criterion}\n{wording.text if wording else ''}".encode()).hexdigest()[:32]
