"""
promptfoo takes the suites that are written, runs them, and calls errors what no verdict was given.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from specl.rubric.standalone.scores import score
from tests.consumers.conftest import EXAMPLES, write_rubric
from tests.consumers.promptfoo.suites import ERROR, KEY, Suite, asked_in, verdicts

TINY = """\
spec tiny version 0.1.0

levels high > low

fact late: bool "Is it late?"

act greet "Does the reply greet?"
act words: int 0..1000 "How many words does the reply have?" measured by words
act warm "Is the reply warm?"

rule first at high {
  "Greet."
  must greet
}

rule second at low {
  "Be warm when it is late."
  when late
  must warm
}

rule third at low {
  "Be short."
  should words <= 5
}
"""


@pytest.fixture
def suite(rubric_of_example, consumer) -> Callable[..., Suite]:
    """
    A function from an example and options to the suite that is written of it.
    """

    def make(example: str, *options: str) -> Suite:
        return Suite(rubric_of_example("promptfoo", example, *options), consumer("promptfoo"))

    return make


@pytest.fixture
def tiny(tmp_path, consumer) -> Callable[..., Suite]:
    """
    A function from replies and options to a suite of a small spec with those replies.
    """

    def make(replies: dict[str, str], *options: str, spec: str = TINY) -> Suite:
        source = tmp_path / "tiny.specl"
        source.write_text(spec, encoding="utf-8")
        rows = [{"id": name, "prompt": "Hello?", "reply": reply} for name, reply in replies.items()]
        given = tmp_path / "replies.jsonl"
        given.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        out = tmp_path / "suite"
        folder = write_rubric(source, "promptfoo", out, "--transcripts", str(given), *options)
        return Suite(folder, consumer("promptfoo"))

    return make


def criteria(suite: Suite) -> list[str]:
    return [
        name for tier in suite.data("specl_rubric.json")["tiers"] for name, _ in tier["criteria"]
    ]


@pytest.mark.parametrize("example", EXAMPLES)
def test_shipped_examples_run_and_every_verdict_is_a_metric(suite, judge, example) -> None:
    """
    A third of the criteria is violated, a third does not apply if that can be: metrics say so.
    """
    written = suite(example)
    names = criteria(written)
    always = written.data("specl_rubric.json")["rubrics"]["all"]["always"]
    table = {
        name: ("violates", "complies" if name in always else "not_applicable", "complies")[at % 3]
        for at, name in enumerate(names)
    }
    written.validate()
    asked = judge(verdicts(table))
    run = written.run(asked)
    measured = {
        name
        for part in written.data("specl_rubric.json")["rubrics"].values()
        for name in part["places"]
    }

    assert len(run.rows) == len(written.data("specl_transcripts.json")) == len(asked.requests)
    assert (run.status, run.stats["errors"]) == (100, 0)
    for row in run.rows.values():
        found = row["gradingResult"]["metadata"]["specl"]["verdicts"]
        said = {name: verdict for name, verdict in found.items() if name not in measured}
        assert {name: table[name] for name in names if name not in measured} == said
        assert metrics_of(found) == {n: v for n, v in row["namedScores"].items() if n in names}
        assert row["score"] == pytest.approx(float(expected(written, found)))
        assert row["success"] is False


def metrics_of(found: dict[str, str]) -> dict[str, int]:
    return {
        name: int(verdict == "complies")
        for name, verdict in found.items()
        if verdict in {"complies", "violates"}
    }


def expected(suite: Suite, found: dict[str, str]) -> Fraction:
    data = suite.data("specl_rubric.json")
    tiers = [[(name, weight) for name, weight in tier["criteria"]] for tier in data["tiers"]]
    value = score(tiers, found, data["scoring"])["value"]
    assert isinstance(value, Fraction)
    return value


def test_assert_sets_are_tiers(suite) -> None:
    """
    Each tier is an assert-set with its name, and thresholds are always set.
    """
    written = suite("support")
    sets = written.config()["defaultTest"]["assert"]

    assert ["root binding", "root advisory", "system binding"] == [
        one["metric"] for one in sets[:3]
    ]
    assert criteria(written) == [each["metric"] for one in sets for each in one["assert"]]
    assert all(each["threshold"] == 1 for one in sets for each in (one, *one["assert"]))


def test_code_measures_and_the_judge_says_what_applies(tiny, judge) -> None:
    """
    Whether a reply is short is measured, whatever a judge might say of it.
    """
    written = tiny({"short": "Hi there.", "long": "Hi " * 9})
    asked = judge(verdicts({"second.0": "not_applicable"}))
    run = written.run(asked)

    assert [["first.0", "second.0"]] * 2 == [asked_in(body) for body in asked.requests]
    assert {"third.0": 1, "first.0": 1, "high binding": 1, "low advisory": 1} == run.rows["short"][
        "namedScores"
    ]
    assert (True, 1) == (run.rows["short"]["success"], run.rows["short"]["score"])
    assert (False, 0) == (run.rows["long"]["success"], run.rows["long"]["namedScores"]["third.0"])
    assert "violates third.0" in run.rows["long"]["error"]


def test_what_does_not_apply_is_no_assertion(tiny, judge) -> None:
    """
    A criterion that does not apply counts neither as passed nor as failed, and no metric has it.
    """
    run = tiny({"one": "Hi."}).run(judge(verdicts({"second.0": "not_applicable"})))
    results = run.rows["one"]["gradingResult"]["componentResults"]
    kept = [each["assertion"]["metric"] for each in results if "assertion" in each]

    assert ["first.0", "third.0"] == [name for name in kept if "." in name]
    assert (run.metrics["assertPassCount"], run.metrics["assertFailCount"]) == (4, 0)
    assert "second.0" not in run.metrics["namedScores"]
    assert "low binding" not in run.metrics["namedScores"]


FAILURES = {
    "silent": "I would rather not say.",
    "empty": json.dumps({"verdicts": []}),
    "refused": {"status": 401, "error": {"message": f"{KEY} is no key"}},
    "shapeless": {"choices": []},
}


def test_a_judge_that_fails_makes_an_error(tiny, judge) -> None:
    """
    A row of which the judge gave no verdict is an error: no fail, no score of any criterion.
    """
    written = tiny({name: f"Hi from {name}." for name in FAILURES})
    run = written.run(judge(failing))

    assert (0, 0, 4) == tuple(run.stats[each] for each in ("successes", "failures", "errors"))
    assert {(ERROR, "{}")} == {
        (row["failureReason"], str(row["namedScores"])) for row in run.rows.values()
    }
    said = {name: row["error"].split("\n")[0] for name, row in run.rows.items()}
    assert said == {
        "silent": "specl: no verdict: the judge gave no verdict (first.0, second.0)",
        "empty": "specl: no verdict: the judge gave no verdict (first.0, second.0)",
        "refused": "specl: no verdict: HTTP 401: (key) is no key (first.0, second.0)",
        "shapeless": "specl: no verdict: the answer is no chat completion (first.0, second.0)",
    }


def failing(body: dict[str, Any]) -> Any:
    told = body["messages"][1]["content"]
    return next(answer for name, answer in FAILURES.items() if f"from {name}" in told)


def test_errors_alone_are_tried_again(tiny, judge) -> None:
    """
    After an error `--retry-errors` asks about that reply again, and about no other.
    """
    written = tiny({"good": "Hi.", "refused": "Hi from refused."})
    judged = verdicts({"second.0": "not_applicable"})
    told = "Hi from refused."
    first = judge(lambda body: failing(body) if told in str(body["messages"]) else judged(body))
    before = written.run(first)
    again = judge(judged)
    after = written.run(again, "--retry-errors")

    assert (1, 1) == (before.stats["successes"], before.stats["errors"])
    assert (2, 0) == (after.stats["successes"], after.stats["errors"])
    assert [True] == [told in str(body["messages"]) for body in again.requests]


def test_an_unsure_judge_settles_nothing_unless_something_is_violated(tiny, judge) -> None:
    """
    What is undecided is an error; where something else is violated, the row fails either way.
    """
    written = tiny({"open": "Hi.", "failed": "Hi " * 9})
    run = written.run(judge(verdicts({"second.0": "unsure"})))
    error, failed = run.rows["open"], run.rows["failed"]

    assert error["failureReason"] == ERROR
    assert error["error"].startswith("specl: unsure: as the table says (second.0)\n")
    assert failed["failureReason"] != ERROR
    assert failed["namedScores"] == {
        "first.0": 1,
        "third.0": 0,
        "high binding": 1,
        "low advisory": 0,
    }


@pytest.mark.parametrize("scoring", ["gate", "weighted"])
def test_scorings_keep_priority(tiny, judge, scoring) -> None:
    """
    The score is the one of the scoring that was asked for.
    """
    written = tiny({"one": "Hi."}, "--scoring", scoring)
    run = written.run(judge(verdicts({"first.0": "violates", "second.0": "not_applicable"})))
    found = run.rows["one"]["gradingResult"]["metadata"]["specl"]
    value = {"gate": Fraction(0), "weighted": Fraction(1, 6)}[scoring]

    assert value == expected(written, found["verdicts"]) == Fraction(found["score"]["value"])
    assert run.rows["one"]["score"] == pytest.approx(float(value))


def test_facts_that_are_known_leave_less_to_judge(tmp_path, consumer, judge) -> None:
    """
    A transcript of which facts are known is judged by what they leave; the rest does not apply.
    """
    source, given = tmp_path / "tiny.specl", tmp_path / "replies.jsonl"
    source.write_text(TINY, encoding="utf-8")
    rows = [{"id": "day", "prompt": "Hello?", "reply": "Hi.", "facts": {"late": False}}]
    given.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    folder = write_rubric(source, "promptfoo", tmp_path / "o", "--transcripts", str(given))
    asked = judge(verdicts({}))
    run = Suite(folder, consumer("promptfoo")).run(asked)

    assert [["first.0"]] == [asked_in(body) for body in asked.requests]
    assert "second.0" not in run.rows["day"]["namedScores"]


def test_the_key_goes_into_the_request_alone(tiny, judge) -> None:
    """
    No file holds the key, and the request does.
    """
    written = tiny({"one": "Hi."})
    asked = judge(verdicts({}))
    written.run(asked)
    files = [path for path in written.folder.rglob("*") if path.is_file()]

    assert [f"Bearer {KEY}"] == [body["authorization"] for body in asked.requests]
    assert len(files) > 7
    assert not [path for path in files if KEY.encode() in path.read_bytes()]


def test_models_can_be_asked_for_replies(tiny, judge) -> None:
    """
    With a model in its configuration the provider sends the conversation and takes the reply.
    """
    written = tiny({"one": "Hi."})
    config = written.config()
    config["providers"][0]["config"] = {"model": "tested-1", "temperature": 0.5}
    (written.folder / "promptfooconfig.yaml").write_text(json.dumps(config), encoding="utf-8")
    judged = verdicts({})
    asked = judge(lambda body: "Good evening!" if body["model"] == "tested-1" else judged(body))
    run = written.run(asked)
    sent, about = asked.requests

    assert ([{"role": "user", "content": "Hello?"}], 0.5) == (sent["messages"], sent["temperature"])
    assert "Good evening!" in about["messages"][1]["content"]
    assert run.rows["one"]["response"]["output"] == "Good evening!"


def test_own_tests_of_users_are_judged_too(tiny, judge) -> None:
    """
    A test without a transcript is judged by its prompt, as promptfoo sent it, and its output.
    """
    written = tiny({"one": "Hi."})
    config = written.config()
    config["prompts"] = ["What is {{ asked }}?"]
    config["providers"] = ["echo"]
    config["tests"] = [
        {"vars": {"asked": "love"}, "assert": [{"type": "contains", "value": "love"}]}
    ]
    (written.folder / "promptfooconfig.yaml").write_text(json.dumps(config), encoding="utf-8")
    asked = judge(verdicts({}))
    run = written.run(asked)
    said = json.dumps({"role": "user", "content": "What is love?"})

    assert said in asked.requests[0]["messages"][1]["content"]
    assert (run.rows[None]["success"], run.stats["successes"]) == (True, 1)
