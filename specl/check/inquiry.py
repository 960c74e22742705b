"""
Questions of the form "is there a scenario in which …", answered by the solver.

A question is a formula over facts. Its definitions are handed to the solver when it is
first asked; the background (the assumptions, and that a reply exists) always holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

import attrs

from specl.check.decode import scenario_of, wanted_for
from specl.check.encode import Encoder
from specl.check.formula import (
    FALSE,
    TRUE,
    And,
    Between,
    Constant,
    Formula,
    Has,
    Holds,
    Is,
    Leaf,
    Named,
    Or,
    Test,
    atoms_of,
    conj,
)
from specl.check.normal import formula_of
from specl.check.solver import Solver
from specl.interpret import evaluate
from specl.model import Fact, Scenario, Value
from specl.model.expressions import Compare, Expr, FactRef, Literal, SetDisplay, facts_of
from specl.model.types import BoolType, SetType

__all__ = ["Inquiry", "OutOfBudgetError", "pin", "truth"]


class OutOfBudgetError(Exception):
    """
    The solver gave up on a question.
    """


@attrs.define(eq=False, repr=False)
class Inquiry:
    """
    A solver that knows a spec's facts, definitions and background.

    Attributes:
        definitions: Formulas by name; may grow while the inquiry goes on.
    """

    facts: Mapping[str, Fact]
    definitions: dict[str, Formula]
    background: Formula
    make_solver: Callable[[], Solver]
    encoder: Encoder
    solver: Solver
    _known: set[str] = attrs.field(factory=set)
    _questions: dict[Formula, str] = attrs.field(factory=dict)
    _wanted: Mapping[str, str] = attrs.field(factory=dict)
    _possible: dict[tuple[Formula, ...], bool] = attrs.field(factory=dict)
    _scenarios: dict[tuple[Formula, ...], dict[str, Value]] = attrs.field(factory=dict)

    @classmethod
    def about(
        cls,
        facts: Mapping[str, Fact],
        definitions: Mapping[str, Formula],
        background: Formula,
        make_solver: Callable[[], Solver],
    ) -> Inquiry:
        """
        Return an inquiry into scenarios that satisfy a background.
        """
        encoder = Encoder(facts)
        known = dict(definitions)
        inquiry = cls(facts, known, TRUE, make_solver, encoder, make_solver())
        inquiry.solver.add(encoder.declare())
        inquiry._wanted = wanted_for(encoder, facts)
        inquiry.require(background)
        return inquiry

    def beside(self, more: Mapping[str, Fact]) -> Inquiry:
        """
        Return an inquiry of its own with the same background and more facts.
        """
        facts = {**self.facts, **more}
        return Inquiry.about(facts, self.definitions, self.background, self.make_solver)

    def require(self, formula: Formula) -> None:
        """
        Add to what every scenario satisfies.
        """
        self._define(formula)
        self._possible.clear()
        self._scenarios.clear()
        self.background = conj((self.background, formula))
        if formula != TRUE:
            self.solver.add(self.encoder.commands([self.encoder.term(formula)]))

    def exists(self, *formulas: Formula) -> dict[str, Value] | None:
        """
        Return a scenario in which all of some formulas hold, or None where there is none.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        asked = _asked(formulas)
        if self._possible.get(asked) is False:
            return None
        if asked not in self._scenarios:
            model = self._check(asked, self._wanted)
            self._possible[asked] = model is not None
            if model is None:
                return None
            self._scenarios[asked] = scenario_of(self.encoder, self.facts, model)
        return self._scenarios[asked]

    def possible(self, *formulas: Formula) -> bool:
        """
        Tell whether all of some formulas hold in some scenario.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        asked = _asked(formulas)
        if asked not in self._possible:
            self._possible[asked] = self._check(asked, {}) is not None
        return self._possible[asked]

    def _check(
        self, asked: tuple[Formula, ...], wanted: Mapping[str, str]
    ) -> Mapping[str, bool | int | Fraction] | None:
        if FALSE in asked:
            return None
        answer = self.solver.check([self._question(formula) for formula in asked], wanted)
        if not answer.decided:
            raise OutOfBudgetError
        return answer.model

    def _question(self, formula: Formula) -> str:
        if formula not in self._questions:
            self._define(formula)
            name = self.encoder.constant("question", str(len(self._questions)), "Bool")
            self.solver.add(self.encoder.commands([f"(=> {name} {self.encoder.term(formula)})"]))
            self._questions[formula] = name
        return self._questions[formula]

    def _define(self, formula: Formula) -> None:
        lines = [
            self.encoder.definition(name, self.definitions[name]) for name in self._missing(formula)
        ]
        if lines:
            self.solver.add(self.encoder.commands(lines))

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

    def facts_in(self, formula: Formula) -> dict[str, None]:
        """
        Return the facts that a formula depends on, through definitions too, as keys.
        """
        found: dict[str, None] = {}
        seen: set[str] = set()
        pending = [formula]
        while pending:
            for atom in atoms_of(pending.pop()):
                if isinstance(atom, Named):
                    if atom.name not in seen:
                        seen.add(atom.name)
                        pending.append(self.definitions[atom.name])
                else:
                    found.update(_facts_of_atom(atom))
        return {name: None for name in self.facts if name in found}


def _asked(formulas: tuple[Formula, ...]) -> tuple[Formula, ...]:
    return tuple(formula for formula in formulas if formula != TRUE)


def _facts_of_atom(atom: object) -> Iterable[tuple[str, None]]:
    match atom:
        case Holds(name) | Is(name) | Has(name):
            return ((name, None),)
        case Test(expr):
            return facts_of(expr).items()
        case Between():
            return ((name, None) for term, _ in (*atom.low, *atom.high) for name in facts_of(term))
    return ()


def pin(fact: Fact, value: Value) -> Formula:
    """
    Return that a fact has a value.
    """
    reference = FactRef(fact.name, fact.type)
    if isinstance(fact.type, BoolType):
        return formula_of(reference, bool(value))
    constant: Expr = Literal(value, fact.type)
    if isinstance(fact.type, SetType) and isinstance(value, frozenset):
        element = fact.type.element
        constant = SetDisplay(tuple(Literal(each, element) for each in sorted(value)), element)
    return formula_of(Compare("==", reference, constant))


def truth(
    formula: Formula,
    scenario: Scenario,
    definitions: Mapping[str, Formula],
    known: dict[str, bool],
) -> bool:
    """
    Tell whether a formula holds in a scenario.

    Args:
        formula: Over facts and definitions.
        scenario: A value for every fact.
        definitions: What names stand for.
        known: What definitions are already known to be in this scenario; it is filled in.
    """
    match formula:
        case Constant(value):
            return value
        case Leaf(Named(name), positive):
            if name not in known:
                known[name] = truth(definitions[name], scenario, definitions, known)
            return known[name] is positive
        case Leaf(atom, positive):
            return _atom_holds(atom, scenario) is positive
        case And(parts):
            return all(truth(part, scenario, definitions, known) for part in parts)
        case Or(parts):
            return any(truth(part, scenario, definitions, known) for part in parts)


def _atom_holds(atom: object, scenario: Scenario) -> bool:
    match atom:
        case Holds(name):
            return bool(scenario[name])
        case Is(name, value):
            return scenario[name] == value
        case Has(name, value):
            members = scenario[name]
            return isinstance(members, frozenset) and value in members
        case Test(expr):
            return bool(evaluate(expr, scenario))
        case Between():
            return _lies_between(atom, scenario)
    raise TypeError(f"not about facts: {atom!r}")


def _lies_between(atom: Between, scenario: Scenario) -> bool:
    from math import ceil, floor

    low = _total(atom.low, atom.low_constant, scenario)
    high = _total(atom.high, atom.high_constant, scenario)
    if not atom.integer:
        return low < high if atom.low_strict or atom.high_strict else low <= high
    least = floor(low) + 1 if atom.low_strict else ceil(low)
    most = ceil(high) - 1 if atom.high_strict else floor(high)
    return least <= most


def _total(
    terms: tuple[tuple[Expr, Fraction], ...], constant: Fraction, scenario: Scenario
) -> Fraction:
    return constant + sum(
        (factor * Fraction(evaluate(term, scenario)) for term, factor in terms),  # type: ignore[arg-type]
        Fraction(0),
    )
