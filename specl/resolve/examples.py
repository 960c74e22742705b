"""
Examples, ensures and covers with their conversations, expectations and replies.
"""

from __future__ import annotations

from specl.model.expressions import And, Expr, Implies
from specl.model.promises import Cover, Ensure, Example, Expectation, Reply, Turn
from specl.model.rules import Law
from specl.resolve import problems
from specl.resolve.conditions import conditions, of_facts, of_replies
from specl.resolve.declarations import PlacedExample
from specl.resolve.naming import Entity
from specl.resolve.norms import norm_claim, norm_text
from specl.resolve.program import Program
from specl.resolve.references import find_rule
from specl.resolve.scope import Scope
from specl.resolve.written import written
from specl.syntax import nodes

__all__ = ["example_name", "resolve_cover", "resolve_ensure", "resolve_example"]


def example_name(placed: PlacedExample, scope: Scope, program: Program) -> str:
    """
    Return an example's name, made from its line where it has none.
    """
    node = placed.node
    if node.name is not None:
        return program.naming.name_of(Entity(scope.key, node.name.text), "law")
    made = f"example_{node.span.line}"
    while made in scope.own.laws:
        made += "_"
    twins = [
        other.node
        for other in scope.own.examples
        if other.node.name is None and other.node.span.line == node.span.line
    ]
    place = next(index for index, twin in enumerate(twins) if twin.span == node.span)
    made = f"{made}_{place + 1}" if place else made
    return program.naming.name_of(Entity(scope.key, made), "law")


def resolve_example(placed: PlacedExample, scope: Scope, program: Program) -> Example:
    """
    Resolve an example of the checked file, leaving out what has errors.
    """
    node = placed.node
    given = [expr for item in node.items if isinstance(item, nodes.Given) for expr in item.exprs]
    norms = [norm for item in node.items if isinstance(item, nodes.Expect) for norm in item.norms]
    replies = [item for item in node.items if isinstance(item, nodes.Reply)]
    rule = placed.rule and program.naming.name_of(Entity(scope.key, placed.rule), "law")
    return Example(
        name=example_name(placed, scope, program),
        title=node.title.value if node.title else "",
        turns=tuple(
            Turn(item.role, item.text.value) for item in node.items if isinstance(item, nodes.Turn)
        ),
        given=tuple(law for expr in given for law in _given(expr, scope, program)),
        expects=tuple(claim for norm in norms for claim in _expectation(norm, scope, program)),
        replies=tuple(_reply(item, scope, program) for item in replies),
        span=node.span,
        rule=rule,
    )


def _given(node: nodes.Expression, scope: Scope, program: Program) -> list[Law]:
    typed = of_facts(node, "`given`", scope, program)
    return [Law(typed.expr, written(node.span), node.span)] if typed else []


def _expectation(node: nodes.Norm, scope: Scope, program: Program) -> list[Expectation]:
    """
    Return what a norm expects of a ruling, in one piece; nothing after an error.
    """
    claim = norm_claim(node, scope, program)
    if claim is None:
        return []
    expr: Expr = claim.wanted
    if claim.condition is not None:
        expr = (
            And((claim.condition, expr)) if node.verb == "may" else Implies(claim.condition, expr)
        )
    return [Expectation(node.verb, expr, norm_text(node), node.span)]


def _reply(node: nodes.Reply, scope: Scope, program: Program) -> Reply:
    shows: tuple[Expr, ...] | None = None
    if node.shows is not None:
        found = [of_replies(expr, "`shows`", scope, program) for expr in node.shows]
        shows = tuple(typed.expr for typed in found if typed is not None)
    rules = [find_rule(name, scope, program) for name in node.violates]
    return Reply(
        good=node.good,
        text=node.text.value,
        shows=shows,
        violates=tuple(program.naming.name_of(rule, "law") for rule in rules if rule is not None),
        span=node.span,
        because=node.because.value if node.because else None,
    )


def resolve_ensure(node: nodes.Ensure, scope: Scope, program: Program) -> Ensure | None:
    """
    Resolve an ensure, or return None where its claim has an error.

    The parser has reported one that has no norm, or more than one.
    """
    claims: list[Expectation] = []
    norms = [item for item in node.items if isinstance(item, nodes.Norm)]
    for norm in norms:
        if norm.verb == "should":
            allowed = "`must`, `must not`, `may` or `need not`"
            program.report(problems.WrongVerb(norm.span, "should", "an ensure", allowed))
        claims += _expectation(norm, scope, program)
    whens = tuple(item for item in node.items if isinstance(item, nodes.When))
    unlesses = tuple(item for item in node.items if isinstance(item, nodes.Unless))
    when = conditions(whens, scope, program)
    unless = conditions(unlesses, scope, program)
    if not claims:
        return None
    return Ensure(
        name=program.naming.name_of(Entity(scope.key, node.name.text), "law"),
        prose=next((item.value for item in node.items if isinstance(item, nodes.Prose)), None),
        when=when,
        unless=unless,
        claim=claims[0],
        span=node.span,
        own=program.is_own(scope.key),
    )


def resolve_cover(node: nodes.Cover, scope: Scope, program: Program) -> Cover | None:
    """
    Resolve a cover, or return None where what it decides has an error.
    """
    when = conditions((node.when,) if node.when else (), scope, program)
    typed = of_replies(node.decides, "`decides`", scope, program)
    if typed is None:
        return None
    return Cover(
        name=program.naming.name_of(Entity(scope.key, node.name.text), "law"),
        when=when,
        expr=typed.expr,
        text=written(node.decides.span),
        span=node.span,
    )
