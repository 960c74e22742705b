"""
Decisions about single scenarios: what `specl.interpret.ruling` says, in a fraction of the time.

A decider looks up which rules apply (`index`) and goes down the order on bits (`ladder`). While it
is new the index is walked; once it has been asked often enough to be worth it, the
walk is compiled to one function (`generated`). What could not be lowered is decided by the
reference itself, norm by norm: only scenarios in which such a norm applies are.
"""

from __future__ import annotations

from collections.abc import Callable

from specl.decide.generated import generated
from specl.decide.index import Index
from specl.decide.ladder import Ladder
from specl.decide.program import EFFORT, Program
from specl.interpret import NoReply
from specl.interpret import ruling as reference
from specl.model import Law, Norm, Ruling, Scenario, Spec

__all__ = ["HOT", "Decider"]

HOT = 100
"""
After how many decisions the walk over the index is compiled: it takes as long as some fifty.
"""


class Decider:
    """
    A spec, prepared for many decisions.

    Its answers are those of `specl.interpret.ruling`, object for object.
    """

    def __init__(self, spec: Spec, *, effort: int = EFFORT, hot: int = HOT) -> None:
        """
        Prepare a spec.

        Args:
            spec: The spec.
            effort: How many steps to take to find out what no reply can meet.
            hot: After how many decisions to compile the walk over the index.
        """
        self.spec = spec
        self.program = Program.of(spec, effort=effort)
        self._index = Index.of(self.program.conditions, self.program.width, self.program.literals)
        self._ladder = Ladder.of(self.program)
        self._left = hot
        self._holds: Callable[[Scenario], int] = self._walked if hot else generated(self._index)

    @property
    def is_hot(self) -> bool:
        """
        Tell whether the walk over the index has been compiled.
        """
        return self._left <= 0

    def ruling(self, scenario: Scenario) -> Ruling:
        """
        Return the ruling in a complete scenario.

        Args:
            scenario: A value for every fact, such that every `assume` holds.

        Raises:
            NoReply: No reply can exist in the scenario.
            Undecidable: Whether some norms can be obeyed together could not be found out.
        """
        found = self._found(scenario)
        return reference(self.spec, scenario) if found is None else self._ladder.ruling(found)

    def in_force(self, scenario: Scenario) -> tuple[Norm, ...]:
        """
        Return the norms in force in a complete scenario, in source order, and nothing else.

        Args:
            scenario: As for `ruling`.

        Raises:
            NoReply: As `ruling` does.
            Undecidable: As `ruling` does.
        """
        found = self._found(scenario)
        if found is None:
            return reference(self.spec, scenario).in_force
        return self._ladder.in_force(found)

    def decide(self, scenario: Scenario) -> Ruling | Law:
        """
        Return the ruling in a complete scenario, or the first assumption that it breaks.

        Args:
            scenario: A value for every fact.

        Raises:
            NoReply: As `ruling` does.
            Undecidable: As `ruling` does.
        """
        holds = self._holds(scenario)
        for law, bit in self.program.assumptions:
            if bit & ~holds:
                return law
        found = self._settled(holds)
        return reference(self.spec, scenario) if found is None else self._ladder.ruling(found)

    def applicable(self, scenario: Scenario) -> tuple[Norm, ...]:
        """
        Return the norms that apply in a complete scenario, in source order.
        """
        return self._ladder.applicable(self._applying(self._holds(scenario)))

    def _found(self, scenario: Scenario) -> int | None:
        """
        Return what applies and holds in a scenario, or None where the reference is to be asked.
        """
        return self._settled(self._holds(scenario))

    def _settled(self, holds: int) -> int | None:
        """
        Return what applies given what holds, or None where the reference is to be asked.
        """
        if not self.program.is_exact:
            return None
        if self.program.reply & ~holds:
            raise NoReply("no reply can exist in this scenario")
        found = self._applying(holds)
        return None if found & self.program.unknown else found

    def _applying(self, found: int) -> int:
        """
        Take out of what holds the norms of rules that are suspended.
        """
        for rule, by in self.program.suspensions:
            if found & by:
                found &= ~rule
        return found

    def _walked(self, scenario: Scenario) -> int:
        self._left -= 1
        if self._left <= 0:
            self._holds = generated(self._index)
        return self._index.holds(scenario)
