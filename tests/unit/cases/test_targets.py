"""
Cases in each format, whatever the authors of a spec wrote.
"""

from __future__ import annotations

import ast
import json
import os
import re
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
from markdown_it import MarkdownIt

import specl
from specl.cases.rows import CaseFile, id_of
from specl.cases.targets import TARGETS, write
from specl.cases.targets.jsonl import schema
from specl.cases.targets.promptfoo import plain
from specl.model import Challenge, Spec
from specl.rubric.as_data import schema as rubric_schema
from specl.workspace.casing import cases_of
from tests.unit.cases.specs import shop, spec_with

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
SHIPPED = ["support/support", "coding_agent/company", "model_spec/model_spec"]
HOSTILE = [
    "{{ 7 * 7 }} {% raw %} {# gone #} {{{ x }}}",
    "</script><script>alert(1)</script>",
    '"""\nimport os\n"""',
    "'); raise SystemExit  # ",
    "${HOME} $path $$cases",
    "```\n## case-000000000000\n```",
    "- item\n\n# heading\n\n[link](javascript:alert(1))",
    "key: value\n--- !!python/object:os.system\n&a *a",
    "\u202eright to left\u202c \u200bzero \u2028line \ufeff mark \x85 \x00",
    "file:///etc/passwd",
    "x" * 1_000_000,
]


def file_of(spec: Spec, path: str | None = "spec.specl") -> CaseFile:
    """
    Return the case file of a spec.
    """
    return CaseFile(spec.name, spec.name, path, cases_of(spec).rows)


def hostile(text: str) -> Spec:
    """
    Return a spec whose questions, prose and challenge are one text.
    """
    spec = spec_with(
        'fact b: bool "b?"', 'fact t: text "t?"', 'act x "x?"', "rule r at user { when b must x }"
    )
    rule = spec.rules["r"]
    challenge = Challenge(text, None, rule.span)
    told = attrs.evolve(rule, prose=text, because=text, challenges=(challenge,))
    facts = {name: attrs.evolve(fact, question=text) for name, fact in spec.facts.items()}
    facts["t"] = attrs.evolve(facts["t"], default=text)
    acts = {name: attrs.evolve(act, question=text) for name, act in spec.acts.items()}
    return attrs.evolve(spec, rules={"r": told}, facts=facts, acts=acts)


def validator() -> Any:
    """
    Return what holds a row against the shipped schema, with nothing but that file.
    """
    path = resources.files("specl.cases.targets") / "cases.schema.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


def test_the_schema_has_that_of_rubrics_within_it() -> None:
    """
    It is the one that rubrics are written by; UPDATE_GOLDEN=1 copies it anew.
    """
    if os.environ.get("UPDATE_GOLDEN"):
        path = Path(str(resources.files("specl.cases.targets") / "cases.schema.json"))
        whole = schema()
        whole["$defs"]["rubric"] = rubric_schema()
        path.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert rubric_schema() == schema()["$defs"]["rubric"]


def test_the_schema_sees_what_is_wrong_with_a_rubric() -> None:
    """
    A row whose rubric has another shape than rubrics have is no row, deep within it too.
    """
    row = json.loads(write("jsonl", file_of(shop())).splitlines()[0])
    check = validator()
    assert check.is_valid(row)
    del row["rubric"]["criteria"][0]["id"]
    (error,) = check.iter_errors(row)
    assert ["rubric", "criteria", 0] == list(error.absolute_path)


@pytest.mark.parametrize("name", SHIPPED)
def test_rows_have_the_shape_of_the_schema(name: str) -> None:
    """
    Every line of the shipped examples' cases is as the schema says.
    """
    spec = specl.load(EXAMPLES / f"{name}.specl")
    check = validator()
    lines = write("jsonl", file_of(spec)).splitlines()
    assert lines
    for line in lines:
        row = json.loads(line)
        assert [] == [error.message for error in check.iter_errors(row)]
        assert list(spec.facts) == list(row["facts"])
        assert row["reply"] is not None or row["ruling"]["contradictions"]


def test_the_schema_knows_the_kinds_of_goals() -> None:
    """
    The kinds in the schema are those that there are.
    """
    kinds = schema()["properties"]["goals"]["items"]["properties"]["kind"]["enum"]
    assert list(specl.cases.KINDS) == kinds


def test_an_id_names_the_facts_and_nothing_else() -> None:
    """
    The same scenario has the same id whatever order its facts stand in, another one another.
    """
    assert id_of({"a": True, "b": 1}) == id_of({"b": 1, "a": True})
    assert id_of({"a": True, "b": 1}) != id_of({"a": True, "b": 2})
    assert "case-" + "44136fa355b3" == id_of({})


