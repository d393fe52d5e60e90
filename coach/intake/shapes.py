"""What unlabelled words look like: measurable, a task, an aim, a title, or words said to a colleague.

These are judgements of layout, used only where no label says what a line is. They decide which line is read as what,
never whether it is good.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from coach.intake.dates import PERIOD, split_period
from coach.intake.people import is_department
from coach.intake.vocabulary import LEVELS

_FIGURE = re.compile(
    r"(?<![^\W\d_])\d|%|\b(?:double[ds]?|triple[ds]?|halve[ds]?|halving|doubling|zero|half of|no more than|at least|at most|fewer than|less than|more than|twice|nine out of"
    r"|verdoppeln|halbieren|verdreifachen|mindestens|höchstens|weniger als|mehr als|null|doubler|diviser|au moins|zéro|moins de|plus de)\b",
    re.IGNORECASE,
)
_NOT_FIGURE = re.compile(
    r"\b(?:q[1-4]|h[12]|v\d|fy\d+|iso ?\d+|b2b|b2c|24/7|(?:phase|tier|level|version|v) ?\d+|o\d|kr\d|l\d)\b",
    re.IGNORECASE,
)
_TASK_VERBS = frozenset(
    """advance announce apply attain balance begin benchmark champion commission compile contribute curate cultivate demonstrate digitise digitize
    diversify embed encourage equip exceed experiment facilitate fund harden incorporate inspire institute issue land leverage maximise maximize mentor
    monitor operate overhaul participate post prevent procure protect prototype qualify rebrand reopen reorganise restore restructure revamp rewrite
    rollout score segment separate sponsor stabilise stabilize structure study supply sustain tackle target trial trim tune unify unlock vet widen
    achieve acquire activate add adopt agree align analyse analyze answer appoint arrange assess attract audit automate book boost bring build call
    certify change check clean clear close coach collect communicate complete conduct configure consolidate contact convert create cut cover decide
    decommission decrease define deliver deploy deprecate describe design determine develop discover document double draft drive drop earn educate
    eliminate enable engage enhance enrol enroll ensure establish evaluate execute expand explore extend fill finalise finalize find finish fix
    formalise formalize gain gather generate get grow halve have help hire hit hold host identify implement improve increase inform initiate
    install integrate interview introduce invest investigate investigate join keep kick launch lead learn lift limit list localise lower maintain
    make map measure meet merge migrate minimise modernise move negotiate obtain offer onboard open optimise optimize organise organize own outline
    pass perform pilot plan prepare present prioritise produce promote propose prove provide publish purchase push raise reach rebuild receive
    recruit redesign reduce refactor refine refresh release remove renew repair replace report research resolve respond retain retire review revise
    roll run save scale schedule secure select sell send serve set setup share shift ship shorten shrink sign simplify solve source specify speed
    staff standardise start stop streamline strengthen submit support survey switch teach test track train transfer transform triple turn
    understand update upgrade upskill use validate verify visit win work write
    augmenter réduire lancer créer améliorer atteindre mettre former publier recruter diminuer passer développer déployer obtenir doubler faire
    aumentar reducir lanzar crear mejorar lograr alcanzar verhogen verlagen lanceren verbeteren aumentare ridurre lanciare creare migliorare reduzir
    steigern senken erhöhen reduzieren einführen aufbauen erstellen verbessern gewinnen starten""".split()
)
_AIM = re.compile(
    r"(?:be|become|being|make|delight|establish|create a|create an|build a|build the|win|turn|give|inspire|empower|transform|lead|own|earn|put|help|offer|provide|deliver an?|we are|we want|our customers"
    r"|everyone|people|customers love|devenir|faire de|offrir|être|werden|unsere|wir|die beste|der beste|das beste)\b|.{0,80}\b(?:werden|sein|begeistern|machen)[.!]?$",
    re.IGNORECASE,
)
_GERMAN_VERB = re.compile(r"\b[a-zäöü]{3,}(?:en|ern|eln)[.!]?$")
_CHATTER = re.compile(
    r"\?\s*$|\b(?:please|pls|thanks|thank you|let me know|let's (?:discuss|talk|review|see)|what do you think|any thoughts|here (?:is|are) (?:the|my|our|what|a)|here's|see (?:below|attached)|as (?:discussed|agreed|promised)"
    r"|(?:my|first|rough|our|this|the|a) (?:\w+ )?draft(?! \w)|draft for|cheers|fyi|btw|sorry|i (?:think|hope|guess|would|have|will|am|was|did|took|tried|put|added|sent|wrote|just|still|also|copied|pasted)|i['’](?:ve|d|ll|m)"
    r"|can (?:you|we|someone)|could (?:you|we)|would you|shall we|should we|do you|does (?:this|that|anyone)|are we|is this|looks? (?:good to me|ok|great)|lgtm|good morning|happy to|feel free|any comments|deadline for"
    r"|copied from|pasted from|see you|talk (?:soon|tomorrow)|meeting (?:notes|minutes)|attendees|agenda|todo list|shopping list|not sure|don't (?:forget|know)|remember to|reminder|maybe we|one more thing|last (?:week|meeting|friday|monday)"
    r"|this is (?:what|the|our|my|just)|quick (?:one|question|check|note|favou?r)|(?:just|only) the (?:krs?|key results|okrs?|objectives?)(?! \w+ (?:of|for))|(?:krs?|okrs?|objectives?|key results?) (?:is|are) (?:still|not|missing|with|to follow|coming)|sanity check|nothing (?:from|yet)|these are|below (?:is|are|you)|the following|as follows|following (?:okrs?|objectives?|goals?)|work in progress|we (?:discussed|talked|agreed|met|need to talk|still need)"
    r"|bitte|danke|was (?:meint|haltet|denkt)|hier (?:ist|sind|kommt|mein)|anbei|wie besprochen|ich (?:habe|hab|würde|denke|finde|glaube)|könnt ihr|kannst du|rückmeldung"
    r"|voici|s'il (?:vous|te) pla[iî]t|svp|merci|qu'en pensez|comme convenu|ci-joint|ci-dessous|j'ai|dites-moi|vos retours|notre brouillon)\b"
    r"|^(?=.*\b(?:you|your|me|i|us|guys|folks|all|everyone|euch|ihr|vous|team)\b).*\b(?:feedback|thoughts|draft|attached|yesterday|tomorrow|comments|entwurf|meinungen)\b",
    re.IGNORECASE,
)
_OTHER_LIST = re.compile(
    r"\b(?:agenda|attendees|participants|minutes|notes|shopping|groceries|ingredients|todo|to-do|to do|packing|menu|links|references|sources|contents|table of contents|changelog|requirements|skills|benefits|steps"
    r"|example|examples|include|includes|including|instead of|common|questions|ask|because|like this|such as|means|problem|why|tips?|lessons|rules|principles|faq|pros|cons|options|parking lot|teilnehmer|einkaufsliste|beispiele?|exemples?)\b",
    re.IGNORECASE,
)
_OKR_WORD = re.compile(
    r"\b(?:okrs?|o\.k\.r\.s?|objectives? (?:and|&|\+) key results?|objectives?|key results?|krs|goals?|goal[- ]setting|ziele|objectifs?|objetivos?|draft|entwurf|brouillon|v\d(?:\.\d)?|final|priorities|planning|plan|quarterly|annual|yearly"
    r"|overview|übersicht|template|for|the|our|my|of|in|für|im|pour|du|de|les|des|nos|unsere|cycle|proposal|version|wip|review|check-in|team['’]?s)\b|['’]s\b",
    re.IGNORECASE,
)
_HAS_OKR_WORD = re.compile(r"\b(?:okrs?|objectives?|key results?|goals?|ziele|objectifs?|objetivos?)\b", re.IGNORECASE)
_WEIGHED = re.compile(
    r"\d+(?:[.,/]\d+)?\s?(?:k?g|mg|ml|cl|dl|oz|lbs?|tsp|tbsp|teaspoons?|tablespoons?|cups?|el|tl)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?](?:\s|$)")


def is_measurable(text: str) -> bool:
    """Whether the words hold a figure that is no name, version or period."""
    head = text[:600]
    if not _FIGURE.search(head):
        return False
    return bool(_FIGURE.search(PERIOD.sub(" ", _NOT_FIGURE.sub(" ", head))))


def is_task(text: str) -> bool:
    """Whether the words begin (in German: end) with the verb of something to do or to change."""
    words = text[:300].split()
    if not words or len(words) < 2:
        return False
    first = words[0].lower().strip(".,:;!\"'’“”„()")
    return first in _TASK_VERBS or bool(
        len(words) <= 14 and _GERMAN_VERB.search(text.strip()[-30:]) and _looks_german(text)
    )


def _looks_german(text: str) -> bool:
    return bool(re.search(r"[äöüß]|\b(?:auf|von|bis|und|der|die|das|den|für|mit|neue[nrs]?|ein|eine[nrs]?|zu)\b", text))


def are_ingredients(texts: Iterable[str]) -> bool:
    """Whether the lines are amounts of things and no changes or limits: ``225g butter``, ``4 eggs``."""
    measured = [text for text in texts if is_measurable(text)]
    return any(_WEIGHED.match(text) for text in measured) and not any(
        len(text.split()) > 10 or _STRONG_FIGURE.search(text) for text in measured
    )


def is_result(text: str) -> bool:
    """Whether the words could be a key result where nothing else says so."""
    return is_measurable(text) or is_task(text)


def is_aim(text: str) -> bool:
    """Whether the words have the form of an objective: ``Become ...``, ``Make ... effortless``."""
    return bool(_AIM.match(text.strip()[:300])) and not is_measurable(text)


def is_chatter(text: str) -> bool:
    """Whether the words are said to a colleague and are no goal."""
    return bool(_CHATTER.search(text[:400]))


def may_lead(text: str) -> bool:
    """Whether an unlabelled line can be an objective with the list under it as its key results."""
    words = text.split()
    if not words or len(words) > 48 or not any(char.isalpha() for char in text[:200]):
        return False
    if is_chatter(text) or (
        _OTHER_LIST.search(text[:200]) and not is_measurable(text) and (text.endswith(":") or len(words) <= 3)
    ):
        return False
    return len(_SENTENCE.findall(text[:400])) <= 1


def read_title(text: str) -> tuple[str | None, str | None, str | None]:
    """A title's team, period and level: ``Marketing OKRs - Q3 2027`` is ("Marketing", "Q3 2027", None)."""
    rest, period = split_period(text)
    for bracket in re.findall(r"\(([^()]{1,40})\)", rest):
        if PERIOD.fullmatch(bracket.strip()):
            period = period or bracket.strip()
    known = _HAS_OKR_WORD.search(rest)
    bare = _OKR_WORD.sub(" ", rest) if known or period else rest
    bare = re.sub(r"[^\w\s&/+'’-]", " ", bare)
    bare = " ".join(word for word in bare.split() if any(c.isalnum() for c in word) or word in "&/+").strip(" &/+-–")
    bare = re.sub(r"^(?:team|squad|abteilung|bereich|équipe|department)\s+(?=\S)", "", bare, flags=re.IGNORECASE)
    level = next(
        (
            name
            for name, words in LEVELS.items()
            if re.fullmatch(rf"(?:{words})(?:[- ]?(?:wide|level|ebene|okrs?))?", bare, re.IGNORECASE)
        ),
        None,
    )
    return (None if level or not bare else bare), period, level


