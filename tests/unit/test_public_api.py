"""
What `specl` promises to Python programs: names, signatures, and what they do.
"""

from __future__ import annotations

import inspect
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

import specl
import specl.testing

GOLDEN = Path(__file__).parents[1] / "golden" / "public_api.txt"
SPEC = """
spec support
type topic = billing | legal
fact topic: topic "What is the request about?"
fact refund: real 0..1000 "How much does the user ask for?"
fact tools: set of browser | shell "Which tools are there?"
act answer "Does the reply deliver what was asked?"
act escalate "Does the reply hand the matter to a person?"
assume topic == legal implies refund == 0
constraint not (answer and escalate)
rule help { must answer }
rule big overrides help { when refund > 500  must escalate }
"""


@pytest.fixture(scope="module")
def spec() -> specl.Spec:
    """
    A spec with a rule that defeats another.
    """
    return specl.loads(SPEC)


def _described() -> str:
    """
    Return the public names, each with its signature, or with its public fields and methods.
    """
    lines: list[str] = []
    for shown, value in _public():
        if inspect.isfunction(value):
            lines.append(f"{shown}{inspect.signature(value)}")
            continue
        lines.append(f"class {shown}({', '.join(base.__name__ for base in value.__bases__)})")
        lines += [f"    {line}" for line in _members(value)]
    return "\n".join(lines) + "\n"


def _public() -> list[tuple[str, Any]]:
    """
    Return what is public, by the names under which `specl` has it.
    """
    names = sorted(set(specl.__all__) - {"__version__"})
    of_testing = sorted(specl.testing.__all__)
    return [
        *((name, getattr(specl, name)) for name in names),
        *((f"testing.{name}", getattr(specl.testing, name)) for name in of_testing),
    ]


def _members(cls: type) -> list[str]:
    fields = list(attrs.fields(cls)) if attrs.has(cls) else []
    shown = [f"{field.name}: {field.type}" for field in fields]
    own = {name: value for name, value in vars(cls).items() if not name.startswith("_")}
    for name in sorted(own.keys() - {field.name for field in fields}):
        value = own[name]
        shown.append(f"{name}{inspect.signature(value)}" if inspect.isfunction(value) else name)
    return shown


