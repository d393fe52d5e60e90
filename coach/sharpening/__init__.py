"""A model's half of a review: one call for a draft, its answer verified by code and joined with what the detectors say."""

from coach.sharpening.calls import Sharpening
from coach.sharpening.joining import Grounds

__all__ = ["Grounds", "Sharpening"]
