"""
Random expressions of every kind, over a few facts and acts and `define d = p`, with values.
"""

from __future__ import annotations

from hypothesis import strategies as st

from specl.model import INT, ChoiceType, SetType
from specl.model.expressions import (
    FALSE,
    TRUE,
    Absolute,
    And,
    Arithmetic,
    Compare,
    Conditional,
    Count,
    Defined,
    Expr,
    Extreme,
    Iff,
    Implies,
    Literal,
    Member,
    Negate,
    Not,
    Or,
    Overlaps,
    SetDisplay,
)
from tests.unit.building import a, f

__all__ = ["EXPRESSIONS", "FACTS", "PROFILES", "SCENARIOS", "TOOLS"]

TOOLS = ChoiceType(("browser", "shell"), ordered=True)
FACTS = {
    "p": st.booleans(),
    "q": st.booleans(),
    "n": st.integers(-3, 3),
    "m": st.integers(-3, 3),
    "tool": st.sampled_from(TOOLS.values),
    "used": st.frozensets(st.sampled_from(TOOLS.values)),
}
SCENARIOS = st.fixed_dictionaries(FACTS)
PROFILES = st.fixed_dictionaries({"r": st.booleans(), "k": st.integers(-3, 3)})


def _numbers() -> st.SearchStrategy[Expr]:
    leaves = st.sampled_from(
        [f("n", INT), f("m", INT), a("k", INT), Count(f("used", SetType(TOOLS)))]
    )
    constants = st.integers(-3, 3).map(lambda number: Literal(number, INT))
    return st.recursive(
        leaves | constants,
        lambda inner: st.one_of(
            st.builds(Arithmetic, st.sampled_from(["+", "-"]), inner, inner),
            st.builds(Arithmetic, st.just("*"), constants, inner),
            st.builds(Negate, inner),
            st.builds(Absolute, inner),
            st.builds(Extreme, st.sampled_from(["min", "max"]), st.tuples(inner, inner)),
            st.builds(Conditional, st.sampled_from([f("p"), a("r")]), inner, inner),
        ),
        max_leaves=4,
    )


def _relations() -> st.SearchStrategy[Expr]:
    """
    Draw relations whose left side says what the right is of, as a reader of the text must know.
    """
    tool, used = st.just(f("tool", TOOLS)), st.just(f("used", SetType(TOOLS)))
    tools = tool | st.just(Literal("shell", TOOLS))
    some = st.lists(tools, max_size=2).map(lambda each: SetDisplay(tuple(each), TOOLS))
    operators = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    return st.one_of(
        st.builds(Compare, operators, _numbers(), _numbers()),
        st.builds(Compare, operators, tool, tools),
        st.builds(Compare, operators, used, used | some),
        st.builds(Member, tool, used | some),
        st.builds(Member, tools, used),
        st.builds(Overlaps, used, used | some),
    )


EXPRESSIONS = st.recursive(
    st.one_of(
        st.sampled_from([f("p"), f("q"), a("r"), Defined("d", (), f("p")), TRUE, FALSE]),
        _relations(),
    ),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: And(tuple(each))),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: Or(tuple(each))),
        st.builds(Implies, inner, inner),
        st.builds(Iff, inner, inner),
        st.builds(Compare, st.sampled_from(["==", "!="]), inner, inner),
        st.builds(Conditional, inner, inner, inner),
    ),
    max_leaves=8,
)
