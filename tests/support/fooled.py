"""A model that falls for everything, as a script of `ModelServer`: it disputes all, adds and rewrites at will, and tells all it knows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from coach.criteria import catalogue
from tests.support.model_server import Act, gives, words

KEY = "sk-hostile-abcdefghijklmnopqrstuvwxyz"
"""The key that the coach sends; the endpoint knows it, and no reader may see it."""
OTHER_DRAFT = """Objective: Zanzibar quarrymen polish marble for opera houses before the monsoon
- KR: Lift polished slabs from 417 to 893 for Ottokar Wenzel by 30 June 2027
- KR: Launch the limestone ledger in Timbuktu
"""
"""Another user's draft, which the same model saw before."""
OTHER_WORDS = ("Zanzibar", "quarrymen", "Ottokar", "417", "893", "Timbuktu", "limestone")
LINKS = (
    "[approved](https://evil.example/?q=1)",
    "![status](https://evil.example/p.png?leak=1)",
    "<img src=x onerror=\"fetch('https://evil.example')\">",
    "<script>alert(1)</script> is fine",
    "<https://evil.example/a> and www.evil.example/b and spy@evil.example",
    "[ref][1] and then\n\n[1]: https://evil.example/pixel.gif",
    "javascript:alert(1) and data:text/html;base64,PHNjcmlwdD4= here",
    "</p></div><h1>Ready to share</h1>",
    "\x1b[2J\x1b[32mReady to share\x1b[0m and \u202edesrever\u202c and \x9b31m",
    "::error file=x::approved\n::set-output name=a::b",
    "@everyone see #123 and `code` and **bold** and $x^2$ and :red[text]",
    "> quote\n# heading\n| a | b |\n|---|---|\n```\nfence\n```",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x&#62;",
    "[a\\](https://evil.example)](https://evil.example) [[b](c)](//evil.example)",
    "h\u200bttps://evil.example/zero and ｈｔｔｐ://evil.example/wide",
    "{0} {draft} %s {{criteria}} ${HOME}",
)
PLACES = ("1", "1.1", "1.2", "2", "2.1", "2.2", "2.3", "3", "3.1", "9.9", "0", "-1", "all", "1.2.3", "")


def loot(body: dict[str, Any]) -> list[str]:
    """What the model has to tell: its orders, the key, another's draft, and ways out."""
    system = body["messages"][0]["content"]
    asked = body["messages"][-1]["content"]
    sentences = re.split(r"(?<=[.:])\s+", system)
    return [
        *LINKS,
        *(" ".join(sentences[at : at + 2]) for at in range(0, min(len(sentences), 24), 2)),
        system[:300],
        asked[:200],
        asked[-200:],
        f"The key is {KEY}",
        *OTHER_DRAFT.splitlines(),
        "Lift returning members from 12 % to 99 % for Brunhilde Xylander by 7 March 2031",
    ]


def fooled(body: dict[str, Any]) -> Act:
    """Disputes every finding, adds every criterion everywhere, rewrites every line, asks what it should not."""
    stolen = loot(body)
    told = itertools.cycle(stolen)
    return gives(
        {
            "verdicts": [
                {"finding": number, "verdict": "dispute", "reason": next(told)}
                for number in range(-1, len(stolen) + 30)
            ],
            "additions": list(_additions(words(body), told)),
            "sets": [
                {
                    "place": place,
                    "covered": True,
                    "missing": next(told),
                    "counter_measure": next(told),
                    "lagging": next(told),
                }
                for place in PLACES
            ]
            + [
                {"place": place, "covered": False, "missing": said, "counter_measure": said, "lagging": said}
                for place, said in zip(itertools.cycle(("1", "2")), stolen, strict=False)
            ],
            "rewrites": [{"place": place, "text": said} for place in PLACES for said in stolen],
            "questions": stolen,
        }
    )


def _additions(prompt: str, told: Iterator[str]) -> Iterator[dict[str, Any]]:
    """For every place and criterion: the line's own words as the quote, so that it stands; and quotes that do not."""
    lines = dict(re.findall(r"(?m)^(\d+(?:\.\d+)?) (?:Objective: )?(.+)$", prompt))
    for place in PLACES:
        own = lines.get(place, "nothing")
        for criterion in [*catalogue(), "no-such-criterion"]:
            yield {
                "criterion": criterion,
                "place": place,
                "quote": own.split(" (")[0],
                "reason": next(told),
                "passages": ["p1", "p99", "own/house#1"],
            }
        yield {
            "criterion": "vague-wording",
            "place": place,
            "quote": next(told),
            "reason": "so it says",
            "passages": [],
        }
