"""The coaching conversation: a draft is pasted, one thing at a time is asked, the draft is mended in the writer's own words."""

from __future__ import annotations

from coach.dialogue.coaching import Coaching
from coach.dialogue.conversation import Conversation, Decision, OpenQuestion, Option, Turn, Version, begin

__all__ = ["Coaching", "Conversation", "Decision", "OpenQuestion", "Option", "Turn", "Version", "begin"]
