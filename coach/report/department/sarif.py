"""The whole run as SARIF 2.1.0: one run, its results written as the reviews come."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, TextIO

from coach.about import version
from coach.department.contract import BadRow, CrossFinding, Ledger, Side, TeamReview
from coach.report.department.coachs_page import counted
from coach.report.outline import sentence
from coach.report.sarif import LEVELS, SCHEMA, artifact, notifications, plain, results, rule_indexes, ruled, tool

RESULTS = 25_000
"""Code hosts refuse a run with more results than this."""
NOTIFICATIONS = 2_000


class SarifReport:
    """Writes one run. Where there are too many `findings`, those to fix first are written; the others are counted, and a
    notification says where they stand."""

    def __init__(self, to: TextIO, source: Path | None, findings: int) -> None:
        self._to, self._source = to, source
        self._only_to_fix = findings > RESULTS
        self._written = self._left_out = self._more_notifications = 0
        self._notifications: list[dict[str, Any]] = []
        to.write(
            f'{{"$schema": {json.dumps(SCHEMA)}, "version": "2.1.0", "runs": [{{\n"tool": {_json(tool(version()))},\n'
        )
        to.write(
            f'"columnKind": "unicodeCodePoints",\n"artifacts": [{_json({"location": artifact(self._file(None)), "roles": ["analysisTarget"]})}],\n'
        )
        to.write('"results": [')

    def add(self, reviewed: TeamReview) -> None:
        """The results of one more draft."""
        file = self._file(reviewed.draft_id)
        for result in results(reviewed.review, file):
            result["properties"] = {**result.get("properties", {}), "team": reviewed.team}
            self._result(result)
        for notification in notifications(reviewed.review, file):
            self._notify(notification)

    def close(self, ledger: Ledger) -> None:
        """The findings across teams, the rows that were not read, and the end of the run."""
        for found in ledger.across():
            self._result(_across(found, self._file(None)))
        for row in ledger.bad_rows():
            self._notify(_bad_row(row, self._file(None)))
        said = list(self._notifications)
        for count, thing in ((self._left_out, "result"), (self._more_notifications, "notification")):
            if count:
                said.append(
                    {
                        "level": "warning",
                        "message": {"text": f"{counted(count, thing)} more: see reviews.jsonl, which holds all."},
                    }
                )
        self._to.write(
            f'\n],\n"invocations": [{_json({"executionSuccessful": True, "toolExecutionNotifications": said})}]\n}}]}}\n'
        )

    def _file(self, draft_id: str | None) -> str | None:
        """The file that a draft was read from: in a folder, the document of its name."""
        if self._source is None:
            return None
        if draft_id and self._source.is_dir():
            inside = self._source / draft_id
            if inside.resolve().is_relative_to(self._source.resolve()) and inside.is_file():
                return str(inside)
        return str(self._source)

    def _result(self, result: dict[str, Any]) -> None:
        if self._written == RESULTS or (self._only_to_fix and result["level"] != LEVELS["fix"]):
            self._left_out += 1
            return
        self._to.write(("\n" if self._written == 0 else ",\n") + _json(result))
        self._written += 1

    def _notify(self, notification: dict[str, Any]) -> None:
        if len(self._notifications) < NOTIFICATIONS:
            self._notifications.append(notification)
        else:
            self._more_notifications += 1


def _across(found: CrossFinding, file: str | None) -> dict[str, Any]:
    because = f" {sentence(found.because)}" if found.because else ""
    sides = "; ".join(f"{side.team}: “{side.quote}”" for side in found.sides)
    words = "\n".join(f"{side.team}\n{side.quote}" for side in found.sides)
    return {
        **ruled(found.criterion, rule_indexes()),
        "level": LEVELS[found.severity],
        "message": {"text": plain(f"{found.title}. {sides}. {found.message}{because} {found.question}")},
        "locations": [_location(side, file) for side in found.sides[:1]],
        "relatedLocations": [{"id": at, **_location(side, file)} for at, side in enumerate(found.sides[1:], 1)],
        "partialFingerprints": {"okrCoach/v1": hashlib.sha256(f"{found.criterion}\n{words}".encode(errors="replace")).hexdigest()[:32]},
        "properties": {"question": found.question, "confidence": round(found.confidence, 2), "teams": [side.team for side in found.sides]},
    }  # fmt: skip


def _location(side: Side, file: str | None) -> dict[str, Any]:
    named = str(side.place) if side.place.row is not None or side.place.field is not None else side.team
    return {
        "physicalLocation": {"artifactLocation": artifact(file)},
        "logicalLocations": [{"name": side.quote, "fullyQualifiedName": named, "kind": "paragraph"}],
    }


def _bad_row(row: BadRow, file: str | None) -> dict[str, Any]:
    where = ", ".join(part for part in (row.file, row.sheet, f"row {row.row}") if part)
    return {
        "descriptor": {"id": "unread", "index": 0},
        "level": "warning",
        "message": {"text": plain(f"Not read, {where}: {row.reason} {row.text}".strip())},
        "locations": [{"physicalLocation": {"artifactLocation": artifact(file)}}],
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
