"""
From a Lark grammar to tables that need no Lark: the only module that imports it.

Run as a program, it renews `tables.json` from the grammar.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lark import Lark
from lark.grammar import Rule  # noqa: TC002 - the whole module is loaded late
from lark.lexer import PatternStr, TerminalDef
from lark.parsers.lalr_analysis import Shift

__all__ = ["tables_of"]

_Action = tuple[Any, Any]


def tables_of(grammar: str, starts: Sequence[str]) -> dict[str, Any]:
    """
    Return the tables of a grammar as JSON data.

    Args:
        grammar: The text of the grammar.
        starts: The rules that parsing can start with.

    Returns:
        `patterns`, `keywords`, `starts`, `symbols`, `productions` and `states`, of which
        `states` names symbols by their place among `symbols`.
    """
    lark = Lark(
        grammar,
        parser="lalr",
        lexer="basic",
        start=list(starts),
        keep_all_tokens=True,
        maybe_placeholders=False,
    )
    table = lark.parser.parser._parse_table  # noqa: SLF001 - the one thing Lark keeps to itself
    order = _order(table.states, table.start_states.values())
    symbols = sorted({symbol for row in table.states.values() for symbol in row})
    place = {symbol: index for index, symbol in enumerate(symbols)}
    number = {rule: index for index, rule in enumerate(lark.rules)}
    return {
        "patterns": _patterns(lark.terminals),
        "keywords": _keywords(lark.terminals),
        "starts": {
            start: [order[table.start_states[start]], order[table.end_states[start]]]
            for start in starts
        },
        "symbols": symbols,
        "productions": [_production(rule) for rule in lark.rules],
        "states": [_row(table.states[state], order, place, number) for state in order],
    }


def _order(states: Mapping[int, Mapping[str, _Action]], starts: Iterable[int]) -> dict[int, int]:
    """
    Return the states by number, in an order that, unlike Lark's, is the same on every run.
    """
    order = {state: index for index, state in enumerate(starts)}
    pending = deque(order)
    while pending:
        row = states[pending.popleft()]
        for symbol in sorted(row):
            kind, target = row[symbol]
            if kind is Shift and target not in order:
                order[target] = len(order)
                pending.append(target)
    return order


def _row(
    row: Mapping[str, _Action],
    order: Mapping[int, int],
    place: Mapping[str, int],
    number: Mapping[Rule, int],
) -> list[int]:
    flat = []
    for symbol in sorted(row):
        kind, target = row[symbol]
        flat += [place[symbol], order[target] if kind is Shift else -1 - number[target]]
    return flat


def _patterns(terminals: Iterable[TerminalDef]) -> list[list[str]]:
    """
    Return the kinds that are no words, in the order in which Lark's own lexer tries them.
    """
    signs = [terminal for terminal in terminals if not _is_word(terminal)]
    signs.sort(
        key=lambda sign: (
            -sign.priority,
            -sign.pattern.max_width,
            -len(sign.pattern.value),
            sign.name,
        )
    )
    return [[sign.name, sign.pattern.to_regexp()] for sign in signs]


def _keywords(terminals: Iterable[TerminalDef]) -> dict[str, str]:
    return {word.pattern.value: word.name for word in terminals if _is_word(word)}


def _is_word(terminal: TerminalDef) -> bool:
    return isinstance(terminal.pattern, PatternStr) and terminal.pattern.value.isalpha()


def _production(rule: Rule) -> list[Any]:
    origin = str(rule.origin.name)
    size = len(rule.expansion)
    if _is_repetition(origin):
        return [origin, "splice", size]
    if rule.alias is None and rule.options.expand1 and size == 1:
        return [origin, "pass", size]
    repeats = any(_is_repetition(symbol.name) for symbol in rule.expansion)
    return [origin, str(rule.alias or origin), size, repeats]


def _is_repetition(symbol: str) -> bool:
    """
    Tell whether a rule is one that Lark made up for a `*` or `+`.
    """
    return symbol.startswith("__")


if __name__ == "__main__":
    from specl.syntax.tables import write_tables

    write_tables()
