"""
Rubrics as questions for the decisions endpoint.
"""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

import specl
from specl.model import Turn
from specl.rubric.job import CannotExpressError, Written
from specl.rubric.prompt import asked
from specl.rubric.targets.openai_decisions import write
from specl.rubric.transcripts import Transcript
from tests.unit.building import a, act, norm, rule, spec
from tests.unit.rubric.jobs import HOSTILE_TURNS, conversation, job_of
from tests.unit.rubric.specs import support
from tests.unit.rubric.test_targets import HOSTILE, hostile


def rows(written: Written) -> list[Any]:
    """
    Return the lines, read.
    """
    (file,) = written.files
    return [json.loads(line) for line in file.text.splitlines()]


def test_a_request_has_a_question_for_each_criterion() -> None:
    """
    Questions are named after criteria, in their order, and offer three verdicts.
    """
    job = job_of(support())
    found = rows(write(job))
    assert [each.transcript.id for each in job.transcripts] == [row["id"] for row in found]
    for row in found:
        assert ["id", "part", "request"] == list(row)
        request = row["request"]
        assert "gpt-6-luna" == request["model"]
        assert [each.id for each in asked(job.rubric)] == [
            question["name"] for question in request["questions"]
        ]
        for question in request["questions"]:
            assert "choice" == question["type"]
            assert ["complies", "violates", "not_applicable"] == [
                each["value"] for each in question["choices"]
            ]


def test_a_question_says_all_by_itself() -> None:
    """
    It tells the criterion, what to take in doubt, and those that may set it aside.
    """
    (row, *_) = rows(write(job_of(support())))
    told = {each["name"]: each["instructions"] for each in row["request"]["questions"]}
    assert "Judge the assistant's reply that ends this conversation" in told["careful.0"]
    assert "Does not apply where `plain_talk.0` applies." in told["careful.0"]
    assert "- plain_talk.0: Applies when" in told["careful.0"]
    assert (
        "- vip: Is the user a verified VIP? (yes or no; if you cannot tell, no)"
        in (told["big_refunds.0"])
    )
    assert "plain_talk" not in told["refund_cap.0"]


def test_a_model_can_be_chosen() -> None:
    """
    A gateway may call the model otherwise.
    """
    (row, *_) = rows(write(job_of(support(), model="openai/gpt-6-luna")))
    assert "openai/gpt-6-luna" == row["request"]["model"]


def test_a_request_has_four_hundred_questions_at_most() -> None:
    """
    More are asked in further requests about the same conversation, numbered from 1.
    """
    names = [f"x{number}" for number in range(850)]
    made = spec(rule("r", *(norm("must", a(name)) for name in names)), acts=map(act, names))
    found = rows(write(job_of(made, conversation(("user", "Hello.")))))
    assert [(1, 400), (2, 400), (3, 50)] == [
        (row["part"], len(row["request"]["questions"])) for row in found
    ]
    assert [f"r.{number}" for number in range(850)] == [
        question["name"] for row in found for question in row["request"]["questions"]
    ]
    assert 1 == len({json.dumps(row["request"]["input"]) for row in found})


def test_the_conversation_goes_in_as_it_was() -> None:
    """
    Each turn is an item of its role; what tools say is output of a call; quotes say that they are.
    """
    turns = [Turn(role, f"<{role}>") for role in ("system", "developer", "user", "quoted", "user")]
    reply = (Turn("assistant", "calls a tool"), Turn("tool", "42"), Turn("assistant", "It is 42."))
    written = write(job_of(support(), Transcript("t", tuple(turns), reply, {})))
    (row,) = rows(written)
    items = row["request"]["input"]
    assert [
        ("system", "<system>"),
        ("developer", "<developer>"),
        ("user", "<user>"),
        ("user", "Quoted, not the user's own words:\n\n<quoted>"),
        ("user", "<user>"),
        ("assistant", "calls a tool"),
        ("custom_tool_call", ""),
        ("custom_tool_call_output", "42"),
        ("assistant", "It is 42."),
    ] == [
        (
            item.get("role", item.get("type")),
            item.get("content", item.get("output", item.get("input"))),
        )
        for item in items
    ]
    assert items[6]["call_id"] == items[7]["call_id"]
    assert any("turns of tools" in note for note in written.notes)
    assert any("quoted turns" in note for note in written.notes)


def test_what_code_measures_is_told() -> None:
    """
    A question on a measured act says what was measured; what code decides alone is only named.
    """
    made = specl.loads(
        """
        spec s
        fact short: bool "Is a short answer asked for?"
        act words: int 0..900 "How long is it?" measured by words
        rule always { must words <= 300 }
        rule sometimes { when short must words <= 30 }
        """
    )
    written = write(job_of(made, conversation(reply="One two three.")))
    alone, unsure = written.notes
    assert "no judge is asked about `always.0`: code decides that alone" == alone
    assert "has to decide" in unsure
    ((question,),) = [row["request"]["questions"] for row in rows(written)]
    assert question["instructions"].endswith("Measured in the reply by code:\n- words: 3")


def test_what_is_missing_is_said() -> None:
    """
    Something to judge is needed, and something to judge it by.
    """
    plain = spec(rule("r", norm("must", a("x"))), acts=[act("x")])
    with pytest.raises(CannotExpressError, match="`--transcripts FILE`"):
        write(job_of(plain))
    with pytest.raises(CannotExpressError, match="nothing is left for a judge"):
        write(job_of(attrs.evolve(spec(), prose=None), conversation()))


@pytest.mark.parametrize("text", HOSTILE_TURNS, ids=lambda text: text[:12])
def test_a_turn_is_data(text: str) -> None:
    """
    A turn reads back as it was, in its own item and nowhere else; half a character is none.
    """
    written = write(job_of(support(), conversation(("user", text), reply=text)))
    assert written.files[0].text.isascii()
    (row,) = rows(written)
    whole = text.replace("\ud800", "\ufffd")
    assert [whole, whole] == [item["content"] for item in row["request"]["input"]]
    assert all(
        text[:50] not in question["instructions"] for question in row["request"]["questions"]
    )


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_a_spec_s_text_opens_no_line(text: str) -> None:
    """
    What an author wrote stands within lines of the instructions and begins none.
    """

    def count(written: Written) -> list[int]:
        ((questions),) = [row["request"]["questions"] for row in rows(written)]
        return [each["instructions"].count("\n") for each in questions]

    expected = count(write(job_of(hostile("tame"), conversation())))
    assert expected == count(write(job_of(hostile(text), conversation())))


def test_the_same_requests_every_time() -> None:
    """
    Writing is a function of the job.
    """
    assert write(job_of(support())) == write(job_of(support()))
