"""
promptfoo takes the tests that `specl cases` writes, and renders no text of a spec as a template.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from specl.cases.targets import write
from specl.cases.targets.promptfoo import plain
from tests.consumers.promptfoo.suites import Suite
from tests.unit.cases.test_targets import file_of, hostile

TEMPLATES = "{{ 7 * 7 }} {% if true %}gone{% endif %} {# gone #} {{{ env.PATH }}} }} %}"


@pytest.fixture
def suite(tmp_path, consumer) -> Callable[[str], Suite]:
    """
    A function from the text of a list of tests to a suite that echoes its prompts.
    """

    def make(tests: str) -> Suite:
        (tmp_path / "tests.json").write_text(tests, encoding="utf-8")
        config = {
            "prompts": ["{{situation}}\n---\n{{facts}}"],
            "providers": ["echo"],
            "defaultTest": {"options": {"provider": "openai:chat:judge-1"}},
            "tests": "file://tests.json",
        }
        text = f"# written by a test\n{json.dumps(config)}"
        (tmp_path / "promptfooconfig.yaml").write_text(text, encoding="utf-8")
        return Suite(tmp_path, consumer("promptfoo"))

    return make


@pytest.mark.parametrize("example", ["support", "coding_agent", "model_spec"])
def test_the_tests_of_examples_are_valid(example, suite, cases_of_example) -> None:
    """
    The validator of promptfoo finds nothing wrong with them.
    """
    suite(cases_of_example("promptfoo", example)).validate()


def test_each_criterion_is_asked_about_once(suite, cases_of_example, judge) -> None:
    """
    Every assertion of every case reaches the judge, and its verdict counts under its id.
    """
    tests = json.loads(cases_of_example("promptfoo", "coding_agent"))
    criteria = [each for test in tests for each in test["assert"]]
    model = judge(lambda _: json.dumps({"reason": "fine", "pass": True, "score": 1}))
    found = suite(json.dumps(tests)).run(model)
    assert (0, len(tests)) == (found.status, found.stats["successes"])
    assert len(criteria) == len(model.requests)
    assert {each["metric"] for each in criteria} == set(found.metrics["namedScores"])


def test_no_text_of_a_spec_is_rendered(suite, judge, tmp_path: Path) -> None:
    """
    The prompt has the facts and the questions as the spec has them, but for spaces.
    """
    cases = file_of(hostile(TEMPLATES))
    model = judge(lambda _: json.dumps({"reason": "fine", "pass": True, "score": 1}))
    found = suite(write("promptfoo", cases)).run(model)
    assert len(cases.rows) == found.stats["successes"]
    shown = plain(TEMPLATES)
    prompts = [row["response"]["output"] for row in _rows(tmp_path)]
    facts = [json.loads(prompt.split("\n---\n")[1]) for prompt in prompts]
    assert [dict(row.facts) | {"t": plain(row.facts["t"])} for row in cases.rows] == facts
    assert all(f"{shown}:" in prompt for prompt in prompts)
    asked = [json.dumps(each) for each in model.requests]
    assert asked
    assert all("49" not in each and shown in each for each in asked)


def _rows(folder: Path) -> list[dict[str, Any]]:
    """
    Return the rows of an evaluation, in the order of the tests.
    """
    rows = json.loads((folder / "out.json").read_text(encoding="utf-8"))["results"]["results"]
    return sorted(rows, key=lambda row: row["testIdx"])
