"""What a review with a model says beside the findings: where the two sides differ, what the model alone says, what it asks."""

from __future__ import annotations

from coach.critique import Finding, Review, View
from coach.report.places import number

DISPUTED_TITLE = "The model sees this otherwise"
"""Above findings that the model disputes, on criteria where it was measured to be better."""
ALONE_TITLE = "What the model alone says"
ASKED_TITLE = "Questions for you"
UNPROVEN = "Asked by the model alone, whose word on this has not been measured."


def voices(finding: Finding) -> list[str]:
    """What each side says of a finding, where there are two, in a sentence each; nothing where the rules alone have spoken."""
    said = [_view(view) for view in finding.views if view.reason or view.verdict == "says not"]
    if finding.unproven:
        said.insert(0, UNPROVEN)
    return said


def disputed(review: Review) -> list[str]:
    """The findings of the detectors that the model overruled, with both views."""
    return [_in_a_line(finding) for finding in review.overruled]


def alone(review: Review) -> list[str]:
    """What the model says against the detectors where it has not earned its say: to be read, and counted nowhere."""
    return [_in_a_line(finding) for finding in review.second_opinions]


def asked(review: Review) -> list[str]:
    """What the model would ask the writer."""
    return list(review.questions)


def _in_a_line(finding: Finding) -> str:
    where = number(finding.where)
    views = " ".join(_view(view) for view in finding.views)
    return f"{where} {finding.title} ({finding.criterion}), “{finding.quote}”. {views}".strip()


def _view(view: View) -> str:
    who = "The model" if view.by == "model" else "The detectors"
    verb = {"rules": ("see this here", "do not see this here"), "model": ("sees this here", "does not see this here")}
    said = f"{who} {verb[view.by][view.verdict == 'says not']}"
    return f"{said}: {_ended(view.reason)}" if view.reason else f"{said}."


def _ended(reason: str) -> str:
    return reason if reason.endswith((".", "?", "!", "…")) else f"{reason}."
