"""
Conversations as they come in files: where the reply begins, and what is none.
"""

from __future__ import annotations

from typing import Any

import pytest

from specl.model import Turn
from specl.rubric import rubric_of
from specl.rubric.transcripts import (
    Transcript,
    sample_transcripts,
    transcript_of,
    without_example,
)
from tests.unit.rubric.specs import support

USER = {"role": "user", "content": "Refund me."}
REPLY = {"role": "assistant", "content": "Done."}


def read(**row: Any) -> Transcript:
    return transcript_of(row, "line-1", {})


@pytest.mark.parametrize(
    "row",
    [
        {"messages": [USER, REPLY]},
        {"prompt": "Refund me.", "reply": "Done."},
        {"prompt": [USER], "reply": [REPLY]},
        {"messages": [USER, {**REPLY, "content": [{"type": "text", "text": "Done."}]}]},
    ],
)
def test_every_shape_reads_the_same(row: dict[str, Any]) -> None:
    """
    Messages, a prompt with its reply, and parts of content come to the same transcript.
    """
    found = read(**row)
    expected = ((Turn("user", "Refund me."),), (Turn("assistant", "Done."),))
    assert expected == (found.turns, found.reply)
    assert ("line-1", "Done.") == (found.id, found.reply_text)


def test_what_an_agent_does_on_the_way_is_part_of_its_reply() -> None:
    """
    A reply begins after the last turn of anybody else; what tools say is not what it says.
    """
    call = {"id": "1", "function": {"name": "pay", "arguments": "{}"}}
    found = read(
        id="x",
        messages=[
            {"role": "assistant", "content": "Hello."},
            USER,
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "content": "paid"},
            REPLY,
        ],
    )
    assert ["assistant", "user"] == [turn.role for turn in found.turns]
    assert ["assistant", "tool", "assistant"] == [turn.role for turn in found.reply]
    assert "calls pay({})" == found.reply[0].text
    assert "paid" not in found.reply_text
    assert "x" == found.id


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({}, "`messages`, or `prompt` and `reply`, are missing"),
        ({"messages": [USER]}, "there is no reply: the last turn has to be the assistant's"),
        ({"messages": []}, "there is no reply: the last turn has to be the assistant's"),
        ({"messages": 7}, "in `messages`: a text or a list of messages is needed"),
        ({"messages": [7]}, "in `messages`: a text or a list of messages is needed"),
        ({"prompt": "x", "reply": None}, "in `reply`: a text or a list of messages is needed"),
        (
            {"messages": [{"role": "bot", "content": "x"}]},
            (
                "`role` in `messages` has to be one of `assistant`, `developer`, `quoted`, "
                "`system`, `tool`, `user`, not `bot`"
            ),
        ),
        (
            {"messages": [{"role": "user", "content": [7]}]},
            "in `messages`: `content` has to be a text or a list of parts",
        ),
    ],
)
def test_what_is_no_transcript_is_said(row: dict[str, Any], message: str) -> None:
    """
    Each mistake by the field that it is in.
    """
    with pytest.raises(ValueError) as error:
        read(**row)
    assert message == str(error.value)


def test_examples_are_transcripts() -> None:
    """
    Each reply of an example once, though several rules show it, told apart by name.
    """
    found = sample_transcripts(rubric_of(support()))
    assert ["big.good", "big.bad", "big.bad.2"] == [each.id for each in found]
    assert all(each.turns and each.reply_text for each in found)


def test_a_judge_is_not_told_what_it_is_tried_on() -> None:
    """
    The replies of one example leave a rubric; those of others stay.
    """
    rubric = rubric_of(support())
    left = {each.example for rule in rubric.rules for each in rule.samples}
    assert "big" in left
    without = without_example(rubric, "big")
    assert left - {"big"} == {each.example for rule in without.rules for each in rule.samples}
    assert [each.id for each in rubric.criteria] == [each.id for each in without.criteria]
