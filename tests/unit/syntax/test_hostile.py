"""
Texts that nobody means well with.
"""

from __future__ import annotations

import time

import pytest

from specl.format import format_source
from specl.syntax.depth import MOST_DEPTH
from specl.text import Source
from tests.unit.syntax.texts import messages, read

DEEP = 10_000
TEXTS = {
    "parentheses": ("assume " + "(" * DEEP + "a" + ")" * DEEP, "brackets nest more than 100 deep"),
    "open parentheses": ("assume " + "(" * DEEP, "brackets nest more than 100 deep"),
    "braces": ("assume " + "{" * DEEP, "brackets nest more than 100 deep"),
    "not": ("assume " + "not " * DEEP + "a", "an expression nests more than 100 deep"),
    "minus": ("assume " + "-" * DEEP + "1", "an expression nests more than 100 deep"),
    "implies": ("assume " + "a implies\n" * DEEP + "a", "an expression nests more than 100 deep"),
    "else": (
        "assume " + "if a then b else\n" * DEEP + "c",
        "an expression nests more than 100 deep",
    ),
    "sections": ("section a {\n" * 300, "section `a` nests more than 100 deep"),
    "long line": ("a" * 10_000_000, "a line has 10,000,000 characters; a line may have 100,000"),
    "long number": ("assume a == " + "9" * 5000, "a number has 5,000 digits; it may have 1,000"),
    "control characters": ("assume \x00a", "the text has a control character, U+0000"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts_are_refused_in_words(name):
    """
    Too deep, too long, too large: each is a problem with a message.
    """
    text, message = TEXTS[name]
    assert any(found.endswith(message) for found in messages(text))


@pytest.mark.parametrize("depth", [MOST_DEPTH, MOST_DEPTH + 1])
def test_the_bound_on_depth_is_sharp(depth):
    """
    As many parentheses as are allowed are allowed, and no more.
    """
    assert bool(messages("assume " + "(" * depth + "a" + ")" * depth)) == (depth > MOST_DEPTH)


@pytest.mark.parametrize("word", ["and", "or"])
def test_long_chains_are_no_nesting(word):
    """
    A chain of ten thousand operands is read and laid out.
    """
    text = "assume " + f"\n{word} ".join(["a"] * DEEP)
    assert not read(text).problems
    assert not format_source(Source("long.specl", text)).problems


def test_a_binary_file_is_refused_with_few_problems():
    """
    What is no text at all is given up early.
    """
    noise = "".join(chr((i * 7919) % 0x2FF) for i in range(5000)).replace("\n", " ")
    assert 1 <= len(read(noise).problems) <= 40


def test_a_text_of_unknown_signs_is_given_up():
    """
    After twenty signs that the language does not have, reading ends.
    """
    problems = read("assume @\n" * 1000).problems
    assert len(problems) == 20
    assert problems[-1].notes


def test_a_long_declaration_with_an_error_takes_no_ages():
    """
    Looking for a mend costs no more than reading a few times.
    """
    start = time.process_time()
    assert messages("assume " + " or ".join(["a"] * DEEP) + " b")
    assert time.process_time() - start < 5
