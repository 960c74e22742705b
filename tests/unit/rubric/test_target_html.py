"""
Rubrics as pages of HTML, as a parser reads them.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specl.interpret import ruling
from specl.model import BOOL, TEXT, ChoiceType, IntType, Rule, SetType, Spec
from specl.model.expressions import Compare, Literal, Member
from specl.rubric import rubric_of
from specl.rubric.job import Job
from specl.rubric.page.markup import embedded, inline, shown, visible
from specl.rubric.slicing import Slice, sliced
from specl.rubric.targets.html import to_html, write
from tests.unit.building import a, act, f, fact, norm, rule, spec
from tests.unit.rubric.specs import support
from tests.unit.rubric.test_targets import COMPLETE, HOSTILE, hostile

_VOID = frozenset({"meta", "input", "br", "hr", "link", "img"})


class Reader(HTMLParser):
    """
    Reads a page: its elements with their attributes, their texts, and whether they nest.
    """

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.is_nested = True

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """
        Note an element that begins.
        """
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """
        Note that an element ends.
        """
        self.is_nested &= bool(self.open) and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """
        Note a text.
        """
        for tag in set(self.open):
            self.texts.setdefault(tag, []).append(data)

    def tags(self) -> list[str]:
        """
        Return the names of all elements.
        """
        return [tag for tag, _ in self.elements]

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """
        Return the attributes of all elements of a name.
        """
        return [found for name, found in self.elements if name == tag]

    def text(self, tag: str = "body") -> str:
        """
        Return all texts within elements of a name.
        """
        return "".join(self.texts.get(tag, []))


def read(page: str) -> Reader:
    """
    Return a page as a parser sees it.
    """
    reader = Reader()
    reader.feed(page)
    assert reader.is_nested
    assert not reader.open
    return reader


def data_of(page: str) -> Any:
    """
    Return what the script of a page is given.
    """
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("text", [*HOSTILE, "y" * 1_000_000], ids=lambda text: text[:12])
def test_no_text_is_markup(text: str) -> None:
    """
    A parser finds the elements of the page's own structure; nothing hides or turns text around.
    """
    page = to_html(rubric_of(hostile(text)))
    tame = read(to_html(rubric_of(hostile("tame"))))
    assert {*read(page).tags()} == {*tame.tags()}
    assert read(page).tags().count("script") == 2
    assert not set("\u202e\u200b\ufeff\x1b\x00") & set(page)
    assert visible(text) in read(page).text("pre")


@given(st.text(max_size=60))
def test_a_text_reads_back(text: str) -> None:
    """
    A parser reads what was written, in an element and in an attribute.
    """
    reader = read(f'<p title="{shown(text)}">{shown(text)}</p>')
    expected = visible(text).replace("\r", "\n")
    assert expected == reader.text("p")
    assert expected == (reader.of("p")[0]["title"] or "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u202eb", "a[U+202E]b"),
        ("a\u2066b\u2069", "a[U+2066]b[U+2069]"),
        ("a\U000e0041", "a[U+E0041]"),
        ("a\U000e0100", "a[U+E0100]"),
        ("a\u3164b", "a[U+3164]b"),
        ("a\u00adb", "a[U+00AD]b"),
        ("\ud800", "[U+D800]"),
        ("שלום 🙂 naïve\u00a0\tx\n", "שלום 🙂 naïve\u00a0\tx\n"),
    ],
)
def test_what_hides_is_spelled_out(text: str, expected: str) -> None:
    """
    Marks of direction, tags, fillers and halves of characters are shown; writing is left alone.
    """
    assert expected == visible(text)


def test_names_in_backticks_are_code() -> None:
    """
    What stands in single backticks is code, and is escaped as the rest is.
    """
    assert "<bdi>use <code>a&lt;b</code> &amp; ``c``</bdi>" == inline("use `a<b` & ``c``")


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "]]>", "&lt;"])
def test_data_ends_no_element(text: str) -> None:
    """
    Data in the page has no sign that a parser of HTML acts on, and reads back.
    """
    written = embedded({"text": text})
    assert not set("<>&") & set(written)
    assert {"text": text} == json.loads(written)


def test_the_policy_admits_the_page_s_own_style_and_script_only() -> None:
    """
    The policy stands before all that it governs and names the digests of what is there.
    """
    page = to_html(rubric_of(support()))
    metas = read(page).of("meta")
    assert "utf-8" == metas[0]["charset"]
    policy = metas[1]["content"] or ""
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_page_needs_nothing_else() -> None:
    """
    No element of it asks for a file, links lead to places within it, no style stands in a tag.
    """
    reader = read(to_html(rubric_of(support())))
    ids = [found["id"] for _, found in reader.elements if "id" in found]
    assert len(ids) == len(set(ids))
    asking = {"src", "href", "style", "action", "srcset", "background"}
    for tag, found in reader.elements:
        assert tag not in {"link", "img", "iframe", "object", "base"}
        assert not any(name.startswith("on") for name in found)
        links = {name: value for name, value in found.items() if name in asking}
        assert all((value or "")[0] == "#" and (value or "")[1:] in ids for value in links.values())


def test_the_page_says_everything() -> None:
    """
    Order, how to judge, every criterion with its sentences, its examples, what to find out.
    """
    reader = read(to_html(rubric_of(support())))
    text = " ".join(reader.text().split())
    assert "Rubric: support 1.2.0" in reader.text("title")
    assert "root no criteria" in text.replace("<", " ")
    assert "big_refunds before be_helpful.0" in text
    assert "careful.0 should disclaim" in text
    assert "Anything more is a gift." in text
    assert "code, weight 1" in text
    assert "Just this once!" in text
    assert "more in more.jsonl" in text
    assert "A bad reply, which shows answer and violates big_refunds (money left)" in text
    assert "I want my $900 back." in text
    assert "code: words" in text
    assert "Is the user a verified VIP?" in text
    ids = [found["data-id"] for found in reader.of("article")]
    assert [each.id for each in rubric_of(support()).criteria] == ids


def test_the_page_for_given_facts() -> None:
    """
    What is given, what is defeated and by what stand in the page, and nothing is left to choose.
    """
    page = to_html(rubric_of(support(), COMPLETE, ruling=ruling(support(), COMPLETE)))
    text = " ".join(read(page).text().split())
    assert "Given refund == 900, paid == 1/3, topic == legal, not vip." in text
    assert "careful.0 should disclaim gives way to plain_talk.0" in text
    assert [] == data_of(page)["facts"]
    assert 'id="known"' not in page


def test_contradictions_are_told() -> None:
    """
    A reader learns that two criteria cannot both be met.
    """
    made = spec(
        rule("a", norm("must", a("x"))), rule("b", norm("must not", a("x"))), acts=[act("x")]
    )
    text = read(to_html(rubric_of(made, {}, ruling=ruling(made, {})))).text()
    assert "Contradictions" in text
    assert "a.0, b.0" in text


def kinds() -> Spec:
    """
    Return a spec whose rules turn on facts of every type.
    """
    tone = ChoiceType(("low", "high"), ordered=True)
    facts = [
        fact("flag", BOOL, "A <b>flag</b>?"),
        fact("tone", tone),
        fact("tools", SetType(tone)),
        fact("name", TEXT),
        fact("count", IntType(0, 9)),
    ]
    whens = [
        f("flag"),
        Compare(">", f("tone", tone), Literal("low", tone)),
        Member(Literal("high", tone), f("tools", SetType(tone))),
        Compare("==", f("name", TEXT), Literal('a "b"', TEXT)),
        Compare(">=", f("count", IntType(0, 9)), Literal(3, IntType())),
    ]
    rules: list[Rule] = [
        rule(f"r{place}", norm("must", a("x")), when=when) for place, when in enumerate(whens)
    ]
    return spec(*rules, facts=facts, acts=[act("x")])


def test_each_type_has_its_control() -> None:
    """
    Bools and choices are lists, numbers fields, sets boxes, texts a field that may be empty.
    """
    page = to_html(rubric_of(kinds()))
    reader = read(page)
    places = [found["data-fact"] for _, found in reader.elements if "data-fact" in found]
    assert ["0", "1", "2", "3", "4"] == places
    assert ["bool", "choice", "set", "text", "int"] == [
        each["kind"] for each in data_of(page)["facts"]
    ]
    assert ["select", "select", "fieldset", "fieldset", "input"] == [
        tag for tag, found in reader.elements if "data-fact" in found
    ]
    labelled = {found["for"] for found in reader.of("label")}
    controls = {found["id"] for tag in ("input", "select") for found in reader.of(tag)}
    assert labelled == controls


def test_a_part_knows_of_the_whole() -> None:
    """
    A page of some rules shows them alone, and still knows when others set them aside.
    """
    made = support()
    whole = rubric_of(made)
    part = sliced(whole, Slice(rules=("be_helpful",)))
    (file,) = write(Job(made, whole, part, {})).files
    assert ["be_helpful.0"] == [found["data-id"] for found in read(file.text).of("article")]
    ids = [each["id"] for each in data_of(file.text)["criteria"]]
    assert [each.id for each in whole.criteria] == ids


def test_the_same_page_every_time() -> None:
    """
    Writing is a function of the rubric.
    """
    assert to_html(rubric_of(support())) == to_html(rubric_of(support()))


def test_a_spec_without_rules_has_a_page() -> None:
    """
    Nothing to judge is no error.
    """
    page = to_html(rubric_of(attrs.evolve(spec(), prose=None)))
    assert [] == read(page).of("article")
