"""
The declarations of one unit by kind and name, each name of a space given once.

Facts, acts and defines share a space; types have one; rules, sections, ensures, examples
and covers share one. Declarations inside sections belong to the unit like all others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from typing import Literal as Choice

import attrs

from specl.diagnostics import Diagnostic
from specl.modules import Unit
from specl.resolve import problems
from specl.syntax import nodes
from specl.text.record import mutable, record

__all__ = [
    "Declarations",
    "LawNode",
    "PlacedExample",
    "PlacedRule",
    "Space",
    "ValueNode",
    "collect",
]

Space = Choice["value", "type", "law"]
ValueNode = nodes.FactDecl | nodes.ActDecl | nodes.Define
LawNode = nodes.Rule | nodes.Section | nodes.Ensure | nodes.Cover | nodes.Example

_KINDS: dict[type, str] = {
    nodes.FactDecl: "fact",
    nodes.ActDecl: "act",
    nodes.Define: "define",
    nodes.TypeDecl: "type",
    nodes.Rule: "rule",
    nodes.Section: "section",
    nodes.Ensure: "ensure",
    nodes.Cover: "cover",
    nodes.Example: "example",
}
_COMMENT = re.compile(r"#[^\n]*")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_DECLARING = re.compile(
    r"\b(fact|act|type|define|rule|section|ensure|cover|example|levels)\s+([a-z_][a-z0-9_]*)"
    r"([^\"{}]*?)"
    r"(?=[\"{}]|\n\s*(?:fact|act|type|define|assume|constraint|rule|section|use)\b|\Z)"
)


@record
class PlacedRule:
    """
    A rule and the sections around it, outermost first.
    """

    node: nodes.Rule
    sections: tuple[nodes.Section, ...]


@record
class PlacedExample:
    """
    An example and the rule that it stands in, if any.
    """

    node: nodes.Example
    rule: str | None


@mutable
class Declarations:
    """
    What one unit declares.

    Attributes:
        lost: Names in declarations that did not parse: not known, yet not unknown either.
        sections: By name, each with the names of all rules inside.
    """

    unit: Unit
    types: dict[str, nodes.TypeDecl] = attrs.field(factory=dict)
    values: dict[str, ValueNode] = attrs.field(factory=dict)
    laws: dict[str, LawNode] = attrs.field(factory=dict)
    rules: dict[str, PlacedRule] = attrs.field(factory=dict)
    sections: dict[str, list[str]] = attrs.field(factory=dict)
    section_nodes: dict[str, nodes.Section] = attrs.field(factory=dict)
    ensures: list[nodes.Ensure] = attrs.field(factory=list)
    covers: list[nodes.Cover] = attrs.field(factory=list)
    examples: list[PlacedExample] = attrs.field(factory=list)
    levels: list[nodes.Levels] = attrs.field(factory=list)
    assumes: list[nodes.Assume] = attrs.field(factory=list)
    constraints: list[nodes.Constraint] = attrs.field(factory=list)
    precedences: list[nodes.Precedence] = attrs.field(factory=list)
    deny_firsts: list[nodes.DenyFirst] = attrs.field(factory=list)
    waives: list[nodes.Waive] = attrs.field(factory=list)
    lost: frozenset[str] = frozenset()

    def is_define(self, name: str) -> bool:
        """
        Tell whether a name in the space of facts and acts is a define.
        """
        return isinstance(self.values.get(name), nodes.Define)

    def kind_of(self, name: str, space: Space) -> str | None:
        """
        Return what a name is in a space, such as `rule`, or None.
        """
        node = self.space(space).get(name)
        return None if node is None else _KINDS[type(node)]

    def space(
        self, space: Space
    ) -> dict[str, nodes.TypeDecl] | dict[str, ValueNode] | dict[str, LawNode]:
        """
        Return the names of a space with their nodes.
        """
        if space == "type":
            return self.types
        return self.values if space == "value" else self.laws


def collect(unit: Unit, reported: list[Diagnostic]) -> Declarations:
    """
    Sort a unit's declarations, reporting names that are given twice.
    """
    found = Declarations(unit)
    _Collector(found, reported).all_of(unit.file.declarations, ())
    if unit.parsed.problems:
        _remember_lost(found)
    return found


def _remember_lost(found: Declarations) -> None:
    """
    Note the names of declarations that did not parse, and the values that these may hold.
    """
    declared = {*found.types, *found.values, *found.laws}
    lost: set[str] = set()
    text = _COMMENT.sub("", found.unit.source.text)
    for word, name, rest in _DECLARING.findall(text):
        if name not in declared:
            lost.add(name)
            if word in {"fact", "act", "type"}:
                lost.update(_NAME.findall(rest))
    found.lost = frozenset(lost - declared)


@mutable
class _Collector:
    """
    Walks declarations, section by section.
    """

    found: Declarations
    reported: list[Diagnostic]

    def all_of(
        self, declarations: Sequence[nodes.Declaration], sections: tuple[nodes.Section, ...]
    ) -> None:
        for declaration in declarations:
            self._one(declaration, sections)

    def _one(self, node: nodes.Declaration, sections: tuple[nodes.Section, ...]) -> None:
        found = self.found
        match node:
            case nodes.TypeDecl():
                self._enter(found.types, node.name, node)
            case nodes.FactDecl() | nodes.ActDecl() | nodes.Define():
                self._enter(found.values, node.name, node)
            case nodes.Rule():
                self._rule(node, sections)
            case nodes.Section():
                self._section(node, sections)
            case nodes.Ensure():
                if self._enter(found.laws, node.name, node):
                    found.ensures.append(node)
            case nodes.Cover():
                if self._enter(found.laws, node.name, node):
                    found.covers.append(node)
            case nodes.Example():
                self._example(node, None)
            case _:
                self._plain(node)

    def _plain(self, node: nodes.Declaration) -> None:
        """
        Sort a declaration that has no name of its own.
        """
        found = self.found
        match node:
            case nodes.Levels():
                found.levels.append(node)
            case nodes.Assume():
                found.assumes.append(node)
            case nodes.Constraint():
                found.constraints.append(node)
            case nodes.Precedence():
                found.precedences.append(node)
            case nodes.DenyFirst():
                found.deny_firsts.append(node)
            case nodes.Waive():
                found.waives.append(node)

    def _rule(self, node: nodes.Rule, sections: tuple[nodes.Section, ...]) -> None:
        if self._enter(self.found.laws, node.name, node):
            self.found.rules[node.name.text] = PlacedRule(node, sections)
            for section in sections:
                self.found.sections[section.name.text].append(node.name.text)
        for item in node.items:
            if isinstance(item, nodes.Example):
                self._example(item, node.name.text)

    def _section(self, node: nodes.Section, sections: tuple[nodes.Section, ...]) -> None:
        if self._enter(self.found.laws, node.name, node):
            self.found.section_nodes[node.name.text] = node
        self.found.sections.setdefault(node.name.text, [])
        self.all_of(node.items, (*sections, node))

    def _example(self, node: nodes.Example, rule: str | None) -> None:
        if node.name is None or self._enter(self.found.laws, node.name, node):
            self.found.examples.append(PlacedExample(node, rule))

    def _enter(self, space: dict[str, Any], name: nodes.Name, node: Any) -> bool:
        """
        Give a name its node unless it has one; tell whether it was free.
        """
        before = space.get(name.text)
        if before is None:
            space[name.text] = node
            return True
        assert before.name is not None
        problem = problems.DuplicateName(
            name.text, name.span, before.name.span, _KINDS[type(node)], _KINDS[type(before)]
        )
        self.reported.append(problem.report())
        return False
