"""
Examples: whether what they expect holds in every completion of what they give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal as Choice

from specl.check.engine import Engine, Undecided
from specl.logic.demands import incoherent, refuted
from specl.logic.formula import Formula, conj, disj, negate
from specl.logic.inquiry import pin
from specl.logic.normal import formula_of
from specl.logic.world import World
from specl.model import Act, Example, Expectation, Norm, Reply, Rule, Spec
from specl.model.expressions import (
    ActRef,
    And,
    Compare,
    Expr,
    Literal,
    Not,
    SetDisplay,
    acts_of,
    facts_of,
)
from specl.model.types import BoolType, SetType, Value
from specl.text.record import mutable, record

__all__ = ["Failure", "failures", "probes_for_trials", "untested"]


@record
class Failure:
    """
    How an example fails.

    Attributes:
        kind: `no-scenario`: nothing satisfies what is given together with the assumptions and
            defaults; `contradictory`: some completion is; `expected`: an expectation fails;
            `good`: no filling of a good reply meets the norms in force; `bad`: some filling of
            a bad reply meets them all; `violates`: some filling of a bad reply keeps a rule
            that it is said to break.
        defaults: The facts whose defaults are at fault, for `no-scenario` and `contradictory`.
        scenario: A completion that shows it, except for `no-scenario`.
        at: The expectation or reply concerned.
        rule: The rule that a bad reply is said to break and keeps.
        left_open: The facts that matter here and that nothing gives a value.
    """

    example: Example
    kind: Choice["no-scenario", "contradictory", "expected", "good", "bad", "violates"]
    defaults: tuple[str, ...] = ()
    scenario: Mapping[str, Value] | None = None
    at: Expectation | Reply | None = None
    rule: str | None = None
    left_open: tuple[str, ...] = ()


def probes_for_trials(spec: Spec) -> list[Expr]:
    """
    Return the expressions that examples ask about.
    """
    return [probe for example in spec.examples for probe in _probes(spec, example)]


def _probes(spec: Spec, example: Example) -> list[Expr]:
    expected = [_expectation_probe(each) for each in example.expects]
    shown = [_profile(spec, each) for each in example.replies if each.shows is not None]
    return [*expected, *shown]


def _expectation_probe(expectation: Expectation) -> Expr:
    return expectation.expr if expectation.verb == "may" else Not(expectation.expr)


def _profile(spec: Spec, reply: Reply) -> Expr:
    """
    Return what is known of a reply: what it shows, and for a bad one the other acts' defaults.
    """
    shown = list(reply.shows or ())
    named = {name for expr in shown for name in acts_of(expr)}
    if not reply.good:
        shown += [d for act in spec.acts.values() if act.name not in named for d in _default(act)]
    return (
        shown[0] if len(shown) == 1 else And(tuple(shown)) if shown else Literal(True, BoolType())
    )


def _default(act: Act) -> Iterator[Expr]:
    """
    Yield that an act has its default: the one given, or false, or the empty set.
    """
    reference = ActRef(act.name, act.type)
    match act.type:
        case BoolType():
            yield reference if act.default else Not(reference)
        case SetType(element):
            members = act.default if isinstance(act.default, frozenset) else frozenset()
            display = SetDisplay(tuple(Literal(v, element) for v in sorted(members)), element)
            yield Compare("==", reference, display)
        case _ if act.default is not None:
            yield Compare("==", reference, Literal(act.default, act.type))


def asked(spec: Spec, example: Example, world: World) -> tuple[Formula, ...]:
    """
    Return what an example asks of a world: where this is the same, so is the answer.
    """
    denied = (
        refuted(world, _expectation_probe(each), binding=each.verb == "must")
        for each in example.expects
    )
    found = [incoherent(world), *denied]
    for reply in example.replies:
        if reply.shows is not None:
            profile = _profile(spec, reply)
            found.append(refuted(world, profile))
            found += [refuted(world, profile, counts=_stands_in(rule)) for rule in reply.violates]
    return tuple(found)


def failures(engine: Engine, world: World, examples: Iterable[Example]) -> list[Failure]:
    """
    Return how examples of a spec fail in a world of it, in the order given.
    """
    found: list[Failure] = []
    for example in examples:
        if not engine.knows(*_probes(engine.spec, example)):
            engine.undecided.append(Undecided("whether this example holds", example.name))
            continue
        with engine.asking("whether this example holds", example.name):
            found.extend(_Trial(engine, world, example).run())
    return found


def _givens(example: Example) -> Formula:
    return conj(formula_of(given.expr) for given in example.given)


def _defaults(spec: Spec, example: Example) -> dict[str, Formula]:
    """
    Return the defaults that fill in what an example does not give.
    """
    given = {name for law in example.given for name in facts_of(law.expr)}
    return {
        name: pin(fact, fact.default)
        for name, fact in spec.facts.items()
        if name not in given and fact.default is not None
    }


@mutable
class _Trial:
    engine: Engine
    world: World
    example: Example

    def run(self) -> Iterator[Failure]:
        world, inquiry = self.world, self.engine.inquiry
        defaults = _defaults(self.engine.spec, self.example)
        setting = conj((_givens(self.example), *defaults.values()))
        if not inquiry.possible(setting):
            yield Failure(self.example, "no-scenario", defaults=self._at_fault(defaults))
            return
        contradictory = self._scenario(setting, incoherent(world))
        if contradictory is not None:
            yield Failure(
                self.example,
                "contradictory",
                scenario=contradictory,
                left_open=self._left_open(incoherent(world)),
            )
            return
        for expectation in self.example.expects:
            yield from self._expect(setting, expectation)
        for reply in self.example.replies:
            if reply.shows is not None:
                yield from self._reply(setting, reply)

    def _scenario(self, setting: Formula, failed: Formula) -> dict[str, Value] | None:
        """
        Return the same scenario of a failure, whatever was asked before; None if there is none.
        """
        if not self.engine.inquiry.possible(setting, failed):
            return None
        return self.engine.fresh().exists(setting, failed)

    def _left_open(self, failed: Formula) -> tuple[str, ...]:
        """
        Return the facts of a formula that the example neither gives nor has by default.
        """
        facts = self.engine.spec.facts
        given = {name for law in self.example.given for name in facts_of(law.expr)}
        return tuple(
            name
            for name in self.engine.inquiry.facts_in(failed)
            if name not in given and facts[name].default is None
        )

    def _at_fault(self, defaults: dict[str, Formula]) -> tuple[str, ...]:
        """
        Return a smallest set of defaults that what is given leaves no room for.
        """
        kept = dict(defaults)
        for name in defaults:
            fewer = [formula for other, formula in kept.items() if other != name]
            if not self.engine.inquiry.possible(conj((_givens(self.example), *fewer))):
                del kept[name]
        return tuple(kept)

    def _expect(self, setting: Formula, expectation: Expectation) -> Iterator[Failure]:
        probe = _expectation_probe(expectation)
        denied = refuted(self.world, probe, binding=expectation.verb == "must")
        failed = denied if expectation.verb == "may" else negate(denied)
        scenario = self._scenario(setting, failed)
        if scenario is not None:
            left_open = self._left_open(failed)
            yield Failure(
                self.example, "expected", scenario=scenario, at=expectation, left_open=left_open
            )

    def _reply(self, setting: Formula, reply: Reply) -> Iterator[Failure]:
        world = self.world
        profile = _profile(self.engine.spec, reply)
        denied = refuted(world, profile)
        failed = denied if reply.good else negate(denied)
        scenario = self._scenario(setting, failed)
        if scenario is not None:
            kind: Choice["good", "bad"] = "good" if reply.good else "bad"
            left_open = self._left_open(failed)
            yield Failure(self.example, kind, scenario=scenario, at=reply, left_open=left_open)
            return
        for rule in reply.violates if not reply.good else ():
            broken = refuted(world, profile, counts=_stands_in(rule))
            scenario = self._scenario(setting, negate(broken))
            if scenario is not None:
                yield Failure(self.example, "violates", scenario=scenario, at=reply, rule=rule)


def _stands_in(rule: str) -> Callable[[Norm], bool]:
    return lambda norm: norm.rule == rule


def untested(engine: Engine) -> list[Rule]:
    """
    Return the rules of the checked file that apply in no completion of any example.
    """
    spec = engine.spec
    settings = [
        conj((_givens(example), *_defaults(spec, example).values())) for example in spec.examples
    ]
    tried = disj(settings)
    wanted = {
        name: conj((tried, engine.world.applies(name)))
        for name, rule in spec.rules.items()
        if rule.own
    }
    before = len(engine.undecided)
    question = "whether an example exercises this rule"
    found = engine.search(wanted, question, lambda name: (name, ()))
    unknown = {each.subject for each in engine.undecided[before:]}
    return [spec.rules[name] for name in wanted if name not in found and name not in unknown]
