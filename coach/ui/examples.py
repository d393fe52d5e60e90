"""Three drafts to start with: a weak one, a middling one and a good one, each from another field of work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExampleDraft:
    """A draft that a newcomer can open with one click."""

    name: str
    whose: str
    about: str
    text: str


EXAMPLES = (
    ExampleDraft(
        name="A dental clinic",
        whose="clinic’s",
        about="A first attempt: a slogan and a list of tasks.",
        text="""Objective: Be the best clinic in the region
- Launch the new booking app
- Train all reception staff in patient communication
- Improve patient satisfaction significantly
- Hold a monthly meeting with referring doctors
""",
    ),
    ExampleDraft(
        name="A warehouse team",
        whose="warehouse’s",
        about="Half way: a clear aim, and results that need a number.",
        text="""Warehouse team, Q2 2027

Objective: Customers get the right parcel on the day we promised
KR 1: Raise on-time dispatch from 88% to 96% by 30 June
KR 2: Reduce picking errors to 3 per 1,000 parcels
KR 3: Roll out the handheld scanners to all three shifts
KR 4: Noticeably fewer damaged parcels
""",
    ),
    ExampleDraft(
        name="An evening school",
        whose="school’s",
        about="Ready to share: who is better off, and how they will know.",
        text="""Adult learning, Q1 2027
Supports: More residents find steady work

Objective: Evening students stay until they can use what they came to learn
- Raise the share of students who finish their course from 61% to 75% by 31 March 2027
- Raise the share of finishers who use the skill at work within eight weeks from 34% to 45% by 31 March 2027
- Cut the median wait for a place from 26 days to 12 days by 31 March 2027
""",
    ),
)
