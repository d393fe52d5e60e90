"""Proposals: what a better line could be, with labelled blanks for what is not known.

No number, date, name or unit is ever made up: a proposal holds words of the draft, words of the metric library
and of the shapes here (which carry none of these), and blanks. `coach.rewriting.checks` decides which are shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.critique import BLANK, Suggestion, blanks_of
from coach.metrics import Metric
from coach.reading import KeyResultRead, ObjectiveRead
from coach.reading.grammar import CHANGE_VERBS, WORK_VERBS
from coach.reading.quantities import quantities

_WHO_AND_WHAT: tuple[dict[str, str], ...] = (
    {
        "who it is for": "small shops",
        "do something they could not do before": "order in one step",
        "what changes for them": "ordering takes one step",
        "something they do": "ordering",
    },
    {
        "who it is for": "parents of new pupils",
        "do something they could not do before": "see by noon where their child is",
        "what changes for them": "letters arrive a week earlier",
        "something they do": "asking the school a question",
    },
    {
        "who it is for": "night staff",
        "do something they could not do before": "plan the week ahead",
        "what changes for them": "the rota is out a fortnight before",
        "something they do": "swapping a shift",
    },
)
"""What the blanks of an objective are taken as when a suggestion is reviewed: it has to pass whatever stands there."""
_FILLINGS = {"baseline": "40", "target": "60", "date": "30 June", "metric": "waiting time", "name": "Ines"}
_FALLING = {**_FILLINGS, "baseline": "60", "target": "40"}
_NO_BRACKETS = str.maketrans("", "", "[]")
_WHAT_CHANGES = "the number that should change for the people it is for"
"""The blank for a measure that the library does not have."""
_PRAISE = frozenset(
    """be become becoming being lead leading deliver drive achieve provide ensure build create develop improve strengthen enhance
    increase boost grow raise transform modernise modernize optimise optimize streamline simplify foster empower elevate
    accelerate professionalise professionalize world-class best-in-class top-notch first-class high-quality excellent
    excellence excel great greater greatness good better best outstanding exceptional superb amazing modern innovative leading strong
    stronger sustainable seamless effective efficient smart true truly more most very big bigger next-level world best""".split()
)
"""Verbs and adjectives of slogans: what follows them is what a slogan is about."""
_ARTICLES = frozenset("the a an our their its".split())
_JOINING = frozenset("of and for in at with across on to from by as".split())
_NO_SUBJECT = frozenset(
    """is are was will can do does we us you they it who what where when that this everything everyone everywhere always never all
    one first not no only without well together forward up out off over really ready new now here anywhere class alive""".split()
)
"""Words of sentences and catch-phrases: a stretch that holds one is no plain subject."""
_SLOGAN, _SUBJECT_WORDS, _NOUN_FROM = 9, 3, 4
"""A slogan of at most so many words; its subject of at most so many beside joining words; letters of the last word."""
_VERBS = {"up": "Lift", "down": "Cut", "hold": "Hold"}


@dataclass(frozen=True)
class Proposal:
    """A suggestion that is still to be checked."""

    suggestion: Suggestion
    filled: tuple[str, ...]
    """The line as it would be reviewed, its blanks filled in one way or in several."""
    meant_for: frozenset[str]
    """The criteria it is to clear."""


_TASKS = frozenset({"activity-key-result", "bare-milestone", "vanity-metric"})
_WHO_CAN = "[who it is for] can [do something they could not do before]"
_VALUES = frozenset({"missing-baseline", "missing-target", "vague-wording", "no-metric"})
_ADDED = frozenset({"missing-deadline", "missing-owner"})
BY_METRIC = _TASKS | {"vague-wording"}
"""Criteria whose proposals may need a metric of the library."""


def propose_key_result(fired: frozenset[str], line: KeyResultRead, metrics: Sequence[Metric]) -> list[Proposal]:
    """Better key results for a line on which the criteria `fired`, the best first; none where only the writer can find one.

    One line mends all that can be mended in it: a writer wants one line to start from, not four.
    """
    made = []
    if "bare-milestone" in fired:
        made += _measured_effects(line, metrics, beside=True, meant_for=frozenset({"bare-milestone"}))
        fired = fired & _ADDED
    elif fired & _TASKS or (fired & _VALUES and line.reading.kind != "outcome"):
        return _measured_effects(line, metrics, beside=False, meant_for=fired)
    base = _with_values_named(line) if fired & _VALUES else line.text.rstrip(" .;,")
    if base is not None and fired & (_VALUES | _ADDED):
        made.append(_completed(base, fired, line))
    if fired & _VALUES and fired & _ADDED:
        made.append(_completed(line.text.rstrip(" .;,"), fired & _ADDED, line))
    return made


def _with_values_named(line: KeyResultRead) -> str | None:
    return _with_baseline(line) if line.values.target is not None else _with_values(line)


def _completed(text: str, fired: frozenset[str], line: KeyResultRead) -> Proposal:
    """The line with the date and the driver that it lacks."""
    why = []
    if fired & _VALUES:
        why.append("a start and a value to reach decide it")
    if "missing-deadline" in fired:
        text = f"{text} by [date]"
        why.append("the date says when to look")
    if "missing-owner" in fired:
        text = f"{text} (owner: [name])"
        why.append("one person brings the number to the check-in")
    suggestion = Suggestion(text=text, blanks=blanks_of(text), why="; ".join(why))
    return Proposal(suggestion, (_filled(text, _fillings_for(line)),), fired & (_VALUES | _ADDED))


def propose_objective(fired: frozenset[str], objective: ObjectiveRead) -> list[Proposal]:
    """Better objectives for a line on which the criteria `fired`, the plainest first; none where only the writer can find one."""
    text = objective.text.rstrip(" .;,")
    found = []
    if "number-in-objective" in fired and (without := _without_values(text)):
        found.append((without, "the number moves to a key result", frozenset({"number-in-objective"})))
    who_and_what = "it says whose situation changes, and how"
    both = fired & {"vague-objective", "activity-objective"}
    if "activity-objective" in fired:
        work = _lower_first(text)
        if text.split(" ", 1)[0].lower() in WORK_VERBS:
            found.append((f"{_WHO_CAN} once we {work}", who_and_what, both))
            found.append((f"[something they do] is easier for [who it is for] once we {work}", who_and_what, both))
        because = f"[who it is for] notice that [what changes for them] because of this: {work}"
        found.append((because, who_and_what, both))
    elif "vague-objective" in fired and (subject := subject_of(text)):
        found.append((f"{_WHO_CAN} when it comes to {subject}", who_and_what, both))
        found.append((f"{_WHO_CAN}: {subject}", who_and_what, both))
    return [
        Proposal(
            Suggestion(text=shown, blanks=blanks_of(shown), why=why),
            tuple(dict.fromkeys(_filled(shown, filling) for filling in _WHO_AND_WHAT)),
            meant_for,
        )
        for shown, why, meant_for in found
    ]


def subject_of(slogan: str) -> str | None:
    """What a slogan is about, as words that can follow "when it comes to"; None where it names nothing.

    "Become the leading platform for small shops" is about the platform for small shops; "Keep the spark alive" is
    about nothing that can be told from its words.
    """
    words = slogan.split()
    if len(words) > _SLOGAN or re.search(r"[^\w\s'’&/-]", slogan):
        return None
    article = None
    while words and (words[0].lower() in _PRAISE or (words[0].lower() in _ARTICLES and len(words) > 1)):
        article = words[0].lower() if words[0].lower() in _ARTICLES else article
        words.pop(0)
    low = [word.lower() for word in words]
    joined = sum(word in _JOINING for word in low)
    if not words or low[0] in _JOINING or low[-1] in _JOINING or len(words) - joined > _SUBJECT_WORDS + joined:
        return None
    if len(low[-1]) < _NOUN_FROM or any(w in _PRAISE | _NO_SUBJECT | WORK_VERBS | CHANGE_VERBS for w in low):
        return None
    rest = " ".join(words)
    return f"{article} {rest}" if article else _lower_first(rest)


def invents(suggestion: str, given: str) -> bool:
    """Whether `suggestion` holds a digit run, or a quantity in words, that does not stand in `given`."""
    bare = BLANK.sub(" ", suggestion)
    digits = set(re.findall(r"\d+(?:[.,]\d+)*", bare)) - set(re.findall(r"\d+(?:[.,]\d+)*", given))
    if digits:
        return True
    lower = given.lower()
    return any(bare[q.start : q.end].lower() not in lower for q in quantities(bare) if q.amount is not None)


def _measured_effects(
    line: KeyResultRead, metrics: Sequence[Metric], beside: bool, meant_for: frozenset[str]
) -> list[Proposal]:
    """A measure of what the work is for; for a milestone it stands beside the line and not in its place.

    Where the library has none that fits, the line asks for one and says whose effect it is to be.
    """
    values = f"from [baseline] to [target] by {_date_of(line) or '[date]'}"
    if metrics:
        metric, *others = metrics
        fillings = {**(_FALLING if metric.direction == "down" else _FILLINGS), metric.name: metric.name}
        why = f"{metric.what} Usually from: {metric.comes_from}."
        shown = {f"{_VERBS[metric.direction]} [{metric.name}] {values}": fillings}
        alternatives = tuple(other.name for other in others)
    else:
        work = _work_of(line)
        why = "name the number this work was meant to move"
        shown = {
            f"[{_WHAT_CHANGES}] {values}, as a result of: {work}": _FILLINGS,
            f"[the number that should change because of this: {work}] {values}": _FILLINGS,
        }
        alternatives = ()
    made = []
    for text, fillings in shown.items():
        whole = f"Beside it: {text}" if beside else text
        suggestion = Suggestion(text=whole, blanks=blanks_of(whole), why=why, alternatives=alternatives)
        made.append(Proposal(suggestion, (_filled(text, fillings),), meant_for))
    return made


def _work_of(line: KeyResultRead) -> str:
    """The line's own words as they go on within a sentence, without the date that stands in it already."""
    text, deadline = line.text.strip(" .;,"), line.reading.deadline
    if deadline and _date_of(line) and text.endswith(deadline.text):
        text = re.sub(r"\s+(?:by|until|before|in|on|due)$", "", text.removesuffix(deadline.text).rstrip(" ,;(:-"))
    return (
        _lower_first(text.translate(_NO_BRACKETS)) if len(text.split()) > 1 else _lower_first(line.text.strip(" .;,"))
    )


