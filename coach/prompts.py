"""Renders the templates in `prompts/`, strictly: a field that is missing, or one that no template uses, is an error.

A field stands in a template as ``{{name}}``. Nothing else is special, and a value that holds braces stays as it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache

from coach.errors import KnowledgeError
from coach.paths import shipped

_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_FIELD = re.compile(r"\{\{([a-z_]+)\}\}")


@cache
def template(name: str) -> str:
    """The template `name` as it stands in ``prompts/<name>.md``, without the space around it.

    Raises:
        KnowledgeError: there is no such file, or it cannot be read.
    """
    path = shipped("prompts") / f"{name}.md"
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(
            f"{path}: the prompt template cannot be read ({error}); install the program anew"
        ) from error


def render(name: str, fields: Mapping[str, str] | None = None) -> str:
    """The template `name` with its fields filled in, each value exactly as given.

    Raises:
        KnowledgeError: the template cannot be read, wants a field that is not given, or has no place for one that is.
    """
    given = fields or {}
    text = template(name)
    wanted = set(_FIELD.findall(text))
    if missing := sorted(wanted - set(given)):
        raise KnowledgeError(f"prompts/{name}.md: the field '{missing[0]}' has no value; give one, or take it out")
    if unused := sorted(set(given) - wanted):
        raise KnowledgeError(f"prompts/{name}.md: there is no field '{unused[0]}'; expected {{{{{unused[0]}}}}} in it")
    return _FIELD.sub(lambda match: given[match.group(1)], text)


def fingerprint(parts: Iterable[str]) -> str:
    """A short hash of everything that a model is told beside the draft: twelve hexadecimal digits."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:".encode())
        digest.update(part.encode("utf-8", "replace"))
    return digest.hexdigest()[:12]


def fence_for(texts: Iterable[str]) -> str:
    """A mark to put around `texts` which stands in none of them, so that no text can close its own fence.

    It follows from the texts, so that one draft always gives one prompt. Case is let pass when it is looked for.
    """
    held = [text.lower() for text in texts]
    digest = hashlib.sha256("\0".join(held).encode("utf-8", "replace"))
    while any(_mark(digest.hexdigest()) in text for text in held):
        digest.update(b"again")
    return _mark(digest.hexdigest())


def _mark(digest: str) -> str:
    """Ten letters: a mark that is no figure, in a prompt that tells a model to invent none."""
    return digest[:10].translate(_LETTERS)
