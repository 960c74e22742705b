"""
Comparisons of numbers as a term and the numbers that it may be.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from specl.decide.terms import Cuts, Term, comparison_of
from specl.model.expressions import Compare
from tests.reference.pipeline import spec_of

FACTS = 'fact n: int "?" fact m: int "?" fact r: real "?" act a "?" '
N = Term((("n", 1),), whole=True)


def compared(text: str) -> tuple[Term, Cuts] | bool | None:
    """
    Return what a condition of one comparison says.
    """
    spec = spec_of(f"spec s {FACTS} rule one {{ when {text} must a }}")
    test = spec.rules["one"].when[0].expr
    assert isinstance(test, Compare)
    return comparison_of(test)


def just(*places: tuple[int | Fraction, bool], first: bool) -> Cuts:
    return Cuts(tuple((Fraction(number), after) for number, after in places), first)


@pytest.mark.parametrize(
    ("text", "cuts"),
    [
        ("n < 3", just((3, False), first=True)),
        ("n <= 3", just((4, False), first=True)),
        ("n > 3", just((4, False), first=False)),
        ("n == 3", just((3, False), (4, False), first=False)),
        ("n != 3", just((3, False), (4, False), first=True)),
        ("n < 2.5", just((3, False), first=True)),
        ("n <= 2.5", just((3, False), first=True)),
        ("7 >= n + 4", just((4, False), first=True)),
        ("-n < 3", just((-2, False), first=False)),
        ("2 * n < 7", just((4, False), first=True)),
        ("3 * n - n <= 7", just((4, False), first=True)),
    ],
)
def test_whole_numbers_change_just_before_whole_numbers(text: str, cuts: Cuts) -> None:
    """
    However a comparison of one whole fact is written, it is about the fact itself.
    """
    assert (N, cuts) == compared(text)


@pytest.mark.parametrize(
    ("text", "cuts"),
    [
        ("r < 2.5", just((Fraction(5, 2), False), first=True)),
        ("r <= 2.5", just((Fraction(5, 2), True), first=True)),
        ("r == 2.5", just((Fraction(5, 2), False), (Fraction(5, 2), True), first=False)),
    ],
)
def test_reals_change_before_or_after_a_number(text: str, cuts: Cuts) -> None:
    """
    Between a number and the next there is room.
    """
    assert (Term((("r", 1),), whole=False), cuts) == compared(text)


@pytest.mark.parametrize("text", ["n + 2 * m < 8", "-2 * n - 4 * m > -16", "0.5 * n < 4 - m"])
def test_one_sum_is_one_term(text: str) -> None:
    """
    Comparisons of the same facts in the same proportions speak of the same term.
    """
    term = Term((("m", 2), ("n", 1)), whole=True)
    found = compared(text)
    assert isinstance(found, tuple)
    assert (term, just((8, False), first=True)) == found


@pytest.mark.parametrize(
    ("text", "value"), [("n - n < 1", True), ("n == 2.5", False), ("2 * n != 0.3", True)]
)
def test_some_comparisons_say_nothing_of_the_scenario(text: str, *, value: bool) -> None:
    """
    What is always so, or never, is known at once.
    """
    assert compared(text) is value


def test_what_is_not_linear_is_left_alone() -> None:
    """
    `min`, `abs` and their like are not taken apart.
    """
    assert compared("min(n, m) < 3") is None


def test_sets_of_numbers_meet() -> None:
    """
    What two sets have in common is found, also where it is nothing.
    """
    low, high = just((3, False), first=True), just((7, False), first=False)
    between = just((1, True), (5, False), first=False)
    assert low.meet(high).is_empty
    assert just((1, True), (3, False), first=False) == low.meet(between)
    assert between == between.complement().complement()
