from coach.intake.structured import read_json, read_lines
from coach.intake.text import read_text
__all__ = ["read_text", "read_json", "read_lines"]
