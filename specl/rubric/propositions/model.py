"""
Propositions and classes of replies, as data.
"""

from __future__ import annotations

from collections.abc import Mapping

from specl.logic.formula import Between
from specl.model.expressions import Expr
from specl.text.record import record

__all__ = ["Conjunction", "Propositions", "Simple"]

Conjunction = Mapping[str, bool]
"""For each proposition that it speaks of, whether that has to be true; an empty one is true."""


@record
class Simple:
    """
    What a grader answers with yes or no.

    Attributes:
        what: Of type bool, over facts and acts; or whether a whole number lies between two.
        question: Complete in itself.
    """

    name: str
    what: Expr | Between
    question: str


@record
class Propositions:
    """
    What is to be answered about a reply, and what follows from the answers.

    Attributes:
        simple: In the order in which they are first needed.
        derived: Each after those that it speaks of.
        classes: From the best to the worst.
    """

    simple: tuple[Simple, ...]
    derived: Mapping[str, Conjunction]
    classes: Mapping[str, Conjunction]
