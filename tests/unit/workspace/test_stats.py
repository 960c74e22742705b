"""
Stats: phases in the order of a run, and the numbers of what was done.
"""

from __future__ import annotations

from specl.check import check
from specl.logic.formula import TRUE
from specl.logic.inquiry import Inquiry
from specl.logic.reading import holding
from specl.logic.z3_solver import Z3Solver
from specl.text.clock import Clock, timing
from specl.workspace.stats import in_words, stats_of
from tests.reference.pipeline import spec_of

CLASH = """spec clash
fact x: bool "x"
fact y: bool "y"
act a: bool "a"
rule r { when x must a }
rule s { when y must not a }
"""


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


def test_a_check_says_where_its_time_went() -> None:
    """
    The phases of a check that finds a clash are those of the table, and stand in its order.
    """
    with timing() as clock:
        check(spec_of(CLASH))
    assert ["screen", "witnesses", "replay", "mends"] == list(stats_of(clock)["seconds"])
    with timing() as clock:
        check(spec_of(CLASH.replace("must not", "must")))
    assert ["screen"] == list(stats_of(clock)["seconds"])


def test_each_question_to_the_solver_is_counted() -> None:
    """
    What a search by hand settles costs no call; what it does not costs one, and is not asked twice.
    """
    spec = spec_of(
        """spec s
        fact n: int "n"
        fact m: int "m"
        act a: bool "a"
        rule easy { when 2 * n == 3 * m must a }
        rule hard { when 2 * n == 2 * m + 1 must a }
        """
    )
    easy, hard = (holding(rule.when, rule.unless) for rule in spec.rules.values())
    inquiry = Inquiry.about(spec.facts, {}, TRUE, lambda: Z3Solver(1_000_000))
    with timing() as clock:
        assert inquiry.possible(easy)
        assert {} == clock.counts
        assert not inquiry.possible(hard)
        assert not inquiry.possible(hard)
    assert {"solver calls": 1} == clock.counts
    assert ["solver"] == list(clock.seconds)
