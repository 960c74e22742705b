"""
A spec lowered to conditions and clashes, with a bit for everything that can be so or not.

Norms have the lowest bits, in the order in which they are worked out: what outranks a norm
comes before it. Above them are the bits of further conditions: when a set of claims is
incoherent, when there is a reply at all, whether an assumption holds. Each condition is
there once, whoever asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from specl.decide.literals import Literals
from specl.logic.clauses import bits_of
from specl.logic.formula import FALSE, TRUE, Formula, conj, literal
from specl.logic.formula import Test as Whole
from specl.logic.incoherence import Incoherence, incoherence_of
from specl.logic.normal import formula_of
from specl.logic.size import TooLargeError, require_small
from specl.model import Law, Norm, Rule, Spec
from specl.model.expressions import Expr

__all__ = ["EFFORT", "Clash", "Program", "above_each", "made_by"]

EFFORT = 50_000_000
"""
How many steps are taken to find out what no reply can meet, before the reference is asked.
"""


@attrs.frozen(eq=False)
class Clash:
    """
    Claims that no reply meets together, though it meets any fewer of them.

    Attributes:
        claims: Their indices, ascending.
        when: The bit of the condition under which it is so, 0 where it always is.
    """

    claims: tuple[int, ...]
    when: int

    @property
    def is_plain_pair(self) -> bool:
        """
        Tell whether two claims clash, whatever the facts.
        """
        return len(self.claims) == 2 and not self.when


@attrs.frozen(eq=False, slots=False)
class Program:
    """
    What a spec asks, as far as it could be lowered.

    Attributes:
        norms: The norms by their bits, what outranks a norm before it.
        claims: For each norm, by its bit, the index of what it claims.
        conditions: Bits, and when all of them are set, before any rule is suspended.
        width: How many bits there are.
        suspensions: The bits of a rule's norms and of those that suspend it, in an order in
            which each rule's own suspension is settled before it suspends another.
        clashes: The sets of claims that clash.
        reply: The bit of "some reply can exist", 0 where it always does.
        assumptions: Each assumption with its bit, 0 where it always holds.
        unknown: The bits of norms of which not everything is known.
        is_exact: Whether the constraints are known; where they are not, nothing here counts.
        literals: What the leaves of conditions say, as far as known.
    """

    spec: Spec
    norms: tuple[Norm, ...]
    claims: tuple[int | None, ...]
    conditions: tuple[tuple[int, Formula], ...]
    width: int
    suspensions: tuple[tuple[int, int], ...]
    clashes: tuple[Clash, ...]
    reply: int
    assumptions: tuple[tuple[Law, int], ...]
    unknown: int
    is_exact: bool
    literals: Literals = attrs.field(factory=Literals)

    @cached_property
    def opponents(self) -> Mapping[int, tuple[int, ...]]:
        """
        Return for each claim those that clash with it alone, whatever the facts.
        """
        found: dict[int, list[int]] = {}
        for clash in self.clashes:
            if clash.is_plain_pair:
                one, other = clash.claims
                found.setdefault(one, []).append(other)
                found.setdefault(other, []).append(one)
        return {claim: tuple(others) for claim, others in found.items()}

    @cached_property
    def larger(self) -> Mapping[int, tuple[Clash, ...]]:
        """
        Return for each claim the other clashes in which it may be defeated.
        """
        found: dict[int, list[Clash]] = {}
        for clash in self.clashes:
            if len(clash.claims) > 1 and not clash.is_plain_pair:
                for claim in clash.claims:
                    found.setdefault(claim, []).append(clash)
        return {claim: tuple(each) for claim, each in found.items()}

    @cached_property
    def rivals(self) -> Mapping[int, tuple[int, ...]]:
        """
        Return for each claim all others that take part in its defeat.
        """
        found: dict[int, dict[int, None]] = {}
        for clash in self.clashes:
            for claim in clash.claims:
                found.setdefault(claim, {}).update(dict.fromkeys(clash.claims))
        return {
            claim: tuple(each for each in all_ if each != claim) for claim, all_ in found.items()
        }

    @classmethod
    def of(cls, spec: Spec, *, effort: int = EFFORT) -> Program:
        """
        Lower a spec.

        Args:
            spec: The spec.
            effort: How many steps to take to find out what no reply can meet.
        """
        return _Lowering(spec, incoherence_of(spec, (), effort)).program()


def above_each(program: Program) -> list[int]:
    """
    Return for each norm, by its bit, the bits of the norms that outrank it.
    """
    priority = program.spec.priority
    place_of = {norm.position: place for place, norm in enumerate(program.norms)}
    found = []
    rank, higher = -1, 0
    for place, norm in enumerate(program.norms):
        if priority.rank[norm.position] != rank:
            rank, higher = priority.rank[norm.position], (1 << place) - 1
        beside = sum(1 << place_of[each] for each in bits_of(priority.above[norm.position]))
        found.append(higher | beside)
    return found


def made_by(program: Program) -> dict[int, int]:
    """
    Return for each claim the bits of the norms that make it.
    """
    making: dict[int, int] = {}
    for place, claim in enumerate(program.claims):
        if claim is not None:
            making[claim] = making.get(claim, 0) | 1 << place
    return making


@attrs.define(eq=False, repr=False)
class _Lowering:
    """
    The work of `Program.of`.

    Attributes:
        asked: Further conditions, each with its bit.
    """

    spec: Spec
    incoherence: Incoherence
    asked: dict[Formula, int] = attrs.field(factory=dict)

    def program(self) -> Program:
        order = self.spec.priority.downwards()
        bit_of = {position: 1 << place for place, position in enumerate(order)}
        rules = {
            name: sum(bit_of[norm.position] for norm in rule.norms)
            for name, rule in self.spec.rules.items()
        }
        clashes = tuple(self._clashes())
        reply = self._bit(self.incoherence.reply_exists)
        assumptions = tuple((law, self._bit(_truth(law.expr))) for law in self.spec.assumptions)
        guards = [(rules[name], _guard(rule)) for name, rule in self.spec.rules.items()]
        further = [(bit, formula) for formula, bit in self.asked.items()]
        return Program(
            spec=self.spec,
            norms=tuple(self.spec.norms[position] for position in order),
            claims=tuple(self.incoherence.claim_of[position] for position in order),
            conditions=(*guards, *further),
            width=len(order) + len(self.asked),
            suspensions=tuple((rules[of], _any(rules, by)) for of, by in _suspended(self.spec)),
            clashes=clashes,
            reply=reply,
            assumptions=assumptions,
            unknown=sum(bit_of[position] for position in self.incoherence.undecided),
            is_exact=not self.incoherence.constraints_undecided,
        )

    def _bit(self, condition: Formula) -> int:
        if condition is TRUE:
            return 0
        return self.asked.setdefault(condition, 1 << len(self.spec.norms) + len(self.asked))

    def _clashes(self) -> Iterable[Clash]:
        for nogood in self.incoherence.nogoods:
            if nogood.minimal is not FALSE:
                yield Clash(nogood.members(), self._bit(nogood.minimal))


def _truth(expr: Expr, *, positive: bool = True) -> Formula:
    """
    Return a condition as a formula; one that is too large to be taken apart stays whole.
    """
    try:
        require_small(expr)
        return formula_of(expr, positive)
    except TooLargeError:
        return literal(Whole(expr), positive)


def _guard(rule: Rule) -> Formula:
    """
    Return when a rule's own conditions hold.
    """
    return conj(
        (
            *(_truth(condition.expr) for condition in rule.when),
            *(_truth(condition.expr, positive=False) for condition in rule.unless),
        )
    )


def _any(bits: dict[str, int], names: Iterable[str]) -> int:
    return sum(bits[name] for name in names)


def _suspended(spec: Spec) -> list[tuple[str, tuple[str, ...]]]:
    """
    Return the rules that others suspend, each after those of them that are suspended too.
    """
    found: dict[str, tuple[str, ...]] = {}
    for start in spec.rules:
        pending = [start]
        while pending:
            name = pending[-1]
            before = [
                by for by in spec.suspended_by[name] if by not in found and spec.suspended_by[by]
            ]
            pending.extend(before)
            if not before:
                pending.pop()
                if spec.suspended_by[name]:
                    found.setdefault(name, spec.suspended_by[name])
    return list(found.items())
