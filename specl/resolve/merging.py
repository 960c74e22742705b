"""
The facts and acts of the whole spec; where files are checked together, one for each name.
"""

from __future__ import annotations

from specl.model.rules import Act, Fact
from specl.resolve import problems
from specl.resolve.program import Program

__all__ = ["merge_values"]


def merge_values(program: Program) -> tuple[dict[str, Fact], dict[str, Act]]:
    """
    Return all facts, those of `earlier ACT` last, and all acts, by name.
    """
    facts: dict[str, Fact] = {}
    acts: dict[str, Act] = {}
    seen: dict[str, Fact | Act] = {}
    for meaning in (*program.values.values(), *program.earlier.values()):
        if not isinstance(meaning, Fact | Act):
            continue
        before = seen.setdefault(meaning.name, meaning)
        if before is not meaning:
            _compare(before, meaning, program)
        elif isinstance(meaning, Fact):
            facts[meaning.name] = meaning
        else:
            acts[meaning.name] = meaning
    return facts, acts


def _compare(before: Fact | Act, meaning: Fact | Act, program: Program) -> None:
    if type(before) is not type(meaning) or before.type != meaning.type:
        program.report(
            problems.Disagreement(
                meaning.name, meaning.span, _is_a(meaning), before.span, _is_a(before)
            )
        )


def _is_a(meaning: Fact | Act) -> str:
    word = "a fact" if isinstance(meaning, Fact) else "an act"
    return f"{word} of type `{meaning.type}`"
