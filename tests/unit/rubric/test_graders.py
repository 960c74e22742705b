"""
What graders are made of: formulas that keep priority, texts that are no templates, and a check.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.rubric.graders.checking import MOST_SOURCE, eval_problems, grader_problems
from specl.rubric.graders.escaping import literal, read_back
from specl.rubric.graders.formula_check import formula_problems
from specl.rubric.graders.formulas import formula
from specl.rubric.job import SCORINGS, CannotExpressError
from specl.rubric.standalone.scores import score
from tests.unit.rubric.test_target_openai_graders import CLINIC, parts

ITEMS: dict[str, Any] = {"id": {}, "conversation": {}, "facts": {}}


def worked_out(text: str, values: dict[str, float]) -> float:
    """
    Return what a formula comes to, as Python reads it.
    """
    known = {name: getattr(math, name) for name in ("floor", "ceil", "exp", "sqrt", "log")}
    space = {"min": min, "max": max, "abs": abs, **known, **values}
    return float(eval(text.replace("^", "**"), {"__builtins__": {}}, space))  # noqa: S307


@pytest.mark.parametrize("scoring", SCORINGS)
@given(data=st.data())
def test_formulas_score_as_specl_does(scoring: Any, data: st.DataObject) -> None:
    """
    Where everything applies, a formula comes to the score of the scoring.
    """
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    weights = st.integers(1, 5)
    tiers = [
        [(f"g{place}_{number}", data.draw(weights)) for number in range(size)]
        for place, size in enumerate(sizes)
    ]
    names = [name for tier in tiers for name, _ in tier]
    verdicts = {name: data.draw(st.sampled_from(["complies", "violates"])) for name in names}
    text = formula(tiers, scoring)
    assert [] == list(formula_problems(text, names))
    values = {name: float(verdict == "complies") for name, verdict in verdicts.items()}
    expected = score(tiers, verdicts, scoring)["value"]
    assert worked_out(text, values) == pytest.approx(float(expected), abs=1e-12)


@pytest.mark.parametrize("scoring", SCORINGS)
@given(data=st.data())
def test_a_violation_higher_up_is_never_outweighed(scoring: Any, data: st.DataObject) -> None:
    """
    Whatever is said of lower tiers, breaking a higher one never scores above not breaking it.
    """
    tiers = [[(f"g{place}_{number}", number + 1) for number in range(3)] for place in range(3)]
    values = st.floats(0, 1)
    one = {name: data.draw(values) for tier in tiers for name, _ in tier}
    other = {name: data.draw(values) for tier in tiers for name, _ in tier}
    place = data.draw(st.integers(0, 2))
    for tier in tiers[:place]:
        for name, _ in tier:
            one[name] = other[name] = 1.0
    for name, _ in tiers[place]:
        one[name] = 1.0
    other[tiers[place][0][0]] = data.draw(st.floats(0, 0.49))
    text = formula(tiers, scoring)
    assert worked_out(text, one) >= worked_out(text, other)


def test_scores_too_many_for_a_formula_are_an_error() -> None:
    """
    Floating-point numbers tell some 9e15 scores apart; more are refused, with what to do.
    """
    tiers = [[(f"g{place}", 999)] for place in range(6)]
    with pytest.raises(CannotExpressError, match="--scoring weighted"):
        formula(tiers, "lexicographic")
    assert Fraction(1) == Fraction(
        worked_out(
            formula(tiers[:5], "lexicographic"),
            dict.fromkeys([f"g{place}" for place in range(5)], 1.0),
        )
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a + b", None),
        ("min(a, b, 1) ^ 2 / (0.5 - -abs(b))", None),
        ("", "the formula ends too early"),
        ("a b", "`b` is one too many"),
        ("a +", "the formula ends too early"),
        ("(a + b", "the formula ends too early"),
        ("a + b)", "`)` is one too many"),
        ("abs(a, b)", "`abs` takes one value"),
        ("min + a + b", "`min` is called with parentheses"),
        ("round(a) + b", "`(` is one too many"),
        ("a < b", "`< b` is no part of a formula"),
        ("a if b else 0", "`if` is one too many"),
        ("a + b + c", "`c` is no grader"),
        ("a", "`b` is never used"),
        ("a * * b", "`*` stands where a value has to be"),
    ],
)
def test_a_formula_has_a_grammar(text: str, problem: str | None) -> None:
    """
    What the service could not read is found, and so are names of no grader.
    """
    assert ([] if problem is None else [problem]) == list(formula_problems(text, {"a", "b"}))


MUTATIONS: list[tuple[str, Callable[[Any], Any], str]] = [
    ("label_model", lambda it: it.pop("model"), "model: missing"),
    ("label_model", lambda it: it.update(modle="x"), "modle: unknown"),
    ("label_model", lambda it: it.update(type="label"), "is no type of grader"),
    ("label_model", lambda it: it.update(model=""), "model: no text"),
    ("label_model", lambda it: it.update(name=7), "name: no text"),
    ("label_model", lambda it: it["passing_labels"].append("good"), "not among the labels"),
    ("label_model", lambda it: it["passing_labels"].clear(), "passing_labels: none"),
    ("label_model", lambda it: it["labels"].append("complies"), "one twice"),
    ("label_model", lambda it: it["input"].clear(), "input: empty"),
    ("label_model", lambda it: it["input"][0].update(role="judge"), "role: unknown"),
    ("label_model", lambda it: it["input"][0].update(to="x"), "to: unknown"),
    ("label_model", lambda it: it["input"][0].update(content=3), "content: no text"),
    ("label_model", lambda it: it["input"][1].update(content="{{ item.talk }}"), "no row has"),
    ("label_model", lambda it: it["input"][1].update(content="{{ sample.text }}"), "no row has"),
    ("label_model", lambda it: it["input"][1].update(content="{{ secrets.x }}"), "no template"),
    ("label_model", lambda it: it["input"][1].update(content="{% raw %}"), "no template"),
    ("label_model", lambda it: it["input"][1].update(content="{{item.id}}"), "no template"),
    ("score_model", lambda it: it.update(range=[1, 0]), "range: empty"),
    ("string_check", lambda it: it.update(operation="contains"), "operation: unknown"),
    ("string_check", lambda it: it.update(reference="{{ x }}"), "reference: braces"),
    ("python", lambda it: it.update(source="def grade(sample): return 1"), "no `grade(sample"),
    ("python", lambda it: it.update(source="def grade(sample, item:"), "source: "),
    ("python", lambda it: it.update(source="x" * MOST_SOURCE), "256000 bytes"),
    ("python", lambda it: it.update(source=it["source"] + "# {{ item.x }}"), "a template"),
    ("multi", lambda it: it.update(calculate_output="gone"), "`gone` is no grader"),
    ("multi", lambda it: it.update(graders=it["graders"]["greet_0"]), "no graders by name"),
    ("multi", lambda it: it.update(graders=[]), "no graders by name"),
    ("multi", lambda it: it["graders"].update({"a-b": it["graders"]["greet_0"]}), "no name that"),
    ("multi", lambda it: it["graders"].update({"min": it["graders"]["greet_0"]}), "no name that"),
    ("multi", lambda it: it["graders"]["greet_0"].pop("reference"), "reference: missing"),
    (
        "multi",
        lambda it: it["graders"].update(greet_0={**it["graders"]["greet_0"], "type": "multi"}),
        "takes no `multi`",
    ),
]


@pytest.mark.parametrize(("kind", "change", "problem"), MUTATIONS)
def test_the_check_finds_what_is_wrong(
    kind: str, change: Callable[[Any], Any], problem: str
) -> None:
    """
    A grader that is sound has no problem; each thing broken in it is found.
    """
    whole, training = parts(CLINIC)
    every = [*whole["testing_criteria"], *training["graders"].values(), training]
    grader = copy.deepcopy(next(each for each in every if each["type"] == kind))
    assert [] == list(grader_problems(grader, ITEMS))
    change(grader)
    assert any(problem in found for found in grader_problems(grader, ITEMS))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda it: it.update(criteria=[]), "criteria: unknown"),
        (lambda it: it["testing_criteria"].append(it["testing_criteria"][0]), "two of one name"),
        (lambda it: it["testing_criteria"].clear(), "none, or two"),
        (lambda it: it["metadata"].update(more="x" * 513), "metadata.more: too long"),
        (lambda it: it["metadata"].update(more=1), "metadata.more: too long, or no text"),
    ],
)
def test_the_check_finds_what_is_wrong_with_an_eval(
    change: Callable[[Any], Any], problem: str
) -> None:
    """
    An eval has graders of names of their own, and metadata within bounds.
    """
    whole, training = parts(CLINIC)
    assert [] == list(eval_problems(whole))
    change(whole)
    assert any(problem in found for found in eval_problems(whole))
    mixed = {**parts(CLINIC)[0], "testing_criteria": [training]}
    assert any("takes no multi" in found for found in eval_problems(mixed))


@given(st.text(alphabet="{}%#\\u007bdc5 a", max_size=20))
def test_escaping_reads_back(text: str) -> None:
    """
    No text opens a template once escaped, and every text comes back.
    """
    escaped = literal(text)
    assert not re.search(r"\{[{%#]|[}%#]\}", escaped)
    assert text == read_back(escaped)
