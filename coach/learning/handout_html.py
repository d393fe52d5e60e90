"""The handout and the facilitator's page as HTML: one file each, nothing loaded from elsewhere, made to be printed on A4."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

from coach.learning.workshop import Guide, Handout, HandoutLine, Step
from coach.learning.workshop_words import (
    AFTERWARDS,
    FACILITATOR,
    HANDOUT,
    HANDOUT_LEAD,
    NO_GUIDANCE,
    ROOM_KEY_RESULT,
    ROOM_OBJECTIVE,
    WAYS,
    counted,
    name_of,
)
from coach.report.department.html_words import own, text

_CSS = Path(__file__).with_name("handout.css")


def handout_html(handout: Handout) -> str:
    """The handout: each line with its question and room to write."""
    about = f"<p>{own(handout.about)}</p>" if handout.about else ""
    lines = "".join(_line(line) for line in handout.lines)
    body = f"<header><h1>{HANDOUT}</h1>{about}<p>{text(HANDOUT_LEAD)}</p></header><ol>{lines}</ol>"
    return _page(HANDOUT, body)


def guide_html(guide: Guide, handout: Handout) -> str:
    """The facilitator's page: what to do when, what to ask, what to listen for, what it stands on, and the lines at a glance."""
    about = f" {own(handout.about)}" if handout.about else ""
    steps = "".join(_step(step) for step in guide.steps)
    lines = "".join(_glance(line) for line in handout.lines)
    body = (
        f"<header><h1>{FACILITATOR}</h1><p>{guide.minutes} minutes.{about}</p></header>"
        f"<section><h2>Before</h2>{_listed(guide.before)}</section>{steps}"
        f"<section><h2>The lines</h2><p>{text(counted(handout))} {text(AFTERWARDS)}</p><ol>{lines}</ol></section>"
    )
    return _page(FACILITATOR, body)


def _line(line: HandoutLine) -> str:
    above = f'<p class="above">For: {own(line.objective)}</p>' if line.objective else ""
    room = ROOM_OBJECTIVE if line.is_objective else ROOM_KEY_RESULT
    rules = '<div class="rule"></div>' * 3
    return (
        f'<li class="work"><p class="kind">{name_of(line)}</p>{above}<p class="now">{own(line.text)}</p>'
        f'<p class="question">{text(line.question)}</p><p class="room">{text(room)}</p>{rules}</li>'
    )


def _glance(line: HandoutLine) -> str:
    ways = "".join(f'<p class="soft">{WAYS} {own(way)}</p>' for way in line.ways)
    doubt = ' <span class="soft">(the coach is not sure, and asks)</span>' if line.doubted else ""
    return f"<li><p>{own(line.text)}{doubt}</p>{ways}</li>"


def _step(step: Step) -> str:
    cited = "".join(
        f"<blockquote>{own(each.excerpt)}<footer>{text(each.source)}: {text(each.section)}"
        f"{'. From: ' + text('; '.join(each.attribution)) if each.attribution else ''}</footer></blockquote>"
        for each in step.citations
    )
    return (
        f'<section class="step"><h2>{text(step.title)} <span class="soft">{step.minutes} minutes</span></h2>'
        f"<p>{text(step.do)}</p><h3>Ask</h3>{_listed(step.ask)}<h3>Listen for</h3>{_listed(step.listen_for)}"
        f"{cited or f'<p class=soft>{NO_GUIDANCE}</p>'}</section>"
    )


def _listed(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{text(item)}</li>" for item in items) + "</ul>"


def _page(title: str, body: str) -> str:
    """The whole file. Its style is allowed by its hash; nothing else is loaded or run."""
    style = _CSS.read_text(encoding="utf-8")
    allowed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body><main>{body}</main></body>\n</html>\n"
    )
