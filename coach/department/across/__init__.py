"""What is seen only when teams are read beside one another: the same result twice, goals that pull apart, names in too many places."""

from coach.department.across import (  # noqa: F401  (they register themselves)
    copies,
    duplicates,
    formats,
    needs,
    people,
    sets,
    tensions,
)
from coach.department.across.findings import Cite, citing, find_across
from coach.department.across.sighting import ACROSS, CrossSighting

__all__ = ["ACROSS", "Cite", "CrossSighting", "citing", "find_across"]
