"""The house rules written: as the text of their file, and kept there whole or not at all, with the former version beside it."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from coach.errors import HouseRulesError
from coach.house_rules import QUESTION_BELOW, HouseRules

NAME = "okr-coach.yaml"
_HEAD = "# House rules of the OKR coach: limits, severities, criteria switched off with a reason, words of our own.\n"


def default_place(home: Path) -> Path:
    """Where the rules are kept if there are none yet."""
    return home / NAME


def as_text(rules: HouseRules) -> str:
    """The rules as the text of their file: only what differs from the defaults. Comments of a former file are not in it."""
    import yaml

    held: dict[str, Any] = {name: dict(getattr(rules, name)) for name in ("limits", "severity", "off", "terms")}
    held["limits"] = {
        criterion: {name: int(limit) if float(limit).is_integer() else limit for name, limit in limits.items()}
        for criterion, limits in rules.limits.items()
        if limits
    }
    held["off"] = {name: _on_one_line(reason) for name, reason in rules.off.items()}
    held["terms"] = {name: [_on_one_line(term) for term in terms] for name, terms in rules.terms.items()}
    held = {name: value for name, value in held.items() if value}
    if rules.question_below != QUESTION_BELOW:
        held["question_below"] = rules.question_below
    written = yaml.safe_dump(held, sort_keys=False, allow_unicode=True, width=100) if held else ""
    # Bare "off" is a false to other readers of YAML 1.1, so it is quoted, and both forms are read.
    return _HEAD + written


def _on_one_line(words: str) -> str:
    """Breaks of lines, of which Unicode has several, would not come back from YAML as they were."""
    return " ".join(words.split())


def kept_text(path: Path | None) -> str:
    """What stands in the file now; empty where there is none.

    Raises:
        HouseRulesError: it cannot be read.
    """
    if path is None or not path.is_file():
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise HouseRulesError(
            f"{path}: the house rules cannot be read ({error}); expected a small YAML file in UTF-8"
        ) from error


def keep_house_rules(path: Path, text: str) -> Path | None:
    """Write the rules' file, and return where its former version is; None where there was none.

    Raises:
        HouseRulesError: it cannot be written; what was there stays.
    """
    target = path.resolve()
    former = target.with_name(f"{target.name}.bak")
    temporary = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text if text.endswith("\n") or not text else f"{text}\n")
        there = target.is_file()
        if there:
            shutil.copy2(target, former)
            shutil.copymode(target, temporary)
        os.replace(temporary, target)
    except (OSError, UnicodeEncodeError) as error:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
        raise HouseRulesError(
            f"{path}: the house rules cannot be written there ({error}); what was there stays. "
            "Make the folder writable, or name another file with OKR_COACH_RULES"
        ) from error
    return former if there else None
