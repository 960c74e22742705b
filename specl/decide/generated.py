"""
An index as one straight function, written as Python and compiled.

What is compiled holds no text of a spec. It is put together from fixed words and numbers of
our own: names of facts, constants and tables go in beside it, as values of numbered names, so
that nothing that a spec says can become code.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

from specl.decide.index import Index
from specl.decide.lookups import ByNumber, BySet, ByTest, ByValue, Look
from specl.model import Scenario

__all__ = ["generated", "source_of"]

_LONGEST = 50


def generated(index: Index) -> Callable[[Scenario], int]:
    """
    Return a function that gives what `index.holds` gives, in less time.
    """
    source, values = source_of(index)
    code = compile(source, "<specl: what holds in a scenario>", "exec")
    exec(code, values)  # noqa: S102 # fixed words and numbers: see above
    holds: Callable[[Scenario], int] = values["holds"]
    return holds


def source_of(index: Index) -> tuple[str, dict[str, Any]]:
    """
    Return the text of the function, and the values of the names in it.
    """
    values: dict[str, Any] = {
        "__builtins__": {},
        "bisect": bisect_right,
        "everything": index.everything,
        "joined": index.joined,
        "width": index.width,
    }
    lines = ["def holds(scenario):", "    found = everything"]
    for number, look in enumerate(index.looks):
        lines += (f"    {line}" for line in _lines(look, number, values))
    lines += ["    return joined(found) if found >> width else found"]
    return "\n".join(lines), values


def _lines(look: Look, number: int, values: dict[str, Any]) -> Iterator[str]:
    """
    Yield the lines of one look, and name what they need.
    """
    match look:
        case ByValue(fact, table, otherwise):
            values |= {f"fact{number}": fact, f"get{number}": table.get, f"rest{number}": otherwise}
            yield f"found &= get{number}(scenario[fact{number}], rest{number})"
        case BySet(fact, sets):
            values |= {f"fact{number}": fact, f"left{number}": sets}
            yield f"found &= left{number}[scenario[fact{number}]]"
        case ByTest(left, holds):
            values |= {f"left{number}": left, f"test{number}": holds}
            yield f"found &= left{number}[test{number}(scenario)]"
        case ByNumber() if len(look.term.parts) <= _LONGEST:
            yield from _number_lines(look, number, values)
        case ByNumber():
            values[f"look{number}"] = look.remaining
            yield f"found &= look{number}(scenario)"


def _number_lines(look: ByNumber, number: int, values: dict[str, Any]) -> Iterator[str]:
    values |= {f"places{number}": look.places, f"left{number}": look.left}
    parts = []
    for part, (fact, factor) in enumerate(look.term.parts):
        values |= {f"fact{number}_{part}": fact, f"factor{number}_{part}": factor}
        value = f"scenario[fact{number}_{part}]"
        parts.append(value if factor == 1 else f"factor{number}_{part} * {value}")
    code = " + ".join(parts)
    if look.scale:
        values[f"scale{number}"] = look.scale
        yield f"above, below = ({code}).as_integer_ratio()"
        yield f"above *= scale{number}"
        code = "above // below - (-above // below)"
    yield f"found &= left{number}[bisect(places{number}, {code})]"
