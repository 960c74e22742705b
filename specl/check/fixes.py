"""
Mends for contradictions, each proven before it is offered.

A mend is tried on the model: the spec with one more override, suspension, condition or
another level. It is offered only when the search finds that the clash is gone and that no
clash, dead rule, failed ensure or failed example has come up that was not there before.
Those that change the rulings least come first: fewest norms left in force nowhere, then
fewest norms changed where nothing was contradictory, then fewest norms changed at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from specl.check.clashes import Clash, is_tension, showing
from specl.check.edits import Editor
from specl.check.engine import Engine
from specl.check.idle import difference
from specl.check.promises import failure_of
from specl.check.screen import settles
from specl.check.trials import asked, failures
from specl.check.variation import Variation
from specl.diagnostics import Edit, Fix
from specl.logic.clauses import bits_of
from specl.logic.formula import FALSE, Formula, conj, disj, negate
from specl.logic.inquiry import OutOfBudgetError
from specl.logic.regions import Box
from specl.logic.world import World
from specl.model import Condition, Norm, Ordering, Rule, Scenario, Spec, Suspension, cycle_in
from specl.model.expressions import And, Expr, Not
from specl.model.show import show
from specl.text.record import record

__all__ = ["Mender"]


@record
class Mend:
    """
    A changed spec, and the text that changes it so.
    """

    title: str
    spec: Spec
    edits: tuple[Edit, ...]


@record
class _Known:
    """
    A clash of the spec as it is, and whether it is a tension.
    """

    clash: Clash
    tension: bool


@attrs.define(eq=False, repr=False)
class Mender:
    """
    Finds mends for the clashes of a spec.

    Attributes:
        known: All clashes of the spec as it is.
    """

    engine: Engine
    known: list[Clash]
    _failing: set[str] | None = None
    _graded: dict[tuple[Norm, ...], _Known] = attrs.field(factory=dict)

    def mends(self, clash: Clash, scenario: Scenario) -> tuple[Fix, ...]:
        """
        Return the mends that settle a clash and bring no new error, the gentlest first.

        Where not all is known of what norms exclude none is proven, and only a waiver is left.

        Args:
            clash: The clash.
            scenario: One in which it shows.
        """
        found: list[tuple[tuple[int, int, int, int], Fix]] = []
        self._failing_now()
        trial = attrs.evolve(self, engine=self.engine.aside(scenario, self._nearby(clash)))
        provable = self.engine.incoherence.knows_norms
        for index, mend in enumerate(self._candidates(clash) if provable else ()):
            cost = trial.cost(clash, mend)
            if cost is not None:
                found.append(((*cost, index), Fix(mend.title, mend.edits)))
        mends = [fix for _, fix in sorted(found, key=lambda pair: pair[0])]
        editor = Editor(self.engine.spec)
        return (*mends, editor.waive(tuple(dict.fromkeys(n.rule for n in clash.norms))))

    def _nearby(self, clash: Clash) -> Iterator[Box]:
        """
        Yield boxes in which a mend may show: where the clash does, beside each other norm there.
        """
        engine = self.engine
        beside = -1
        for norm in clash.norms:
            beside &= engine.screen.meets(norm.rule)
        for place in bits_of(beside):
            box = engine.screen.meeting((*clash.norms, engine.spec.norms[place]))
            if box is not None:
                yield box

    def cost(self, clash: Clash, mend: Mend) -> tuple[int, int, int] | None:
        """
        Return how much a mend changes, the less the better, or None where it is none.

        A mend of which anything remains undecided is none.
        """
        self.engine.undecided.clear()
        try:
            varied = Variation.of(self.engine, mend.spec)
            if self._settles(clash, varied) and not self.engine.undecided:
                return self._changes(clash, varied)
        except OutOfBudgetError:
            pass
        return None

    def _candidates(self, clash: Clash) -> Iterator[Mend]:
        rules = [
            self.engine.spec.rules[name] for name in dict.fromkeys(n.rule for n in clash.norms)
        ]
        for victim in rules:
            others = [rule for rule in rules if rule is not victim]
            if others:
                yield from self._overrides(victim, others)
                yield from self._unless(victim, others)
            if len(others) == 1:
                yield from self._suspends(victim, others[0])
            yield from self._level(victim)

    def _overrides(self, victim: Rule, others: list[Rule]) -> Iterator[Mend]:
        spec = self.engine.spec
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
        edits = Editor(self.engine.spec)
        if not conditions or not victim.own:
            return
        expr = conditions[0] if len(conditions) == 1 else And(tuple(dict.fromkeys(conditions)))
        text = show(expr)
        added = Condition(expr, text, victim.span)
        changed = _with_rule(self.engine.spec, attrs.evolve(victim, unless=(*victim.unless, added)))
        yield Mend(f"`unless {text}` in `{victim.name}`", changed, edits.unless(victim, text))

    def _suspends(self, victim: Rule, other: Rule) -> Iterator[Mend]:
        spec = self.engine.spec
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
        spec = self.engine.spec
        here = spec.level_index[rule.level]
        for level in spec.levels[here + 1 : here + 2]:
            changed = _with_rule(spec, attrs.evolve(rule, level=level))
            if rule.own and _keeps_authority(changed):
                edits = Editor(spec).level(rule, level)
                yield Mend(f"`at {level}` for `{rule.name}`", changed, edits)

    def _settles(self, clash: Clash, varied: Variation) -> bool:
        """
        Tell whether a clash is gone in a changed spec and nothing new is wrong there.
        """
        if self._shows_clash(clash, varied):
            return False
        if self.engine.world.clashing is not None:
            others = [each for each in self.known if each.norms != clash.norms]
            whole = varied.whole
            whole.clashing = [(c.norms, showing(whole, c.nogood, c.norms)) for c in others]
        return (
            self._keeps_rules(varied.whole)
            and self._keeps_ensures(varied.whole)
            and self._keeps_examples(varied.whole)
        )

    def _shows_clash(self, clash: Clash, varied: Variation) -> bool:
        """
        Tell whether a clash still shows, or one shows that was not known or was only a tension.

        Only sets with a norm that is in force or ranks otherwise than before can be new.
        """
        spec, world, known = varied.spec, varied.after, self._tensions()
        if not settles(spec, clash.norms) and self._shows_still(clash, varied):
            return True
        seen: set[tuple[Norm, ...]] = {clash.norms}
        for place in world.affected():
            for chosen, nogood in self.engine.screen.touching(world, spec.norms[place]):
                if chosen in seen:
                    continue
                seen.add(chosen)
                before, tension = known.get(chosen), is_tension(spec, chosen)
                if tension:
                    continue
                if before is not None:
                    shown = before.tension and self._shows_still(before.clash, varied)
                else:
                    here = conj((varied.where, showing(world, nogood, chosen)))
                    shown = varied.concerns(self.engine, chosen) and self._shows(here)
                if shown:
                    return True
        return False

    def _shows_still(self, clash: Clash, varied: Variation) -> bool:
        """
        Tell whether a clash shows in a changed spec: as it did, or where anything may differ.
        """
        after = showing(varied.after, clash.nogood, clash.norms)
        unchanged = conj((negate(varied.where), clash.when))
        return self._shows(conj((varied.where, after))) or self._shows(unchanged)

    def _tensions(self) -> dict[tuple[Norm, ...], _Known]:
        """
        Return the known clashes, and of each whether it is a tension.
        """
        if not self._graded:
            spec = self.engine.spec
            self._graded.update({c.norms: _Known(c, is_tension(spec, c.norms)) for c in self.known})
        return self._graded

    def _keeps_rules(self, world: World) -> bool:
        before = self.engine.world
        return all(
            self._shows(world.applies(name)) or not self._shows(before.applies(name))
            for name in world.moved_rules
            if world.applies(name) != before.applies(name)
        )

    def _keeps_ensures(self, world: World) -> bool:
        before = self.engine.world
        return all(
            (failure := failure_of(world, ensure)) == failure_of(before, ensure)
            or not self._shows(failure)
            or self._shows(failure_of(before, ensure))
            for ensure in self.engine.spec.ensures
        )

    def _keeps_examples(self, world: World) -> bool:
        """
        Tell whether each example that fails in a world fails now; most are not concerned at all.
        """
        engine, before = self.engine, self.engine.world
        changed = tuple(
            example
            for example in engine.spec.examples
            if asked(engine.spec, example, world) != asked(engine.spec, example, before)
        )
        failing = {failure.example.name for failure in failures(engine, world, changed)}
        return failing <= self._failing_now()

    def _failing_now(self) -> set[str]:
        """
        Return the names of the examples that fail as things are.
        """
        if self._failing is None:
            examples = self.engine.spec.examples
            found = failures(self.engine, self.engine.world, examples)
            self._failing = {failure.example.name for failure in found}
        return self._failing

    def _changes(self, clash: Clash, varied: Variation) -> tuple[int, int, int]:
        """
        Return what a mend does to norms: how many it silences, changes where all was well, changes.

        A norm is silenced when it was in force somewhere and is in force nowhere. All is well
        where nothing is contradictory among norms that the clash bears on.
        """
        norms = [varied.spec.norms[place] for place in varied.after.affected()]
        differences = {
            norm: conj((varied.where, formula))
            for norm in norms
            if (formula := difference(varied.before, varied.after, norm)) != FALSE
            and varied.concerns(self.engine, (norm,))
        }
        anywhere = [n for n, differs in differences.items() if self._shows(differs)]
        where_well = self._where_well(clash, varied, {norm: differences[norm] for norm in anywhere})
        silenced = [norm for norm in anywhere if self._is_silenced(norm, varied)]
        return len(silenced), where_well, len(anywhere)

    def _where_well(
        self, clash: Clash, varied: Variation, differences: Mapping[Norm, Formula]
    ) -> int:
        """
        Return how many norms differ where nothing was contradictory; seldom any does.
        """
        engine = self.engine
        loud = varied.before.incoherent(counts=lambda n: engine.are_tied(n, clash.norms[0]))
        calm = negate(loud)
        first = disj(difference(varied.before, varied.after, norm) for norm in varied.seeds)
        if not self._shows(conj((calm, varied.where, first))):
            return 0
        return sum(self._shows(conj((calm, differs))) for differs in differences.values())

    def _is_silenced(self, norm: Norm, varied: Variation) -> bool:
        before = self.engine.local(norm.rule).in_force(norm)
        return (
            not self._shows(conj((negate(varied.where), before)))
            and not self._shows(conj((varied.where, varied.after.in_force(norm))))
            and self._shows(before)
        )

    def _shows(self, formula: Formula) -> bool:
        return self.engine.shows(formula)


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
