"""
A file's tokens cut at its declarations, so that each is parsed and can fail on its own.

A declaration ends where the next one begins or, when it has a body, at the body's
closing brace. Sections are cut into their head, their declarations and their closing
brace. Braces of sets are told from braces of bodies by what stands before them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from specl.syntax.tokens import Token
from specl.text.record import record

__all__ = ["BEGINNINGS", "BODIES", "Piece", "closes_operand", "cut"]

BODIES: Final = frozenset({"RULE", "EXAMPLE", "ENSURE", "COVER"})
BEGINNINGS: Final = BODIES | frozenset(
    {
        "ACT",
        "ASSUME",
        "CONSTRAINT",
        "DEFINE",
        "FACT",
        "LEVELS",
        "PRECEDENCE",
        "SECTION",
        "TYPE",
        "USE",
        "WAIVE",
    }
)
_BOUNDARIES: Final = BEGINNINGS | {"SPEC"}
_OPERAND_ENDS: Final = frozenset(
    {"NAME", "QUALIFIED", "NUMBER", "STRING", "BLOCK", "TRUE", "FALSE", "RPAR", "RBRACE"}
)


@record
class Piece:
    """
    Tokens that belong together.

    Attributes:
        kind: `header`, `declaration`, `section_head`, `bare_section_head` where its brace is
            missing, `close` for the brace that ends a section, `stray` for what begins no
            declaration.
        tokens: The tokens; a section's head ends before its brace.
    """

    kind: str
    tokens: Sequence[Token]


def cut(tokens: list[Token], correct: Callable[[Token], Token]) -> Iterator[Piece]:
    """
    Yield the pieces of a file, in order; every token is in one, save the braces of sections.

    Args:
        tokens: All tokens of the file; corrections are put in.
        correct: What a token probably meant that stands where a declaration should begin.
    """
    index = 0
    open_sections = 0
    while index < len(tokens):
        if tokens[index].kind == "NAME":
            tokens[index] = correct(tokens[index])
        kind = tokens[index].kind
        end = _end_of_piece(tokens, index)
        if kind == "RBRACE" and open_sections:
            open_sections -= 1
            yield Piece("close", tokens[index : index + 1])
            end = index + 1
        elif kind == "SECTION":
            open_sections += 1
            closed = end < len(tokens) and tokens[end].kind == "LBRACE"
            yield Piece("section_head" if closed else "bare_section_head", tokens[index:end])
            end += closed
        else:
            yield Piece(_kind(tokens, index), tokens[index:end])
        index = end


def closes_operand(token: Token) -> bool:
    """
    Tell whether a token can end an operand, so that a brace after it begins no set.
    """
    return token.kind in _OPERAND_ENDS


def _kind(tokens: Sequence[Token], index: int) -> str:
    kind = tokens[index].kind
    if kind == "SPEC" and index == 0:
        return "header"
    return "declaration" if kind in BEGINNINGS else "stray"


def _end_of_piece(tokens: Sequence[Token], start: int) -> int:
    """
    Return the index after a piece; of a section, that of the brace that opens it.
    """
    first = tokens[start].kind
    depth = 0
    for index in range(start + (first != "RBRACE"), len(tokens)):
        kind = tokens[index].kind
        if kind == "LBRACE":
            if first == "SECTION" and not depth and closes_operand(tokens[index - 1]):
                return index
            depth += 1
        elif kind == "RBRACE":
            depth -= 1
            if depth < 0:
                return index + _lacks_brace(first, tokens, start, index)
            if depth == 0 and first in BODIES:
                return index + 1
        elif kind in _BOUNDARIES and not (kind == "EXAMPLE" and depth and first == "RULE"):
            return index
    return len(tokens)


def _lacks_brace(first: str, tokens: Sequence[Token], start: int, index: int) -> bool:
    """
    Tell whether a closing brace belongs to a body whose opening brace was left out.
    """
    return first == "RBRACE" or (
        first in BODIES and all(token.kind != "LBRACE" for token in tokens[start:index])
    )
