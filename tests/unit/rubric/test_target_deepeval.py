"""
Decision graphs for DeepEval: their shape, what their nodes show a judge, and what has to be said.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from specl.api import loads
from specl.model import Spec
from specl.rubric import rubric_of
from specl.rubric.job import CannotExpressError, Job, Written
from specl.rubric.targets.deepeval_dag import SCORES, write
from tests.unit.rubric.questioning import EXAMPLES, example
from tests.unit.rubric.test_targets import HOSTILE, hostile

SMALL = """
spec small
type topic = billing | legal | other
fact topic: topic unsure other "What is the request about?"
fact minor: bool unsure true "Is the user under 18?"
act refuse "Does the reply decline?"
act words: int 0..900 "How many words are there?" measured by words
rule first overrides second {
  when topic in {billing, legal} and not minor
  must refuse
}
rule second { must not refuse if words > 10 }
rule third { may refuse }
"""


def written(spec: Spec) -> Written:
    """
    Return what the target writes of a whole spec.
    """
    rubric = rubric_of(spec)
    return write(Job(spec, rubric, rubric, {}))


def data_of(found: Written) -> dict[str, Any]:
    """
    Return what stands in `dags.json`.
    """
    (file,) = (file for file in found.files if file.name == "dags.json")
    data: dict[str, Any] = json.loads(file.text)
    return data


def test_a_graph_asks_the_guard_then_the_rule():
    """
    A choice has a verdict for each of its values, and each path ends in a score.
    """
    nodes = data_of(written(loads(SMALL)))["dags"]["first.0"]["nodes"]
    asked = {name: node for name, node in nodes.items() if "criteria" in node}
    assert ["NonBinaryJudgementNode", "BinaryJudgementNode", "BinaryJudgementNode"] == [
        node["type"] for node in asked.values()
    ]
    assert ["q1.billing", "q1.legal", "q1.other"] == asked["q1"]["children"]
    leads_on = {"type": "node", "ref": "q2"}
    assert nodes["q1.legal"] == {"type": "VerdictNode", "verdict": "legal", "child": leads_on}
    assert nodes["q1.other"] == {"type": "VerdictNode", "verdict": "other", "score": 5}
    assert nodes["q2.true"] == {"type": "VerdictNode", "verdict": True, "score": 5}
    assert nodes["q3.true"] == {"type": "VerdictNode", "verdict": True, "score": 10}
    assert nodes["q3.false"] == {"type": "VerdictNode", "verdict": False, "score": 0}


def test_a_judge_sees_no_more_than_it_needs():
    """
    Facts are asked of the input alone, and what code measures stands in the context.
    """
    dags = data_of(written(loads(SMALL)))["dags"]
    asked = [node for node in dags["second.0"]["nodes"].values() if "criteria" in node]
    assert ["input"] == dags["first.0"]["nodes"]["q1"]["evaluation_params"]
    assert ["input", "actual_output"] == dags["first.0"]["nodes"]["q3"]["evaluation_params"]
    assert ["input", "actual_output", "context"] in [each["evaluation_params"] for each in asked]


def test_doubts_are_settled_in_the_question():
    """
    What a judge who cannot tell has to take stands where it is asked.
    """
    nodes = data_of(written(loads(SMALL)))["dags"]["first.0"]["nodes"]
    assert nodes["q1"]["criteria"].endswith("If you cannot tell, answer other.")
    assert nodes["q2"]["criteria"].endswith("If you cannot tell, answer yes.")


def test_what_the_format_cannot_say_is_noted():
    """
    Not applicable as a score, measured acts, and permissions: each is said.
    """
    notes = "\n".join(written(loads(SMALL)).notes)
    assert "5 of 10 stands for not applicable" in notes
    assert "what is measured (`words`)" in notes
    assert "no reply fails what is allowed: `third.0`" in notes


def test_nothing_to_fail_is_an_error():
    """
    A spec of permissions alone has no graph.
    """
    with pytest.raises(CannotExpressError, match="no criterion is left that a reply can fail"):
        written(loads('spec s act a "Is it?" rule r { may a }'))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_path_ends_and_no_node_is_met_twice(name):
    """
    A graph is a tree but for the values of one choice, so that each node can be reached.
    """
    data = data_of(written(example(name)))
    assert [each["id"] for each in data["criteria"]] == [*data["dags"]]
    for dag in data["dags"].values():
        nodes = dag["nodes"]
        owners: dict[str, set[str]] = {}
        for name_, node in nodes.items():
            if node["type"] == "VerdictNode":
                assert ("child" in node) is ("score" not in node)
                assert node.get("score", 0) in SCORES.values()
                if "child" in node:
                    owners.setdefault(node["child"]["ref"], set()).add(name_.split(".")[0])
        asked = {name_ for name_, node in nodes.items() if "criteria" in node}
        assert asked - {"q1"} == owners.keys()
        assert all(len(each) == 1 for each in owners.values())


def test_the_same_spec_is_the_same_files():
    """
    Nothing depends on when or in which order it is made.
    """
    assert written(loads(SMALL)) == written(loads(SMALL))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_prose_begins_no_line(text):
    """
    What an author wrote stays within the line of its question, and hides or reorders nothing.
    """
    nodes = data_of(written(hostile(text)))["dags"]["r.0"]["nodes"]
    assert 1 == nodes["q1"]["criteria"].count("\n")
    assert not {"\u202e", "\u200b", "\ufeff", "\x1b", "\x00"} & set(nodes["q1"]["criteria"])


@pytest.fixture
def metrics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """
    The module beside the graphs, with the least of DeepEval that it needs.
    """
    parts = {
        "deepeval": {},
        "deepeval.metrics": {"DAGMetric": object},
        "deepeval.metrics.dag": {"dag_from_dict": dict},
        "deepeval.test_case": {"LLMTestCase": SimpleNamespace},
    }
    for name, names in parts.items():
        module = ModuleType(name)
        vars(module).update(names)
        monkeypatch.setitem(sys.modules, name, module)
    for file in written(loads(SMALL)).files:
        (tmp_path / file.name).write_text(file.text, encoding="utf-8")
    module = ModuleType("metrics")
    module.__file__ = str(tmp_path / "metrics.py")
    exec((tmp_path / "metrics.py").read_text(encoding="utf-8"), vars(module))  # noqa: S102 - ours
    return module


@pytest.mark.parametrize(
    ("score", "success", "error", "verdict"),
    [
        (1.0, True, None, "complies"),
        (0.0, False, None, "violates"),
        (0.5, False, None, "not_applicable"),
        (None, None, None, "not_applicable"),
        (0.3, False, None, "error"),
        (None, False, None, "error"),
        (1.0, True, "no answer", "error"),
    ],
)
def test_a_result_is_one_verdict(metrics, score, success, error, verdict):
    """
    A score is the verdict that it stands for, and one that stands for none is an error.
    """
    found = SimpleNamespace(name="first.0", score=score, success=success, error=error)
    assert {"first.0": verdict} == metrics.verdicts([found])


def test_a_test_case_says_what_code_measures(metrics):
    """
    The words of the reply stand in its context.
    """
    case = metrics.case_of({"prompt": "Hi", "reply": "Good day to you"})
    assert ["Measured in the reply by code: `words` is 4."] == case.context
