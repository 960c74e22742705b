"""
The guard: one module without dependencies, whatever its spec says, that a person can read.
"""

from __future__ import annotations

import ast
import json
import py_compile
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

import specl
from specl.decide import Decider
from specl.interpret import NoReply
from specl.model import BOOL, TEXT, IntType, Law, RealType, Scenario, Spec
from specl.model.expressions import And, Arithmetic, Compare, Literal, Member, Not, Or, SetDisplay
from specl.model.types import BoolType, ChoiceType, SetType, Type
from specl.model.values import value_to_json
from specl.rubric import rubric_of
from specl.rubric.guard.module import guard_module
from specl.rubric.guard.plan import plan_of
from specl.rubric.job import CannotExpressError, Job
from specl.rubric.slicing import Slice, sliced
from specl.rubric.stamp import stamp_of
from specl.rubric.targets.python import write
from specl.workspace.deciding import ruling_to_json
from tests.unit.building import a, act, f, fact, norm, rule, spec
from tests.unit.rubric.specs import support

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
SHIPPED = ("support/support", "coding_agent/agent", "model_spec/model_spec")
HOSTILE = (
    '"""',
    "'''",
    "\\",
    "\\'",
    "'\"",
    "\n# os.remove('x')\n",
    "\r\x0c\x00\x1b",
    "\ud800",
    "\u202e\u2066\u2028\ufeff",
    "{{ x }} {% y %} {f}",
    "'); import os #",
    "</script>```",
)
FACTS = {"topic": "billing", "refund": 900, "paid": "1/3", "vip": False}
REPLY = {
    "answer": True,
    "escalate": False,
    "disclaim": False,
    "granted": 0.5,
    "words": 20,
    "unused": False,
}


def text_of(made: Spec, given: Scenario | None = None) -> str:
    return guard_module(plan_of(made, given or {}), stamp_of(made))


def loaded(text: str) -> dict[str, Any]:
    """
    Return what the text of a guard defines.
    """
    assert text.isascii()
    module: dict[str, Any] = {"__name__": "guard"}
    exec(compile(text, "guard.py", "exec"), module)  # noqa: S102 # made by specl, and tried here
    return module


def guard_of(made: Spec, given: Scenario | None = None) -> dict[str, Any]:
    return loaded(text_of(made, given))


def rules(norms: list[dict[str, Any]]) -> list[str]:
    return [norm["rule"] for norm in norms]


# What it says


def test_rulings_and_verdicts_are_plain_data() -> None:
    """
    What comes back has the shape of `specl decide`, and the norms that a reply fails.
    """
    guard = guard_of(support())
    found = guard["verdict"](FACTS, REPLY)
    assert ["refund_cap", "big_refunds", "big_refunds"] == rules(found["violated"])
    assert ["refund_cap", "big_refunds"] == found["rules"]
    assert found["ruling"] == guard["ruling"](FACTS)
    assert found == json.loads(json.dumps(found))
    (defeat,) = found["ruling"]["defeated"]
    assert {"rule": "be_helpful", "index": 0, "text": "must answer"} == defeat["norm"]
    assert [{"rule": "big_refunds", "index": 1, "text": "must not answer"}] == defeat["by"]


def test_what_comes_back_is_the_callers_own() -> None:
    """
    Whatever a caller does to a ruling, the next one is as it should be.
    """
    guard = guard_of(support())
    before = json.dumps(guard["ruling"](FACTS))
    found = guard["ruling"](FACTS)
    for each in found["in_force"]:
        each.clear()
    assert before == json.dumps(guard["ruling"](FACTS))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_examples_are_ruled_as_the_interpreter_rules(name: str) -> None:
    """
    On drawn scenarios of the worked specs the guard and specl say the same.
    """
    shipped = specl.load(EXAMPLES / f"{name}.specl")
    guard, decider, random = guard_of(shipped), Decider(shipped), Random(5)
    outcomes = set()
    for _ in range(300):
        scenario = {each.name: drawn(each.type, random) for each in shipped.facts.values()}
        facts = {each: value_to_json(value) for each, value in scenario.items()}
        wanted = decided(decider, scenario)
        assert wanted == ruled(guard, facts)
        outcomes.add(type(wanted))
    assert dict in outcomes


