"""What an objective serves: the parent it names by label, by words or by number, found in the input."""

from __future__ import annotations

import re
from collections import defaultdict

from coach.department.across.lines import Goal, Organisation, same_words

_NUMBERED = re.compile(
    r"(?P<whose>[^\W\d][\w &-]*?)?[\s,:(]*\b(?:objective|goal|ziel|objectif|OKR|O)\s*(?:no\.?\s*|#)?(?P<number>\d{1,2})\b",
    re.IGNORECASE,
)
_KEY_RESULT = re.compile(r"[-_. /]?k(?:r|ey result)?[-_. ]?\d+$", re.IGNORECASE)
_LABEL = re.compile(r"(?=\S*\d)[\w./#-]{2,20}")
_QUOTED = re.compile(r"[“\"„«']([^“”\"„«»]{8,}?)[”\"“»']")


class Parents:
    """The objectives of an input by what they can be called by."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._numbered: dict[str, list[int]] = defaultdict(list)
        self._units: set[str] = set()
        for team in organisation.teams:
            names = {same_words(team.name)}
            if team.level == "company":
                names.add("company")
            if team.level == "department":
                names.add(same_words(team.department))
            self._units |= {same_words(team.name), same_words(team.department), *names} - {""}
            for name in names:
                self._numbered[name] += team.goals
        for goal in organisation.goals:
            if goal.label:
                self._by_name[same_words(goal.label)].append(goal.number)
            for at in (goal.line, *goal.key_results):
                if at is not None:
                    self._by_name[same_words(organisation.lines[at].text)].append(goal.number)
        self._served = {found.number for goal in organisation.goals if (found := self.parent_of(goal)) is not None}

    def parent_of(self, goal: Goal) -> Goal | None:
        """The objective of the input that a goal names as its parent; None where it names none, or none that is here."""
        return self._called(goal.parent, goal) if goal.parent else None

    def serves_others(self, goal: Goal) -> bool:
        """Whether others name this goal as their parent while it stands at the top of what is here."""
        return goal.number in self._served

    def leads_nowhere(self, goal: Goal) -> bool:
        """Whether a goal's parent is a label ("D4-O2") that nothing here has, though other goals' labels are found.

        What is named in words may stand in a plan that is not part of the input.
        """
        if goal.parent is None or not _LABEL.fullmatch(goal.parent.strip()):
            return False
        if not goal.parent or self.parent_of(goal) is not None or same_words(goal.parent) in self._units:
            return False
        is_known = bool(self._by_name.get(same_words(goal.parent)))
        return bool(self._served) and not is_known and _NUMBERED.search(goal.parent) is None

    def is_named_in_words(self, goal: Goal) -> bool:
        """Whether the objective's own words say what it serves: a number ("Finance objective 1"), or the words in quotes."""
        text = self._organisation.lines[goal.line].text if goal.line is not None else ""
        for numbered in _NUMBERED.finditer(text):
            if same_words(numbered.group("whose")) in self._units or text[: numbered.start()].rstrip().endswith("("):
                return True
        return any(self._by_name.get(same_words(quoted)) for quoted in _QUOTED.findall(text))

    def _called(self, name: str, goal: Goal) -> Goal | None:
        wanted = same_words(name)
        for form in (wanted, same_words(_KEY_RESULT.sub("", name))):
            found = [number for number in self._by_name.get(form, ()) if number != goal.number]
            if found:
                above = [n for n in found if self._organisation.is_above(self._organisation.goals[n], goal)]
                pool = above or found
                # "O1" may be anyone's: of several nobody knows which is meant.
                return self._organisation.goals[pool[0]] if len(set(pool)) == 1 else None
        if numbered := _NUMBERED.search(name):
            goals = self._numbered.get(same_words(numbered.group("whose")), [])
            at = int(numbered.group("number")) - 1
            if 0 <= at < len(goals):
                return self._organisation.goals[goals[at]]
        return None
