"""
Minimal sets of claims that leave a column no value, where each claim narrows that column alone.

Most norms speak of one act and a constant: "at most 300 words", "in English". What they admit
is a stretch of the act's values, and stretches of a line that share no value have two among
them that share none (Helly's theorem in one dimension). So the minimal sets are single claims
that admit nothing and pairs that exclude each other, and no search is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from specl.logic.clauses import Piece
from specl.logic.formula import FALSE

__all__ = ["lone_columns", "minimal_families"]


def lone_columns(
    rows: Sequence[Sequence[Piece]], common: Sequence[Piece]
) -> dict[int, dict[int, int]]:
    """
    Return the columns that claims narrow one by one and only to stretches.

    Args:
        rows: For each claim the pieces that it withdraws or holds.
        common: The pieces that hold in any case.

    Returns:
        For each such column the claims on it, each with the bit set of values that it admits.
    """
    found: dict[int, dict[int, int]] = {}
    spoilt = {column for piece in common for column, _ in piece.columns}
    for claim, row in enumerate(rows):
        columns = {column for piece in row for column, _ in piece.columns}
        if len(columns) == 1 and all(piece.facts is FALSE for piece in row):
            (column,) = columns
            mask = _admitted(row)
            found.setdefault(column, {})[claim] = mask
            if not _is_stretch(mask):
                spoilt.add(column)
        else:
            spoilt |= columns
    return {column: masks for column, masks in found.items() if column not in spoilt}


def _admitted(row: Sequence[Piece]) -> int:
    """
    Return the values that all of some pieces on one column admit.
    """
    mask = -1
    for piece in row:
        admitted = 0
        for _, values in piece.columns:
            admitted |= values
        mask &= admitted
    return mask


def _is_stretch(mask: int) -> bool:
    """
    Tell whether the bits of a set stand side by side.
    """
    return not (mask + (mask & -mask)) & mask


def minimal_families(masks: Mapping[int, int], single: int) -> Iterator[int]:
    """
    Yield the minimal sets of claims, as bit sets, that leave a column no value.

    Args:
        masks: For each claim the stretch of values that it admits.
        single: Bit set of the claims no two of which count together.
    """
    admitting: dict[int, list[int]] = {}
    for claim, mask in masks.items():
        if mask:
            admitting.setdefault(mask, []).append(claim)
        else:
            yield 1 << claim
    kinds = list(admitting.items())
    for place, (mask, claims) in enumerate(kinds):
        for other, others in kinds[place + 1 :]:
            if not mask & other:
                for one in claims:
                    for two in others:
                        if not (single >> one & 1 and single >> two & 1):
                            yield 1 << one | 1 << two
