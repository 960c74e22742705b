"""
`check`: everything there is to report about a spec that has a meaning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from specl.check import promises, reach, trials
from specl.check.clashes import clashes
from specl.check.engine import BUDGET, Engine, Undecided
from specl.check.idle import idle
from specl.diagnostics import Diagnostic, codes
from specl.logic.formula import TRUE, negate
from specl.logic.inquiry import OutOfBudgetError
from specl.logic.size import TooLargeError
from specl.logic.truth import names_in
from specl.model import Norm, Spec
from specl.model.expressions import Not
from specl.text.record import mutable, record

if TYPE_CHECKING:
    from specl.check.reporter import Reporter
from specl.logic.solver import solvers_let_go

__all__ = ["Report", "check"]


@record
class Report:
    """
    What a check found.

    Attributes:
        findings: In the order in which they were looked for.
        complete: Whether every question was answered: there is nothing else to find.
    """

    findings: tuple[Diagnostic, ...]
    complete: bool


@solvers_let_go()
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
    try:
        engine = Engine.of(spec, probes, budget=budget, progress=progress)
    except TooLargeError:
        return _too_large(spec)
    try:
        return _Check(engine, day).run()
    finally:
        names_in.cache_clear()  # it holds formulas that nothing else needs any longer


def _too_large(spec: Spec) -> Report:
    """
    Return the report on a spec some of whose conditions cannot be taken apart.
    """
    from specl.check.problems_of_promises import StillOpen

    undecided = Undecided("everything, as a condition is too large to be taken apart", spec.name)
    return Report((StillOpen(spec, undecided).report(),), complete=False)


@mutable
class _Check:
    engine: Engine
    today: dt.date

    def run(self) -> Report:
        findings = list(self._world())
        if not any(finding.code is codes.EMPTY_WORLD for finding in findings):
            self.engine.leave_out_no_reply()
            self._note_unknown()
            findings.extend(self._clashes())
            findings.extend(self._reach())
            findings.extend(self._promises())
        if self.engine.undecided:
            findings.extend(self._reporter.undecided())
        return Report(tuple(findings), not self.engine.undecided)

    @property
    def _reporter(self) -> Reporter:
        from specl.check.reporter import Reporter

        return Reporter(self.engine, self.today)

    def _world(self) -> Iterator[Diagnostic]:
        """
        Yield what is wrong with the scenarios and replies themselves.
        """
        engine = self.engine
        exists = engine.incoherence.reply_exists
        try:
            if not engine.inquiry.possible():
                yield self._reporter.empty_world(replies=False)
            elif exists != TRUE and not engine.inquiry.possible(exists):
                yield self._reporter.empty_world(replies=True)
            elif engine.inquiry.possible(negate(exists)):
                yield from self._reporter.no_reply()
        except OutOfBudgetError:
            question = "whether every scenario has a reply"
            engine.undecided.append(Undecided(question, engine.spec.name))

    def _note_unknown(self) -> None:
        """
        Note as undecided what the search for incoherent sets did not finish.
        """
        engine, spec = self.engine, self.engine.spec
        if engine.incoherence.constraints_undecided:
            engine.undecided.append(Undecided("what the constraints exclude", spec.name))
        for norm in spec.norms:
            if engine.is_undecided(norm):
                question = "what this norm clashes with"
            elif not engine.knows(Not(norm.obligation), norm.condition or norm.obligation):
                question = "whether this norm asks for anything new"
            else:
                continue
            engine.undecided.append(Undecided(question, norm.rule, (norm,)))

    def _clashes(self) -> Iterator[Diagnostic]:
        engine = self.engine
        engine.progress("looking for contradictions")
        before = len(engine.undecided)
        found = clashes(engine)
        if engine.incoherence.knows_norms and len(engine.undecided) == before:
            engine.worlds.know_clashes((clash.norms, clash.when) for clash in found)
        if found or engine.spec.waivers:
            yield from self._reporter.clashes(found)

    def _reach(self) -> Iterator[Diagnostic]:
        engine = self.engine
        engine.progress("looking for rules that never matter")
        reached = reach.reach_of(engine)
        yield from (self._reporter.unreachable(rule) for rule in reached.dead)
        overridden = reach.overridden(engine, reached.alive)
        yield from (self._reporter.overridden(norm) for norm in overridden if self._is_own(norm))
        vacuous = reach.vacuous(engine, reached.alive)
        yield from (self._reporter.vacuous(norm) for norm in vacuous if self._is_own(norm))
        left_out = {norm.position for norm in (*overridden, *vacuous)}
        left_out |= {norm.position for norm in engine.spec.norms if norm.rule not in reached.alive}
        redundant = reach.redundant(engine, left_out)
        yield from (self._reporter.redundant(norm) for norm in redundant if self._is_own(norm))
        for found in reach.foreclosures(engine):
            if self._is_own(found.norm):
                yield from self._reporter.foreclosed(found)
        for right in reach.rights(engine):
            yield from self._reporter.right(right)
        if pairs := idle(engine):
            yield from self._reporter.idle(pairs)

    def _is_own(self, norm: Norm) -> bool:
        """
        Tell whether a norm stands in the checked file; warnings about others are for theirs.
        """
        return self.engine.spec.rules[norm.rule].own

    def _promises(self) -> Iterator[Diagnostic]:
        engine = self.engine
        engine.progress("trying ensures, covers and examples")
        for code, broken in (
            (codes.ENSURE_FAILED, promises.broken_ensures(engine)),
            (codes.ENSURE_OPEN, promises.open_ensures(engine)),
            (codes.GAP, promises.gaps(engine)),
        ):
            for each in broken:
                yield from self._reporter.promise(code, each)
        for failure in trials.failures(engine, engine.world, engine.spec.examples):
            yield from self._reporter.example(failure)
        yield from (self._reporter.untested(rule) for rule in trials.untested(engine))
