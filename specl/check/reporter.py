"""
From what the finders found to findings: the smallest witness, its replay, mends, words.

Nothing here is loaded until there is something to report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from specl.check import promises, trials
from specl.check.clashes import Clash, is_tension
from specl.check.edits import Editor
from specl.check.engine import Engine, Undecided
from specl.check.fixes import Mender
from specl.check.idle import Written
from specl.check.problems import Contradiction, Impossible
from specl.check.problems_of_promises import (
    EmptyWorld,
    ExampleFailed,
    NoReply,
    PromiseBroken,
    StillOpen,
    WaiverExpired,
    WaiverUnused,
)
from specl.check.problems_of_reach import (
    Foreclosed,
    IdleOverride,
    Overridden,
    Redundant,
    Right,
    Unreachable,
    Untested,
    Vacuous,
)
from specl.check.reach import Entitlement, Foreclosure
from specl.check.replay import Replay
from specl.check.shrink import Witness
from specl.diagnostics import Applicability, Code, Diagnostic, Fix, codes
from specl.interpret import Undecidable
from specl.logic.formula import Formula, negate
from specl.logic.inquiry import OutOfBudgetError
from specl.model import Norm, Rule, Scenario, Waiver
from specl.text.clock import measured
from specl.text.record import mutable

__all__ = ["Reporter"]

_STATES = {codes.ENSURE_FAILED: "failed", codes.ENSURE_OPEN: "open", codes.GAP: "gap"}


@mutable
class Reporter:
    """
    Makes findings about one spec.
    """

    engine: Engine
    today: dt.date

    @property
    def _replay(self) -> Replay:
        return Replay(self.engine)

    def _witness(
        self,
        when: Formula,
        shows: Callable[[Scenario], bool],
        subject: str,
        norms: tuple[Norm, ...] = (),
    ) -> Witness | None:
        """
        Return the smallest witness of a finding, or None where the interpreter cannot tell.
        """
        try:
            with measured("witnesses"):
                witness = self.engine.witness(when)
        except OutOfBudgetError:
            scenario = self._any_scenario(when)
            question = "which facts bring this about"
            self.engine.undecided.append(Undecided(question, subject, norms))
            if scenario is None:
                return None
            witness = Witness(scenario, scenario)
        replayed = self._replay.bears_out(
            lambda: shows(witness.complete), "whether this shows in a scenario", subject, norms
        )
        return witness if replayed else None

    def _any_scenario(self, when: Formula) -> Scenario | None:
        """
        Return a scenario in which a finding shows, or None where the solver gives up.
        """
        try:
            return self.engine.inquiry.exists(when)
        except OutOfBudgetError:
            return None

    def empty_world(self, *, replies: bool) -> Diagnostic:
        """
        Report that there is no scenario, or no reply in any.
        """
        return EmptyWorld(self.engine.spec, replies).report()

    def no_reply(self) -> Iterator[Diagnostic]:
        """
        Report that some scenario has no reply.
        """
        spec = self.engine.spec
        when = negate(self.engine.reply_exists())
        witness = self._witness(when, self._replay.no_reply, spec.name)
        if witness is not None:
            yield NoReply(spec, witness).report()

    def clashes(self, found: list[Clash]) -> Iterator[Diagnostic]:
        """
        Report contradictions, tensions and impossible norms, and what waivers do.
        """
        mender = Mender(self.engine, found)
        used: set[Waiver] = set()
        for clash in found:
            waiver = self._waiver(clash) if len(clash.norms) > 1 else None
            if waiver is not None:
                used.add(waiver)
            yield from self._clash(clash, waiver, mender)
        yield from self._waivers(used)

    def _clash(self, clash: Clash, waiver: Waiver | None, mender: Mender) -> Iterator[Diagnostic]:
        spec, norms = self.engine.spec, clash.norms
        witness = self._witness(
            clash.when,
            lambda scenario: self._replay.clash(norms, scenario),
            norms[0].rule,
            norms,
        )
        if witness is None:
            return
        if len(norms) == 1:
            yield Impossible(spec, norms[0], witness).report()
            return
        code = codes.TENSION if is_tension(spec, norms) else codes.CONTRADICTION
        with measured("mends"):
            fixes = () if waiver else mender.mends(clash, witness.complete)
        yield Contradiction(spec, norms, witness, code, fixes, waiver).report()

    def _waiver(self, clash: Clash) -> Waiver | None:
        rules = {norm.rule for norm in clash.norms}
        for waiver in self.engine.spec.waivers:
            if set(waiver.rules) == rules and not self._is_past(waiver):
                return waiver
        return None

    def _is_past(self, waiver: Waiver) -> bool:
        return waiver.until is not None and dt.date.fromisoformat(waiver.until) < self.today

    def _waivers(self, used: set[Waiver]) -> Iterator[Diagnostic]:
        for waiver in self.engine.spec.waivers:
            if self._is_past(waiver):
                yield WaiverExpired(waiver, self.today).report()
            elif waiver not in used and not self._is_open(waiver):
                yield WaiverUnused(waiver).report()

    def _is_open(self, waiver: Waiver) -> bool:
        """
        Tell whether it is undecided what the rules of a waiver clash with.
        """
        named = {norm.rule for each in self.engine.undecided for norm in each.norms}
        return self.engine.incoherence.constraints_undecided or not named.isdisjoint(waiver.rules)

    def unreachable(self, rule: Rule) -> Diagnostic:
        """
        Report a rule that never applies.
        """
        return Unreachable(self.engine.spec, rule).report()

    def overridden(self, norm: Norm) -> Diagnostic:
        """
        Report a norm that is never in force, with what defeats it in one scenario.
        """
        by: tuple[Norm, ...] = ()
        with self.engine.asking("what defeats this norm", norm.rule, (norm,)):
            scenario = self.engine.fresh().exists(self.engine.world.applies(norm.rule))
            if scenario is not None:
                by = self._defeat(norm, scenario)
        return Overridden(norm, by).report()

    def _defeat(self, norm: Norm, scenario: Scenario) -> tuple[Norm, ...]:
        """
        Return what defeats a norm in a scenario, as far as the interpreter can tell.
        """
        try:
            defeats = self.engine.ruling(scenario).defeated
        except Undecidable:
            return ()
        return next((defeat.by for defeat in defeats if defeat.norm == norm), ())

    def vacuous(self, norm: Norm) -> Diagnostic:
        """
        Report a norm that every reply meets.
        """
        return Vacuous(norm).report()

    def redundant(self, norm: Norm) -> Diagnostic:
        """
        Report a norm that others make needless.
        """
        return Redundant(norm).report()

    def foreclosed(self, found: Foreclosure) -> Iterator[Diagnostic]:
        """
        Report a norm whose `if` cannot be met.
        """
        norm = found.norm
        witness = self._witness(
            found.when,
            lambda scenario: self._replay.foreclosure(norm, scenario),
            norm.rule,
            (norm,),
        )
        if witness is not None:
            yield Foreclosed(self.engine.spec, found, witness).report()

    def right(self, found: Entitlement) -> Iterator[Diagnostic]:
        """
        Report a permission that defeats norms of lower levels.
        """
        norm = found.norm
        witness = self._witness(
            found.when,
            lambda each: self._replay.right(norm, self._victims(found, each), each),
            norm.rule,
            (norm,),
        )
        if witness is not None:
            victims = self._victims(found, witness.complete)
            yield Right(self.engine.spec, norm, victims, witness).report()

    def _victims(self, found: Entitlement, scenario: Scenario) -> tuple[Norm, ...]:
        """
        Return the norms that a permission defeats in a scenario.
        """
        known: dict[str, bool] = {}
        return tuple(
            victim
            for victim, when in found.victims.items()
            if self.engine.holds(when, scenario, known)
        )

    def idle(self, pairs: list[Written]) -> Iterator[Diagnostic]:
        """
        Report pairs each of which decides nothing.

        Each may go alone; whether the rest stay idle without it is not known, so only the
        first may be dropped by a tool.
        """
        editor = Editor(self.engine.spec)
        for place, pair in enumerate(pairs):
            safety = Applicability.UNSAFE if place else Applicability.SAFE
            edits = editor.drop(pair.first)
            fixes = (Fix(f"drop `{pair.first.written}`", edits, safety),) if edits else ()
            yield IdleOverride(pair, fixes).report()

    def promise(self, code: Code, broken: promises.Broken) -> Iterator[Diagnostic]:
        """
        Report an ensure or a cover that does not hold.
        """
        subject = broken.subject
        witness = self._witness(
            broken.when,
            lambda scenario: self._replay.promise(subject, _STATES[code], scenario),
            subject.name,
        )
        if witness is not None:
            yield PromiseBroken(self.engine.spec, code, broken, witness).report()

    def example(self, failure: trials.Failure) -> Iterator[Diagnostic]:
        """
        Report an example that fails.
        """
        example, scenario = failure.example, failure.scenario
        shown = scenario is None or self._replay.bears_out(
            lambda: self._replay.example(example, scenario),
            "whether this example holds",
            example.name,
        )
        clashing: tuple[tuple[Norm, ...], ...] = ()
        if failure.kind == "contradictory" and shown and scenario is not None:
            clashing = self.engine.ruling(scenario).contradictions
        if shown:
            yield ExampleFailed(self.engine.spec, failure, clashing).report()

    def untested(self, rule: Rule) -> Diagnostic:
        """
        Report a rule that no example exercises.
        """
        return Untested(rule).report()

    def undecided(self) -> Iterator[Diagnostic]:
        """
        Report every question that was not answered, once.
        """
        for each in dict.fromkeys(self.engine.undecided):
            yield StillOpen(self.engine.spec, each).report()
