"""
Numbers and texts, written so that they say what they said.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from specl.format.document import Doc, Raw

__all__ = ["number", "text"]

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


def number(value: Fraction, *, real: bool) -> str:
    """
    Return a number as a literal, in as few decimals as it needs.

    Args:
        value: A number with a finite decimal expansion.
        real: Whether it has decimals even where it is whole.
    """
    decimals = 1 if real else 0
    while (value * 10**decimals).denominator != 1:
        decimals += 1
    digits = str(abs(int(value * 10**decimals))).rjust(decimals + 1, "0")
    whole, rest = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    return f"{'-' if value < 0 else ''}{whole}{'.' if decimals else ''}{rest}"


def text(value: str, *, block: bool) -> Doc:
    """
    Return a text as a literal.

    Args:
        value: What it says.
        block: Whether it is written over several lines.
    """
    if not block:
        return f'"{value.translate(_ESCAPES)}"'
    lines = (_block_line(line) for line in value.split("\n")) if value else ()
    return ('"""', Raw((*lines, '"""')))


def _block_line(line: str) -> str:
    """
    Return a line of a block, with what would end the block or get lost escaped.
    """
    return line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"').replace("\t", "\\t")
