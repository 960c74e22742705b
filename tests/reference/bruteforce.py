"""
What a spec means, by trying every reply in every scenario.

The definitions of the language's section "Meaning", taken down one by one, with nothing
clever about them: a set of norms is coherent when some reply on the list meets it. It
shares no code with the interpreter beyond the data that it reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations
from typing import Any

import attrs

from specl.model import Expectation, Ordering, Rule, Spec, Suspension
from specl.model import expressions as x
from tests.reference.order import outranked_pairs
from tests.reference.values import all_assignments, value_of

__all__ = ["Brute", "Case"]

Facts = dict[str, Any]


@attrs.frozen
class Case:
    """
    The ruling in one scenario; norms by their positions.

    Attributes:
        replies: The replies that the constraints admit, as a bit set.
        meets: For each norm the replies that meet it, as a bit set.
        defeats: For each defeated norm every set that defeats it.
        contradictions: Every minimal incoherent set of norms in force.
    """

    facts: Facts
    replies: int
    meets: dict[int, int]
    applicable: tuple[int, ...]
    in_force: frozenset[int]
    defeats: dict[int, frozenset[frozenset[int]]]
    contradictions: frozenset[frozenset[int]]


class Brute:
    """
    A spec with every scenario and every reply spelt out.
    """

    def __init__(
        self,
        spec: Spec,
        orderings: tuple[Ordering, ...] | None = None,
        suspensions: tuple[Suspension, ...] | None = None,
    ) -> None:
        """
        Spell out a spec, with other `overrides` and `suspends` pairs where these are given.
        """
        self.spec = spec
        self.norms = spec.norms
        self.above = outranked_pairs(spec, orderings)
        self.suspensions = spec.suspensions if suspensions is None else suspensions
        self.replies = list(all_assignments(spec.acts))
        self._meeting: dict[tuple[Any, ...], int] = {}
        self._rulings: dict[tuple[Any, ...], tuple[Any, Any, Any]] = {}

    @cached_property
    def scenarios(self) -> list[Facts]:
        """
        Return every scenario that satisfies the assumptions.
        """
        return [
            facts
            for facts in all_assignments(self.spec.facts)
            if all(value_of(law.expr, facts, {}) for law in self.spec.assumptions)
        ]

    @cached_property
    def cases(self) -> list[Case]:
        """
        Return the rulings in all scenarios that have a reply.
        """
        return [self.case(facts) for facts in self.scenarios if self.possible(facts)]

    def possible(self, facts: Facts) -> int:
        """
        Return the replies that the constraints admit, as a bit set.
        """
        found = (1 << len(self.replies)) - 1
        for law in self.spec.constraints:
            found &= self.meeting(law.expr, facts)
        return found

    def meeting(self, expr: x.Expr, facts: Facts) -> int:
        """
        Return the replies that meet an expression, as a bit set.
        """
        key = (id(expr), *((name, facts[name]) for name in x.facts_of(expr)))
        if key not in self._meeting:
            replies = enumerate(self.replies)
            holding = (1 << place for place, acts in replies if value_of(expr, facts, acts))
            self._meeting[key] = sum(holding)
        return self._meeting[key]

    def tied(self, n: int) -> set[int]:
        """
        Return the norms whose acts bear on those of a norm, itself among them.
        """
        groups = [set(x.acts_of(norm.obligation)) for norm in self.norms]
        ties = [*groups, *(set(x.acts_of(law.expr)) for law in self.spec.constraints)]
        reached: set[str] = set(groups[n])
        for _ in ties:
            reached |= {act for tie in ties if tie & reached for act in tie}
        return {m for m, acts in enumerate(groups) if m == n or acts & reached}

    def applies(self, rule: Rule, facts: Facts) -> bool:
        """
        Tell whether a rule applies.
        """
        conditions = all(value_of(one.expr, facts, {}) for one in rule.when) and not any(
            value_of(one.expr, facts, {}) for one in rule.unless
        )
        return conditions and not any(
            self.applies(self.spec.rules[suspension.by], facts)
            for suspension in self.suspensions
            if suspension.of == rule.name
        )

    def case(self, facts: Facts) -> Case:
        """
        Return the ruling in a scenario.
        """
        replies = self.possible(facts)
        applicable = tuple(
            norm.position for norm in self.norms if self.applies(self.spec.rules[norm.rule], facts)
        )
        meets = {n: replies & self.meeting(self.norms[n].obligation, facts) for n in applicable}
        key = (replies, *meets.items())
        if key not in self._rulings:
            self._rulings[key] = self._decide(applicable, replies, meets)
        in_force, defeats, clashes = self._rulings[key]
        return Case(facts, replies, meets, applicable, in_force, defeats, clashes)

    def _decide(self, applicable: tuple[int, ...], replies: int, meets: dict[int, int]) -> Any:
        in_force: set[int] = set()
        defeats: dict[int, frozenset[frozenset[int]]] = {}
        for n in sorted(applicable, key=lambda n: sum(b == n for _, b in self.above)):
            others = [m for m in in_force if (m, n) in self.above]
            found = frozenset(
                clash - {n}
                for clash in self._clashes([*others, n], replies, meets)
                if n in clash and len(clash) > 1
            )
            if found:
                defeats[n] = found
            else:
                in_force.add(n)
        clashes = frozenset(self._clashes(sorted(in_force), replies, meets))
        return frozenset(in_force), defeats, clashes

    def _clashes(
        self, norms: Iterable[int], replies: int, meets: dict[int, int]
    ) -> Iterator[frozenset[int]]:
        """
        Yield every minimal incoherent set of norms among some.
        """
        found: list[frozenset[int]] = []
        pool = list(norms)
        for size in range(1, len(pool) + 1):
            for chosen in combinations(pool, size):
                one = frozenset(chosen)
                if not any(clash <= one for clash in found) and not self.coherent(
                    chosen, replies, meets
                ):
                    found.append(one)
                    yield one

    def coherent(self, norms: Iterable[int], replies: int, meets: dict[int, int]) -> bool:
        """
        Tell whether a set of norms is coherent, given the replies that meet each.
        """
        left, permissions = replies, []
        for n in norms:
            if self.norms[n].verb == "may":
                permissions.append(meets[n])
            else:
                left &= meets[n]
        return left != 0 and all(left & permission for permission in permissions)

    def left(self, case: Case, norms: Iterable[int]) -> int:
        """
        Return the replies that meet the must/should norms among some, as a bit set.
        """
        left = case.replies
        for n in norms:
            if self.norms[n].verb != "may":
                left &= case.meets[n]
        return left

    def binding(self, case: Case) -> list[int]:
        """
        Return the binding norms in force.
        """
        return [n for n in sorted(case.in_force) if self.norms[n].verb != "should"]

    def meets_claim(self, case: Case, claim: Expectation, norms: Iterable[int]) -> bool:
        """
        Tell whether norms require, or for `may` permit, what is claimed.
        """
        left, wanted = self.left(case, norms), self.meeting(claim.expr, case.facts)
        return bool(left & wanted) if claim.verb == "may" else not left & ~wanted

    def smallest_defeat(self, case: Case, position: int) -> tuple[int, ...]:
        """
        Return the smallest set that defeats a norm, ties by source order.
        """
        return min(
            (tuple(sorted(by)) for by in case.defeats[position]), key=lambda by: (len(by), by)
        )

    def is_tension(self, clash: Iterable[int]) -> bool:
        """
        Tell whether every lowest-ranked norm of a set is advisory.
        """
        positions = set(clash)
        lowest = [n for n in positions if not any((n, m) in self.above for m in positions)]
        return all(self.norms[n].verb == "should" for n in lowest)

    def outcomes(self, case: Case) -> set[frozenset[int]]:
        """
        Return what norms are kept when they are added in any order that respects the priority.

        Each norm is added where the set stays coherent, else skipped.
        """
        found: set[frozenset[int]] = set()
        pending = [(frozenset(case.applicable), frozenset[int]())]
        seen = set(pending)
        while pending:
            left, kept = pending.pop()
            if not left:
                found.add(kept)
            for n in left:
                if not any((m, n) in self.above for m in left):
                    more = kept | {n}
                    fits = self.coherent(more, case.replies, case.meets)
                    state = (left - {n}, more if fits else kept)
                    if state not in seen:
                        seen.add(state)
                        pending.append(state)
        return found

    def norm_id(self, position: int) -> tuple[str, int, int]:
        """
        Return the name of a norm.
        """
        return self.norms[position].id

    def named(self, positions: Iterable[int]) -> frozenset[tuple[str, int, int]]:
        """
        Return the names of norms.
        """
        return frozenset(self.norm_id(position) for position in positions)
