"""
Text of a spec cannot steer the reader's terminal, and its width is known.
"""

from __future__ import annotations

import pytest

from specl.diagnostics.render.printable import one_line, printable, width


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain", "plain"),
        ("tab\there", "tab    here"),
        ("\x1b[31mred", "\\u{1b}[31mred"),
        ("\x9b31mred", "\\u{9b}31mred"),
        ("safe\u202etfarc\u202c", "safe\\u{202e}tfarc\\u{202c}"),
        ("\u2066isolate\u2069", "\\u{2066}isolate\\u{2069}"),
        ("zero\u200bwidth", "zero\\u{200b}width"),
        ("\ud800", "\\u{d800}"),
        ("e\u0301 日本 👩‍🚀", "e\u0301 日本 👩‍🚀"),
    ],
)
def test_controlling_characters_are_spelt_out(raw: str, shown: str) -> None:
    """
    Escape sequences, marks of direction and invisible characters appear as their numbers.
    """
    assert printable(raw) == shown


def test_one_line_has_no_line_ends() -> None:
    """
    A message over several lines is joined into one.
    """
    assert one_line("a\nb\r\nc") == "a b c"


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("ｗｉｄｅ", 8), ("", 0)]
)
def test_width_counts_columns(text: str, columns: int) -> None:
    """
    Wide characters take two columns, combining ones none.
    """
    assert width(text) == columns
