"""What the workshop's papers say that the material does not: headings, room to write, counts."""

from __future__ import annotations

from coach.learning.workshop import Handout, HandoutLine

HANDOUT = "From the work to what it is for"
HANDOUT_LEAD = (
    "These lines of ours describe work. The work may well be right. Answer the question below each line, and write what will be "
    "different for somebody when the work has done its job. A value that nobody knows yet stays a blank with a name beside it."
)
FACILITATOR = "Facilitator’s page"
ROOM_OBJECTIVE = "What we want to be true for them:"
ROOM_KEY_RESULT = "What, from which value today to which value, by when:"
AFTERWARDS = "The lines to start from are the coach’s and have blanks; give one only to a pair that is stuck."
WAYS = "To start from:"
NO_GUIDANCE = "No fitting guidance was found for this step."


def name_of(line: HandoutLine) -> str:
    """What the line is, in words."""
    return "Objective" if line.is_objective else "Key result"


def counted(handout: Handout) -> str:
    """How many of the lines that were looked at are on the handout."""
    lines = len(handout.lines)
    verb = "reads" if lines == 1 else "read"
    return f"{lines} of {handout.judged} lines {verb} as work."
