"""The people of a plain answer: "Priya owns it", "me", "Priya and Tom", "the team"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.criteria import catalogue
from coach.detectors.owners import kind_of_owner
from coach.dialogue.phrases import phrases, plain
from coach.intake.people import GIVEN_NAMES, is_name

_NAME = r"@?[^\W\d_][\w'’.-]*(?:\s+(?:van|von|de|der|den|da|di|la|le|el|al|bin))*(?:\s+[A-ZÀ-Þ][\w'’.-]*){0,2}"
_NAMES = rf"{_NAME}(?:\s*(?:,|/|&|\+|\band\b|\bor\b|\bund\b)\s*{_NAME}){{0,3}}"
_DRIVES = r"(?:owns?|will own|drives?|will drive|leads?|will lead|takes?|will take|is responsible|is the (?:owner|driver|one)|is (?:driving|leading|owning|in charge|accountable)|has (?:it|this|that)|does (?:it|this|that)|would do|will do|can do|brings?|looks after|should own|should do|is on (?:it|this))"
_SAID = (
    re.compile(
        rf"^\W*(?:set |make |put )?(?:the )?(?:owner|driver|dri|lead|responsible)(?: of| for)?[^:=\w]*(?:is|:|=|to|should be|will be|would be)?\s*(?P<who>{_NAMES})\s*[.!]*$",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:owned|driven|led|taken) by\s+(?P<who>{_NAMES})", re.IGNORECASE),
    re.compile(rf"\b(?:owner|driver|dri)\s*(?:is|:|=)\s*(?P<who>{_NAMES})", re.IGNORECASE),
    re.compile(
        rf"^\W*(?:assign (?:it|this|that) to|give (?:it|this|that) to|(?:that|it)(?:['’]?s| is| would be| will be| should be|['’]?ll be))\s+(?P<who>{_NAMES})\s*[.!]*$",
        re.IGNORECASE,
    ),
)
_OWNS = re.compile(
    rf"(?:^|[,;.]\s*|\band\s+)(?P<who>{_NAMES})\s+{_DRIVES}\b(?:\s+(?:it|this|that|for it|for this))?", re.IGNORECASE
)
_ME = re.compile(
    r"^\W*(?:(?:that|it)(?:['’]?s| is| would be| will be)\s+)?(?:me|i|myself|mine|i do|i will|i['’]ll|ill|i am|i['’]m|i own (?:it|this)|i drive (?:it|this)|i['’]ll (?:do|take|own) (?:it|this|that)|i will (?:do|take|own) (?:it|this|that)|i can do (?:it|that)|i['’]d say me|ich)\b(?:\s+(?:i guess|i think|i suppose|probably|myself|of course|for now))?\W*$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,|/|&|\+|;|\band\b|\bor\b|\bund\b|\bplus\b)\s*", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:either|probably|maybe|perhaps|i think|i guess|i['’]d say|let['’]?s say|say|put|it['’]?s|that['’]?s|that would be|that is|it is|both|ask|should be|would be|will be|must be)\s+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"\s+(?:i think|i guess|probably|maybe|of course|for now|please|does|will|would|can)$", re.IGNORECASE
)
_NO_NAME = frozenset(
    """i we you they he she it me us who nobody someone somebody what that this there here yes no ok not the a an which all each every one my our your somehow whoever
    please done owner owners driver person people name names him her them anyone somewhere value number figure today now""".split()
)
_ALSO_WORDS = frozenset(
    "will may april june mark hope joy grace rose sue bill dawn said max can jack dean ray summer art page".split()
)
_LONGEST = 4
"""Words of one person's name at most."""


@dataclass(frozen=True)
class PeopleSaid:
    """Who was named, and where."""

    names: tuple[str, ...] = ()
    me: bool = False
    group: str | None = None
    spans: tuple[tuple[int, int], ...] = ()


def people(text: str, taken: list[tuple[int, int]], asked: bool) -> PeopleSaid:
    """The people that `text` names as drivers; where a driver was asked for, a bare name will do."""
    if asked and _ME.match(text):
        return PeopleSaid(me=True, spans=((0, len(text)),))
    for pattern in _SAID:
        match = pattern.search(text)
        if match and (found := _read(match.group("who"), asked or pattern is not _SAID[3])):
            return _at(found, match.span())
    match = _OWNS.search(text)
    if match:
        if plain(match.group("who")) == "i":
            return PeopleSaid(me=True, spans=(match.span(),))
        if found := _read(match.group("who"), True):
            return _at(found, match.span())
    for start, end in _chunks(text, taken):
        chunk = text[start:end]
        if all(is_name(part) for part in _SPLIT.split(chunk.strip(" .!?"))):
            return _at(_read(chunk, True) or PeopleSaid(), (start, end))
    if not taken and _is_bare_name(text):
        return _at(_read(text, True) or PeopleSaid(), (0, len(text)))
    if asked and not taken and (found := _read(text, True)):
        return _at(found, (0, len(text)))
    return PeopleSaid()


def _at(found: PeopleSaid, span: tuple[int, int]) -> PeopleSaid:
    return PeopleSaid(found.names, found.me, found.group, (span,))


def _read(words: str, surely: bool) -> PeopleSaid | None:
    """The names in `words`; None where they do not look like names. `surely`: the words around say that these are people."""
    words = _TRAILING.sub("", _LEADING.sub("", words.strip(" \t.,;:!?\"“”'()")))
    if not words:
        return None
    kind = kind_of_owner(words, catalogue()["missing-owner"])
    if kind in ("group", "nobody") and plain(words) not in phrases().polite and _is_group(words):
        return PeopleSaid(group=words)
    names = [part.strip(" .!?") for part in _SPLIT.split(words) if part.strip(" .!?")]
    if not names or len(names) > _LONGEST or not all(_is_person(name, surely) for name in names):
        return None
    return PeopleSaid(names=tuple(_cased(name) for name in names))


def _is_group(words: str) -> bool:
    return len(words.split()) <= _LONGEST and not set(plain(words).split()) & {"not", "no", "value", "number"}


def _is_person(name: str, surely: bool) -> bool:
    words = name.split()
    if not 0 < len(words) <= _LONGEST or not re.fullmatch(r"@?[^\W\d_][\w'’. @-]*", name):
        return False
    if {plain(word) for word in words} & _NO_NAME:
        return False
    known = words[0].lower().split("-")[0] in GIVEN_NAMES or name.startswith("@")
    return known or (surely and (len(words) == 1 or all(word[:1].isupper() for word in words)))


def _is_bare_name(text: str) -> bool:
    """Whether the whole answer is one common given name, typed without a capital: nobody answers "anna" and means a figure."""
    name = plain(text)
    return name in GIVEN_NAMES and name not in _ALSO_WORDS


def _cased(name: str) -> str:
    """A name typed in lower case with its capitals; any other as it was typed."""
    if name != name.lower() or name.startswith("@"):
        return name
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


def _chunks(text: str, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of `text` between commas, semicolons, dashes and what is taken."""
    cuts = sorted([*taken, *((m.start(), m.end()) for m in re.finditer(r"\s*[,;]\s*|\s+[–—-]\s+", text))])
    found, at = [], 0
    for start, end in cuts:
        if start > at:
            found.append((at, start))
        at = max(at, end)
    if at < len(text):
        found.append((at, len(text)))
    return found
