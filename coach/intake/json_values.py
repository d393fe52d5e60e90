"""JSON texts to values: errors that say where, and what JSON itself would lose (keys given twice) kept to be told."""

from __future__ import annotations

import json
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from coach.errors import InputError
from coach.intake import bounds

EXPECTED = '{"objectives": [{"objective": "...", "key_results": ["...", {"text": "...", "owner": "..."}]}]} or {"id": "...", "text": "..."}'
MAX_DIGITS = 300


class JsonObject(dict[str, Any]):
    """A JSON object that remembers which of its keys were given more than once; the last of each is kept."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(key for key, _ in pairs) if len(self) < len(pairs) else Counter()
        self.repeated = [key for key, count in counts.items() if count > 1]


class _Refused(ValueError):
    """A number that is not read, as it stands in the text."""

    def __init__(self, word: str, reason: str) -> None:
        super().__init__(reason)
        self.word = word


def parse_json(text: str, name: str) -> Any:
    """The value in `text`; raises InputError where it is not JSON, too large or nested too deep."""
    bounds.check_text(text, name)
    try:
        value = json.loads(
            text,
            object_pairs_hook=JsonObject,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_fraction,
        )
    except RecursionError:
        raise InputError(f"{name}: the JSON is nested too deep. Expected {EXPECTED}.") from None
    except json.JSONDecodeError as error:
        raise InputError(
            f"{name}: not valid JSON at line {error.lineno}, column {error.colno}: {error.msg}. Expected {EXPECTED}."
        ) from None
    except _Refused as error:
        line = text.count("\n", 0, text.find(error.word)) + 1
        raise InputError(f"{name}, line {line}: {error}. Write the number shorter, or as a string.") from None
    return value


def _refuse_constant(word: str) -> None:
    raise _Refused(word, f"{word} is not a JSON number")


def _integer(word: str) -> int:
    digits = len(word.lstrip("-"))
    if digits > MAX_DIGITS:
        raise _Refused(
            word,
            f"the number {word[:12]}... has {digits:,} digits, and numbers of at most {MAX_DIGITS} digits are read",
        )
    return int(word)


def _fraction(word: str) -> float:
    value = float(word)
    if math.isinf(value):
        raise _Refused(word, f"the number {word[:24]} is too large to be read")
    return value


def has_words(text: str) -> bool:
    """Whether `text` holds anything but white space, control and invisible characters."""
    return any(unicodedata.category(char)[0] not in "CZ" for char in text) or any(
        "\ud800" <= char <= "\udfff" for char in text
    )


def is_wordless(value: object) -> bool:
    """Whether a value is a string of nothing but characters that nobody sees."""
    return isinstance(value, str) and bool(value.strip()) and not has_words(value)


def repeated_keys(value: object) -> Iterator[str]:
    """The JSON pointers of the keys that were given more than once."""
    open_values: list[tuple[str, object]] = [("", value)]
    while open_values:
        at, inner = open_values.pop()
        if isinstance(inner, JsonObject):
            yield from (f"{at}/{key}" for key in inner.repeated)
        if isinstance(inner, dict):
            open_values += [(f"{at}/{key}", part) for key, part in reversed(inner.items())]
        elif isinstance(inner, list):
            open_values += [(f"{at}/{index}", part) for index, part in reversed(list(enumerate(inner)))]
