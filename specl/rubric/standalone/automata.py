"""
Whether a pattern is found in a text, in time that grows with the text and no faster.

A spec may come from anybody, and so may a reply. Python's own `re` goes back and tries again, and
for some patterns and texts that takes longer than anybody waits. Here a pattern becomes an
automaton, and each character of the text is looked at once, with at most as many steps as the
pattern has places (Thompson, CACM 11(6), 1968). States are made when they are first needed, and the
steps that this takes are counted: a search gives up after as many on every machine.

What such an automaton finds is what `re.search` finds, but for one thing: in an empty text there is
no edge of a word, so that what is no edge of a word is found there, as in Python from 3.14 on.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from specl.rubric.standalone.patterns import PatternError, is_word, read_pattern

__all__ = ["found", "refused"]

_MOST_PLACES = 10_000
_MOST_STEPS = 2_000_000
_MOST_KEPT = 200_000
_START, _NEWLINE, _WORD, _OTHER, _FINAL_NEWLINE, _END = range(6)


def found(pattern: str, text: str) -> bool:
    """
    Tell whether a pattern is found anywhere in a text.

    Args:
        pattern: In the syntax of Python's `re`.
        text: What is searched; line ends stay as they are.

    Raises:
        PatternError: See `refused`; or the search takes too many steps.
    """
    return _Search(_program(pattern)).finds(text)


def refused(pattern: str) -> str | None:
    """
    Say why a pattern cannot be searched for in bounded time; None: it can.
    """
    try:
        _program(pattern)
    except PatternError as error:
        return str(error)
    return None


@lru_cache(maxsize=256)
def _program(pattern: str) -> Sequence[tuple[Any, ...]]:
    program: list[tuple[Any, ...]] = []
    _emit(program, read_pattern(pattern))
    program.append(("match",))
    return program


def _kind(char: str) -> int:
    if char == "\n":
        return _NEWLINE
    return _WORD if is_word(char) else _OTHER


def _emit(program: list[tuple[Any, ...]], node: tuple[Any, ...]) -> None:
    """
    Write a tree out as steps: sets to meet, places to be at, and forks to steps further on.
    """
    if len(program) > _MOST_PLACES:
        raise PatternError(f"the pattern has more than {_MOST_PLACES} places once written out")
    match node:
        case ("sequence", parts):
            for part in parts:
                _emit(program, part)
        case ("either", choices):
            _emit_choices(program, choices)
        case ("repeat", part, least, most):
            _emit_repeat(program, part, least, most)
        case _:
            program.append(node)


def _emit_choices(program: list[tuple[Any, ...]], choices: Sequence[tuple[Any, ...]]) -> None:
    jumps = []
    for choice in choices[:-1]:
        fork = len(program)
        program.append(())
        _emit(program, choice)
        jumps.append(len(program))
        program.append(())
        program[fork] = ("fork", fork + 1, len(program))
    _emit(program, choices[-1])
    for jump in jumps:
        program[jump] = ("fork", len(program))


def _emit_repeat(
    program: list[tuple[Any, ...]], part: tuple[Any, ...], least: int, most: int | None
) -> None:
    for _ in range(least):
        _emit(program, part)
        program.append(("fork", len(program) + 1))
    if most is None:
        fork = len(program)
        program.append(())
        _emit(program, part)
        program.append(("fork", fork))
        program[fork] = ("fork", fork + 1, len(program))
        return
    forks = []
    for _ in range(most - least):
        forks.append(len(program))
        program.append(())
        _emit(program, part)
    for fork in forks:
        program[fork] = ("fork", fork + 1, len(program))


class _Node:
    """
    A state: the steps that a search may be at, what came before, and where characters lead.
    """

    __slots__ = ("before", "leads", "steps")

    def __init__(self, steps: frozenset[int], before: int) -> None:
        self.steps = steps
        self.before = before
        self.leads: dict[str, _Node | None] = {}


class _Search:
    """
    One search: the states that it has met, up to a bound, and the steps that it has taken.
    """

    def __init__(self, program: Sequence[tuple[Any, ...]]) -> None:
        self.program = program
        self.nodes: dict[tuple[frozenset[int], int], _Node] = {}
        self.kept = self.spent = 0

    def finds(self, text: str) -> bool:
        """
        Tell whether the pattern is found in a text.
        """
        node = self._node(frozenset({0}), _START)
        end = len(text) - text.endswith("\n")
        for char in text[:end]:
            try:
                following = node.leads[char]
            except KeyError:
                following = self._follow(node, char, _kind(char))
                node.leads[char] = following
            if following is None:
                return True
            node = following
        if end < len(text):
            last = self._follow(node, "\n", _FINAL_NEWLINE)
            if last is None:
                return True
            node = last
        return self._open(node, _END) is None

    def _node(self, steps: frozenset[int], before: int) -> _Node:
        node = self.nodes.get((steps, before))
        if node is None:
            node = self.nodes[steps, before] = _Node(steps, before)
        return node

    def _follow(self, node: _Node, char: str, after: int) -> _Node | None:
        """
        Return the state after a character; None: the pattern was found before it.
        """
        steps = self._open(node, after)
        if steps is None:
            return None
        self.kept += 1 + len(steps)
        if self.kept > _MOST_KEPT:
            self.nodes, self.kept = {}, 0
        onward = {step + 1 for step in steps if self.program[step][1](char)}
        return self._node(frozenset(onward | {0}), _kind(char))

    def _open(self, node: _Node, after: int) -> set[int] | None:
        """
        Return the steps that want a character, between what came and what comes; None: found.
        """
        waiting, seen, wanting = list(node.steps), set(node.steps), set()
        while waiting:
            step = waiting.pop()
            self.spent += 1
            if self.spent > _MOST_STEPS:
                raise PatternError(f"the search takes more than {_MOST_STEPS} steps")
            kind, *rest = self.program[step]
            if kind == "match":
                return None
            if kind == "set":
                wanting.add(step)
                continue
            onward = rest if kind == "fork" else [step + 1] * _is_at(rest[0], node.before, after)
            fresh = [each for each in onward if each not in seen]
            seen.update(fresh)
            waiting += fresh
        return wanting


def _is_at(place: str, before: int, after: int) -> bool:
    """
    Tell whether a place of a text is of a kind, from what stands before and after it.
    """
    match place:
        case "start":
            return before == _START
        case "line start":
            return before in {_START, _NEWLINE}
        case "end":
            return after == _END
        case "end or final newline":
            return after in {_END, _FINAL_NEWLINE}
        case "line end":
            return after in {_END, _FINAL_NEWLINE, _NEWLINE}
    edge = (before == _WORD) is not (after == _WORD)
    return edge is (place == "word edge")
