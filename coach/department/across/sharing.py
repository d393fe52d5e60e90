"""Whether two lines say that they belong together: by naming the other team as a partner, by the word, or by one driver."""

from __future__ import annotations

import re

from coach.department.across.context import Context
from coach.department.across.lines import Line, same_words
from coach.department.across.names import Mention

_SHARED = re.compile(
    r"\b(?:shared|jointly|joint|together with|co-owned|in both plans|both teams|gemeinsam|zusammen mit)\b",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"\b(?:agreed|committed|confirmed|promised|(?:see|in) (?:their|its) (?:plan|OKRs?)|in both plans|carried by)\b",
    re.IGNORECASE,
)
_CARRIES = re.compile(
    r"^[\s,]*(?:has (?:it|this)|carries|runs|delivers|supplies|opens|sets|provides|builds|owns|agreed|brings|hosts|pays|trains|sends|takes it|will)\b",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"[(\[][^)\]]*$")
_DOES = re.compile(r"^,?\s+(?:who |which |will )?[a-z]+", re.IGNORECASE)
_FOR = re.compile(r"\b(?:for|serving|für|pour)\s+(?:the\s+|our\s+)?$", re.IGNORECASE)
_SO_THAT = re.compile(
    r"\b(?:so(?: that)?|which lets|to let|for the \w+(?: \w+)? of)\s+(?:the\s+|our\s+)?$", re.IGNORECASE
)
_WITH = re.compile(r"\b(?:with|and|by|from|via|through|mit|von|avec)\s+(?:the\s+|our\s+)?$", re.IGNORECASE)


def says_shared(line: Line) -> bool:
    """Whether a line says that it is not its team's alone, or that what it needs is agreed."""
    return _SHARED.search(line.text) is not None or _AGREED.search(line.text) is not None


def is_for(line: Line, mention: Mention) -> bool:
    """Whether a line is done for the team that it names."""
    before = line.text[: mention.start]
    return _FOR.search(before) is not None or _SO_THAT.search(before) is not None


def is_told(line: Line, mention: Mention) -> bool:
    """Whether a line says that the team it names does its part."""
    behind = line.text[mention.end :]
    if _CARRIES.match(behind):
        return True
    # "(Information Security writes the annex)": an aside about the other team says what it does.
    return _IN_BRACKETS.search(line.text[: mention.start]) is not None and _DOES.match(behind) is not None


def is_declared(context: Context, first: Line, second: Line) -> bool:
    """Whether two lines of different teams are known to belong together: one names the other's team as a partner, both say that
    they are shared, or one person drives both. To name a place ("accidents in Warehouse East") is no partnership."""
    if _has_partner(context, first, second) or _has_partner(context, second, first):
        return True
    if _SHARED.search(first.text) and _SHARED.search(second.text):
        return True
    owners = [same_words(line.owner) for line in (first, second)]
    return owners[0] == owners[1] and len(owners[0].split()) > 1


def names_team_of(context: Context, first: Line, second: Line) -> bool:
    """Whether `first` names the team that `second` belongs to."""
    return any(mention.team == second.team for mention in context.mentions(first))


def _has_partner(context: Context, first: Line, second: Line) -> bool:
    return any(
        mention.team == second.team
        and mention.whole
        and (
            is_for(first, mention)
            or is_told(first, mention)
            or says_shared(first)
            or _WITH.search(first.text[: mention.start]) is not None
        )
        for mention in context.mentions(first)
    )
