"""
Tables of expressions mean what the expressions mean.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from specl.interpret import evaluate
from specl.model.expressions import Expr
from specl.rubric.nodes import Nodes
from specl.rubric.standalone.nodes import values_of_rows
from tests.properties.expressions import EXPRESSIONS, FACTS, PROFILES, SCENARIOS
from tests.unit.building import f


def read(rows: Any) -> Any:
    """
    Return a table as another program gets it: written as JSON and read again.
    """
    return json.loads(json.dumps(rows))


@given(st.lists(EXPRESSIONS, min_size=1, max_size=3), SCENARIOS, PROFILES)
def test_a_table_has_the_values_of_its_expressions(
    exprs: list[Expr], facts: dict[str, Any], acts: dict[str, Any]
) -> None:
    """
    Whatever is put into one table, each expression has its value at its place.
    """
    nodes = Nodes()
    places = [nodes.place(expr) for expr in exprs]
    values = values_of_rows(read(nodes.rows), facts, acts)
    assert [evaluate(expr, facts, acts) for expr in exprs] == [values[place] for place in places]


@given(EXPRESSIONS, SCENARIOS, SCENARIOS, PROFILES, st.sets(st.sampled_from(sorted(FACTS))))
def test_what_is_settled_stays_settled(
    expr: Expr,
    facts: dict[str, Any],
    others: dict[str, Any],
    acts: dict[str, Any],
    hidden: set[str],
) -> None:
    """
    With facts unknown a row has no value, or the one that it has whatever they are.
    """
    nodes = Nodes()
    place = nodes.place(expr)
    known = {name: value for name, value in facts.items() if name not in hidden}
    found = values_of_rows(read(nodes.rows), known, acts)[place]
    assert found is None or found == evaluate(expr, {**others, **known}, acts)
    if not hidden:
        assert found is not None


@given(EXPRESSIONS)
def test_no_row_stands_twice(expr: Expr) -> None:
    """
    Equal parts are one row, and each row comes after its parts.
    """
    nodes = Nodes()
    assert nodes.place(expr) == nodes.place(expr) == len(nodes.rows) - 1
    assert len(nodes.rows) == len({json.dumps(row) for row in nodes.rows})


def test_depth_is_no_trouble() -> None:
    """
    An expression may be deeper than Python's stack.
    """
    from specl.model.expressions import Not

    expr: Expr = f("p")
    for _ in range(20_000):
        expr = Not(expr)
    nodes = Nodes()
    place = nodes.place(expr)
    assert values_of_rows(nodes.rows, {"p": True}, {})[place] is True
