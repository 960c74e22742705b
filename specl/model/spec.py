"""
A whole spec: the checked file with all that it uses, every name as that file sees it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import attrs

from specl.model.priority import Priority
from specl.model.promises import Cover, Ensure, Example
from specl.model.rules import (
    Act,
    Define,
    DenyFirst,
    Fact,
    Law,
    Norm,
    Ordering,
    Rule,
    Section,
    Suspension,
    Waiver,
)
from specl.text import Source

__all__ = ["Spec"]


@attrs.frozen(slots=False, eq=False)
class Spec:
    """
    What a file says, ready to be interpreted, checked and compiled.

    Mappings keep the order of the source, modules before what uses them. Examples and
    covers are those of the checked file itself; ensures are those of modules too.

    Attributes:
        levels: The levels, highest first; one nameless level `""` where none are declared.
        facts: By name, those of `earlier ACT` among them (`"earlier refuse"`).
        orderings: `overrides`, `precedence` and kept orders, as pairs of rules.
    """

    name: str
    version: str | None
    prose: str | None
    source: Source
    levels: tuple[str, ...]
    facts: Mapping[str, Fact]
    acts: Mapping[str, Act]
    defines: Mapping[str, Define]
    assumptions: tuple[Law, ...]
    constraints: tuple[Law, ...]
    rules: Mapping[str, Rule]
    sections: Mapping[str, Section] = attrs.field(factory=dict)
    orderings: tuple[Ordering, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    deny_first: tuple[DenyFirst, ...] = ()
    examples: tuple[Example, ...] = ()
    ensures: tuple[Ensure, ...] = ()
    covers: tuple[Cover, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    @cached_property
    def norms(self) -> tuple[Norm, ...]:
        """
        Return all norms in source order, each at its own position.
        """
        return tuple(norm for rule in self.rules.values() for norm in rule.norms)

    @cached_property
    def level_index(self) -> dict[str, int]:
        """
        Return each level's place, 0 the highest.
        """
        return {level: index for index, level in enumerate(self.levels)}

    @cached_property
    def priority(self) -> Priority:
        """
        Return the order of the norms.
        """
        return Priority.of(
            self.norms,
            level_of={name: self.level_index[rule.level] for name, rule in self.rules.items()},
            orderings=self.orderings,
            deny_first=self.deny_first,
            levels=self.levels,
        )

    @cached_property
    def suspended_by(self) -> dict[str, tuple[str, ...]]:
        """
        Return for each rule the rules that suspend it, in source order.
        """
        found: dict[str, list[str]] = {name: [] for name in self.rules}
        for suspension in self.suspensions:
            if suspension.by not in found[suspension.of]:
                found[suspension.of].append(suspension.by)
        return {name: tuple(by) for name, by in found.items()}

    def outranks(self, higher: Norm, lower: Norm) -> bool:
        """
        Tell whether one norm goes before another where they clash.
        """
        return self.priority.outranks(higher.position, lower.position)
