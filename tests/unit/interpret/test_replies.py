"""
Replies found in one scenario: exact over all types, quiet, and honest where that is too hard.
"""

from __future__ import annotations

import time
from fractions import Fraction

import pytest

from specl.interpret import Undecidable, evaluate, find_reply, has_reply
from specl.model import INT, REAL, TEXT, ChoiceType, IntType, Law, RealType, SetType
from specl.model.expressions import (
    FALSE,
    Absolute,
    And,
    Arithmetic,
    Compare,
    Conditional,
    Count,
    Extreme,
    Iff,
    Implies,
    Literal,
    Member,
    Not,
    Or,
    Overlaps,
    SetDisplay,
)
from tests.unit.building import HERE, a, act, f, fact, spec

TOOL = ChoiceType(tuple(f"t{number}" for number in range(12)))
TOOLS = SetType(TOOL)
MONEY = RealType(Fraction(0), Fraction(10_000))
WORDS = IntType(0, 5000)
LANGUAGE = ChoiceType(("en", "es", "de"))


def law(expr):
    return Law(expr, "", HERE)


def number(value):
    return Literal(value, REAL if isinstance(value, Fraction) else INT)


def at_least(left, right):
    return Compare(">=", left, number(right))


def test_quiet_values_are_taken_where_nothing_speaks_against_them():
    """
    Acts take their default, or else false, the empty set, the first value, the number next to 0.
    """
    made = spec(
        acts=[
            act("refuse"),
            act("polite", default=True),
            act("tools", TOOLS),
            act("words", IntType(10, 5000)),
            act("amount", MONEY, default=Fraction(5)),
            act("language", LANGUAGE, default="es"),
            act("quote", TEXT),
        ]
    )
    quiet = {
        "refuse": False,
        "polite": True,
        "tools": frozenset(),
        "words": 10,
        "amount": Fraction(5),
        "language": "es",
        "quote": "",
    }
    assert quiet == find_reply(made, {}, [])


def test_a_reply_meets_obligations_that_mention_facts():
    """
    Facts are put in: amounts, languages and sets follow them.
    """
    made = spec(
        facts=[fact("paid", MONEY), fact("spoken", LANGUAGE), fact("granted", TOOLS)],
        acts=[act("amount", MONEY), act("language", LANGUAGE), act("tools", TOOLS)],
    )
    facts = {"paid": Fraction("19.90"), "spoken": "de", "granted": frozenset({"t1", "t2"})}
    wanted = [
        Compare("<=", a("amount", MONEY), f("paid", MONEY)),
        Compare(">", a("amount", MONEY), number(Fraction("19.8"))),
        Compare("==", a("language", LANGUAGE), f("spoken", LANGUAGE)),
        Compare("<=", a("tools", TOOLS), f("granted", TOOLS)),
        at_least(Count(a("tools", TOOLS)), 2),
    ]
    found = find_reply(made, facts, wanted)
    assert found is not None
    assert all(evaluate(expr, facts, found) for expr in wanted)
    assert None is find_reply(made, facts, [*wanted, at_least(Count(a("tools", TOOLS)), 3)])


def test_constraints_hold_in_every_reply_and_may_exclude_all():
    """
    A scenario whose constraints exclude every reply has none.
    """
    made = spec(
        facts=[fact("broken")],
        acts=[act("answer")],
        constraints=(law(Implies(f("broken"), And((a("answer"), Not(a("answer")))))),),
    )
    assert has_reply(made, {"broken": False})
    assert not has_reply(made, {"broken": True})
    assert None is find_reply(made, {"broken": True}, [])


@pytest.mark.parametrize(
    ("exists", "low", "high"),
    [(True, "0.1", "0.3"), (False, "0.2", "0.2"), (True, "0.2", "0.2000000000000000001")],
)
def test_strict_bounds_on_reals_are_exact(exists, low, high):
    """
    Between two reals there is a third, however close, and none between a real and itself.
    """
    amount = a("amount", REAL)
    made = spec(acts=[act("amount", REAL)])
    wanted = [
        Compare(">", amount, number(Fraction(low))),
        Compare("<", amount, number(Fraction(high))),
    ]
    assert exists == (find_reply(made, {}, wanted) is not None)


