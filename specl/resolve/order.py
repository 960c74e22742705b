"""
The order between rules: `overrides`, `suspends`, `precedence`, and what a cap keeps.

What goes against the order of the levels, or round in a circle, is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal as Choice

import attrs

from specl.model.priority import cycle_in
from specl.model.rules import DenyFirst, Ordering, Suspension
from specl.resolve.level_problems import ForeignInCapped
from specl.resolve.levels import Authority
from specl.resolve.naming import Entity
from specl.resolve.placement import Placement
from specl.resolve.program import Program
from specl.resolve.references import find_rules
from specl.resolve.rule_problems import Inverted, OrderCycle
from specl.resolve.scope import Scope
from specl.syntax import nodes
from specl.text import Span

__all__ = ["Order", "order_of"]


@attrs.define
class Order:
    """
    All pairs of rules that some clause puts one before the other.
    """

    orderings: list[Ordering] = attrs.field(factory=list)
    suspensions: list[Suspension] = attrs.field(factory=list)
    deny_first: list[DenyFirst] = attrs.field(factory=list)


@attrs.frozen
class _Clause:
    """
    One name of a rule or section in a clause, seen from the rule that the clause is about.
    """

    verb: Choice["overrides", "suspends", "precedence"]
    scope: Scope
    written: str
    span: Span


def order_of(placement: Placement, authority: Authority, program: Program) -> Order:
    """
    Collect the order of a spec's rules.
    """
    order = Order()
    for scope in program.scopes.values():
        for placed in scope.own.rules.values():
            _of_rule(placed.node, scope, placement, authority, program, order)
        for node in scope.own.precedences:
            _of_precedence(node, scope, placement, authority, program, order)
        for denial in scope.own.deny_firsts:
            order.deny_first += _denials(denial, scope, placement, authority, program)
    _keep(placement, authority, program, order)
    _report_cycles(order, program)
    return order


def _of_rule(
    node: nodes.Rule,
    scope: Scope,
    placement: Placement,
    authority: Authority,
    program: Program,
    order: Order,
) -> None:
    rule = Entity(scope.key, node.name.text)
    for verb, names in (("overrides", node.overrides), ("suspends", node.suspends)):
        for name in names:
            others = find_rules(name, scope, program)
            if others is None or not _may_name(others, name, f"`{verb}`", scope, authority, program):
                continue
            assert verb in {"overrides", "suspends"}
            text = f"{node.name.text} {verb} {name.text}"
            clause = _Clause(verb, scope, text, name.span)  # type: ignore[arg-type]
            alone = others == [rule] and name.text == node.name.text
            for other in others:
                if other != rule or alone:
                    _add(rule, other, clause, placement, authority, program, order)


def _of_precedence(
    node: nodes.Precedence,
    scope: Scope,
    placement: Placement,
    authority: Authority,
    program: Program,
    order: Order,
) -> None:
    steps: list[tuple[nodes.Name, list[Entity]]] = []
    for name in node.names:
        rules = find_rules(name, scope, program)
        if rules and _may_name(rules, name, "`precedence`", scope, authority, program):
            steps.append((name, rules))
    for (above, higher), (below, lower) in zip(steps, steps[1:], strict=False):
        text = f"{above.text} > {below.text}"
        clause = _Clause("precedence", scope, text, above.span.to(below.span))
        alone = above.text == below.text
        for rule in higher:
            for other in lower:
                if rule != other or alone:
                    _add(rule, other, clause, placement, authority, program, order)


def _may_name(
    rules: Sequence[Entity],
    name: nodes.Name,
    clause: str,
    scope: Scope,
    authority: Authority,
    program: Program,
) -> bool:
    """
    Tell whether a unit may order these rules; a capped one only those of its own.
    """
    domain = authority.domains.get(scope.key)
    if domain is None or all(rule.unit in domain for rule in rules):
        return True
    program.report(ForeignInCapped(name.span, name.text, clause, "rules"))
    return False


def _add(
    higher: Entity,
    lower: Entity,
    clause: _Clause,
    placement: Placement,
    authority: Authority,
    program: Program,
    order: Order,
) -> None:
    """
    Add one pair, unless it goes against the levels.
    """
    if _is_inverted(higher, lower, clause, placement, authority, program):
        return
    names = [program.naming.name_of(rule, "law") for rule in (higher, lower)]
    own = program.is_own(clause.scope.key)
    if clause.verb == "suspends":
        order.suspensions.append(Suspension(names[0], names[1], clause.written, clause.span, own))
    else:
        order.orderings.append(
            Ordering(names[0], names[1], clause.verb, clause.written, clause.span, own)
        )


def _is_inverted(
    higher: Entity,
    lower: Entity,
    clause: _Clause,
    placement: Placement,
    authority: Authority,
    program: Program,
) -> bool:
    views = [placement.final]
    domain = authority.domains.get(clause.scope.key, frozenset())
    if higher.unit == lower.unit and higher.unit in domain:
        views.append(placement.own)
    for levels in views:
        first, second = levels.get(higher, -1), levels.get(lower, -1)
        if first > second >= 0:
            names = [program.naming.name_of(rule, "law") for rule in (higher, lower)]
            verb = "suspend" if clause.verb == "suspends" else "override"
            of = authority.names
            program.report(Inverted(*names, verb, clause.span, of[first], of[second]))
            return True
    return False


def _denials(
    node: nodes.DenyFirst,
    scope: Scope,
    placement: Placement,
    authority: Authority,
    program: Program,
) -> Iterator[DenyFirst]:
    """
    Yield what `must not > must` says: at one level, or where none is named at every level.
    """
    if not authority.names:
        yield from () if node.level else (DenyFirst("", None, node.span),)
        if node.level:
            authority.index_of(node.level, scope.key, program)
        return
    levels: Sequence[int | None] = range(-1, len(authority.names))
    if node.level is not None:
        levels = [authority.index_of(node.level, scope.key, program)]
    cap = authority.caps.get(scope.key)
    for level in levels:
        if level is None or (level < 0 and cap is None):
            continue
        rules: frozenset[str] | None = None
        if cap is not None:
            rules = _own_rules_at(level, scope, placement, authority, program)
        stands = max(level, -1 if cap is None else cap)
        yield DenyFirst(authority.names[stands], rules, node.span)


def _own_rules_at(
    level: int, scope: Scope, placement: Placement, authority: Authority, program: Program
) -> frozenset[str]:
    domain = authority.domains[scope.key]
    return frozenset(
        program.naming.name_of(rule, "law")
        for rule, own in placement.own.items()
        if own == level and rule.unit in domain
    )


def _keep(placement: Placement, authority: Authority, program: Program, order: Order) -> None:
    """
    Add the order that rules had before a cap brought them together.
    """
    for higher, lower in placement.kept:
        scope = program.scopes[lower.unit]
        node = scope.own.rules[lower.name].node
        first, second = (program.naming.name_of(rule, "law") for rule in (higher, lower))
        above = authority.names[placement.own[higher]]
        below = authority.names[placement.own[lower]]
        text = f"{first} at {above} before {second} at {below}"
        order.orderings.append(
            Ordering(first, second, "cap", text, node.name.span, program.is_own(lower.unit))
        )


# Circles


def _report_cycles(order: Order, program: Program) -> None:
    """
    Report circles, and leave out the clause that closes each.
    """
    places = {(pair.higher, pair.lower): pair.span for pair in order.orderings}
    for cut in _cut_cycles(places, "goes before", program):
        order.orderings = [pair for pair in order.orderings if (pair.higher, pair.lower) != cut]
    places = {(pair.by, pair.of): pair.span for pair in order.suspensions}
    for cut in _cut_cycles(places, "suspends", program):
        order.suspensions = [pair for pair in order.suspensions if (pair.by, pair.of) != cut]


def _cut_cycles(
    places: dict[tuple[str, str], Span], verb: str, program: Program
) -> list[tuple[str, str]]:
    cut: list[tuple[str, str]] = []
    while (cycle := cycle_in(places)) is not None:
        steps = list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
        program.report(OrderCycle(cycle, verb, tuple(places[step] for step in steps)))
        cut += steps
        for step in steps:
            del places[step]
    return cut
