"""A coaching conversation as it is kept: the versions of the draft, what was said, what was decided, what is being asked.

A `Conversation` is a value. Each turn gives a new one; all of it goes to JSON and back (`model_dump_json`, `model_validate_json`).
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any, Literal

from coach.critique import Citation, Suggestion
from coach.llm.model import Usage
from coach.okr import Draft, Value
from coach.reading.result import Where

Asked = Literal[
    "baseline", "target", "deadline", "owner", "metric", "wording", "words", "choice", "baseline-date",
    "parent", "period", "key-result", "name", "reason",
]  # fmt: skip
"""What is asked for. `wording` is a whole line, `words` are for one blank of a line, `baseline-date` is the day by which a starting
value will be known, `name` is what the writer is called."""
Outcome = Literal["accepted", "changed", "given", "not now", "excused", "baseline being found"]
TITLE_LENGTH = 60
_OWN_BLANKS = frozenset({"baseline", "target", "date", "name", "metric", "owner"})
"""Labels of the blanks that a conversation puts into a line without having offered a whole one."""
PASTED = "pasted"
"""Why there is a version: the writer pasted a draft."""


class Option(Value):
    """One of the answers that the coach offers where an answer could mean two things."""

    words: str
    said: str
    """What the writer would say to mean this and nothing else; words of the writer and of the draft only."""


class OpenQuestion(Value):
    """What the coach has asked and not yet heard."""

    asks: Asked
    where: Where = Where()
    criterion: str | None = None
    """The finding that it is about; None where it is about a blank or about the draft as it is."""
    blank: str | None = None
    """The label of the blank that is to be filled."""
    options: tuple[Option, ...] = ()
    about: OpenQuestion | None = None
    """Where options are offered, the question that was asked before."""
    suggestion: Suggestion | None = None
    """What was offered with it and can be accepted."""
    kept: str | None = None
    """An earlier answer that waits for this one."""

    @property
    def is_proposal(self) -> bool:
        """Whether it only offers a line that a model proposed; `about` is then what was asked before."""
        return self.suggestion is not None and self.criterion is None


class Decision(Value):
    """What the writer decided about one point."""

    outcome: Outcome
    criterion: str | None = None
    where: Where = Where()
    quote: str = ""
    """The line as it was."""
    words: str = ""
    """What the writer said, verbatim."""
    note: str = ""
    """What to remember of it: the reason, "an estimate", the day by which the baseline will be known."""


class Version(Value):
    """The draft and the decisions at one moment."""

    draft: Draft
    decisions: tuple[Decision, ...] = ()
    when: str
    """The time, ISO 8601."""
    why: str
    """What made it: "pasted", "missing-baseline: 22 %", "not now"."""
    is_beside: bool = False
    """Whether it was made beside the conversation; `why` then holds nothing of the draft."""
    offered: tuple[str, ...] = ()
    """The labels of the blanks that suggestions taken over beside it have brought."""


class Turn(Value):
    """What one side said."""

    by: Literal["writer", "coach"]
    text: str
    """Plain text; paragraphs are parted by an empty line. Words of the draft in it are text, never markup."""
    when: str
    where: Where | None = None
    """The line it is about."""
    criterion: str | None = None
    quote: str = ""
    """The draft's own words that it is about, verbatim."""
    citations: tuple[Citation, ...] = ()
    suggestion: Suggestion | None = None
    options: tuple[str, ...] = ()
    """Short answers that can be given with one click."""
    notices: tuple[str, ...] = ()
    usage: Usage | None = None
    """What a model's answer cost."""


class Conversation(Value):
    """The whole state of one conversation."""

    id: str
    title: str = ""
    began: str
    versions: tuple[Version, ...] = ()
    at: int = -1
    """The version that stands; those after it were undone."""
    turns: tuple[Turn, ...] = ()
    open: OpenQuestion | None = None
    finished: bool = False
    """The writer said that it is done. The next change takes it up again."""
    thorough: bool = False
    """The writer wants to go through what is only worth a thought, too."""
    usage: Usage = Usage()
    memory: str = ""
    """Older turns in short, for a model."""
    remembered: int = 0
    """How many turns `memory` stands for."""

    @property
    def draft(self) -> Draft | None:
        """The draft as it stands."""
        return self.versions[self.at].draft if self.versions else None

    @property
    def first_draft(self) -> Draft | None:
        """The draft as it came: the one that was pasted last, where there were several."""
        drafts = self.drafts
        return drafts[0] if drafts else None

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The draft as it came and after each change, up to how it stands."""
        return tuple(version.draft for version in self.since_pasted)

    @property
    def since_pasted(self) -> tuple[Version, ...]:
        """The versions since a draft was pasted last, up to the one that stands."""
        told = self.versions[: self.at + 1]
        began = max((number for number, version in enumerate(told) if version.why == PASTED), default=0)
        return told[began:]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What has been decided, as it stands."""
        return self.versions[self.at].decisions if self.versions else ()

    @property
    def offered(self) -> frozenset[str]:
        """The labels of the blanks that may stand in the draft: of lines offered so far, here and beside, and those that it puts in itself."""
        in_turns = (turn.suggestion.blanks for turn in self.turns if turn.suggestion)
        beside = (version.offered for version in self.versions)
        return _OWN_BLANKS.union(*in_turns, *beside)

    @property
    def said_by_writer(self) -> str:
        """All that the writer wrote."""
        return "\n".join(turn.text for turn in self.turns if turn.by == "writer")

    def changed(self, **fields: Any) -> Conversation:
        """This conversation with other values in these fields."""
        return self.model_copy(update=fields)

    def with_version(self, draft: Draft, decisions: tuple[Decision, ...], why: str, when: str) -> Conversation:
        """This conversation with a further version; versions that were undone are given up."""
        return self.going_on_with(Version(draft=draft, decisions=decisions, when=when, why=why))

    def going_on_with(self, version: Version) -> Conversation:
        """This conversation with this as its next version; versions that were undone are given up."""
        kept = self.versions[: self.at + 1]
        return self.changed(versions=(*kept, version), at=len(kept), finished=False)

    def with_turn(self, turn: Turn) -> Conversation:
        """This conversation with a further turn."""
        return self.changed(turns=(*self.turns, turn))

    def undone(self) -> Conversation | None:
        """This conversation one version back; None where there is nothing to undo."""
        return self.changed(at=self.at - 1, open=None, finished=False) if self.at > 0 else None

    def redone(self) -> Conversation | None:
        """This conversation one version on; None where nothing was undone."""
        return self.changed(at=self.at + 1, open=None, finished=False) if self.at + 1 < len(self.versions) else None


def now() -> str:
    """This moment, ISO 8601 with seconds, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def title_of(draft: Draft) -> str:
    """What a conversation about `draft` is called in a list: the first objective, else the first key result, shortened."""
    lines = [
        text for objective in draft.objectives for text in (objective.text, *(k.text for k in objective.key_results))
    ]
    words = next((text for text in lines if text), "")
    return words if len(words) <= TITLE_LENGTH else words[: words.rfind(" ", 0, TITLE_LENGTH)].rstrip(" ,;:") + " ..."


def begin() -> Conversation:
    """A new conversation: the coach's greeting and nothing else."""
    from coach.dialogue.speech import GREETING

    when = now()
    greeting = Turn(by="coach", text=GREETING, when=when)
    return Conversation(id=uuid.uuid4().hex, began=when, turns=(greeting,))
