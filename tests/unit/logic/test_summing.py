"""
What is kept of sums: nothing that was found of one question answers another.
"""

from __future__ import annotations

from specl.logic.boxes import scenario_in
from specl.logic.compact import Compact
from specl.logic.formula import Formula, literal
from specl.logic.formula import Test as Comparison
from specl.logic.regions import Regions
from specl.logic.summing import numbers_for
from specl.logic.total import Total
from specl.model.expressions import Arithmetic, Compare, FactRef, Literal
from specl.model.types import INT, IntType
from tests.unit.building import fact

SMALL = IntType(0, 10)
FACTS = {name: fact(name, SMALL) for name in ("n", "m")}
BOTH = Arithmetic("+", FactRef("n", SMALL), FactRef("m", SMALL))


def comes_to(number: int) -> Formula:
    return literal(Comparison(Compare("==", BOTH, Literal(number, INT))))


SUMS = [comes_to(number) for number in (7, 9)]


def columns() -> Compact:
    """
    Return columns that know all sums here.
    """
    return Compact(Regions.of(FACTS, SUMS))


def test_each_number_that_is_wanted_is_looked_for() -> None:
    """
    Also where the same is open to the facts of the sum.
    """
    compact = columns()
    for formula, number in zip(SUMS, (7, 9), strict=True):
        found = scenario_in(compact, {}, [formula])
        assert found is not None
        assert number == found["n"] + found["m"]  # type: ignore[operator]


def test_each_number_that_is_given_counts() -> None:
    """
    Also where those given lie between the same cuts.
    """
    compact = columns()
    for number in (3, 5):
        found = scenario_in(compact, {}, SUMS[:1], given={"n": number})
        assert {"n": number, "m": 7 - number} == found


def test_a_search_cut_short_is_made_again_when_there_is_more_time() -> None:
    """
    What was not settled is not kept.
    """
    compact = columns()
    (total,) = (number for column, number in compact.numbers.items() if isinstance(column, Total))
    box, _ = compact.box({})
    assert not numbers_for(compact, box, (total,), {}, 0).settled
    assert numbers_for(compact, box, (total,), {}, 10).settled
