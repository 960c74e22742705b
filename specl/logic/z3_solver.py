"""
Z3 behind the solver protocol: the one file that imports it.

The budget is an `rlimit`, which counts work, not seconds; the seed is fixed and there is
one thread: the same questions get the same answers on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import z3

from specl.logic.solver import Answer, note_solver

__all__ = ["Z3Solver"]


class Z3Solver:
    """
    A Z3 solver with a budget for each question.
    """

    def __init__(self, budget: int) -> None:
        self._context = z3.Context()
        self._solver = z3.Solver(ctx=self._context)
        self._solver.set("random_seed", 0)
        self._solver.set("rlimit", max(budget, 1))
        self._constants: dict[str, z3.ExprRef] = {}
        self._declarations: dict[str, z3.FuncDecl] = {}
        note_solver(self)

    def close(self) -> None:
        """
        Let go of all that it holds; it is not asked again.
        """
        self._constants.clear()
        self._declarations.clear()
        self.__dict__.pop("_solver", None)
        self.__dict__.pop("_context", None)

    def add(self, commands: str) -> None:
        """
        Add SMT-LIB commands that declare all the constants they mention.

        The C interface is told directly: `Solver.add` makes an object of each assertion.
        """
        context, solver = self._context.ref(), self._solver.solver
        found = z3.parse_smt2_string(commands, ctx=self._context)
        for place in range(z3.Z3_ast_vector_size(context, found.vector)):
            assertion = z3.Z3_ast_vector_get(context, found.vector, place)
            z3.Z3_solver_assert(context, solver, assertion)

    def check(self, assumptions: Sequence[str], wanted: Mapping[str, str]) -> Answer:
        """
        Ask for a solution in which some Boolean constants are true.
        """
        result = self._solver.check(*(self._constant(name, "Bool") for name in assumptions))
        if result == z3.unsat:
            core = {str(constant) for constant in self._solver.unsat_core()}
            return Answer(decided=True, core=tuple(n for n in assumptions if n in core))
        if result == z3.unknown:
            return Answer(decided=False)
        if not wanted:
            return Answer(decided=True, model={})
        model = self._solver.model()
        return Answer(
            decided=True,
            model={name: self._value(model, name, sort) for name, sort in wanted.items()},
        )

    def _value(self, model: z3.ModelRef, name: str, sort: str) -> bool | int | Fraction:
        """
        Return a constant's value; what the model leaves open is false or zero.

        The C interface is asked directly: `ModelRef.eval` takes ten times as long, and
        there are many facts.
        """
        context = self._context.ref()
        if name not in self._declarations:
            self._declarations[name] = self._constant(name, sort).decl().ast
        value = z3.Z3_model_get_const_interp(context, model.model, self._declarations[name])
        if not value.value:
            return 0 if sort != "Bool" else False
        if sort == "Bool":
            return bool(z3.Z3_get_bool_value(context, value) == z3.Z3_L_TRUE)
        number = z3.Z3_get_numeral_string(context, value)
        return Fraction(number) if sort == "Real" else int(number)

    def _constant(self, name: str, sort: str) -> z3.ExprRef:
        if name not in self._constants:
            make = {"Bool": z3.Bool, "Int": z3.Int, "Real": z3.Real}[sort]
            self._constants[name] = make(name, self._context)
        return self._constants[name]
