"""
Which of its values a number is for a field, in whatever order these stand.
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from specl.cases.field import Field
from specl.cases.regions import cuts_of, lies_in, regions_of, sample_of
from specl.logic.interval import Interval

OPERATORS = st.sampled_from(["<", "<=", "==", "!=", ">", ">="])
NUMBERS = st.integers(-10, 10).map(lambda number: Fraction(number, 2))
LINES = st.sampled_from([Interval(True), Interval(True, -3, 4), Interval(False, Fraction(-3))])


@given(LINES, st.lists(st.tuples(OPERATORS, NUMBERS), max_size=5), NUMBERS, st.randoms())
def test_a_number_is_in_the_region_that_it_lies_in(line, bounds, number, random) -> None:
    """
    Its bit is that of the one region that has it.
    """
    whole = line.integer
    cuts = [cut for sign, bound in bounds for cut in cuts_of(sign, bound, integer=whole)]
    regions = regions_of(line, cuts)
    order = random.sample(range(len(regions)), len(regions))
    field = Field("n", tuple(map(sample_of, regions)), regions, ("n",)).ordered(order)
    number = number // 1 if whole else number
    having = [place for place, region in enumerate(field.regions) if lies_in(number, region)]
    assert len(having) == lies_in(number, line)
    assert all(field.index(number) == place for place in having)
    assert all(field.index(sample) == place for place, sample in enumerate(field.samples))
