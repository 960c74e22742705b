"""
The table says what was reached.
"""

from __future__ import annotations

import pytest

from tests.benchmarks.lines import AtLeast, AtMost, Line, table
from tests.benchmarks.rows.processes import edited
from tests.benchmarks.specs import draw


@pytest.mark.parametrize(
    ("aim", "ours", "theirs", "ratio", "reached"),
    [
        (AtLeast(20), 0.5, 11, 22, "yes"),
        (AtLeast(20), 0.5, 5, 10, "**no**"),
        (AtMost(2), 3, 2, 1.5, "yes"),
        (AtMost(2), 3, 1, 3, "**no**"),
        (None, 1, 4, 4, ""),
        (AtMost(2), None, 1, None, ""),
    ],
)
def test_a_ratio_is_held_against_its_aim(
    aim: AtLeast | AtMost | None,
    ours: float | None,
    theirs: float,
    ratio: float | None,
    reached: str,
) -> None:
    """
    How many times as fast where that is the aim, else how many times as much.
    """
    line = Line("work", "another", ours, theirs, aim)
    assert (ratio, reached) == (line.ratio, line.reached)


def test_a_line_that_could_not_run_says_so() -> None:
    """
    It has a row of its own in the table.
    """
    shown = table([Line("work", "another", 0.25, note="not installed")])
    assert "| work | 250 ms | another | – |  |  |  | not installed |" == shown.splitlines()[-1]


def test_an_edit_changes_one_rule() -> None:
    """
    The edited spec differs in two lines of one rule.
    """
    before = draw("grouped", 100).text().splitlines()
    after = edited(draw("grouped", 100).text()).splitlines()
    assert [1, 2] == [
        len(set(one) - set(other)) for one, other in ((before, after), (after, before))
    ]
