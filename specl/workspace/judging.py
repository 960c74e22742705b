"""
The ruling in a complete scenario, by what is quickest for so many questions.

The first few scenarios of a spec go to the interpreter, which needs no preparation. One
that goes on asking gets a decider, and every ruling is the same as before.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from specl.interpret import evaluate, ruling
from specl.interpret.specialised import specialise
from specl.model import Law, Ruling, Scenario, Spec
from specl.model.expressions import Literal, facts_of
from specl.text.record import mutable

if TYPE_CHECKING:
    from specl.decide import Decider

__all__ = ["PATIENCE", "Judge", "broken_assumption", "judge_of"]

PATIENCE = 20
"""
After how many complete scenarios a spec is prepared for more.
"""


@mutable
class Judge:
    """
    A spec with what has been prepared for it.
    """

    spec: Spec
    asked: int = 0
    _decider: Decider | None = None

    def decide(self, scenario: Scenario) -> Ruling | Law:
        """
        Return the ruling in a complete scenario, or the first assumption that it breaks.

        Args:
            scenario: A value for every fact.

        Raises:
            NoReply: No reply can exist in the scenario.
            Undecidable: The ruling could not be found out.
        """
        self.asked += 1
        if self.asked > PATIENCE:
            return self._prepared.decide(scenario)
        broken = broken_assumption(self.spec, scenario)
        return ruling(self.spec, scenario) if broken is None else broken

    @property
    def _prepared(self) -> Decider:
        if self._decider is None:
            from specl.decide import Decider

            self._decider = Decider(self.spec)
        return self._decider


@lru_cache(maxsize=8)
def judge_of(spec: Spec) -> Judge:
    """
    Return the judge of a spec: the same one as long as few other specs are asked about.
    """
    return Judge(spec)


def broken_assumption(spec: Spec, scenario: Scenario) -> Law | None:
    """
    Return the first assumption that the known facts alone break, if any.
    """
    return next((law for law in spec.assumptions if _is_broken(law, scenario)), None)


def _is_broken(law: Law, scenario: Scenario) -> bool:
    """
    Tell whether an assumption fails whatever the facts are that are not known.
    """
    if all(name in scenario for name in facts_of(law.expr)):
        return not evaluate(law.expr, scenario)
    left = specialise(law.expr, scenario)
    return isinstance(left, Literal) and not left.value
