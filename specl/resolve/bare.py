"""
Sides of an operator with bare values of a choice in them, and which choice they share.
"""

from __future__ import annotations

from collections.abc import Sequence

from specl.model.types import ChoiceType
from specl.resolve.choices import choices_with
from specl.resolve.context import Context
from specl.syntax import nodes

__all__ = ["awaits_choice", "common_choice"]


def awaits_choice(node: nodes.Expression, context: Context) -> bool:
    """
    Tell whether an expression can have values of a choice in it that its surroundings place.
    """
    while isinstance(node, nodes.Paren):
        node = node.inner
    match node:
        case nodes.Name(text):
            known = text in context.bindings or context.scope.find(text, "value") is not None
            return "." not in text and not known
        case nodes.SetExpr():
            return True
        case nodes.IfExpr():
            return awaits_choice(node.positive, context) or awaits_choice(node.negative, context)
    return False


def common_choice(operands: Sequence[nodes.Expression], context: Context) -> ChoiceType | None:
    """
    Return the one visible choice that has all values written in some operands, if any.
    """
    names = {name for operand in operands for name in _bare_names(operand)}
    if not names:
        return None
    common = [choices_with(name, context) for name in sorted(names)]
    shared = [choice for choice in common[0] if all(choice in others for others in common)]
    return shared[0] if len(shared) == 1 else None


def _bare_names(node: nodes.Expression) -> list[str]:
    while isinstance(node, nodes.Paren):
        node = node.inner
    match node:
        case nodes.Name(text):
            return [text]
        case nodes.SetExpr(elements):
            return [name for element in elements for name in _bare_names(element)]
        case nodes.IfExpr():
            return [*_bare_names(node.positive), *_bare_names(node.negative)]
    return []
