"""
`specl rubric`: targets, parts, budgets and transcripts.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from specl.rubric.targets import TARGETS
from tests.cli.conftest import Run

SPEC = """spec shop version 1.0.0
levels high > low
fact angry: bool "Is the user angry?"
fact refund: int 0..100 "How much do they want back?"
act calm "Does the reply calm the user?"
act pay "Does the reply pay?"
section money "Money" at high {
  rule no_pay overrides pay tags cash { when refund > 50 must not pay }
  rule pay tags cash { must pay
    example small {
      user "Give me 5." given refund == 5 good "Here." shows pay bad "No." shows calm } }
}
rule kind at low { "Be kind." when angry should calm because "It helps." }
assume angry implies refund > 0
"""


@pytest.fixture
def shop(folder: Path) -> str:
    """
    A spec in the folder.
    """
    (folder / "shop.specl").write_text(SPEC)
    return "shop.specl"


def criteria(text: str) -> list[str]:
    return [each["id"] for each in json.loads(text)["criteria"]]


def test_help_lists_every_target(run: Run) -> None:
    """
    With a line each that says what it is for.
    """
    shown = run("rubric", "--help").out
    for target in TARGETS.values():
        assert target.name in shown


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["no_pay.0", "pay.0", "kind.0"]),
        (["--level", "low"], ["kind.0"]),
        (
            ["--tags", "cash,other", "--rules", "pay"],
            "criterion of the rubric has the tag `other`",
        ),
        (["--tags", "cash", "--rules", "pay", "--rules", "kind"], ["pay.0"]),
        (["--section", "money"], ["no_pay.0", "pay.0"]),
        (["--section", "mony"], "did you mean `money`?"),
        (["--given", '{"refund": 90}'], ["no_pay.0", "kind.0"]),
        (["--given", '{"refund": 90}', "--rules", "pay"], "the rule `pay`"),
        (["--level", "low", "--tags", "cash"], "no criterion is in all of the parts"),
        (["--rules", ""], "no name is given"),
        (["--tags", " ,"], "no name is given"),
    ],
)
def test_parts(run: Run, shop: str, options: list[str], expected: list[str] | str) -> None:
    """
    Levels, tags, rules and sections choose criteria; names that are not there are errors.
    """
    result = run("rubric", shop, "--to", "json", *options)
    if isinstance(expected, str):
        assert result.status == 2
        assert expected in result.err
        assert not result.out
    else:
        assert (0, expected) == (result.status, criteria(result.out))


def test_a_budget_says_what_it_left_out(run: Run, shop: str) -> None:
    """
    On standard error, so that the rubric itself can be piped.
    """
    whole = run("rubric", shop).out
    small = run("rubric", shop, "--budget-tokens", str(len(whole.encode()) // 3 - 1))
    assert small.status == 0
    assert "note: left out to fit: the examples of `pay`\n" == small.err
    assert len(small.out) < len(whole)
    none = run("rubric", shop, "--budget-tokens", "5")
    assert none.status == 2
    assert "the criteria alone need about" in none.err


def test_prompts_for_the_spec_s_own_examples(run: Run, shop: str) -> None:
    """
    Without transcripts, the good and bad replies of the examples are to be judged.
    """
    lines = run("rubric", shop, "--to", "prompt").out.splitlines()
    assert ["small.good", "small.bad"] == [json.loads(line)["id"] for line in lines]


def test_transcripts_bring_their_facts(run: Run, shop: str, folder: Path) -> None:
    """
    Each line is judged by what is in force given what it says, and `--given` says.
    """
    rows = [
        {"id": "a", "prompt": "Pay!", "reply": "No.", "facts": {"refund": 90}},
        {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}]},
    ]
    (folder / "t.jsonl").write_text("".join(f"{json.dumps(row)}\n\n" for row in rows))
    result = run(
        "rubric", shop, "--to", "prompt", "--transcripts", "t.jsonl", "--given", '{"angry": true}'
    )
    assert result.status == 0
    one, two = map(json.loads, result.out.splitlines())
    assert ("a", ["no_pay.0", "kind.0"]) == (one["id"], one["criteria"])
    assert ("line-3", ["no_pay.0", "pay.0", "kind.0"]) == (two["id"], two["criteria"])


def test_all_that_is_wrong_with_transcripts_is_said(run: Run, shop: str, folder: Path) -> None:
    """
    With the line of each mistake; nothing is written.
    """
    good = '{"id": "x", "prompt": "a", "reply": "b"}'
    (folder / "t.jsonl").write_text(
        f"{good}\n{{\n[]\n{good}\n"
        '{"prompt": "a"}\n'
        '{"prompt": "a", "reply": "b", "facts": {"refnd": 1}}\n'
        '{"prompt": "a", "reply": "b", "facts": {"refund": 0, "angry": true}}\n'
    )
    result = run("rubric", shop, "--to", "prompt", "--transcripts", "t.jsonl", "-o", "out.jsonl")
    assert result.status == 2
    assert [
        (
            "Error: --transcripts: line 2: not JSON: expecting property name enclosed in double "
            "quotes (column 2)"
        ),
        "--transcripts: line 3: a transcript is a JSON object",
        "--transcripts: line 4: line 1 has the id `x` too",
        "--transcripts: line 5: `messages`, or `prompt` and `reply`, are missing",
        "--transcripts: line 6: there is no fact `refnd`; did you mean `refund`?",
        (
            "--transcripts: line 7: the facts are against `angry implies refund > 0` "
            "(shop.specl:14:1)"
        ),
    ] == result.err.splitlines()
    assert not (folder / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--transcripts", "none.jsonl", "--to", "prompt"], "`none.jsonl`"),
        (["--transcripts", "empty.jsonl", "--to", "prompt"], "no line with a transcript"),
        (["--transcripts", "empty.jsonl"], "`markdown` has no use for `--transcripts`"),
        (["--given", '{"angry": true, "refund": 0}'], "the facts are against"),
        (["--given", '{"angry": 1}'], "--given: fact `angry`"),
    ],
)
def test_what_cannot_be_used(
    run: Run, shop: str, folder: Path, options: list[str], message: str
) -> None:
    """
    Missing files, empty files and facts that make no sense end with status 2.
    """
    (folder / "empty.jsonl").write_text("\n")
    result = run("rubric", shop, *options)
    assert result.status == 2
    assert message in result.err
    assert not result.out


@pytest.mark.parametrize("target", TARGETS)
def test_options_that_mean_nothing_to_a_target(run: Run, shop: str, target: str) -> None:
    """
    They are refused, all at once, with the targets that take them; none is swallowed.
    """
    given = {
        "--budget-tokens": "100000",
        "--model": "some-judge",
        "--scoring": "weighted",
        "--transcripts": "none.jsonl",
    }
    options = [word for pair in given.items() for word in pair]
    result = run("rubric", shop, "--to", target, *options, "-o", "out/")
    taken = TARGETS[target].options
    refused = [option for option in given if option not in taken]
    for option in given:
        assert (f"`{target}` has no use for `{option}`" in result.err) == (option in refused)
    for option in refused:
        takers = [name for name, each in TARGETS.items() if option in each.options]
        assert f"`{option}`; those that have: {', '.join(takers)}" in result.err
    assert result.status == 2  # where nothing is refused, for there are no such transcripts
    del given["--transcripts"]
    fitting = [word for pair in given.items() if pair[0] in taken for word in pair]
    assert run("rubric", shop, "--to", target, *fitting, "-o", "out/").status == 0


def test_a_default_that_is_not_written_is_no_option(run: Run, shop: str) -> None:
    """
    Only what a user writes can be refused, even if it is what would hold anyway.
    """
    assert run("rubric", shop, "--to", "rbr").status == 0
    written = run("rubric", shop, "--to", "rbr", "--scoring", "lexicographic")
    assert (written.status, "`rbr` has no use for `--scoring`" in written.err) == (2, True)


def test_all_that_is_wrong_with_options_is_said(run: Run) -> None:
    """
    Two options that mean nothing to a target, and one input that is wanted twice.
    """
    result = run("rubric", "-", "--to", "rbr", "--model", "m", "--transcripts", "-")
    assert result.status == 2
    for said in ("`--model`", "`--transcripts`", "cannot both come from standard input"):
        assert said in result.err


def test_a_budget_is_for_the_text_that_is_read(run: Run, shop: str, folder: Path) -> None:
    """
    A page is measured as Markdown is, whatever its style takes; items by their own texts.
    """
    whole = run("rubric", shop).out
    budget = ("--budget-tokens", str(len(whole.encode()) // 3 - 1))
    page = run("rubric", shop, "--to", "html", *budget, "-o", "page.html")
    assert run("rubric", shop, *budget).err == page.err
    assert (0, "note: left out to fit: the examples of `pay`\n") == (page.status, page.err)
    assert (folder / "page.html").stat().st_size > 3 * int(budget[1])
    items = run("rubric", shop, "--to", "verifiers").out
    small = run("rubric", shop, "--to", "verifiers", "--budget-tokens", "408")
    assert (small.status, "left out to fit" in small.err) == (0, True)
    assert len(small.out) < len(items)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"promt": "x", "reply": "y"}', "there is no field `promt`; did you mean `prompt`?"),
        (
            '{"prompt": "x", "reply": "y", "fcts": {}}',
            "there is no field `fcts`; did you mean `facts`?",
        ),
        ('{"reply": "y"}', "`messages`, or `prompt` and `reply`, are missing"),
        ('{"prompt": "x", "reply": "y", "facts": []}', "`facts` has to be an object"),
        ('{"prompt": "x", "reply": "y", "id": null}', "`id` has to be a text or a number"),
        ('{"prompt": "x", "reply": "y", "facts": {"refund": 1, "refund": 2}}', "given twice"),
        ('{"prompt": "x", "reply": "y", "facts": {"refund": 1e99999999}}', "too large"),
        ('{"messages": [{"role": ["x"], "content": "a"}]}', "`role` in `messages` has to be"),
    ],
)
def test_fields_that_are_wrong(run: Run, shop: str, folder: Path, line: str, message: str) -> None:
    """
    A misspelt field is no field left out, and no wrong type is a fault of specl.
    """
    (folder / "t.jsonl").write_text(f"{line}\n")
    result = run("rubric", shop, "--to", "prompt", "--transcripts", "t.jsonl")
    assert result.status == 2
    assert message in result.err
    assert "internal error" not in result.err


def test_facts_of_transcripts_are_exact(run: Run, folder: Path) -> None:
    """
    A number that differs from a bound in the twentieth place is another number.
    """
    (folder / "near.specl").write_text(
        'spec near fact r: real 0..10 "r" act a "a" rule x { when r == 0.3 must a }'
        " rule y { must a }"
    )
    facts = '{"prompt": "a", "reply": "b", "facts": {"r": 0.30000000000000000001}}'
    (folder / "t.jsonl").write_text(f"{facts}\n")
    result = run("rubric", "near.specl", "--to", "prompt", "--transcripts", "t.jsonl")
    assert ["y.0"] == json.loads(result.out)["criteria"]


def test_a_folder_takes_a_file_under_its_own_name(run: Run, shop: str, folder: Path) -> None:
    """
    A folder that exists, or a name that ends as one.
    """
    (folder / "there").mkdir()
    assert run("rubric", shop, "-o", "there").status == 0
    assert run("rubric", shop, "-o", "new/").status == 0
    names = ("there/rubric.md", "new/rubric.md")
    one, other = ((folder / name).read_text() for name in names)
    assert one == other == run("rubric", shop).out


def test_a_place_that_is_none(run: Run, shop: str, folder: Path) -> None:
    """
    An empty name is no place, and a file is no folder; what stood there is as it was.
    """
    empty = run("rubric", shop, "-o", "")
    assert (empty.status, "`-o` names no file" in empty.err) == (2, True)
    (folder / "file").write_text("mine")
    many = run("rubric", shop, "--to", "promptfoo", "-o", "file")
    assert (many.status, "`file` is a file" in many.err) == (2, True)
    assert (folder / "file").read_text() == "mine"
    (folder / "there" / "specl_score.py").mkdir(parents=True)
    half = run("rubric", shop, "--to", "promptfoo", "-o", "there")
    assert (half.status, "cannot be written: is a directory" in half.err) == (2, True)
    assert ["specl_score.py"] == [each.name for each in (folder / "there").iterdir()]


def test_a_format_that_is_none_brings_all_that_there_are(run: Run, shop: str) -> None:
    """
    And the nearest before them, if any is near.
    """
    near = run("rubric", shop, "--to", "promptfo")
    far = run("cases", shop, "--to", "zzz")
    assert (near.status, far.status) == (2, 2)
    assert "no format `promptfo`, did you mean `promptfoo`? there are markdown, json" in near.err
    assert "no format `zzz`; there are jsonl, pytest, promptfoo, inspect, markdown" in far.err
