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

_LONGEST = 200_000
"""Characters of the file. Every criterion with a hundred terms takes a tenth of it."""
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
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise HouseRulesError(
            f"{path}: the house rules cannot be read ({error}); expected a small YAML file in UTF-8"
        ) from error
    return parse_house_rules(text, criteria, str(path))


def parse_house_rules(text: str, criteria: dict[str, Criterion], name: str) -> HouseRules:
    """The rules in a text; `name` is what to call it in a message, which also says the line.

    Raises:
        HouseRulesError: as for `read_house_rules`.
    """
    import yaml

    if len(text) > _LONGEST:
        raise HouseRulesError(f"{name}: {len(text):,} characters; house rules have at most {_LONGEST:,}. Shorten them")
    try:
        raw = _loaded(text)
    # Beside its own errors PyYAML lets through what a tag meets in words that it is not for, such as "!!bool maybe".
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        at = f", line {mark.line + 1}" if mark is not None else ""
        raise HouseRulesError(f"{name}{at}: the house rules are not YAML: {_problem(error)}") from error
    if raw is None:
        return HouseRules()
    if not isinstance(raw, dict):
        raise HouseRulesError(
            f"{name}: expected keys such as 'limits:' and 'off:' at the top, found {type(raw).__name__}"
        )
    # YAML 1.1 takes the bare word "off" for a false.
    raw = {"off" if key is False else str(key): value for key, value in raw.items()}
    # Names before contents: lists that aliases repeat under many names would take minutes.
    _check_criteria({part: list(held) for part, held in raw.items() if isinstance(held, dict)}, criteria, name, text)
    try:
        rules = HouseRules(**raw)
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(str(part) for part in first["loc"])
        allowed = ", ".join(HouseRules.model_fields)
        place = _place(text, tuple(str(part) for part in first["loc"]))
        raise HouseRulesError(f"{name}{place}: '{at}': {first['msg']}; the keys are {allowed}") from error
    _check_names(rules, criteria, name, text)
    try:
        "".join((*rules.off.values(), *(term for terms in rules.terms.values() for term in terms))).encode()
    except UnicodeEncodeError as error:
        raise HouseRulesError(
            f"{name}: half a character (\\u{ord(error.object[error.start]):x}); write it whole"
        ) from error
    return rules


def _loaded(text: str) -> Any:
    """What a YAML text holds. Merges are refused: a few lines of them, one in another, would fill the memory."""
    import yaml

    class Loader(yaml.SafeLoader):
        def flatten_mapping(self, node: yaml.MappingNode) -> None:
            for key, _ in node.value:
                if key.tag == "tag:yaml.org,2002:merge":
                    raise yaml.constructor.ConstructorError(
                        problem="'<<' is not read here; write the keys out", problem_mark=key.start_mark
                    )

    return yaml.load(text, Loader=Loader)


def _problem(error: Exception) -> str:
    """What is wrong with the YAML, on one line."""
    return " ".join(str(getattr(error, "problem", None) or error).split())


def _place(text: str, keys: tuple[str, ...]) -> str:
    """ ", line 3" for where the last of `keys` that is there stands; empty where none is."""
    import yaml

    node = yaml.compose(text, Loader=yaml.SafeLoader)
    line = None
    for key in keys:
        if not isinstance(node, yaml.MappingNode):
            break
        found = next(((name, value) for name, value in node.value if name.value == key), None)
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return f", line {line}" if line else ""


def _check_criteria(named: dict[str, list[object]], criteria: dict[str, Criterion], name: str, text: str) -> None:
    for part in ("limits", "severity", "off", "terms"):
        for criterion in named.get(part, ()):
            if isinstance(criterion, str) and criterion not in criteria:
                known, place = ", ".join(sorted(criteria)), _place(text, (part, criterion))
                raise HouseRulesError(f"{name}{place}: {part}: there is no criterion '{criterion}'; there are {known}")


def _check_names(rules: HouseRules, criteria: dict[str, Criterion], name: str, text: str) -> None:
    for criterion, limits in rules.limits.items():
        known_limits = criteria[criterion].data.get("limits", {})
        for limit in limits:
            if limit not in known_limits:
                expected, place = ", ".join(known_limits) or "none", _place(text, ("limits", criterion, limit))
                raise HouseRulesError(
                    f"{name}{place}: limits: {criterion} has no limit '{limit}'; its limits: {expected}"
                )
    for criterion in rules.terms:
        if not criteria[criterion].takes_terms:
            takers = ", ".join(sorted(other for other in criteria if criteria[other].takes_terms))
            place = _place(text, ("terms", criterion))
            raise HouseRulesError(f"{name}{place}: terms: {criterion} looks for no terms; those that do: {takers}")
    for criterion, reason in rules.off.items():
        if not reason.strip():
            place = _place(text, ("off", criterion))
            raise HouseRulesError(
                f"{name}{place}: off: {criterion} needs a reason, which the review shows to its readers"
            )


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
