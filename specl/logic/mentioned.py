"""
The facts that atoms speak of.
"""

from __future__ import annotations

from functools import lru_cache

from specl.logic.formula import Atom, Between, Has, Holds, Is, Test
from specl.model.expressions import facts_of

__all__ = ["facts_of_atom"]


@lru_cache(maxsize=20_000)
def facts_of_atom(atom: Atom) -> tuple[str, ...]:
    """
    Return the facts that an atom speaks of, in order; a name for a formula speaks of none itself.
    """
    match atom:
        case Holds(name) | Is(name) | Has(name):
            return (name,)
        case Test(expr):
            return tuple(facts_of(expr))
        case Between():
            terms = (term for term, _ in (*atom.low, *atom.high))
            return tuple(dict.fromkeys(name for term in terms for name in facts_of(term)))
    return ()
