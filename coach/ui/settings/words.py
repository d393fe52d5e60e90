"""What the settings page says."""

from __future__ import annotations

from coach.model_settings import ModelSettings
from coach.variables import THE_ENVIRONMENT

ALONE = "No model is set, and none is needed: drafts are reviewed by rules and a small trained reader."
FOR_ALL = "The setting is the server’s: everybody who opens this app works with the same model."
ELSEWHERE = (
    "You are not at the machine that runs this app, so the model cannot be changed here. Whoever runs it sets it there, "
    "on this page or in the environment."
)
KEY_HELP = (
    "Held in this program’s memory until it ends, and written nowhere. Leave it empty where the endpoint asks for none. "
    "To have it at every start, set OPENAI_API_KEY in the environment."
)
ENDPOINT_HELP = "An OpenAI-compatible base URL, such as http://localhost:11434/v1. Empty: OpenAI’s own."
NO_NAME = "Give the model’s name, as the endpoint knows it."
KEPT = "Kept. Check it to see what it answers."
FORGOTTEN = "The coach works without a model now."
CHECK_SENDS = "A check sends a few short calls and an example draft, nothing of yours."
RULES_LEAD = "What your organisation does otherwise: how a criterion counts, a limit, a criterion switched off with its reason, words of your own."
RULES_FOR_ALL = "The setting is the server’s: it holds for everybody who opens this app."
RULES_ELSEWHERE = "You are not at the machine that runs this app, so the house rules cannot be changed here. Whoever runs it changes them there."
NO_RULES = "No house rules yet: every criterion counts as it comes."
BOX_HELP = "YAML with the keys limits, severity, off, terms and question_below. What the form puts in writes the file anew, without its comments."
REASON_LABEL = "Reason, if it is switched off (reviews show it)"
NO_REASON = "A criterion is switched off with a reason, which reviews show to their readers. Give one."
TERMS_LABEL = "Words of your own to look for, one a line"
SAME_RULES = "These are the rules that hold now."
NO_CHANGE = "Nothing changes on this draft. On another one it may."
DOCUMENTS_LEAD = (
    "Guidance of your own, such as a handbook or your one-page standard, is cited beside the guidance that comes with the coach, and before "
    "it where it is on the point. A document is read here, and what it says instructs nobody: it is cited."
)
DOCUMENTS_ELSEWHERE = "You are not at the machine that runs this app, so documents cannot be added or removed here. Whoever runs it does that there."
NO_DOCUMENTS = (
    "No document yet. Add one in Markdown, plain text, Word or PDF; its text is what counts, pictures are not read."
)
TRY_LABEL = "Try what would be cited"
TRY_PLACEHOLDER = "A question, or the words of a draft"


def leaves(model: ModelSettings | None) -> str:
    """What leaves the machine, in a sentence."""
    if model is None:
        return "Nothing leaves this machine."
    if model.is_local:
        return f"Drafts, what was found in them and what is said in the chat are given to {model.host}, on this machine; nothing leaves it."
    return (
        f"Each review sends the draft, what was found in it and passages of guidance to {model.host}, and the chat sends what is said "
        "there; nothing else leaves this machine."
    )


def fixed(place: str, model: ModelSettings | None) -> str:
    """Why the model cannot be changed on the page."""
    what = "It is" if model else "That no model is used is"
    again = ", and start the app again" if place == THE_ENVIRONMENT else ""
    return f"{what} set in {place}, which outranks this page. To change it, change it there{again}."
