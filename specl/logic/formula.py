"""
Formulas in negation normal form, over facts and, before acts are eliminated, over acts.

A formula is `TRUE`, `FALSE`, a `Leaf` (an atom or its negation), an `And` or an `Or`.
The constructors `conj` and `disj` flatten, drop constants and repetitions, and keep the
order in which parts were first met, so that equal input gives equal formulas.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from specl.model.expressions import Expr
from specl.text.record import record

__all__ = [
    "FALSE",
    "TRUE",
    "And",
    "Atom",
    "Between",
    "Bound",
    "Constant",
    "Formula",
    "Has",
    "Holds",
    "Is",
    "Leaf",
    "Named",
    "Or",
    "SameText",
    "Test",
    "atoms_of",
    "conj",
    "disj",
    "implies",
    "literal",
    "mentions_acts",
    "named",
    "negate",
]


@record(cache_hash=True)
class Holds:
    """
    A bool fact or act is true.
    """

    name: str
    act: bool


@record(cache_hash=True)
class Is:
    """
    A fact or act of a choice has a value.
    """

    name: str
    value: str
    act: bool


@record(cache_hash=True)
class Has:
    """
    A fact or act that is a set contains a value.
    """

    name: str
    value: str
    act: bool


@record(cache_hash=True)
class Test:
    """
    A comparison of numbers or texts that speaks of facts only.
    """

    expr: Expr


@record(cache_hash=True)
class Bound:
    """
    `sum of acts + sum of facts + constant <= 0`, or `< 0` when strict.

    Attributes:
        acts: At least one act with its coefficient, sorted by name.
        facts: Terms over facts only, with their coefficients.
    """

    acts: tuple[tuple[str, Fraction], ...]
    facts: tuple[tuple[Expr, Fraction], ...]
    constant: Fraction
    strict: bool


@record(cache_hash=True)
class SameText:
    """
    Two texts are equal; at least one side is an act's.
    """

    left: Expr
    right: Expr


@record(cache_hash=True)
class Between:
    """
    Some integer lies between two terms over facts.

    Attributes:
        low: A lower bound, as a sum of terms over facts and a constant.
        high: An upper bound likewise.
    """

    low: tuple[tuple[Expr, Fraction], ...]
    low_constant: Fraction
    low_strict: bool
    high: tuple[tuple[Expr, Fraction], ...]
    high_constant: Fraction
    high_strict: bool


@record(cache_hash=True)
class Named:
    """
    A definition by its name, such as "this norm is in force".
    """

    name: str


Atom = Holds | Is | Has | Test | Bound | SameText | Between | Named


@record(cache_hash=True)
class Constant:
    """
    True or false; there is one of each, `TRUE` and `FALSE`, known by identity.
    """

    value: bool


@record(cache_hash=True)
class Leaf:
    """
    An atom, or the negation of one.
    """

    atom: Atom
    positive: bool


@record(cache_hash=True)
class And:
    """
    All of two or more formulas.
    """

    parts: tuple[Formula, ...]


@record(cache_hash=True)
class Or:
    """
    Any of two or more formulas.
    """

    parts: tuple[Formula, ...]


Formula = Constant | Leaf | And | Or

TRUE = Constant(True)
FALSE = Constant(False)


def literal(atom: Atom, positive: bool = True) -> Leaf:
    """
    Return an atom as a formula.
    """
    return Leaf(atom, positive)


def named(name: str) -> Leaf:
    """
    Return the formula that a definition's name stands for.
    """
    return Leaf(Named(name), True)


def conj(parts: Iterable[Formula]) -> Formula:
    """
    Return the conjunction of formulas.
    """
    return _join(parts, And, TRUE, FALSE)


def disj(parts: Iterable[Formula]) -> Formula:
    """
    Return the disjunction of formulas.
    """
    return _join(parts, Or, FALSE, TRUE)


def _join(
    parts: Iterable[Formula], join: type[And | Or], empty: Constant, whole: Constant
) -> Formula:
    """
    Join formulas; `empty` changes nothing and `whole` decides everything.
    """
    given = tuple(parts)
    if len(given) == 1:
        return given[0]
    found: dict[Formula, None] = {}
    for part in given:
        if part is whole:
            return whole
        if part.__class__ is join:
            found.update(dict.fromkeys(part.parts))
        elif part is not empty:
            found[part] = None
    if len(found) < 2:
        return next(iter(found), empty)
    return whole if _is_contrary(found) else join(tuple(found))


def _is_contrary(parts: Iterable[Formula]) -> bool:
    """
    Tell whether an atom and its negation are among some formulas.
    """
    leaves = [part for part in parts if isinstance(part, Leaf)]
    said = {leaf.atom for leaf in leaves if leaf.positive}
    return 0 < len(said) < len(leaves) and any(
        leaf.atom in said for leaf in leaves if not leaf.positive
    )


def negate(formula: Formula) -> Formula:
    """
    Return the negation of a formula, in negation normal form.
    """
    if isinstance(formula, Leaf):
        if formula.positive and isinstance(formula.atom, Bound):
            return Leaf(_complement(formula.atom), True)
        return Leaf(formula.atom, not formula.positive)
    if isinstance(formula, Constant):
        return FALSE if formula.value else TRUE
    join = disj if isinstance(formula, And) else conj
    return join(map(negate, formula.parts))


def _complement(bound: Bound) -> Bound:
    return Bound(
        tuple((name, -factor) for name, factor in bound.acts),
        tuple((term, -factor) for term, factor in bound.facts),
        -bound.constant,
        not bound.strict,
    )


def implies(left: Formula, right: Formula) -> Formula:
    """
    Return `left implies right`.
    """
    return disj((negate(left), right))


def atoms_of(formula: Formula) -> dict[Atom, None]:
    """
    Return the atoms of a formula in the order met, as keys.
    """
    found: dict[Atom, None] = {}
    pending = [formula]
    while pending:
        current = pending.pop()
        if isinstance(current, Leaf):
            found[current.atom] = None
        elif not isinstance(current, Constant):
            pending.extend(reversed(current.parts))
    return found


def mentions_acts(formula: Formula) -> bool:
    """
    Tell whether a formula speaks of any act.
    """
    return any(is_about_acts(atom) for atom in atoms_of(formula))


def is_about_acts(atom: Atom) -> bool:
    """
    Tell whether an atom speaks of an act.
    """
    match atom:
        case Holds() | Is() | Has():
            return atom.act
        case Bound() | SameText():
            return True
    return False
