"""
What can be wrong with measures, in words.
"""

from __future__ import annotations

from specl.diagnostics import Diagnostic, Label, codes
from specl.modules.problems import correction
from specl.text import Span
from specl.text.record import record

__all__ = ["BadMeasure", "BadPattern", "UnknownMeasure"]


@record
class UnknownMeasure:
    """
    A measure that does not exist.
    """

    name: str
    span: Span
    known: tuple[str, ...]

    def report(self) -> Diagnostic:
        """
        List those that do.
        """
        offered = correction(self.span, self.name, self.known)
        return Diagnostic(
            codes.UNKNOWN_MEASURE,
            f"there is no measure `{self.name}`",
            (Label(self.span, offered.label),),
            help=("the measures are " + ", ".join(f"`{name}`" for name in self.known),),
            fixes=offered.fixes,
            data={"subject": self.name},
        )


@record
class BadMeasure:
    """
    A measure that cannot measure its act as written.
    """

    name: str
    span: Span
    reason: str

    def report(self) -> Diagnostic:
        """
        Say why.
        """
        return Diagnostic(
            codes.TYPE,
            f"`{self.name}` cannot measure this act: {self.reason}",
            (Label(self.span, self.reason),),
            data={"subject": self.name},
        )


@record
class BadPattern:
    """
    A regular expression that is none.
    """

    span: Span
    reason: str

    def report(self) -> Diagnostic:
        """
        Say what Python's `re` finds wrong with it.
        """
        return Diagnostic(
            codes.INVALID_VALUE,
            "this is no regular expression",
            (Label(self.span, self.reason),),
        )
