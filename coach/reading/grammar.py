"""The grammar of a line: what leads it, what is done to what, and the guess of its kind that follows from that alone.

It judges where there is no trained reader, stands beside it as a second view (where the two differ a finding becomes a
question), and names the words a finding is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from coach.reading.result import Kind
from coach.reading.values import Values

Form = Literal["work", "change", "done", "metric", "state"]

# Verbs of doing: what they name is finished when the work is.
WORK_VERBS = frozenset(
    """launch ship build write hold run migrate document hire train plan research define create develop deliver implement design
    publish roll set draft prepare organise organize conduct complete finish establish introduce install open produce review audit update
    upgrade move merge test pilot analyse analyze investigate explore identify map survey interview recruit onboard present host
    schedule redesign rewrite refactor release deploy integrate add remove replace automate standardise standardize train teach
    coach meet visit contact negotiate agree decide determine assess evaluate measure collect gather compile translate record film print
    paint repair renovate construct purchase buy procure order select choose appoint assign train inform invite send share submit file
    apply register archive clean relocate consolidate configure set-up finalise finalize kick start begin continue support provide make
    propose outline specify prototype investigate workshop brief announce communicate promote advertise execute perform carry digitise digitize
    rebuild revamp refresh renew revise reorganise reorganize restructure setup instrument benchmark formalise formalize formulate scope equip""".split()
)
# Verbs of change: they name a quantity or a state that is to move.
CHANGE_VERBS = frozenset(
    """increase raise lift grow improve boost double triple halve reduce cut lower decrease drop shorten shrink minimise minimize
    maximise maximize accelerate expand gain win retain keep maintain hold sustain achieve reach attain hit exceed bring get earn convert
    attract retain restore stabilise stabilize eliminate prevent avoid save recover raise secure strengthen deepen widen close narrow
    slash trim push drive enable ensure beat outperform stay remain become""".split()
)
_DELIVERABLE = re.compile(
    r"\b(?:posts?|articles?|blogs?|videos?|podcasts?|newsletters?|workshops?|trainings?|sessions?|interviews?|meetings?|events?|webinars?|"
    r"features?|documents?|documentation|docs|pages?|reports?|guides?|handbooks?|manuals?|playbooks?|runbooks?|plans?|strateg(?:y|ies)|roadmaps?|polic(?:y|ies)|"
    r"process(?:es)?|campaigns?|websites?|apps?|tools?|dashboards?|prototypes?|templates?|checklists?|courses?|modules?|lessons?|tests?|"
    r"audits?|surveys?|hires?|engineers?|nurses?|staff|positions?|tickets?|stories|integrations?|releases?|versions?|demos?|talks?|case studies|"
    r"proposals?|specs?|RFCs?|designs?|systems?|platforms?|portals?|programmes?|programs?|partnerships?|frameworks?|standards?|leaflets?|posters?)\b",
    re.IGNORECASE,
)
_OUTCOME_NOUN = re.compile(
    r"\b(?:rates?|share|percentage|proportion|revenue|sales|turnover|margin|profit|costs?|churn|retention|nps|csat|satisfaction|conversion|"
    r"attendance|absence|sickness|waiting times?|waits?|lead times?|cycle times?|response times?|latency|uptime|availability|errors?|defects?|scrap|complaints?|"
    r"incidents?|accidents?|injuries|falls|infections?|readmissions?|length of stay|throughput|yield|utilisation|utilization|occupancy|footfall|"
    r"users?|customers?|members|visitors?|donors?|donations?|subscribers?|sign-?ups?|orders?|bookings?|basket|spend|deals|pipeline|arr|mrr|ebitda|"
    r"score|index|rating|reviews|downloads|usage|adoption|engagement|trust|confidence|awareness|time to|time from|days to|hours (?:per|lost)|minutes|"
    r"emissions|consumption|waste|turnaround|backlog|delays?|overtime|vacancies|dropouts?|pass rate|grades|applications|enrolments?)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:(?:is|are|has been|have been|been|get|gets)\s+)?(?:live|launched|shipped|released|published|written|documented|completed?|done|finished|finalised|finalized|signed off|approved internally|"
    r"rolled out|deployed|implemented|installed|built|created|developed|designed|drafted|defined|agreed|adopted by the board|trained|hired|recruited|"
    r"held|run|delivered|migrated|moved|set up|in place|established|introduced|tested|piloted|reviewed|updated|rewritten|redesigned|refactored|"
    r"ready|available|opened|ordered|purchased|selected|chosen|appointed|onboarded|mapped|audited|presented|circulated|up and running|operational|"
    r"automated|integrated|replaced|renovated|fitted|printed|translated|recorded|identified|determined|assessed|analysed|analyzed|evaluated|prioritised|prioritized)\b",
    re.IGNORECASE,
)
_GRANTED = re.compile(
    r"\b(?:certif(?:ication|icate|ied)|accredit(?:ation|ed)|licen[cs]e|permit|planning (?:permission|consent|approval)|(?:regulatory|ethics|fda|ema|mhra) (?:approval|clearance)|"
    r"audit passed|pass(?:es|ed)? (?:the |our |its |an? )?(?:[\w-]+ ){0,3}(?:audit|inspection)|contract (?:signed|awarded)|signed contract|funding round|series [a-e]\b|grant (?:awarded|agreement)|patent granted|"
    r"awarded by|granted by|approved by the|charter mark|kitemark|soc 2|iso \d+)\b",
    re.IGNORECASE,
)
_SERVES = re.compile(
    r"\b(?:so that|that brings?|that cuts?|that raises?|which brings?|to (?:reduce|increase|cut|lift|raise|bring|lower|grow|achieve|reach)|resulting in|leading to)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"^(?:(?:at least |more than |over |all |every |each |most |half of |two thirds of |\d[\d.,]*\s?%? (?:of )?)(?:the |our )?)*(?:patients?|pupils?|students?|customers?|clients?|users?|members?|visitors?|donors?|"
    r"tenants?|residents?|families|parents|teams?|managers?|nurses?|doctors?|teachers?|drivers?|shops?|suppliers?|partners?|developers?|employees|colleagues|staff|people|"
    r"readers?|guests?|passengers?|citizens?|volunteers?|buyers?|sellers?|merchants?|farmers?|employers?|companies|schools?)\b",
    re.IGNORECASE,
)


_LEAD = re.compile(
    r"\W*(?:we (?:will |want to |have )?|to |please )?(?P<whole>(?P<verb>[A-Za-z-]+)(?: (?:out|up|over|off|down)\b)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Phrase:
    """The shape of a line. `head` is the span of the words that decide its shape, in characters, end exclusive."""

    form: Form
    head: tuple[int, int]
    deliverable: bool
    granted: bool


def phrase(text: str, values: Values) -> Phrase:
    """The shape of a line."""
    lead = _LEAD.match(text)
    word = lead.group("verb").lower() if lead else ""
    deliverable = _DELIVERABLE.search(text) is not None
    granted = _GRANTED.search(text) is not None
    if lead and word in CHANGE_VERBS:
        return Phrase("change", lead.span("whole"), deliverable, granted)
    if lead and word in WORK_VERBS:
        return Phrase("work", lead.span("whole"), deliverable, granted)
    done = _DONE.search(text)
    if done and not _OTHERS.match(text):
        return Phrase("done", done.span(), deliverable, granted)
    noun = _OUTCOME_NOUN.search(text)
    if noun:
        return Phrase("metric", noun.span(), deliverable, granted)
    return Phrase("state", (0, len(text)), deliverable, granted)


def kind_by_grammar(text: str, values: Values) -> tuple[Kind, float]:
    """The kind that the grammar alone suggests, and how sure it is (0.5 to 0.95)."""
    seen = phrase(text, values)
    measured = values.target is not None or values.baseline is not None
    noun = _OUTCOME_NOUN.search(text) is not None
    if values.baseline is not None and noun and seen.form != "work":
        return "outcome", 0.95
    if seen.granted and not noun:
        return "milestone", 0.75
    if seen.form == "work":
        if measured and noun and (_SERVES.search(text) or not seen.deliverable):
            return "outcome", 0.55
        return "activity", 0.85
    if seen.form == "done":
        return ("outcome", 0.55) if measured and noun and not seen.deliverable else ("activity", 0.8)
    if seen.form == "change":
        return ("activity", 0.7) if seen.deliverable and not noun else ("outcome", 0.85)
    if _OTHERS.match(text) and not seen.deliverable:
        return "outcome", 0.75
    if seen.form == "metric":
        return "outcome", 0.85 if measured else 0.7
    return ("activity", 0.65) if seen.deliverable else ("outcome", 0.5)


def spans_of(text: str, terms: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where any of `terms` (lower case; words or phrases) stands in `text` as whole words, longest first, none twice."""
    pattern = _terms_pattern(terms)
    return [match.span() for match in pattern.finditer(text)] if pattern else []


_PATTERNS: dict[tuple[str, ...], re.Pattern[str] | None] = {}


def _terms_pattern(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    if terms not in _PATTERNS:
        ordered = sorted(set(terms), key=len, reverse=True)
        joined = "|".join(re.escape(term) for term in ordered)
        _PATTERNS[terms] = re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if ordered else None
    return _PATTERNS[terms]
