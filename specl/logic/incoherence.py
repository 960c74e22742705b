"""
What no reply can meet: every minimal incoherent set of claims, and under which facts.

A claim is an obligation or a permission, whatever norms make it, or a *probe*: an expression
of which it is asked when the norms in force leave no reply that has it. `requires E` is "no
reply is left for the probe `not E`", `permits E` is "some reply is left for the probe `E`".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from specl.logic.arithmetic import exclusions
from specl.logic.clauses import Clauses, Piece, bits_of, places_of
from specl.logic.columns import Columns
from specl.logic.eliminate import Elimination, eliminate
from specl.logic.families import lone_columns, minimal_families
from specl.logic.formula import FALSE, TRUE, Formula, conj, disj, negate
from specl.logic.keys import key_of
from specl.logic.normal import formula_of
from specl.logic.size import TooLargeError, require_small
from specl.model import Law, Norm, Spec
from specl.model.expressions import Expr
from specl.text.record import mutable, record

__all__ = ["Incoherence", "Nogood", "Refutation", "incoherence_of"]

LONG = 4


@record
class Nogood:
    """
    Claims that no reply meets together where `when` holds.

    Attributes:
        claims: Bit set; for a probe's nogoods, without the probe.
        when: The facts under which it is so.
        minimal: The facts under which, besides, no smaller set of its claims is incoherent.
    """

    claims: int
    when: Formula
    minimal: Formula

    def members(self) -> tuple[int, ...]:
        """
        Return the claims as indices, in order.
        """
        return places_of(self.claims)


@record
class Refutation:
    """
    Obligations that leave no reply with a probed expression where `when` holds.

    Attributes:
        claims: Bit set; an empty one: no reply has the expression.
        when: The facts under which it is so.
    """

    claims: int
    when: Formula

    def members(self) -> tuple[int, ...]:
        """
        Return the claims as indices, in order.
        """
        return places_of(self.claims)


@record
class Incoherence:
    """
    Every minimal incoherent set of a spec.

    Attributes:
        claim_of: For each norm, by position, the index of its claim; None where undecided.
        nogoods: The sets of claims of norms, by size, then in the order of the claims.
        contrary: Those of obligations alone, which leave no reply at all.
        probes: For each probed expression the sets of obligations that leave no reply with
            it, except those that are contrary.
        reply_exists: The facts under which some reply satisfies the constraints.
        undecided: Positions of norms of which not everything is known.
        constraints_undecided: The constraints themselves were too much.
        unknown_probes: Probes of which not everything is known.
    """

    claim_of: tuple[int | None, ...]
    nogoods: tuple[Nogood, ...]
    contrary: tuple[Nogood, ...]
    probes: Mapping[Expr, tuple[Refutation, ...]]
    reply_exists: Formula
    undecided: frozenset[int]
    constraints_undecided: bool
    unknown_probes: frozenset[Expr]

    @property
    def is_partial(self) -> bool:
        """
        Tell whether anything was left undecided.
        """
        return not self.knows_norms or bool(self.unknown_probes)

    @property
    def knows_norms(self) -> bool:
        """
        Tell whether all is known of what the norms and the constraints exclude.
        """
        return not (self.undecided or self.constraints_undecided)


def incoherence_of(spec: Spec, probes: Iterable[Expr], budget: int) -> Incoherence:
    """
    Work out every minimal incoherent set of a spec's norms.

    Args:
        spec: The spec.
        probes: Expressions over acts and facts to be asked about.
        budget: How many steps the elimination may take.
    """
    return _Build(spec, tuple(dict.fromkeys(probes)), budget).run()


@mutable
class _Build:
    """
    The work of `incoherence_of`.

    Attributes:
        claims: Each claim, a kind and a formula, with its index.
        open_claims: Bit set of the claims of which not everything is known.
    """

    spec: Spec
    probes: tuple[Expr, ...]
    budget: int
    claims: dict[tuple[str, Formula], int] = attrs.field(factory=dict)
    open_claims: int = 0
    constraints_undecided: bool = False
    _written: dict[tuple[str, object], int | None] = attrs.field(factory=dict)

    def run(self) -> Incoherence:
        laws = [law for law in map(self._law, self.spec.constraints) if law is not None]
        norms = tuple(map(self._norm_claim, self.spec.norms))
        probes = {probe: self._claim("probe", probe) for probe in self.probes}
        sets = self._incoherent_sets(laws)
        probing = _bits(claim for claim in probes.values() if claim is not None)
        own = {claims: when for claims, when in sets.items() if claims and not claims & probing}
        rights = _bits(claim for (kind, _), claim in self.claims.items() if kind == "right")
        nogoods = _nogoods(own)
        refuting = _refutations(sets, probing)
        return Incoherence(
            norms,
            nogoods,
            tuple(nogood for nogood in nogoods if not nogood.claims & rights),
            {
                probe: () if claim is None else refuting.get(1 << claim, ())
                for probe, claim in probes.items()
            },
            negate(sets.get(0, FALSE)),
            frozenset(place for place, claim in enumerate(norms) if self._is_open(claim)),
            self.constraints_undecided,
            frozenset(probe for probe, claim in probes.items() if self._is_open(claim)),
        )

    def _law(self, law: Law) -> Formula | None:
        try:
            require_small(law.expr)
            return formula_of(law.expr)
        except TooLargeError:
            self.constraints_undecided = True
            return None

    def _norm_claim(self, norm: Norm) -> int | None:
        """
        Return the claim of a norm; norms that are written alike make one that is made once.
        """
        kind = "right" if norm.is_permission else "duty"
        key = kind, key_of(norm.obligation)
        if key not in self._written:
            self._written[key] = self._claim(kind, norm.obligation)
        return self._written[key]

    def _claim(self, kind: str, expr: Expr) -> int | None:
        try:
            require_small(expr)
            key = (kind, formula_of(expr))
        except TooLargeError:
            return None
        return self.claims.setdefault(key, len(self.claims))

    def _is_open(self, claim: int | None) -> bool:
        return claim is None or bool(self.open_claims >> claim & 1)

    def _incoherent_sets(self, laws: list[Formula]) -> dict[int, Formula]:
        """
        Return for each incoherent set of claims when it is one.
        """
        formulas = [formula for _, formula in self.claims]
        columns = Columns.for_formulas(self.spec.acts, [*laws, *formulas])
        clauses = Clauses(columns)
        rows = [clauses.pieces(formula, 1 << claim) for claim, formula in enumerate(formulas)]
        common = [piece for law in laws for piece in clauses.pieces(law)]
        common.extend(self._arithmetic(clauses, [*common, *(p for row in rows for p in row)]))
        long = {
            claim for (kind, _), claim in self.claims.items() if self._is_long(kind, rows[claim])
        }
        left = [[] if claim in long else row for claim, row in enumerate(rows)]
        sets = self._families(columns, left, common)
        short = [piece for row in left for piece in row]
        result, joined = self._eliminated(clauses, [*common, *short])
        sets.update(joined)
        self.open_claims |= result.unfinished
        self.constraints_undecided |= result.laws_unfinished
        kinds = self._kinds
        norms = [p for c, row in enumerate(rows) if kinds[c] == "duty" for p in row]
        for claim in sorted(long):
            own = (attrs.evolve(piece, claims=0) for piece in rows[claim])
            result, alone = self._eliminated(clauses, [*own, *common, *norms])
            if result.unfinished or result.laws_unfinished:
                self.open_claims |= 1 << claim
            sets.update({claims | 1 << claim: when for claims, when in alone.items()})
        return sets

    def _families(
        self, columns: Columns, rows: list[list[Piece]], common: list[Piece]
    ) -> dict[int, Formula]:
        """
        Return the incoherent sets of claims on a column that nothing else narrows.

        Their pieces are taken out of the rows: there is nothing left to eliminate in them.
        """
        single = _bits(claim for claim, kind in enumerate(self._kinds) if kind != "duty")
        found: dict[int, Formula] = {}
        for column, masks in lone_columns(rows, common).items():
            everything = (1 << columns.sizes[column]) - 1
            some = {claim: mask for claim, mask in masks.items() if mask != everything}
            found.update(dict.fromkeys(minimal_families(some, single), TRUE))
            for claim in masks:
                rows[claim] = []
        return found

    @property
    def _kinds(self) -> list[str]:
        return [kind for kind, _ in self.claims]

    def _is_long(self, kind: str, pieces: list[Piece]) -> bool:
        """
        Tell whether a probe says so much of a reply that little is left to eliminate with it.
        """
        return kind == "probe" and len(pieces) >= LONG

    def _eliminated(
        self, clauses: Clauses, pieces: Iterable[Piece]
    ) -> tuple[Elimination, dict[int, Formula]]:
        """
        Return what eliminating all columns left, and for each set of claims when no reply meets it.
        """
        layout = clauses.layout(len(self.claims))
        found = (clauses.clause(piece, layout) for piece in pieces)
        single = _bits(claim for claim, kind in enumerate(self._kinds) if kind != "duty")
        result = eliminate((c for c in found if c is not None), layout, single, self.budget)
        whens: dict[int, list[Formula]] = {}
        for clause in result.clauses:
            when = layout.broken_when(clause, clauses.facts)
            whens.setdefault(layout.claims_of(clause), []).append(when)
        return result, {claims: disj(each) for claims, each in whens.items()}

    def _arithmetic(self, clauses: Clauses, known: list[Piece]) -> list[Piece]:
        """
        Return the pieces on bounds that exclude each other, noting what they leave open.
        """
        bounds = clauses.columns.bounds
        try:
            excluded = exclusions(clauses.columns)
        except TooLargeError:
            self._leave_open(frozenset(bounds.values()), known)
            return []
        for source in excluded.inexact:
            self._leave_open(source, known)
        return [p for row in excluded.clauses for p in clauses.placed(Piece(*row))]

    def _leave_open(self, bounds: frozenset[int], known: list[Piece]) -> None:
        """
        Note that what some bounds exclude is not all known.
        """
        touched = [p for p in known if any(column in bounds for column, _ in p.columns)]
        for piece in touched:
            self.open_claims |= piece.claims
        self.constraints_undecided |= any(not piece.claims for piece in touched)


def _refutations(sets: Mapping[int, Formula], probing: int) -> dict[int, tuple[Refutation, ...]]:
    """
    Return for each probe, as a bit, the sets of claims that leave no reply with it.
    """
    found: dict[int, list[Refutation]] = {}
    for claims, when in sets.items():
        if bit := claims & probing:
            found.setdefault(bit, []).append(Refutation(claims & ~bit, when))
    return {bit: tuple(sorted(each, key=_size)) for bit, each in found.items()}


def _size(refutation: Refutation) -> tuple[int, tuple[int, ...]]:
    return _by_size(refutation.claims)


def _bits(claims: Iterable[int]) -> int:
    return sum({1 << claim for claim in claims})


def _nogoods(sets: Mapping[int, Formula]) -> tuple[Nogood, ...]:
    order = sorted(sets, key=_by_size)
    within = _Within(order)
    return tuple(
        Nogood(claims, sets[claims], _minimal(sets, within.of(claims), sets[claims]))
        for claims in order
    )


def _minimal(sets: Mapping[int, Formula], within: Iterable[int], when: Formula) -> Formula:
    """
    Return when a set is incoherent and none of those within it is.
    """
    smaller = [negate(sets[each]) for each in within]
    return conj((when, *smaller)) if smaller else when


class _Within:
    """
    Which of some sets of claims have only claims of a larger one.
    """

    def __init__(self, sets: Iterable[int]) -> None:
        self.by_lowest: dict[int, list[int]] = {}
        for claims in sets:
            if claims:
                self.by_lowest.setdefault(claims & -claims, []).append(claims)
        self.single = {claims for claims in self.by_lowest if claims in self.by_lowest[claims]}

    def of(self, claims: int) -> list[int]:
        """
        Return the sets within one, by size.
        """
        if claims.bit_count() <= 2:
            lowest = claims & -claims
            parts = (lowest, claims ^ lowest) if claims != lowest else ()
            return [each for each in parts if each in self.single]
        found = (
            each
            for bit in bits_of(claims)
            for each in self.by_lowest.get(1 << bit, ())
            if each != claims and not each & ~claims
        )
        return sorted(found, key=_by_size)


def _by_size(claims: int) -> tuple[int, tuple[int, ...]]:
    return claims.bit_count(), places_of(claims)
