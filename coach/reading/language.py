"""The language of a draft. Lines are judged for English; of anything else the coach can only ask."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_NAMES = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch", "pt": "Portuguese", "sv": "Swedish",
    "da": "Danish", "no": "Norwegian", "pl": "Polish", "fi": "Finnish", "cs": "Czech", "tr": "Turkish",
}  # fmt: skip
_SURE = 0.99
"""No one of 1,389 English OKRs, full of names and abbreviations, was taken for another language at this share."""
_FEWEST_WORDS = 6
_ENGLISH = re.compile(r"\b(?:the|of|and|for|with|from|our|by|to|is|are)\b", re.IGNORECASE)


def foreign_language(text: str) -> str | None:
    """The name of the language that `text` is in, where it is surely one of Europe's and not English; else None."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    if len(words) < _FEWEST_WORDS or len(_ENGLISH.findall(text)) * 12 >= len(words):
        return None  # loading the identifier costs a second, and plain English does not need it
    language, share = _identifier().classify(text)
    return _NAMES.get(language) if share >= _SURE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["en", *_NAMES])
    # It keeps what it has of all languages, 28 MB, to be set to others later; that is never done here.
    identifier._full_model = (identifier.nb_ptc, identifier.nb_pc, identifier.nb_classes)
    return identifier
