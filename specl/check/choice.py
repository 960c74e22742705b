"""
Facts that may show a finding by themselves, chosen by the solver beside all it knows against them.

A counterexample is a scenario that agrees with the facts chosen last and does not show the
finding. What is chosen next has to show it in the *mixture* with each counterexample so far: the
chosen facts as chosen, all others as there. The text of a mixture is the same each time but for
the atoms, so it is written once, with a gap for each of them.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from specl.check.bound import laws_of
from specl.check.mixture import Mixture
from specl.logic.decode import scenario_of, wanted_for
from specl.logic.encode import Encoder
from specl.logic.formula import (
    And,
    Atom,
    Constant,
    Formula,
    Leaf,
    Named,
    conj,
    disj,
    literal,
    negate,
)
from specl.logic.inquiry import Inquiry, OutOfBudgetError
from specl.logic.mentioned import facts_of_atom
from specl.logic.solver import Solver
from specl.logic.truth import atom_holds, names_in
from specl.model import Fact, Value
from specl.model.types import BOOL
from specl.text.clock import count, measured
from specl.text.record import mutable

__all__ = ["Choice"]


@mutable
class Choice:
    """
    A solver for scenarios that show a finding, with some of their facts chosen.

    Attributes:
        keepers: For each fact that may be chosen the bool fact that says whether it is.
        script: What the solver is told of a counterexample, with gaps.
        atoms: What goes into the gaps after the first, which is for the number of the mixture.
    """

    encoder: Encoder
    solver: Solver
    keepers: dict[str, Fact]
    script: str = ""
    atoms: dict[Atom, int] = attrs.field(factory=dict)
    rounds: int = 0
    _asked: dict[int, str] = attrs.field(factory=dict)
    _terms: dict[Atom, tuple[str, str] | None] = attrs.field(factory=dict)

    @classmethod
    def among(cls, inquiry: Inquiry, finding: Formula) -> Choice:
        """
        Return a choice of the facts that bear on a finding, directly or through the background.

        Args:
            inquiry: Knows the definitions and the background.
            finding: The formula that holds where the finding shows.
        """
        names = _linked(inquiry, finding)
        keepers = {name: _keeper(inquiry.facts[name]) for name in names}
        facts = {name: inquiry.facts[name] for name in names}
        facts.update({keeper.name: keeper for keeper in keepers.values()})
        made = cls(Encoder(facts), inquiry.make_solver(), keepers)
        made.solver.add(made.encoder.declare())
        laws = (law for law in laws_of(inquiry.background) if inquiry.facts_in(law).keys() & facts)
        made._tell(inquiry.definitions, conj(laws), finding)
        return made

    def _tell(self, definitions: Mapping[str, Formula], tied: Formula, finding: Formula) -> None:
        """
        Tell the solver what it chooses from, and write what it will be told of counterexamples.
        """
        encoder, needed = self.encoder, _in_order((tied, finding), definitions)
        lines = [encoder.definition(name, definitions[name]) for name in needed]
        lines += [encoder.term(tied), encoder.term(finding)]
        self.solver.add(encoder.commands(lines))
        places = {name: place for place, name in enumerate(needed)}
        told = [f"(declare-const m{{0}}x{place} Bool)" for place in places.values()]
        told += [
            f"(assert (= m{{0}}x{place} {self._gapped(definitions[name], places)}))"
            for name, place in places.items()
        ]
        shows = disj((negate(tied), finding))
        self.script = "\n".join((*told, f"(assert {self._gapped(shows, places)})"))

    def _gapped(self, formula: Formula, places: Mapping[str, int]) -> str:
        """
        Return the text of a formula with a gap for each of its atoms.
        """
        if isinstance(formula, Leaf):
            if isinstance(formula.atom, Named):
                text = f"m{{0}}x{places[formula.atom.name]}"
            else:
                text = f"{{{self.atoms.setdefault(formula.atom, len(self.atoms) + 1)}}}"
            return text if formula.positive else f"(not {text})"
        if isinstance(formula, Constant):
            return self.encoder.term(formula)
        word = "and" if isinstance(formula, And) else "or"
        return f"({word} {' '.join(self._gapped(part, places) for part in formula.parts)})"

    def candidate(self, most: int) -> dict[str, Value] | None:
        """
        Return at most so many facts that no counterexample agrees with; None: there are none.

        Raises:
            OutOfBudgetError: The solver gave up.
        """
        wanted = wanted_for(self.encoder, self.encoder.facts)
        count("solver calls")
        with measured("solver"):
            answer = self.solver.check([self._at_most(most)], wanted)
        if not answer.decided:
            raise OutOfBudgetError
        if answer.model is None:
            return None
        found = scenario_of(self.encoder, self.encoder.facts, answer.model)
        return {name: found[name] for name, keeper in self.keepers.items() if found[keeper.name]}

    def _at_most(self, most: int) -> str:
        """
        Return the constant that says that at most so many facts are chosen.
        """
        if most not in self._asked:
            name = self.encoder.constant("question", str(most), "Bool")
            kept = " ".join(
                self.encoder.constant("fact", keeper.name, "Bool")
                for keeper in self.keepers.values()
            )
            self.solver.add(self.encoder.commands([f"(=> {name} ((_ at-most {most}) {kept}))"]))
            self._asked[most] = name
        return self._asked[most]

    def survive(self, counterexample: Mapping[str, Value]) -> None:
        """
        From now on, choose only facts that show the finding beside a counterexample's other facts.
        """
        self.rounds += 1
        names = {name: keeper.name for name, keeper in self.keepers.items()}
        mixture = Mixture({}, names, counterexample, "")
        mixed = [self._mixed(atom, counterexample, mixture) for atom in self.atoms]
        told = self.script.format(self.rounds, *mixed)
        self.solver.add(f"{self.encoder.declarations()}\n{told}")

    def _mixed(self, atom: Atom, counterexample: Mapping[str, Value], mixture: Mixture) -> str:
        """
        Return an atom as it is in a mixture; of one fact, it is as here or as there.
        """
        if atom not in self._terms:
            self._terms[atom] = self._either(atom)
        either = self._terms[atom]
        if either is None:
            return self.encoder.term(mixture.of(literal(atom)))
        return either[atom_holds(atom, counterexample)]

    def _either(self, atom: Atom) -> tuple[str, str] | None:
        """
        Return an atom of one fact where it fails there and where it holds; None for other atoms.
        """
        names = facts_of_atom(atom)
        if len(names) != 1:
            return None
        term = self.encoder.term(literal(atom))
        kept = self.encoder.constant("fact", self.keepers[names[0]].name, "Bool")
        return f"(and {kept} {term})", f"(or (not {kept}) {term})"


def _keeper(fact: Fact) -> Fact:
    return Fact(f"keep {fact.name}", BOOL, "", fact.span)


def _linked(inquiry: Inquiry, finding: Formula) -> list[str]:
    """
    Return the facts of a finding, and those that the background ties to them.
    """
    found = set(inquiry.facts_in(finding))
    tied = [set(inquiry.facts_in(law)) for law in laws_of(inquiry.background)]
    grown = True
    while grown:
        more = {name for names in tied if names & found for name in names}
        grown = not more <= found
        found |= more
    return [name for name in inquiry.facts if name in found]


def _in_order(formulas: tuple[Formula, ...], definitions: Mapping[str, Formula]) -> list[str]:
    """
    Return the names that some formulas depend on, each after those that it mentions.
    """
    found: dict[str, None] = {}
    pending = [name for formula in formulas for name in names_in(formula)]
    while pending:
        needed = [each for each in names_in(definitions[pending[-1]]) if each not in found]
        pending.extend(needed)
        if not needed:
            found[pending.pop()] = None
    return list(found)
