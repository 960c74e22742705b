"""
Mends that are worth a try: one more override, suspension or condition, or another level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from specl.check.edits import Editor
from specl.diagnostics import Edit
from specl.model import Condition, Norm, Ordering, Rule, Spec, Suspension, cycle_in
from specl.model.expressions import And, Expr, Not
from specl.model.show import show
from specl.text.record import record

__all__ = ["Mend", "Proposals"]


@record
class Mend:
    """
    A changed spec, and the text that changes it so.
    """

    title: str
    spec: Spec
    edits: tuple[Edit, ...]


@record
class Proposals:
    """
    What may be changed in a spec.
    """

    spec: Spec

    def of(self, norms: Iterable[Norm]) -> Iterator[Mend]:
        """
        Yield mends that may settle a clash of some norms; none is proven.
        """
        rules = [self.spec.rules[name] for name in dict.fromkeys(n.rule for n in norms)]
        for victim in rules:
            others = [rule for rule in rules if rule is not victim]
            if others:
                yield from self._overrides(victim, others)
                yield from self._unless(victim, others)
            if len(others) == 1:
                yield from self._suspends(victim, others[0])
            yield from self._level(victim)

    def _overrides(self, victim: Rule, others: list[Rule]) -> Iterator[Mend]:
        spec = self.spec
        index = spec.level_index
        if any(index[other.level] > index[victim.level] for other in others):
            return
        needed = [o for o in others if o.level == victim.level and not _precedes(spec, o, victim)]
        extra = tuple(
            Ordering(o.name, victim.name, "overrides", f"{o.name} overrides {victim.name}", o.span)
            for o in needed
        )
        pairs = ((each.higher, each.lower) for each in (*spec.orderings, *extra))
        if extra and cycle_in(pairs) is None:
            changed = attrs.evolve(spec, orderings=(*spec.orderings, *extra))
            edits = Editor(spec).override(needed, victim)
            named = " and ".join(f"`{other.name}`" for other in needed)
            yield Mend(f"`overrides {victim.name}` on {named}", changed, edits)

    def _unless(self, victim: Rule, others: list[Rule]) -> Iterator[Mend]:
        own = _conditions(victim)
        conditions = [c for other in others for c in _conditions(other) if c not in own]
        edits = Editor(self.spec)
        if not conditions or not victim.own:
            return
        expr = conditions[0] if len(conditions) == 1 else And(tuple(dict.fromkeys(conditions)))
        text = show(expr)
        added = Condition(expr, text, victim.span)
        changed = _with_rule(self.spec, attrs.evolve(victim, unless=(*victim.unless, added)))
        yield Mend(f"`unless {text}` in `{victim.name}`", changed, edits.unless(victim, text))

    def _suspends(self, victim: Rule, other: Rule) -> Iterator[Mend]:
        spec = self.spec
        if spec.level_index[other.level] > spec.level_index[victim.level] or not other.own:
            return
        written = f"{other.name} suspends {victim.name}"
        extra = Suspension(other.name, victim.name, written, other.span)
        pairs = ((each.by, each.of) for each in (*spec.suspensions, extra))
        if cycle_in(pairs) is None:
            changed = attrs.evolve(spec, suspensions=(*spec.suspensions, extra))
            edits = Editor(spec).suspend(other, victim)
            yield Mend(f"`suspends {victim.name}` on `{other.name}`", changed, edits)

    def _level(self, rule: Rule) -> Iterator[Mend]:
        """
        Yield a rule one level lower; nobody's authority is raised by a tool.
        """
        spec = self.spec
        here = spec.level_index[rule.level]
        for level in spec.levels[here + 1 : here + 2]:
            changed = _with_rule(spec, attrs.evolve(rule, level=level))
            if rule.own and _keeps_authority(changed):
                edits = Editor(spec).level(rule, level)
                yield Mend(f"`at {level}` for `{rule.name}`", changed, edits)


def _precedes(spec: Spec, higher: Rule, lower: Rule) -> bool:
    return any(o.higher == higher.name and o.lower == lower.name for o in spec.orderings)


def _conditions(rule: Rule) -> list[Expr]:
    return [
        *(condition.expr for condition in rule.when),
        *(Not(condition.expr) for condition in rule.unless),
    ]


def _with_rule(spec: Spec, rule: Rule) -> Spec:
    return attrs.evolve(spec, rules={**spec.rules, rule.name: rule})


def _keeps_authority(spec: Spec) -> bool:
    index = {name: spec.level_index[rule.level] for name, rule in spec.rules.items()}
    return all(index[o.higher] <= index[o.lower] for o in spec.orderings) and all(
        index[s.by] <= index[s.of] for s in spec.suspensions
    )
