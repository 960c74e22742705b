"""
What can be wrong with calls and arithmetic, in words.
"""

from __future__ import annotations

from specl.diagnostics import Diagnostic, Label, codes
from specl.text import Span
from specl.text.record import record

__all__ = ["BadArguments", "BadCall", "NotLinear", "TooDeep"]


_GIVEN = " does not work with these arguments: "


@record
class BadArguments:
    """
    A function or define is given too many or too few arguments.
    """

    span: Span
    name: str
    wanted: str
    given: int

    def report(self) -> Diagnostic:
        """
        Count both.
        """
        given = "none is given" if self.given == 0 else f"{self.given} given"
        return Diagnostic(
            codes.TYPE,
            f"`{self.name}` takes {self.wanted}, {given}",
            (Label(self.span, f"{self.name} takes {self.wanted}"),),
            data={"subject": self.name},
        )


@record
class BadCall:
    """
    A define with parameters that does not work with the arguments that it is given.
    """

    span: Span
    name: str
    inner: Diagnostic

    def report(self) -> Diagnostic:
        """
        Say what goes wrong inside it.
        """
        cause = self.inner.message.rpartition(_GIVEN)[2]
        return Diagnostic(
            self.inner.code,
            f"`{self.name}`{_GIVEN}{cause}",
            (Label(self.span, "given here"), *self.inner.labels),
            help=self.inner.help,
            data={"subject": self.name},
        )


@record
class NotLinear:
    """
    A product of two values neither of which is constant.
    """

    span: Span
    left: Span
    right: Span

    def report(self) -> Diagnostic:
        """
        Show both factors.
        """
        return Diagnostic(
            codes.TYPE,
            "one side of `*` must be a constant",
            (Label(self.left, "this is none"), Label(self.right, "and neither is this")),
            help=("arithmetic is linear, so that every question can be decided",),
        )


@record
class TooDeep:
    """
    An expression that is too deep or too large once its defines are spelled out.
    """

    span: Span
    reason: str

    def report(self) -> Diagnostic:
        """
        Say which limit it breaks.
        """
        return Diagnostic(
            codes.NESTING_TOO_DEEP,
            "this expression is too large",
            (Label(self.span, self.reason),),
            help=("split it into several laws or rules",),
        )
