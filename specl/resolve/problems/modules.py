"""
What can be wrong between files, in words.
"""

from __future__ import annotations

from specl.diagnostics import Diagnostic, Label, codes
from specl.text import Span
from specl.text.record import record

__all__ = ["AliasClash", "Disagreement", "NamelessModule"]


@record
class AliasClash:
    """
    Two modules go by one name.
    """

    alias: str
    span: Span
    first: Span

    def report(self) -> Diagnostic:
        """
        Show both and ask for an alias.
        """
        return Diagnostic(
            codes.DUPLICATE_NAME,
            f"two modules are called `{self.alias}`",
            (Label(self.span, "this one again"), Label(self.first, "the name is taken here")),
            help=("give one of them a name of its own with `as`",),
            data={"subject": self.alias},
        )


@record
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


@record
class NamelessModule:
    """
    The last part of a module's path is no name.
    """

    span: Span

    def report(self) -> Diagnostic:
        """
        Ask for an alias.
        """
        return Diagnostic(
            codes.MISSING_CLAUSE,
            "this module needs a name",
            (Label(self.span, "its last part is no name of the language"),),
            help=("add a name for it, such as `as other`",),
        )
