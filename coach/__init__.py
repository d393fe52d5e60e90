"""OKR Coach: reviews drafts of objectives and key results, grounded on guidance, on this machine.

from coach import review

print(review("Objective: Get patients home sooner\\n- Launch the discharge checklist").summary)
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as type checkers read it; importing `typing` would cost more than all the rest of this module

# ONNX Runtime 1.32 reports its use to its maker some seconds after it is imported, unless this stands in the environment
# first. Nothing leaves the machine: here, before any module of ours can import it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

if TYPE_CHECKING:
    from coach.critique import Review
    from coach.okr import Draft

__all__ = ["review"]


def review(text_or_draft: str | Draft) -> Review:
    """The critique of a draft: text as pasted, or a `coach.okr.Draft`.

    Raises:
        CoachError: the input cannot be read, or the house rules are not what they must be; the message says what to do.
    """
    from coach.intake import read_text
    from coach.shared import shared_coach

    draft = read_text(text_or_draft) if isinstance(text_or_draft, str) else text_or_draft
    return shared_coach().review(draft)
