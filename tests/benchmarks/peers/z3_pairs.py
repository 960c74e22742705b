"""
Every contradiction of a spec by asking Z3 about each pair of rules.

For specs each of whose rules asks one binding thing of one act, without constraints: there
minimal sets of clashing norms are pairs. Two ways of asking:

- `fresh_pairs`: a solver of its own for each pair, all of it left to Z3;
- `Incremental`: one solver, with a literal for each rule that stands for "in force". Which
  obligations clash is worked out beforehand, in Python.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

import attrs
import z3

from specl.model import Norm, Spec
from specl.model.expressions import ActRef, Compare, Expr, Literal, Not, acts_of
from tests.benchmarks.peers.z3_terms import Terms

__all__ = ["Fresh", "Incremental", "Pair", "clashing", "unordered_pairs"]

Pair = tuple[str, str]


def unordered_pairs(spec: Spec) -> Iterator[tuple[Norm, Norm]]:
    """
    Yield the pairs of norms neither of which outranks the other.
    """
    for one, other in combinations(spec.norms, 2):
        if not spec.outranks(one, other) and not spec.outranks(other, one):
            yield one, other


def clashing(one: Norm, other: Norm) -> bool:
    """
    Tell whether no reply can meet what two norms ask of one act.
    """
    act, first = _allowed(one.obligation)
    same, second = _allowed(other.obligation)
    if act != same:
        return False
    if isinstance(first, tuple) and isinstance(second, tuple):
        return max(first[0], second[0]) > min(first[1], second[1])
    return first != second


def _allowed(obligation: Expr) -> tuple[str, object]:
    """
    Return an act and what a norm lets it be: one value, or the bounds of a number.
    """
    match obligation:
        case ActRef(name):
            return name, True
        case Not(ActRef(name)):
            return name, False
        case Compare("==", ActRef(name), Literal(value)):
            return name, value
        case Compare("<=", ActRef(name), Literal(int(bound))):
            return name, (0, bound)
        case Compare(">=", ActRef(name), Literal(int(bound))):
            return name, (bound, 1_000)
    raise NotImplementedError(f"no mix asks for {obligation}")


class Incremental:
    """
    One solver in which each norm has a literal that holds where it is in force.
    """

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.solver = z3.Solver()
        self.asked = 0
        terms = Terms(spec)
        self.solver.add(*terms.world())
        self.in_force = [z3.Bool(f"in force {norm.position}") for norm in spec.norms]
        of_act = _by_act(spec.norms)
        for norm in spec.norms:
            beaters = [
                self.in_force[other.position]
                for other in of_act[_act(norm)]
                if spec.outranks(other, norm) and clashing(other, norm)
            ]
            holds = z3.And(terms.applicable(spec.rules[norm.rule]), z3.Not(z3.Or(*beaters)))
            self.solver.add(self.in_force[norm.position] == holds)

    def contradictions(self) -> set[Pair]:
        """
        Return the pairs of rules that are in force together somewhere and clash.
        """
        found = set()
        for norms in _by_act(self.spec.norms).values():
            for one, other in combinations(norms, 2):
                if not self._ordered(one, other) and clashing(one, other):
                    self.asked += 1
                    both = self.in_force[one.position], self.in_force[other.position]
                    if self.solver.check(*both) == z3.sat:
                        found.add((one.rule, other.rule))
        return found

    def _ordered(self, one: Norm, other: Norm) -> bool:
        return self.spec.outranks(one, other) or self.spec.outranks(other, one)


@attrs.define
class Fresh:
    """
    A solver for each pair of rules.
    """

    spec: Spec
    asked: int = 0

    def contradictions(self, pairs: Iterable[tuple[Norm, Norm]] | None = None) -> set[Pair]:
        """
        Return the pairs that clash somewhere, out of some pairs or of all.
        """
        terms = Terms(self.spec)
        of_act = _by_act(self.spec.norms)
        return {
            (one.rule, other.rule)
            for one, other in (unordered_pairs(self.spec) if pairs is None else pairs)
            if self._clash(terms, one, other) and self._meet(terms, of_act[_act(one)], one, other)
        }

    def _clash(self, terms: Terms, one: Norm, other: Norm) -> bool:
        self.asked += 1
        solver = z3.Solver()
        solver.add(*terms.domains_of(_act(one), _act(other)))
        solver.add(terms.term(one.obligation), terms.term(other.obligation))
        return solver.check() == z3.unsat

    def _meet(self, terms: Terms, norms: list[Norm], one: Norm, other: Norm) -> bool:
        """
        Tell whether two norms are in force together, given all that could beat them.
        """
        self.asked += 1
        solver = z3.Solver()
        solver.add(*terms.world())
        in_force = {norm.position: z3.Bool(f"in force {norm.position}") for norm in norms}
        for norm in norms:
            beaters = [
                in_force[higher.position]
                for higher in norms
                if self.spec.outranks(higher, norm) and clashing(higher, norm)
            ]
            holds = z3.And(terms.applicable(self.spec.rules[norm.rule]), z3.Not(z3.Or(*beaters)))
            solver.add(in_force[norm.position] == holds)
        solver.add(in_force[one.position], in_force[other.position])
        return solver.check() == z3.sat


def _by_act(norms: Iterable[Norm]) -> dict[str, list[Norm]]:
    found: dict[str, list[Norm]] = defaultdict(list)
    for norm in norms:
        found[_act(norm)].append(norm)
    return found


def _act(norm: Norm) -> str:
    (act,) = acts_of(norm.obligation)
    return act
