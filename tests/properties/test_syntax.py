"""
Whatever a text is, reading it ends in a tree and problems; what is read is printed and read back.
"""

from __future__ import annotations

from functools import cache

from hypothesis import given, target
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark
from lark import Lark

from specl import resources
from specl.diagnostics.render.text import render
from specl.format import format_source, print_file
from specl.syntax import RESERVED, Parsed, parse
from specl.syntax.lexer import scan
from specl.syntax.tables import tables
from specl.syntax.walk import same
from specl.text import Source
from tests.unit.syntax.texts import TEXTS

NAMES = ("a", "b", "refuse", "nothing", "x_1", "user", "tool", "any")
WRITTEN = {
    "NAME": NAMES,
    "QUALIFIED": ("std.reply", "m.a"),
    "NUMBER": ("0", "7", "0.50", "123456789012345678901234567890"),
    "VERSION_NUMBER": ("1.2.0",),
    "DATE": ("2027-01-31",),
    "STRING": ('"?"', '""', r'"a \"b\" \\ \n"'),
    "BLOCK": ('"""?"""', '"""\n  one\n    two\n\n  """'),
    "COMMENT": ("# a comment\n", "#\n"),
    "SPACE": (" ", "\n", "\n\n\n"),
    "MUST_NOT": ("must not",),
    "SHOULD_NOT": ("should\nnot",),
    "MAY_NOT": ("may not",),
    "NEED_NOT": ("need  not",),
    "NOT_IN": ("not in",),
    "HAS_ANY": ("has any",),
    "HAS_ALL": ("has all",),
}


@cache
def grammar():
    return Lark(
        resources.grammar_text(), parser="lalr", lexer="basic", start=["start", "declaration"]
    )


def terminals():
    """
    Return how to write each kind of word and sign, so that what follows it is apart.
    """
    signs = {
        terminal.name: (terminal.pattern.value,)
        for terminal in grammar().terminals
        if terminal.name not in WRITTEN
    }
    return {
        kind: st.sampled_from([f"{text} " for text in texts])
        for kind, texts in {**signs, **WRITTEN}.items()
    }


IN_HEADERS = {"SPEC", "VERSION", "VERSION_NUMBER"}
DECLARATIONS = from_lark(
    grammar(),
    start="declaration",
    explicit={kind: texts for kind, texts in terminals().items() if kind not in IN_HEADERS},
)
HEADERS = st.sampled_from(["", "spec a ", 'spec a version 1.2.0 """\n  b\n"""'])
FILES = st.builds("{}\n{}".format, HEADERS, st.lists(DECLARATIONS, min_size=1).map("\n".join))
RAW = from_lark(grammar(), start="start")
JUNK = st.text(
    st.sampled_from("abz_AZ019 \t\n\r\"'\\#{}()[],.:;=<>!|&+-*/%$@~^`é∧\u00a0\ufeff\x00")
)


def read(text: str) -> Parsed:
    """
    Parse a text, see that all that is said of it has a place in it, and show it.
    """
    source = Source("drawn.specl", text)
    parsed = parse(source)
    for problem in parsed.problems:
        for label in problem.labels:
            assert 0 <= label.span.start <= label.span.end <= len(text)
    render(parsed.problems)
    print_file(parsed.file, parsed.comments)
    return parsed


@given(RAW | JUNK | st.text())
def test_no_text_is_a_traceback(text):
    """
    Texts that the grammar makes, words run together, and noise are read to their end.
    """
    read(text)


@st.composite
def mutated(draw):
    """
    Draw a well-formed text with stretches of it moved, doubled, left out or replaced.
    """
    text = draw(st.sampled_from(sorted(TEXTS.values())))
    start = draw(st.integers(0, len(text)))
    text = text[start : start + 1500]
    for _ in range(draw(st.integers(1, 6))):
        tokens = scan(Source("drawn.specl", text)).tokens
        places = [place for token in tokens for place in (token.start, token.end)] or [0]
        one, two = sorted(draw(st.tuples(st.sampled_from(places), st.sampled_from(places))))
        put = draw(st.sampled_from(["", text[one:two][:80], *sorted(RESERVED), *NAMES]) | JUNK)
        text = f"{text[:one]} {put} {text[one if draw(st.booleans()) else two :]}"
    return text


@given(mutated())
def test_no_broken_spec_is_a_traceback(text):
    """
    A spec with stretches lost, doubled or replaced is read to its end.
    """
    read(text)


@given(FILES)
def test_what_the_grammar_makes_is_read(text):
    """
    The grammar's own sentences have no syntax error save those that it speaks of in words.
    """
    for problem in read(text).problems:
        said = problem.message
        assert problem.code.slug != "syntax" or said.endswith("takes no turns in a conversation")


@given(FILES)
def test_print_and_parse(text):
    """
    A tree, printed and parsed, is the same tree with the same comments, and prints the same.
    """
    parsed = read(text)
    clean = not parsed.problems
    target(float(clean))
    if clean:
        printed = format_source(Source("drawn.specl", text))
        assert printed.problems == ()
        assert same(parsed.file, read(printed.text).file)


@st.composite
def commented(draw):
    """
    Draw a well-formed text with comments and blank space put between its words.
    """
    text = draw(st.sampled_from(sorted(TEXTS.values())))
    tokens = scan(Source("drawn.specl", text)).tokens
    start = draw(st.integers(0, len(tokens) - 1))
    places = sorted({token.start for token in tokens[start : start + 60]}, reverse=True)
    for place in draw(st.lists(st.sampled_from(places), max_size=6, unique=True).map(sorted))[::-1]:
        put = draw(st.sampled_from([" # c\n", "\n# d\n", "\n\n\n# e\n\n", "\n", "  "]))
        text = text[:place] + put + text[place:]
    return text


@given(commented())
def test_comments_are_kept_wherever_they_stand(text):
    """
    A comment between any two words stays, in order, and the layout is final.
    """
    source = Source("drawn.specl", text)
    assert read(text).problems == ()
    assert format_source(source).problems == ()


@given(st.text(st.sampled_from(" \n\"#\\nt{}'a\t"), max_size=40))
def test_every_text_has_a_literal(value):
    """
    Any value of a text can be written, and reads as itself.
    """
    parsed = read(f"assume a == {literal(value)}")
    assert parsed.problems == ()
    assert parsed.file.declarations[0].expr.operands[1].value == value


def literal(value: str) -> str:
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + quoted.replace("\n", "\\n").replace("\t", "\\t") + '"'


@given(
    st.lists(
        st.sampled_from([*RESERVED, *NAMES, "==", "{", "}", "(", ")", ",", '"?"']), max_size=30
    )
)
def test_any_words_in_any_order(words):
    """
    The words of the language, in any order, are read to their end.
    """
    read(" ".join(words))


def test_the_strategies_know_every_terminal():
    """
    Every kind of word and sign that the tables have is drawn.
    """
    assert set(tables().patterns) | set(tables().keywords.values()) <= set(terminals())
