"""
Formulas over numbered columns, against the regions that they are made from.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from specl.logic.compact import Compact
from specl.logic.regions import Regions
from tests.unit.building import fact
from tests.unit.logic.drawn import FACTS, FORMULAS, LEAVES, ODD, PLAIN, N, compared

NUMBERS = ("n", "price", "debt")
MANY = st.lists(PLAIN, min_size=1, max_size=3)


def spelled(compact: Compact, node: tuple[object, ...]) -> object:
    """
    Return a compact formula with columns in place of their numbers.
    """
    kind, *rest = node
    if kind == 2:
        return rest[0], [spelled(compact, part) for part in rest[1]]
    return (compact.columns[rest[0]], rest[1]) if kind in (0, 3) else rest[:-1]


@given(MANY, MANY)
def test_what_was_compact_before_columns_were_cut_is_as_if_made_afterwards(first, second):
    """
    Columns, masks and quietest regions that were known follow what is learnt later.
    """
    late, once = Compact(Regions.of(FACTS, first)), Compact(Regions.of(FACTS, [*first, *second]))
    for formula in first:
        late.node(formula)
        late.node(formula, positive=False)
    quietest_of_each(late)
    late.regions.learn(second)
    late.refresh()
    for formula in (*first, *second):
        for positive in (True, False):
            made = spelled(once, once.node(formula, positive))
            assert made == spelled(late, late.node(formula, positive))
    assert quietest_of_each(once) == quietest_of_each(late)


def quietest_of_each(compact):
    """
    Return the quietest of few and of all regions of each number, and its value.
    """
    found = []
    for name in NUMBERS:
        number = compact.numbers[name]
        for mask in (1, 2, 4, 7, -1):
            if left := mask & compact.whole[number]:
                bit = compact.quietest(number, left)
                found.append((name, mask, bit, compact.value(number, bit)))
    return found


@given(MANY, st.integers(1, 1 << 20))
def test_the_quiet_value_is_taken_where_it_is_left(formulas, mask):
    """
    Of some regions the quietest is one of them, and that of the quiet value if it is there.
    """
    regions = Regions.of(FACTS, formulas)
    compact = Compact(regions)
    for name in ("p", "colour", *NUMBERS):
        number = compact.numbers[name]
        if left := mask & compact.whole[number]:
            taken = compact.quietest(number, left)
            quiet = 1 << regions.region_at(name, regions.quiet[name])
            assert left & taken
            assert (taken == quiet) == bool(left & quiet)
            assert taken == 1 << regions.region_at(name, compact.value(number, taken))


def test_where_the_default_is_left_out_the_plainest_value_is_taken():
    """
    A fact's default says least, and of the rest what is nearest to zero.
    """
    facts = {"n": fact("n", N.type, default=2), "price": FACTS["price"]}
    compact = Compact(Regions.of(facts, [compared(N, ">", 1)]))
    number = compact.numbers["n"]
    assert [0b100, 0b001] == [compact.quietest(number, mask) for mask in (0b101, 0b001)]


@given(st.lists(LEAVES, min_size=1), FORMULAS)
def test_a_formula_and_its_negation_are_opposites(leaves, formula):
    """
    What a formula says of each column its negation denies, all is joined the other way.
    """
    compact = Compact(Regions.of(FACTS, [*leaves, formula, ODD]))

    def differ(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
        if one[0] == 2:
            parts = zip(one[2], other[2], strict=True)  # type: ignore[call-overload]
            return one[1] is not other[1] and all(differ(*both) for both in parts)
        if one[0] in (0, 3):
            return one[1] == other[1] and one[2] == ~other[2]  # type: ignore[operator]
        return one[-2] is not other[-2]

    for each in (*leaves, formula):
        assert differ(compact.node(each), compact.node(each, positive=False))
