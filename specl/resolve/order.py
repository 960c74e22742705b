"""
The order between rules: `overrides`, `suspends`, `precedence`, and what a cap keeps.

What goes against the order of the levels is reported and left out; circles are looked for
once all pairs are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import Literal as Choice

import attrs

from specl.model.rules import DenyFirst, Ordering, Suspension
from specl.resolve import problems
from specl.resolve.cycles import cut_cycles
from specl.resolve.levels import Authority
from specl.resolve.naming import Entity
from specl.resolve.placement import Placement
from specl.resolve.program import Program
from specl.resolve.references import find_rules
from specl.resolve.scope import Scope
from specl.syntax import nodes
from specl.text import Span
from specl.text.record import mutable, record

__all__ = ["Order", "order_of"]


@record
class Order:
    """
    All pairs of rules that some clause puts one before the other.
    """

    orderings: tuple[Ordering, ...]
    suspensions: tuple[Suspension, ...]
    deny_first: tuple[DenyFirst, ...]


def order_of(placement: Placement, authority: Authority, program: Program) -> Order:
    """
    Collect the order of a spec's rules, reporting what is none.
    """
    collector = _Collector(placement, authority, program)
    deny_first: list[DenyFirst] = []
    for scope in program.scopes.values():
        for placed in scope.own.rules.values():
            collector.of_rule(placed.node, scope)
        for node in scope.own.precedences:
            collector.of_precedence(node, scope)
        for denial in scope.own.deny_firsts:
            deny_first += _denials(denial, scope, placement, authority, program)
    collector.keep()
    orderings, suspensions = cut_cycles(collector.orderings, collector.suspensions, program)
    return Order(orderings, suspensions, tuple(deny_first))


@record
class _Clause:
    """
    One name of a rule or section in a clause of a unit.
    """

    verb: Choice["overrides", "suspends", "precedence"]
    scope: Scope
    written: str
    span: Span


@mutable
class _Collector:
    """
    Gathers pairs clause by clause.
    """

    placement: Placement
    authority: Authority
    program: Program
    orderings: list[Ordering] = attrs.field(factory=list)
    suspensions: list[Suspension] = attrs.field(factory=list)

    def of_rule(self, node: nodes.Rule, scope: Scope) -> None:
        """
        Add what a rule says in its header; a section that it stands in leaves it out.
        """
        for name in node.overrides:
            text = f"{node.name.text} overrides {name.text}"
            self._add_all(node, name, _Clause("overrides", scope, text, name.span))
        for name in node.suspends:
            text = f"{node.name.text} suspends {name.text}"
            self._add_all(node, name, _Clause("suspends", scope, text, name.span))

    def of_precedence(self, node: nodes.Precedence, scope: Scope) -> None:
        """
        Add each step of `precedence a > b > c`; names without rules drop out of it.
        """
        steps: list[tuple[nodes.Name, list[Entity]]] = []
        for name in node.names:
            rules = find_rules(name, scope, self.program)
            if rules and self._may_name(rules, name, "`precedence`", scope):
                steps.append((name, rules))
        for (above, higher), (below, lower) in pairwise(steps):
            span = above.span.to(below.span)
            clause = _Clause("precedence", scope, f"{above.text} > {below.text}", span)
            for rule, other in product(higher, lower):
                if rule != other or above.text == below.text:
                    self._add(rule, other, clause)

    def keep(self) -> None:
        """
        Add the order that rules had before a cap brought them together.
        """
        for pair in self.placement.kept:
            node = self.program.scopes[pair.lower.unit].own.rules[pair.lower.name].node
            first, second = self._name(pair.higher), self._name(pair.lower)
            above, below = self.authority.names[pair.above], self.authority.names[pair.below]
            text = f"{first} at {above} before {second} at {below}"
            own = self.program.is_own(pair.lower.unit)
            self.orderings.append(Ordering(first, second, "cap", text, node.name.span, own))

    def _add_all(self, node: nodes.Rule, name: nodes.Name, clause: _Clause) -> None:
        rule = Entity(clause.scope.key, node.name.text)
        others = find_rules(name, clause.scope, self.program)
        if others is None or not self._may_name(others, name, f"`{clause.verb}`", clause.scope):
            return
        itself = others == [rule] and name.text == node.name.text
        for other in others:
            if other != rule or itself:
                self._add(rule, other, clause)

    def _may_name(
        self, rules: Sequence[Entity], name: nodes.Name, clause: str, scope: Scope
    ) -> bool:
        """
        Tell whether a unit may order these rules; a capped one only those of its own.
        """
        domain = self.authority.domains.get(scope.key)
        if domain is None or all(rule.unit in domain for rule in rules):
            return True
        self.program.report(problems.ForeignInCapped(name.span, name.text, clause, "rules"))
        return False

    def _add(self, higher: Entity, lower: Entity, clause: _Clause) -> None:
        """
        Add one pair, unless it goes against the levels.
        """
        if self._is_inverted(higher, lower, clause):
            return
        first, second = self._name(higher), self._name(lower)
        own = self.program.is_own(clause.scope.key)
        if clause.verb == "suspends":
            pair = Suspension(first, second, clause.written, clause.span, own)
            self.suspensions.append(pair)
        else:
            ordering = Ordering(first, second, clause.verb, clause.written, clause.span, own)
            self.orderings.append(ordering)

    def _is_inverted(self, higher: Entity, lower: Entity, clause: _Clause) -> bool:
        """
        Report a pair against the levels: of the whole, and as a capped module sees its own.
        """
        views = [self.placement.final]
        domain = self.authority.domains.get(clause.scope.key)
        if domain is not None:
            views.insert(0, self.placement.seen[domain])
        for levels in views:
            first, second = levels.get(higher, -1), levels.get(lower, -1)
            if first > second >= 0:
                problem = problems.Inverted(
                    higher=self._name(higher),
                    lower=self._name(lower),
                    verb="suspend" if clause.verb == "suspends" else "override",
                    span=clause.span,
                    higher_level=self.authority.names[first],
                    lower_level=self.authority.names[second],
                )
                self.program.report(problem)
                return True
        return False

    def _name(self, rule: Entity) -> str:
        return self.program.naming.name_of(rule, "law")


def _denials(
    node: nodes.DenyFirst,
    scope: Scope,
    placement: Placement,
    authority: Authority,
    program: Program,
) -> Iterator[DenyFirst]:
    """
    Yield what `must not > must` says at one level, or at each where none is named.
    """
    if node.level is not None:
        index = authority.index_of(node.level, scope.key, program)
        levels = [] if index is None else [index]
    else:
        levels = list(range(-1, len(authority.names)))
    cap = authority.caps.get(scope.key, -1)
    for level in levels:
        stands = max(level, cap)
        if cap >= 0:
            rules = _own_rules_at(level, scope, placement, authority, program)
            if rules:
                yield DenyFirst(authority.names[stands], rules, node.span)
        elif level >= 0 or not authority.names:
            yield DenyFirst(authority.names[level] if level >= 0 else "", None, node.span)


def _own_rules_at(
    level: int, scope: Scope, placement: Placement, authority: Authority, program: Program
) -> frozenset[str]:
    domain = authority.domains[scope.key]
    return frozenset(
        program.naming.name_of(rule, "law")
        for rule, stands in placement.seen[domain].items()
        if stands == level and rule.unit in domain
    )