def test_the_golden_file_holds_the_public_api() -> None:
    """
    No public name or signature changes unseen; UPDATE_GOLDEN=1 writes the file anew.
    """
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(_described(), encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == _described()


@pytest.mark.parametrize(("name", "value"), _public())
def test_every_public_name_is_described(name: str, value: Any) -> None:
    """
    What is public has a docstring of its own.
    """
    assert (value.__doc__ or "").strip(), name


def test_names_are_listed_and_others_refused() -> None:
    """
    `dir` shows what there is; a name that is not public is no attribute.
    """
    assert sorted(specl.__all__) == dir(specl)
    with pytest.raises(AttributeError, match="no attribute `nothing`"):
        _ = specl.nothing


def test_loading_a_file(tmp_path: Path) -> None:
    """
    A file is read with the standard library that it uses.
    """
    path = tmp_path / "small.specl"
    path.write_text("spec small\nuse std.reply\nrule r { must reply.answer }\n")
    assert ["r"] == list(specl.load(path).rules)


def test_a_text_that_means_nothing_raises_all_its_errors() -> None:
    """
    The exception carries every error with its place.
    """
    with pytest.raises(specl.SpeclError) as raised:
        specl.loads("rule a { must x }\nrule b { must y }\n", name="bad.specl")
    assert [1, 2] == [each.span and each.span.line for each in raised.value.diagnostics]
    assert str(raised.value).startswith("bad.specl:1:15: error[unknown-name]: ")


def test_a_missing_file_raises(tmp_path: Path) -> None:
    """
    What cannot be read is an error of the same kind.
    """
    with pytest.raises(specl.SpeclError, match="there is no file"):
        specl.load(tmp_path / "none.specl")


def test_the_ruling_in_a_complete_scenario(spec: specl.Spec) -> None:
    """
    Values are plain Python; what is in force and what is defeated comes back.
    """
    found = specl.ruling(spec, {"topic": "billing", "refund": 900, "tools": {"shell"}})
    assert ["big"] == [norm.rule for norm in found.in_force]
    assert [("help", "big")] == [(each.norm.rule, each.by[0].rule) for each in found.defeated]


def test_many_rulings_are_all_the_same_ruling(spec: specl.Spec) -> None:
    """
    Asked often enough a spec is prepared, and nothing else changes.
    """
    facts = [{"topic": "billing", "refund": amount, "tools": []} for amount in (1, 500, 500.5)]
    first = [specl.ruling(spec, each) for each in facts]
    assert first * 20 == [specl.ruling(spec, each) for each in facts * 20]
    for _ in range(2):
        with pytest.raises(specl.SpeclError, match="the facts are against"):
            specl.ruling(spec, {"topic": "legal", "refund": 1, "tools": []})


def test_the_rulings_in_a_table(spec: specl.Spec) -> None:
    """
    There is a ruling for each row, and None where the facts are against an assumption.
    """
    topics, amounts = ["billing", "legal", "billing"], [900, 900, 1]
    tools = [["shell"], [], ["browser", "shell"]]
    found = specl.rulings(spec, {"topic": topics, "refund": amounts, "tools": tools})
    wanted = [
        specl.ruling(spec, {"topic": topics[row], "refund": amounts[row], "tools": tools[row]})
        for row in (0, 2)
    ]
    assert [wanted[0], None, wanted[1]] == list(found)
    assert [False, True, False] == found.against.tolist()


def test_a_table_that_is_none(spec: specl.Spec) -> None:
    """
    What is wrong with a table is said as for single facts.
    """
    with pytest.raises(specl.SpeclError, match="there is no column for `refund`, `tools`"):
        specl.rulings(spec, {"topic": ["legal"]})


def test_the_ruling_with_unknown_facts(spec: specl.Spec) -> None:
    """
    What some completion adds is possible, no more.
    """
    found = specl.ruling(spec, {"topic": "billing"})
    assert [] == [norm.rule for norm in found.in_force]
    assert ["help", "big"] == [norm.rule for norm in found.possible]


def test_the_verdict_on_a_reply(spec: specl.Spec) -> None:
    """
    The verdict names the rules that a reply breaks.
    """
    facts = {"topic": "billing", "refund": Fraction(1801, 2), "tools": []}
    assert () == specl.verdict(spec, facts, {"answer": False, "escalate": True}).rules
    assert ("big",) == specl.verdict(spec, facts, {"answer": True, "escalate": False}).rules


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"topik": "legal"}, "there is no fact `topik`; did you mean `topic`?"),
        ({"topic": "sports"}, 'fact `topic`: `"sports"` is not one of billing, legal'),
        (
            {"topic": "legal", "refund": 7},
            "the facts are against `topic == legal implies refund == 0`",
        ),
    ],
)
def test_facts_that_are_none(spec: specl.Spec, facts: dict[str, object], message: str) -> None:
    """
    A wrong name, a wrong value and a broken assumption are told in so many words.
    """
    with pytest.raises(specl.SpeclError) as raised:
        specl.ruling(spec, facts)
    assert str(raised.value).startswith(message)


def test_a_verdict_needs_every_value(spec: specl.Spec) -> None:
    """
    What is missing is named, facts and acts.
    """
    with pytest.raises(specl.SpeclError) as raised:
        specl.verdict(spec, {"topic": "legal", "tools": []}, {"answer": True})
    assert "there is no value for fact `refund`, act `escalate`" == str(raised.value)


def test_the_rubric_with_facts_given(spec: specl.Spec) -> None:
    """
    Given facts leave only what can be in force, and name what is defeated.
    """
    assert ["big.0", "help.0"] == [each.id for each in specl.rubric_of(spec).criteria]
    rubric = specl.rubric_of(spec, {"topic": "billing", "refund": 900})
    assert [("big.0", "in_force")] == [(each.id, each.standing) for each in rubric.criteria]
    assert [("help.0", ("big.0",))] == [(each.id, each.by) for each in rubric.defeated]


def test_checking_a_file(tmp_path: Path) -> None:
    """
    Findings come as data, and the search says whether it was complete.
    """
    path = tmp_path / "clash.specl"
    path.write_text('spec clash\nact x "?"\nrule a { must x }\nrule b { must not x }\n')
    report = specl.check_file(path)
    assert report.complete
    assert "contradiction" in {each.code.slug for each in report.findings}