def _fillings_for(line: KeyResultRead) -> dict[str, str]:
    """Values for the blanks that suit the line: a start on the right side of a given target, in its unit."""
    falling = line.values.direction == "down"
    fillings = dict(_FALLING if falling else _FILLINGS)
    target = line.values.target
    if target is not None and target.amount and not line.values.relative:
        start = target.amount * (1.5 if falling else 0.6)
        unit = (
            f" {target.unit}"
            if target.unit and target.kind == "duration"
            else "%"
            if target.kind in ("percent", "ratio", "share")
            else ""
        )
        fillings["baseline"] = f"{start:.4g}{unit}"
    return fillings


def _with_baseline(line: KeyResultRead) -> str | None:
    text, target = line.text.rstrip(" .;,"), line.values.target
    if target is None:
        return f"{text} (today: [baseline])"
    lead = re.search(
        r"\b(?:to|auf)\s+(?:at least |at most |under |over |below |above |around |about |just )*$",
        text[: target.start],
        re.IGNORECASE,
    )
    if (
        lead
        and not line.values.relative
        and not re.search(
            r"\b(?:up|down|due|able|access|answers?|response|replies|reply|time|days|next|close|according|compared) $",
            text[: lead.start()],
            re.IGNORECASE,
        )
    ):
        return f"{text[: lead.start()]}from [baseline] {text[lead.start() :]}"
    end = min(target.end, len(text))
    if line.values.relative:
        return f"{text} (today: [baseline])"
    return (
        f"{text[:end]} (today: [baseline]){text[end:]}"
        if end < len(text) and text[end] in " ,;" and _closes(text, end)
        else f"{text} (today: [baseline])"
    )


