"""
`check`: everything there is to report about a spec that has a meaning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import attrs

from specl.check import promises, reach, trials
from specl.check.clashes import Clash, clashes, is_tension
from specl.check.engine import BUDGET, Engine, Undecided
from specl.check.fixes import Mender
from specl.check.formula import TRUE, negate
from specl.check.idle import idle
from specl.check.inquiry import OutOfBudgetError
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
from specl.diagnostics import Code, Diagnostic, codes
from specl.model import Norm, Spec, Waiver

__all__ = ["Report", "check"]


@attrs.frozen
class Report:
    """
    What a check found.

    Attributes:
        findings: In the order of the source.
        complete: Whether every question was answered: there is nothing else to find.
    """

    findings: tuple[Diagnostic, ...]
    complete: bool


def check(
    spec: Spec,
    *,
    budget: int = BUDGET,
    today: dt.date | None = None,
    progress: Callable[[str], None] | None = None,
) -> Report:
    """
    Find every contradiction in a spec, and everything else that is wrong with it.

    Args:
        spec: The spec.
        budget: How much work the solver may spend on one question, as a Z3 `rlimit`.
        today: The date against which waivers hold; today in UTC unless given.
        progress: Told in a few words what is being looked for.
    """
    day = today or dt.datetime.now(dt.UTC).date()
    probes = [
        *reach.probes_for_reach(spec),
        *promises.probes_for_promises(spec),
        *trials.probes_for_trials(spec),
    ]
    engine = Engine.of(spec, probes, budget=budget, progress=progress)
    return _Check(engine, day).run()


@attrs.define
class _Check:
    engine: Engine
    today: dt.date

    def run(self) -> Report:
        spec = self.engine.spec
        findings = list(self._world())
        if not any(finding.code is codes.EMPTY_WORLD for finding in findings):
            self.engine.leave_out_no_reply()
            self._note_unknown()
            findings.extend(self._clashes())
            findings.extend(self._reach())
            findings.extend(self._promises())
        undecided = tuple(dict.fromkeys(self.engine.undecided))
        findings.extend(StillOpen(spec, each).report() for each in undecided)
        return Report(tuple(findings), not undecided)

    def _world(self) -> Iterator[Diagnostic]:
        """
        Yield what is wrong with the scenarios and replies themselves.
        """
        engine, spec = self.engine, self.engine.spec
        exists = engine.incoherence.reply_exists
        try:
            if not engine.inquiry.possible():
                yield EmptyWorld(spec, replies=False).report()
            elif exists != TRUE and not engine.inquiry.possible(exists):
                yield EmptyWorld(spec, replies=True).report()
            elif (scenario := engine.inquiry.exists(negate(exists))) is not None:
                witness = engine.witness(negate(exists), scenario)
                yield NoReply(spec, witness).report()
        except OutOfBudgetError:
            engine.undecided.append(Undecided("whether every scenario has a reply", spec.name))

    def _note_unknown(self) -> None:
        """
        Note as undecided what the search for incoherent sets did not finish.
        """
        engine, spec = self.engine, self.engine.spec
        if engine.incoherence.constraints_undecided:
            engine.undecided.append(Undecided("what the constraints exclude", spec.name))
        for position in sorted(engine.incoherence.undecided):
            norm = spec.norms[position]
            engine.undecided.append(Undecided("what this norm clashes with", norm.rule, (norm,)))

    def _clashes(self) -> Iterator[Diagnostic]:
        engine, spec = self.engine, self.engine.spec
        engine.progress("looking for contradictions")
        found = [clash for clash in clashes(engine, engine.world) if self._replayed(clash)]
        mender = Mender(engine, found)
        used: set[Waiver] = set()
        for clash in found:
            witness = engine.witness(clash.when, clash.scenario)
            if len(clash.norms) == 1:
                yield Impossible(spec, clash.norms[0], witness).report()
                continue
            waiver = self._waiver(clash)
            if waiver is not None:
                used.add(waiver)
            code = codes.TENSION if is_tension(spec, clash.norms) else codes.CONTRADICTION
            fixes = () if waiver else mender.mends(clash)
            yield Contradiction(spec, clash.norms, witness, code, fixes, waiver).report()
        yield from self._waivers(used)

    def _replayed(self, clash: Clash) -> bool:
        """
        Tell whether the interpreter finds a clash in its scenario too.

        Raises:
            AssertionError: It does not, though nothing was left undecided.
        """
        found = self.engine.ruling(clash.scenario).contradictions
        if clash.norms in found:
            return True
        if not self.engine.incoherence.undecided:
            raise AssertionError(f"not borne out by the interpreter: {clash}")
        return False

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
            elif waiver not in used:
                yield WaiverUnused(waiver).report()

    def _reach(self) -> Iterator[Diagnostic]:
        engine, spec = self.engine, self.engine.spec
        engine.progress("looking for rules that never matter")
        unreachable = reach.unreachable(engine)
        yield from (Unreachable(spec, rule).report() for rule in unreachable)
        dead = {rule.name for rule in unreachable}
        overridden = reach.overridden(engine, dead)
        yield from (Overridden(norm, self._defeating(norm)).report() for norm in overridden)
        vacuous = reach.vacuous(engine, dead)
        yield from (Vacuous(norm).report() for norm in vacuous)
        left_out = {norm.position for norm in (*overridden, *vacuous)}
        left_out |= {norm.position for norm in spec.norms if norm.rule in dead}
        yield from (Redundant(norm).report() for norm in reach.redundant(engine, left_out))
        for found in reach.foreclosures(engine):
            yield Foreclosed(spec, found, engine.witness(found.when, found.scenario)).report()
        for norm, when, scenario in reach.rights(engine):
            yield Right(spec, norm, engine.witness(when, scenario)).report()
        yield from (IdleOverride(pair).report() for pair in idle(engine))

    def _defeating(self, norm: Norm) -> tuple[Norm, ...]:
        """
        Return what defeats a norm in one scenario in which it applies.
        """
        with self.engine.asking("what defeats this norm", norm.rule, (norm,)):
            scenario = self.engine.inquiry.exists(self.engine.world.applies(norm.rule))
            if scenario is not None:
                defeats = self.engine.ruling(scenario).defeated
                return next((defeat.by for defeat in defeats if defeat.norm == norm), ())
        return ()

    def _promises(self) -> Iterator[Diagnostic]:
        engine = self.engine
        engine.progress("trying ensures, covers and examples")
        yield from self._broken(codes.ENSURE_FAILED, promises.broken_ensures(engine))
        yield from self._broken(codes.ENSURE_OPEN, promises.open_ensures(engine))
        yield from self._broken(codes.GAP, promises.gaps(engine))
        failed = trials.failures(engine, engine.world)
        yield from (ExampleFailed(engine.spec, each).report() for each in failed)
        yield from (Untested(rule).report() for rule in trials.untested(engine))

    def _broken(self, code: Code, found: list[promises.Broken]) -> Iterator[Diagnostic]:
        for broken in found:
            witness = self.engine.witness(broken.when, broken.scenario)
            yield PromiseBroken(self.engine.spec, code, broken, witness).report()
