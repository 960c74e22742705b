"""
The parser's tables: what the grammar says, worked out beforehand.

Lark turns `specl.lark` into patterns for words and signs and into the actions of
an LALR(1) automaton. The result lies beside this module as `tables.json`, so that
a run of specl neither imports Lark nor writes a cache; `python -m specl.syntax.from_lark`
renews it.
Where a checkout's grammar has moved on, the tables are worked out anew.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import attrs

from specl import resources
from specl.text.record import record

__all__ = ["Production", "Tables", "build_tables", "tables", "write_tables"]

STARTS: Final = ("start", "declaration", "header", "section_head")
_PATH: Final = Path(__file__).with_name("tables.json")


@record
class Production:
    """
    One line of a rule of the grammar.

    Attributes:
        origin: The rule it belongs to.
        action: What it builds; `pass` hands its only part on, `splice` its parts as they are.
        size: How many parts it has.
        repeats: Whether some part stands for any number of parts.
    """

    origin: str
    action: str
    size: int
    repeats: bool = False


@attrs.frozen(eq=False)
class Tables:
    """
    All that lexer and automaton need to know of the grammar.

    Attributes:
        patterns: Regular expressions of words and signs by kind, in the order to try them.
        keywords: The kind of each reserved word.
        productions: The lines of the grammar.
        states: By state and kind (or rule): the state to go to, or `-1 - n` to apply production n.
        starts: The first and the last state for each thing that can be parsed.
    """

    patterns: dict[str, str]
    keywords: dict[str, str]
    productions: tuple[Production, ...]
    states: tuple[dict[str, int], ...]
    starts: dict[str, tuple[int, int]]


@cache
def tables() -> Tables:
    """
    Return the tables of the grammar, from `tables.json` unless the grammar has moved on.
    """
    data = _shipped()
    if data is None or not _is_current(data):
        data = build_tables(resources.grammar_text())
    return _decode(data)


def build_tables(grammar: str) -> dict[str, Any]:
    """
    Work out the tables of a grammar, as JSON data.

    Args:
        grammar: The text of a Lark grammar.
    """
    from specl.syntax.from_lark import tables_of

    return {"grammar": crc32(grammar.encode()), **tables_of(grammar, STARTS)}


def write_tables() -> Path:
    """
    Renew `tables.json` in a checkout and return its path.
    """
    data = build_tables(resources.grammar_text())
    lines = (f"{json.dumps(key)}: {_one_a_line(value)}" for key, value in data.items())
    _PATH.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8", newline="\n")
    return _PATH


def _one_a_line(value: object) -> str:
    if not isinstance(value, list):
        return json.dumps(value)
    return "[\n" + ",\n".join(json.dumps(item, separators=(",", ":")) for item in value) + "]"


def _shipped() -> dict[str, Any] | None:
    try:
        data: dict[str, Any] = json.loads(globals()["__loader__"].get_data(str(_PATH)))
    except OSError:
        return None
    return data


def _is_current(data: dict[str, Any]) -> bool:
    """
    Tell whether tables belong to the grammar; where only the tables are shipped, they do.
    """
    try:
        return bool(data["grammar"] == crc32(resources.grammar_text().encode()))
    except FileNotFoundError:
        return True


def _decode(data: dict[str, Any]) -> Tables:
    symbols = data["symbols"]
    return Tables(
        patterns=dict(data["patterns"]),
        keywords=data["keywords"],
        productions=tuple(Production(*production) for production in data["productions"]),
        states=tuple(
            {symbols[row[i]]: row[i + 1] for i in range(0, len(row), 2)} for row in data["states"]
        ),
        starts={start: (first, last) for start, (first, last) in data["starts"].items()},
    )
