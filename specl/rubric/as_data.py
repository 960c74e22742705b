"""
A rubric as JSON-ready data, in the shape of `rubric.schema.json` beside this module.

`rules` holds what the criteria of one rule share; a criterion names its rule.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from specl.model import (
    BoolType,
    ChoiceType,
    IntType,
    Measure,
    RealType,
    SetType,
    TextType,
    Type,
    Value,
    value_to_json,
)
from specl.rubric.model import (
    ActToObserve,
    Clause,
    Criterion,
    FactToFind,
    Rubric,
    RuleText,
    Sample,
    Stamp,
    Tier,
)
from specl.text import Span

__all__ = ["schema", "stamp_data", "to_data", "type_data"]


def schema() -> dict[str, Any]:
    """
    Return the JSON Schema (draft 2020-12) of what `to_data` returns.
    """
    path = files("specl.rubric") / "rubric.schema.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def to_data(rubric: Rubric) -> dict[str, Any]:
    """
    Return a rubric as JSON-ready data.
    """
    return {
        "version": 1,
        "stamp": stamp_data(rubric.stamp),
        "prose": rubric.prose,
        "given": {name: value_to_json(value) for name, value in rubric.given.items()},
        "levels": list(rubric.levels),
        "criteria": [_criterion(each) for each in rubric.criteria],
        "rules": [_rule(each) for each in rubric.rules],
        "tiers": [_tier(each) for each in rubric.tiers],
        "facts": [_fact(each) for each in rubric.facts],
        "acts": [_act(each) for each in rubric.acts],
        "assumptions": [_clause(each) for each in rubric.assumptions],
        "constraints": [_clause(each) for each in rubric.constraints],
        "sections": [{"name": each.name, "title": each.title} for each in rubric.sections],
        "defeated": [
            {"id": each.id, "norm": each.norm.as_json(), "by": list(each.by)}
            for each in rubric.defeated
        ],
        "contradictions": [list(ids) for ids in rubric.contradictions],
    }


def stamp_data(stamp: Stamp) -> dict[str, str | None]:
    """
    Return which spec a rubric was made from, as JSON-ready data.
    """
    return {
        "spec": stamp.spec,
        "version": stamp.version,
        "content": stamp.content,
        "specl": stamp.specl,
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "rule": criterion.rule.name,
        "norm": criterion.norm.as_json(),
        "level": criterion.level,
        "strength": criterion.strength.value,
        "verb": criterion.norm.verb,
        "negated": criterion.norm.negated,
        "standing": criterion.standing,
        "asks": criterion.asks,
        "applies": _clause(criterion.applies),
        "obligation": _clause(criterion.obligation),
        "condition": _clause(criterion.condition),
        "exception": _clause(criterion.exception),
        "passes": criterion.passes,
        "fails": criterion.fails,
        "decided_by": criterion.decided_by,
        "facts": list(criterion.facts),
        "acts": list(criterion.acts),
        "gives_way": _gives_way(criterion),
        "weight": criterion.rule.weight,
        "place": _place(criterion.norm.span),
    }


def _gives_way(criterion: Criterion) -> list[dict[str, Any]] | None:
    if criterion.gives_way is None:
        return None
    return [{"to": list(each.to), "always": each.always} for each in criterion.gives_way]


def _clause(clause: Clause | None) -> dict[str, str] | None:
    return None if clause is None else {"expression": clause.text, "words": clause.words}


def _place(span: Span) -> dict[str, Any]:
    return {"file": span.source.name, "line": span.line, "column": span.column}


def _rule(rule: RuleText) -> dict[str, Any]:
    return {
        "name": rule.name,
        "level": rule.level,
        "weight": rule.weight,
        "prose": rule.prose,
        "because": rule.because,
        "tags": list(rule.tags),
        "sections": list(rule.sections),
        "overrides": list(rule.overrides),
        "suspended_by": list(rule.suspended_by),
        "challenges": list(rule.challenges),
        "challenge_files": list(rule.challenge_files),
        "examples": [_sample(each) for each in rule.samples],
        "place": _place(rule.span),
    }


def _sample(sample: Sample) -> dict[str, Any]:
    return {
        "example": sample.example,
        "title": sample.title,
        "good": sample.good,
        "turns": [{"role": turn.role, "text": turn.text} for turn in sample.turns],
        "given": list(sample.given),
        "reply": sample.reply,
        "shows": None if sample.shows is None else list(sample.shows),
        "violates": list(sample.violates),
        "because": sample.because,
    }


def _tier(tier: Tier) -> dict[str, Any]:
    return {
        "level": tier.level,
        "strength": tier.strength.value,
        "criteria": list(tier.criteria),
        "before": [list(pair) for pair in tier.before],
        "deny_first": tier.deny_first,
    }


def _fact(fact: FactToFind) -> dict[str, Any]:
    return {
        "name": fact.name,
        "question": fact.question,
        "type": type_data(fact.type),
        "unsure": _value(fact.unsure),
        "default": _value(fact.default),
        "earlier": fact.earlier,
    }


def _act(act: ActToObserve) -> dict[str, Any]:
    return {
        "name": act.name,
        "question": act.question,
        "type": type_data(act.type),
        "measure": None if act.measure is None else _measure(act.measure),
        "default": _value(act.default),
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {"name": measure.name, "arguments": _values(measure.arguments)}


def _values(values: Iterable[Value]) -> list[Any]:
    return [value_to_json(value) for value in values]


def _value(value: Value | None) -> Any:
    return None if value is None else value_to_json(value)


def type_data(type_: Type) -> dict[str, Any]:
    """
    Return a type as JSON-ready data: its `kind`, and its values or bounds.
    """
    match type_:
        case ChoiceType(values, ordered):
            return {"kind": "choice", "values": list(values), "ordered": ordered}
        case SetType(element):
            return {"kind": "set", "values": list(element.values), "ordered": element.ordered}
        case IntType(low, high):
            return {"kind": "int", "low": low, "high": high}
        case RealType(low, high):
            return {"kind": "real", "low": _value(low), "high": _value(high)}
        case BoolType() | TextType():
            return {"kind": str(type_)}
