"""
All minimal sets of claims that no reply meets, found by eliminating what replies show.

Columns are eliminated one by one, as Davis and Putnam (JACM 7, 1960) eliminate variables:
every set of clauses whose values for a column have nothing in common gives a clause
without that column. The clauses left at the end speak of claims and facts only: each
names claims that cannot be met together, and when. Because claims occur only negatively,
what remains after subsumption is every minimal such set; this is de Kleer's label
propagation (An Assumption-based TMS, AIJ 28, 1986) for claims as assumptions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from specl.logic.clauses import Clause, Layout
from specl.text.record import mutable, record

__all__ = ["Elimination", "eliminate"]


@record
class Elimination:
    """
    What is left when all columns are gone.

    Attributes:
        clauses: Clauses without columns.
        unfinished: Bit set of the claims in clauses that the budget left unresolved.
        laws_unfinished: Whether clauses without claims were left unresolved.
        steps: How many pairs of clauses were looked at; those looked at to see whether one
            says as much as the other count too.
    """

    clauses: tuple[Clause, ...]
    unfinished: int
    laws_unfinished: bool
    steps: int


def eliminate(clauses: Iterable[Clause], layout: Layout, single: int, budget: int) -> Elimination:
    """
    Eliminate all columns from clauses.

    Args:
        clauses: What replies are and what claims ask of them.
        layout: Where their bits are.
        single: Bit set of claims that never stand together: permissions and probes.
        budget: How many pairs of clauses may be looked at.
    """
    run = _Run(layout, single, budget)
    for clause in sorted(clauses, key=lambda clause: (clause.bit_count(), clause)):
        run.add(clause)
    return run.finish()


@mutable
class _Run:
    """
    The work of `eliminate`.

    Attributes:
        kept: The clauses at hand, by the lowest of their bits: what says as much as a
            clause has its lowest bit among the clause's bits.
        by_column: The clauses at hand, by each of their columns.
    """

    layout: Layout
    single: int
    budget: int
    steps: int = 0
    kept: dict[int, set[Clause]] = attrs.field(factory=dict)
    by_column: dict[int, dict[Clause, None]] = attrs.field(factory=dict)
    done: dict[Clause, None] = attrs.field(factory=dict)

    def add(self, clause: Clause) -> None:
        """
        Keep a clause unless a kept one says as much; drop those that it says.
        """
        together = clause & self.single
        if together & (together - 1) or self._is_known(clause):
            return
        columns = self.layout.columns_of(clause)
        beside = [self.by_column.setdefault(column, {}) for column in columns]
        if columns:
            nearest = min(beside, key=len)
            self.steps += len(nearest)
            for other in [o for o in nearest if o | clause == o]:
                self._drop(other)
        else:
            self.steps += len(self.done)
            for other in [o for o in self.done if o | clause == o]:
                self._drop(other)
            self.done[clause] = None
        for clauses in beside:
            clauses[clause] = None
        self.kept.setdefault(clause & -clause, set()).add(clause)

    def _is_known(self, clause: Clause) -> bool:
        rest = clause
        while rest:
            lowest = rest & -rest
            shorter = self.kept.get(lowest, ())
            self.steps += len(shorter)
            if any(other | clause == clause for other in shorter):
                return True
            rest ^= lowest
        return 0 in self.done

    def _drop(self, clause: Clause) -> None:
        for column in self.layout.columns_of(clause):
            self.by_column[column].pop(clause, None)
        self.kept[clause & -clause].discard(clause)
        self.done.pop(clause, None)

    def finish(self) -> Elimination:
        """
        Eliminate column after column, the one that may add the fewest clauses first.
        """
        while columns := [column for column, clauses in self.by_column.items() if clauses]:
            column = min(columns, key=lambda column: (self._growth(column), column))
            found = self._resolve(column)
            if found is None or not self._add_all(found):
                break
            for clause in list(self.by_column.pop(column)):
                self._drop_beside(clause, column)
        return self._result()

    def _add_all(self, clauses: Iterable[Clause]) -> bool:
        """
        Add clauses, the shortest first; tell whether the budget sufficed for all of them.
        """
        for clause in sorted(clauses, key=lambda clause: (clause.bit_count(), clause)):
            self.add(clause)
            if self.steps > self.budget:
                return False
        return True

    def _growth(self, column: int) -> int:
        """
        Return how many clauses the elimination of a column may add, those it drops deducted.
        """
        clauses = self.by_column[column]
        field = self.layout.fields[column]
        if field.bit_count() > 2:
            return len(clauses) * (len(clauses) - 1) // 2 - len(clauses)
        low = field & -field
        ones = sum(1 for clause in clauses if clause & low)
        return ones * (len(clauses) - ones) - len(clauses)

    def _drop_beside(self, clause: Clause, column: int) -> None:
        for other in self.layout.columns_of(clause):
            if other != column:
                self.by_column[other].pop(clause, None)
        self.kept[clause & -clause].discard(clause)

    def _resolve(self, column: int) -> set[Clause] | None:
        """
        Return what the clauses on a column say without it, or None when the budget is spent.
        """
        field = self.layout.fields[column]
        found: set[Clause] = set()
        met: set[Clause] = set()
        seen = _Seen()
        by_lowest: dict[Clause, list[Clause]] = {}
        pending = sorted(self.by_column[column], key=lambda c: (-(c & field).bit_count(), -c))
        while pending:
            clause = pending.pop()
            self.steps += 2 * seen.total
            if self.steps > self.budget:
                return None
            if clause in met:
                continue
            met.add(clause)
            if _is_among(by_lowest, clause):
                continue
            without, within = seen.joined(clause & field, clause & ~field)
            found.update(each for each in without - found if self._counts(each))
            pending += [each for each in within if self._counts(each)]
            seen.add(clause & field, clause & ~field)
            by_lowest.setdefault(clause & -clause, []).append(clause)
        return found

    def _counts(self, clause: Clause) -> bool:
        """
        Tell whether a clause says anything, and of claims that stand together.
        """
        together = clause & self.single
        return not (together & (together - 1) or self.layout.is_empty(clause))

    def _result(self) -> Elimination:
        left = {clause for clauses in self.by_column.values() for clause in clauses}
        unfinished = 0
        for clause in left:
            unfinished |= self.layout.claims_of(clause)
        laws = any(not self.layout.claims_of(clause) for clause in left)
        return Elimination(tuple(self.done), unfinished, laws, self.steps)


@mutable
class _Seen:
    """
    Clauses on a column, each in two parts: the values that it admits there, and the rest.

    Attributes:
        total: How many there are.
        by_values: By the values, each with its place and its rest.
    """

    total: int = 0
    by_values: dict[Clause, list[tuple[int, Clause]]] = attrs.field(factory=dict)

    def add(self, values: Clause, rest: Clause) -> None:
        """
        Add a clause.
        """
        self.by_values.setdefault(values, []).append((self.total, rest))
        self.total += 1

    def joined(self, values: Clause, rest: Clause) -> tuple[set[Clause], list[Clause]]:
        """
        Return what a clause says together with each that admits other values, and not just fewer.

        Returns:
            What is said without the column, and, in the order of the others, what is said with
            the values that both admit.
        """
        without: set[Clause] = set()
        within: list[tuple[int, Clause]] = []
        for others, clauses in self.by_values.items():
            common = values & others
            if common in {values, others}:
                continue
            if common:
                within += [(place, rest | other | common) for place, other in clauses]
            else:
                without.update([rest | other for _, other in clauses])
        within.sort()
        return without, [clause for _, clause in within]


def _is_among(by_lowest: Mapping[Clause, Iterable[Clause]], clause: Clause) -> bool:
    """
    Tell whether a clause says all that one of some others does, these by their lowest bits.
    """
    rest = clause
    while rest:
        lowest = rest & -rest
        for other in by_lowest.get(lowest, ()):
            if other | clause == clause:
                return True
        rest ^= lowest
    return False
