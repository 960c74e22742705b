"""
Patterns: what is found is what Python finds, and no pattern and no text takes long.
"""

from __future__ import annotations

import random
import re
import time
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specl.rubric.standalone.automata import found, refused
from specl.rubric.standalone.measures import measure
from specl.rubric.standalone.patterns import PatternError

_ATOMS = st.sampled_from(
    [*"abBk1_é .^$", "\n", r"\w", r"\W", r"\d", r"\s", r"\S", r"\b", r"\A", r"\Z", "[ab]", "[^a]",
     "[a-k]", r"[\d_]", "(a|b)", "(?:ab|)", "(?i:A)", r"\x61", r"\.", "[]a]", "[a-]", "(?P<n>b)"]
)  # fmt: skip
_REPEATS = st.sampled_from(
    ["", "", "", "*", "+", "?", "{2}", "{1,2}", "{,2}", "{,}", "*?", "{", "{}"]
)
_PARTS = st.builds("{}{}".format, _ATOMS, _REPEATS)
_PATTERNS = st.recursive(
    st.lists(_PARTS, max_size=4).map("".join),
    lambda inner: st.builds("{}({}){}|{}".format, inner, inner, _REPEATS, inner),
    max_leaves=4,
)
_FLAGS = st.sampled_from(["", "(?i)", "(?m)", "(?s)", "(?im)"])


@settings(max_examples=1000)
@given(_FLAGS, _PATTERNS, st.text(alphabet="abABkK1_é \n", min_size=1, max_size=7))
def test_patterns_find_what_pythons_do(flags: str, pattern: str, text: str) -> None:
    """
    Every pattern that is not refused is found just where `re.search` finds it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            expected = re.search(flags + pattern, text) is not None
        except re.error:
            return
    if refused(flags + pattern) is None:
        assert expected is found(flags + pattern, text)


@pytest.mark.parametrize(
    "pattern",
    ["(?=a)", "(?P<1>a)", "(?<!a)b", r"(a)\1", "(?P=n)", "a++", "(?>a)", "(?x) a", "(" * 200,
     "a)", "a**", "*a", "(?(1)a|b)", "[a", "(a", r"\q", "(?", "[b-a]", "\\", "a{3,1}", "^*"],
)  # fmt: skip
def test_patterns_that_take_too_long_or_are_none_are_refused(pattern: str) -> None:
    """
    Such a pattern is refused with its reason, and the act is left to a judge.
    """
    with pytest.raises(PatternError):
        found(pattern, "a")
    assert refused(pattern)
    assert measure("regex", [pattern], "a") is None


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "a*a*a*a*b", "(a?){50}a{50}b", "a*b"])
def test_no_pattern_goes_back_and_tries_again(pattern: str) -> None:
    """
    What brings a backtracking search to a halt takes a moment here.
    """
    started = time.process_time()
    assert measure("regex", [pattern], "a" * 200_000 + "!") is False
    assert time.process_time() - started < 5


def test_a_search_gives_up_after_as_many_steps_everywhere() -> None:
    """
    A pattern with too many states for a long text has no value, whatever was searched before.
    """
    drawn = random.Random(7)
    text = "".join(drawn.choice("ab") for _ in range(100_000))
    pattern = "(a|b)*a(a|b){30}c"
    assert measure("regex", [pattern], text[:2000]) is False
    for _ in range(2):
        assert measure("regex", [pattern], text) is None
    assert measure("regex", [pattern], text[:2000] + "ac" * 9) is False


def test_many_names_in_a_long_reply() -> None:
    """
    A list of a thousand words is no large pattern.
    """
    drawn = random.Random(7)
    names = ["".join(drawn.choice("abcdefgh") for _ in range(9)) for _ in range(900)]
    pattern = rf"(?i)\b({'|'.join(names)})\b"
    text = "a few words of a long reply, bead and cab " * 5000
    assert measure("regex", [pattern], text) is False
    assert measure("regex", [pattern], f"{text}{names[800].upper()}!") is True