def drawn(type_: Type, random: Random) -> Any:
    match type_:
        case BoolType():
            return random.random() < 0.3
        case ChoiceType(values):
            return random.choice(values)
        case SetType(element):
            return frozenset(value for value in element.values if random.random() < 0.3)
        case IntType(low, high) | RealType(low, high):
            least, most = int(low or 0), int(high or 100)
            return random.choice([least, least, random.randint(least, most), most])
    return "text"


def decided(decider: Decider, scenario: Scenario) -> Any:
    try:
        found = decider.decide(scenario)
    except NoReply:
        return "NoReplyError"
    return "BrokenAssumptionError" if isinstance(found, Law) else ruling_to_json(found)


def ruled(guard: dict[str, Any], facts: Any) -> Any:
    try:
        return guard["ruling"](facts)
    except guard["NoRulingError"] as error:
        return type(error).__name__


# What it refuses


def test_every_mistake_is_named_at_once() -> None:
    """
    Unknown names, wrong types, values out of range and missing ones, of facts and acts.
    """
    guard = guard_of(support())
    facts = {"topic": "tax", "refund": True, "paid": 10_001, "vop": 1}
    with pytest.raises(ValueError) as caught:
        guard["verdict"](facts, {**REPLY, "words": 1.5, "granted": "1/0"})
    assert str(caught.value).split("; ") == [
        'fact `topic`: `"tax"` is not one of billing, medical, legal',
        "fact `refund`: `true` is not a value of real 0..10000",
        "fact `paid`: `10001` is not a value of real 0..10000",
        'there is no fact `"vop"`',
        "there is no value for fact `vip`",
        'act `granted`: `"1/0"` is not a value of real 0..10000',
        "act `words`: `1.5` is not a value of int 0..5000",
    ]


@pytest.mark.parametrize(
    "facts", [None, [], "facts", {1: 2}, {**FACTS, None: 1}, {**FACTS, "vip": [[]]}]
)
def test_what_is_no_scenario_is_a_value_error(facts: Any) -> None:
    """
    Nothing that a caller passes ends in another exception.
    """
    with pytest.raises(ValueError):
        guard_of(support())["ruling"](facts)


def test_defaults_are_taken_only_where_they_are_asked_for() -> None:
    """
    A fact with a default may be left out, and so may a bool act, if the caller says so.
    """
    guard = guard_of(support())
    facts = {name: value for name, value in FACTS.items() if name != "vip"}
    with pytest.raises(ValueError, match="no value for fact `vip`"):
        guard["ruling"](facts)
    assert guard["ruling"](FACTS) == guard["ruling"](facts, assume_defaults=True)
    shown = {"answer": True, "granted": 0, "words": 1}
    found = guard["verdict"](facts, shown, assume_defaults=True)
    assert ["big_refunds"] == found["rules"]
    with pytest.raises(ValueError, match="no value for act `granted`"):
        guard["verdict"](facts, {"words": 1}, assume_defaults=True)


def test_impossible_facts_are_errors_of_the_modules_own() -> None:
    """
    Broken assumptions, and facts that leave no reply, are neither rulings nor wrong values.
    """
    laws = specl.loads(
        """
        spec laws
        fact sure: bool "?"  fact late: bool "?"
        act wait "?"
        assume sure implies not late
        constraint late implies wait and not wait
        rule r { must wait }
        """
    )
    guard = guard_of(laws)
    with pytest.raises(guard["BrokenAssumptionError"], match="against `sure implies not late`"):
        guard["ruling"]({"sure": True, "late": True})
    with pytest.raises(guard["NoReplyError"]):
        guard["verdict"]({"sure": False, "late": True}, {"wait": True})
    assert not issubclass(guard["NoRulingError"], ValueError)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (0.1, Fraction(1, 10)),
        ("0.1", Fraction(1, 10)),
        ("1/10", Fraction(1, 10)),
        (Decimal("0.10"), Fraction(1, 10)),
        (Fraction(1, 10), Fraction(1, 10)),
        (1e30, Fraction(10**30)),
        pytest.param(10**4000, Fraction(10**4000), id="large"),
    ],
)
def test_numbers_are_exact(written: Any, value: Fraction) -> None:
    """
    A float is the decimal that it is written as, and nothing is rounded.
    """
    number = RealType()
    exact = spec(
        rule("r", norm("must", a("x")), when=Compare("==", f("n", number), Literal(value, number))),
        facts=[fact("n", number)],
        acts=[act("x")],
    )
    guard = guard_of(exact)
    assert ["r"] == rules(guard["ruling"]({"n": written})["in_force"])
    assert [] == guard["ruling"]({"n": value + Fraction(1, 10**40)})["in_force"]