def test_whole_numbers_are_not_split():
    """
    No whole number lies between 4 and 5, nor is twice a number odd.
    """
    words = a("words", WORDS)
    made = spec(acts=[act("words", WORDS), act("lines", WORDS)])
    between = [Compare(">", words, number(4)), Compare("<", words, number(5))]
    odd = Compare(
        "==", Arithmetic("*", number(2), words), Arithmetic("+", number(1), a("lines", WORDS))
    )
    even = Compare(
        "==", Arithmetic("*", number(2), words), Arithmetic("*", number(2), a("lines", WORDS))
    )
    assert None is find_reply(made, {}, between)
    assert find_reply(made, {}, [odd, at_least(words, 1)]) is not None
    shifted = Compare("==", Arithmetic("*", number(2), words), number(7))
    assert None is find_reply(made, {}, [even, shifted])


def test_whole_numbers_without_bounds_are_never_answered_wrongly():
    """
    Where the search for whole numbers without bounds comes to no end, it says so.
    """
    x, y, z = (a(name, INT) for name in "xyz")
    made = spec(acts=[act(name, INT) for name in "xyz"])

    def times(factor, expr):
        return Arithmetic("*", number(factor), expr)

    total = Arithmetic("+", Arithmetic("+", times(6, x), times(10, y)), times(15, z))
    assert find_reply(made, {}, [Compare("==", total, number(1))]) is not None
    three = Compare("==", Arithmetic("-", times(3, x), times(3, y)), number(1))
    assert None is find_reply(made, {}, [three])
    low = Compare("<", times(3, y), Arithmetic("+", times(3, x), times(2, z)))
    high = Compare(">", times(3, y), Arithmetic("+", times(3, x), times(2, z)))
    assert None is find_reply(made, {}, [low, high])


def test_a_search_without_end_says_so():
    """
    Where whole numbers without bounds leave the search no end, it is not answered wrongly.
    """
    x, y, z, w = (a(name, INT) for name in "xyzw")
    made = spec(acts=[act(name, INT) for name in "xyzw"])
    even = Compare("==", Arithmetic("+", x, y), Arithmetic("*", number(2), z))
    odd = Arithmetic("+", Arithmetic("*", number(2), w), number(1))
    with pytest.raises(Undecidable, match="whole numbers"):
        find_reply(made, {}, [even, Compare("==", Arithmetic("-", x, y), odd)])


def test_extremes_conditionals_and_distances_are_exact():
    """
    `min`, `max`, `abs` and `if` come to what they say, in both directions.
    """
    words, lines = a("words", WORDS), a("lines", WORDS)
    made = spec(acts=[act("words", WORDS), act("lines", WORDS), act("brief")])
    limit = Conditional(a("brief"), number(50), number(300))
    wanted = [
        Compare("==", Extreme("max", (words, lines)), limit),
        Compare("==", Absolute(Arithmetic("-", words, lines)), number(10)),
        Compare("<", Extreme("min", (words, lines)), number(45)),
    ]
    found = find_reply(made, {}, wanted)
    assert found is not None
    assert all(evaluate(expr, {}, found) for expr in wanted)
    assert found["brief"] is True
    assert None is find_reply(made, {}, [*wanted, Not(a("brief"))])


