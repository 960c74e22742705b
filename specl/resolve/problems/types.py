"""
What can be wrong with types, in words that name both sides.
"""

from __future__ import annotations

from specl.diagnostics import Diagnostic, Label, codes
from specl.modules.problems import correction
from specl.syntax.slips import shorten
from specl.text import Span
from specl.text.record import record

__all__ = [
    "BadRange",
    "Incomparable",
    "NoSuchValue",
    "NotAChoice",
    "NotConstant",
    "OutOfRange",
    "Undetermined",
    "Unordered",
    "Unsuitable",
]


@record
class BadRange:
    """
    The range of a number type is none.
    """

    span: Span
    reason: str

    def report(self) -> Diagnostic:
        """
        Say what is wrong with it.
        """
        return Diagnostic(
            codes.TYPE, f"`{shorten(self.span.text)}` is no range", (Label(self.span, self.reason),)
        )


@record
class NotAChoice:
    """
    A set of something other than a choice.
    """

    span: Span
    type: str

    def report(self) -> Diagnostic:
        """
        Name the type that stands there.
        """
        return Diagnostic(
            codes.TYPE,
            f"a set holds values of a choice, and this is `{self.type}`",
            (Label(self.span, "a choice such as `a | b` is meant here"),),
        )


@record
class Incomparable:
    """
    Two sides of a comparison, or two branches, are of types that never meet.
    """

    left: Span
    left_type: str
    right: Span
    right_type: str
    what: str

    def report(self) -> Diagnostic:
        """
        Name both types.
        """
        return Diagnostic(
            codes.TYPE,
            f"{self.what} `{self.left_type}` and `{self.right_type}` do not fit together",
            (
                Label(self.right, f"this is `{self.right_type}`"),
                Label(self.left, f"this is `{self.left_type}`"),
            ),
        )


@record
class Unordered:
    """
    `<` and the like between values that have no order.
    """

    span: Span
    type: str
    operator: str
    is_choice: bool

    def report(self) -> Diagnostic:
        """
        Name the type and, for a choice, how to give it an order.
        """
        advice = "declare the choice with `<` between its values, lowest first"
        return Diagnostic(
            codes.TYPE,
            f"`{self.operator}` needs an order, and `{self.type}` has none",
            (Label(self.span, f"this is `{self.type}`"),),
            help=(advice,) if self.is_choice else (),
        )


@record
class Unsuitable:
    """
    A type stands where another one is needed; `wanted` reads like "a bool".
    """

    span: Span
    type: str
    place: str
    wanted: str

    def report(self) -> Diagnostic:
        """
        Name both.
        """
        return Diagnostic(
            codes.TYPE,
            f"{self.place} needs {self.wanted}, and this is `{self.type}`",
            (Label(self.span, f"this is `{self.type}`"),),
        )


@record
class OutOfRange:
    """
    A constant that its other side can never be.
    """

    span: Span
    value: str
    other: Span | None
    what: str
    type: str

    def report(self) -> Diagnostic:
        """
        Name the constant and the range.
        """
        labels = [Label(self.span, "this lies outside the range")]
        if self.other is not None:
            labels.append(Label(self.other, f"this is `{self.type}`"))
        return Diagnostic(
            codes.TYPE,
            f"`{shorten(self.value)}` is no value of {self.what}, which is `{self.type}`",
            tuple(labels),
            help=("write a value of the range, or widen the range where it is declared",),
        )


@record
class NoSuchValue:
    """
    A name where a value of a choice is wanted, and it is none of its values.
    """

    name: str
    span: Span
    type: str
    values: tuple[str, ...]
    candidates: tuple[str, ...]

    def report(self) -> Diagnostic:
        """
        List the values, the nearest one first.
        """
        offered = correction(self.span, self.name, (*self.values, *self.candidates))
        listed = ", ".join(f"`{value}`" for value in self.values[:12])
        more = ", …" if len(self.values) > 12 else ""
        return Diagnostic(
            codes.UNKNOWN_NAME,
            f"there is no value `{self.name}` in `{self.type}`",
            (Label(self.span, offered.label),),
            help=(f"its values are {listed}{more}",),
            fixes=offered.fixes,
            data={"subject": self.name},
        )


@record
class NotConstant:
    """
    A default or the like is not a constant.
    """

    span: Span
    place: str

    def report(self) -> Diagnostic:
        """
        Say what is allowed there.
        """
        return Diagnostic(
            codes.TYPE,
            f"{self.place} is a constant",
            (Label(self.span, "this depends on the scenario or the reply"),),
        )


@record
class Undetermined:
    """
    Nothing says what type something is of.
    """

    span: Span

    def report(self) -> Diagnostic:
        """
        Ask for something to compare it with.
        """
        return Diagnostic(
            codes.TYPE,
            f"nothing says what `{shorten(self.span.text)}` is a set of",
            (Label(self.span, "compare it with a fact or an act"),),
        )
