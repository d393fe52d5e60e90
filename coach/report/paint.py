"""How marks look in a terminal: a style of underline a severity, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from coach.criteria import Severity

SIGNS: dict[Severity, str] = {"fix": "^", "improve": "~", "consider": "."}
"""What stands below marked words where there is no colour: the plain form of solid, dashed and dotted underlines."""
_UNDERLINES: dict[Severity, str] = {"fix": "4:1", "improve": "4:5", "consider": "4:4"}
_ATTRIBUTES: dict[Severity, str] = {"fix": "1;4;31", "improve": "4;33", "consider": "2;4;36"}
"""Bold, plain and faint tell severities apart where a terminal knows one underline only."""


@dataclass(frozen=True)
class Paint:
    """What the terminal can show. The default is plain text."""

    colour: bool = False
    styled_underlines: bool = False
    """Whether dashed and dotted underlines are understood."""

    def bold(self, text: str) -> str:
        """Headings."""
        return self._styled(text, "1")

    def faint(self, text: str) -> str:
        """What is read last: citations, the line about the engine."""
        return self._styled(text, "2")

    def severity(self, text: str, severity: Severity) -> str:
        """The name of a severity in its colour."""
        return self._styled(text, {"fix": "1;31", "improve": "1;33", "consider": "1;36"}[severity])

    def marked(self, text: str, severity: Severity) -> str:
        """Words of the draft that a finding quotes."""
        style = _ATTRIBUTES[severity]
        if self.styled_underlines:
            style = f"{style}m\x1b[{_UNDERLINES[severity]}"
        return self._styled(text, style)

    def _styled(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour and text else text