def is_title(text: str) -> bool:
    """Whether the words are a title of a set of OKRs, or a period, and name at most a team."""
    if len(text.split()) > 12 or len(text.partition(":")[2].split()) > 3:
        return False
    team, period, level = read_title(text)
    if not _HAS_OKR_WORD.search(text) and not period and not level:
        return False
    return team is None or (len(team.split()) <= 4 and not is_task(team) and not is_measurable(team))


def is_team_title(text: str) -> bool:
    """Whether the words name a team and nothing else."""
    bare = text.strip(" :*_#")
    if is_department(bare):
        return True
    if is_task(bare) or is_measurable(bare):
        return False
    return (
        bool(
            re.fullmatch(
                r"(?:the )?(?:team|squad|tribe|abteilung|bereich|équipe|department(?: of)?) [^.!?:]{1,40}|[^.!?:,]{1,40} (?:team|squad|tribe|department|dept\.?|abteilung|guild|chapter)",
                bare,
                re.IGNORECASE,
            )
        )
        and len(bare.split()) <= 5
    )


_SUBJECT = re.compile(
    r"(?:we|i|it|the|this|that|there|these|those|they|he|she|you|my|our|if|when|in|on|at|after|as|wir|ich|es|das|die|der|nous|je|il|elle|on|le|la|les|c'est)\b",
    re.IGNORECASE,
)
_STRONG_FIGURE = re.compile(
    r"%|→|->|≥|≤|>=|<=|[$€£]\s?\d|\d\s?[$€£]|\bfrom .{1,30}\bto\b|\bvon .{1,30}\bauf\b|\bde .{1,30}à\b|\bby \d|\bto \d|\bunder \d|\bbelow \d|\babove \d",
    re.IGNORECASE,
)


def is_bare_goal(text: str) -> bool:
    """Whether a line pasted alone, without any label, is a goal: a task, an aim, or a figure to reach."""
    if len(text.split()) > 30 or len(_SENTENCE.findall(text)) > 1 or text.rstrip().endswith("?"):
        return False
    if text.lstrip()[:1] in "{[<":
        return False
    return is_task(text) or (not _SUBJECT.match(text) and (is_aim(text) or bool(_STRONG_FIGURE.search(text))))
