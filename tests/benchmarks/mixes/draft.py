"""
Specs before they are text: rules with their clauses, and what was planted among them.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

__all__ = ["LEVELS", "Draft", "RuleDraft", "rule_names"]

LEVELS = ("root", "system", "developer", "user", "guideline")


@attrs.define
class RuleDraft:
    """
    A rule of one norm.

    Attributes:
        norm: With its verb: `must not refuse`.
        when: Conditions that must all hold.
    """

    name: str
    level: str
    norm: str
    when: list[str]
    unless: str | None = None
    overrides: tuple[str, ...] = ()
    prose: str = ""

    def lines(self) -> Iterator[str]:
        """
        Yield the rule as the language writes it.
        """
        over = f" overrides {', '.join(self.overrides)}" if self.overrides else ""
        yield f"rule {self.name} at {self.level}{over} {{"
        if self.prose:
            yield f'  "{self.prose}"'
        if self.when:
            yield f"  when {_closed(self.when[0])}"
            yield from (f"    and {_closed(condition)}" for condition in self.when[1:])
        if self.unless:
            yield f"  unless {self.unless}"
        yield f"  {self.norm}"
        yield "}"
        yield ""


@attrs.frozen
class Draft:
    """
    A whole spec, and the sets of rules that contradict each other in it.

    Attributes:
        declarations: Lines of text for types, facts, acts, assumptions and constraints.
        planted: Each set in source order; None where nothing was planted and nobody knows.
    """

    name: str
    declarations: tuple[str, ...]
    rules: tuple[RuleDraft, ...]
    planted: tuple[tuple[str, ...], ...] | None

    def text(self) -> str:
        """
        Return the spec as the language writes it.
        """
        head = [f"spec {self.name} version 1.0.0", "", "use std.authority", ""]
        body = [line for rule in self.rules for line in rule.lines()]
        return "\n".join([*head, *self.declarations, "", *body])


def _closed(condition: str) -> str:
    return f"({condition})" if " or " in condition else condition


def rule_names(count: int) -> list[str]:
    """
    Return names for rules in source order.
    """
    width = len(str(count))
    return [f"rule_{index:0{width}}" for index in range(1, count + 1)]
