"""A model is asked about a review in the background, while the review by rules is on the page already.

Streamlit would let every click wait for a call made in the page's own run; so a thread makes it, and the page looks in.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field

from coach.critique import Review
from coach.errors import CoachError
from coach.reviewer import Coach

_log = logging.getLogger(__name__)


@dataclass
class Asking:
    """One review on its way to the model and back."""

    name: str
    host: str
    before: Review
    """The review by rules."""
    done: threading.Event = field(default_factory=threading.Event)
    after: Review | None = None
    """The review with the model, or with a notice that says why it is without; None while the model has not answered."""


def ask(coach: Coach, review: Review) -> Asking | None:
    """Begin to sharpen a review by rules; None where no model is set, or there is nothing to ask about."""
    if coach.model is None or review.draft.is_empty:
        return None
    asking = Asking(coach.model.name, coach.model.host, review)
    # Its own thread and no pool: an answer that nobody waits for any more must not keep the program from ending.
    threading.Thread(target=_run, args=(coach, asking), name="coach-asking", daemon=True).start()
    return asking


def _run(coach: Coach, asking: Asking) -> None:
    try:
        asking.after = coach.sharpened(asking.before)
    except CoachError as error:
        asking.after = _without(asking, str(error))
    except Exception:
        _log.exception("A review with the model %s failed", asking.name)
        asking.after = _without(asking, "an error of this program, which stands in its log")
    finally:
        asking.done.set()


def _without(asking: Asking, cause: str) -> Review:
    said = f"The model {asking.name} at {asking.host} could not be used: {cause.rstrip('. ')}. This review is by the rules alone."
    return asking.before.model_copy(update={"notices": (*asking.before.notices, said)})
