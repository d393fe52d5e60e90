"""What the chat page says that the coach does not say itself."""

from __future__ import annotations

LEAD = (
    "Paste a draft, and go through it one point at a time: the coach asks, you answer in your own words, and the draft "
    "changes beside the conversation."
)
PLACEHOLDER = "Paste a draft, or answer"
PLACEHOLDER_BESIDE = "Answer, or ask"
STARTERS = "Or try it on an example"
PAST = "Past conversations"
NO_PAST = "No conversation is kept yet. The first one is, as soon as you have said something."
UNTITLED = "A conversation without a draft"
WHERE_KEPT = (
    "Conversations are kept on this machine, for this browser, until you delete them. Deleted ones are gone for good: "
    "their words are overwritten in the file."
)
WHERE_KEPT_ELSEWHERE = (
    "Conversations are kept in the database that this app was set up with, for this browser, until you delete them."
)
TAKE = "Ok"
"""What the coach asks to be told where its line is to be taken."""
GONE = "This conversation is not there any more: it was deleted, or it belongs to another browser."
WENT_ON = "This conversation went on in another tab. It is shown here as it stands there."
BY_ITSELF = (
    "This draft went on in another tab, or was deleted there. What you changed here goes on by itself and is kept by itself; what "
    "stands there is as it was."
)
NOT_KEPT = "This conversation goes on, and is not kept: closing this tab loses it."
NO_COOKIE = (
    "This browser keeps no cookie for the app, so the conversation goes on and is not kept: nobody could open it again. "
    "Export it before you close this tab."
)
NOT_SENT = "You typed this, and it was not taken:"
CONFIRM = "Delete this conversation for good? It cannot be brought back."

_BUTTON = 44
"""Characters of a blank on its button; the whole of it stands in what the coach said."""


def short(words: str) -> str:
    """A blank in its brackets, as a button has room for it."""
    return words if len(words) <= _BUTTON else words[:_BUTTON].rsplit(" ", 1)[0] + " …]"


def spent(tokens: int) -> str:
    """What a model cost so far, in words."""
    return f"about {tokens:,} tokens so far"
