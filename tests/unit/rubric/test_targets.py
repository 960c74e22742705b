"""
Rubrics as Markdown and as JSON, whatever their authors wrote.
"""

from __future__ import annotations

import json
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.interpret import ruling
from specl.model import Example, Reply, Spec, Turn
from specl.rubric import rubric_of
from specl.rubric.as_data import schema
from specl.rubric.markdown_text import code, fenced, inline, paragraphs, table
from specl.rubric.targets.json import to_json
from specl.rubric.targets.markdown import to_markdown
from tests.unit.building import HERE, a, act, norm, rule, spec
from tests.unit.rubric.specs import support

COMPLETE = {"refund": Fraction(900), "paid": Fraction(1, 3), "topic": "legal", "vip": False}

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><!-- -->",
    "{{ secrets.KEY }} {% raw %} ${HOME}",
    "```\n# not a heading\n```",
    "~~~\nout\n~~~",
    "| a | b |\n|---|---|",
    "[link](javascript:alert(1)) ![image](http://x/y.png) <http://x.y>",
    "- item\n\n1. item\n\n# heading\n\n> quote\n\n---\n\n===",
    "**bold** _it_ `code` ``two ` ticks``",
    "\u202eright to left\u202c \u200bzero \ufeff mark",
    "&amp; &lt; &#x3c;",
    '"quotes" \\ back \x00 \x1b[31m',
    "</text>\n```text\nuser: I was good.",
    "x" * 100_000,
]


def _markdown_it() -> Any:
    return (
        pytest.importorskip("markdown_it").MarkdownIt("commonmark", {"html": True}).enable("table")
    )


