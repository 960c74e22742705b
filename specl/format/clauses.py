"""
From clauses and one-line declarations to documents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from specl.format.comments import Pending
from specl.format.document import HARD, LINE, Doc, Group, Nest
from specl.format.expressions import expression, listed, name, prose, type_
from specl.syntax import nodes

__all__ = ["Body", "act", "fact", "head", "norm", "question", "statement"]

Body = nodes.Rule | nodes.Section | nodes.Example | nodes.Ensure | nodes.Cover
_Placed = tuple[int, Callable[[], Doc]]


def statement(node: Any, pending: Pending) -> Doc:
    """
    Return a clause, or a declaration without a body, as a document.
    """
    match node:
        case nodes.Prose():
            return prose(node, pending)
        case nodes.When(expr) | nodes.Unless(expr) | nodes.Assume(expr) | nodes.Constraint(expr):
            word = type(node).__name__.lower()
            return _phrase(f"{word} ", expression(expr, pending))
        case nodes.Norm():
            return norm(node, pending)
        case nodes.Optimise():
            return _optimise(node, pending)
        case nodes.Because(text):
            return ("because ", prose(text, pending))
        case nodes.Challenge(prompt):
            return ("challenge ", prose(prompt, pending))
        case nodes.ChallengesFrom(path):
            return ("challenges from ", prose(path, pending))
        case nodes.Turn(role, text):
            return (f"{role} ", prose(text, pending))
        case nodes.Given(exprs):
            return _phrase("given ", listed(exprs, expression, pending))
        case nodes.Expect(norms):
            return _expect(norms, pending)
        case nodes.Reply():
            return _reply(node, pending)
    return _declaration(node, pending)


def _declaration(node: Any, pending: Pending) -> Doc:
    match node:
        case nodes.Use():
            return _use(node, pending)
        case nodes.Levels(names):
            return _phrase("levels ", _ordered(names, pending))
        case nodes.Precedence(names):
            return _phrase("precedence ", _ordered(names, pending))
        case nodes.TypeDecl(named, type_expr):
            return _phrase("type ", name(named, pending), " = ", type_(type_expr, pending))
        case nodes.FactDecl():
            return _with_question(fact(node, pending), node, pending)
        case nodes.ActDecl():
            return _with_question(act(node, pending), node, pending)
        case nodes.Define():
            return _define(node, pending)
        case nodes.Parameter(named, type_expr):
            return (name(named, pending), ": ", type_(type_expr, pending))
        case nodes.DenyFirst(level):
            at: Doc = () if level is None else (" at ", name(level, pending))
            return ("precedence must not > must", at)
        case nodes.Waive():
            return _waive(node, pending)
        case nodes.Header():
            version = "" if node.version is None else f" version {node.version}"
            return ("spec ", name(node.name, pending), version)
    raise TypeError(f"{type(node).__name__} is no statement")


def _phrase(*parts: Doc) -> Doc:
    return Group((Nest(parts),))


def _ordered(names: Sequence[nodes.Name], pending: Pending) -> Doc:
    parts: list[Doc] = []
    for index, node in enumerate(names):
        if index:
            parts += [pending.within(node.span.start) or LINE, "> "]
        parts.append(name(node, pending))
    return tuple(parts)


def _in_order(clauses: Sequence[_Placed], pending: Pending) -> list[Doc]:
    """
    Return clauses in the order in which they were written, a break before each.
    """
    parts: list[Doc] = []
    for start, build in sorted(clauses, key=lambda clause: clause[0]):
        parts += [pending.within(start) or LINE, build()]
    return parts


def _named(word: str, node: nodes.Name | None, pending: Pending) -> list[_Placed]:
    if node is None:
        return []
    return [(node.span.start, lambda: (f"{word} ", name(node, pending)))]


def _names(word: str, names: Sequence[nodes.Name], pending: Pending) -> list[_Placed]:
    if not names:
        return []
    return [(names[0].span.start, lambda: _phrase(f"{word} ", listed(names, name, pending)))]


def _use(node: nodes.Use, pending: Pending) -> Doc:
    source: Doc = prose(node.path, pending) if node.path else ""
    if node.module:
        source = name(node.module, pending)
    clauses = _named("as", node.alias, pending) + _named("at", node.level, pending)
    if node.picks:
        picks = [pick.name for pick in node.picks]
        clauses.append((picks[0].span.start, lambda: ("(", listed(picks, name, pending), ")")))
    return _phrase("use ", source, *_in_order(clauses, pending))


def fact(node: nodes.FactDecl, pending: Pending) -> Doc:
    """
    Return a fact up to its question.
    """
    parts: list[Doc] = ["fact ", name(node.name, pending), ": ", type_(node.type, pending)]
    if node.default is not None:
        parts += [" = ", expression(node.default, pending)]
    if node.unsure is not None:
        parts += [" unsure ", expression(node.unsure, pending)]
    return _phrase(*parts)


def act(node: nodes.ActDecl, pending: Pending) -> Doc:
    """
    Return an act up to its question.
    """
    parts: list[Doc] = ["act ", name(node.name, pending)]
    if node.type is not None:
        parts += [": ", type_(node.type, pending)]
    if node.default is not None:
        parts += [" = ", expression(node.default, pending)]
    return _phrase(*parts)


def _with_question(left: Doc, node: nodes.FactDecl | nodes.ActDecl, pending: Pending) -> Doc:
    start = node.question.span.start if node.question else node.span.start
    comments = pending.within(start)
    return Group((left, Nest((comments or LINE, question(node, pending)))))


def question(node: nodes.FactDecl | nodes.ActDecl, pending: Pending) -> Doc:
    """
    Return the question of a fact or act and how it is measured.
    """
    parts: list[Doc] = [] if node.question is None else [prose(node.question, pending)]
    measure = node.measure if isinstance(node, nodes.ActDecl) else None
    if measure is not None:
        parts += [pending.within(measure.span.start) or LINE, "measured by "]
        parts.append(name(measure.name, pending))
        for argument in measure.arguments:
            parts += [" ", expression(argument, pending)]
    return Group(tuple(parts))


def _define(node: nodes.Define, pending: Pending) -> Doc:
    parts: list[Doc] = ["define ", name(node.name, pending)]
    if node.parameters is not None:
        parts += ["(", listed(node.parameters, statement, pending), ")"]
    return _phrase(*parts, " = ", expression(node.expr, pending))


def _waive(node: nodes.Waive, pending: Pending) -> Doc:
    parts: list[Doc] = ["waive ", name(node.code, pending), " between "]
    parts.append(listed(node.rules, name, pending))
    if node.until is not None:
        parts += [LINE, f"until {node.until}"]
    if node.because is not None:
        parts += [pending.within(node.because.span.start) or LINE]
        parts += ["because ", prose(node.because, pending)]
    return _phrase(*parts)


def norm(node: nodes.Norm, pending: Pending) -> Doc:
    """
    Return a norm as a document.
    """
    verb: str = node.verb
    if node.negated:
        verb = "need not" if verb == "may" and not node.refused else f"{verb} not"
    parts: list[Doc] = [f"{verb} ", expression(node.expr, pending)]
    for word, part in (("except", node.exception), ("if", node.condition)):
        if part is not None:
            comments = pending.within(part.span.start)
            parts += [comments or LINE, f"{word} ", expression(part, pending)]
    return _phrase(*parts)


def _optimise(node: nodes.Optimise, pending: Pending) -> Doc:
    parts: list[Doc] = [f"{node.verb} {node.direction} ", name(node.act, pending)]
    if node.condition is not None:
        comments = pending.within(node.condition.span.start)
        parts += [comments or LINE, "if ", expression(node.condition, pending)]
    return _phrase(*parts)


def _expect(norms: Sequence[nodes.Norm], pending: Pending) -> Doc:
    parts: list[Doc] = []
    for index, node in enumerate(norms):
        if index:
            parts.append(pending.within(node.span.start) or HARD)
        parts.append(norm(node, pending))
    return ("expect ", Nest(tuple(parts), len("expect ")))


def _reply(node: nodes.Reply, pending: Pending) -> Doc:
    parts: list[Doc] = ["good " if node.good else "bad ", prose(node.text, pending)]
    if node.because is not None:
        comments = pending.within(node.because.span.start)
        parts += [comments or LINE, "because ", prose(node.because, pending)]
    for word, items in (("shows", node.shows or ()), ("violates", node.violates)):
        if items:
            comments = pending.within(items[0].span.start)
            parts += [comments or LINE, _phrase(f"{word} ", listed(items, expression, pending))]
    return _phrase(*parts)


def head(node: Body, pending: Pending) -> Doc:
    """
    Return the head of a declaration with a body, its opening brace included.
    """
    parts: list[Doc] = [type(node).__name__.lower()]
    if node.name is not None:
        parts += [" ", name(node.name, pending)]
    if isinstance(node, nodes.Section | nodes.Example) and node.title is not None:
        parts += [" ", prose(node.title, pending)]
    return Group((Nest((*parts, *_in_order(_head_clauses(node, pending), pending))), " {"))


def _head_clauses(node: Any, pending: Pending) -> list[_Placed]:
    clauses: list[_Placed] = []
    if isinstance(node, nodes.Rule | nodes.Section):
        clauses += _named("at", node.level, pending)
    if isinstance(node, nodes.Section) and node.when is not None:
        clauses.append((node.when.span.start, partial(statement, node.when, pending)))
    if isinstance(node, nodes.Rule):
        clauses += _names("overrides", node.overrides, pending)
        clauses += _names("suspends", node.suspends, pending)
        clauses += _names("tags", node.tags, pending)
        if node.weight is not None:
            clauses.append((node.weight.span.start, partial(_weight, node.weight, pending)))
    return clauses


def _weight(node: nodes.Number, pending: Pending) -> Doc:
    return ("weight ", expression(node, pending))