def test_sets_are_compared_member_by_member():
    """
    Inclusion, overlap, membership of a chosen value and written sets are exact.
    """
    two = SetType(ChoiceType(("disk", "web")))
    used, wish = a("used", two), a("wish", two.element)
    made = spec(acts=[act("used", two), act("wish", two.element)])
    shown = SetDisplay((wish,), two.element)
    found = find_reply(
        made, {}, [Compare("==", used, shown), Member(Literal("web", two.element), used)]
    )
    assert found == {"used": frozenset({"web"}), "wish": "web"}
    strictly = Compare("<", used, SetDisplay((Literal("disk", two.element),), two.element))
    assert None is find_reply(made, {}, [strictly, Overlaps(used, used)])
    assert None is find_reply(made, {}, [Not(Member(wish, used)), Compare("==", used, shown)])


def test_texts_differ_from_each_other_and_from_those_mentioned():
    """
    There is always another text, as many as needed.
    """
    one, other = a("one", TEXT), a("other", TEXT)
    made = spec(facts=[fact("said", TEXT)], acts=[act("one", TEXT), act("other", TEXT)])
    told = {"said": "text 1"}
    wanted = [
        Compare("!=", one, other),
        Compare("!=", one, f("said", TEXT)),
        Not(Member(other, SetDisplay((Literal("", TEXT), f("said", TEXT)), TEXT))),
    ]
    found = find_reply(made, told, wanted)
    assert found is not None
    assert all(evaluate(expr, told, found) for expr in wanted)
    assert None is find_reply(made, told, [*wanted, Compare("==", one, f("said", TEXT))])
    assert find_reply(made, told, [Compare("==", one, f("said", TEXT))])["one"] == "text 1"


def test_a_mention_of_a_new_text_is_not_confused_with_an_older_one():
    """
    Scenarios with other texts get other answers, in whichever order they are asked.
    """
    made = spec(facts=[fact("said", TEXT)], acts=[act("quote", TEXT)])
    repeats = Compare("==", a("quote", TEXT), f("said", TEXT))
    for text in ("yes", "no", "yes", ""):
        found = find_reply(made, {"said": text}, [repeats])
        assert found == {"quote": text}


def test_deep_and_long_formulas_are_no_trouble():
    """
    Neither a chain of a thousand parts nor five hundred nested ones ends in an error.
    """
    made = spec(acts=[act(f"b{index}") for index in range(1000)])
    chain = And(tuple(a(f"b{index}") for index in range(1000)))
    nested = a("b0")
    for index in range(1, 500):
        other = a(f"b{index}")
        nested = Or((other, And((Not(other), nested)))) if index % 2 else Iff(other, nested)
    found = find_reply(made, {}, [chain])
    assert found is not None
    assert all(found.values())
    assert find_reply(made, {}, [nested]) is not None
    assert None is find_reply(made, {}, [chain, Not(a("b999"))])
    assert None is find_reply(made, {}, [FALSE])


def test_many_obligations_over_large_domains_take_no_time():
    """
    Sets of twelve, five thousand words and two hundred obligations are decided at once.
    """
    acts = [act("tools", TOOLS), act("words", WORDS), act("amount", MONEY)]
    acts += [act(f"b{index}") for index in range(60)]
    made = spec(facts=[fact("paid", MONEY), fact("granted", TOOLS)], acts=acts)
    tools, words = a("tools", TOOLS), a("words", WORDS)
    facts = {"paid": Fraction(900), "granted": frozenset(TOOL.values[:6])}
    wanted = [
        Compare("<=", tools, f("granted", TOOLS)),
        at_least(Count(tools), 5),
        Compare("<=", a("amount", MONEY), f("paid", MONEY)),
        Compare("==", words, Arithmetic("*", number(7), Count(tools))),
    ]
    for index in range(200):
        one, other = a(f"b{index % 60}"), a(f"b{(index * 7 + 1) % 60}")
        wanted.append(Or((one, Not(other), at_least(words, index))))
    before = time.process_time()
    found = find_reply(made, facts, wanted)
    assert found is not None
    assert all(evaluate(expr, facts, found) for expr in wanted)
    assert None is find_reply(made, facts, [*wanted, at_least(words, 43)])
    assert time.process_time() - before < 5