@pytest.mark.parametrize(
    "data", [float("nan"), float("inf"), Decimal("1e999999999"), "1e9", "\u0663"]
)
def test_what_is_no_number_is_refused(data: Any) -> None:
    """
    Numbers that are none, or would not come to an end, are wrong values.
    """
    with pytest.raises(ValueError, match="is not a value of real"):
        guard_of(support())["ruling"]({**FACTS, "refund": data})


# Given facts


def test_given_facts_need_not_be_passed() -> None:
    """
    What is given is worked in: rules that cannot apply leave, and other values are mistakes.
    """
    whole, given = guard_of(support()), {"topic": "billing", "refund": Fraction(900)}
    text = text_of(support(), given)
    part = loaded(text)
    left = {name: value for name, value in FACTS.items() if name not in given}
    assert whole["ruling"](FACTS) == part["ruling"](left)
    assert whole["ruling"](FACTS) == part["ruling"](FACTS)
    assert "careful" not in text
    with pytest.raises(ValueError, match="fact `topic` is known to be another value"):
        part["ruling"](FACTS | {"topic": "legal"})


# What it is made of


def test_it_runs_alone(tmp_path: Path) -> None:
    """
    It compiles, and runs in a Python that sees nothing but its own library.
    """
    file = tmp_path / "guard.py"
    file.write_text(text_of(support()), encoding="ascii")
    py_compile.compile(str(file), doraise=True)
    program = (
        "import json, runpy, sys;"
        "guard = runpy.run_path(sys.argv[1]);"
        "print(json.dumps(guard['verdict'](*map(json.loads, sys.argv[2:]))['rules']));"
        "assert not any(name.split('.')[0] in {'specl', 'attr', 'z3'} for name in sys.modules)"
    )
    arguments = [program, str(file), json.dumps(FACTS), json.dumps(REPLY)]
    command = [sys.executable, "-I", "-S", "-W", "error", "-c", *arguments]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    assert ["refund_cap", "big_refunds"] == json.loads(found.stdout)


def test_older_pythons_read_it() -> None:
    """
    Its syntax is that of Python 3.9.
    """
    ast.parse(text_of(support()), feature_version=(3, 9))


def test_the_stamp_stands_in_it() -> None:
    """
    What it was made from is there to be read, and the same spec gives the same bytes.
    """
    stamp = stamp_of(support())
    guard = guard_of(support())
    names = ("SPEC", "VERSION", "CONTENT", "SPECL")
    assert [stamp.spec, stamp.version, stamp.content, stamp.specl] == [guard[n] for n in names]
    assert text_of(support()) == text_of(support())


@pytest.mark.parametrize("text", [*HOSTILE, pytest.param("x" * 1_000_000, id="long")])
def test_no_text_of_a_spec_becomes_code(text: str) -> None:
    """
    Whatever strings hold, the module has the same code, and compares with the strings.
    """
    tame, wild = hostile("tame"), hostile(text)
    assert shape(text_of(tame)) == shape(text_of(wild))
    guard = guard_of(wild)
    found = guard["verdict"]({"said": text}, {"say": "x"})
    assert ["r"] == found["rules"]
    assert [] == guard["verdict"]({"said": text}, {"say": text})["violated"]
    assert [] == guard["ruling"]({"said": f"{text}."})["in_force"]


def hostile(text: str) -> Spec:
    """
    Return a spec in which a text stands wherever its author can put one.
    """
    literal = Literal(text, TEXT)
    either = SetDisplay((literal, Literal("other than that", TEXT)), TEXT)
    return spec(
        rule(
            "r",
            norm("must", Compare("==", a("say", TEXT), literal)),
            when=Member(f("said", TEXT), either),
            prose=text,
            because=text,
        ),
        facts=[fact("said", TEXT, text)],
        acts=[act("say", TEXT, text)],
        prose=text,
        version=text,
    )


