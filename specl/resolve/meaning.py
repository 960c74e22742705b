"""
Expressions while they are being resolved: typed, measured, and with what they mention.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from specl.model.expressions import Expr
from specl.model.types import Type, Value
from specl.resolve.naming import Entity
from specl.syntax import nodes
from specl.text import Span
from specl.text.record import maker, record

__all__ = ["DefineMeaning", "DisplayOf", "Mention", "Typed", "typed_as"]


@record
class DisplayOf:
    """
    The type of `{1, 2}`, which is no type of the language: it only stands after `in`.
    """

    element: Type

    def __str__(self) -> str:
        return f"{{…}} of {self.element}"


@record
class Mention:
    """
    A fact or an act in an expression, by itself or through a define.

    Attributes:
        entity: What is mentioned; for `earlier ACT` the act.
        name: Its name in the whole spec.
        span: Where it, or the define that speaks of it, is written.
        through: The define as written there, if it is one.
    """

    entity: Entity
    name: str
    is_act: bool
    span: Span = attrs.field(eq=False)
    through: str | None = None


@record
class Typed:
    """
    An expression with its type.

    Attributes:
        value: Its value where it is a constant.
        open: It speaks of a define's parameter, so that its value may yet become constant.
        depth, size: How deep and how large it is with all defines spelled out.
    """

    expr: Expr
    type: Type | DisplayOf
    span: Span
    value: Value | None = None
    open: bool = False
    depth: int = 1
    size: int = 1


_typed = maker(Typed)


def typed_as(expr: Expr, type_: Type | DisplayOf, span: Span, value: Value | None = None) -> Typed:
    """
    Return an expression without parts, with its type.
    """
    typed: Typed = _typed(expr, type_, span, value, False, 1, 1)
    return typed


@record
class DefineMeaning:
    """
    A define whose body is resolved.

    Attributes:
        name: Its name in the whole spec.
        body: What it means; with parameters, each use resolves the node anew.
        mentions: The facts and acts that its body speaks of, each once.
        unit: The key of the unit whose names its body speaks in.
    """

    name: str
    node: nodes.Define
    parameters: tuple[tuple[str, Type], ...]
    body: Typed
    mentions: tuple[Mention, ...]
    unit: str

    @property
    def is_function(self) -> bool:
        """
        Tell whether it is written with parentheses.
        """
        return self.node.parameters is not None


Bindings = Mapping[str, Typed]
