"""
Whether an example holds in one complete scenario, and what of it does not.

What `shows` leaves open is filled in by replies that can exist: a good reply needs one, a
bad one has to fail in all of them, be there none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal as Choice

from specl.interpret.replies import find_reply
from specl.interpret.rulings import ruling
from specl.interpret.undecidable import NoReply
from specl.interpret.verdicts import duties, permits, requires
from specl.model.expressions import ActRef, Compare, Expr, Literal, acts_of
from specl.model.promises import Example, Expectation, Reply
from specl.model.rules import Act, Norm
from specl.model.ruling import Ruling, Scenario
from specl.model.spec import Spec
from specl.model.types import BoolType, SetType, Value
from specl.text.record import record

__all__ = ["Shortfall", "check_example", "default_of"]


@record
class Shortfall:
    """
    One thing that does not hold of an example.

    Attributes:
        kind: `no reply` and `contradiction` concern the scenario; `expectation` what is
            expected of the ruling. A good reply is `impossible` when no reply shows what it
            does, or `breaks` the ruling; a bad one `obeys` it, or `spares` a rule that it is
            said to violate.
        norms: The norms concerned: a contradictory set, or those that a good reply breaks.
        rule: The rule that a bad reply spares.
    """

    kind: Choice[
        "no reply", "contradiction", "expectation", "impossible", "breaks", "obeys", "spares"
    ]
    expectation: Expectation | None = None
    reply: Reply | None = None
    norms: tuple[Norm, ...] = ()
    rule: str | None = None


def check_example(spec: Spec, example: Example, scenario: Scenario) -> tuple[Shortfall, ...]:
    """
    Return what of an example does not hold in one of its completions.

    Args:
        spec: The spec.
        example: The example.
        scenario: A value for every fact, with all that is given true.

    Raises:
        Undecidable: The search came to no answer.
    """
    try:
        decided = ruling(spec, scenario)
    except NoReply:
        return (Shortfall("no reply"),)
    if decided.contradictions:
        return tuple(Shortfall("contradiction", norms=norms) for norms in decided.contradictions)
    court = _Court(spec, decided, scenario)
    found = [Shortfall("expectation", one) for one in example.expects if not court.meets(one)]
    for reply in example.replies:
        if reply.shows is not None:
            found += court.judge_good(reply) if reply.good else court.judge_bad(reply)
    return tuple(found)


def default_of(act: Act) -> Value | None:
    """
    Return what a bad reply has where it says nothing of an act; None: it stays open.
    """
    if act.default is not None:
        return act.default
    match act.type:
        case BoolType():
            return False
        case SetType():
            return frozenset()
    return None


@record
class _Court:
    """
    A ruling that is not contradictory, and its scenario.
    """

    spec: Spec
    ruling: Ruling
    scenario: Scenario

    def meets(self, expected: Expectation) -> bool:
        """
        Tell whether the ruling is as expected.
        """
        if expected.verb == "may":
            return permits(self.spec, self.ruling, self.scenario, expected.expr)
        binding = expected.verb == "must"
        return requires(self.spec, self.ruling, self.scenario, expected.expr, binding_only=binding)

    def judge_good(self, reply: Reply) -> list[Shortfall]:
        """
        Return why no way of filling in a good reply obeys the ruling.
        """
        shown = reply.shows or ()
        if not self._exists(shown):
            return [Shortfall("impossible", reply=reply)]
        if self._exists((*shown, *duties(self.ruling.in_force))):
            return []
        return [Shortfall("breaks", reply=reply, norms=self._broken(shown))]

    def _broken(self, shown: Sequence[Expr]) -> tuple[Norm, ...]:
        """
        Return norms that cannot be obeyed together with what is shown, as few as need be.
        """
        kept = [norm for norm in self.ruling.in_force if not norm.is_permission]
        for norm in tuple(kept):
            fewer = [other for other in kept if other is not norm]
            if not self._exists((*shown, *duties(fewer))):
                kept = fewer
        return tuple(kept)

    def judge_bad(self, reply: Reply) -> list[Shortfall]:
        """
        Return why some way of filling in a bad reply does not break what it should.
        """
        filled = (*(reply.shows or ()), *self._defaults(reply.shows or ()))
        found = []
        if self._exists((*filled, *duties(self.ruling.in_force))):
            found.append(Shortfall("obeys", reply=reply))
        for rule in reply.violates:
            norms = tuple(norm for norm in self.ruling.in_force if norm.rule == rule)
            if self._exists((*filled, *duties(norms))):
                found.append(Shortfall("spares", reply=reply, norms=norms, rule=rule))
        return found

    def _defaults(self, shown: Sequence[Expr]) -> list[Expr]:
        """
        Return that every act not shown has its default, where there is one.
        """
        named = {name for expr in shown for name in acts_of(expr)}
        return [
            Compare("==", ActRef(name, act.type), Literal(value, act.type))
            for name, act in self.spec.acts.items()
            if name not in named and (value := default_of(act)) is not None
        ]

    def _exists(self, wanted: Sequence[Expr]) -> bool:
        return find_reply(self.spec, self.scenario, wanted) is not None
