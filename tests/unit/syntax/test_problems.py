"""
What is said of texts that do not follow the grammar.
"""

from __future__ import annotations

import pytest

from specl.diagnostics import Applicability
from specl.diagnostics.render.text import render
from tests.unit.syntax.texts import messages, read

MENDED = {
    'fact a bool "q"': "1:8 [syntax] expected `:` after `a`",
    "fact a: bool": "1:6 [missing-clause] fact `a` has no question",
    "act x measured by words": "1:5 [missing-clause] act `x` has no question",
    'fact version: int "q"': (
        "1:6 [reserved-name] `version` is a word of the language and cannot be a name"
    ),
    'fact a.b: int "q"': "1:6 [syntax] `a.b` has a dot; expected a name of this file's own",
    'fact x: a, b, c "q"': "1:10 [syntax] `,` stands where `|` is meant",
    'fact 2fa: bool "q"': "1:6 [syntax] `2fa` is neither a name nor a number",
    'fact Foo: bool "q"': "1:6 [syntax] `Foo` is no name",
    'fact a: Bool "q"': "1:9 [syntax] the words of the language are in lower case: `bool`",
    "fact a: bool 'q'": '1:14 [syntax] texts stand in straight double quotes: `"…"`',
    'fact a: bool "q': "1:14 [syntax] a text is not closed",
    "type t: a | b": "1:7 [syntax] `:` stands where `=` is meant",
    "define x == a": "1:10 [syntax] `==` stands where `=` is meant",
    "levels a, b, c": "1:9 [syntax] `,` stands where `>` is meant",
    "assume a = b": "1:10 [syntax] `=` stands where `==` is meant",
    "assume a && b": "1:10 [syntax] `&&` is no sign of the language",
    "assume a || b": "1:10 [syntax] `||` is no sign of the language",
    "assume !a": "1:8 [syntax] `!` is no sign of the language",
    "assume a ≤ b": "1:10 [syntax] `≤` is no sign of the language",
    "assume a -> b": "1:10 [syntax] `->` is no sign of the language",
    "assume a in [b]": "1:13 [syntax] `[` is no sign of the language",
    "assume a in {b c}": "1:16 [syntax] expected `,` after `b`",
    "assume a in {b, c": "1:13 [syntax] a `{` is not closed",
    "assume (a or b": "1:8 [syntax] a `(` is not closed",
    "assume topic is legal": "1:14 [syntax] `is` is no word of the language here",
    r'assume a == "\d"': r"1:14 [syntax] `\d` is no escape here",
    "assume a // why": "1:10 [syntax] a comment begins with `#`",
    "assume a;": "1:9 [syntax] `;` is no sign of the language",
    "rul a { must b }": "1:1 [syntax] `rul` is no word of the language here",
    "rule a { wen b must c }": "1:10 [syntax] `wen` is no word of the language here",
    "rule a { if b must c }": "1:10 [syntax] `if` stands where `when` is meant",
    "rule a { shall b }": "1:10 [syntax] `shall` is no word of the language here",
    "rule a { never b }": "1:10 [syntax] `never` is no word of the language here",
    "rule a { must maximise b }": "1:15 [syntax] `maximise` is no word of the language here",
    "rule a must b }": "1:8 [syntax] expected `{` after `a`",
    "rule a must b": "1:8 [syntax] expected `{` after `a`",
    "rule a { must b": "1:8 [syntax] a `{` is not closed",
    "rule a { may not b }": "1:10 [may-not] `may not` can be read in two ways",
    "rule a { must not b or c }": "1:19 [parentheses] how far does `must not` reach?",
    "rule a { should not b implies c }": "1:21 [parentheses] how far does `should not` reach?",
    "rule a { need not b and c }": "1:19 [parentheses] how far does `need not` reach?",
    "rule a { }": "1:6 [missing-clause] `a` asks for nothing",
    "rule a at b at c { must d }": "1:13 [duplicate-clause] `at` stands twice",
    "rule a { when b when c must d }": "1:17 [duplicate-clause] `when` stands twice",
    "ensure a { must b may c }": "1:19 [duplicate-clause] an `ensure` has one norm",
    "ensure a { when b }": "1:8 [missing-clause] `a` asks for nothing",
    'example { usr "hi" }': "1:11 [syntax] `usr` takes no turns in a conversation",
    "example { given a b }": "1:19 [syntax] expected `,` after `a`",
    "section a at root rule b { must c } }": "1:14 [syntax] section `a` has no `{`",
    "section a { rule b { must c }": "1:9 [syntax] section `a` is not closed",
    'use "x" (a, b,)': "1:14 [syntax] expected a name after `,`",
}
UNREADABLE = {
    "": "1:1 [syntax] the file says nothing",
    "# only this": "1:1 [syntax] the file says nothing",
    "must x": "1:1 [syntax] expected a declaration such as `fact` or `rule`, not `must`",
    "}": "1:1 [syntax] nothing is open that this `}` could close",
    "assume": "1:1 [syntax] expected an expression after `assume`",
    "assume a and": "1:10 [syntax] expected an expression after `and`",
    "assume a == not b": "1:13 [syntax] expected a value after `==`",
    "assume a iff b iff c": "1:16 [syntax] expected an operator such as `and` or `==` after `b`",
    "assume if a then b": "1:18 [syntax] expected `else` or an operator such as `and` or `==` "
    "after `b`",
    "rule a { when must b }": "1:15 [syntax] expected an expression after `when`",
    "rule a { must b c }": "1:17 [syntax] expected a norm such as `must …` or `}` after `b`",
    "rule a { at b must c }": (
        "1:10 [syntax] expected a norm such as `must …`, a text in quotes or `}` after `{`"
    ),
    "rule a { must b if c except d }": (
        "1:22 [syntax] expected a norm such as `must …` or `}` after `c`"
    ),
    "rule a { must not maximize b }": "1:19 [syntax] expected an expression after `must not`",
    "rule { must b }": "1:6 [syntax] expected a name after `rule`",
    'fact a: "q"': "1:9 [syntax] expected a type such as `bool`, `int 0..10` or `a | b` after `:`",
    'act a: int 0-5 "q"': "1:13 [syntax] expected `..` after `0`",
    "spec a version 1.2": "1:16 [syntax] expected a version such as `1.2.0` after `version`",
    "waive tension between a, b until soon": (
        "1:34 [syntax] expected a date such as `2027-01-31` after `until`"
    ),
}


