"""
Commands start about as fast as their libraries let them.
"""

from __future__ import annotations

import pytest

from specl import check_file
from tests.benchmarks.lines import table
from tests.benchmarks.startup import CLEAN, STARTS, Start, measured


def test_the_spec_that_is_measured_is_clean() -> None:
    """
    It has 50 lines, and nothing worse than a remark is found in it.
    """
    assert 50 == len(CLEAN.read_text(encoding="utf-8").splitlines())
    assert {"info"} >= {each.severity.value for each in check_file(CLEAN).findings}


@pytest.mark.slow
@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.title)
def test_start_up(start: Start) -> None:
    """
    The ratio is below its bound, which leaves room for a busy machine.
    """
    line = measured(start, runs=9)
    print(f"\n{table([line])}")
    assert line.ratio is not None
    assert line.ratio < start.bound
