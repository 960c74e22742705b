"""
The page of a rubric in a real browser: what it hides, what it computes, and what it cannot do.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import specl
from specl.cases.drawing import drawing_of
from specl.interpret import evaluate, ruling
from specl.model import IntType, Scenario, Spec, Type, Value
from specl.model.expressions import Expr
from specl.model.values import show_number
from specl.rubric import rubric_of
from specl.rubric.nodes import Nodes
from specl.rubric.order import criterion_id
from specl.rubric.targets.html import to_html
from tests.consumers.conftest import EXAMPLES
from tests.consumers.environments import ROOT
from tests.consumers.html.browser import Browser, Page, browsing, chromium
from tests.properties.expressions import EXPRESSIONS, PROFILES, SCENARIOS
from tests.unit.rubric.test_targets import HOSTILE, hostile


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """
    A running browser; the tests are skipped where there is none, unless one is required.
    """
    command = chromium()
    if command is None:
        message = "Chromium is not installed (Debian: apt-get install chromium)"
        if os.environ.get("SPECL_CONSUMERS_REQUIRED"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    with browsing(command) as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Callable[..., Page]:
    """
    A function from the text of a page, and what comes after `#`, to the open page.
    """

    def show(text: str, **fragment: Any) -> Page:
        path = tmp_path / "rubric.html"
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        said = "".join(f"#{name}={quote(json.dumps(each))}" for name, each in fragment.items())
        return browser.open(f"{path.as_uri()}{said}")

    return show


@pytest.fixture(scope="module")
def calculator(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """
    A page whose script can be called.
    """
    path = tmp_path_factory.mktemp("page") / "rubric.html"
    path.write_text(to_html(rubric_of(example("coding_agent"))), encoding="utf-8")
    return browser.open(path.as_uri())


@cache
def example(name: str) -> Spec:
    """
    Return a spec of the documentation.
    """
    return specl.load(ROOT / "docs" / "examples" / EXAMPLES[name])


def drawn(spec: Spec, count: int) -> list[Scenario]:
    """
    Return scenarios drawn at random, the same each time.
    """
    random, drawing = Random(7), drawing_of(spec)

    def some() -> Scenario:
        norms = [random.randrange(len(drawing.norms)) for _ in range(random.randrange(4))]
        moves = [
            (random.randrange(len(drawing.offers)), random.randrange(1000))
            for _ in range(random.randrange(6))
        ]
        found = drawing.scenario(norms, moves)
        return {name: _of_type(spec.facts[name].type, value) for name, value in found.items()}

    return [some() for _ in range(count)]


def _of_type(type_: Type, value: Value) -> Value:
    """
    Return a value with whole numbers as such: Python takes true for 1.
    """
    return int(value) if isinstance(type_, IntType) and isinstance(value, bool) else value


def told(scenario: Scenario) -> dict[str, Any]:
    """
    Return a scenario as an address says it: numbers as texts, so that nothing is rounded.
    """
    return {name: _told(value) for name, value in scenario.items()}


def _told(value: Value) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return show_number(value) if isinstance(value, Fraction) else value


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_agrees_with_the_interpreter(name: str, open_page: Callable[..., Page]) -> None:
    """
    In every scenario the page finds the same criteria applicable, and no standing is wrong.
    """
    spec = example(name)
    scenarios = drawn(spec, 120)
    page = open_page(to_html(rubric_of(spec)), scenarios=list(map(told, scenarios)))
    answers = json.loads(page.value("document.getElementById('answers').textContent"))
    assert len(scenarios) == len(answers)
    settled = 0
    for scenario, answer in zip(scenarios, answers, strict=True):
        found = ruling(spec, scenario)
        assert {criterion_id(norm) for norm in found.applicable} == set(answer["applicable"])
        assert answer["possible"]
        in_force = {criterion_id(norm) for norm in found.in_force}
        defeated = {criterion_id(each.norm) for each in found.defeated}
        for id_, word in answer["standings"].items():
            expected = {"applies": in_force, "aside": defeated}
            assert word == "open" or (id_ in expected.get(word, set())) is (word != "out"), id_
            settled += word in expected
    assert settled


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_hidden_never_applies(name: str, open_page: Callable[..., Page]) -> None:
    """
    With some facts known, nothing is said not to apply that applies in a completion.
    """
    spec, random = example(name), Random(3)
    scenarios = drawn(spec, 60)
    partial = [{each: s[each] for each in s if random.random() < 0.4} for s in scenarios]
    page = open_page(to_html(rubric_of(spec)), scenarios=list(map(told, partial)))
    answers = json.loads(page.value("document.getElementById('answers').textContent"))
    for scenario, answer in zip(scenarios, answers, strict=True):
        applicable = {criterion_id(norm) for norm in ruling(spec, scenario).applicable}
        out = {id_ for id_, word in answer["standings"].items() if word == "out"}
        assert not out & applicable
        assert set(answer["applicable"]) <= applicable


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(expr=EXPRESSIONS, facts=SCENARIOS, acts=PROFILES, hidden=st.sets(st.sampled_from("pqnm")))
def test_expressions_mean_the_same(
    expr: Expr,
    facts: dict[str, Any],
    acts: dict[str, Any],
    hidden: set[str],
    calculator: Page,
) -> None:
    """
    The page's script and the interpreter give an expression one value, or the page gives none.
    """
    nodes = Nodes()
    place = nodes.place(expr)
    known = {name: _in_script(value) for name, value in facts.items() if name not in hidden}
    # Acts have no place in conditions: here they are facts of the same name.
    rows = [["fact", *row[1:]] if row[0] == "act" else row for row in nodes.rows]
    known |= {name: _in_script(value) for name, value in acts.items()}
    entries = ", ".join(f"[{json.dumps(name)}, {value}]" for name, value in known.items())
    found = calculator.value(f"valuesOf({json.dumps(rows)}, new Map([{entries}]))[{place}]")
    expected = evaluate(expr, facts, acts)
    assert found is expected or (hidden and found is None)


def _in_script(value: Value) -> str:
    if isinstance(value, bool | str):
        return json.dumps(value)
    if isinstance(value, frozenset):
        return json.dumps(sorted(value))
    return f"numberOf('{show_number(value)}')"


def test_a_reader_filters_by_fact(open_page: Callable[..., Page]) -> None:
    """
    What is chosen hides what does not apply, shows what is left, and stands in the address.
    """
    page = open_page(to_html(rubric_of(example("support"))))
    shown = "document.querySelectorAll('article.criterion:not([hidden])').length"
    everything = page.value(shown)
    refund = page.value("data.facts.findIndex((each) => each.name === 'refund')")
    page.type(f"#fact-{refund}", "500")
    fewer = page.value(shown)
    assert fewer < everything
    assert page.value("location.hash").startswith("#facts=")
    assert "30 criteria shown" in page.value("document.getElementById('count').textContent")
    page.click("#all")
    assert everything == page.value(shown)
    page.click("button[type=reset]")
    assert page.value(f"new Promise((done) => setTimeout(() => done({shown}), 50))") == everything
    assert page.value("location.hash") == ""


@pytest.mark.parametrize(
    ("refund", "standing"),
    [
        ("500", "out"),
        ("500.000000000000000000001", "open"),
        ("1501/3", "open"),
        ("1500/3", "out"),
        ("-1", "wrong"),
        ("10000.5", "wrong"),
        ("many", "wrong"),
        ("1/0", "wrong"),
    ],
)
def test_numbers_are_exact(refund: str, standing: str, open_page: Callable[..., Page]) -> None:
    """
    A bound holds to the last digit; what is no value is said to be none, and counts as unknown.
    """
    page = open_page(to_html(rubric_of(example("support"))))
    place = page.value("data.facts.findIndex((each) => each.name === 'refund')")
    page.type(f"#fact-{place}", refund)
    control, trouble = (
        f"document.getElementById('fact-{place}')",
        "document.getElementById('trouble')",
    )
    assert refund == page.value(f"{control}.value")
    wrong = standing == "wrong"
    assert [wrong, not wrong] == page.value(f"[{control}.ariaInvalid === 'true', {trouble}.hidden]")
    card = page.value("document.getElementById('criterion-big_refunds.0').dataset.standing")
    assert card == ("open" if wrong else standing)


def test_a_reader_searches(open_page: Callable[..., Page]) -> None:
    """
    Only criteria with all the words stay, wherever they stand in them.
    """
    page = open_page(to_html(rubric_of(example("support"))))
    page.type("#search", "EMERGENCY number")
    ids = (
        "[...document.querySelectorAll('article.criterion:not([hidden])')].map((e) => e.dataset.id)"
    )
    found = page.value(ids)
    assert "emergency.0" in found
    assert len(found) < 5
    assert not page.value("document.querySelector('section.tier[hidden] article:not([hidden])')")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_asks_nothing_of_any_network(name: str, open_page: Callable[..., Page]) -> None:
    """
    It loads itself and nothing else, without errors, and its policy refuses what a script tries.
    """
    page = open_page(to_html(rubric_of(example(name))), facts={})
    assert [] == [each for each in page.requests if not each.startswith("file:")]
    assert len(page.requests) == 1
    assert [] == page.complaints
    refused = page.value(
        "fetch('http://127.0.0.1:9/').then(() => 'reached', (error) => error.message)"
    )
    assert refused != "reached"
    image = (
        "new Promise((done) => { const image = new Image(); image.onerror = () => done('refused');"
        "image.onload = () => done('loaded');"
        "image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='; })"
    )
    assert page.value(image) == "refused"
    assert any("Content Security Policy" in json.dumps(each) for each in page.complaints)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_markup_or_script(text: str, open_page: Callable[..., Page]) -> None:
    """
    A browser finds the elements of the page's own structure, and shows the text as it is.
    """
    counts = (
        "(() => { const found = {}; for (const each of document.querySelectorAll('*'))"
        " found[each.tagName] = (found[each.tagName] ?? 0) + 1; return found; })()"
    )
    tame = open_page(to_html(rubric_of(hostile("tame")))).value(counts)
    page = open_page(to_html(rubric_of(hostile(text))))
    found = page.value(counts)
    assert tame.keys() == found.keys()
    assert [] == page.complaints
    assert found["SCRIPT"] == tame["SCRIPT"]
    prose = page.value("document.querySelector('.criterion pre').textContent")
    visible = text.replace("\x00", "[U+0000]").replace("\x1b", "[U+001B]")
    for letter in "\u202e\u202c\u200b\ufeff":
        visible = visible.replace(letter, f"[U+{ord(letter):04X}]")
    assert visible == prose


def test_every_control_has_a_name(open_page: Callable[..., Page]) -> None:
    """
    Each control has a label, each heading is at most one deeper than the one before it.
    """
    page = open_page(to_html(rubric_of(example("model_spec"))))
    unnamed = page.value(
        "[...document.querySelectorAll('input, select')].filter((e) => !e.labels.length).length"
    )
    assert unnamed == 0
    levels = page.value("[...document.querySelectorAll('h1,h2,h3,h4')].map((e) => +e.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.value("document.documentElement.lang") == "en"
    assert page.value("new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size") == (
        page.value("document.querySelectorAll('[id]').length")
    )


def test_the_keyboard_reaches_everything(open_page: Callable[..., Page]) -> None:
    """
    The first thing that the tabulator reaches leads to the criteria, the next ones are links.
    """
    page = open_page(to_html(rubric_of(example("support"))))
    for _ in range(2):
        for kind in ("keyDown", "keyUp"):
            page.send("Input.dispatchKeyEvent", type=kind, key="Tab", windowsVirtualKeyCode=9)
        if page.value("document.activeElement.className") == "skip":
            return
    pytest.fail("the link to the criteria is not the first")


def test_printing_leaves_the_controls_out(open_page: Callable[..., Page]) -> None:
    """
    On paper there are no controls.
    """
    page = open_page(to_html(rubric_of(example("support"))))
    page.send("Emulation.setEmulatedMedia", media="print")
    assert page.value("getComputedStyle(document.getElementById('filter')).display") == "none"


def test_the_page_is_dark_where_everything_is(open_page: Callable[..., Page]) -> None:
    """
    Colours follow what the reader prefers.
    """
    page = open_page(to_html(rubric_of(example("support"))))
    paper = "getComputedStyle(document.body).backgroundColor"
    colours = set()
    for scheme in ("light", "dark"):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        page.send("Emulation.setEmulatedMedia", features=features)
        colours.add(page.value(paper))
    assert len(colours) == 2
