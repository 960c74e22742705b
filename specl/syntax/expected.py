"""
What could stand at a place, in the language's own words.
"""

from __future__ import annotations

from typing import Final

from specl.syntax.automaton import END
from specl.syntax.tables import tables
from specl.syntax.trouble import Trouble

__all__ = ["expected"]

_OPERATORS: Final = frozenset(
    {
        *("AND", "OR", "IFF", "IMPLIES", "PLUS", "MINUS", "STAR", "LPAR"),
        *("EQUALS", "DIFFERS", "AT_MOST", "AT_LEAST", "LESSTHAN", "MORETHAN"),
        *("IN", "NOT_IN", "HAS", "HAS_ANY", "HAS_ALL"),
    }
)
_TEXT: Final = frozenset({"STRING", "BLOCK"})
_NAME: Final = frozenset({"NAME", "QUALIFIED"})
_VALUE: Final = _TEXT | _NAME | {"NUMBER", "TRUE", "FALSE", "LBRACE", "LPAR", "IF", "EARLIER"}
_NORM: Final = frozenset({"MUST", "MUST_NOT", "SHOULD", "SHOULD_NOT", "MAY", "MAY_NOT", "NEED_NOT"})
_TYPE: Final = frozenset({"BOOL", "TEXT", "INT", "REAL", "SET"}) | _NAME

# What a group of kinds is called; the first that is there as a whole takes its kinds away.
_GROUPS: Final = (
    (frozenset({"FACT", "RULE", "USE"}), "a declaration such as `fact` or `rule`"),
    (_NORM, "a norm such as `must …`"),
    (_VALUE | {"NOT", "MINUS"}, "an expression"),
    (_VALUE | {"MINUS"}, "a value"),
    (_TYPE, "a type such as `bool`, `int 0..10` or `a | b`"),
    (frozenset({"MUST", "SHOULD", "MAY"}), "a norm such as `must …`"),
    (_TEXT, "a text in quotes"),
    (_NAME, "a name"),
    (frozenset({"NAME"}), "a name"),
    (frozenset({"NUMBER"}), "a number"),
    (frozenset({"DATE"}), "a date such as `2027-01-31`"),
    (frozenset({"VERSION_NUMBER"}), "a version such as `1.2.0`"),
)
_SIGNS: Final = {
    "COLON": ":",
    "COMMA": ",",
    "EQUAL": "=",
    "LBRACE": "{",
    "RBRACE": "}",
    "LPAR": "(",
    "RPAR": ")",
    "MORETHAN": ">",
    "RANGE": "..",
    "VBAR": "|",
    "LESSTHAN": "<",
}
_MOST: Final = 4


def expected(trouble: Trouble) -> str:
    """
    Return what could stand at a place, such as "a name or `{`".
    """
    kinds = set(trouble.accepted) - {END, "MAY_NOT"}
    phrases = []
    for group, phrase in _GROUPS:
        if group <= kinds:
            phrases.append(phrase)
            kinds -= group | (_OPERATORS if group >= _VALUE else frozenset())
    closing = [f"`{_SIGNS[kind]}`" for kind in _SIGNS if kind in kinds - _OPERATORS]
    words = {kind: word for word, kind in tables().keywords.items()}
    others = sorted(f"`{words[kind]}`" for kind in kinds - _OPERATORS if kind in words)
    operators = _operators(kinds) if not phrases and not closing else []
    if len(phrases) + len(closing) + len(others) > _MOST:
        others = []
    return _joined([*phrases, *closing, *others, *operators][:_MOST])


def _operators(kinds: set[str]) -> list[str]:
    found = kinds & _OPERATORS
    if found <= {"MORETHAN", "LESSTHAN"}:
        return [f"`{_SIGNS[kind]}`" for kind in sorted(found)]
    return ["an operator such as `and` or `==`"]


def _joined(phrases: list[str]) -> str:
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} or {phrases[-1]}"
