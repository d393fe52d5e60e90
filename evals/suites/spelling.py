"""Words that are spelt in two ways, British and American. No label depends on which."""

from __future__ import annotations

import re

_PAIRS = """
organisation organization, organisations organizations, organise organize, organised organized, organising organizing,
optimise optimize, optimised optimized, optimising optimizing, optimisation optimization, prioritise prioritize,
prioritised prioritized, standardise standardize, standardised standardized, minimise minimize, minimised minimized,
maximise maximize, maximised maximized, recognise recognize, recognised recognized, digitise digitize, digitised digitized,
modernise modernize, modernised modernized, customise customize, customised customized, finalise finalize, finalised finalized,
summarise summarize, summarised summarized, utilise utilize, utilised utilized, utilisation utilization, realise realize,
analyse analyze, analysed analyzed, catalogue catalog, catalogues catalogs, centre center, centres centers, colour color,
colours colors, behaviour behavior, behaviours behaviors, labour labor, favour favor, honour honor, neighbour neighbor,
neighbours neighbors, neighbourhood neighborhood, harbour harbor, programme program, programmes programs, enrol enroll,
enrolment enrollment, fulfil fulfill, fulfilment fulfillment, licence license, licences licenses, defence defense,
offence offense, practise practice, travelled traveled, traveller traveler, travellers travelers, cancelled canceled,
labelled labeled, modelling modeling, counsellor counselor, counsellors counselors, tyre tire, tyres tires, grey gray,
metre meter, metres meters, litre liter, litres liters, kilometre kilometer, kilometres kilometers, theatre theater,
theatres theaters, cheque check, cheques checks, jewellery jewelry, paediatric pediatric, anaesthetic anesthetic,
judgement judgment, ageing aging, specialised specialized, specialise specialize, centralised centralized,
visualisation visualization, categorise categorize, categorised categorized, authorise authorize, authorised authorized,
monetise monetize, stabilise stabilize, stabilised stabilized, mobilise mobilize, revitalise revitalize
"""
_OTHER: dict[str, str] = {}
for _pair in _PAIRS.replace("\n", " ").split(","):
    _british, _american = _pair.split()
    _OTHER[_british] = _american
    _OTHER[_american] = _british
# Words that are everyday words of their own in one of the spellings are turned one way only.
for _word in (
    "program",
    "programs",
    "practice",
    "check",
    "checks",
    "meter",
    "meters",
    "tire",
    "tires",
    "license",
    "licenses",
):
    _OTHER.pop(_word, None)
_WORD = re.compile(r"[A-Za-z]+")


def other_spelling(text: str) -> str:
    """The text with its words in the other spelling, where there is one; else the same text."""

    def turned(match: re.Match[str]) -> str:
        word = match.group()
        other = _OTHER.get(word.lower())
        if other is None:
            return word
        if len(word) > 1 and word.isupper():
            return other.upper()
        return other.capitalize() if word[0].isupper() else other

    return _WORD.sub(turned, text)
