"""
A policy tried in one scenario after another, in each once, and what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from typing import Literal as Choice

import attrs

from specl.interpret import NoReply, Undecidable, evaluate
from specl.model import Law, Profile, Ruling, Scenario, Spec, Value, Verdict
from specl.testing.profiles import profile_of
from specl.text.record import record
from specl.workspace.judging import judge_of

__all__ = ["Attempt", "Attempts", "Outcome", "Policy"]

Policy = Callable[[dict[str, Value]], Mapping[str, Any]]

Outcome = Choice["obeys", "breaks", "raises", "no profile", "contradictory", "undecided"]

_FAULTS = ("breaks", "raises", "no profile")


@record
class Attempt:
    """
    What a policy did in one scenario.

    Attributes:
        outcome: `obeys`; `breaks` norms in force; `raises` an error; what it returned is `no
            profile`; or it was not asked, as the ruling is `contradictory` or `undecided`.
        verdict: The ruling, what the reply shows, and the norms that it breaks.
        problems: Why what it returned is no profile of a reply that can exist.
        error: What it raised.
    """

    facts: Scenario
    outcome: Outcome
    verdict: Verdict | None = None
    problems: tuple[str, ...] = ()
    error: Exception | None = None

    @property
    def fault(self) -> tuple[str, type | None] | None:
        """
        Return what kind of fault of the policy this shows, if it shows one.
        """
        if self.outcome not in _FAULTS:
            return None
        return self.outcome, None if self.error is None else type(self.error)


@attrs.define(eq=False, repr=False)
class Attempts:
    """
    All that was tried of one policy.

    Attributes:
        made: By the values of the facts, in the order in which they were tried.
    """

    spec: Spec
    policy: Policy
    made: dict[tuple[Value, ...], Attempt] = attrs.field(factory=dict)

    def at(self, facts: Scenario) -> Attempt:
        """
        Return what the policy does in a scenario, asking it where it was not yet asked.

        Args:
            facts: A value for every fact, with which the assumptions hold.
        """
        key = self._key(facts)
        if key not in self.made:
            self.made[key] = self._attempt({name: facts[name] for name in self.spec.facts})
        return self.made[key]

    def knows(self, facts: Scenario) -> bool:
        """
        Tell whether a scenario was tried.
        """
        return self._key(facts) in self.made

    def _key(self, facts: Scenario) -> tuple[Value, ...]:
        return tuple(facts[name] for name in self.spec.facts)

    def count(self, *outcomes: Outcome) -> int:
        """
        Return in how many scenarios one of some things came of it.
        """
        return sum(each.outcome in outcomes for each in self.made.values())

    def _attempt(self, facts: dict[str, Value]) -> Attempt:
        __tracebackhide__ = True
        try:
            decided = judge_of(self.spec).decide(facts)
        except (NoReply, Undecidable):
            return Attempt(facts, "undecided")
        assert not isinstance(decided, Law)
        if decided.contradictions:
            return Attempt(facts, "contradictory")
        try:
            returned = self.policy(dict(facts))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told with its scenario
            return Attempt(facts, "raises", error=error)
        return self._judged(facts, decided, returned)

    def _judged(self, facts: Scenario, decided: Ruling, returned: object) -> Attempt:
        profile, problems = profile_of(self.spec, returned)
        if not problems:
            problems = self._against_constraints(facts, profile)
        if problems:
            return Attempt(facts, "no profile", Verdict(decided, profile, ()), problems)
        violated = tuple(
            norm
            for norm in decided.in_force
            if not norm.is_permission and not evaluate(norm.obligation, facts, profile)
        )
        outcome: Outcome = "breaks" if violated else "obeys"
        return Attempt(facts, outcome, Verdict(decided, profile, violated))

    def _against_constraints(self, facts: Scenario, profile: Profile) -> tuple[str, ...]:
        return tuple(
            f"no reply can show this: `{law.text}` ({law.span.place})"
            for law in self.spec.constraints
            if not evaluate(law.expr, facts, profile)
        )
