"""In the cycle: what check-ins say, what they leave unsaid, how far each key result is, and what changed since last time.

.xlsx .csv .json .jsonl ─► rows ─► key results with their check-ins ─► detectors, scores, forecasts ─► CycleReview
reviews.jsonl of two runs ─► lines matched within a team ─► Comparison
"""

from coach.cycle.check_ins import CheckIn, CheckIns, KeyResultTrack, ObjectiveTrack
from coach.cycle.cycle_review import CycleReview
from coach.cycle.reading import read_check_ins
from coach.cycle.review import review_check_ins
from coach.cycle.since import Comparison, compare

__all__ = [
    "CheckIn",
    "CheckIns",
    "Comparison",
    "CycleReview",
    "KeyResultTrack",
    "ObjectiveTrack",
    "compare",
    "read_check_ins",
    "review_check_ins",
]
