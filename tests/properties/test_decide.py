"""
Every quick way to a ruling against the interpreter, object for object, on random specs.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from specl.decide import Batch, Decider
from specl.interpret import NoReply, evaluate, ruling
from specl.model import Law, Ruling, Scenario, Spec
from specl.model.types import (
    BoolType,
    ChoiceType,
    IntType,
    RealType,
    SetType,
    Type,
)
from tests.reference.generate import drafts
from tests.reference.pipeline import spec_of
from tests.reference.values import all_assignments

HOSTILE = ('"', "'); import os #", "\\", "\n", "{scenario}", "__import__('os')", "\u2028", "ä", "")
Outcome = Ruling | Law | None


@given(drafts())
def test_all_ways_agree_on_small_specs(draft):
    """
    In every scenario the walk, the generated function and the table say what the interpreter says.
    """
    spec = spec_of(draft.text())
    agree(spec, list(all_assignments(spec.facts)))


@given(drafts(), st.sampled_from([0, 1, 10, 100, 1_000]))
def test_what_was_not_worked_out_is_left_to_the_interpreter(draft, effort):
    """
    However early the search for clashes is cut short, no ruling is another.
    """
    spec = spec_of(draft.text())
    agree(spec, list(all_assignments(spec.facts)), effort=effort)


@given(st.data())
def test_all_ways_agree_on_large_values(data):
    """
    Numbers without bounds, fractions, sums, texts and sets are compared exactly.
    """
    spec = spec_of(data.draw(large_specs()))
    count = data.draw(st.integers(1, 12))
    drawn = [
        {name: data.draw(values(fact.type)) for name, fact in spec.facts.items()}
        for _ in range(count)
    ]
    agree(spec, drawn)


def agree(spec: Spec, scenarios: list[Scenario], **options: int) -> None:
    """
    Hold every quick way against the interpreter.
    """
    wanted = [outcome(spec, scenario) for scenario in scenarios]
    walked, compiled = Decider(spec, **options), Decider(spec, hot=0, **options)
    for scenario, want in zip(scenarios, wanted, strict=True):
        for decider in (walked, compiled):
            assert want == decided(decider, scenario)
            if isinstance(want, Ruling):
                assert want == decider.ruling(scenario)
                assert want.in_force == decider.in_force(scenario)
                assert want.applicable == decider.applicable(scenario)
    agree_on_table(Batch(spec, **options), scenarios, wanted)


def agree_on_table(batch: Batch, scenarios: list[Scenario], wanted: list[Outcome]) -> None:
    """
    Hold the rulings of a table, and all that can be read off them, against the interpreter.
    """
    facts = batch.spec.facts
    rows = [{name: as_given(scenario[name]) for name in facts} for scenario in scenarios]
    if not facts:
        return
    found = batch.rulings(batch.table({name: [row[name] for row in rows] for name in facts}))
    assert [isinstance(want, Law) for want in wanted] == found.against.tolist()
    assert [want is None for want in wanted] == found.without_reply.tolist()
    assert [want if isinstance(want, Ruling) else None for want in wanted] == list(found)
    for row, want in enumerate(wanted):
        norms = want.in_force if isinstance(want, Ruling) else ()
        applying = want.applicable if isinstance(want, Ruling) else ()
        assert norms == picked(found, found.in_force[row])
        assert applying == picked(found, found.applicable[row])
        assert (isinstance(want, Ruling) and want.contradictions != ()) == found.contradictory[row]


def picked(found: Any, truths: Any) -> tuple[Any, ...]:
    return tuple(norm for norm, holds in zip(found.norms, truths, strict=True) if holds)


def outcome(spec: Spec, scenario: Scenario) -> Outcome:
    """
    Return the ruling, the assumption that is broken, or None where there is no reply.
    """
    for law in spec.assumptions:
        if not evaluate(law.expr, scenario):
            return law
    try:
        return ruling(spec, scenario)
    except NoReply:
        return None


def decided(decider: Decider, scenario: Scenario) -> Outcome:
    try:
        return decider.decide(scenario)
    except NoReply:
        return None


def as_given(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


# Specs about numbers and texts


@st.composite
def large_specs(draw: st.DrawFn) -> str:
    """
    Return a spec whose conditions compare numbers, sums, texts and sets.
    """
    rules = draw(st.lists(st.tuples(conditions(), asked), min_size=1, max_size=6))
    texts = "\n".join(
        f"rule r{place} at {level} {{ when {when} {norm} }}"
        for place, (when, (level, norm)) in enumerate(rules)
    )
    return f"""
        spec large
        levels high > low
        type tool = disk | web | mail
        type grade = poor < fair < great
        fact n: int "?"  fact m: int 0..300 "?"  fact r: real "?"  fact p: real -2..2 "?"
        fact t: text "?"  fact u: text "?"  fact s: set of tool "?"  fact g: grade "?"
        fact b: bool "?"
        act a "?"  act c "?"  act words: int 0..50 "?"  act tone: grade "?"
        constraint not (a and c)
        assume b implies m != 7
        {texts}
    """


asked = st.tuples(
    st.sampled_from(["high", "low"]),
    st.sampled_from(
        [
            "must a",
            "must not a",
            "must (a or c)",
            "should c",
            "may c",
            "must words <= m",
            "must words >= 40",
            "must tone >= g",
            "should minimize tone",
            "must words == 7 if a",
        ]
    ),
)
numbers = st.sampled_from(["-1000000000000000000000", "-3", "0", "0.1", "2.5", "7", "299"])
terms = st.sampled_from(
    [
        *(
            "n",
            "m + 0",
            "r",
            "p + 0",
            "n + m",
            "2 * n - m",
            "r + p",
            "3 * p",
            "n + r",
            "0.5 * r - m",
        ),
        *("-n", "n - n", "min(n, m)", "abs(p)", "count(s)", "if b then n else m + 0", "max(r, p)"),
    ]
)


def conditions() -> st.SearchStrategy[str]:
    """
    Return a strategy for conditions about all facts.
    """
    order = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
    texts = st.sampled_from([text for text in HOSTILE if text not in {"\n", "\u2028"}])
    atom = st.one_of(
        st.builds("({}) {} {}".format, terms, order, numbers),
        st.builds("({}) {} {}".format, terms, order, terms),
        st.builds("t {} {}".format, st.sampled_from(["==", "!="]), texts.map(quoted)),
        st.sampled_from(["t == u", 'u in {"x", "\'); import os #"}', "b", "s has disk"]),
        st.sampled_from(
            [
                "s <= {disk, web}",
                "s == {}",
                "m < 7",
                "p >= -1.5",
                "p == 0.1",
                "g >= fair",
                "g in {poor, great}",
                "true",
            ]
        ),
    )
    return st.recursive(
        atom,
        lambda inner: st.one_of(
            st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "or", "iff"]), inner),
            inner.map("not ({})".format),
        ),
        max_leaves=5,
    )


def quoted(text: str) -> str:
    """
    Return a text as the language writes it.
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def values(type_: Type) -> st.SearchStrategy[Any]:
    """
    Return a strategy for values of a type.
    """
    match type_:
        case BoolType():
            return st.booleans()
        case ChoiceType(values=names):
            return st.sampled_from(names)
        case SetType(element=element):
            return st.frozensets(st.sampled_from(element.values))
        case IntType(low=low, high=high):
            near = st.integers(-10, 10) if low is None else st.integers(low, high)
            return near if low is not None else st.one_of(near, st.integers(), whole_huge)
        case RealType(low=low, high=high):
            small = st.fractions(low or -10, high or 10, max_denominator=20)
            return small if low is not None else st.one_of(small, st.fractions(), huge)
    return st.one_of(st.sampled_from(HOSTILE), st.text(max_size=3))


whole_huge = st.sampled_from([2**63, -(2**63) - 1, 10**400, -1000000000000000000000])
huge = st.sampled_from([Fraction(10**30), Fraction(1, 10**30), Fraction(5, 2), Fraction(1, 10)])
