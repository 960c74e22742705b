"""
From lines of the grammar to nodes: the file, the vocabulary and the law.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from specl.syntax import nodes, wording
from specl.syntax.reduction import Clause, Reduction

__all__ = ["BUILDERS"]


def _clause(kind: str, place: int) -> Callable[[Reduction], Clause]:
    """
    Return a builder of a clause that says what stands at one place in it.
    """

    def build(found: Reduction) -> Clause:
        value = found.parts[place]
        return Clause(kind, value.value if isinstance(value, Clause) else value, found.span)

    return build


def _named(kind: str) -> Callable[[Reduction], Clause]:
    """
    Return a builder of a clause that says one name.
    """
    return lambda found: Clause(kind, found.name(), found.span)


def _one_each(found: Reduction, *kinds: str) -> None:
    """
    Report the clauses that stand a second time.
    """
    for kind in kinds:
        for clause in found.clauses(kind)[1:]:
            found.problems.append(wording.twice(kind, found.clauses(kind)[0].span, clause.span))


def _start(found: Reduction) -> nodes.File:
    header = found.first(nodes.Header)
    declarations = tuple(part for part in found.parts if not isinstance(part, nodes.Header))
    return nodes.File(header, declarations, span=found.span)


def _header(found: Reduction) -> nodes.Header:
    version = found.clause("version")
    text = version.text if version else None
    return nodes.Header(found.name(), text, found.first(nodes.Prose), span=found.span)


def _use(found: Reduction) -> nodes.Use:
    _one_each(found, "as", "picks", "at")
    source = found.parts[1]
    return nodes.Use(
        module=source if isinstance(source, nodes.Name) else None,
        path=source if isinstance(source, nodes.String) else None,
        alias=found.clause("as"),
        picks=found.clause("picks", ()),
        level=found.clause("at"),
        span=found.span,
    )


def _picks(found: Reduction) -> Clause:
    picks = tuple(nodes.Pick(name, span=name.span) for name in found.names())
    return Clause("picks", picks, found.span)


def _levels(found: Reduction) -> nodes.Levels:
    return nodes.Levels(found.names(), span=found.span)


def _type(found: Reduction) -> nodes.TypeDecl:
    return nodes.TypeDecl(found.name(), found.parts[3], span=found.span)


def _fact(found: Reduction) -> nodes.FactDecl:
    return nodes.FactDecl(
        found.name(),
        found.parts[3],
        found.clause("default"),
        found.clause("unsure"),
        _question(found),
        span=found.span,
    )


def _act(found: Reduction) -> nodes.ActDecl:
    return nodes.ActDecl(
        found.name(),
        found.parts[3] if found.has("COLON") else None,
        found.clause("default"),
        _question(found),
        found.first(nodes.Measure),
        span=found.span,
    )


def _question(found: Reduction) -> nodes.Prose | None:
    """
    Return the question, None where the parser only went on as if there were one.
    """
    prose = found.first(nodes.Prose)
    return None if prose is None or prose.span.start == prose.span.end else prose


def _measure(found: Reduction) -> nodes.Measure:
    return nodes.Measure(found.parts[2], tuple(found.parts[3:]), span=found.span)


def _assume(found: Reduction) -> nodes.Assume:
    return nodes.Assume(found.parts[1], span=found.span)


def _constraint(found: Reduction) -> nodes.Constraint:
    return nodes.Constraint(found.parts[1], span=found.span)


def _define(found: Reduction) -> nodes.Define:
    parameters = found.clause("parameters")
    return nodes.Define(found.name(), parameters, found.parts[-1], span=found.span)


def _parameters(found: Reduction) -> Clause:
    return Clause("parameters", found.all(nodes.Parameter), found.span)


def _parameter(found: Reduction) -> nodes.Parameter:
    return nodes.Parameter(found.name(), found.parts[2], span=found.span)


def _precedence(found: Reduction) -> nodes.Precedence:
    return nodes.Precedence(found.names(), span=found.span)


def _deny_first(found: Reduction) -> nodes.DenyFirst:
    return nodes.DenyFirst(found.clause("at"), span=found.span)


def _waive(found: Reduction) -> nodes.Waive:
    because = found.first(nodes.Because)
    until = found.clause("until")
    return nodes.Waive(
        found.name(),
        found.clause("references"),
        until.text if until else None,
        because.text if because else None,
        span=found.span,
    )


def _section_head(found: Reduction) -> nodes.Section:
    _one_each(found, "at")
    conditions = found.all(nodes.When)
    for condition in conditions[1:]:
        found.problems.append(wording.twice("when", conditions[0].span, condition.span))
    return nodes.Section(
        found.name(),
        found.first(nodes.Prose),
        found.clause("at"),
        found.first(nodes.When),
        (),
        span=found.span,
    )


def _section(found: Reduction) -> nodes.Section:
    head, _, *items, _ = found.parts
    return nodes.Section(
        head.name, head.title, head.level, head.when, tuple(items), span=found.span
    )


BUILDERS: Final[dict[str, Callable[[Reduction], Any]]] = {
    "act": _act,
    "alias": _named("as"),
    "assume": _assume,
    "at": _named("at"),
    "constraint": _constraint,
    "default": _clause("default", 1),
    "define": _define,
    "deny_first": _deny_first,
    "fact": _fact,
    "header": _header,
    "levels": _levels,
    "measure": _measure,
    "parameter": _parameter,
    "parameters": _parameters,
    "picks": _picks,
    "precedence": _precedence,
    "section": _section,
    "section_head": _section_head,
    "start": _start,
    "type_declaration": _type,
    "unsure": _clause("unsure", 1),
    "until": _clause("until", 1),
    "use": _use,
    "version": _clause("version", 1),
    "waive": _waive,
}
