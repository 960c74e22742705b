"""
What can be wrong with rules and with the order between them, in words.
"""

from __future__ import annotations

from specl.diagnostics import Diagnostic, Label, codes
from specl.text import Span
from specl.text.record import record

__all__ = [
    "BadDate",
    "BadWaiver",
    "BadWeight",
    "Inverted",
    "OrderCycle",
]


@record
class BadWeight:
    """
    A weight that does not count.
    """

    span: Span

    def report(self) -> Diagnostic:
        """
        Say which do.
        """
        return Diagnostic(
            codes.INVALID_VALUE,
            f"`{self.span.text}` is no weight",
            (Label(self.span, "a weight is a whole number from 1 on"),),
        )


@record
class Inverted:
    """
    A rule claims to go before, or to set aside, one of a higher level.
    """

    higher: str
    lower: str
    verb: str
    span: Span
    higher_level: str
    lower_level: str

    def report(self) -> Diagnostic:
        """
        Name both rules with their levels.
        """
        return Diagnostic(
            codes.INVERTED_AUTHORITY,
            f"`{self.higher}` at {self.higher_level} cannot {self.verb} `{self.lower}` at"
            f" {self.lower_level}",
            (Label(self.span, f"{self.lower_level} stands above {self.higher_level}"),),
            help=(f"move `{self.higher}` up to {self.lower_level}, or `{self.lower}` down",),
            data={"subject": self.higher, "rules": [self.higher, self.lower]},
        )


@record
class OrderCycle:
    """
    Rules stand above one another in a circle.

    Attributes:
        rules: The rules along it, each above the next and the last above the first.
        clauses: For each step the place that says so.
    """

    rules: tuple[str, ...]
    verb: str
    clauses: tuple[Span, ...]

    def report(self) -> Diagnostic:
        """
        Name the circle and show each clause of it.
        """
        circle = f" {self.verb} ".join(f"`{rule}`" for rule in (*self.rules, self.rules[0]))
        labels = tuple(
            Label(span, f"`{rule}` {self.verb} `{after}`")
            for span, rule, after in zip(
                self.clauses, self.rules, (*self.rules[1:], self.rules[0]), strict=True
            )
        )
        message = (
            f"the rule {circle.split(' ')[0]} {self.verb} itself"
            if len(self.rules) == 1
            else f"the order goes in a circle: {circle}"
        )
        return Diagnostic(
            codes.PRECEDENCE_CYCLE,
            message,
            labels,
            help=("take one of these steps away",),
            data={"subject": self.rules[0], "rules": list(self.rules)},
        )


@record
class BadDate:
    """
    A date that is in no calendar.
    """

    span: Span
    written: str

    def report(self) -> Diagnostic:
        """
        Show how dates are written.
        """
        return Diagnostic(
            codes.INVALID_VALUE,
            f"`{self.written}` is no date",
            (Label(self.span, "dates are written like `2027-01-31`"),),
        )


@record
class BadWaiver:
    """
    A waiver of a kind of finding that cannot be waived.
    """

    span: Span
    code: str

    def report(self) -> Diagnostic:
        """
        Name those that can.
        """
        return Diagnostic(
            codes.INVALID_VALUE,
            f"`{self.code}` cannot be waived",
            (Label(self.span, "a waiver is for a `contradiction` or a `tension`"),),
            data={"subject": self.code},
        )
