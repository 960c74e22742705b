"""
What can be wrong with levels, in words.
"""

from __future__ import annotations

from specl.diagnostics import Diagnostic, Label, codes
from specl.modules.problems import correction
from specl.text import Span
from specl.text.record import record

__all__ = ["ForeignInCapped", "LevelsClash", "MissingLevel", "UncappedModule", "UnknownLevel"]


@record
class UnknownLevel:
    """
    A level that is not among those declared.
    """

    name: str
    span: Span
    known: tuple[str, ...]

    def report(self) -> Diagnostic:
        """
        List those that are.
        """
        offered = correction(self.span, self.name, self.known)
        if self.known:
            advice = "the levels are " + " > ".join(self.known)
        else:
            advice = "declare levels with `levels a > b`, or `use std.authority`"
        return Diagnostic(
            codes.UNKNOWN_LEVEL,
            f"there is no level `{self.name}`" if self.known else "no levels are declared",
            (Label(self.span, offered.label),),
            help=(advice,),
            fixes=offered.fixes,
            data={"subject": self.name},
        )


@record
class LevelsClash:
    """
    Two different orders of levels in one spec.
    """

    span: Span
    first: Span

    def report(self) -> Diagnostic:
        """
        Show both.
        """
        return Diagnostic(
            codes.LEVELS_CLASH,
            "two orders of levels do not combine",
            (Label(self.span, "this is one order"), Label(self.first, "and this is another")),
            help=("let both files use one module that declares the levels",),
        )


@record
class MissingLevel:
    """
    A rule without a level in a spec that has levels.
    """

    rule: str
    span: Span
    levels: tuple[str, ...]

    def report(self) -> Diagnostic:
        """
        Say where a level can come from.
        """
        return Diagnostic(
            codes.MISSING_LEVEL,
            f"the rule `{self.rule}` stands at no level",
            (Label(self.span, "neither this rule nor a section around it has `at`"),),
            help=(f"add `at` and one of {', '.join(self.levels)}",),
            data={"subject": self.rule, "rules": [self.rule]},
        )


@record
class UncappedModule:
    """
    A module without levels that brings rules into a spec that has levels.
    """

    span: Span
    rule: str
    place: Span

    def report(self) -> Diagnostic:
        """
        Ask for `at LEVEL`.
        """
        return Diagnostic(
            codes.MISSING_LEVEL,
            "a module without levels needs `at` in a spec that has them",
            (
                Label(self.span, "this brings in rules that stand at no level"),
                Label(self.place, f"`{self.rule}` is one of them"),
            ),
            help=("add `at` and a level to this `use`",),
            data={"subject": self.rule},
        )


@record
class ForeignInCapped:
    """
    A capped module lays hands on what is not its own.
    """

    span: Span
    name: str
    clause: str
    what: str

    def report(self) -> Diagnostic:
        """
        Name the clause and what it reaches for.
        """
        return Diagnostic(
            codes.INVERTED_AUTHORITY,
            f"{self.clause} of a module used with `at` may name only {self.what} of its own, and"
            f" `{self.name}` is none",
            (Label(self.span, "this belongs to somebody else"),),
            help=("say it in the file that uses the module",),
            data={"subject": self.name},
        )