def shape(text: str) -> list[str]:
    """
    Return what a module is made of, with nothing said of its strings.
    """
    return [type(node).__name__ for node in ast.walk(ast.parse(text))]


def test_deep_expressions_are_taken_apart() -> None:
    """
    What is nested too deep for Python's parser comes to the same all the same.
    """
    number = IntType()
    total: Any = f("n", number)
    truth: Any = f("b")
    for step in range(200):
        total = Arithmetic("+", total, Literal(step, number))
        truth = Not(And((truth, f("b")))) if step % 2 else Or((f("b"), truth))
    deep = spec(
        rule("sum", norm("must", a("x")), when=Compare("==", total, Literal(19_900, number))),
        rule("truth", norm("must", Compare("==", a("x"), truth)), when=f("b")),
        facts=[fact("n", number), fact("b")],
        acts=[act("x")],
    )
    guard = guard_of(deep)
    assert ["sum"] == rules(guard["ruling"]({"n": 0, "b": False})["in_force"])
    assert [] == guard["ruling"]({"n": 1, "b": False})["in_force"]
    assert ["truth"] == guard["verdict"]({"n": 1, "b": True}, {"x": True})["rules"]


# What cannot be said, and parts


def test_what_could_not_be_worked_out_is_named() -> None:
    """
    A norm of which not everything is known is an error, and none that is left out.
    """
    tangled = """
        spec tangled
        act x "?"  act y "?"  act z "?"
        rule r { must (x or y)  must (not x or z)  must not z  must not (x and y) }
    """
    with pytest.raises(CannotExpressError, match=r"clashes with `r\.0`, `r\.1`, .* is too much"):
        plan_of(specl.loads(tangled), {}, effort=5)
    bound = tangled.replace("rule", "constraint x or y  constraint not x or z  rule")
    with pytest.raises(CannotExpressError, match="what the constraints exclude is too much"):
        plan_of(specl.loads(bound), {}, effort=5)


def test_the_smallest_set_defeats_and_the_first_of_several() -> None:
    """
    Of the sets that defeat a norm the smallest is named, and of two of a size the earlier.
    """
    made = specl.loads(
        """
        spec ties
        levels high > low
        fact most: int 0..100 "?"
        act words: int 0..100 "?"  act x "?"
        rule pair_a at high { must (x or words <= 10) }
        rule pair_b at high { must not x }
        rule under at high { must words <= most }
        rule brief at high { must words <= 20 }
        rule long at low { must words >= 40 }
        """
    )
    guard = guard_of(made)
    for most, rule_named in ((30, "under"), (50, "brief")):
        (defeat,) = guard["ruling"]({"most": most})["defeated"]
        assert [rule_named] == rules(defeat["by"])


def test_a_part_judges_by_what_is_wanted() -> None:
    """
    A guard of some levels rules by the whole spec, says so, and holds replies against the part.
    """
    made = support()
    whole = rubric_of(made)
    part = sliced(whole, Slice(rules=("be_helpful", "big_refunds")))
    written = write(Job(made, whole, part, {}))
    (note,) = written.notes
    assert "rules by the whole spec" in note
    guard = loaded(written.files[0].text)
    found = guard["verdict"](FACTS, REPLY)
    assert ["big_refunds"] == found["rules"]
    assert found["ruling"] == guard_of(made)["ruling"](FACTS)
    assert () == write(Job(made, whole, whole, {})).notes


def test_bools_are_compared_as_values() -> None:
    """
    `not` and `==` of bools bind as the language means them.
    """
    made = specl.loads(
        """
        spec bools
        fact p: bool "?"  fact q: bool "?"
        act x "?"
        rule r { when (not p) == q and (p iff not q)  must (x == (p or q)) }
        """
    )
    guard = guard_of(made)
    for p in (False, True):
        for q in (False, True):
            found = guard["verdict"]({"p": p, "q": q}, {"x": False})["rules"]
            assert (["r"] if p != q else []) == found


def test_a_bool_is_no_number() -> None:
    """
    A value of one type is not taken for one of another.
    """
    made = spec(
        rule("r", norm("must", a("x")), when=f("b")), facts=[fact("b", BOOL)], acts=[act("x")]
    )
    with pytest.raises(ValueError, match="`1` is not true or false"):
        guard_of(made)["ruling"]({"b": 1})