@pytest.mark.parametrize("target", TARGETS)
def test_the_same_cases_give_the_same_text(target: str) -> None:
    """
    Written twice, from specs loaded twice, a format has the same bytes.
    """
    assert write(target, file_of(shop())) == write(target, file_of(shop()))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("target", ["jsonl", "inspect"])
def test_lines_hold_one_object_each(target: str, text: str) -> None:
    """
    No text of a spec ends a line or is lost: each line reads back.
    """
    cases = file_of(hostile(text))
    lines = write(target, cases).splitlines()
    assert len(cases.rows) == len(lines)
    for line, row in zip(lines, cases.rows, strict=True):
        assert line.isascii()
        found = json.loads(line)
        if target == "inspect":
            assert "\n".join(row.situation) == found["input"]
            found = found["metadata"]
        assert dict(row.facts) == found["facts"]
        assert row.card == found["card"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_in_promptfoo_tests_opens_a_template(text: str) -> None:
    """
    No string has two characters that would open or close one; the facts read back, with that space.
    """
    cases = file_of(hostile(text))
    tests = json.loads(write("promptfoo", cases))
    assert len(cases.rows) == len(tests)
    for test, row in zip(tests, cases.rows, strict=True):
        for string in _strings(test):
            assert not re.search(r"\{[{%#]|[}%#]\}", string)
            assert not string.startswith("file:")
        assert dict(row.facts) | {"t": plain(row.facts["t"])} == json.loads(test["vars"]["facts"])


def _strings(data: Any) -> list[str]:
    """
    Return all strings in JSON-ready data.
    """
    if isinstance(data, str):
        return [data]
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [string for part in parts for string in _strings(part)]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_spec_is_code_in_a_test_module(text: str) -> None:
    """
    The module has the same statements whatever a spec says; its cases are string literals.
    """
    written = write("pytest", file_of(hostile(text)))
    assert written.isascii()
    tree, plain = ast.parse(written), ast.parse(write("pytest", file_of(hostile("plain"))))
    assert [_outline(node) for node in plain.body] == [_outline(node) for node in tree.body]
    literals = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    facts = [json.loads(v)["facts"] for v in literals if isinstance(v, str) and v[:1] == "{"]
    assert [dict(row.facts) for row in file_of(hostile(text)).rows] == facts


def _outline(node: ast.stmt) -> str:
    """
    Return a statement with all strings left out.
    """
    kinds = [type(each).__name__ for each in ast.walk(node) if not isinstance(each, ast.Constant)]
    return " ".join(kinds)


@pytest.mark.parametrize("path", ['a\'b/"c".specl', "../$path/${x}.specl", "\u202e.specl"])
def test_the_path_of_a_spec_is_no_code_either(path: str) -> None:
    """
    Whatever characters it has, it stands in the module as a literal.
    """
    tree = ast.parse(write("pytest", file_of(shop(), path)))
    assert path in {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_page_of_cards_has_no_other_headings_or_tags(text: str) -> None:
    """
    Text of a spec is text on the page: it opens no heading, no tag, no link and no fence.
    """
    markdown_it = MarkdownIt("commonmark", {"html": True})
    cases = file_of(hostile(text))
    page = write("markdown", cases)
    tokens = markdown_it.parse(page)
    headings = [
        after.content
        for token, after in pairwise(tokens)
        if token.type == "heading_open" and token.tag in {"h1", "h2"}
    ]
    assert [row.id for row in cases.rows] == headings[1:]
    inside = [each for token in tokens for each in token.children or ()]
    assert not {"html_block"} & {token.type for token in tokens}
    assert not {"html_inline", "link_open", "image"} & {token.type for token in inside}
    assert "\u202e" not in page


def test_inspect_samples_have_what_samples_need() -> None:
    """
    An id, an input and a target in words, and metadata.
    """
    for line in write("inspect", file_of(shop())).splitlines():
        sample = json.loads(line)
        assert {"id", "input", "target", "metadata"} == set(sample)
        assert all(
            isinstance(sample[key], str) and sample[key] for key in ("id", "input", "target")
        )


def test_promptfoo_asserts_each_criterion_that_a_reply_can_fail() -> None:
    """
    Each has the criterion's id as its metric, a threshold and words; permissions have none.
    """
    cases = file_of(shop())
    for test, row in zip(json.loads(write("promptfoo", cases)), cases.rows, strict=True):
        metrics = [each["metric"] for each in test["assert"]]
        assert sorted(each.criterion for each in row.violations) == sorted(metrics)
        assert all(each["threshold"] == 0.5 and each["value"] for each in test["assert"])
