"""
What tables are decided by, held against the interpreter where it is easily got wrong.
"""

from __future__ import annotations

import pytest

from specl.decide import Batch
from specl.interpret import ruling
from specl.model import Scenario
from tests.properties.test_decide import agree_on_table
from tests.reference.pipeline import spec_of

NUMBERS = """
spec numbers
fact n: int -1000000..1000000 "?"
fact m: int -1000000..1000000 "?"
act a "?"
"""
LEVELS = """
spec heights
levels high > middle > low
fact f: bool "?"
fact g: bool "?"
fact h: bool "?"
act a "?"
act b "?"
act c "?"
"""


def agree(text: str, rows: list[Scenario]) -> None:
    """
    Hold a table of some rows against the interpreter.
    """
    spec = spec_of(text)
    agree_on_table(Batch(spec), rows, [ruling(spec, row) for row in rows])


@pytest.mark.parametrize("number", [-300, -129, -128, 127, 128, 300])
@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "=="])
def test_numbers_beyond_all_values_of_a_column(number: int, operator: str) -> None:
    """
    A column is held in the smallest type that has room for it, which many constants do not fit.
    """
    rule = f"rule r {{ when n {operator} {number} must a }}"
    agree(NUMBERS + rule, [{"n": n, "m": 0} for n in (-128, -1, 0, 127)])


@pytest.mark.parametrize("total", ["n + m", "n - m", "100 * n + 100 * m", "2 * m - n"])
def test_sums_of_small_numbers(total: str) -> None:
    """
    A sum may need more room than any of its facts.
    """
    rules = [f"rule r{at} {{ when {total} > {at} must a }}" for at in range(-200, 201, 100)]
    rows: list[Scenario] = [{"n": n, "m": m} for n in (-100, 100) for m in (-100, 100)]
    agree(NUMBERS + "\n".join(rules).replace("r-", "r_"), rows)


SCENARIOS: list[Scenario] = [
    {"f": f, "g": g, "h": h} for f in (False, True) for g in (False, True) for h in (False, True)
]


def test_a_claim_is_defeated_further_down_only() -> None:
    """
    What a level between denies is in force above it and defeated below.
    """
    rules = """
    rule one at high { when f must a }
    rule two at middle { when g must not a }
    rule three at low { when h must a }
    """
    agree(LEVELS + rules, SCENARIOS)


def test_a_claim_is_defeated_by_one_above_and_one_beside() -> None:
    """
    Of three that clash, one is of a higher level and one overrides the last.
    """
    rules = """
    constraint not (a and b and c)
    rule one at high { when f must a }
    rule two at low overrides three { when g must b }
    rule three at low { when h must c }
    """
    agree(LEVELS + rules, SCENARIOS)
