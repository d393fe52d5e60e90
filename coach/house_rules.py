"""An organisation's own rules: limits, severities, terms and criteria switched off with a reason, in one small file.

# okr-coach.yaml
limits:
  too-many-objectives: {company: 4}
severity:
  missing-owner: fix
off:
  no-parent-link: We keep alignment in another tool.
terms:
  vague-wording: [delight]
question_below: 0.7
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.criteria import Criterion, Severity
from coach.errors import HouseRulesError

QUESTION_BELOW = 0.8
"""Below this confidence a finding asks and does not judge. From the reliability of the trained reader on fields of work
that it had not seen: docs/decisions/0003-reader.md."""


class HouseRules(BaseModel):
    """What an organisation changes. Empty: the defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limits: dict[str, dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]]] = Field(default_factory=dict)
    severity: dict[str, Severity] = Field(default_factory=dict)
    off: dict[str, str] = Field(default_factory=dict)
    """Criteria switched off, each with the reason, which the review shows."""
    terms: dict[str, list[str]] = Field(default_factory=dict)
    question_below: float = Field(default=QUESTION_BELOW, ge=0, le=1)


def read_house_rules(path: Path, criteria: dict[str, Criterion]) -> HouseRules:
    """The rules in `path`.

    Raises:
        HouseRulesError: it cannot be read, is no YAML, names a criterion or limit that does not exist, gives terms to
            one that looks for none, or switches one off without a reason.
    """
    import yaml

    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise HouseRulesError(
            f"{path}: the house rules cannot be read ({error}); expected a small YAML file in UTF-8"
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise HouseRulesError(f"{path}: the house rules are not YAML: {error}") from error
    if raw is None:
        return HouseRules()
    if not isinstance(raw, dict):
        raise HouseRulesError(
            f"{path}: expected keys such as 'limits:' and 'off:' at the top, found {type(raw).__name__}"
        )
    # YAML 1.1 takes the bare word "off" for a false.
    raw = {"off" if key is False else str(key): value for key, value in raw.items()}
    try:
        rules = HouseRules(**raw)
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(str(part) for part in first["loc"])
        allowed = ", ".join(HouseRules.model_fields)
        raise HouseRulesError(f"{path}: '{at}': {first['msg']}; the keys are {allowed}") from error
    _check_names(rules, criteria, path)
    return rules


def _check_names(rules: HouseRules, criteria: dict[str, Criterion], path: Path) -> None:
    for part in ("limits", "severity", "off", "terms"):
        for name in getattr(rules, part):
            if name not in criteria:
                known = ", ".join(sorted(criteria))
                raise HouseRulesError(f"{path}: {part}: there is no criterion '{name}'; there are {known}")
    for name, limits in rules.limits.items():
        known_limits = criteria[name].data.get("limits", {})
        for limit in limits:
            if limit not in known_limits:
                expected = ", ".join(known_limits) or "none"
                raise HouseRulesError(f"{path}: limits: {name} has no limit '{limit}'; its limits: {expected}")
    for name in rules.terms:
        if not criteria[name].takes_terms:
            takers = ", ".join(sorted(other for other in criteria if criteria[other].takes_terms))
            raise HouseRulesError(f"{path}: terms: {name} looks for no terms; those that do: {takers}")
    for name, reason in rules.off.items():
        if not reason.strip():
            raise HouseRulesError(f"{path}: off: {name} needs a reason, which the review shows to its readers")


def with_house_rules(criteria: dict[str, Criterion], rules: HouseRules) -> dict[str, Criterion]:
    """The criteria as the organisation wants them; those switched off are still there (the review shows what they excuse)."""
    changed = {}
    for name, criterion in criteria.items():
        data: dict[str, Any] = dict(criterion.data)
        if name in rules.limits:
            data["limits"] = {**data.get("limits", {}), **rules.limits[name]}
        if name in rules.terms:
            data["terms"] = [*data.get("terms", []), *rules.terms[name]]
        update: dict[str, Any] = {"data": data}
        if name in rules.severity:
            update["severity"] = rules.severity[name]
        changed[name] = Criterion(**{**criterion.model_dump(), **update})
    return changed
