"""
Part of a rubric: the criteria of some levels, tags, rules or sections, and what they need.

Nothing is worked out anew, so a criterion of a part says what it says in the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import attrs

from specl.model.expressions import acts_of, facts_of
from specl.rubric.model import Clause, Criterion, Rubric, Tier
from specl.text import nearest
from specl.text.record import record

__all__ = ["Slice", "kept", "sliced"]


@record
class Slice:
    """
    What part of a rubric is wanted; of what nothing is said, everything.

    A criterion belongs to it if its level is among the levels, its rule has one of the tags, is
    one of the rules, and stands in one of the sections.
    """

    levels: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """
        Tell whether nothing is left out.
        """
        return not (self.levels or self.tags or self.rules or self.sections)

    def has(self, criterion: Criterion) -> bool:
        """
        Tell whether a criterion belongs to the part.
        """
        rule = criterion.rule
        return (
            _meets(self.levels, (rule.level,))
            and _meets(self.tags, rule.tags)
            and _meets(self.rules, (rule.name,))
            and _meets(self.sections, rule.sections)
        )

    def problems(self, rubric: Rubric) -> tuple[str, ...]:
        """
        Return what is wanted that a rubric does not have, a line each.
        """
        rules = rubric.rules
        known = (
            ("level", self.levels, rubric.levels),
            ("tag", self.tags, [tag for rule in rules for tag in rule.tags]),
            ("rule", self.rules, [rule.name for rule in rules]),
            ("section", self.sections, [each.name for each in rubric.sections]),
        )
        found = tuple(
            _missing(kind, name, names)
            for kind, wanted, names in known
            for name in wanted
            if name not in names
        )
        if found or self.is_everything or any(map(self.has, rubric.criteria)):
            return found
        return ("no criterion is in all of the parts that are asked for",)


def _meets(wanted: Collection[str], names: Iterable[str]) -> bool:
    return not wanted or any(name in wanted for name in names)


def _missing(kind: str, name: str, names: Collection[str]) -> str:
    close = nearest(name, names)
    hint = f"; did you mean `{close}`?" if close else ""
    return f"no criterion of the rubric has the {kind} `{name}`{hint}"


def sliced(rubric: Rubric, wanted: Slice) -> Rubric:
    """
    Return part of a rubric.
    """
    return rubric if wanted.is_everything else kept(rubric, wanted.has)


def kept(rubric: Rubric, is_wanted: Callable[[Criterion], bool]) -> Rubric:
    """
    Return a rubric with some of its criteria, and with the facts, acts and laws that they need.

    What criteria give way to is kept in their words, be it part of the rubric or not.
    """
    criteria = tuple(each for each in rubric.criteria if is_wanted(each))
    ids = {each.id for each in criteria}
    needed = {name for each in criteria for name in (*each.facts, *each.acts)}
    sections = {name for each in criteria for name in each.rule.sections}
    return attrs.evolve(
        rubric,
        criteria=criteria,
        tiers=tuple(_tier(tier, ids) for tier in rubric.tiers if ids & {*tier.criteria}),
        facts=tuple(fact for fact in rubric.facts if fact.name in needed),
        acts=tuple(act for act in rubric.acts if act.name in needed),
        assumptions=tuple(law for law in rubric.assumptions if _names(law) <= needed),
        constraints=tuple(law for law in rubric.constraints if _names(law) <= needed),
        sections=tuple(each for each in rubric.sections if each.name in sections),
        contradictions=tuple(each for each in rubric.contradictions if ids.issuperset(each)),
    )


def _names(law: Clause) -> set[str]:
    return {*facts_of(law.expr), *acts_of(law.expr)}


def _tier(tier: Tier, ids: Collection[str]) -> Tier:
    """
    Return a tier of fewer criteria; what goes before what through one left out stays said.
    """
    above: dict[str, list[str]] = {}
    for higher, lower in tier.before:
        above.setdefault(lower, []).append(higher)
    left = tuple(name for name in tier.criteria if name in ids)
    before = tuple((higher, name) for name in left for higher in _nearest(above, name, ids))
    return attrs.evolve(tier, criteria=left, before=before)


def _nearest(above: dict[str, list[str]], name: str, ids: Collection[str]) -> list[str]:
    """
    Return the nearest criteria left that go before one, through any number left out.
    """
    found: dict[str, None] = {}
    seen: set[str] = set()
    pending = list(above.get(name, ()))
    while pending:
        each = pending.pop(0)
        if each in seen:
            continue
        seen.add(each)
        if each in ids:
            found[each] = None
        else:
            pending.extend(above.get(each, ()))
    return list(found)
