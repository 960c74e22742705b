"""
Messages as turns: every shape that files and trainers use, and what is no text.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.rubric.standalone.messages import split, text_of, turns_of
from specl.rubric.transcripts import transcript_of

IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}


def content(**message: Any) -> str:
    """
    Return the text of the one turn that a message comes to.
    """
    (turn,) = turns_of([{"role": "assistant", **message}], "user")
    return turn["content"]


def test_a_text_is_a_turn() -> None:
    """
    Its role is the one that is asked for, as that of a message which does not say.
    """
    expected = [{"role": "user", "content": "Hi"}]
    assert expected == turns_of("Hi", "user") == turns_of([{"content": "Hi"}], "user")


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("Hi", "Hi"),
        (None, ""),
        ({"type": "text", "text": "Hi"}, "Hi"),
        ({"type": "output_text", "text": "Hi"}, "Hi"),
        ({"type": "refusal", "refusal": "No."}, "No."),
        ({"type": "text", "text": "Hi", "refusal": None}, "Hi"),
        (IMAGE, "[image_url]"),
        ({"image_url": "x", "text": None}, "[part]"),
        ({"type": "reasoning", "text": "Hm."}, ""),
        ({"type": "thinking", "thinking": "Hm."}, ""),
        ({"type": ["odd"]}, "[['odd']]"),
    ],
)
def test_a_part_is_its_text_or_its_name(part: Any, text: str) -> None:
    """
    What a judge cannot be shown is named, and reasoning is no reply.
    """
    assert text == text_of(part)


def test_no_part_is_dropped() -> None:
    """
    A message of an image and a text says that there was an image, also as an array of NumPy.
    """
    parts = [{"type": "text", "text": "What is this?"}, IMAGE]
    assert "What is this?\n[image_url]" == content(content=parts)
    rows = np.array([{"role": "user", "content": np.array(parts, dtype=object)}], dtype=object)
    assert [{"role": "user", "content": "What is this?\n[image_url]"}] == turns_of(rows, "user")


@pytest.mark.parametrize(
    "call",
    [
        {"id": "1", "type": "function", "function": {"name": "pay", "arguments": '{"sum": 5}'}},
        {"id": "1", "function": "pay", "arguments": {"sum": 5}},
        {"name": "pay", "arguments": {"sum": np.int64(5)}},
    ],
)
def test_calls_have_one_spelling(call: dict[str, Any]) -> None:
    """
    A call reads the same whoever recorded it, and stands behind what was said.
    """
    assert 'calls pay({"sum": 5})' == content(content=None, tool_calls=[call])
    assert 'Now.\ncalls pay({"sum": 5})' == content(content="Now.", tool_calls=(call,))


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ({"id": "1"}, 'calls {"id": "1"}'),
        (7, "calls 7"),
        (
            {"type": "custom", "custom": {"name": "x"}},
            'calls {"custom": {"name": "x"}, "type": "custom"}',
        ),
    ],
)
def test_an_unknown_call_is_shown_whole(call: Any, text: str) -> None:
    """
    What has no name is no reason to say nothing.
    """
    assert text == content(tool_calls=[call])


@pytest.mark.parametrize("value", [None, 7, {}, [7], ["Hi"], [{"content": 7}], [{"content": [7]}]])
def test_what_is_no_conversation_is_refused(value: Any) -> None:
    """
    A mistake is a `ValueError`, whatever its shape.
    """
    with pytest.raises(ValueError, match="a text or a list of"):
        turns_of(value, "user")


@given(st.lists(st.sampled_from(["system", "user", "assistant", "tool", "quoted"])))
def test_a_reply_is_what_the_assistant_and_its_tools_end_with(roles: list[str]) -> None:
    """
    Nothing is lost, no other role is in the reply, and another one is before it.
    """
    turns = [{"role": role, "content": str(place)} for place, role in enumerate(roles)]
    before, reply = split(turns)
    assert turns == [*before, *reply]
    assert {turn["role"] for turn in reply} <= {"assistant", "tool"}
    assert not before or before[-1]["role"] not in {"assistant", "tool"}


def test_a_file_of_transcripts_reads_as_trainers_do() -> None:
    """
    An image in a line of transcripts is named as well.
    """
    messages = [
        {"role": "user", "content": [IMAGE]},
        {"role": "assistant", "content": "A cat."},
    ]
    found = transcript_of({"messages": messages}, "x", {})
    assert turns_of(messages, "user") == found.as_messages()
    assert "[image_url]" == found.turns[0].text
