"""
Stats: phases in the order of a run, and the numbers of what was done.
"""

from __future__ import annotations

from specl.text.clock import Clock
from specl.workspace.stats import in_words, stats_of


def test_stats_are_in_the_order_of_a_run() -> None:
    """
    Known phases come in their order, others before the rest, counts by name.
    """
    clock = Clock({"rest": 0.5, "odd": 0.25, "search": 1.0, "parse": 0.25}, {"b": 2, "a": 1})
    stats = stats_of(clock)
    assert list(stats["seconds"]) == ["parse", "search", "odd", "rest"]
    assert list(stats["counts"].items()) == [("a", 1), ("b", 2)]
    assert in_words(stats) == (
        "parse           0.250 s  12.5 %\n"
        "search          1.000 s  50.0 %\n"
        "odd             0.250 s  12.5 %\n"
        "rest            0.500 s  25.0 %\n"
        "together        2.000 s\n"
        "a                            1\n"
        "b                            2\n"
    )


def test_stats_of_nothing_are_empty() -> None:
    """
    A clock that never ran divides by nothing.
    """
    assert in_words(stats_of(Clock())) == "together        0.000 s\n"
