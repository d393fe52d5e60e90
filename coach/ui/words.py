"""What the app says that a review does not say itself: names of lines, counts, what to do next."""

from __future__ import annotations

from coach.critique import Engine, Finding, Review
from coach.model_settings import ModelSettings
from coach.okr import Draft, KeyResult, Objective
from coach.reading.result import Where
from coach.report.marks import line_at

LEAD = "Paste your objectives and key results. The coach marks what is weak, says why, and asks what would mend it."
PRIVACY = "Nothing leaves this machine"
FOOT = (
    "Drafts are read and reviewed here, by rules and a small trained reader. No model is used, and nothing is sent. "
    "A draft is stored once you change it or talk about it; drafts, departments, practice and answers on Learn are kept until you delete them."
)
PLACEHOLDER = """Objective: what should be different, and for whom
- a key result: which measure, from what to what, by when
- another key result"""
NO_TEXT = "There is no draft yet. Paste one above, choose a file, or start with an example."
WHAT_TO_DO_UNREAD = (
    "These words were taken neither as an objective nor as a key result, so they were not reviewed. "
    "If one of them is, begin its line with “Objective:” or “KR:” and review again."
)
WHAT_TO_DO_UNREAD_CELLS = (
    "These cells were taken neither as an objective nor as a key result, so they were not reviewed. "
    "If one of them is, put it in a column headed “Objective” or “Key result” and choose the file again."
)
WHAT_TO_DO_EMPTY = (
    "Begin the aim with “Objective:” and put each key result on its own line below, with a dash or “KR:” before it. "
    "Then review again."
)
NOTHING_FOUND = "Nothing was found to change. Whether these are the right results is for you and your team to judge."
STARTS = {
    "rules": "A line to start from",
    "model": "A line to start from, proposed by the model and checked by the same criteria",
}
"""Above a suggested line, by whose it is."""
COUNT_NOWHERE = "Nobody has measured whether it is right about these, so they count nowhere."
"""Above what the model alone says."""
NO_GUIDANCE = "No fitting guidance was found for this."


def privacy(model: ModelSettings | None) -> str:
    """Where words go, said on every page."""
    if model is None:
        return PRIVACY
    return f"{PRIVACY}: the model answers at {model.host}" if model.is_local else f"Drafts are sent to {model.host}"


def foot(model: ModelSettings | None) -> str:
    """What is done with drafts, said at the foot of every page."""
    if model is None:
        return FOOT
    return (
        f"Drafts are read and reviewed here by rules and a small trained reader, and by the model {model.name} at {model.host}. "
        "A draft is stored once you change it or talk about it; drafts, departments, practice and answers on Learn are kept until you delete them."
    )


def asking_words(name: str, host: str) -> str:
    """That a model is being asked, and where it is."""
    return f"Asking {name} at {host} ..."


def asked_words(engine: Engine) -> str:
    """That a model had its say, and where it is."""
    return f"With {engine.model} at {engine.host}"


def cost(engine: Engine) -> str:
    """What the model's calls for a review cost; nothing where none was made."""
    if engine.usage is None:
        return ""
    return f"The model’s calls for this review cost {engine.usage.tokens_in:,} tokens in and {engine.usage.tokens_out:,} out."


def line_name(where: Where, draft: Draft) -> str:
    """Which line is meant, as a reader counts them: "Key result 2", "Objective 3, key result 1"."""
    if where.objective is None:
        return "The whole draft"
    several = len(draft.objectives) > 1
    objective = f"Objective {where.objective + 1}" if several else "Objective"
    if where.key_result is None:
        return objective
    name = f"key result {where.key_result + 1}"
    return f"{objective}, {name}" if several else name.capitalize()


def line_text(where: Where, draft: Draft) -> str:
    """The words of the line that is meant; empty for the whole draft and for an objective that was not written."""
    wording = line_at(draft, where)
    return wording.text if wording else ""


def finding_title(finding: Finding) -> str:
    """A finding in one line. Where the coach is not sure, it asks."""
    return f"{finding.title}?" if finding.is_question else finding.title


def counted(review: Review) -> str:
    """What was found, in numbers that say what they count."""
    if review.draft.is_empty:
        return "No objective and no key result was found in this text."
    _, _, counts = review.summary.partition(": ")
    return counts or "Nothing to fix, nothing to improve."


def about(draft: Draft) -> str:
    """Whose draft it is and for when, as far as it says so."""
    return " · ".join(part for part in (draft.team, draft.period) if part)


def beside_objective(objective: Objective, draft: Draft) -> str:
    """What the input says of an objective beside its words."""
    facts = (
        ("", objective.team if objective.team != draft.team else None),
        ("", objective.period if objective.period != draft.period else None),
        ("Owner: ", objective.owner),
        ("Supports: ", objective.parent or draft.parent),
    )
    return " · ".join(f"{name}{value}" for name, value in facts if value)


def beside_key_result(key_result: KeyResult) -> str:
    """What columns, keys or brackets say of a key result beside its words."""
    unit = f" {key_result.unit}" if key_result.unit else ""
    facts = (
        ("Measure: ", key_result.metric, ""),
        ("Today: ", key_result.baseline, unit),
        ("Target: ", key_result.target, unit),
        ("Due: ", key_result.due, ""),
        ("Owner: ", key_result.owner, ""),
        ("Status: ", key_result.status, ""),
        ("Score: ", key_result.score, ""),
    )
    return " · ".join(f"{name}{value}{after}" for name, value, after in facts if value)
