"""Suggestions: a better line for a finding, shown only when it is better by the same criteria and still about the same thing."""

from coach.rewriting.checks import Fired, suggest
from coach.rewriting.proposals import invents, ways_to_fill

__all__ = ["Fired", "invents", "suggest", "ways_to_fill"]
