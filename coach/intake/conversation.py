"""What surrounds OKRs where people paste a mail or a chat: headers, names with times, greetings, thanks, signatures.

`frame` marks the lines that are only this, and finds where a chat line's own words begin. It claims nothing that says
anything of its own: a sentence to a colleague is not decoration.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from coach.intake.dates import MONTHS
from coach.intake.labels import read_label
from coach.intake.people import is_name
from coach.intake.view import Span

_MAIL_HEADER = re.compile(
    r"(?:from|to|cc|bcc|sent|date|subject|reply-to|importance|attachments?|von|an|gesendet|datum|betreff|de|à|objet|envoyé|envoy[ée] le|pour|message-id)"
    r"\s?:\s?(?P<value>.{0,300})$",
    re.IGNORECASE,
)
_QUOTE_HEADER = re.compile(
    r"(?:on .{4,80} wrote:|am .{4,80} schrieb.{0,60}:|le .{4,80} a écrit\s?:|-{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht).{0,20}"
    r"|begin forwarded message:|sent from my .{1,40}|von meinem .{1,30} gesendet|envoyé de mon .{1,30}|get outlook for .{1,20})$",
    re.IGNORECASE,
)
_WHO = r"(?:all|team|everyone|everybody|folks|there|guys|colleagues|both|again|zusammen|alle|leute|kolleg(?:en|innen|:innen)|tous|toutes|toute l'équipe|[^\W\d_][\w.'’-]{1,20})"
_GREETING = re.compile(
    rf"(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening|day)|morning|greetings|hallo|liebe[rs]?|guten (?:morgen|tag|abend)|moin|servus|sehr geehrte[rs]?"
    rf"|bonjour|bonsoir|salut|cher|chère|chers|hola|buenos días|ciao|hoi|beste|olá)(?:[ ,]+(?:und|and|et|&|an|à|a|my|liebe[rs]?|dear|frau|herr)?[ ]?{_WHO}){{0,4}}\s*[,.!:;–-]*\s*[^\w\s]{{0,4}}",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:many |with )?thanks(?: (?:all|so much|a lot|again|in advance|everyone|and best.{0,20}))?|thank you(?: (?:all|so much|very much|in advance))?|thx|ta|cheers|best(?: (?:regards|wishes))?|kind(?:est)? regards"
    r"|warm(?:est)? regards|regards|sincerely|yours(?: (?:sincerely|truly|faithfully))?|all the best|take care|talk soon|bye|br|rgds|kr,"
    r"|(?:viele|beste|liebe|herzliche|schöne|freundliche) grüße?n?|(?:viele|beste|liebe) gruesse|viele grüsse|mit freundlichen grüßen|mit freundlichem gruß|gruß|grüße|lg|vg|mfg"
    r"|(?:vielen |besten |herzlichen )?dank(?:e)?(?: (?:euch|im voraus|schön|dir))?|cordialement|bien cordialement|bien à (?:vous|toi)|merci(?: (?:d'avance|beaucoup|à tous))?"
    r"|à bientôt|bonne journée|saludos|gracias|un saludo|saluti|grazie|groet(?:en|jes)?|met vriendelijke groet|bedankt|obrigad[oa]|abraços?)"
    r"(?:,? [A-ZÀ-Þ][\w.’'-]{0,20}){0,2}\s*[,.!;–-]*\s*[^\w\s]{0,4}",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"(?:ok(?:ay)?|lgtm|\+1|yes|yep|no|nope|sure|great|nice|perfect|cool|done|agreed|sounds good|looks good|awesome|super|passt|prima|parfait|d'accord|[\d ]{0,3}repl(?:y|ies)|edited|seen"
    r"|today|yesterday|new messages?|\(edited\)|pinned message|<media omitted>|image|page \d+(?: of \d+)?|\d+/\d+"
    r"|(?:page )?(?:created|last (?:edited|modified|updated|changed)|edited|zuletzt (?:bearbeitet|geändert)|erstellt|créé|modifié)(?: (?:by|on|at|von|am|par|le) .{1,90}))\s*[.!]*",
    re.IGNORECASE,
)
_TIME = r"(?:(?:[01]?\d|2[0-3])[:.h][0-5]\d(?![.\d])(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?)"
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = (
    r"(?:today|yesterday|(?:mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?|heute|gestern|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    rf"|\d{{1,2}}[./-]\d{{1,2}}[./-](?:20)?\d{{2}}|20\d\d-\d\d-\d\d|(?:{_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? 20\d\d)?|\d{{1,2}}\.? (?:{_MONTH})\.?(?: 20\d\d)?)"
)
_STAMP = rf"(?:{_DAY}[,]?(?: at| um| à)?\s+)?{_TIME}(?:\s*uhr)?"
_PERSON = r"(?P<who>[^\W\d_][\w.'’-]{0,30}(?: (?:[A-ZÀ-Þ(][\w.'’)-]{0,30}|d[eu]|de[nr]|van|von|la|el|bin|al)){0,4}(?: ?\([^()\n:]{1,30}\))?)"
_CHAT_HEADS = [
    re.compile(rf"[\[(<]?(?i:{_STAMP})[\])>]?\s*[-–—|]?\s*{_PERSON}\s*(?::\s*|$)"),
    re.compile(rf"{_PERSON}\s*(?:[,|·•-]\s*)?(?:(?:APP|app)\s+)?[\[(]?(?i:{_STAMP})[\])]?\s*(?::\s*|$|(?=\S))"),
    re.compile(rf"<{_PERSON}>\s*"),
]
_MAY_BE_HEAD = re.compile(r"^<|\d")
_STAMP_ONLY = re.compile(rf"[\[(–—-]*\s*(?:{_STAMP}|{_DAY})\s*[\])–—-]*", re.IGNORECASE)
_SPEAKER = re.compile(r"(?P<who>[A-ZÀ-Þ][\w.'’-]{1,20}(?: [A-ZÀ-Þ][\w.'’-]{0,20}){0,2})\s?:\s+(?=\S)")
_CONTACT = re.compile(
    r"(?:[\w.+-]+@[\w-]+\.[\w.]+|https?://|www\.|\b(?:tel|phone|mobile|mobil|t|m|p)\s?[.:]|\+\d[\d ()/-]{6,})",
    re.IGNORECASE,
)
_LONG = 200


@dataclass(frozen=True, slots=True)
class Frame:
    """One line as part of a conversation: only decoration, or words that begin at `start`; `speaks` where a name led it."""

    decoration: bool = False
    start: int = 0
    speaks: bool = False


def is_greeting(text: str) -> bool:
    return len(text) < 80 and bool(_GREETING.fullmatch(text.strip()))


def is_closing(text: str) -> bool:
    return len(text) < 80 and bool(_CLOSING.fullmatch(text.strip()))


def frame(lines: list[Span]) -> list[Frame]:
    """What each line is to a conversation, in order."""
    texts = [line.text[:_LONG].strip() for line in lines]
    speakers = _speakers(texts)
    frames = [Frame()] * len(lines)
    index = 0
    while index < len(lines):
        text = texts[index].lstrip("> \t")
        if not text:
            index += 1
        elif (
            _is_mail_header(texts, index)
            or is_greeting(text)
            or _NOISE.fullmatch(text)
            or _QUOTE_HEADER.fullmatch(text)
            or (_is_stamp(text) and not (index and _names_date(texts[index - 1])))
        ):
            frames[index] = Frame(decoration=True)
            index += 1
        elif is_closing(text) or text == "--":
            index = _close(texts, index, frames)
        else:
            frames[index] = _chat(lines[index], texts[index], speakers)
            index += 1
    return frames


def _is_stamp(text: str) -> bool:
    """Whether the line is only a date or time; one that closes a bracket belongs to the line above."""
    return bool(_STAMP_ONLY.fullmatch(text)) and text.count("(") == text.count(")")


def _names_date(above: str) -> bool:
    """Whether the line above a date is the label that the date belongs to (``Due date``)."""
    label = read_label(f"{above.rstrip(':')}:")
    return bool(label and label.key in ("due", "period") and label.end > len(above.rstrip(":")))


def _is_mail_header(texts: list[str], index: int) -> bool:
    text = texts[index].lstrip("> \t*")
    match = _MAIL_HEADER.match(text)
    if not match:
        return False
    word = text.split(":")[0].strip().lower()
    if word in ("subject", "betreff", "objet", "cc", "bcc", "gesendet", "sent", "reply-to"):
        return True
    near = [t.lstrip("> \t*") for t in texts[max(0, index - 3) : index + 4] if t]
    return sum(bool(_MAIL_HEADER.match(t)) for t in near) >= 2 and any(
        re.match(r"(?:subject|betreff|objet|sent|gesendet|envoyé|date|datum|cc)\b", t, re.IGNORECASE) for t in near
    )


_SIGNATURE_WORDS = 7
"""Words of a line of a signature at most, such as "Head of HR | Nordlicht GmbH"."""


def _close(texts: list[str], index: int, frames: list[Frame]) -> int:
    """Marks a closing line and the signature under it; the index after them."""
    frames[index] = Frame(decoration=True)
    dashed = texts[index].strip() == "--"
    index += 1
    taken = 0
    while index < len(texts) and taken < (12 if dashed else 6):
        text = texts[index]
        if not text:
            if taken and not any(_CONTACT.search(t) for t in texts[index + 1 : index + 3]):
                break
            index += 1
            continue
        if not any(character.isalnum() for character in text):
            frames[index] = Frame(
                decoration=True
            )  # a rule is no signature: what stands below it is still to be looked at
            index += 1
            continue
        contact = bool(_CONTACT.search(text))
        if not contact and (
            len(text) > 60
            or len(text.split()) > _SIGNATURE_WORDS
            or read_label(text)
            or re.match(r"[-*•#\d]", text)
            or text.endswith((".", ":"))
            and not is_closing(text)
        ):
            break
        if taken == 0 and not (contact or is_name(text) or len(text.split()) <= 4):
            break
        frames[index] = Frame(decoration=True)
        taken += 1
        index += 1
    return index


def _chat(line: Span, text: str, speakers: set[str]) -> Frame:
    lead = len(line.text) - len(line.text.lstrip(" \t"))
    for pattern in _CHAT_HEADS if _MAY_BE_HEAD.search(text[:90]) else ():
        match = pattern.match(text)
        if match and not read_label(text[: match.end()].split(":")[0] + ":"):
            whole = match.end() >= len(text)
            who = match.group("who")
            named = whole or match.group().rstrip().endswith((":", ">", "]")) or is_name(who.title())
            if not named or not _is_speaker(who, whole):
                continue
            return Frame(decoration=whole, start=lead + match.end(), speaks=True)
    match = _SPEAKER.match(text) if speakers else None
    if match and match.group("who") in speakers:
        return Frame(start=lead + match.end(), speaks=True)
    return Frame()


def _is_speaker(who: str, whole: bool) -> bool:
    words = who.split()
    return (words[0][:1].isupper() or (whole and len(words) == 1)) and words[0].lower() not in (
        "by",
        "until",
        "from",
        "at",
        "reduce",
        "increase",
        "open",
        "response",
        "arrive",
        "deliver",
    )


def _speakers(texts: list[str]) -> set[str]:
    """Names that lead lines with a colon, where they are a conversation: two or more, one of them more than once."""
    found: Counter[str] = Counter()
    for text in texts:
        match = _SPEAKER.match(text) if ":" in text[:80] else None
        if match and not read_label(text) and len(match.group("who").split()) <= 3:
            found[match.group("who")] += 1
    names = {who for who in found if is_name(who)}
    if len(names) >= 2 and (max(found[who] for who in names) >= 2 or len(names) == len(found)):
        return set(names)
    return set()
