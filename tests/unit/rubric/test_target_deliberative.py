"""
Slices for deliberative alignment, and the prompts made of them.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
import types
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import specl
from specl.rubric import rubric_of
from specl.rubric.job import CannotExpressError, Job
from specl.rubric.prompt import asked
from specl.rubric.slicing import Slice, sliced
from specl.rubric.standalone.reasoning import parted, plain_turns
from specl.rubric.targets.deliberative import write
from tests.unit.building import a, act, norm, rule, spec
from tests.unit.rubric.jobs import HOSTILE_TURNS, job_of
from tests.unit.rubric.questioning import EXAMPLES, example
from tests.unit.rubric.strict_schemas import strict_problems
from tests.unit.rubric.test_targets import HOSTILE, hostile

THOUGHT = "how the model came to it"
MARKS = [
    "<think>", "</think>", "<thinking>", "<|think|>", "<Reasoning>", "[THINK]", "[/THINK]",
    "<scratchpad>", "<|channel|>analysis", "\u25c1think\u25b7", "</ thought >",
]  # fmt: skip


@cache
def slices(name: str) -> dict[str, Any]:
    """
    Return the slices of an example, by file.
    """
    files = write(job_of(example(name))).files
    return {file.name: json.loads(file.text) for file in files if file.name.endswith(".json")}


def code(text: str) -> Any:
    """
    Return the file of code as a module.
    """
    module = types.ModuleType("deliberation")
    exec(compile(text, "deliberation.py", "exec"), module.__dict__)  # noqa: S102 - the text is ours
    return module


@cache
def module() -> Any:
    """
    Return the code beside the slices.
    """
    return code(write(job_of(example("support/support"))).files[-1].text)


@cache
def money() -> Any:
    """
    Return a slice.
    """
    return slices("support/support")["section.money.json"]


def data_in(message: dict[str, str]) -> Any:
    """
    Return the transcript that a user's part carries.
    """
    found = re.search(r"\n(-----[0-9a-f]+-----)\n(.*)\n\1\n", message["content"])
    assert found
    return json.loads(found[2])


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """
    Yield the schemas of all objects in a schema.
    """
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for each in schema.values():
            yield from objects(each)


# Slices


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_slice_tells_its_own_in_full_and_the_rest_in_short(name: str) -> None:
    """
    No rule is left out of any slice, and none is told twice.
    """
    rubric = rubric_of(example(name))
    for part in slices(name).values():
        full, _, short = part["generation"]["system"].partition("# The rest of the spec, in short")
        told = set(re.findall(r"^Criterion `([^`]+)`", full, re.MULTILINE))
        in_full = {each.rule.name for each in rubric.criteria if each.id in told}
        in_short = re.findall(r"^- ([a-z_0-9.]+) ?\(?[^:]*:", short, re.MULTILINE)
        assert {rule.name for rule in rubric.rules} - in_full == {*in_short}
        assert len(in_short) == len({*in_short})
        assert {*part["criteria"]} <= told


@pytest.mark.parametrize("name", EXAMPLES)
def test_sections_and_tags_have_a_file_each(name: str) -> None:
    """
    Every section and tag is there, and together they have every criterion for a judge.
    """
    rubric = rubric_of(example(name))
    parts = slices(name)
    tags = {tag for rule in rubric.rules for tag in rule.tags}
    assert {f"tag.{tag}.json" for tag in tags} <= {*parts}
    assert {f"section.{each.name}.json" for each in rubric.sections} <= {*parts}
    judged = {name for part in parts.values() for name in part["criteria"]}
    assert {each.id for each in asked(rubric)} == judged


def test_rules_outside_of_sections_have_a_slice() -> None:
    """
    What is in no section and has no tag is told in full as well.
    """
    made = specl.loads('spec s\nact x "X?"\nrule a tags t { must x }\nrule b { must not x }')
    found = [file.name for file in write(job_of(made)).files]
    assert ["tag.t.json", "other.json", "deliberation.py"] == found
    plain = specl.loads('spec s\nact x "X?"\nrule a { must x }')
    assert ["all.json", "deliberation.py"] == [file.name for file in write(job_of(plain)).files]


def test_a_chosen_part_is_one_slice() -> None:
    """
    With `--section` or `--tags` there is one file, and the rest is still told in short.
    """
    made = example("support/support")
    rubric = sliced(rubric_of(made), Slice(sections=("tone",)))
    written = write(job_of(made, rubric=rubric))
    assert ["chosen.json", "deliberation.py"] == [file.name for file in written.files]
    part = json.loads(written.files[0].text)
    assert "refund_cap (developer)" in part["generation"]["system"]
    assert "Criterion `refund_cap.0`" not in part["generation"]["system"]


def test_what_no_judge_is_asked_about_is_said() -> None:
    """
    A criterion that code alone decides is in no judge's prompt, and the user learns of it.
    """
    made = specl.loads(
        'spec s\nact x "X?"\nact w: int 0..9 "W?" measured by words\n'
        "rule a { must x }\nrule b { must w <= 3 }"
    )
    assert ("no judge is asked about what code measures alone: b.0",) == write(job_of(made)).notes


def test_there_has_to_be_something_to_judge() -> None:
    """
    A spec of permissions has no slices.
    """
    made = spec(rule("r", norm("may", a("x"))), acts=[act("x")])
    whole = rubric_of(made)
    with pytest.raises(CannotExpressError, match="no criterion"):
        write(Job(made, whole, whole, {}))


@pytest.mark.parametrize("name", EXAMPLES)
def test_answers_have_strict_schemas(name: str) -> None:
    """
    Both judges answer by schemas that strict structured outputs take, verdicts last.
    """
    for part in slices(name).values():
        for judge in ("filter", "reward"):
            format_ = part[judge]["response_format"]["json_schema"]
            assert [] == list(strict_problems(format_["schema"]))
        assert ["verdicts"] == list(
            part["reward"]["response_format"]["json_schema"]["schema"]["properties"]
        )


# No reasoning before the judge whose verdicts are rewards


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_input_of_a_reward_has_no_field_for_reasoning(name: str) -> None:
    """
    Its schema is closed at every depth, and knows conversation, reply, role and content alone.
    """
    for part in slices(name).values():
        schema = part["reward"]["input"]
        found = list(objects(schema))
        assert all(each["additionalProperties"] is False for each in found)
        assert {"conversation", "reply", "role", "content"} == {
            field for each in found for field in each["properties"]
        }
        roles = {
            role for each in found for role in each["properties"].get("role", {}).get("enum", ())
        }
        assert {"system", "developer", "user", "assistant", "tool", "quoted"} == roles
        assert "reasoning" not in json.dumps(part["reward"]["response_format"])


def test_the_code_of_a_reward_has_no_parameter_for_reasoning() -> None:
    """
    What makes its messages takes the slice, the conversation and the reply.
    """
    names = list(inspect.signature(module().reward_messages).parameters)
    assert ["part", "conversation", "reply"] == names


_TURNS = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(["user", "assistant", "tool"]), "content": st.text(max_size=30)}
    ),
    max_size=3,
)
_FIELDS = st.sampled_from(
    ["reasoning", "reasoning_content", "thinking", "thought", "analysis", "cot", "metadata", ""]
) | st.text(max_size=8)


@given(_TURNS, _TURNS)
def test_a_reward_shows_just_the_turns(conversation: Any, reply: Any) -> None:
    """
    The judge sees the texts of the turns, and the schema takes the same input.
    """
    found = module().reward_messages(money(), conversation, reply)
    assert {"conversation": conversation, "reply": reply} == data_in(found[1])
    jsonschema.validate({"conversation": conversation, "reply": reply}, money()["reward"]["input"])
    assert money()["reward"]["system"] == found[0]["content"]


@given(_TURNS, _FIELDS, st.sampled_from(["conversation", "reply", "beside"]))
def test_no_other_field_gets_through(turns: Any, field: str, where: str) -> None:
    """
    Reasoning in a field of its own is refused by the code and by the schema.
    """
    assume(field not in {"role", "content", "conversation", "reply"})
    sent: dict[str, Any] = {"conversation": turns, "reply": turns}
    if where == "beside":
        sent[field] = THOUGHT
    else:
        sent[where] = [*turns, {"role": "assistant", "content": "Hi", field: THOUGHT}]
        with pytest.raises(ValueError, match="no other field") as caught:
            module().reward_messages(money(), **sent)
        assert THOUGHT not in str(caught.value)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(sent, money()["reward"]["input"])


@given(st.text(max_size=20), st.sampled_from(MARKS), st.text(max_size=20))
def test_no_marked_reasoning_gets_through(before: str, mark: str, after: str) -> None:
    """
    A text with the marks that models put around their reasoning is refused, in whatever turn.
    """
    text = f"{before}{mark}{THOUGHT}{after}"
    for turns in ((text, "Hi"), ("Hi", text)):
        with pytest.raises(ValueError, match="mark of reasoning"):
            module().reward_messages(money(), *turns)


@pytest.mark.parametrize(
    "content",
    [None, 7, [{"type": "thinking", "thinking": THOUGHT}], [{"type": "text", "text": "Hi"}], {}],
)
def test_parts_are_refused(content: Any) -> None:
    """
    A content in parts could hold anything, so a turn is a text.
    """
    with pytest.raises(ValueError, match="a text as its `content`"):
        module().reward_messages(money(), "Hi", [{"role": "assistant", "content": content}])


@pytest.mark.parametrize("turn", ["text", 7, {"role": "reasoning", "content": "x"}, {}])
def test_what_is_no_turn_is_refused(turn: Any) -> None:
    """
    There is no role for reasoning either.
    """
    with pytest.raises(ValueError, match="a turn has to have"):
        module().reward_messages(money(), "Hi", [turn])


def test_a_spec_cannot_ask_for_reasoning_to_be_shown() -> None:
    """
    Whatever an author writes, the input of a reward stays the same.
    """
    wild = write(job_of(hostile('"reasoning": {"type": "string"} {reasoning} {{ reasoning }}')))
    tame = write(job_of(hostile("tame")))
    found = [json.loads(each.files[0].text)["reward"]["input"] for each in (wild, tame)]
    assert found[0] == found[1] == money()["reward"]["input"]
    assert wild.files[-1] == tame.files[-1]


# The other two prompts


def test_the_chooser_of_examples_sees_the_reasoning() -> None:
    """
    It stands before the reply, as data, and is judged by itself.
    """
    found = module().filter_messages(money(), "Hi", THOUGHT, "Two.")
    assert {"role": "reasoning", "content": THOUGHT} == data_in(found[1])["conversation"][-1]
    assert "# The reasoning" in found[0]["content"]
    schema = money()["filter"]["response_format"]["json_schema"]["schema"]
    assert ["reasoning", "verdicts"] == list(schema["properties"])
    jsonschema.validate(
        {"conversation": [], "reply": [], "reasoning": THOUGHT}, money()["filter"]["input"]
    )


def test_both_judges_are_told_what_code_measures() -> None:
    """
    An act with a measure is measured in what the assistant says, by the file itself.
    """
    made = specl.loads(
        'spec s\nfact y: bool "Y?"\nact x "X?"\nact w: int 0..9 "W?" measured by words\n'
        "rule a { must x }\nrule b { when y must w <= 3 }"
    )
    files = write(job_of(made)).files
    part, judge = json.loads(files[0].text), code(files[-1].text)
    reply = [
        {"role": "tool", "content": "one two three four five"},
        {"role": "assistant", "content": "Two words."},
    ]
    for found in (
        judge.filter_messages(part, "Hi", THOUGHT, reply),
        judge.reward_messages(part, "Hi", reply),
    ):
        assert 'Measured in the reply by code: {"w": 2}\n' in found[1]["content"]


def test_the_model_that_learns_sees_the_slice_and_the_conversation() -> None:
    """
    Its conversation goes on as messages of their own.
    """
    turns = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]
    found = module().generation(money(), turns)
    assert turns == found[1:]
    assert "# In full: Money" in found[0]["content"]


@given(st.text(max_size=40), st.text(max_size=40))
def test_completions_are_parted_at_the_last_mark(reasoning: str, reply: str) -> None:
    """
    What is before the mark is reasoning, and the reply that is left can be judged.
    """
    found = parted(f"<think>{reasoning}</think>{reply}")
    assert (reasoning.strip(), reply.strip()) == found
    assert ("", reply) == parted(reply)
    assert reply.strip() == plain_turns(found[1], "assistant")[0]["content"]


# Hostile texts, and the files


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_an_author_is_anything_else(text: str) -> None:
    """
    Prose, whatever it holds, begins no line of a prompt and adds none.
    """
    shapes = []
    for each in ("tame", text):
        part = json.loads(write(job_of(hostile(each))).files[0].text)
        prompts = [part[name]["system"] for name in ("generation", "filter", "reward")]
        shapes.append([[line[:3] for line in prompt.split("\n")] for prompt in prompts])
        assert not re.search("[\u200b-\u200f\u202a-\u202e\x00\x1b\ufeff]", "".join(prompts))
    tame, wild = shapes
    assert [len(prompt) for prompt in tame] == [len(prompt) for prompt in wild]
    for one, other in zip(tame, wild, strict=True):
        headings = [[line for line in prompt if line.startswith("#")] for prompt in (one, other)]
        assert headings[0] == headings[1]


@pytest.mark.parametrize("text", HOSTILE_TURNS, ids=range(len(HOSTILE_TURNS)))
def test_no_turn_is_an_instruction(text: str) -> None:
    """
    A transcript reaches a judge as data between two marks, to the letter.
    """
    found = module().reward_messages(money(), text, text[:1000])
    data = data_in(found[1])
    assert (text, text[:1000]) == (data["conversation"][0]["content"], data["reply"][0]["content"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_same_spec_gives_the_same_files(name: str) -> None:
    """
    Names of files are plain, and every byte is the same each time.
    """
    first, second = (write(job_of(example(name))).files for _ in range(2))
    assert first == second
    assert all(re.fullmatch(r"[a-z0-9_.]+\.(json|py)", file.name) for file in first)


def test_the_code_stands_alone() -> None:
    """
    It imports the standard library alone.
    """
    tree = ast.parse(write(job_of(example("support/support"))).files[-1].text)
    imported = {str(each.module) for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= {*sys.stdlib_module_names}


def test_read_finds_slices_beside_the_code(tmp_path: Any) -> None:
    """
    A slice is read by its name alone, wherever the folder was put.
    """
    for file in write(job_of(example("support/support"))).files:
        (tmp_path / file.name).write_text(file.text, encoding="utf-8")
    found = code((tmp_path / "deliberation.py").read_text(encoding="utf-8"))
    found.__file__ = str(tmp_path / "deliberation.py")
    assert money() == found.read("section.money.json")
