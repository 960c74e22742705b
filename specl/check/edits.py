"""
Where the text of a mend goes.
"""

from __future__ import annotations

from specl.diagnostics import Edit, Fix
from specl.model import Ordering, Rule, Spec, Suspension
from specl.text import Span
from specl.text.record import record

__all__ = ["Editor"]


@record
class Editor:
    """
    Writes mends into the checked file; rules of modules are ordered from there too.
    """

    spec: Spec

    def override(self, higher: list[Rule], lower: Rule) -> tuple[Edit, ...]:
        """
        Return the edits that let some rules override another.
        """
        return tuple(
            self._listed(rule, rule.spans.overrides, "overrides", lower.name)
            if rule.own
            else self._appended(f"precedence {rule.name} > {lower.name}")
            for rule in higher
        )

    def suspend(self, by: Rule, of: Rule) -> tuple[Edit, ...]:
        """
        Return the edit that lets a rule suspend another.
        """
        return (self._listed(by, by.spans.suspends, "suspends", of.name),)

    def unless(self, rule: Rule, condition: str) -> tuple[Edit, ...]:
        """
        Return the edit that adds an `unless` to a rule, on a line before its norms.
        """
        first = rule.spans.norms[0]
        indent = " " * (first.column - 1)
        return (Edit(_at(first, first.start), f"unless {condition}\n{indent}"),)

    def level(self, rule: Rule, level: str) -> tuple[Edit, ...]:
        """
        Return the edit that puts a rule at a level.
        """
        if rule.spans.level is not None:
            return (Edit(rule.spans.level, level),)
        return (Edit(_at(rule.spans.name, rule.spans.name.end), f" at {level}"),)

    def waive(self, rules: tuple[str, ...]) -> Fix:
        """
        Return the fix that waives a contradiction between some rules.
        """
        line = f'waive contradiction between {", ".join(rules)} because "Say why this may stand."'
        return Fix("accept it for now with `waive`", (self._appended(line),))

    def drop(self, pair: Ordering | Suspension) -> tuple[Edit, ...]:
        """
        Return the edit that takes a name out of `overrides` or `suspends`; none for `precedence`.
        """
        if isinstance(pair, Suspension):
            listed, word = self.spec.rules[pair.by].spans.suspends, "suspends"
        elif pair.origin == "overrides":
            listed, word = self.spec.rules[pair.higher].spans.overrides, "overrides"
        else:
            return ()
        return () if listed is None else (_unlisted(listed, pair.span, word),)

    def _listed(self, rule: Rule, listed: Span | None, word: str, name: str) -> Edit:
        """
        Return the edit that adds a name to a list in a rule's header.
        """
        if listed is not None:
            return Edit(_at(listed, listed.end), f", {name}")
        spans = rule.spans
        before = [spans.name, spans.level] + ([spans.overrides] if word == "suspends" else [])
        last = max((span for span in before if span is not None), key=lambda span: span.end)
        return Edit(_at(last, last.end), f" {word} {name}")

    def _appended(self, line: str) -> Edit:
        """
        Return the edit that adds a line at the end of the checked file.
        """
        source = self.spec.source
        end = len(source.text)
        gap = "" if source.text.endswith("\n") else "\n"
        return Edit(source.span(end, end), f"{gap}\n{line}\n")


def _unlisted(listed: Span, name: Span, word: str) -> Edit:
    """
    Return the edit that drops a name from a list, with its comma or with the word before it.
    """
    text = listed.source.text
    start, end = name.start, name.end
    if listed.end > end:
        end += len(text[end : listed.end]) - len(text[end : listed.end].lstrip(" \n\t,"))
    elif start > listed.start:
        start = listed.start + len(text[listed.start : start].rstrip(" \n\t,"))
    else:
        start = len(text[:start].rstrip().removesuffix(word).rstrip())
    return Edit(listed.source.span(start, end), "")


def _at(span: Span, offset: int) -> Span:
    return span.source.span(offset, offset)
