"""The judgement: one detector a criterion, pure and without I/O. `coach.criteria` says what each one looks for."""

from coach.detectors import commitments, key_result, objective, sets, targets  # noqa: F401  (they register themselves)
from coach.detectors.sighting import DETECTORS, DraftRead, Sighting

__all__ = ["DETECTORS", "DraftRead", "Sighting"]
