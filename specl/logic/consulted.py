"""
A solver that is told only what it needs to know: a question's definitions when it is asked.

The solver is made, and told of facts and background, for the first question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import attrs

from specl.logic.decode import scenario_of, wanted_for
from specl.logic.encode import Encoder
from specl.logic.formula import FALSE, TRUE, Formula, Named, atoms_of
from specl.logic.solver import Answer, Solver
from specl.model import Fact, Value
from specl.text.clock import count, measured
from specl.text.record import mutable

__all__ = ["Consulted", "OutOfBudgetError"]


class OutOfBudgetError(Exception):
    """
    The solver gave up on a question.
    """


@mutable
class Consulted:
    """
    A solver for questions about a spec's facts.

    Attributes:
        definitions: Formulas by name; others may add to them.
        background: What every scenario satisfies.
    """

    facts: Mapping[str, Fact]
    definitions: Mapping[str, Formula]
    background: Formula
    make_solver: Callable[[], Solver]
    encoder: Encoder
    _solver: Solver | None = None
    _known: set[str] = attrs.field(factory=set)
    _questions: dict[Formula, str] = attrs.field(factory=dict)
    _wanted: Mapping[str, str] = attrs.field(factory=dict)

    def require(self, formula: Formula, background: Formula) -> None:
        """
        Add to what every scenario satisfies.

        Args:
            formula: What is new.
            background: All of it.
        """
        self.background = background
        if self._solver is not None:
            self._assert(self._solver, formula)

    def let_go(self) -> None:
        """
        Let go of all that the solver holds; it is not asked again.
        """
        if self._solver is not None:
            self._solver.close()

    def scenario(self, asked: tuple[Formula, ...]) -> dict[str, Value] | None:
        """
        Return a scenario in which some formulas hold, or None where there is none.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        if not self._wanted:
            self._wanted = wanted_for(self.encoder, self.facts)
        model = self._model(asked, self._wanted)
        return None if model is None else scenario_of(self.encoder, self.facts, model)

    def is_possible(self, asked: tuple[Formula, ...]) -> bool:
        """
        Tell whether some formulas hold in some scenario.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        return self._model(asked, {}) is not None

    def _model(
        self, asked: tuple[Formula, ...], wanted: Mapping[str, str]
    ) -> Mapping[str, bool | int | Fraction] | None:
        return None if FALSE in asked else self._answer(asked, wanted).model

    def _answer(self, asked: tuple[Formula, ...], wanted: Mapping[str, str]) -> Answer:
        count("solver calls")
        with measured("solver"):
            solver = self._told()
            answer = solver.check([self._question(solver, each) for each in asked], wanted)
        if not answer.decided:
            raise OutOfBudgetError
        return answer

    def _told(self) -> Solver:
        """
        Return the solver, told of facts and background.
        """
        if self._solver is None:
            self._solver = self.make_solver()
            self._solver.add(self.encoder.declare())
            self._assert(self._solver, self.background)
        return self._solver

    def _assert(self, solver: Solver, formula: Formula) -> None:
        self._define(solver, formula)
        if formula != TRUE:
            solver.add(self.encoder.commands([self.encoder.term(formula)]))

    def _question(self, solver: Solver, formula: Formula) -> str:
        if formula not in self._questions:
            self._define(solver, formula)
            name = self.encoder.constant("question", str(len(self._questions)), "Bool")
            solver.add(self.encoder.commands([f"(=> {name} {self.encoder.term(formula)})"]))
            self._questions[formula] = name
        return self._questions[formula]

    def _define(self, solver: Solver, formula: Formula) -> None:
        lines = [
            self.encoder.definition(name, self.definitions[name]) for name in self._missing(formula)
        ]
        if lines:
            solver.add(self.encoder.commands(lines))

    def _missing(self, formula: Formula) -> list[str]:
        found: dict[str, None] = {}
        pending = [formula]
        while pending:
            for atom in atoms_of(pending.pop()):
                if isinstance(atom, Named) and atom.name not in self._known:
                    self._known.add(atom.name)
                    found[atom.name] = None
                    pending.append(self.definitions[atom.name])
        return list(found)
