"""
Names of propositions: short, of letters, digits and `_`, no two the same.
"""

from __future__ import annotations

import re

import attrs

from specl.model.expressions import Compare, Expr, type_of
from specl.model.show import show
from specl.model.types import SetType

__all__ = ["Names"]

_LONGEST = 60
_SIGNS = {
    "==": " is ",
    "!=": " is not ",
    "<=": " at most ",
    ">=": " at least ",
    "<": " below ",
    ">": " above ",
    "-": " minus ",
    "*": " times ",
    "+": " plus ",
    "/": " over ",
}
_SIGN = re.compile("|".join(re.escape(sign) for sign in _SIGNS))
_REST = re.compile(r"[^a-z0-9]+")


@attrs.define(eq=False, repr=False)
class Names:
    """
    Gives names, each once.
    """

    _taken: set[str] = attrs.field(factory=set)

    def of(self, expr: Expr) -> str:
        """
        Return a name for an expression, such as `words_at_most_300`.
        """
        signs = _SIGNS
        if isinstance(expr, Compare) and isinstance(type_of(expr.left), SetType):
            signs = _SIGNS | {"<=": " within ", ">=": " holds all of "}
        return self.like(_SIGN.sub(lambda sign: signs[sign[0]], show(expr)))

    def like(self, said: str) -> str:
        """
        Return a name that says as much of some text as there is room for.
        """
        stem = _REST.sub("_", said.lower()).strip("_")[:_LONGEST].rstrip("_") or "it"
        return self.free(stem)

    def free(self, stem: str) -> str:
        """
        Return a name, with a number after it where it is taken.
        """
        name, number = stem, 1
        while name in self._taken:
            number += 1
            name = f"{stem}_{number}"
        self._taken.add(name)
        return name
