"""What a coach does about each criterion, as one thing to do on Monday."""

from __future__ import annotations

from coach.criteria import catalogue

_ACTIONS = {
    "activity-key-result": "Ask {teams} what their tasks are for, and write the answer into the key result",
    "activity-objective": "Ask {teams} why the project is worth doing, and make that the objective",
    "all-targets-hit": "Ask {teams} which targets they would set if a miss cost them nothing",
    "bare-milestone": "Ask {teams} which number should move once their milestone is reached",
    "business-as-usual": "Ask {teams} what about today is not good enough",
    "competing-goals": "Bring {teams} to one table before one succeeds at the other's cost",
    "compound-key-result": "Help {teams} to split lines that hold two results, or to drop one half",
    "compound-objective": "Ask {teams} which of two joined aims they would keep",
    "copied-down": "Ask {teams} for their own part in the goal they took from above",
    "duplicate-key-result": "Have {teams} strike one of two lines that measure the same thing",
    "duplicated-effort": "Bring {teams} together where they chase the same result, and settle who leads",
    "implausible-target": "Ask {teams} what would have to be true for their targets at the edge to be reached",
    "inconsistent-format": "Settle with {teams} on one template, one cycle and one scale",
    "missing-baseline": "Have {teams} look up where their measures stand today, and write it down",
    "missing-deadline": "Have {teams} put a date on what has none",
    "missing-owner": "Ask {teams} to name one person for each key result",
    "missing-target": "Ask {teams} how far is far enough, and write the value into the line",
    "mixed-cycles": "Agree with {teams} on one cycle for what is reviewed together",
    "no-metric": "Help {teams} to find a number they could look at each week",
    "no-parent-link": "Ask {teams} which aim above them moves if they succeed",
    "number-in-objective": "Ask {teams} what the number in the objective is for, and move it to a key result",
    "objective-not-covered": "Ask {teams} which key result would show that the objective itself was reached",
    "overloaded-owner": "Go through the load of people who drive too much with {teams}, and share it out",
    "red-without-plan": "Ask {teams} what they will do next about what is red",
    "safe-target": "Ask {teams} which value they would write if nobody held a miss against them",
    "single-key-result": "Ask {teams} what could go wrong while their one number goes right",
    "stale-check-in": "Start the weekly check-in with {teams} again",
    "status-theatre": "Ask {teams} what moved, what is in the way and what comes next",
    "too-many-key-results": "Sit down with {teams} and choose the three key results that would convince them",
    "too-many-objectives": "Sit down with {teams} and choose what not to do this cycle",
    "undeclared-dependency": "Have {teams} agree on the help that one needs and the other has not planned",
    "vague-objective": "Ask {teams} whose situation will be different, and put it into the objective",
    "vague-wording": "Ask {teams} what someone outside the room would have to see to agree",
    "vanity-metric": "Ask {teams} what the people they count go on to do",
}


def action_words(criterion: str, teams: int, of: int) -> str:
    """One thing to do about a criterion that was seen in `teams` of `of` teams, in words that a coach says."""
    if teams == 1:
        meant = "this one team" if of > 1 else "the team"
    else:
        meant = f"all {teams:,} teams" if teams == of else f"these {teams:,} teams"
    if criterion in _ACTIONS:
        return _ACTIONS[criterion].format(teams=meant)
    known = catalogue().get(criterion)
    return f"Talk with {meant} about this: {known.title if known else criterion}"


def has_action(criterion: str) -> bool:
    """Whether there are words of its own for this criterion."""
    return criterion in _ACTIONS
