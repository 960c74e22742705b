"""
Letters that hide or reorder text: no format that people read has them as they are.
"""

from __future__ import annotations

import json
import tomllib

import pytest

import specl
from specl.rubric.job import OutputFile
from specl.rubric.targets import write
from tests.unit.rubric.jobs import conversation, job_of

LETTERS = (
    "\u00ad\u034f\u115f\u17b4\u180e\u200b\u202e\u2066\u2800\u3164\ufeff\uffa0\U000e0041\U000e0101"
)
SPEC = f'spec s act x "X?" rule r {{ "be{LETTERS}good" must x }}'


def file_of(target: str) -> OutputFile:
    """
    Return the file that a target writes of a rule whose prose has every such letter.
    """
    (file,) = write(target, job_of(specl.loads(SPEC), conversation(("user", "Hi")))).files
    return file


@pytest.mark.parametrize("target", ["markdown", "html", "json", "verifiers"])
def test_all_are_spelled_out(target: str) -> None:
    """
    Whatever the format, none of them is left in its text.
    """
    assert not {*LETTERS} & {*file_of(target).text}


def test_tools_read_them_back() -> None:
    """
    JSON escapes them, also beyond the first 65,536 characters; TOML stays TOML.
    """
    data = json.loads(file_of("json").text)
    assert data["rules"][0]["prose"] == f"be{LETTERS}good"
    (item,) = tomllib.loads(file_of("verifiers").text)["criteria"]
    assert "be[U+00AD]" in item["text"]
