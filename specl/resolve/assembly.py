"""
A whole spec from its units: vocabulary first, then laws and rules, then the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from specl.diagnostics import Diagnostic, Severity
from specl.model import Spec
from specl.model.promises import Cover, Ensure, Example
from specl.model.rules import Define, Law, Rule, Section, Waiver
from specl.modules import Unit
from specl.resolve.declarations import collect
from specl.resolve.defines import declare_defines
from specl.resolve.examples import resolve_cover, resolve_ensure, resolve_example
from specl.resolve.laws import resolve_law
from specl.resolve.levels import Authority, authority_of
from specl.resolve.meaning import DefineMeaning
from specl.resolve.merging import merge_values
from specl.resolve.naming import Entity, Naming, View
from specl.resolve.order import order_of
from specl.resolve.placement import Placement, place_rules
from specl.resolve.program import Program
from specl.resolve.rules import resolve_rule, section_meanings
from specl.resolve.scope import scopes_of
from specl.resolve.subjects import with_subjects
from specl.resolve.type_names import declare_types
from specl.resolve.unused import report_unused
from specl.resolve.vocabulary import check_values, declare_defaults, declare_vocabulary
from specl.resolve.waivers import resolve_waiver
from specl.text.record import evolved, record
from specl.text.upkeep import upkeep_put_off

__all__ = ["Header", "Resolved", "in_source_order", "resolve_units"]


_Item = TypeVar("_Item")


@record
class Header:
    """
    What a spec is called, by its header or its file.
    """

    name: str
    version: str | None
    prose: str | None
    unit: Unit


@record
class Resolved:
    """
    What a text means, and what is wrong with it.

    Attributes:
        spec: The spec; None when an error makes it mean nothing.
        problems: Errors and warnings, by file and in source order.
    """

    spec: Spec | None
    problems: tuple[Diagnostic, ...]


@upkeep_put_off()
def resolve_units(
    units: Sequence[Unit], views: Sequence[View], known: Sequence[Diagnostic], title: Header
) -> Resolved:
    """
    Resolve units to one spec.

    Args:
        units: Used ones first.
        views: How each checked file sees the rest.
        known: The problems of loading.
        title: What the whole is called.
    """
    problems = list(known)
    declared = {unit.key: collect(unit, problems) for unit in units}
    scopes = scopes_of(declared, problems)
    roots = tuple(view.root for view in views)
    naming = Naming(views, lambda entity: declared[entity.unit].is_define(entity.name))
    program = Program(scopes, roots, naming, problems)
    for scope in scopes.values():
        declare_types(scope, program)
        declare_vocabulary(scope, program)
        check_values(scope, program)
        declare_defines(scope, program)
        declare_defaults(scope, program)
    spec = _assemble(program, title)
    broken = any(problem.severity is Severity.ERROR for problem in problems)
    if not broken:
        report_unused(program)
    return Resolved(
        None if broken else spec, in_source_order(with_subjects(problems, program), units)
    )


def in_source_order(
    problems: Sequence[Diagnostic], units: Sequence[Unit]
) -> tuple[Diagnostic, ...]:
    """
    Return problems by file, modules first, and within a file from top to bottom.
    """
    place = {unit.source.name: index for index, unit in enumerate(units)}

    def key(problem: Diagnostic) -> tuple[int, int]:
        if problem.span is None:
            return -1, 0
        return place.get(problem.span.source.name, -1), problem.span.start

    return tuple(sorted(problems, key=key))


def _assemble(program: Program, title: Header) -> Spec:
    authority = authority_of(program)
    drafts = _drafts(program, authority)
    placement = place_rules({rule: level for rule, (_, level) in drafts.items()}, authority)
    order = order_of(placement, authority, program)
    laws = _laws(program, authority)
    examples = _examples(program)
    covers = _covers(program)
    ensures = _ensures(program)
    facts, acts = merge_values(program)
    return Spec(
        name=title.name,
        version=title.version,
        prose=title.prose,
        source=title.unit.source,
        levels=authority.names or ("",),
        facts=facts,
        acts=acts,
        defines=_defines(program),
        assumptions=laws.assumptions,
        constraints=laws.constraints,
        rules=_finished(drafts, placement, authority),
        sections=_sections(program),
        orderings=tuple(order.orderings),
        suspensions=tuple(order.suspensions),
        deny_first=tuple(order.deny_first),
        examples=examples,
        ensures=ensures,
        covers=covers,
        waivers=laws.waivers,
    )


@record
class _Laws:
    """
    What is said of the whole rather than in a rule.
    """

    assumptions: tuple[Law, ...]
    constraints: tuple[Law, ...]
    waivers: tuple[Waiver, ...]


def _laws(program: Program, authority: Authority) -> _Laws:
    scopes = list(program.scopes.values())
    return _Laws(
        assumptions=_present(
            resolve_law(node, scope, authority, program)
            for scope in scopes
            for node in scope.own.assumes
        ),
        constraints=_present(
            resolve_law(node, scope, authority, program)
            for scope in scopes
            for node in scope.own.constraints
        ),
        waivers=_present(
            resolve_waiver(node, scope, authority, program)
            for scope in scopes
            for node in scope.own.waives
        ),
    )


def _examples(program: Program) -> tuple[Example, ...]:
    checked = [program.scopes[root] for root in program.roots]
    return tuple(
        resolve_example(placed, scope, program)
        for scope in checked
        for placed in scope.own.examples
    )


def _covers(program: Program) -> tuple[Cover, ...]:
    checked = [program.scopes[root] for root in program.roots]
    return _present(
        resolve_cover(node, scope, program) for scope in checked for node in scope.own.covers
    )


def _ensures(program: Program) -> tuple[Ensure, ...]:
    scopes = program.scopes.values()
    return _present(
        resolve_ensure(node, scope, program) for scope in scopes for node in scope.own.ensures
    )


def _present(items: Iterable[_Item | None]) -> tuple[_Item, ...]:
    return tuple(item for item in items if item is not None)


def _drafts(program: Program, authority: Authority) -> dict[Entity, tuple[Rule, int]]:
    """
    Resolve all rules, each with the index of the level that it names.
    """
    found: dict[Entity, tuple[Rule, int]] = {}
    for scope in program.scopes.values():
        sections = section_meanings(scope, authority, program)
        for name, placed in scope.own.rules.items():
            draft = resolve_rule(placed, sections, scope, authority, program)
            found[Entity(scope.key, name)] = draft
    return found


def _finished(
    drafts: Mapping[Entity, tuple[Rule, int]], placement: Placement, authority: Authority
) -> dict[str, Rule]:
    """
    Give rules their final levels and norms their places in the order of the source.
    """
    rules: dict[str, Rule] = {}
    position = 0
    for entity, (rule, _) in drafts.items():
        level = placement.final[entity]
        norms = tuple(
            evolved(norm, position=position + offset) for offset, norm in enumerate(rule.norms)
        )
        position += len(norms)
        name = authority.names[level] if level >= 0 else ""
        rules[rule.name] = evolved(rule, level=name, norms=norms)
    return rules


def _sections(program: Program) -> dict[str, Section]:
    found: dict[str, Section] = {}
    for scope in program.scopes.values():
        for name, node in scope.own.section_nodes.items():
            section = Section(
                name=program.naming.name_of(Entity(scope.key, name), "law"),
                title=node.title.value if node.title else "",
                rules=tuple(
                    program.naming.name_of(Entity(scope.key, rule), "law")
                    for rule in scope.own.sections[name]
                ),
                span=node.span,
                own=program.is_own(scope.key),
            )
            found[section.name] = section
    return found


def _defines(program: Program) -> dict[str, Define]:
    found: dict[str, Define] = {}
    for entity, meaning in program.values.items():
        if isinstance(meaning, DefineMeaning):
            found[meaning.name] = Define(
                name=meaning.name,
                parameters=meaning.parameters,
                body=meaning.body.expr,
                span=meaning.node.span,
                own=program.is_own(entity.unit),
            )
    return found
