"""What an owner's place holds: one driver, several, a group, or a placeholder.

A person may carry a title, a unit or a helper beside the name ("Khan, fraud desk", "Mette (Lars covers)", "Team Captain Ola"):
the name decides. Without a name, a role that one person fills ("COO", "Head of Service") is one driver; a plural, a unit and
what only says where to look are not.
"""

from __future__ import annotations

import re
from typing import Literal

from coach.criteria import Criterion
from coach.intake.people import GIVEN_NAMES

OwnerKind = Literal["one", "several", "group", "nobody"]

_ASIDE = re.compile(
    r"\s*[(\[][^)\]]*[)\]]?|,?\s+(?:backed|supported|assisted|helped|covered|with|via)\b.*$", re.IGNORECASE
)
_ROLE_OF = re.compile(
    r"\b(?:head|director|chief|vp|vice[- ]president|president|lead|leader|manager|chair|owner|coordinator|secretary|dean|officer|partner|"
    r"superintendent|supervisor|captain|coach|editor|minister|leiter(?:in)?|leitung) (?:of|for|der|des|für)\b|^(?:head|chief|vp|director)\b",
    re.IGNORECASE,
)
_UNSETTLED = re.compile(
    r"(?:see|ask|as per|to be|tb[acd]|not yet|not|still|no|none|nobody|who|whoever|whichever|someone|somebody|anyone|waiting|open|vacant) \w",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"(?:all|every|everyone|everybody|each|both|any|various|several|different|half) \w|\d+ \w", re.IGNORECASE
)
_JOINT = re.compile(r"\s*[/&+;]\s*|\s+(?:and|or|und|oder|et|ou)\s+", re.IGNORECASE)
_TITLED = re.compile(
    r"^(?:(?:dr|prof|mr|mrs|ms|miss|mx|sir|dame|herr|frau|madame|monsieur|mme|sr|sra|fr|rev|nurse|sister|mama|papa|uncle|aunt)\b\.?\s*)+[^\W\d]",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"[^\W\d_a-z][^\W\d_]*[a-zà-öø-ÿ'’.-]*")
_PARTICLES = frozenset("von van de der den da di la le el al bin dos mc mac".split())
_SINGULAR_S = re.compile(r"(?:ss|us|is|ness|boss|ops|pr[eé]s)$", re.IGNORECASE)
_AGENTS = re.compile(
    r"(?:[ei]rs|ors|ists|ants|ents|ees|ians|men|women|ards|eers|people|crews|heads|leads|staff)$", re.IGNORECASE
)


def kind_of_owner(owner: str, criterion: Criterion) -> OwnerKind:
    """What `owner` names; the words for groups and placeholders are the page's."""
    head = _ASIDE.sub("", owner).strip(" ,.:;") or owner.strip()
    if _is_placeholder(head, criterion) or _is_placeholder(owner, criterion):
        return "nobody"
    parts = _parts(head)
    if len(parts) > 1:
        return "several"
    return "group" if _is_group(parts[0] if parts else head, criterion) else "one"


def _is_placeholder(owner: str, criterion: Criterion) -> bool:
    plain = re.sub(r"[^\w/' -]", "", owner.lower()).strip()
    return not re.search(r"\w", plain) or plain in criterion.terms("nobody") or bool(_UNSETTLED.match(plain))


def _parts(head: str) -> list[str]:
    """The drivers named side by side; a unit or a role beside a name is no second driver, nor is a surname written first."""
    if _ROLE_OF.search(head):
        return [head]
    parts = [part for joined in _JOINT.split(head) for part in [joined.strip()] if part]
    if len(parts) > 1:
        return parts
    listed = [part.strip() for part in head.split(",") if part.strip()]
    if len(listed) == 2 and not _two_drivers(*listed):
        named = [part for part in listed if _is_person(part)]
        return named[:1] or listed[:1]
    return listed


def _two_drivers(first: str, second: str) -> bool:
    """Whether "A, B" are two: two given names or handles, or two of one sort; "Berg, Piet" and "Rui, Logistics" are one."""
    if first.startswith("@") and second.startswith("@"):
        return True
    if _begins_with_given_name(first):
        return _begins_with_given_name(second) or (len(second.split()) > 1 and _has_name_form(second))
    if _has_name_form(first):
        return False
    shared = set(first.lower().split()) & set(second.lower().split())
    return bool(shared) or not _is_person(second)


def _begins_with_given_name(words: str) -> bool:
    first = words.split()[0].strip(".,")
    return first[:1].isupper() and first.lower().split("-")[0] in GIVEN_NAMES


def _has_name_form(words: str) -> bool:
    return all(_CAPITALISED.fullmatch(word) or word.lower() in _PARTICLES for word in words.split())


def _is_person(words: str) -> bool:
    """Whether a person is named: by handle, title or address, or with a common given name anywhere in it."""
    if words.startswith("@") or "@" in words or _TITLED.match(words):
        return True
    return any(word[:1].isupper() and word.lower().strip(".,") in GIVEN_NAMES for word in re.split(r"[\s:–—-]+", words))


def _is_group(words: str, criterion: Criterion) -> bool:
    """Whether a unit, a plural or a numbered crew is named and no one in it."""
    bare = re.sub(r"^(?:the|our|all|whole|entire|every)\s+", "", words, flags=re.IGNORECASE).strip(" .")
    units = criterion.terms("units")
    tokens = [token for token in re.split(r"[\s-]+", bare.lower()) if token]
    if not tokens or words.startswith("@") or _TITLED.match(bare):
        return False
    if words.lower() in criterion.terms("everyone") or _EVERY.match(words):
        return True
    roles = criterion.terms("roles")
    by_unit = bare.lower() in units or bool(_singulars(tokens[-1]).intersection(units))
    if _is_person(words):
        return by_unit and not bare.split()[-1][:1].isupper()
    if _ROLE_OF.search(bare) or any(token in roles for token in tokens):
        return False
    if by_unit or tokens[0] in criterion.terms("crews") or _singulars(tokens[-1]).intersection(roles):
        return True
    return _is_plural(bare.split()[-1], alone=len(tokens) == 1)


def _singulars(word: str) -> set[str]:
    """`word` and what it can be the plural of: "captains", "branches", "parents'"."""
    word = word.strip("'’")
    return {word, word.removesuffix("s"), word.removesuffix("es"), re.sub(r"ies$", "y", word)}


def _is_plural(word: str, alone: bool) -> bool:
    """Whether `word` is the plural of a common noun; a capitalised last word of several may be a surname."""
    if not word.lower().endswith(("s", "men", "women", "people")) or _SINGULAR_S.search(word):
        return False
    if word[:1].islower():
        return len(word) > 3
    return alone and not word.isupper() and _AGENTS.search(word) is not None
