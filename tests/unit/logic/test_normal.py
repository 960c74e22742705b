"""
Expressions as formulas: they mean the same, asserted and denied.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings

from specl.interpret import evaluate
from specl.logic.linear import TooLargeError
from specl.logic.normal import formula_of
from specl.model import Spec
from specl.model.expressions import Expr
from tests.properties.expressions import EXPRESSIONS, PROFILES, SCENARIOS
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.values import all_assignments
from tests.unit.logic.holding import holds

VOCABULARY = """spec v
type tool = disk | web | mail
type grade = low < mid < high
fact flag: bool "flag"
fact limit: int -1..4 "limit"
fact price: real 0..2 "price"
fact granted: set of tool "granted"
fact wished: grade "wished"
fact name: text "name"
act answer: bool "answer"
act count_of: int -1..2 "count"
act paid: real 0..2 "paid"
act used: set of tool "used"
act tone: grade "tone"
act said: text "said"
"""
VALUES = {
    "flag": [False, True],
    "limit": [-1, 0, 1, 2, 3, 4],
    "price": [Fraction(0), Fraction(1, 3), Fraction(2)],
    "granted": [frozenset(), frozenset({"disk"}), frozenset({"disk", "web", "mail"})],
    "wished": ["low", "mid", "high"],
    "name": ["", "Ann"],
    "answer": [False, True],
    "count_of": [-1, 0, 2],
    "paid": [Fraction(0), Fraction(2, 3), Fraction(1)],
    "used": [frozenset(), frozenset({"web"}), frozenset({"disk", "web"})],
    "tone": ["low", "mid", "high"],
    "said": ["", "Ann", "Bob"],
}
ASKED = (
    "count(used) <= limit",
    "limit != count(used)",
    "count(used) == count_of",
    "count(used) > count_of + limit",
    "count(used) >= count(granted)",
    "count(used) * 2 - count_of <= limit",
    "2 * paid <= price",
    "paid >= 0.5 * price and paid < limit",
    "paid == count_of",
    "abs(paid - price) <= 0.5",
    "min(paid, price, 1) == max(count_of, limit)",
    "(if answer then paid else count_of) > (if flag then price else 1)",
    "abs(max(count_of, limit - 1)) != 1",
    "-count_of < limit <= count_of + 2",
    "tone <= wished",
    "tone > mid",
    "mid <= tone",
    "(if answer then tone else wished) == (if flag then low else tone)",
    "tone in {wished, high}",
    "wished not in {tone}",
    "used <= granted",
    "used > granted",
    "used == granted",
    "used != {disk, web}",
    "used has any granted",
    "not (used has any {disk, mail})",
    "granted has all used",
    "(if answer then used else granted) >= {web}",
    "count(if answer then used else granted) == limit",
    "said == name",
    "said != name",
    'said in {"Ann", name}',
    'said not in {"Bob", "Ann"}',
    '(if answer then said else name) == (if flag then "Ann" else name)',
    "(answer iff flag) == (paid > price)",
    "if answer then flag else not flag",
)


def asked(text: str) -> tuple[Spec, Expr]:
    """
    Return a vocabulary of every type, and what one rule over it asks of replies.
    """
    spec = spec_of(f"{VOCABULARY}rule r {{ may ({text}) }}\n")
    return spec, spec.norms[0].obligation


@pytest.mark.parametrize("text", ASKED)
def test_a_formula_means_what_its_expression_means(text):
    """
    For every kind of comparison the formula and its denial agree with the interpreter.
    """
    spec, expr = asked(text)
    facts = [name for name in spec.facts if name in text]
    acts = [name for name in spec.acts if name in text]
    asserted, denied = formula_of(expr), formula_of(expr, positive=False)
    for values in product(*(VALUES[name] for name in (*facts, *acts))):
        given_ = dict(zip((*facts, *acts), values, strict=True))
        wanted = evaluate(expr, given_, given_)
        outcome = holds(asserted, given_, given_), holds(denied, given_, given_)
        assert (wanted, not wanted) == outcome, given_


@given(EXPRESSIONS, SCENARIOS, PROFILES)
def test_nested_expressions_keep_their_meaning(expr, scenario, profile):
    """
    A random expression, asserted and denied, holds where the interpreter says so.
    """
    wanted = evaluate(expr, scenario, profile)
    try:
        asserted, denied = formula_of(expr), formula_of(expr, positive=False)
    except TooLargeError:
        return
    assert wanted == holds(asserted, scenario, profile)
    assert (not wanted) == holds(denied, scenario, profile)


@settings(max_examples=20)
@given(drafts())
def test_what_random_norms_ask_keeps_its_meaning(draft):
    """
    What norms ask is the same as a formula, in every scenario and for every reply.
    """
    spec = spec_of(draft.text())
    pairs = list(product(all_assignments(spec.facts), all_assignments(spec.acts)))[::7]
    for expr in {norm.obligation for norm in spec.norms}:
        formula = formula_of(expr)
        for facts, acts in pairs:
            assert evaluate(expr, facts, acts) == holds(formula, facts, acts)


def test_an_expression_of_too_many_cases_is_refused():
    """
    A sum of thirteen distances has more cases than are taken apart.
    """
    parts = " + ".join(f"abs(paid - 0.{n})" for n in range(10, 23))
    with pytest.raises(TooLargeError):
        formula_of(asked(f"{parts} <= limit")[1])
