"""
One way of laying a spec out.
"""

from __future__ import annotations

import pytest

from specl.format import format_source, print_file, print_node
from specl.format.formatter import Formatted
from specl.syntax import nodes
from specl.syntax.walk import same, walk
from specl.text import Source
from tests.unit.syntax.texts import TEXTS, read


def laid_out(text):
    found = format_source(Source("test.specl", text))
    assert found.problems == ()
    return found.text


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_printed_is_read_back(name):
    """
    Every construct, printed and read again, is the same tree with the same comments.
    """
    before = read(TEXTS[name])
    text = laid_out(TEXTS[name])
    after = read(text)
    assert same(before.file, after.file)
    assert before.comments == after.comments
    assert laid_out(text) == text


@pytest.mark.parametrize("name", TEXTS)
def test_lines_are_no_wider_than_they_need_be(name):
    """
    A line of more than 100 columns has a text or comment that cannot be broken.
    """
    for line in laid_out(TEXTS[name]).splitlines():
        assert len(line) <= 100 or '"' in line or "#" in line


def test_single_nodes_are_printed():
    """
    Each declaration and clause, printed by itself, is a part of a file that reads the same.
    """
    for node in read(TEXTS["everything"]).file.declarations:
        again = read(print_node(node)).file.declarations
        assert len(again) == 1
        assert same(node, again[0])


def test_expressions_are_printed():
    """
    An expression, printed by itself, reads as the same expression.
    """
    for node in walk(read(TEXTS["everything"]).file):
        is_bound = isinstance(node, nodes.Number) and node.value < 0
        if isinstance(node, nodes.Expression) and not is_bound:
            again = read(f"assume ({print_node(node)})").file.declarations[0]
            assert same(node, again.expr.inner)


def test_what_cannot_be_printed_is_refused():
    """
    Only nodes that stand for themselves are printed.
    """
    with pytest.raises(TypeError):
        print_node("rule")


def test_a_text_with_errors_stays():
    """
    A text that cannot be read is handed back with its problems.
    """
    found = format_source(Source("test.specl", "rule a {must  x"))
    assert found.text == "rule a {must  x"
    assert [problem.code.slug for problem in found.problems] == ["syntax"]


def test_a_fault_of_the_printer_changes_nothing(monkeypatch):
    """
    If printing lost something, the text would stay and the fault be reported.
    """
    monkeypatch.setattr("specl.format.formatter.print_file", lambda *_: "assume other\n")
    found = format_source(Source("test.specl", "assume  a"))
    assert found == Formatted("assume  a", found.problems)
    assert [problem.code.slug for problem in found.problems] == ["internal-error"]


CASES = {
    "indentation and blank lines": (
        "rule a{must x}\n\n\n\nassume b\nassume c\n\n\nassume d rule e {must x}",
        "rule a {\n  must x\n}\n\nassume b\nassume c\n\nassume d\n\nrule e {\n  must x\n}\n",
    ),
    "questions in a column": (
        'fact a: bool "?"\nfact longer: int 0..3 "?"\n\nact b "?"',
        'fact a: bool           "?"\nfact longer: int 0..3  "?"\n\nact b "?"\n',
    ),
    "comments": (
        "# before\nassume a # behind\n# alone\n\n# apart\nassume b or # within\n c\n# last",
        "# before\nassume a  # behind\n# alone\n\n# apart\nassume b  # within\n    or c\n# last\n",
    ),
    "comments in a body": (
        "rule a { # head\n # first\n must x # behind\n # end\n }# after",
        "rule a {  # head\n  # first\n  must x  # behind\n  # end\n}  # after\n",
    ),
    "comments in a list": (
        "assume x in {a, # one\n b # two\n}",
        "assume x in {\n        a,  # one\n        b  # two\n    }\n",
    ),
    "a long condition": (
        f"assume {' and '.join(['some_condition'] * 7)}",
        "assume some_condition\n" + "    and some_condition\n" * 6,
    ),
    "a block of text": (
        'rule a { """one\n  two\n    three""" must x }',
        'rule a {\n  """\n  one\n  two\n    three\n  """\n  must x\n}\n',
    ),
    "a block in a clause": (
        'example { user """one\n  two""" }',
        'example {\n  user """\n    one\n    two\n    """\n}\n',
    ),
    "several norms expected": (
        "example { expect must a may b }",
        "example {\n  expect must a\n         may b\n}\n",
    ),
    "numbers": ("assume a == 007 + 0.50 + 1.0", "assume a == 7 + 0.5 + 1.0\n"),
    "line ends and marks": ("\ufeffassume a\r\nassume b\r\n", "assume a\nassume b\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_layout(name):
    """
    The one layout, case by case.
    """
    before, after = CASES[name]
    assert laid_out(before) == after


def test_a_tree_alone_is_printed():
    """
    A tree can be printed without its comments.
    """
    assert print_file(read("assume a # why").file) == "assume a\n"
