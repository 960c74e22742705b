"""
Atoms of conditions as a column to look at and the values that will do.

A column is what one look at a scenario yields: the value of a fact, whether a set has a
member, a sum of numbers, or the truth of what nothing here takes apart (`Opaque`).
"""

from __future__ import annotations

from collections.abc import Iterable

from specl.decide.terms import Cuts, Term, comparison_of
from specl.logic.formula import Atom, Between, Formula, Has, Holds, Is, Leaf, Test, atoms_of
from specl.model import Value
from specl.model.expressions import Compare, FactRef, Literal, facts_of, type_of
from specl.model.types import TextType, is_numeric
from specl.text.record import record

__all__ = [
    "Allowed",
    "Column",
    "Literals",
    "Member",
    "OneOf",
    "Opaque",
    "ValueOf",
    "facts_in",
    "literal_of",
]


@record
class ValueOf:
    """
    The value of a bool, a choice or a text.
    """

    fact: str


@record
class Member:
    """
    Whether a fact that is a set has a member.
    """

    fact: str
    value: str


@record
class Opaque:
    """
    Whether a formula holds that is evaluated as a whole.
    """

    formula: Formula


Column = ValueOf | Member | Term | Opaque


@record
class OneOf:
    """
    A set of values: these, or, where not `inside`, all others.
    """

    values: frozenset[Value]
    inside: bool = True

    @property
    def is_empty(self) -> bool:
        """
        Tell whether no value is in the set.
        """
        return self.inside and not self.values

    def complement(self) -> OneOf:
        """
        Return all other values.
        """
        return OneOf(self.values, not self.inside)

    def meet(self, other: OneOf) -> OneOf:
        """
        Return the values that are in both sets.
        """
        match self.inside, other.inside:
            case True, True:
                return OneOf(self.values & other.values)
            case True, False:
                return OneOf(self.values - other.values)
            case False, True:
                return OneOf(other.values - self.values)
        return OneOf(self.values | other.values, inside=False)


Allowed = OneOf | Cuts


def literal_of(leaf: Leaf) -> tuple[Column, Allowed] | bool:
    """
    Return which values of which column make an atom, or its negation, true.

    Returns:
        A bool where the scenario makes no difference.
    """
    match leaf.atom:
        case Holds(name):
            return ValueOf(name), OneOf(frozenset({True}), leaf.positive)
        case Is(name, value):
            return ValueOf(name), OneOf(frozenset({value}), leaf.positive)
        case Has(name, value):
            return Member(name, value), OneOf(frozenset({True}), leaf.positive)
        case Test(Compare() as test):
            found = _compared(test)
            if isinstance(found, bool):
                return found is leaf.positive
            if found is not None:
                return found[0], found[1] if leaf.positive else found[1].complement()
    return Opaque(Leaf(leaf.atom, True)), OneOf(frozenset({True}), leaf.positive)


class Literals(dict[Leaf, tuple[Column, Allowed] | bool]):
    """
    What leaves say, each worked out when it is first met.
    """

    def __missing__(self, leaf: Leaf) -> tuple[Column, Allowed] | bool:
        found = self[leaf] = literal_of(leaf)
        return found


def _compared(test: Compare) -> tuple[Column, Allowed] | bool | None:
    """
    Return what a comparison says, None where it is not taken apart.
    """
    type_ = type_of(test.left)
    if is_numeric(type_):
        return comparison_of(test)
    if isinstance(type_, TextType) and test.operator == "==":
        for one, other in ((test.left, test.right), (test.right, test.left)):
            if isinstance(one, FactRef) and isinstance(other, Literal):
                return ValueOf(one.name), OneOf(frozenset({other.value}))
    return None


def facts_in(formula: Formula) -> tuple[str, ...]:
    """
    Return the facts that a formula over facts speaks of, in the order met.
    """
    return tuple(dict.fromkeys(name for atom in atoms_of(formula) for name in _facts(atom)))


def _facts(atom: Atom) -> Iterable[str]:
    match atom:
        case Holds(name) | Is(name) | Has(name):
            return (name,)
        case Test(expr):
            return facts_of(expr)
        case Between():
            terms = (term for term, _ in (*atom.low, *atom.high))
            return (name for term in terms for name in facts_of(term))
    raise TypeError(f"not about facts: {atom!r}")
