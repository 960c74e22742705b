"""
A spec cut into slices that have nothing to do with each other, each a spec of its own.

Rules meet where their norms ask about the same act, where a constraint ties the acts that
they ask about, and where one is ordered before another, suspends it, or is waived with it.
Whatever meets, directly or through others, is one component; all else holds in each
component as if the others were not there. (One thing does not: that nothing is contradictory
somewhere speaks of the whole. `specl.check.calm` sees to it.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from zlib import crc32

import attrs

from specl.model import Rule, Section, Spec
from specl.model.expressions import acts_of
from specl.text.record import evolved, record

__all__ = [
    "SMALL",
    "Component",
    "Slice",
    "bin_of",
    "bins_of",
    "components",
    "is_small",
    "packed",
    "restricted",
    "slices",
    "tied_norms",
]

SMALL = 150
_ALONE = 32
_CROWD = 128
_Item = TypeVar("_Item")


@record
class Component:
    """
    Rules that meet, directly or through others.

    Attributes:
        key: What the component is known by: its first act by name, or its first rule.
        rules: The names of its rules, in source order.
        acts: All acts that belong to it, whether a norm asks about them or a constraint.
    """

    key: str
    rules: tuple[str, ...]
    acts: frozenset[str]


@record
class Slice:
    """
    Rules that are checked together.

    Attributes:
        key: What tells the slices of one spec apart; a slice keeps its own while rules change.
        rules: The names of its rules, in source order.
        acts: All acts of its components.
    """

    key: str | int
    rules: tuple[str, ...]
    acts: frozenset[str] = frozenset()


def slices(spec: Spec) -> tuple[Slice, ...]:
    """
    Return the slices of a spec, that of the first rule first.

    A small spec is a slice of its own, and so is one with examples, ensures or covers: they
    speak of all norms at once. Large components are a slice each; small ones share slices, so
    that what is the same in all slices is not worked out too often.
    """
    promises = spec.examples or spec.ensures or spec.covers
    if promises or is_small(len(spec.rules)):
        return (Slice("", tuple(spec.rules)),)
    return packed(components(spec), spec.rules, len(spec.rules))


def is_small(total: int) -> bool:
    """
    Tell whether a spec of so many rules is not worth cutting.
    """
    return total <= SMALL


def packed(found: Iterable[Component], order: Iterable[str], total: int) -> tuple[Slice, ...]:
    """
    Return the slices of some components.

    Args:
        found: The components.
        order: All names of rules, in source order.
        total: How many rules the spec has.
    """
    bins: dict[str | int, list[Component]] = {}
    for component in found:
        bins.setdefault(bin_of(component, total), []).append(component)
    home = {name: key for key, each in bins.items() for one in each for name in one.rules}
    ordered: dict[str | int, list[str]] = {}
    for name in order:
        if name in home:
            ordered.setdefault(home[name], []).append(name)
    return tuple(
        Slice(key, tuple(names), frozenset().union(*(one.acts for one in bins[key])))
        for key, names in ordered.items()
    )


def bin_of(component: Component, total: int) -> str | int:
    """
    Return what the slice of a component is known by in a spec of so many rules.
    """
    if len(component.rules) >= _ALONE:
        return component.key
    return crc32(component.key.encode("utf-8")) % bins_of(total)


def bins_of(total: int) -> int:
    """
    Return how many slices small components share in a spec of so many rules.
    """
    return 1 << (total // _CROWD).bit_length()


def components(spec: Spec) -> list[Component]:
    """
    Return the components of a spec that have rules, in the order of their first rules.
    """
    joined = _Joined()
    for law in spec.constraints:
        joined.join(("act", act) for act in acts_of(law.expr))
    for rule in spec.rules.values():
        joined.join((("rule", rule.name), *(("act", act) for act in _acts(rule))))
    for ordering in spec.orderings:
        joined.join((("rule", ordering.higher), ("rule", ordering.lower)))
    for suspension in spec.suspensions:
        joined.join((("rule", suspension.by), ("rule", suspension.of)))
    for waiver in spec.waivers:
        joined.join(("rule", name) for name in waiver.rules)
    return list(_found(joined, spec))


def tied_norms(spec: Spec) -> tuple[object, ...]:
    """
    Return for each norm, by position, what it has in common with those whose acts bear on its own.

    Acts are tied by a norm or a constraint that speaks of both.
    """
    joined = _Joined()
    for law in spec.constraints:
        joined.join(("act", act) for act in acts_of(law.expr))
    for norm in spec.norms:
        joined.join((("norm", str(norm.id)), *(("act", act) for act in acts_of(norm.obligation))))
    return tuple(joined.top(("norm", str(norm.id))) for norm in spec.norms)


def _acts(rule: Rule) -> Iterator[str]:
    for norm in rule.norms:
        yield from acts_of(norm.obligation)


def _found(joined: _Joined, spec: Spec) -> Iterator[Component]:
    rules: dict[object, list[str]] = {}
    for name in spec.rules:
        rules.setdefault(joined.top(("rule", name)), []).append(name)
    acts: dict[object, list[str]] = {top: [] for top in rules}
    for name in spec.acts:
        acts.get(joined.top(("act", name)), []).append(name)
    for top, names in rules.items():
        key = min(acts[top], default=names[0])
        yield Component(key, tuple(names), frozenset(acts[top]))


_Node = tuple[str, str]


@attrs.define(eq=False)
class _Joined:
    """
    Things of which some were said to belong together.
    """

    above: dict[_Node, _Node] = attrs.field(factory=dict)

    def top(self, node: _Node) -> _Node:
        """
        Return what all that belongs together with a thing has in common.
        """
        above = self.above
        while (parent := above.get(node, node)) != node:
            above[node] = above.get(parent, parent)
            node = parent
        return node

    def join(self, nodes: Iterable[_Node]) -> None:
        """
        Say that some things belong together.
        """
        first: _Node | None = None
        for node in nodes:
            top = self.top(node)
            if first is None:
                first = top
            else:
                self.above[top] = first


def restricted(spec: Spec, groups: Sequence[Iterable[str]]) -> tuple[Spec, ...]:
    """
    Return for each of some groups of rules the spec with these rules alone.

    Args:
        spec: The spec.
        groups: Names of rules; no rule is in two groups, and what meets is in one.
    """
    if len(groups) == 1 and len(tuple(groups[0])) == len(spec.rules):
        return (spec,)
    home = {name: place for place, names in enumerate(groups) for name in names}
    orderings = _sorted_out(((each.higher, each) for each in spec.orderings), home)
    suspensions = _sorted_out(((each.of, each) for each in spec.suspensions), home)
    waivers = _sorted_out(((each.rules[0], each) for each in spec.waivers), home)
    return tuple(
        attrs.evolve(
            spec,
            rules=_placed(spec, names),
            sections=_sections(spec, place, home),
            orderings=tuple(orderings.get(place, ())),
            suspensions=tuple(suspensions.get(place, ())),
            waivers=tuple(waivers.get(place, ())),
        )
        for place, names in enumerate(groups)
    )


def _sorted_out(
    items: Iterable[tuple[str, _Item]], home: Mapping[str, int]
) -> dict[int, list[_Item]]:
    found: dict[int, list[_Item]] = {}
    for rule, item in items:
        if rule in home:
            found.setdefault(home[rule], []).append(item)
    return found


def _placed(spec: Spec, names: Iterable[str]) -> dict[str, Rule]:
    """
    Return some rules, their norms placed anew.
    """
    rules: dict[str, Rule] = {}
    position = 0
    for name in names:
        rule = spec.rules[name]
        norms = tuple(
            evolved(norm, position=position + place) for place, norm in enumerate(rule.norms)
        )
        rules[name] = evolved(rule, norms=norms)
        position += len(norms)
    return rules


def _sections(spec: Spec, place: int, home: Mapping[str, int]) -> dict[str, Section]:
    found = {}
    for name, section in spec.sections.items():
        rules = tuple(rule for rule in section.rules if home.get(rule) == place)
        if rules:
            found[name] = attrs.evolve(section, rules=rules)
    return found
