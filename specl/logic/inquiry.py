"""
Questions of the form "is there a scenario in which …", answered by the solver.

A question is a formula over facts; the background (the assumptions, and that a reply exists)
always holds. Easy questions are settled by hand, and the solver is consulted on the others.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager

import attrs

from specl.logic.boxes import UnsettledError, is_possible, scenario_in
from specl.logic.compact import Compact
from specl.logic.consulted import Consulted, OutOfBudgetError
from specl.logic.encode import Encoder
from specl.logic.formula import (
    TRUE,
    And,
    Atom,
    Formula,
    Leaf,
    Named,
    atoms_of,
    conj,
)
from specl.logic.mentioned import facts_of_atom
from specl.logic.normal import formula_of
from specl.logic.patience import Patience
from specl.logic.regions import Box, Regions
from specl.logic.solver import Solver
from specl.logic.truth import names_in
from specl.model import Fact, Value
from specl.model.expressions import Compare, Expr, FactRef, Literal, SetDisplay
from specl.model.types import BoolType, SetType
from specl.text.record import mutable

__all__ = ["Inquiry", "OutOfBudgetError", "pin"]

PATIENCE = 5


@mutable
class Inquiry:
    """
    A solver that knows a spec's facts, definitions and background.

    Attributes:
        definitions: Formulas by name; shared with the worlds that add to them.
        patience: How long to search by hand, where no one is told of the scenarios found; None:
            until `PATIENCE` searches have failed.
    """

    facts: Mapping[str, Fact]
    definitions: dict[str, Formula]
    background: Formula
    make_solver: Callable[[], Solver]
    regions: Regions
    _consulted: Consulted
    patience: Patience | None = None
    _compact: Compact | None = None
    _unsettled: int = 0
    _learnt: set[str] = attrs.field(factory=set)
    _pins: dict[tuple[str, Value], Formula] = attrs.field(factory=dict)
    _possible: dict[tuple[Formula, ...], bool] = attrs.field(factory=dict)
    _scenarios: dict[tuple[Formula, ...], dict[str, Value]] = attrs.field(factory=dict)

    @classmethod
    def about(
        cls,
        facts: Mapping[str, Fact],
        definitions: dict[str, Formula],
        background: Formula,
        make_solver: Callable[[], Solver],
    ) -> Inquiry:
        """
        Return an inquiry into scenarios that satisfy a background.
        """
        regions = Regions.of(facts, [background])
        consulted = Consulted(facts, definitions, background, make_solver, Encoder(facts))
        return cls(facts, definitions, background, make_solver, regions, consulted)

    @property
    def compact(self) -> Compact:
        """
        Return the regions in the form in which a search reads them.
        """
        if self._compact is None:
            self._compact = Compact(self.regions)
        return self._compact

    def beside(self, patience: Patience | None = None) -> Inquiry:
        """
        Return an inquiry of its own with the same background.

        Args:
            patience: How long it may search by hand.
        """
        made = Inquiry.about(self.facts, self.definitions, self.background, self.make_solver)
        made.patience = patience
        return made

    def among(self, facts: Mapping[str, Fact]) -> Inquiry:
        """
        Return an inquiry of its own into other facts, with the laws that speak of them alone.
        """
        laws = self.background.parts if isinstance(self.background, And) else (self.background,)
        background = conj(law for law in laws if facts.keys() >= self.facts_in(law).keys())
        return Inquiry.about(facts, dict(self.definitions), background, self.make_solver)

    def narrowed_to(self, formula: Formula) -> tuple[Inquiry, Formula]:
        """
        Return an inquiry of its own, and there the formula without what it decides itself.
        """
        from specl.logic.narrowed import narrowed

        self._learn((formula,))
        found = narrowed(formula, self.definitions, self.regions)
        made = Inquiry.about(self.facts, found.definitions, self.background, self.make_solver)
        return made, found.formula

    def let_go(self) -> None:
        """
        Let go of the solver; nothing is asked here again.
        """
        self._consulted.let_go()

    def require(self, formula: Formula) -> None:
        """
        Add to what every scenario satisfies.
        """
        self._possible.clear()
        self._scenarios.clear()
        self.background = conj((self.background, formula))
        self._learn((self.background,))
        self._consulted.require(formula, self.background)

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
            scenario = self._scenario(asked)
            self._possible[asked] = scenario is not None
            if scenario is None:
                return None
            self._scenarios[asked] = scenario
        return self._scenarios[asked]

    def _scenario(self, asked: tuple[Formula, ...]) -> dict[str, Value] | None:
        """
        Look for a scenario by hand, and ask the solver where that settles nothing.
        """
        try:
            return self._by_hand(asked)
        except UnsettledError:
            return self._consulted.scenario(asked)

    def settled(self, formula: Formula) -> bool | None:
        """
        Tell without the solver whether a formula holds in some scenario; None: it is needed.
        """
        try:
            return self._is_possible((formula,), {})
        except UnsettledError:
            return None

    def _by_hand(self, asked: tuple[Formula, ...]) -> dict[str, Value] | None:
        """
        Look for a scenario without the solver, until this has failed too often to be worth it.
        """
        if self.patience is not None and self.patience.is_over:
            raise UnsettledError
        with self._patiently():
            return self._searched(asked, {})

    def found(self, *formulas: Formula) -> dict[str, Value] | None:
        """
        Return a scenario in which all of some formulas hold, or None, without the solver.

        Raises:
            UnsettledError: This search cannot tell.
        """
        return self._searched(_asked(formulas), {})

    def _quickly(self, asked: tuple[Formula, ...]) -> bool:
        with self._patiently():
            return self._is_possible(asked, {})

    @contextmanager
    def _patiently(self) -> Iterator[None]:
        if self._unsettled == PATIENCE and self.patience is None:
            raise UnsettledError
        try:
            yield
        except UnsettledError:
            self._unsettled += 1
            raise

    def _is_possible(self, asked: tuple[Formula, ...], given: Mapping[str, Value]) -> bool:
        """
        Tell whether there is a scenario, without the solver.

        Raises:
            UnsettledError: This search cannot tell.
        """
        self._learn(asked)
        formulas = (self.background, *asked)
        return is_possible(
            self.compact, self.definitions, formulas, given=given, patience=self.patience
        )

    def _searched(
        self, asked: tuple[Formula, ...], given: Mapping[str, Value]
    ) -> dict[str, Value] | None:
        """
        Look for a scenario by hand.

        Raises:
            UnsettledError: This search cannot tell.
        """
        self._learn(asked)
        formulas = (self.background, *asked)
        return scenario_in(
            self.compact, self.definitions, formulas, given=given, patience=self.patience
        )

    def _learn(self, formulas: Iterable[Formula]) -> None:
        """
        Make sure that the regions know all constants that some formulas mention.
        """
        asked = list(formulas)
        self.regions.learn(asked)
        pending = [name for formula in asked for name in names_in(formula)]
        atoms: dict[Atom, None] = {}
        while pending:
            name = pending.pop()
            if name not in self._learnt:
                self._learnt.add(name)
                met = atoms_of(self.definitions[name])
                pending += [atom.name for atom in met if isinstance(atom, Named)]
                atoms.update(met)
        self.regions.learn_atoms(atoms)

    def possible(self, *formulas: Formula) -> bool:
        """
        Tell whether all of some formulas hold in some scenario.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        asked = _asked(formulas)
        if asked not in self._possible:
            try:
                self._possible[asked] = self._quickly(asked)
            except UnsettledError:
                self._possible[asked] = self._consulted.is_possible(asked)
        return self._possible[asked]

    def suffices(self, denied: Formula, values: Mapping[str, Value]) -> bool:
        """
        Tell whether a formula holds nowhere where some facts have given values.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        try:
            return not self._is_possible((denied,), values)
        except UnsettledError:
            return not self.possible(denied, *(self.pin(n, v) for n, v in values.items()))

    def completed(self, values: Mapping[str, Value], *formulas: Formula) -> dict[str, Value] | None:
        """
        Return a scenario with given values in which some formulas hold, or None for none.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        try:
            return self._searched(formulas, values)
        except UnsettledError:
            return self.exists(*formulas, *(self.pin(n, value) for n, value in values.items()))

    def reaches(self, column: Hashable, mask: int) -> bool:
        """
        Tell whether some scenario has a column in one of some regions; if unsure, that none has.
        """
        if not mask:
            return False
        try:
            return is_possible(self.compact, {}, [self.background], within={column: mask})
        except UnsettledError:
            return False

    def implied(self, formula: Formula) -> Box:
        """
        Return a box around the scenarios in which a formula holds, through its definitions.
        """
        self._learn((formula,))
        box: Box = {}
        pending, seen = [formula], set[str]()
        while pending:
            part = pending.pop()
            match part:
                case And(parts):
                    pending.extend(parts)
                case Leaf(Named(name), True):
                    if name not in seen:
                        seen.add(name)
                        pending.append(self.definitions[name])
                case _:
                    for column, mask in (self.regions.hull(part) or {}).items():
                        box[column] = mask & box.get(column, -1)
        return box

    def pin(self, name: str, value: Value) -> Formula:
        """
        Return that a fact has a value.
        """
        key = (name, value)
        if key not in self._pins:
            self._pins[key] = pin(self.facts[name], value)
        return self._pins[key]

    def size_of(self, formula: Formula) -> int:
        """
        Return how many definitions a formula depends on, itself counted.
        """
        seen: set[str] = set()
        pending = [formula]
        while pending:
            for name in names_in(pending.pop()):
                if name not in seen:
                    seen.add(name)
                    pending.append(self.definitions[name])
        return len(seen) + 1

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
                    found.update(dict.fromkeys(facts_of_atom(atom)))
        return {name: None for name in self.facts if name in found}


def _asked(formulas: tuple[Formula, ...]) -> tuple[Formula, ...]:
    return tuple(formula for formula in formulas if formula != TRUE)


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
