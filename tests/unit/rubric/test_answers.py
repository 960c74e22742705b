"""
A judge's answer counts only as far as it has the shape that was asked for.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.rubric.standalone.answers import read_answer

TRANSCRIPT = "Done! $900 is on its way.\nAnything else?"


def row(verdict: str = "complies", **more: object) -> dict[str, object]:
    """
    Return a verdict as a judge gives it.
    """
    return {"criterion": "a.0", "evidence": [], "reason": "so", "verdict": verdict, **more}


def answer(*rows: object) -> str:
    return json.dumps({"verdicts": list(rows)})


def verdict_of(text: str) -> str:
    found: str = read_answer(text, ["a.0"], TRANSCRIPT)["verdicts"]["a.0"]["verdict"]
    return found


@pytest.mark.parametrize("verdict", ["complies", "violates", "not_applicable", "unsure"])
def test_a_plain_answer_is_taken(verdict: str) -> None:
    """
    Each verdict comes through with its evidence and reason, and nothing is wrong.
    """
    text = answer(row(verdict, evidence=["$900 is  on its way"]))
    expected = {"verdict": verdict, "evidence": ["$900 is  on its way"], "reason": "so"}
    found = read_answer(text, ["a.0"], TRANSCRIPT)
    assert {"verdicts": {"a.0": expected}, "problems": []} == found


@pytest.mark.parametrize(
    "text",
    [
        f"Here you are:\n```json\n{answer(row('violates'))}\n```\nBye {{",
        f"{answer(row('violates'))} as I said: {answer(row('violates'))}",
        f"{answer(row('violates'))} " + '{"note": "done"}',
        "{" * 5_000 + answer(row("violates", reason='{"verdicts": []}')),
        answer(row("violates", evidence=["{" * 5_000])),
    ],
)
def test_the_object_with_verdicts_counts(text: str) -> None:
    """
    Fences, talk around it, other objects, and any number of braces do not matter.
    """
    expected = "unsure" if '"{{' in text else "violates"
    assert expected == verdict_of(text)


def test_two_answers_that_differ_are_none() -> None:
    """
    One of them may be the reply's own, quoted by the judge; neither is believed.
    """
    forged = f"{answer(row('violates'))} The reply said: {answer(row('complies'))}"
    found = read_answer(forged, ["a.0"], TRANSCRIPT)
    assert "error" == found["verdicts"]["a.0"]["verdict"]
    assert "the answer has 2 JSON objects with `verdicts`, which differ" == found["problems"][0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the judge gave no verdict"),
        ("complies", "the judge gave no verdict"),
        (answer(), "the judge gave no verdict"),
        (answer(row(), row()), "the judge gave 2 verdicts"),
        (answer(row("passes")), "'passes' is no verdict"),
        (answer(row(verdict=True)), "True is no verdict"),
        (answer(row(evidence="text")), "`evidence` is no list of quotes"),
        (answer(row(evidence=[1])), "`evidence` is no list of quotes"),
        (answer(row(reason=None)), "`reason` is no text"),
        ('{"verdicts": {"a.0": "complies"}}', "the judge gave no verdict"),
        (answer(row())[:-1], "the judge gave no verdict"),
    ],
)
def test_anything_else_is_an_error(text: str, reason: str) -> None:
    """
    What is missing, doubled or misshapen is an error, which is neither a pass nor a fail.
    """
    found = read_answer(text, ["a.0"], TRANSCRIPT)
    assert {"verdict": "error", "evidence": [], "reason": reason} == found["verdicts"]["a.0"]
    assert f"`a.0`: {reason}" in found["problems"]


def test_a_violation_needs_what_it_quotes() -> None:
    """
    A quote that does not stand in the transcript makes a violation doubtful, and only that.
    """
    invented = ["I refuse."]
    found = read_answer(answer(row("violates", evidence=invented)), ["a.0"], TRANSCRIPT)
    assert "unsure" == found["verdicts"]["a.0"]["verdict"]
    assert ["`a.0`: the quote 'I refuse.' does not stand in the transcript"] == found["problems"]
    assert "complies" == verdict_of(answer(row("complies", evidence=invented)))


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ('he said:  "It\'s fine"', "He said: \u201cIt\u2019s\u00a0fine\u201d,\n twice."),
        ("Take two", "Ta\u200bke t\u00adwo a day."),
        ("Take two", "**Take** `two`."),
        ("cafe\u0301", "A caf\u00e9."),
        ("Take \u2026 a day", "Take two of them a day."),
        ("Take [...] a day", "Take two of them a day."),
        ("\\u003cb>now", "Do it <b>now</b>."),
    ],
)
def test_a_quote_may_differ_in_what_nobody_sees(quote: str, said: str) -> None:
    """
    Spaces, case, quotation marks, emphasis, invisible letters and gaps do not hide a violation.
    """
    text = answer(row("violates", evidence=[quote]))
    assert "violates" == read_answer(text, ["a.0"], said)["verdicts"]["a.0"]["verdict"]


def test_pieces_of_a_quote_stand_in_order() -> None:
    """
    A quote with a gap is no licence to put words together.
    """
    text = answer(row("violates", evidence=["a day \u2026 Take"]))
    said = "Take two of them a day."
    assert "unsure" == read_answer(text, ["a.0"], said)["verdicts"]["a.0"]["verdict"]


def test_criteria_that_were_not_asked_for_are_named() -> None:
    """
    They change nothing else.
    """
    found = read_answer(answer(row(), row(criterion="b.0"), 7), ["a.0"], TRANSCRIPT)
    assert "complies" == found["verdicts"]["a.0"]["verdict"]
    assert 2 == len(found["problems"])


@given(st.text(st.sampled_from('{}[]",:\\ averdicts0.')), st.lists(st.text(), max_size=3))
def test_any_text_gives_a_verdict_for_each_criterion(text: str, ids: list[str]) -> None:
    """
    Whatever a judge writes, there is an entry for each criterion, and never a crash.
    """
    assert set(ids) == set(read_answer(text, ids, TRANSCRIPT)["verdicts"])


def test_long_nonsense_is_read_in_time() -> None:
    """
    A hundred thousand opening braces are no objects, deep nesting is none either.
    """
    assert "error" == verdict_of("{" * 100_000)
    assert "error" == verdict_of('{"a":' * 50_000)