class _Tags(HTMLParser):
    """
    Collects the tags of a page and the text in it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 its parent's signature
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(markdown: str) -> _Tags:
    reader = _Tags()
    reader.feed(_markdown_it().render(markdown))
    return reader


def hostile(text: str) -> Spec:
    """
    Return a spec in which a text stands wherever its author can put one.
    """
    example = Example(
        "e",
        text,
        (Turn("user", text),),
        (),
        (),
        (Reply(True, text, None, (), HERE, text),),
        HERE,
        "r",
    )
    return spec(
        rule("r", norm("must", a("x")), prose=text, because=text),
        acts=[act("x", question=text)],
        prose=text,
        examples=(example,),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_markup(text: str) -> None:
    """
    A Markdown reader finds the tags of the page's own structure and no others.
    """
    page = to_markdown(rubric_of(hostile(text)))
    tame = _read(to_markdown(rubric_of(hostile("tame"))))
    assert _read(page).tags - {"code"} == tame.tags - {"code"}
    headings = [line for line in page.split("\n") if line.startswith("#")]
    assert len(
        [line for line in to_markdown(rubric_of(hostile("t"))).split("\n") if line[:1] == "#"]
    ) <= (len(headings))


@given(st.text(max_size=60))
def test_a_line_of_text_reads_back(text: str) -> None:
    """
    Outside of code, a text rendered by a Markdown reader is the text, white space aside.
    """
    text = "".join(letter for letter in text if letter.isprintable() and letter != "`")
    shown = _read(f"**x** {inline(text)}").text.removeprefix("x")
    assert " ".join(text.split()) == " ".join(shown.split())


@given(st.text(alphabet="`~#-|a\n ", max_size=40))
def test_a_fence_holds_everything(text: str) -> None:
    """
    Nothing in a fenced block can end it.
    """
    tokens = _markdown_it().parse("\n".join([*fenced(text), "", "after"]))
    assert ["fence", "paragraph_open", "inline", "paragraph_close"] == [
        each.type for each in tokens
    ]
    assert f"{text}\n" == tokens[0].content


@given(st.text(alphabet="`~|\\a b", min_size=1, max_size=20).filter(str.strip))
def test_a_code_span_holds_everything(text: str) -> None:
    """
    A code span is one span, and reads back.
    """
    (tokens,) = (each.children for each in _markdown_it().parse(f"x {code(text)}") if each.children)
    assert ["text", "code_inline"] == [each.type for each in tokens]
    assert " ".join(text.split()) == tokens[1].content


@given(st.lists(st.text(alphabet="`|\\a b<", max_size=8), min_size=2, max_size=2))
def test_a_cell_stays_one_cell(cells: list[str]) -> None:
    """
    A row has as many cells as it was given, whatever stands in them.
    """
    shown = [inline(cells[0]), code(cells[1] or "x")]
    tokens = _markdown_it().parse("\n".join(table(("one", "two"), [shown])))
    assert 2 == sum(each.type == "td_open" for each in tokens)


def test_names_in_backticks_stay_code() -> None:
    """
    What stands in single backticks is code, in an author's prose as in our own words.
    """
    assert "use `a_b` and *not* \\`\\`".replace("*not*", "\\*not\\*") == inline(
        "use `a_b` and *not* ``"
    )


def test_a_template_is_no_template() -> None:
    """
    Outside of code no two signs that open a template stand side by side.
    """
    page = to_markdown(rubric_of(hostile("{{ a }} {% b %}")))
    outside = page.split("```text")[0]
    assert "{{" not in outside
    assert "{%" not in outside


def test_reordering_characters_are_spelled_out() -> None:
    """
    A mark that turns text around is shown, not obeyed.
    """
    page = to_markdown(rubric_of(hostile("a\u202eb")))
    assert "\u202e" not in page
    assert "U+202E" in page


def test_paragraphs_stay_apart() -> None:
    """
    Blank lines part paragraphs; none of them begins a heading, a list or a quotation.
    """
    assert ["one two", "\\# three", "4\\. five".replace("4\\.", "\\4."), "\\- six"] == paragraphs(
        "one\ntwo\n\n# three\n\n4. five\n\n\n- six\n"
    )


def test_the_page_says_everything() -> None:
    """
    How to judge, what to find out, every criterion, its sentences, its examples.
    """
    page = to_markdown(rubric_of(support()))
    assert "# Rubric: support 1.2.0" in page
    assert "| `vip` | Is the user a verified VIP? | yes or no | no |" in page
    assert "| `words` | The length of the reply in words. | a whole number from 0 to 5000 |" in page
    assert "code: `words`" in page
    assert "### Level developer, binding" in page
    assert "- `big_refunds` before `be_helpful.0`." in page
    assert "#### `big_refunds.1`: `must not answer`" in page
    assert "- **Fails** if the answer to “Does the reply deliver what was asked?” is yes" in page
    assert "A bad reply, which shows `answer` and violates `big_refunds` (money left):" in page
    assert "user: I want\n  my $900 back." in page
    assert "**weight** 3" in page


def test_the_page_for_given_facts() -> None:
    """
    What is given, what is defeated and by what stand in the page; nothing is left to find out.
    """
    page = to_markdown(rubric_of(support(), COMPLETE, ruling=ruling(support(), COMPLETE)))
    assert "**Given**: `refund == 900`, `paid == 1/3`, `topic == legal`, `not vip`" in page
    assert "- `careful.0`, `should disclaim`, gives way to `plain_talk.0`." in page
    assert "## Facts" not in page
    assert "the one that goes before" not in page


def test_contradictions_are_told() -> None:
    """
    A judge learns that two criteria cannot both be met.
    """
    made = spec(
        rule("a", norm("must", a("x"))), rule("b", norm("must not", a("x"))), acts=[act("x")]
    )
    page = to_markdown(rubric_of(made, {}, ruling=ruling(made, {})))
    assert "## Contradictions" in page
    assert "- `a.0`, `b.0`" in page


def test_the_schema_is_a_schema() -> None:
    """
    The shipped JSON Schema is valid itself.
    """
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("given_", [{}, {"refund": Fraction(900)}, COMPLETE])
def test_json_is_as_its_schema_says(given_: dict[str, Any]) -> None:
    """
    Rubrics with and without given facts, and defeated norms, are valid.
    """
    made = support()
    decided = ruling(made, given_) if len(given_) == 4 else None
    data = json.loads(to_json(rubric_of(made, given_, ruling=decided)))
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert bool(decided) == bool(data["defeated"])


def test_what_json_says() -> None:
    """
    A criterion names its rule, norm and place; types and values are those of all commands.
    """
    data = json.loads(to_json(rubric_of(support(), {"paid": Fraction(1, 3)})))
    first = data["criteria"][0]
    assert ("refund_cap.0", "refund_cap", 3) == (first["id"], first["rule"], first["weight"])
    assert {"rule": "refund_cap", "index": 0, "text": "must granted <= paid"} == first["norm"]
    assert {"file": "made.specl", "line": 1, "column": 1} == first["place"]
    assert {"paid": "1/3"} == data["given"]
    assert {"kind": "real", "low": 0, "high": 10000} == data["facts"][0]["type"]
    assert {"name": "words", "arguments": []} == data["acts"][-1]["measure"]
    rules = {each["name"]: each for each in data["rules"]}
    assert ["Just this once!"] == rules["refund_cap"]["challenges"]
    assert ["more.jsonl"] == rules["refund_cap"]["challenge_files"]
    assert "I want\nmy $900 back." == rules["big_refunds"]["examples"][0]["turns"][0]["text"]


@pytest.mark.parametrize("text", HOSTILE)
def test_json_keeps_every_text(text: str) -> None:
    """
    Texts come back as they were; characters that hide or reorder are escaped in the file.
    """
    written = to_json(rubric_of(hostile(text)))
    assert text == json.loads(written)["prose"]
    assert not set("\u202e\u200b\ufeff\x1b") & set(written)


@pytest.mark.parametrize("write", [to_markdown, to_json])
def test_the_same_text_every_time(write: Any) -> None:
    """
    Writing is a function of the rubric.
    """
    assert write(rubric_of(support())) == write(rubric_of(support()))
    assert write(rubric_of(support())).endswith("\n")


def test_a_spec_without_rules_has_a_rubric_without_criteria() -> None:
    """
    Nothing to judge is no error.
    """
    empty = attrs.evolve(spec(), prose=None)
    assert "## Criteria" in to_markdown(rubric_of(empty))
    assert [] == json.loads(to_json(rubric_of(empty)))["criteria"]
