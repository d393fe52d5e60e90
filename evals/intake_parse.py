"""How often a messy paste is read exactly: every objective and key result, in order, nothing more.

    python -m evals.intake_parse [--wrong]

Texts are compared without regard to case, white space, kinds of quotes and dashes, and outer punctuation.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from coach.intake import read_text
from coach.okr import Draft

PASTES = Path(__file__).with_name("intake") / "pastes.jsonl"
_TYPOGRAPHY = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " ", "\u202f": " "}
)


def normal(text: str) -> str:
    """The text as it is compared."""
    return re.sub(r"\s+", " ", text.translate(_TYPOGRAPHY)).strip(" .,;:!?-*\"'").lower()


def parsed(draft: Draft) -> list[tuple[str, list[str]]]:
    """The objectives and key results of a draft, as they are compared."""
    return [(normal(o.text), [normal(k.text) for k in o.key_results]) for o in draft.objectives]


def expected(case: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """What a case expects, as it is compared."""
    return [(normal(o["objective"]), [normal(k) for k in o["key_results"]]) for o in case["objectives"]]


def cases(path: Path = PASTES) -> list[dict[str, Any]]:
    """The labelled pastes."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def is_exact(case: dict[str, Any], draft: Draft) -> bool:
    """Whether the draft is just what the case expects, with the unread it names."""
    left = " ".join(normal(u.text) for u in draft.unread)
    return parsed(draft) == expected(case) and all(normal(words) in left for words in case.get("unread_contains", []))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="print what was read where it differs")
    arguments = parser.parse_args()
    read = [(case, read_text(case["text"])) for case in cases()]
    exact = sum(parsed(draft) == expected(case) for case, draft in read)
    whole = sum(is_exact(case, draft) for case, draft in read)
    print(
        f"{len(read)} pastes: {exact / len(read):.2f} read exactly, {whole / len(read):.2f} with the unread lines they name"
    )
    if arguments.wrong:
        for case, draft in read:
            if not is_exact(case, draft):
                print(
                    f"\n--- {case['id']} ({case['form']})\n{case['text']}\nexpected {expected(case)}\nread     {parsed(draft)}\nunread   {[u.text for u in draft.unread]}"
                )


if __name__ == "__main__":
    main()
