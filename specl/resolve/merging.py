"""
The facts and acts of the whole spec; where files are checked together, one for each name.
"""

from __future__ import annotations

import attrs

from specl.diagnostics import Diagnostic, Label, codes
from specl.model.rules import Act, Fact
from specl.resolve.program import Program
from specl.text import Span

__all__ = ["merge_values"]


@attrs.frozen
class Disagreement:
    """
    Two files that are checked together mean different things by one name.
    """

    name: str
    span: Span
    is_a: str
    first: Span
    first_is_a: str

    def report(self) -> Diagnostic:
        """
        Name both.
        """
        return Diagnostic(
            codes.TYPE,
            f"`{self.name}` is {self.is_a} in one file and {self.first_is_a} in another",
            (Label(self.span, f"here {self.is_a}"), Label(self.first, f"here {self.first_is_a}")),
            help=("files that are checked together share facts and acts by name",),
            data={"subject": self.name},
        )


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
            Disagreement(meaning.name, meaning.span, _is_a(meaning), before.span, _is_a(before))
        )


def _is_a(meaning: Fact | Act) -> str:
    word = "a fact" if isinstance(meaning, Fact) else "an act"
    return f"{word} of type `{meaning.type}`"
