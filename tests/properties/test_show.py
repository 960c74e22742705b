"""
What is shown of an expression can be read again.
"""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

import specl
from specl.interpret import evaluate
from specl.model import Value
from specl.model.expressions import Expr
from specl.model.show import quote, show
from tests.properties.expressions import EXPRESSIONS, PROFILES, SCENARIOS

DECLARED = """
spec shown
type tools = browser < shell
fact p: bool "?"  fact q: bool "?"  fact n: int "?"  fact m: int "?"
fact tool: tools "?"  fact used: set of tools "?"
act r "?"  act k: int "?"
define d = p
define whole = """


@cache
def read(text: str) -> Expr:
    """
    Return what a text means as an expression.
    """
    return specl.loads(DECLARED + text).defines["whole"].body


@given(EXPRESSIONS, SCENARIOS, PROFILES)
def test_what_is_shown_means_the_same(
    expr: Expr, scenario: dict[str, Value], profile: dict[str, Value]
) -> None:
    """
    The text read again has the same value, and is shown and read as itself from then on.
    """
    text = show(expr)
    again = read(text)
    assert evaluate(expr, scenario, profile) == evaluate(again, scenario, profile)
    assert again == read(show(again))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t")))
def test_a_quoted_text_reads_back(text: str) -> None:
    """
    Every text that a spec can hold survives being quoted.
    """
    spec = specl.loads(f'spec quoted  fact city: text "?"  define whole = city == {quote(text)}')
    (literal,) = (spec.defines["whole"].body.right,)  # type: ignore[union-attr]
    assert text == literal.value  # type: ignore[union-attr]
