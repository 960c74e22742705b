"""
What can be wrong with norms, in words.
"""

from __future__ import annotations

from specl.diagnostics import Diagnostic, Label, codes
from specl.text import Span
from specl.text.record import record

__all__ = [
    "NothingToChoose",
    "OptimisedPermission",
    "WrongVerb",
]


@record
class OptimisedPermission:
    """
    `may maximize`, which asks for nothing.
    """

    span: Span
    direction: str

    def report(self) -> Diagnostic:
        """
        Say which verbs go with it.
        """
        return Diagnostic(
            codes.NOT_ALLOWED_HERE,
            f"`{self.direction}` follows `must` or `should`, not `may`",
            (Label(self.span, "a permission has no best step"),),
        )


@record
class NothingToChoose:
    """
    An act whose values cannot be aimed at one after the other.
    """

    span: Span
    direction: str
    type: str
    most: int

    def report(self) -> Diagnostic:
        """
        Say which types serve.
        """
        return Diagnostic(
            codes.TYPE,
            f"`{self.direction}` needs an ordered choice or a small `int` range, and this act is"
            f" `{self.type}`",
            (Label(self.span, f"this is `{self.type}`"),),
            help=(f"a range of 2 to {self.most} whole numbers serves, or a choice `a < b < c`",),
        )


@record
class WrongVerb:
    """
    A verb that does not go with an ensure or an expectation.
    """

    span: Span
    verb: str
    place: str
    allowed: str

    def report(self) -> Diagnostic:
        """
        List those that do.
        """
        return Diagnostic(
            codes.NOT_ALLOWED_HERE,
            f"{self.place} takes {self.allowed}, not `{self.verb}`",
            (Label(self.span, f"this says `{self.verb}`"),),
        )