def _closes(text: str, at: int) -> bool:
    return re.match(r"\s*(?:,|;|by\b|until\b|before\b|in\b|$)", text[at:]) is not None


_NO_DATE = re.compile(
    r"(?:at|within|after|once|every|each|from|during|the(?! end\b| start\b| beginning\b| middle\b))\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\s*\b(?:significantly|substantially|considerably|dramatically|massively|greatly|markedly|noticeably|strongly|further|a lot|as much as possible|as far as possible)\b",
    re.IGNORECASE,
)


def _with_values(line: KeyResultRead) -> str | None:
    text = line.text.rstrip(" .;,")
    if line.values.baseline is None:
        text = re.sub(r"\s{2,}", " ", _DEGREE.sub("", text)).strip()
    if line.values.placeholder:
        return None
    if line.values.baseline is not None:
        end = line.values.baseline.end
        start = "to [target]"
        return f"{text[:end]} {start}{text[end:]}" if re.match(r"\s*(?:$|,|;|by\b)", text[end:]) else f"{text}, {start}"
    if not line.has_metric:
        return f"{text}, as measured by [metric] from [baseline] to [target]"
    when = line.reading.deadline
    if when and when.place:
        cut = text.rfind(when.text)
        if cut > 0:
            return f"{text[:cut].rstrip(' ,(')} from [baseline] to [target] {text[cut:]}"
    return f"{text} from [baseline] to [target]"


