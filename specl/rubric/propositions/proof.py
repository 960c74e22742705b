"""
That every reply is in exactly one class, proven of the propositions as they are written.

The solver is asked for a scenario that meets the assumptions, and a reply that meets the
constraints, in no class or in two. Acts are encoded as facts are, so nothing is eliminated
beforehand, and the proof rests on nothing that the classes were made by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import attrs

from specl.interpret.fold import fold
from specl.interpret.specialised import rebuilt, specialise
from specl.logic.encode import Encoder
from specl.logic.formula import Between, Formula, conj, disj, literal, named, negate
from specl.logic.normal import formula_of
from specl.logic.size import TooLargeError, require_small
from specl.logic.solver import Solver, solvers_let_go
from specl.model import Act, Fact, Law, Scenario, Spec
from specl.model.expressions import TRUE, ActRef, Defined, Expr, FactRef, Literal
from specl.model.show import show
from specl.rubric.job import CannotExpressError
from specl.rubric.propositions.model import Conjunction, Propositions
from specl.text.record import record

__all__ = ["BUDGET", "Proof", "prove"]

BUDGET = 50_000_000
"""How many steps the solver may take for one question."""

_NONE, _TWO = "in none", "in two"


@record
class Proof:
    """
    What was proven, for every scenario and reply that can exist.

    Attributes:
        disjoint: No reply is in two classes.
        exhaustive: Every reply is in a class.
        assumptions: What is so of every scenario, as the language writes it.
        constraints: What is so of every reply.
        possible: The classes that some reply is in.
        impossible: Those that no reply is in; of the others nothing was found out.
    """

    disjoint: bool
    exhaustive: bool
    assumptions: tuple[str, ...]
    constraints: tuple[str, ...]
    possible: tuple[str, ...]
    impossible: tuple[str, ...]


@solvers_let_go()
def prove(
    spec: Spec, given: Scenario, propositions: Propositions, *, budget: int = BUDGET
) -> Proof:
    """
    Prove that every reply is in exactly one class.

    Args:
        spec: The spec.
        given: The facts that are known.
        propositions: What its classes are made of.
        budget: How many steps the solver may take for each question.

    Raises:
        CannotExpressError: It could not be proven within the budget.
    """
    from specl.logic.z3_solver import Z3Solver

    encoder = Encoder({**spec.facts, **{act.name: _as_fact(act) for act in spec.acts.values()}})
    solver = Z3Solver(budget)
    solver.add(encoder.declare())
    terms = _Terms(encoder, spec, given, propositions)
    solver.add(encoder.commands([*terms.laws(), *terms.definitions(), *terms.questions()]))
    for question in (_NONE, _TWO):
        _require_impossible(solver, encoder, question)
    answers = {name: _possible(solver, encoder, name) for name in propositions.classes}
    return Proof(
        disjoint=True,
        exhaustive=True,
        assumptions=_left(spec.assumptions, given),
        constraints=_left(spec.constraints, given),
        possible=tuple(name for name, holds in answers.items() if holds is True),
        impossible=tuple(name for name, holds in answers.items() if holds is False),
    )


def _left(laws: Iterable[Law], given: Scenario) -> tuple[str, ...]:
    """
    Return what the given facts leave open of some laws.
    """
    exprs = (specialise(law.expr, given) for law in laws)
    return tuple(show(expr) for expr in exprs if expr != TRUE)


def _require_impossible(solver: Solver, encoder: Encoder, question: str) -> None:
    answer = solver.check([encoder.constant("def", question, "Bool")], {})
    if not answer.decided:
        raise CannotExpressError(
            f"whether a reply can be {question} of the classes is too much to be found out"
        )
    if answer.model is not None:
        raise AssertionError(f"a reply is {question} of the classes")


def _possible(solver: Solver, encoder: Encoder, name: str) -> bool | None:
    answer = solver.check([encoder.constant("def", _class(name), "Bool")], {})
    return None if not answer.decided else answer.model is not None


@attrs.frozen
class _Terms:
    """
    Everything that the solver is told, as terms.
    """

    encoder: Encoder
    spec: Spec
    given: Scenario
    propositions: Propositions

    def laws(self) -> Iterator[str]:
        """
        Yield what is so of every scenario and of every reply.
        """
        for law in (*self.spec.assumptions, *self.spec.constraints):
            yield self.encoder.term(_formula(specialise(law.expr, self.given), law.text))

    def definitions(self) -> Iterator[str]:
        """
        Yield what each proposition and each class means.
        """
        for simple in self.propositions.simple:
            what = simple.what
            meant = literal(what) if isinstance(what, Between) else _formula(what, simple.name)
            yield self.encoder.definition(simple.name, meant)
        for name, parts in self.propositions.derived.items():
            yield self.encoder.definition(name, _conjunction(parts))
        for name, parts in self.propositions.classes.items():
            yield self.encoder.definition(_class(name), _conjunction(parts))

    def questions(self) -> Iterator[str]:
        """
        Yield what it means for a reply to be in no class, and in two.
        """
        classes = [named(_class(name)) for name in self.propositions.classes]
        yield self.encoder.definition(_NONE, conj(map(negate, classes)))
        yield self.encoder.definition(_TWO, disj(map(conj, combinations(classes, 2))))


def _class(name: str) -> str:
    return f"class {name}"


def _conjunction(parts: Conjunction) -> Formula:
    return conj(
        named(name) if positive else negate(named(name)) for name, positive in parts.items()
    )


def _formula(expr: Expr, said: str) -> Formula:
    """
    Return an expression over facts and acts as a formula that takes all of them for facts.
    """
    try:
        require_small(expr)
        return formula_of(fold(expr, _leaf, _over_facts))
    except TooLargeError as error:
        message = f"`{said}` falls into too many cases to prove anything of it"
        raise CannotExpressError(message) from error


def _leaf(node: Literal | FactRef | ActRef) -> Expr:
    return FactRef(node.name, node.type) if isinstance(node, ActRef) else node


def _over_facts(node: Expr, parts: list[Expr]) -> Expr:
    return parts[0] if isinstance(node, Defined) else rebuilt(node, tuple(parts))


def _as_fact(act: Act) -> Fact:
    return Fact(act.name, act.type, act.question, act.span)
