"""
Values as literals of Python in ASCII: what a spec says gets into code in this way and no other.
"""

from __future__ import annotations

from fractions import Fraction

from specl.model import Value

__all__ = ["literal_of", "number_of", "quoted"]

_LONGEST_DECIMAL = 10**40


def quoted(text: object) -> str:
    """
    Return a text, or None, as a literal in ASCII, between double quotes where it has none.
    """
    literal = ascii(text)
    plain = literal.startswith("'") and '"' not in literal
    return f'"{literal[1:-1]}"' if plain else literal


def literal_of(value: Value) -> str:
    """
    Return a value as Python writes it, in ASCII; whole numbers as `int`.
    """
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | Fraction):
        return number_of(value)
    if isinstance(value, frozenset):
        return f"frozenset([{', '.join(quoted(each) for each in sorted(value))}])"
    return quoted(value)


def number_of(value: int | Fraction) -> str:
    """
    Return a number as Python writes it: large ones in hexadecimal, which has no limit.
    """
    if isinstance(value, int) or value.denominator == 1:
        whole = int(value)
        return str(whole) if abs(whole) < _LONGEST_DECIMAL else hex(whole)
    return f"Fraction({number_of(value.numerator)}, {number_of(value.denominator)})"
