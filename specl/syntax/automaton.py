"""
The LALR(1) automaton: it reads tokens by the tables and builds nodes as it goes.

It keeps its own stack, so neither depth nor length of a text can exhaust Python's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from specl.diagnostics import Diagnostic
from specl.syntax.reduction import Reduction
from specl.syntax.tables import tables
from specl.syntax.tokens import Token
from specl.text import Source, Span
from specl.text.record import maker, record

__all__ = ["END", "Outcome", "accepted_after", "continued", "run", "stack_after"]

END: Final = "$END"
_span: Final = maker(Span)

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
    states, productions, jumps = tables().states, tables().productions, _jumps()
    first, last = tables().starts[start]
    found = Reduction([], Span(source, 0, 0), [])
    stack, values, begins, before = [first], list[Any](), list[int](), 0
    # All of a file goes through this loop, so what it does stands in it, without calls.
    for index, token in enumerate((*tokens, _end(tokens))):
        kind, _, here, end = token
        while (action := states[stack[-1]].get(kind)) is not None and action < 0:
            production = productions[-1 - action]
            size, does = production.size, production.action
            if size == 1:
                stack.pop()
                parts = values[-1:]
            elif size:
                del stack[-size:]
                parts = values[-size:]
                del values[1 - size :], begins[1 - size :]
            else:
                parts = []
                values.append(None)
                begins.append(here)
            if does == "splice":
                values[-1] = _spliced(parts)
            elif does != "pass":
                found.parts = _spliced(parts) if production.repeats else parts
                found.span = _span(source, begins[-1], before if size else here)
                values[-1] = builders[does](found)
            state = jumps[stack[-1]][production.origin][kind]
            stack.append(state)
            if state == last and kind == END:
                return Outcome(values[-1], tuple(found.problems))
        if action is None:
            return Outcome(None, tuple(found.problems), index)
        stack.append(action)
        values.append(token)
        begins.append(here)
        before = end
    raise AssertionError("the end is never shifted")


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


class _Jumps(dict[str, int]):
    """
    Where one rule of the grammar, read in one state, leads before each kind of token.

    Rules that only hand a part on (`sum` to `comparison` to `negation` …) are passed over.
    Each jump is worked out when it is first made: a text makes few of all there are.
    """

    def __init__(self, state: int, rule: str) -> None:
        super().__init__()
        self.state = state
        self.rule = rule

    def __missing__(self, kind: str) -> int:
        states, productions = tables().states, tables().productions
        final = {last for _, last in tables().starts.values()} if kind == END else ()
        now = states[self.state][self.rule]
        while now not in final and (action := states[now].get(kind, 0)) < 0:
            production = productions[-1 - action]
            if production.action != "pass":
                break
            now = states[self.state][production.origin]
        self[kind] = now
        return now


class _From(dict[str, _Jumps]):
    """
    The jumps from one state, by rule.
    """

    def __init__(self, state: int) -> None:
        super().__init__()
        self.state = state

    def __missing__(self, rule: str) -> _Jumps:
        self[rule] = found = _Jumps(self.state, rule)
        return found


@cache
def _jumps() -> list[_From]:
    return [_From(state) for state in range(len(tables().states))]


def _spliced(parts: list[Any]) -> list[Any]:
    """
    Return parts with the lists among them taken apart; a list in front grows in place.
    """
    first, *others = parts
    flat: list[Any] = first if isinstance(first, list) else [first]
    for part in others:
        if isinstance(part, list):
            flat += part
        else:
            flat.append(part)
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
