"""What a talk of the cycle is for: its name, and what is asked in it."""

from __future__ import annotations

from coach.diagnosis.rhythm import Kind

TITLES: dict[Kind, str] = {
    "check-in": "OKR check-in",
    "monthly-review": "OKR review of the month",
    "mid-cycle": "OKR talk at half time",
    "drafting": "Draft the next cycle’s OKRs",
    "scoring": "Score the OKRs, and learn from them",
}
AGENDA: dict[Kind, tuple[str, ...]] = {
    "check-in": (
        "For each key result, its driver answers:",
        "1. Where does the score stand, and what has changed since last week?",
        "2. What is going well, and what is stuck?",
        "3. What comes next, and what help does it need?",
        "Begin with the line that is stuck. Set green, yellow or red; red comes with a plan.",
    ),
    "monthly-review": (
        "Look across all key results:",
        "1. What is moving, and what is held up by whom?",
        "2. What do we change: people, work, a target?",
        "3. Which one or two decisions do we leave with, whose are they, and until when?",
    ),
    "mid-cycle": (
        "For each key result that is off course:",
        "1. Is the aim still right?",
        "2. Is the work still the best way towards it?",
        "3. Has something changed that we could not have known?",
        "A changed line keeps its old wording visible, with the day and the reason. What comes in takes something out.",
    ),
    "drafting": (
        "1. Hear the direction, and ask what change on our ground would help most.",
        "2. Write drafts that neighbours can see while they are still soft.",
        "3. Ask each neighbour: who depends on whom for what?",
        "4. Review the drafts, and close them only after the scoring.",
    ),
    "scoring": (
        "1. Work out each score from its start and its target, before anybody explains it.",
        "2. Add what the score leaves out: what helped, what was in the way, what was learned.",
        "3. Is the objective nearer than the numbers say, or further away?",
        "4. Take what was learned into the next drafts.",
    ),
}
EVERY: dict[Kind, str] = {
    "check-in": "Every week that has no larger talk",
    "monthly-review": "Once a month, in its last week",
    "mid-cycle": "Once, half way",
    "drafting": "One week, before the scoring",
    "scoring": "Once, at the end",
}
