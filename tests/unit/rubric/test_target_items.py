"""
Rubric files for HealthBench, autorubric and verifiers, as readers of these shapes see them.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from typing import Any

import attrs
import pytest

import specl
from specl.model import Turn
from specl.rubric import rubric_of
from specl.rubric.folding import is_guarded, judged
from specl.rubric.job import CannotExpressError, Job, Judged, Written
from specl.rubric.powers import scored_tiers
from specl.rubric.slicing import Slice, sliced
from specl.rubric.standalone.scores import score
from specl.rubric.targets import autorubric, healthbench, verifiers
from specl.rubric.transcripts import Transcript
from tests.unit.building import a, act, norm, rule, spec
from tests.unit.rubric.jobs import HOSTILE_TURNS, conversation, job_of
from tests.unit.rubric.questioning import EXAMPLES, example
from tests.unit.rubric.reader_of_healthbench import graded
from tests.unit.rubric.specs import support
from tests.unit.rubric.test_targets import HOSTILE, hostile

ASKED = conversation(("user", "How much?"))


def rows_of(written: Written) -> list[Any]:
    """
    Return the rows of HealthBench.
    """
    return [json.loads(line) for line in written.files[0].text.splitlines()]


def of_autorubric(written: Written) -> Any:
    """
    Return the file for autorubric.
    """
    return json.loads(written.files[0].text)


def of_verifiers(written: Written) -> list[Any]:
    """
    Return the criteria for verifiers.
    """
    found: list[Any] = tomllib.loads(written.files[0].text)["criteria"]
    return found


WRITERS: list[Callable[[Job], Written]] = [healthbench.write, autorubric.write, verifiers.write]


# HealthBench


@pytest.mark.parametrize("name", EXAMPLES)
def test_rows_of_healthbench(name: str) -> None:
    """
    A row has a prompt that ends before the reply, items with points, and tags without repetition.
    """
    made = example(name)
    rubric = rubric_of(made)
    rows = rows_of(healthbench.write(job_of(made, ASKED)))
    assert 1 == len(rows)
    row = rows[0]
    keys = ["prompt_id", "prompt", "rubrics", "example_tags", "ideal_completions_data"]
    assert keys == list(row)
    assert [{"role": "user", "content": "How much?"}] == row["prompt"]
    assert "Two." == row["ideal_completions_data"]["ideal_completion"]
    assert len(judged(rubric)) == len(row["rubrics"])
    for item in row["rubrics"]:
        assert ["criterion", "points", "tags"] == list(item)
        assert item["points"] > 0
        assert len(item["tags"]) == len({*item["tags"]})


@pytest.mark.parametrize("name", EXAMPLES)
def test_points_of_healthbench_keep_priority(name: str) -> None:
    """
    Its score of a reply is the lexicographic one, where what does not apply counts as met.
    """
    made = example(name)
    row = rows_of(healthbench.write(job_of(made, ASKED)))[0]
    ids = {item["criterion"]: item["tags"][0].partition(":")[2] for item in row["rubrics"]}
    assert len(ids) == len(row["rubrics"])
    tiers = scored_tiers(rubric_of(made))
    names = [each for tier in tiers for each, _ in tier]
    for violated, spared in ((names[:1], names[1:]), (names[2:], ()), (names, ()), ((), names[1:])):
        verdicts = dict.fromkeys(names, "complies") | dict.fromkeys(spared, "not_applicable")
        verdicts |= dict.fromkeys(violated, "violates")

        def is_met(prompt: str, verdicts: dict[str, str] = verdicts) -> bool:
            text = prompt.partition("\nItem:\n[")[2].partition("] ")[2].removesuffix("\n")
            return verdicts[ids[text]] != "violates"

        found = graded(row, "Two.", is_met)
        assert score(tiers, verdicts)["value"] == found["overall_score"]
        for each in names:
            assert int(verdicts[each] != "violates") == found[f"criterion:{each}"]


def test_facts_of_a_transcript_are_worked_in() -> None:
    """
    A row has the items of its own rubric, and none where nothing can apply.
    """
    made = specl.loads('spec s\nfact f: bool "F?"\nact x "X?"\nrule r { when f must x }')
    judged_ones = tuple(
        Judged(conversation(("user", "Hi"), id_=str(value)), rubric_of(made, {"f": value}))
        for value in (True, False)
    )
    whole = rubric_of(made)
    written = healthbench.write(Job(made, whole, whole, {}, transcripts=judged_ones))
    assert ["True"] == [row["prompt_id"] for row in rows_of(written)]
    assert "Applies always." in rows_of(written)[0]["rubrics"][0]["criterion"]
    assert any("1 transcripts are left out" in note for note in written.notes)


def test_roles_that_no_chat_completion_has() -> None:
    """
    What tools and documents say is the user's, marked, and said to be so.
    """
    made = conversation(("developer", "Be."), ("quoted", "Obey!"), ("user", "Hi"))
    written = healthbench.write(job_of(support(), made))
    prompt = rows_of(written)[0]["prompt"]
    assert ["developer", "user", "user"] == [turn["role"] for turn in prompt]
    assert "(quoted) Obey!" == prompt[1]["content"]
    assert any("marked by their role" in note for note in written.notes)


def test_what_tools_say_in_a_reply_is_no_secret() -> None:
    """
    A reply is its assistant's words alone: how many lost something is said.
    """
    plain = conversation(("user", "Hi"), id_="plain")
    agent = attrs.evolve(plain, id="agent", reply=(Turn("tool", "Paid 5."), *plain.reply))
    notes = healthbench.write(job_of(support(), plain, agent)).notes
    assert any(note.endswith("left out of 1 of 2 replies") for note in notes)
    notes = healthbench.write(job_of(support(), plain)).notes
    assert not any("what tools say within" in note for note in notes)


def test_the_slot_of_healthbench_is_not_filled_in_by_a_turn() -> None:
    """
    A conversation cannot name the place where the item goes.
    """
    written = healthbench.write(job_of(support(), conversation(("user", "<<rubric_item>>"))))
    assert "<<rubric_item>>" not in written.files[0].text
    assert {"overall_score"} < {*graded(rows_of(written)[0], "Two.", lambda _: True)}
    assert any("would fill it in" in note for note in written.notes)


@pytest.mark.parametrize("transcripts", [(), (Transcript("t", (), (Turn("assistant", "x"),), {}),)])
def test_healthbench_needs_a_conversation(transcripts: tuple[Transcript, ...]) -> None:
    """
    Without a turn of the user there is no row to write.
    """
    whole = rubric_of(support())
    given = tuple(Judged(each, whole) for each in transcripts)
    with pytest.raises(CannotExpressError, match="--transcripts"):
        healthbench.write(Job(support(), whole, whole, {}, transcripts=given))


@pytest.mark.parametrize("text", HOSTILE_TURNS, ids=range(len(HOSTILE_TURNS)))
def test_turns_reach_healthbench_to_the_letter(text: str) -> None:
    """
    A row is one line of ASCII, whatever is said in it.
    """
    written = healthbench.write(job_of(support(), conversation(("user", text), reply=text)))
    lines = written.files[0].text.split("\n")
    assert 2 == len(lines)
    assert lines[0].isascii()
    row = json.loads(lines[0])
    assert text == row["prompt"][0]["content"]
    assert text == row["ideal_completions_data"]["ideal_completion"]


# autorubric


@pytest.mark.parametrize("name", EXAMPLES)
def test_criteria_of_autorubric(name: str) -> None:
    """
    What always applies is binary; anything else may not apply, and is then left out.
    """
    rubric = rubric_of(example(name))
    data = of_autorubric(autorubric.write(job_of(example(name))))
    assert ["stamp", "guidelines", "criteria"] == list(data)
    guarded = {each.id: is_guarded(each) for each in judged(rubric)}
    assert list(guarded) == [each["name"] for each in data["criteria"]]
    for each in data["criteria"]:
        assert guarded[each["name"]] == ("options" in each)
        if "options" in each:
            assert [0.0, 1.0] == [o["value"] for o in each["options"] if not o.get("na")]
            assert ["does not apply"] == [o["label"] for o in each["options"] if o.get("na")]
        assert isinstance(each["weight"], float)
        assert each["weight"] > 0


@pytest.mark.parametrize("name", EXAMPLES)
def test_guidelines_of_autorubric_say_what_others_leave_out(name: str) -> None:
    """
    Permissions and laws stand in the guidelines, and so in no note.
    """
    rubric = rubric_of(example(name))
    written = autorubric.write(job_of(example(name)))
    guidelines = of_autorubric(written)["guidelines"]
    for each in rubric.criteria:
        assert each.is_permission == (f"Allowed, {each.id}:" in guidelines)
    assert len((*rubric.assumptions, *rubric.constraints)) == guidelines.count("Always so: ")
    assert not any("permissions" in note for note in written.notes)


# verifiers


@pytest.mark.parametrize("name", EXAMPLES)
def test_criteria_of_verifiers(name: str) -> None:
    """
    Each has a name of its own, one line of text, a weight, and answers from worst to best.
    """
    rubric = rubric_of(example(name))
    criteria = of_verifiers(verifiers.write(job_of(example(name))))
    assert [each.id for each in judged(rubric)] == [each["name"] for each in criteria]
    for each in criteria:
        assert {"name", "weight", "choices", "text"} == {*each}
        assert ["no", "yes"] == each["choices"]
        assert each["weight"] > 0
        assert "\n" not in each["text"]


# All three


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_prose_of_an_author_is_markup(write: Callable[[Job], Written], text: str) -> None:
    """
    A file has the shape that it has with tame prose, and no tag, mark or line of the author's.
    """
    tame, wild = (write(job_of(hostile(each))).files[0].text for each in ("tame", text))
    assert tame.count("\n") == wild.count("\n")
    assert not any(char in wild for char in "\u202e\u200b\ufeff\x00\x1b")
    if write is verifiers.write:
        assert len(of_verifiers(write(job_of(hostile(text))))) == tame.count("[[criteria]]")
    if write is autorubric.write:
        assert "<script" not in wild
        assert "</" not in wild


@pytest.mark.parametrize("write", WRITERS)
def test_a_million_characters(write: Callable[[Job], Written]) -> None:
    """
    Long prose is written as it is.
    """
    assert "x" * 1_000_000 in write(job_of(hostile("x" * 1_000_000))).files[0].text


@pytest.mark.parametrize("write", WRITERS)
def test_a_slice_knows_what_it_gives_way_to(write: Callable[[Job], Written]) -> None:
    """
    A criterion alone still says what goes before it, and when that applies.
    """
    made = specl.loads(
        'spec s\nfact f: bool "F?"\nact x "X?"\nrule a { must x }\n'
        "rule b overrides a { when f must not x }"
    )
    rubric = sliced(rubric_of(made), Slice(rules=("a",)))
    text = write(job_of(made, ASKED, rubric=rubric)).files[0].text
    assert "`b.0`: Applies when" in text


@pytest.mark.parametrize("write", WRITERS)
def test_notes_and_files_are_the_same_each_time(write: Callable[[Job], Written]) -> None:
    """
    The same spec gives the same bytes, and what was folded is said.
    """
    first, second = (write(job_of(example("support/support"))) for _ in range(2))
    assert first == second
    assert 1 == len(first.files)
    assert any("`emergency.0`" in note for note in first.notes)
    assert all("\n" not in note for note in first.notes)


@pytest.mark.parametrize("write", [autorubric.write, verifiers.write])
def test_there_has_to_be_something_to_fail(write: Callable[[Job], Written]) -> None:
    """
    A spec of permissions has no items.
    """
    made = spec(rule("r", norm("may", a("x"))), acts=[act("x")])
    with pytest.raises(CannotExpressError, match="no criterion"):
        write(job_of(made, ASKED))
