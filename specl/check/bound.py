"""
How many facts every witness of a finding has to name, as far as a look at its box tells.

What the finding needs of a fact, no completion may change. A fact that the background ties to
nothing can take any value in a completion, so a witness that needs something of it has to name
it. Facts that the background ties together are one group, of which one has to be named.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from specl.logic.formula import And, Formula
from specl.logic.inquiry import Inquiry
from specl.logic.numbers import stretch
from specl.logic.regions import Box, Regions, Total, fact_of

__all__ = ["fewest", "laws_of"]


def fewest(inquiry: Inquiry, implied: Box) -> int:
    """
    Return a number of facts that no witness has fewer of.

    Args:
        inquiry: Where the finding was found.
        implied: A box around all scenarios that show the finding.

    Raises:
        OutOfBudgetError: The solver gave up.
    """
    group_of = _groups(inquiry)
    needed: set[object] = set()
    for column, mask in implied.items():
        if not inquiry.regions.all_of(column) & ~mask:
            continue  # alternatives that together admit everything
        if isinstance(column, Total):
            free = [name for name, _ in column.terms if name not in group_of]
            if len(free) == len(column.terms):
                needed.update(_decisive(inquiry.regions, column, mask))
            continue
        name = fact_of(column)
        group = group_of.get(name)
        if group is None:
            needed.add(name)
        elif group not in needed and _can_be_otherwise(inquiry, column, mask):
            needed.add(group)
    return len(needed)


def _groups(inquiry: Inquiry) -> Mapping[str, int]:
    """
    Return for each fact that the background mentions the number of its group.
    """
    group_of: dict[str, int] = {}
    for number, law in enumerate(laws_of(inquiry.background)):
        names = inquiry.facts_in(law)
        joined = {group_of[name] for name in names if name in group_of}
        for name, group in list(group_of.items()):
            if group in joined:
                group_of[name] = number
        group_of.update(dict.fromkeys(names, number))
    return group_of


def laws_of(background: Formula) -> tuple[Formula, ...]:
    """
    Return the parts of what every scenario satisfies.
    """
    return background.parts if isinstance(background, And) else (background,)


def _can_be_otherwise(inquiry: Inquiry, column: Hashable, mask: int) -> bool:
    """
    Tell whether some scenario has a column outside of what a finding needs.
    """
    return inquiry.reaches(column, inquiry.regions.all_of(column) & ~mask)


def _decisive(regions: Regions, total: Total, mask: int) -> Iterable[str]:
    """
    Yield the facts each of which alone can take a sum out of what a finding needs.
    """
    first, last = (mask & -mask).bit_length() - 1, mask.bit_length() - 1
    wanted = stretch(regions, total, first, last)
    if wanted.low is None or wanted.high is None:
        return
    width = wanted.high - wanted.low
    for name, factor in total.terms:
        whole = stretch(regions, name, 0, 2 * len(regions.cuts.get(name, ())))
        unbounded = whole.low is None or whole.high is None
        if unbounded or abs(factor) * (whole.high - whole.low) > width:  # type: ignore[operator]
            yield name