@pytest.mark.parametrize("text", MENDED)
def test_slips_are_named_and_read_on(text):
    """
    A slip is reported in the language's own words.
    """
    assert MENDED[text] in messages(text)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_was_expected_is_said(text):
    """
    Where nothing can be mended, the one problem says what was expected after what.
    """
    assert messages(text) == [UNREADABLE[text]]


@pytest.mark.parametrize("text", [*MENDED, *UNREADABLE])
def test_messages_name_no_terminals(text):
    """
    No message speaks of the grammar's own names for things.
    """
    for problem in read(text).problems:
        words = [problem.message, *problem.help, *(label.message for label in problem.labels)]
        plain = " ".join(words).replace("`Foo`", "").replace("`Bool`", "").replace("NAME", "")
        assert plain.replace("LEVEL", "") == plain.replace("LEVEL", "").lower()


@pytest.mark.parametrize("text", MENDED)
def test_fixes_fix(text):
    """
    Each fix, applied, leaves fewer problems than there were.
    """
    for problem in read(text).problems:
        for fix in problem.fixes:
            assert fix.applicability is not Applicability.DISPLAY
            assert len(read(applied(text, fix)).problems) < len(read(text).problems)


def applied(text, fix):
    for edit in sorted(fix.edits, key=lambda edit: -edit.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def test_each_bad_declaration_has_its_own_problem():
    """
    One bad declaration hides no other; the good ones are read, names of the bad ones kept.
    """
    parsed = read(
        'fact a: "q"\n'
        "section s at root {\n"
        "  rule b { must }\n"
        "  rule c { must x }\n"
        "  rule d { when must y }\n"
        "}\n"
        "assume\n"
        'fact e: bool "q"\n'
    )
    section, fact = parsed.file.declarations
    assert [problem.span.line for problem in parsed.problems] == [1, 3, 5, 7]
    assert [item.name.text for item in section.items] == ["c"]
    assert fact.name.text == "e"
    assert parsed.broken == {"a", "b", "d"}


def test_a_missing_brace_swallows_no_rule():
    """
    A rule that is not closed ends where the next declaration begins.
    """
    parsed = read("section s {\n  rule a { must x\n  rule b { must y }\n}\nassume c")
    assert messages("section s {\n  rule a { must x\n  rule b { must y }\n}\nassume c") == [
        "2:10 [syntax] a `{` is not closed"
    ]
    assert len(parsed.file.declarations) == 2
    assert len(parsed.file.declarations[0].items) == 2


def test_a_broken_section_head_keeps_its_rules():
    """
    The rules of a section with a bad head are read, at its level.
    """
    section = read("section s 3 at root { rule a { must x } }").file.declarations[0]
    assert section.level.text == "root"
    assert section.items[0].name.text == "a"


def test_problems_stand_in_the_order_of_the_text():
    """
    Problems of all kinds are sorted by where they are.
    """
    lines = [problem.span.line for problem in read("assume a =\nassume &\nrule b {}\nx").problems]
    assert lines == sorted(lines)


def test_a_rendering():
    """
    A problem as people see it.
    """
    text = "rule careful at root {\n  when minor\n  must not answer or refuse\n}\n"
    assert render(read(text).problems).strip() == RENDERED.strip()


RENDERED = """
error[parentheses]: how far does `must not` reach?
 --> test.specl:3:12
  |
3 |   must not answer or refuse
  |   --------
  |            ^^^^^^^^^^^^^^^^ `or` is on top here
  |
  = help: `must not` reaches over all that follows: put it in parentheses, or write two norms
  = help: put what follows `must not` in parentheses
"""


@pytest.mark.parametrize("text", ['rule a { "words must b }', "assume a ; b", "assume a / b == 2"])
def test_a_slip_is_reported_once(text):
    """
    What fails only because of a slip before it in the same declaration is not reported.
    """
    assert len(read(text).problems) == 1
