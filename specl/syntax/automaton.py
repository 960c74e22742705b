"""
The LALR(1) automaton: it reads tokens by the tables and builds nodes as it goes.

It keeps its own stack, so neither depth nor length of a text can exhaust Python's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from specl.diagnostics import Diagnostic
from specl.syntax.reduction import Reduction
from specl.syntax.tables import Production, tables
from specl.syntax.tokens import Token
from specl.text import Source, Span
from specl.text.record import record

__all__ = ["END", "Outcome", "accepted_after", "continued", "run", "stack_after"]

END: Final = "$END"

Builders = Mapping[str, Callable[[Reduction], Any]]


@record
class Outcome:
    """
    What became of some tokens: what they say, or the place of the first that cannot stand there.

    Attributes:
        value: What was built, None after a failure.
        problems: What the builders reported.
        failed: The index of the first token that does not fit; the number of tokens when the
            end comes too soon; None when all fit.
    """

    value: Any
    problems: tuple[Diagnostic, ...] = ()
    failed: int | None = None


def run(source: Source, tokens: Sequence[Token], *, start: str, builders: Builders) -> Outcome:
    """
    Read tokens and build what they say.

    Args:
        source: Where the tokens stand.
        tokens: Words and signs.
        start: The rule of the grammar that they should follow.
        builders: What to do for each action of the grammar.
    """
    return _Run(source, builders).run(tokens, start)


def stack_after(tokens: Iterable[Token], *, start: str) -> tuple[int, ...]:
    """
    Return the states that tokens lead through, as far as they fit.
    """
    stack = [tables().starts[start][0]]
    for token in tokens:
        if not _shift(stack, token.kind):
            break
    return tuple(stack)


def accepted_after(stack: Sequence[int], *, start: str) -> frozenset[str]:
    """
    Return the kinds of tokens that can come next; `END` among them where all is said.
    """
    last = tables().starts[start][1]
    kinds = {kind for kind in tables().states[stack[-1]] if kind.isupper()}
    return frozenset(kind for kind in kinds if _takes(stack, kind, last))


def continued(
    stack: Sequence[int], tokens: Iterable[Token], *, start: str
) -> tuple[int, ...] | None:
    """
    Return the states after more tokens, None where one does not fit; `END` may be the last.
    """
    trial = list(stack)
    last = tables().starts[start][1]
    for token in tokens:
        if not _shift(trial, token.kind) and not (token.kind == END and trial[-1] == last):
            return None
    return tuple(trial)


@attrs.define(eq=False, repr=False)
class _Run:
    """
    One run: the states passed through, the values built, and where each value stands.
    """

    source: Source
    builders: Builders
    values: list[Any] = attrs.field(factory=list)
    places: list[tuple[int, int]] = attrs.field(factory=list)
    problems: list[Diagnostic] = attrs.field(factory=list)

    def run(self, tokens: Sequence[Token], start: str) -> Outcome:
        """
        Read all tokens, or up to the first that does not fit.
        """
        states, productions = tables().states, tables().productions
        first, last = tables().starts[start]
        stack = [first]
        for index, token in enumerate((*tokens, _end(tokens))):
            kind = token.kind
            while (action := states[stack[-1]].get(kind)) is not None and action < 0:
                production = productions[-1 - action]
                if production.size:
                    del stack[-production.size :]
                if production.action != "pass":
                    self._reduce(production, token.start)
                stack.append(states[stack[-1]][production.origin])
                if kind == END and stack[-1] == last:
                    return Outcome(self.values[-1], tuple(self.problems))
            if action is None:
                return Outcome(None, tuple(self.problems), index)
            stack.append(action)
            self.values.append(token)
            self.places.append((token.start, token.end))
        raise AssertionError("the end is never shifted")

    def _reduce(self, production: Production, here: int) -> None:
        """
        Put one value for the last ones; what has no parts stands before what comes next.
        """
        values, places, size = self.values, self.places, production.size
        parts = values[-size:] if size else []
        start, end = (places[-size][0], places[-1][1]) if size else (here, here)
        if size:
            del values[-size:], places[-size:]
        if production.action == "splice":
            value: Any = _spliced(parts)
        else:
            parts = _spliced(parts) if production.repeats else parts
            found = Reduction(parts, Span(self.source, start, end), self.problems)
            value = self.builders[production.action](found)
        values.append(value)
        places.append((start, end))


def _spliced(parts: list[Any]) -> list[Any]:
    """
    Return parts with the lists among them taken apart; a list in front grows in place.
    """
    flat: list[Any] = []
    for index, part in enumerate(parts):
        if not isinstance(part, list):
            flat.append(part)
        elif index == 0:
            flat = part
        else:
            flat += part
    return flat


def _end(tokens: Sequence[Token]) -> Token:
    end = tokens[-1].end if tokens else 0
    return Token(END, "", end, end)


def _shift(stack: list[int], kind: str) -> bool:
    """
    Take one token; False, and the stack as the reductions left it, where it does not fit.
    """
    states, productions = tables().states, tables().productions
    while (action := states[stack[-1]].get(kind)) is not None and action < 0:
        production = productions[-1 - action]
        if production.size:
            del stack[-production.size :]
        stack.append(states[stack[-1]][production.origin])
    if action is None:
        return False
    stack.append(action)
    return True


def _takes(stack: Sequence[int], kind: str, last: int) -> bool:
    trial = list(stack)
    return _shift(trial, kind) or (kind == END and trial[-1] == last)
