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

from collections.abc import Iterable

import attrs

from specl.check.clauses import Clause

__all__ = ["Elimination", "eliminate"]


@attrs.frozen
class Elimination:
    """
    What is left when all columns are gone.

    Attributes:
        clauses: Clauses without columns.
        unfinished: Bit set of the claims in clauses that the budget left unresolved.
        laws_unfinished: Whether clauses without claims were left unresolved.
        steps: How many pairs of clauses were looked at.
    """

    clauses: tuple[Clause, ...]
    unfinished: int
    laws_unfinished: bool
    steps: int


def eliminate(clauses: Iterable[Clause], sizes: list[int], single: int, budget: int) -> Elimination:
    """
    Eliminate all columns from clauses.

    Args:
        clauses: What replies are and what claims ask of them.
        sizes: For each column how many values it has.
        single: Bit set of claims that never stand together: permissions and probes.
        budget: How many pairs of clauses may be looked at.
    """
    run = _Run(sizes, single, budget)
    for clause in clauses:
        run.add(clause)
    return run.finish()


@attrs.define
class _Run:
    sizes: list[int]
    single: int
    budget: int
    steps: int = 0
    done: list[Clause] = attrs.field(factory=list)
    by_column: dict[int, dict[Clause, None]] = attrs.field(factory=dict)

    def add(self, clause: Clause) -> None:
        """
        Keep a clause unless a kept one says as much; drop those that it says.
        """
        together = clause.claims & self.single
        if together & (together - 1) or self._is_known(clause):
            return
        if not clause.columns:
            self.done = [other for other in self.done if not clause.subsumes(other)]
            self.done.append(clause)
            return
        column = min(clause.columns, key=lambda pair: len(self.by_column.get(pair[0], ())))[0]
        for other in [o for o in self.by_column.get(column, ()) if clause.subsumes(o)]:
            self._drop(other)
        for column, _ in clause.columns:
            self.by_column.setdefault(column, {})[clause] = None

    def _is_known(self, clause: Clause) -> bool:
        if any(other.subsumes(clause) for other in self.done):
            return True
        return any(
            other.subsumes(clause)
            for column, _ in clause.columns
            for other in self.by_column.get(column, ())
        )

    def _drop(self, clause: Clause) -> None:
        for column, _ in clause.columns:
            self.by_column[column].pop(clause, None)

    def finish(self) -> Elimination:
        """
        Eliminate column after column, the one in the fewest pairs of clauses first.
        """
        while columns := [column for column, clauses in self.by_column.items() if clauses]:
            column = min(columns, key=lambda column: (len(self.by_column[column]), column))
            found = self._resolve(column)
            if found is None:
                break
            for clause in [*self.by_column.pop(column)]:
                self._drop_from_others(clause, column)
            for clause in found:
                self.add(clause)
        left = {clause for clauses in self.by_column.values() for clause in clauses}
        unfinished = 0
        for clause in left:
            unfinished |= clause.claims
        laws = any(not clause.claims for clause in left)
        return Elimination(tuple(self.done), unfinished, laws, self.steps)

    def _drop_from_others(self, clause: Clause, column: int) -> None:
        for other, _ in clause.columns:
            if other != column:
                self.by_column[other].pop(clause, None)

    def _resolve(self, column: int) -> list[Clause] | None:
        """
        Return what the clauses on a column say without it, or None when the budget is spent.
        """
        found: list[Clause] = []
        seen: list[tuple[int, Clause]] = []
        pending = [(dict(clause.columns)[column], clause) for clause in self.by_column[column]]
        pending.sort(key=lambda pair: pair[0].bit_count())
        pending.reverse()
        while pending:
            mask, clause = pending.pop()
            if any(other & ~mask == 0 and _beside(c, clause, column) for other, c in seen):
                continue
            for other_mask, other in seen:
                self.steps += 1
                if self.steps > self.budget:
                    return None
                common = mask & other_mask
                if common in {mask, other_mask}:
                    continue
                joined = self._join(clause, other, column, common)
                if joined is None:
                    continue
                if common:
                    pending.append((common, joined))
                else:
                    found.append(joined)
            seen.append((mask, clause))
        return found

    def _join(self, one: Clause, other: Clause, column: int, common: int) -> Clause | None:
        claims = one.claims | other.claims
        together = claims & self.single
        holds, fails = one.holds | other.holds, one.fails | other.fails
        if together & (together - 1) or holds & fails:
            return None
        masks = dict(one.columns)
        for key, mask in other.columns:
            masks[key] = masks.get(key, 0) | mask
        masks[column] = common
        if any(mask == (1 << self.sizes[key]) - 1 for key, mask in masks.items()):
            return None
        kept = tuple(sorted((key, mask) for key, mask in masks.items() if mask))
        return Clause(claims, kept, holds, fails)


def _beside(known: Clause, clause: Clause, column: int) -> bool:
    """
    Tell whether a clause says all that another says beside one column.
    """
    if known.claims & ~clause.claims or known.holds & ~clause.holds or known.fails & ~clause.fails:
        return False
    masks = dict(clause.columns)
    return all(key == column or not mask & ~masks.get(key, 0) for key, mask in known.columns)
