"""
What facts and acts are called in words: by the question that their author put beside them.

`The refund asked for, in US dollars.` is a noun phrase or a statement, `Does the reply refuse?`
a question; both are quoted as they stand, and the name follows in backticks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from specl.model import (
    Act,
    BoolType,
    ChoiceType,
    Fact,
    IntType,
    RealType,
    SetType,
    TextType,
    Type,
)
from specl.model.expressions import ActRef, FactRef
from specl.model.values import show_number
from specl.text.record import record

__all__ = ["Vocabulary", "listed", "one_line", "quoted", "values_of"]


@record
class Vocabulary:
    """
    The facts and acts of a spec, by name.
    """

    facts: Mapping[str, Fact]
    acts: Mapping[str, Act]

    def noun(self, ref: FactRef | ActRef) -> str:
        """
        Return what to call a value that is no bool: `“The refund asked for” (`refund`)`.
        """
        question = self._question(ref)
        if not question:
            return f"`{ref.name}`"
        opening = "the answer to " if question.endswith("?") else ""
        return f"{opening}{quoted(question)} (`{ref.name}`)"

    def statement(self, ref: FactRef | ActRef, *, holds: bool) -> str:
        """
        Return a clause that says that a bool fact or act is so, or is not.
        """
        fact = self.facts.get(ref.name) if isinstance(ref, FactRef) else None
        if fact is not None and fact.earlier is not None:
            return self._earlier(fact.earlier, holds=holds)
        question = self._question(ref)
        if not question:
            return f"`{ref.name}` is {'true' if holds else 'false'}"
        if question.endswith("?"):
            answer = "yes" if holds else "no"
            return f"the answer to {quoted(question)} is {answer} (`{ref.name}`)"
        truth = "true" if holds else "not true"
        whom = " of the reply" if isinstance(ref, ActRef) else ""
        return f"{quoted(question)} is {truth}{whom} (`{ref.name}`)"

    def _earlier(self, act: str, *, holds: bool) -> str:
        which = "an" if holds else "no"
        question = one_line(self.acts[act].question) if act in self.acts else ""
        asked = f" ({quoted(question)})" if question else ""
        return f"{which} earlier reply of the conversation shows `{act}`{asked}"

    def _question(self, ref: FactRef | ActRef) -> str:
        known: Mapping[str, Fact | Act] = self.facts if isinstance(ref, FactRef) else self.acts
        return one_line(known[ref.name].question) if ref.name in known else ""


def one_line(text: str) -> str:
    """
    Return a text with every run of white space as one space.
    """
    return " ".join(text.split())


def quoted(text: str) -> str:
    """
    Return a text in quotation marks, without the full stop at its end.
    """
    return f"“{text.removesuffix('.')}”"


def listed(words: Sequence[str], conjunction: str) -> str:
    """
    Return words as a list: `a`, `a or b`, `a, b or c`.
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def values_of(type_: Type) -> str:
    """
    Return what values a type has: `yes or no`, `one of low, medium, high (lowest first)`.
    """
    match type_:
        case BoolType():
            return "yes or no"
        case ChoiceType(values, ordered):
            return f"one of {', '.join(values)}{' (lowest first)' if ordered else ''}"
        case SetType(element):
            return f"none, one or several of {', '.join(element.values)}"
        case TextType():
            return "a text"
        case IntType(low, high):
            return f"a whole number{_range(low, high)}"
        case RealType(low, high):
            return f"a number{_range(low, high)}"


def _range(low: int | Fraction | None, high: int | Fraction | None) -> str:
    if low is None or high is None:
        return ""
    return f" from {show_number(low)} to {show_number(high)}"
