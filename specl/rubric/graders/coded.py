"""
Graders that need no model: code for what can be measured, and a look for a word.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from specl.model import BoolType, IntType, RealType
from specl.model.expressions import ActRef
from specl.rubric.as_data import type_data
from specl.rubric.emitted import emitted
from specl.rubric.model import ActToObserve, Criterion, Rubric
from specl.rubric.nodes import Nodes
from specl.rubric.prompt import refused_patterns

__all__ = ["coded", "is_coded"]

_PLACEHOLDER = 'CRITERION: dict[str, Any] = json.loads("null")\n'
_WORD = re.compile(r"(\(\?i\))?([A-Za-z0-9 ,;:!'\"&@=<>/_-]+)")


def is_coded(criterion: Criterion, rubric: Rubric) -> bool:
    """
    Tell whether code grades a criterion: it can measure all of it, and no other sets it aside.
    """
    measured = refused_patterns(rubric).keys().isdisjoint(criterion.acts)
    return measured and criterion.decided_by == "measure" and criterion.gives_way == ()


def coded(criterion: Criterion, rubric: Rubric, name: str) -> dict[str, Any]:
    """
    Return the grader of a criterion that `is_coded`.

    Args:
        criterion: The criterion.
        rubric: The rubric that it is of.
        name: What to call the grader.
    """
    acts = [act for act in rubric.acts if act.name in criterion.acts]
    return _look(criterion, acts, name) or {
        "type": "python",
        "name": name,
        "source": _source(criterion, rubric, acts),
    }


def _look(criterion: Criterion, acts: list[ActToObserve], name: str) -> dict[str, Any] | None:
    """
    Return a string check, where a reply has to contain some words and always has to.
    """
    asked = criterion.obligation.expr
    measure = acts[0].measure if len(acts) == 1 else None
    if criterion.applies is not None or not isinstance(asked, ActRef) or measure is None:
        return None
    found = _WORD.fullmatch(str(measure.arguments[0])) if measure.name == "regex" else None
    if found is None:
        return None
    return {
        "type": "string_check",
        "name": name,
        "input": "{{ sample.output_text }}",
        "reference": found[2],
        "operation": "ilike" if found[1] else "like",
    }


def _source(criterion: Criterion, rubric: Rubric, acts: list[ActToObserve]) -> str:
    """
    Return a program that grades; no brace of its data can be taken for a template's.
    """
    text = json.dumps(_data(criterion, rubric, acts), ensure_ascii=True)
    quoted = json.dumps(text).replace("{", "\\x7b").replace("}", "\\x7d")
    return _program().replace(_PLACEHOLDER, f"CRITERION: dict[str, Any] = json.loads({quoted})\n")


@cache
def _program() -> str:
    program = emitted("openai_grader")
    assert program.count(_PLACEHOLDER) == 1, "the program has a place for its data"
    return program


def _data(criterion: Criterion, rubric: Rubric, acts: list[ActToObserve]) -> dict[str, Any]:
    nodes = Nodes()
    applies = None if criterion.applies is None else nodes.place(criterion.applies.expr)
    obligation = nodes.place(criterion.obligation.expr)
    facts = [fact for fact in rubric.facts if fact.name in criterion.facts]
    return {
        "id": criterion.id,
        "rows": nodes.rows,
        "applies": applies,
        "obligation": obligation,
        "facts": [fact.name for fact in facts],
        "numbers": [fact.name for fact in facts if isinstance(fact.type, IntType | RealType)],
        "truths": [fact.name for fact in facts if isinstance(fact.type, BoolType)],
        "acts": [_act(act) for act in acts],
    }


def _act(act: ActToObserve) -> dict[str, Any]:
    assert act.measure is not None, "code grades what it can measure"
    return {
        "name": act.name,
        "type": type_data(act.type),
        "measure": {
            "name": act.measure.name,
            "arguments": [str(each) for each in act.measure.arguments],
        },
    }
