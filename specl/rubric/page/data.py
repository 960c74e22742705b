"""
What the script of the page reads: the facts to choose, and when each criterion applies.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from specl.model import BoolType, ChoiceType, IntType, RealType, SetType, Type
from specl.model.expressions import facts_of
from specl.model.values import show_number
from specl.rubric.model import Criterion, FactToFind, Rubric
from specl.rubric.nodes import Nodes
from specl.rubric.page.markup import visible

__all__ = ["deciding_facts", "page_data"]


def deciding_facts(rubric: Rubric) -> tuple[FactToFind, ...]:
    """
    Return the facts that decide which criteria apply, in the order of the source.
    """
    clauses = [each.applies for each in rubric.criteria if each.applies is not None]
    named = {name for clause in clauses for name in facts_of(clause.expr)}
    return tuple(fact for fact in rubric.facts if fact.name in named)


def page_data(rubric: Rubric) -> dict[str, Any]:
    """
    Return the data of a page.

    Args:
        rubric: The whole rubric: criteria that the page leaves out may set others aside.

    Returns:
        `facts` to choose, in the order of their controls; `rows`, the table of expressions;
        `criteria` in the order of priority, `applies` a place in the table or null; and the
        `assumptions` about those facts.
    """
    nodes = Nodes()
    facts = deciding_facts(rubric)
    return {
        "facts": [{"name": fact.name, **_kind(fact.type)} for fact in facts],
        "criteria": [_criterion(each, nodes) for each in rubric.criteria],
        "assumptions": list(_assumptions(rubric, facts, nodes)),
        "rows": nodes.rows,
    }


def _criterion(criterion: Criterion, nodes: Nodes) -> dict[str, Any]:
    ways = criterion.gives_way
    return {
        "id": criterion.id,
        "applies": None if criterion.applies is None else nodes.place(criterion.applies.expr),
        "aside": None if ways is None else [[each.always, list(each.to)] for each in ways],
    }


def _assumptions(rubric: Rubric, facts: Iterable[FactToFind], nodes: Nodes) -> Iterable[Any]:
    known = {fact.name for fact in facts}
    for law in rubric.assumptions:
        if known.issuperset(facts_of(law.expr)):
            yield [nodes.place(law.expr), visible(law.words)]


def _kind(type_: Type) -> dict[str, Any]:
    match type_:
        case BoolType():
            return {"kind": "bool"}
        case ChoiceType(values):
            return {"kind": "choice", "values": list(values)}
        case SetType(element):
            return {"kind": "set", "values": list(element.values)}
        case IntType(low, high) | RealType(low, high):
            ends = {"low": low, "high": high}
            kind = "int" if isinstance(type_, IntType) else "real"
            return {"kind": kind} | {
                name: None if end is None else show_number(end) for name, end in ends.items()
            }
    return {"kind": "text"}
