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