def _without_values(text: str) -> str | None:
    """The objective without the stretch that carries its value, or None where nothing readable is left."""
    found = [q for q in quantities(text) if q.amount is not None]
    for quantity in reversed(found):
        lead = re.search(
            r"[\s,(]*\b(?:from|by|to|of|at least|under|over|above|below|up to|at)\s*$|[\s,(]+$",
            text[: quantity.start],
            re.IGNORECASE,
        )
        start = lead.start() if lead else quantity.start
        if lead is None or not re.search(r"\w", lead.group()):
            return None  # the value is woven into the sentence: taking it out would leave half a thought
        end = quantity.end
        text = (text[:start] + text[end:]).strip()
    text = re.sub(r"\s{2,}", " ", text).strip(" ,;")
    return text if len(text.split()) >= 3 else None


def _date_of(line: KeyResultRead) -> str | None:
    """The line's date as it reads after "by"; None where its words do not ("within ten days", "before the May freeze")."""
    if line.reading.deadline is None:
        return None
    date = re.sub(
        r"^(?:by|until|before|in|on|due)\s+", "", line.reading.deadline.text.strip("()[] "), flags=re.IGNORECASE
    )
    return None if _NO_DATE.match(date) else date


def ways_to_fill(text: str, line: KeyResultRead | ObjectiveRead) -> tuple[str, ...]:
    """`text` as it is reviewed in the place of `line`: its blanks filled in, in one way or in several, each once."""
    fillings = _WHO_AND_WHAT if isinstance(line, ObjectiveRead) else (_fillings_for(line),)
    return tuple(dict.fromkeys(_filled(text, filling) for filling in fillings))


def _filled(text: str, fillings: dict[str, str]) -> str:
    return BLANK.sub(lambda match: fillings.get(match.group()[1:-1], "waiting time"), text)


def _lower_first(text: str) -> str:
    """The text as it goes on within a sentence; a word in capitals ("SOC 2") stays."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]
