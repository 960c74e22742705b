"""
Inspect reads the datasets that `specl cases` writes, and keeps all that is in them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from specl.cases.targets import write
from tests.unit.cases.test_targets import HOSTILE, file_of, hostile


@pytest.fixture
def read(tmp_path, consumer) -> Callable[[str], dict[str, dict[str, Any]]]:
    """
    A function from the text of a dataset to the samples of an evaluation of it, by id.
    """

    def call(text: str) -> dict[str, dict[str, Any]]:
        (tmp_path / "cases.jsonl").write_text(text, encoding="utf-8")
        script = Path(__file__).with_name("read_dataset.py")
        command = ("python", script, tmp_path / "cases.jsonl", tmp_path / "logs")
        done = consumer("inspect").run(*command)
        assert not done.returncode, done.stdout + done.stderr
        return {sample["id"]: sample for sample in json.loads(done.stdout)}

    return call


@pytest.mark.parametrize("example", ["support", "coding_agent", "model_spec"])
def test_samples_come_through_an_evaluation(example, read, cases_of_example) -> None:
    """
    Every case is a sample of the log, with its input, its target and its metadata.
    """
    text = cases_of_example("inspect", example)
    rows = [json.loads(line) for line in text.splitlines()]
    found = read(text)
    assert {row["id"] for row in rows} == set(found)
    for row in rows:
        sample = found[row["id"]]
        shown = (sample["input"], sample["target"], sample["metadata"])
        assert (row["input"], row["target"], row["metadata"]) == shown


def test_hostile_text_comes_through_as_it_is(read) -> None:
    """
    Whatever authors wrote is text of a sample, and nothing else.
    """
    cases = file_of(hostile("\n".join(HOSTILE[:-1])))
    found = read(write("inspect", cases))
    assert {row.id for row in cases.rows} == set(found)
    assert all(found[row.id]["metadata"]["card"] == row.card for row in cases.rows)
