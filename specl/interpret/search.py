"""
Whether formulas can hold together: values that make them true, or which of them clash.

Propagation first: atoms narrow the values left to their variables, sums pass on what
is left, and where all parts of an `Either` but one have failed the last one is asked for.
Then a decision: one part of the smallest `Either` is tried, and what made it fail tells
which earlier decision to take back. Sums that are left at the end go to the simplex.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from specl.interpret.domains import Domains, Edge
from specl.interpret.formula import AtMost, Both, Constant, Either, Formula, Within
from specl.interpret.simplex import Bounded, Clash, solve
from specl.interpret.undecidable import Undecidable
from specl.interpret.variables import Finite, Model, Variable
from specl.text.record import record

__all__ = ["holds_in", "search"]

_NARROWINGS = 40
_DECISIONS = 100_000
_BRANCHES = 500
_BOXES = (20, 1_000, 1_000_000)
_BRANCHES_BOUNDED = 100_000


def search(variables: Sequence[Variable], asked: Sequence[tuple[Formula, int]]) -> Model:
    """
    Return a value for each variable that some formulas mention, so that all of them hold.

    Args:
        variables: All variables.
        asked: Formulas, each with a bit set to know it by; 0 for one that is never to blame.

    Raises:
        Clash: They cannot hold together; `why` unites the bits of some that cannot.
        Undecidable: The search took too long, or whole numbers without bounds are involved.
    """
    mentioned = sorted(frozenset[int]().union(*(formula.variables for formula, _ in asked)))
    levels = 1 + max((bits.bit_length() for _, bits in asked), default=0)
    state = _State(Domains(variables), mentioned)
    trail: list[_Decision] = []
    for _ in range(_DECISIONS):
        try:
            if asked:
                pending, asked = asked, ()
                state.ask(pending)
            model = state.finished()
            if model is not None:
                return model
            either, part = state.decision()
            bit = 1 << (levels + len(trail))
            trail.append(_Decision(state.copy(), part, bit))
            del state.open[either.key]
            asked = ((part, bit),)
        except Clash as clash:
            state, asked = _taken_back(trail, clash.why)
    raise Undecidable("the search for a reply took too many steps")


@record
class _Decision:
    """
    What was tried, and the state before.
    """

    state: _State
    part: Formula
    bit: int


def _taken_back(trail: list[_Decision], why: int) -> tuple[_State, Sequence[tuple[Formula, int]]]:
    """
    Return to the last decision that is to blame for a clash, its opposite to be asked for.

    It is not handed the clash itself: raised anew from here, that would hold this frame, and the
    frame it, and with them all that called.

    Raises:
        Clash: No decision is to blame.
    """
    while trail:
        decision = trail.pop()
        if why & decision.bit:
            return decision.state, ((decision.part.negation, why & ~decision.bit),)
    raise Clash(why)


@attrs.define(eq=False, repr=False)
class _State:
    """
    What is left: the values, and the `Either`s not yet settled.
    """

    domains: Domains
    mentioned: list[int]
    open: dict[int, tuple[Either, int]] = attrs.field(factory=dict)
    _changed: dict[int, None] = attrs.field(factory=dict)

    def copy(self) -> _State:
        return _State(self.domains.copy(), self.mentioned, dict(self.open))

    def ask(self, formulas: Iterable[tuple[Formula, int]]) -> None:
        """
        Ask for formulas and all that follows from them at once.

        Raises:
            Clash: They cannot hold.
        """
        for formula, why in formulas:
            self._ask(formula, why)
        narrowings: dict[int, int] = {}
        while self._changed:
            variable = next(iter(self._changed))
            del self._changed[variable]
            narrowings[variable] = narrowings.get(variable, 0) + 1
            self._pass_on(variable, sums=narrowings[variable] <= _NARROWINGS)

    def _ask(self, formula: Formula, why: int) -> None:
        pending = [formula]
        while pending:
            part = pending.pop()
            if not isinstance(part, Within) and not self._is_new(part, why):
                continue
            match part:
                case Constant(value=False):
                    raise Clash(why)
                case Within(variable=variable, mask=mask):
                    if self.domains.keep(variable, mask, why):
                        self._changed[variable] = None
                case AtMost():
                    self.domains.sums.append((part, why))
                    self._narrow(part, why)
                case Both(parts=parts):
                    pending.extend(reversed(parts))
                case Either():
                    self._settle(part, why)

    def _is_new(self, formula: Formula, why: int) -> bool:
        """
        Note that a formula is asked for; tell whether it was not before.
        """
        if formula.key in self.domains.asked:
            return False
        self.domains.asked[formula.key] = why
        self._changed.update(dict.fromkeys(sorted(formula.variables)))
        return True

    def _pass_on(self, variable: int, *, sums: bool) -> None:
        """
        Look again at whatever mentions a variable whose values were narrowed.
        """
        for key, (either, why) in list(self.open.items()):
            if variable in either.variables and key in self.open:
                self._settle(either, why)
        if sums:
            for sum_, why in list(self.domains.sums):
                if variable in sum_.variables:
                    self._narrow(sum_, why)

    def _settle(self, either: Either, why: int) -> None:
        """
        Keep an `Either` open, drop it when it holds, or ask for the last part that can.
        """
        left: Formula | None = None
        reasons = why
        for part in either.parts:
            holds, reason = self.domains.status(part)
            if holds:
                self.open.pop(either.key, None)
                return
            if holds is False:
                reasons |= reason
            elif left is not None:
                self.open.setdefault(either.key, (either, why))
                return
            else:
                left = part
        self.open.pop(either.key, None)
        if left is None:
            raise Clash(reasons)
        self._ask(left, reasons)

    def _narrow(self, sum_: AtMost, why: int) -> None:
        """
        Take from each variable of a sum what the others leave no room for.
        """
        lows = [self._least(index, factor) for index, factor in sum_.terms]
        missing = [place for place, low in enumerate(lows) if low is None]
        if len(missing) > 1:
            return
        total = sum(low.number for low in lows if low is not None)
        for place in missing or range(len(lows)):
            index, factor = sum_.terms[place]
            own = lows[place]
            rest = sum_.bound - total + (own.number if own is not None else 0)
            others = [*lows[:place], *lows[place + 1 :]]
            strict = sum_.strict or any(low is not None and low.strict for low in others)
            whole = isinstance(rest, int) and not strict and self._is_whole(index)
            edge = Edge(_share(rest, factor, whole=whole), strict, 0)
            if self.domains.is_narrower(index, edge, upper=factor > 0):
                reasons = why
                for low in others:
                    reasons |= 0 if low is None else low.why
                if self.domains.narrow(index, attrs.evolve(edge, why=reasons), upper=factor > 0):
                    self._changed[index] = None

    def _least(self, index: int, factor: int) -> Edge | None:
        edge = self.domains.low(index) if factor > 0 else self.domains.high(index)
        return None if edge is None else Edge(edge.number * factor, edge.strict, edge.why)

    def finished(self) -> Model | None:
        """
        Return a model: all values quiet if that does, else by the simplex once nothing is open.

        Raises:
            Clash: The sums cannot all hold.
            Undecidable: Branch and bound came to no end.
        """
        quiet = {index: self.domains.quiet(index) for index in self.mentioned}
        if self._is_met(quiet):
            return quiet
        return None if self.open else {**quiet, **self._solve_sums()}

    def _is_met(self, model: Model) -> bool:
        sums = all(holds_in(sum_, model) for sum_, _ in self.domains.sums)
        return sums and all(holds_in(either, model) for either, _ in self.open.values())

    def _solve_sums(self) -> Model:
        wanted = [Bounded(one.terms, one.bound, one.strict, why) for one, why in self.domains.sums]
        indices = sorted({index for one in wanted for index, _ in one.terms})
        whole = frozenset(filter(self._is_whole, indices))
        unbounded = []
        for index in indices:
            ends = self._ends(index)
            wanted.extend(ends)
            if index in whole and len(ends) < 2:
                unbounded.append(index)
        found = solve(wanted, whole, _BRANCHES if unbounded else _BRANCHES_BOUNDED)
        if found is None:
            found = self._solve_within_boxes(wanted, whole, unbounded)
        if found is None:
            raise Undecidable("the search for whole numbers took too many steps")
        return found

    def _solve_within_boxes(
        self, wanted: list[Bounded], whole: frozenset[int], unbounded: list[int]
    ) -> dict[int, Fraction] | None:
        """
        Look for whole numbers that nothing bounds near 0; None says that none were found there.
        """
        for size in _BOXES:
            box = [Bounded(((i, sign),), size, False, 0) for i in unbounded for sign in (1, -1)]
            try:
                found = solve([*wanted, *box], whole, _BRANCHES)
            except Clash:
                continue
            if found is not None:
                return found
        return None

    def _ends(self, index: int) -> list[Bounded]:
        """
        Return the ends of a variable's range as inequalities.
        """
        ends = ((self.domains.low(index), -1), (self.domains.high(index), 1))
        return [
            Bounded(((index, sign),), sign * edge.number, edge.strict, edge.why)
            for edge, sign in ends
            if edge is not None
        ]

    def _is_whole(self, index: int) -> bool:
        variable = self.domains.variables[index]
        return isinstance(variable, Finite) or variable.integral

    def decision(self) -> tuple[Either, Formula]:
        """
        Return what to try next: the `Either` with the fewest parts left, and one of these.
        """
        left = {
            either: [part for part in either.parts if self.domains.status(part)[0] is None]
            for either, _ in self.open.values()
        }
        either, parts = min(left.items(), key=lambda item: len(item[1]))
        quiet = {index: self.domains.quiet(index) for index in self.mentioned}
        return either, next((part for part in parts if holds_in(part, quiet)), parts[0])


def holds_in(formula: Formula, model: Model) -> bool:
    """
    Tell whether a formula holds for values of all its variables.
    """
    match formula:
        case Constant(value=value):
            return value
        case Within(variable=variable, mask=mask):
            return bool(mask >> int(model[variable]) & 1)
        case AtMost(terms=terms, bound=bound, strict=strict):
            total = sum(factor * model[index] for index, factor in terms)
            return total < bound if strict else total <= bound
        case Both(parts=parts):
            return all(holds_in(part, model) for part in parts)
        case Either(parts=parts):
            return any(holds_in(part, model) for part in parts)


def _share(rest: int | Fraction, factor: int, *, whole: bool) -> int | Fraction:
    """
    Return what a variable with a factor may come to at the most, or at the least.
    """
    exact = Fraction(rest) / factor
    if not whole:
        return exact
    return math.floor(exact) if factor > 0 else math.ceil(exact)
